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
_TITLE = (
    r"(?:副?总(?:经理|监|工程师|工|裁)?|副?(?:经理|主任|处长|科长|院长|厂长|部长|局长|所长|队长|校长)|主管|董事长|书记|工程师|老师|博士|教授|先生|女士|小姐)"
    r"(?![结量计数体线部站包价额成装览共和室页表册图宽高长重面])"
)
_EDGE = r"(?:(?<![\u3400-\u9fff])|(?<=[人由请与和及给让向经为是：:、]))"
_GIVEN = r"(?!级|性|层|度|端|效|速)[\u3400-\u9fff]{1,2}?"
_TITLED = re.compile(
    rf"{_EDGE}{_SURNAME}(?:{_GIVEN})?{_TITLE}"
    rf"|{_EDGE}{_SURNAME}工(?![\u3400-\u9fff])|{_EDGE}{_SURNAME}工(?=[说负验确表要提认反])"
)
_ROLE = re.compile(
    rf"(?:联系人|项目经理|负责人|验收人?|签字人?|签收人?|经办人|接口人|对接人)(?:\s{{0,2}}[:|]\s{{0,2}}|为|是|\s{{1,2}})"
    rf"(?P<name>{_SURNAME}[\u3400-\u9fff]{{1,2}})(?![\u3400-\u9fff])"
)
_SIGNED = re.compile(rf"{_EDGE}(?P<name>{_SURNAME}[\u3400-\u9fff]{{1,2}})(?=验收|签字|签收|确认)")
_ENGLISH = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Mister)\b\.?\s{1,2}[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?"
    r"|\b[A-Z][a-z]{1,20}\s[A-Z][a-z]{1,20}(?=,\s(?:[A-Za-z]{1,12}\s){0,2}(?:[Mm]anager|[Dd]irector|[Ee]ngineer|[Oo]fficer|[Hh]ead|CEO|CIO|CTO)\b)"
)
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"
    r"|(?<![\d.])\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}(?!\d)"
    r"|\+\d{1,3}(?:[- ]?\(?\d{1,4}\)?){2,5}(?!\d)"
    r"|(?:微信号?|wechat|qq)\s{0,2}:?\s{0,2}[a-z0-9_-]{5,20}"
)


def people(text: str) -> Iterator[Span]:
    """Spans of people and ways to reach them that need no register to be seen."""
    folded = fold(text).translate(SIMPLIFIED)
    for pattern, plain in ((_TITLED, folded), (_ENGLISH, text), (_CONTACT, folded)):
        yield from (Span(start=m.start(), end=m.end()) for m in pattern.finditer(plain))
    for pattern in (_ROLE, _SIGNED):
        yield from (Span(start=m.start("name"), end=m.end("name")) for m in pattern.finditer(folded))
