"""People named without a record: surname and title, a role and a name, and ways to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounding.folding import fold
from assistant.grounding.traditional import SIMPLIFIED
from knowledge.evidence import Span

_SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文柳施洪季庞樊兰殷翁"
)
_SURNAME = f"(?:欧阳|司马|上官|诸葛|皇甫|慕容|令狐|司徒|夏侯|端木|东方|[{_SINGLE}])"
_NO_TOTAL = (
    "(?!结(?![算束合清款识账])|量|计(?![划算较])|数(?!次)|体(?![验会谅检现])|线(?![上下索])|部(?![署分])|站(?![在出起])"
    "|包(?![括含容])|价(?!格)|额(?!外)|成(?![立为功])|装(?!修)|览|共(?![同享识用事商建])|和(?:[为是值等约超达计的不]|[^\u3400-\u9fff]|$)"
    "|室|页|表(?![示明态达扬决])|册|图|宽|高(?![度兴])|长(?!期)|重(?![点视申新])|面(?![谈试对]))"
)
"""What 总 makes a word with, and what begins another word behind it: 周总结, but 陈总 结算; 总和, but 王总 和 李总."""
_TITLE = (
    rf"(?:副?总(?:经理|监|工程师|工|裁)|副?总{_NO_TOTAL}|副?(?:经理|主任(?!务)|(?:处|科|院|厂|部|局|所|队|校)长(?!度))"
    r"|主管(?![道线路网])|董事长|书记|工程师|老师|博士|教授|先生|女士|小姐)"
)
_FIELD = (
    "方案|施工|石化|石油|程序|任务|任职|雷达|金融|金属|金工|高级|高校|高中|高压|康复|常务|董事|顾问|文档|文件|文化|林业|"
    "周界|夏季|万元|万兆|马达|江苏|江西|苏州|武汉|郑州|沈阳|常州|徐州|金华"
)
"""Words that begin like a surname; with a title they name a trade, not a person: 方案经理, 施工队长."""
_WORD = (
    rf"{_FIELD}|方可|方便|方式|方法|任何|任意|任一|常规|常用|常驻|陆续|何时|何种|曾经|马上|许可|许多|金额|高温|高清|高速|高效|"
    "程度|石材|余额|余量|余料|段落|范围|陈述|张贴|季度|周期|周边|周末|周报|谢谢|白天|白班|钱款|文字|文本|江南|易用|"
    "于(?:当|次|本|该|每|现|月|年|周|日|工|客|甲|乙|双|项|合|到|完|第|收|验|上|下|前|后|规|同)"
)
"""Words and adverbs that begin like a surname before 验收, 签字, 确认: 方可验收, 于现场签字."""
_EDGE = r"(?:(?<![\u3400-\u9fff])|(?<=[人由请与和及给让向经为是谢找问同跟叫系知：:、]))"
_GIVEN = r"(?!级|性|层|度|端|效|速)[\u3400-\u9fff]{1,2}?"
_TITLED = re.compile(
    rf"{_EDGE}(?!谢谢|(?<=谢)谢[各几两三大所])(?!(?:{_FIELD})[部组室科处院线类岗]?{_TITLE}){_SURNAME}(?:{_GIVEN})?{_TITLE}"
    rf"|{_EDGE}(?!施工){_SURNAME}工(?:(?![\u3400-\u9fff])|(?=[说负验确表要提认反]))"
)
_ACT = "验收|签字|签收|确认"
_ROLE = re.compile(
    rf"(?:联系人|项目经理|(?<!某)负责人|验收人|签字人|签收人|经办人|接口人|对接人|(?:验收|签字|签收)(?!\s{{0,2}}[:|为是\s]\s{{0,2}}(?:{_WORD})))"
    rf"(?:\s{{0,2}}[:|]\s{{0,2}}|为|是|\s{{1,2}})(?P<name>{_SURNAME}[\u3400-\u9fff]{{1,2}})(?![\u3400-\u9fff])"
)
_SIGNED = re.compile(
    rf"{_EDGE}(?!(?:{_WORD})[\u3400-\u9fff]?(?:{_ACT}))(?P<name>{_SURNAME}[\u3400-\u9fff]{{1,2}})(?={_ACT})"
)
_POST = (
    r"(?:总经理|经理|总监|总裁|总工程师|总工|董事长|主任|处长|科长|院长|厂长|部长|局长|所长|队长|校长|店长|班长|组长|护士长|站长|行长|馆长|主管|书记|工程师"
    r"|老师|教授|博士|秘书|助理|专员|负责人|副总|先生|女士)"
)
_RARE = (
    "佟覃鲍庾褚尤戚喻柏窦葛奚鲁韦苗俞廉岑倪滕毕邬卞伍卜穆湛祁禹狄臧茅舒屈祝阮闵娄童颜梅盛刁骆凌霍虞柯昝缪裘邢裴荀甄芮靳焦隗詹卓蔺池胥翟贡冉郦桑桂"
    "濮扈冀浦庄晏柴瞿慕茹艾廖耿匡寇巩聂敖辛阚饶鞠竺蒲甘"
)
"""Surnames (百家姓) that only a post beside them tells from ordinary words; those that begin many words are left out."""
_ANY_SURNAME = f"(?:申屠|尉迟|公孙|轩辕|南宫|宇文|独孤|{_SURNAME}|[{_RARE}])"
_NO_NAME = (
    rf"(?!{_WORD}|方面|高度|高层|文员|万一|常年|全体|尤其|毕业|颜色|卓越|凌晨|辛苦|鲁棒|庄园|盛大|舒适|祝贺|屈服"
    "|焦点|梅雨|童装)"
)
_DOES = (
    "确认|拍板|签字|签收|验收|评价|批准|审批|同意|要求|提出|表示|负责|反馈|介绍|说|认为|强调|决定|牵头|主持|出席|参加|参会|陪同|带队|汇报|沟通|对接|联系"
    "|审核|指出|希望|反对|支持|担心|特别|已|将|在|对|与|和|及|等|来|的|一票|也|都|现场"
)
_POSTED = re.compile(
    rf"{_POST}\s{{0,2}}{_NO_NAME}(?P<name>{_ANY_SURNAME}{_GIVEN})(?=[^\u3400-\u9fff]|$|{_DOES})"
    rf"|(?:{_EDGE}|(?<=[部科处室局院厂司组长])){_NO_NAME}(?P<posted>{_ANY_SURNAME}{_GIVEN})"
    rf"\s?\((?:[^()|,;\n]{{0,14}}[、/])?[^()|,;\n]{{0,12}}{_POST}(?:[、,/][^()\n]{{0,12}})?\)"
)
"""A post and then a name, 信息部经理李明华确认; a name and then its post in brackets, 张伟（设备科科长）."""
_UNIT = (
    "(?:(?:总务|采购|信息|信息化|设备|工程|财务|后勤|基建|运营|运维|生产|安全|安保|质量|质控|技术|人事|行政|医务|护理|保卫|招标"
    "|招采|项目|仓储|物流|市场|法务|审计|科研|检验|药剂|综合|规划)(?:部门?|处|科|办|办公室|中心)|院方|校方|厂方|行方|馆方|客户方|业主方|业主(?!方)|甲方)"
)
_SAYS = (
    "确认|拍板|签字|签收|验收|评价|批准|审批|同意|要求|提出|表示|负责|反馈|介绍|认为|强调|决定|牵头|主持|出席|参加|参会"
    "|陪同|带队|汇报|指出|希望|反对|担心"
)
_OF_A_UNIT = re.compile(rf"{_UNIT}的?\s?{_NO_NAME}(?P<name>{_ANY_SURNAME}{_GIVEN})(?={_SAYS})")
"""A department, a name and what that person said or did: 总务处李国强要求."""
_ENGLISH_NAME = r"[A-Z][a-z]{1,20}(?:\s[A-Z]\.)?(?:[\s-][A-Z][a-z]{1,20}){1,2}"
_ENGLISH = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Mister)\b\.?\s{1,2}[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20}){0,2}"
    r"|\b[A-Z][a-z]{1,20}\s[A-Z][a-z]{1,20}(?=,\s(?:[A-Za-z]{1,12}\s){0,2}(?:[Mm]anager|[Dd]irector|[Ee]ngineer|[Oo]fficer|[Hh]ead|CEO|CIO|CTO)\b)"
    rf"|(?<=[Cc]ontact:\s){_ENGLISH_NAME}|(?<=[Cc]ontact person:\s){_ENGLISH_NAME}|(?<=[Mm]anager:\s){_ENGLISH_NAME}"
    rf"|(?<=[Dd]irector:\s){_ENGLISH_NAME}|(?<=[Ee]ngineer:\s){_ENGLISH_NAME}|(?<=[Pp]repared by:\s){_ENGLISH_NAME}"
)
_DIGITS = r"\(?\d(?:[- ()]{0,2}\d){6,14}(?!\d)"
_CHAT = (
    r"(?!(?:official|pay|payments?|mini|groups?|notif|messag|integrat|account|platform|channel|login|public|"
    r"enterprise|service|remind|alert|template|client|server|robot|bot|webhook|push)[a-z]*(?![a-z0-9_-]))"
)
"""Ordinary words after the name of a chat program are no one's account."""
_CONTACT = re.compile(
    r"(?<![a-z0-9_.+-])[a-z0-9_.+-]{1,64}@[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,4}"
    r"|(?<![a-z\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"
    r"|(?<![a-z\d.])\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}(?!\d)(?:\s?(?:转|ext\.?)\s?\d{1,6})?"
    r"|(?<![a-z\d.-])[48]00[- ]\d{3,4}[- ]\d{3,4}(?!\d)"
    r"|(?<![a-z\d.-])(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[-.])\d{3}[-.]\d{4}(?![\d.-])"
    r"|(?<![a-z\d])\+(?=(?:[- ()]{0,3}\d){7})\d{1,3}(?:[- ]?\(?\d{1,4}\)?){2,5}(?!\d)"
    rf"|(?:电话|手机|座机|传真|热线|联系方式)(?:号码?)?\s?[:|]?\s?(?P<number>{_DIGITS})"
    rf"|\b(?:tel|phone|mobile|fax)\b\.?\s?[:|]?\s?(?P<call>{_DIGITS})"
    rf"|(?:微信号?|wechat|qq)\s{{0,2}}:?\s{{0,2}}{_CHAT}[a-z0-9_-]{{5,20}}"
)
"""Mail, mobile, landline, service and foreign numbers; a foreign number has seven digits or more (E.164) and
follows no letter: D+110 is a day of a schedule."""


def people(text: str) -> Iterator[Span]:
    """Spans of people and ways to reach them that need no register to be seen."""
    folded = fold(text).translate(SIMPLIFIED)
    for pattern, plain in ((_TITLED, folded), (_ENGLISH, text)):
        yield from (Span(start=m.start(), end=m.end()) for m in pattern.finditer(plain))
    for match in _CONTACT.finditer(folded):
        group = match.lastgroup or 0
        yield Span(start=match.start(group), end=match.end(group))
    for match in _POSTED.finditer(folded):
        group = match.lastgroup or 0
        yield Span(start=match.start(group), end=match.end(group))
    for pattern in (_ROLE, _SIGNED, _OF_A_UNIT):
        yield from (Span(start=m.start("name"), end=m.end("name")) for m in pattern.finditer(folded))
