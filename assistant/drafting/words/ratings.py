"""Ratings and levels, as values of a need: IP65, 等保三级, Class A, Tier III, N+1; figures on a scale without a unit.

The number of a standard is its name and no rating; only where it is certified (通过 ISO 27001 认证) it says how good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounding.folding import fold
from assistant.grounding.naming_digits import KINDS
from knowledge.evidence import Span

_GRADED = r"等保|等级|级别|资质|证书|认证|保护|防护|防爆|防火|防水|防腐|防雷|耐火|抗震|能效|密评|洁净|评级|甲级|安全"
_HAN_LEVEL = re.compile(
    rf"(?:(?<=等保)|(?P<graded>(?:{_GRADED})[^，,。；;]{{0,10}}?))"
    r"(?P<rating>(?:第\s?)?[一二三四五六七八九壹贰叁甲乙丙丁]\s?级|(?<![\d.])[1-9]\s?级|[A-D]\+{0,2}\s?级)(?![别联头]|管理|单位|部署|[供配]电|库)"
)
_HAN_LEVEL_OF = re.compile(
    r"(?<![\w一二三四五六七八九十两])(?P<rating>[一二三四五六七八九壹贰叁甲乙丙丁1-9A-D]\s?级)"
    r"(?=(?:及?以上)?的?(?:等保|资质|防护|防火|耐火|能效|机房|洁净|认证))"
)
_PROTECTION = re.compile(
    r"(?<![A-Za-z0-9])(?P<rating>IP\s?[0-6X]\dK?|IK\s?(?:0\d|10)|"
    r"Ex\s?[a-z]{1,3}\s?(?:\[[a-z]{1,2}\]\s?)?II[ABC]?\s?T[1-6](?:\s?G[abc])?)(?![A-Za-z0-9.])"
)
_LATIN = re.compile(
    r"(?<![A-Za-z0-9-])(?<!\bon )(?<!\bthe )(?P<rating>"
    r"(?:[Cc]lass|[Tt]ier|[Ll]evel|[Gg]rade|[Cc]ategory|Cat\.?|SIL|ASIL|EAL|CMMI|NEMA|PL)\s?-?\s?"
    r"(?:[IVX]{1,4}|\d{1,2}[A-Z]?|[A-G]|(?<=PL )[a-e])\+{0,3}(?:\s?级)?)(?![A-Za-z0-9])"
)
_SPARE = re.compile(
    r"(?P<rating>[一1]主[一二两三四1-4]备|"
    r"(?<![\w+])(?:\d?N\s?\+\s?[1-9]|2N|[1-9]\+[1-9](?=\s?(?:冗余|备份|热备|redundan)))(?![\w+]))"
)
_STANDARD = r"(?:ISO(?:/IEC)?|IEC|GB(?:/T)?|EN|UL|AS|IATF|TISAX|SOC)[\s-]?\d{1,5}(?:[-:.]\d+)*"
_CERTIFIED = re.compile(
    rf"(?<![A-Za-z0-9])(?P<rating>{_STANDARD})(?=\s?[\u3400-\u9fff]{{0,8}}(?:认证|证书|资质)|[- ]?(?:certif|accredit))"
    rf"|(?i:certif\w*|accredit\w*|认证|证书)[\s:：|]*(?:to|for|under|with|is|为|有)?\s*(?P<held>{_STANDARD})(?![\w-])"
)


def ratings(text: str) -> Iterator[Span]:
    """Spans in ``text`` of ratings and levels, in order, none twice."""
    end = 0
    for span in sorted(_found(text), key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            yield span
            end = span.end


def _kinds(text: str) -> Iterator[Span]:
    for match in KINDS.finditer(fold(text)):
        start, end = match.span("kind" if match.group("kind") else "behind")
        yield Span(start=start, end=text.index("类", end) + 1)


def names_itself(rating: str) -> bool:
    """Whether a rating says by itself what is rated: 一主两备 and N+1 are spares, IP65 is the rating of something."""
    return _SPARE.fullmatch(rating) is not None


def _found(text: str) -> Iterator[Span]:
    yield from _kinds(text)
    for pattern in (_HAN_LEVEL, _HAN_LEVEL_OF, _PROTECTION, _LATIN, _SPARE, _CERTIFIED):
        for match in pattern.finditer(text):
            named = next(name for name in ("rating", "held") if match.groupdict().get(name))
            yield Span(start=match.start(named), end=match.end(named))
