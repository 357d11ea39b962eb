"""Street addresses, and numbers that name one customer's contract, account or registration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounding.folding import fold
from assistant.grounding.traditional import SIMPLIFIED
from knowledge.evidence import Span

_HAN = "[\u3400-\u9fff]"
_STREET = re.compile(
    rf"(?:{_HAN}{{1,6}}[省市区县镇乡])?{_HAN}{{1,6}}(?:(?<![回支线电网通管油气水光道链铁公线一二三四两几多每\d])路|街|大道|胡同)"
    rf"\s?\d{{1,5}}\s?(?:号|弄)(?!线|机|柜|楼层)(?:[\s-]?{_HAN}{{0,6}}\s?\d{{1,4}}\s?(?:号楼|楼|室|幢|座|栋|层)){{0,3}}"
)
_ENGLISH_STREET = re.compile(
    r"\b\d{1,5}[A-Z]?\s(?:[A-Z][a-z]{1,20}\s){1,3}(?:Street|St\.|Road|Rd\.?|Avenue|Ave\.?|Boulevard|Blvd\.?|Drive|Lane|Crescent)(?![a-z])"
)
_CODE = r"(?P<code>(?=[a-z/_()-]{0,16}\d)[a-z0-9][a-z0-9/_()-]{3,30})"
_NUMBER = re.compile(
    r"(?:(?:合同|协议|订单|采购|招标|投标|标书|项目|发票)书?(?:编号|号码?)|账号|帐号|银行账户|税号|信用代码|身份证号?码?"
    r"|\b(?:contract|agreement|purchase order|order|tender|invoice|account|project) (?:no\.?|number|id)|\biban)"
    rf"\s{{0,2}}[:|为]?\s{{0,2}}{_CODE}"
)


def addresses(text: str) -> Iterator[Span]:
    """Spans of street addresses with a house's number."""
    folded = fold(text).translate(SIMPLIFIED)
    for pattern, plain in ((_STREET, folded), (_ENGLISH_STREET, text)):
        yield from (Span(start=m.start(), end=m.end()) for m in pattern.finditer(plain))


def reference_numbers(text: str) -> Iterator[Span]:
    """Spans of the numbers of contracts, orders, accounts and registrations, after the words that say so."""
    for match in _NUMBER.finditer(fold(text)):
        yield Span(start=match.start("code"), end=match.end("code"))
