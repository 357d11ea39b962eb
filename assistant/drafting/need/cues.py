"""The words by which people ask for things and by which they tell about themselves, one class of language each.

All patterns are searched in folded text (``assistant.grounding.folding.fold``: lower case, half width).
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.drafting.need.questions import asks_for_needs, asks_whether
from assistant.grounding.folding import fold

Mood = Literal["asks", "tells", "state", "neutral"]


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


_MODALS_ZH = (
    r"(?<!不)需要|需(?![求要])|(?<![必需重主想不只纪摘概提简扼])要(?=[^\W_])(?![求是么害点素闻职等花用靠绕跑人]|好几|\d|命|"
    r"多久|\s*[\d.一二两三四五六七八九十半几]+\s*(?:多|几)?(?:个?(?:小时|钟头|月)|分钟|秒|天)(?!之?内|以内))|必须|须(?!知)|务必|一律|最好|尽量"
    r"|(?<=[也都还])要(?=$|[,。;!])|(?<![取获值觉显懂记讲聊用做难使赢所不来过跑写说测评])得(?=过|有|把|在|能|是|按|支持|上|保|换|给|知道|看|收|报|发|推|留|存|装|接|走|自动|马上|立|随|先|"
    r"满足|符合|通过|提供)|(?<=[就都还也])得(?=[\u3400-\u9fff])(?![了到出以分罪奖很])"
    r"|(?<![供响反适相效对])应(?!用|急|对|商|届|酬|收|付|力|答|运|邀|战|变|聘|有尽有)|应当|要求(?![,。;:]|$)"
)
_FORBIDDING_ZH = (
    r"不能|不可(?!用|靠|能)|不得(?!不)|不许|不准|不允许|不让|禁止|不停业|只能|只许|不上云|不(?:接受|考虑|"
    r"返还|停[产机业线]|外传|联网|落地)|归(?=我|甲方|客户|院|校)|(?<!行)不行|才行|别(?=丢|断|停|超|影响|出|掉|卡|再|要|让|把|给|用|碰|动)(?<![识级类特性区分差个告判鉴]别)|你们[^,。;]{0,8}?(?:做不做|行不行|能做吗|支持吗|可以吗|行吗)|就行|即可|能不能|可不可以|"
    r"有没有办法|不出(?:厂|院|校|"
    r"网|境)"
)
_WISHES_ZH = (
    r"希望|期望|盼|诉求|想要|想(?=[上建做把用找在让放加看能也换趁]|请|先)|打算|计划(?=[在于将建采上用把])|"
    r"拟(?=[建采购在新对])"
    r"|请(?=提供|给出|说明|报价|包含|考虑|你们|贵)|确保|保证(?!金)|优先"
)
_BOUNDS_ZH = (
    r"不少于|不低于|不超过|不大于|不高于|不小于|至少|最少|最多|最长|最短|最低|最高不|控制在|[≥≤]|以内|之内|封顶|为限|起步"
    r"|(?:\d|[一二两三四五六七八九十半])\s*(?:天|周|个?月|个?小时|分钟|个?工作日)(?:之?内)?[\u3400-\u9fff]{0,3}?"
    r"(?:完工|[干做弄搞装改建修办交]完|[做弄装修]好|到位|交付|上线|交货|到货)(?!了)"
    r"|\d\s*[\u3400-\u9fff]{1,3}内(?!部|容|存|网|外|蒙)"
)
_MODALS_EN = (
    r"\b(?:shall|must|(?:ha(?:s|ve)|need(?:s|ed)?) to|(?<!what we )(?<!what you )need(?:s|ed)?(?! not)|"
    r"requires?|required|should|"
    r"mandatory|(?:is|are) to(?= [a-z])|may (?:not|only)|may [a-z]+ only|never)\b"
)
_WISHES_EN = (
    r"\b(?:expect(?:s|ed)?|want(?:s)?|would like|(?:am|are|is) looking (?:for|to)|seek(?:s|ing)?|"
    r"wish(?:es)?|hope to|we ask|please|"
    r"aim to|plan(?:s)? to|intends? to|wish list|(?:insist|demand|ask|request)(?:s|ed)? (?:on|for|that)|"
    r"demands?(?= [a-z]))\b"
)
_BOUNDS_EN = (
    r"\b(?:at least|at most|no (?:more|less|later|longer|fewer) than|not (?:to )?exceed|limited to|up to|"
    r"under(?= [\d$€£])|"
    r"below(?= )|or (?:less|better)|(?<!only )within)\b"
)
ASKING = _any(_MODALS_ZH, _FORBIDDING_ZH, _WISHES_ZH, _MODALS_EN, _WISHES_EN)
"""Modals, prohibitions and wishes: whoever says these asks, unless of the past."""
BOUNDING = _any(_BOUNDS_ZH, _BOUNDS_EN)
"""Bounds of a figure: asked, unless they describe what has come about."""
BARE_FORBIDDING = _any(r"不能|不可")

_RESULTS_ZH = (
    r"(?:[换改升迁搬放搁接装拆减增提压降扩缩做留存挪并统分建]|部署|安排|"
    r"布置)[^,。;]{0,14}?(?:[成为到在至进入]|掉(?!了)|走(?!了)|给)(?!了)"
    r"|[也再先](?:做|上|装|配|加|换|改|建|搞|弄|来|试|拿)(?=\s*[一两几三四五六七八九十\d])"
    r"|全部(?=[\u3400-\u9fff])|(?<![我们])把[^,。;]{1,12}[^,。;了过](?=[,。;]|$)|统一|自动|定时|分别|"
    r"都(?=能|可|走|上|按|放)|一并|同步"
)
"""Changes of state with their result (换成, 降到, 放在, 拆走) and manners of a future system (统一, 自动)."""
_BY_RULE_ZH = (
    r"按[^,。;]{1,24}?(?:走|算|做|来|切|执行|设计|布设|布置|布放|敷设|安装|考虑|配|出|分|计|办)(?=[,。;)\s]|$)|走[^,。;]{1,12}协议|"
    r"参照|遵循|符合"
)
_IMPERATIVES_EN = (
    r"^(?:then |also |and |please |fully |automatically )?(?:provide|replace|move|answer|train|migrate|"
    r"install|supply|deliver|integrate|connect|"
    r"keep|store|allow|enable|ensure|include|build|set up|implement|upgrade|monitor|report|show|send|make|"
    r"reduce|cut|add|run|host|handle|"
    r"process|design|develop|create|extend|cover|protect|back up|archive|automate|consolidate|test|"
    r"document|hand over|remove|dispose|"
    r"calibrate|configure|deploy|maintain|offer|give us|let users|use|take|read|measure|record|track|"
    r"control|detect|notify|alert|"
    r"export|import|publish|retain|encrypt|support|convert|bring|open|close|print|scan|limit|raise|"
    r"increase|improve)\b(?! (?:my|me|regards))"
)
_FUTURE_EN = (
    r"\b(?:goes live|to be [a-z]+ed|is (?:available|ready)|are (?:available|ready|taken)|conform|"
    r"compl(?:y|ies) with|at peak)\b"
)
CHANGING = _any(_RESULTS_ZH, _BY_RULE_ZH, _IMPERATIVES_EN, _FUTURE_EN)
"""Says what the world shall be like without a modal; told, when of the past or of somebody else."""

WEAK = _any(
    r"支持|能够|可以|可(?=[按以用查])|能(?=[\u3400-\u9fff])|实现|提供|满足|具备|配备|配置|采用|部署|对接|"
    r"集成|建设|覆盖|预留|兼容|打通",
    r"\b(?:will (?:provide|include|be|allow|support|use|deliver)|supports?|provides?|enables?|integrat|"
    r"deliver|able to|can)\b",
)
"""What a system does: asks in a list or under a heading of requirements."""

_THEN_ZH = (
    r"去年|前年|上个?(?:月|周|星期|季度|学期)|昨天|前几[天年]|当[年时]|曾|历年|是\s*(?:19|20)\d{2}\s*年"
)
_THEN_EN = (
    r"\b(?:last (?:year|month|week|spring|summer|autumn|fall|winter|quarter|season)|years? ago|months? ago|so far|"
    r"(?:we|they|he|she|i) (?:took|met|spoke|talked|had|were|was|bought|lost|saw|started|tried|asked(?! for| that)|"
    r"visited|moved|won|opened))\b"
)
THEN = _any(_THEN_ZH, _THEN_EN)
"""Said of the past: told, even with a modal in it."""
_BUILT_ZH = (
    r"(?:19|20)\d{2}\s*年[^,。;前底]{0,8}(?:建|盖|成立|开业|开的业|开办|投产|投运|上的|上了|上线了|买|装的|搬|"
    r"竣工|的$)"
)
_COMPLETED_ZH = (
    r"已经|已(?=[\u3400-\u9fff])(?!知)|今年[^,。;]{0,14}(?:(?<![批给拨报])了|来检查|拿|刚)|[点参查丢停坏漏罚]过|[\u3400-\u9fff](?<![通超不经透越度渡跳绕胜太只掠路保包必能要须会])过(?=[,。;了\d一二两三四五六七八九十几好]|$)|"
    r"从\s*\d[^,。;]{0,8}(?:做|涨|长|发展)到|(?:\d|[一二两三四五六七八九十])\s*多?(?:年|个月|天)了(?=$|[,。;!])|[（(](?:19|20)\d{2}\s*年?[)）]|"
    r"没[^,。;]{1,4}过|有几处|倒闭|刚(?=[\u3400-\u9fff])"
)
_AMOUNTED_ZH = (
    r"(?<![批给拨报])了\s*(?:约|近|大概)?\s*(?:\d+|[一二两三四五六七八九十]+)"
    r"(?!\d|\s*(?:个?小时|分钟|天)(?:之?内|就|要|上门|到|响应|修|换|解决|恢复))"
)
"""崩了两个小时 is told; 坏了 4 小时上门 is not."""
_HAPPENED_EN = (
    r"\b(?:already|previous(?:ly)?|was|were|ha(?:s|ve) (?!approved|allocated|granted|budgeted|"
    r"agreed|released|earmarked|reserved|cleared)[a-z]+ed|ha(?:s|ve) been|ha(?:s|ve) (?:crept|grown|stopped|risen|"
    r"fallen|become|lost)|went into|"
    r"(?:(?:took|gave|went|came|broke|grew|fell|rose|began)(?! (?:place|effect))|"
    r"(?:i|we|they|he|she|it|who|which) (?:lost|told|bought|paid|made|had(?! to)))|"
    r"dates? (?:from|back)|(?:in|since) (?:19\d|20[01])\d|founded|established)\b"
)
HAPPENED = _any(_BUILT_ZH, _COMPLETED_ZH, _AMOUNTED_ZH, _HAPPENED_EN)
"""What has come about: told, unless a modal says what follows from it."""

_SMALL_TALK_ZH = (
    r"^(?:ps\b|p\.s|会后|饭后|散会|谢谢|多谢|辛苦|麻烦您?看|祝|此致|敬礼|上次|加你|附件是)|哈哈|"
    r"呵呵|送我们|吃饭|过来(?:聊|坐|谈)|面(?:聊|谈)|聊得|同学(?!们)|印象|感兴趣|"
    r"参观过|去.{2,8}看过|答应(?!书)|介绍(?:了|一下)|讲背景|讲情况"
)
_PERSONS_ZH = (
    r"分管|拍板|一票否决|影响(?:力)?(?:大|小)|说话|调(?:过来|走|任)|换届|退休|负责人(?:是|为)|对接人|"
    r"联系人(?![及和与的、,。;)]|$)"
)
_HEARSAY_ZH = r"可能|也许|估计|听说|据说|提到|好像|说不定|竞争对手|友商|另一家|别家|口头报价"
_SMALL_TALK_EN = (
    r"^(?:thanks?|thank you|hope|best|kind|regards|cheers|give my|say hello|let me know|feel free|call me|"
    r"i am on|i'm (?:on|away)|i will be|i'll be|"
    r"nice|as (?:promised|discussed|agreed)|looking forward|sincerely|yours|ps\b|p\.s|by the way|btw|"
    r"write to|questions go|contact )|"
    r"\bon holiday\b|\bbest to\b|\bworks council\b|\bas usual\b|\bcompetitors?\b|\bprefers\b|\brumou?r|"
    r"\bi (?:think|guess|believe) (?:he|she|they)\b|\bi(?:'ve| have)? heard\b|\brgds\b"
)
_ELSEWHERE = (
    r"另行(?!通知|协商|约定)|另外?(?:立项|采购|招标|委托)|(?:这次|本次|本期|此次)不(?:报|做|含|包|考虑|在)|"
    r"不(?:在|属于?)(?:这次|本次|本期|此次)|"
    r"\b(?:not part of|outside) (?:this|the) (?:tender|project|contract|order|scope)\b|\bseparate (?:tender|contract|project)\b"
)
"""Done by somebody else or at another time."""
ASIDE = _any(_SMALL_TALK_ZH, _PERSONS_ZH, _HEARSAY_ZH, _SMALL_TALK_EN, _ELSEWHERE)
"""Small talk, people, hearsay and what is no part of this: told, whatever else is in it."""

_IDENTITY_ZH = (
    r"成立于|创立|创办|主营|总部(?:在|位于|设)|下设|下辖|管着|拥有|占地|产权|隶属|旗下|上市公司|三甲|"
    r"注册资本|(?:营业额|销售(?:收入|额)|产值|归集额|营收|利润|亏损|损失|报损)[^,。;]{0,6}\d|"
    r"产销差率\s*\d|我司是|我们是|我是|我公司是|是(?:一?[家所](?!用)|做|国内|全国|全市|全省|本地)|年产\s*\d|建厂|"
    r"客户(?:全称|名称)|单位名称|^(?:项目|工程|采购项目)(?:名称|编号)[:]|"
    r"^(?:建设|采购|招标|业主|使用|代理|委托)(?:单位|人|方|机构)[:]"
)
_IDENTITY_EN = (
    r"\b(?:employs?|headquarter\w*|subsidiar\w+|annual revenue|turnover|we(?: are|'re) an?|we are \d+|i am the|"
    r"look(?:s)? after it|\bowns \w+|(?:we|they|who|which) own\b|"
    r"runs? (?:\w+ ){1,2}(?:centres?|centers?|plants?|sites?|stores?|shops?|"
    r"hospitals?|schools?|factories|offices))\b"
)
_ENDURED_ZH = r"(?:人|员工|工人|师傅|老师)[^,。;]{0,8}(?:待|呆|站|蹲|撑|熬|坚持)\s?(?:不了|上)?[^,。;]{0,3}\d"
"""How long people hold out somewhere (人进去最多待 40 分钟): the present, not a bound of the system."""
IDENTITY = _any(_IDENTITY_ZH, _IDENTITY_EN, _ENDURED_ZH)
"""Who the customer is and how big."""

_NOW_ZH = (
    r"目前|现在|现有|现状|当前|现阶段|至今|一直|如今|眼下|本来|原来|平时|越来越|老是|经常|我司|正在(?=用|"
    r"使用)|只剩|每年(?=少|多|亏|损)|[一每]个?[年月周天](?:里|内|要|会|得)?(?:停|断[电网]|跳闸|坏|宕机|死机|崩)(?!内)"
)
_STOCK_ZH = (
    r"(?:员工|职工|学生|老师|教师|医生|护士|床位|商户|门诊|建筑面积|净高|在库|人口|总长|裸容量|日均|月均|"
    r"年均|年用电|库存)"
    r"[^,。;]{0,6}?[\d一二两三四五六七八九十]+(?![\d一二两三四五六七八九十点时:])"
)
_MONEY_EN = (
    r"(?:(?:about|around|roughly|some|only|up to) )?"
    r"(?:[a-z]{3} ?|(?:us)?[$€£] ?)?\d[\d.,]* ?(?:[km]\b|mn|million|thousand)"
)
_NOW_EN = (
    r"(?:^|[,;:(] ?|\b(?:that|while|because|since|but|and|where|as) )(?:(?:the|our) (?:present|current|existing|old)|"
    r"present|current)\b|"
    r"\b(?:currently|at present|at the moment|today|right now|these days|nowadays|"
    rf"we (?:have(?! to| set aside| put aside| {_MONEY_EN})|operate|run|see|use|own|serve|employ)|between them|"
    r"per year in|a year for)\b"
)
NOW = _any(_NOW_ZH, _NOW_EN)
STOCK = _any(_STOCK_ZH)
"""The present state in figures: told, unless under a heading or in a list of requirements."""


_PARTICLES = re.compile(r"[吧啊呢哈嘛呀哦][,。;!~]*$")
"""At the end of what is said in a chat."""


_BY_THE_WAY = re.compile(r"^(?:(?:还有|对了|顺便)(?:问一?[问下句]|说一?[说下句])?[,\s]*)+")
"""Opens another matter in a chat; what follows says whether it asks."""


_GIVEN_EN = re.compile(
    r"^((?:(?:and|but|so) )?(?:as soon as|once|when(?:ever)?|after|if|until|unless|before)\b[^,;]{0,80}?)"
    r"\b(?:ha(?:s|ve)(?: been)?) |^(?:what(?:so)?ever|whichever|whoever|anything|everything)\b(?: that| which)? "
    r"(?:was|were|has been)\b"
)
"""A perfect or a past that only says when a rule holds or for what: once it has ended, whatever was made first."""


def is_firm(clause: str) -> bool:
    """Whether a clause asks by more than a bound of its figure."""
    folded = fold(clause)
    return bool(ASKING.search(folded) or CHANGING.search(folded)) or asks_whether(folded)


def mood_of(clause: str) -> Mood:
    """Whether a clause asks, tells, describes the present state, or leaves it to its surroundings."""
    folded = _BY_THE_WAY.sub("", _PARTICLES.sub("", fold(clause).strip()))
    if ASIDE.search(folded) or THEN.search(folded) or asks_for_needs(folded):
        return "tells"
    now = NOW.search(folded) is not None
    asking = ASKING.search(folded)
    if asks_whether(folded) or (asking and not (now and BARE_FORBIDDING.fullmatch(asking.group()))):
        return "asks"
    if HAPPENED.search(_GIVEN_EN.sub(r"\1 ", folded)) or IDENTITY.search(folded):
        return "tells"
    changing = CHANGING.search(folded) is not None
    bounding = BOUNDING.search(folded) is not None
    if now:
        return "neutral" if changing or bounding or WEAK.search(folded) else "state"
    if changing or bounding:
        return "asks"
    return "state" if STOCK.search(folded) else "neutral"
