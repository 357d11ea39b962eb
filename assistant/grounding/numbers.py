"""Quantities in Chinese and English text: value, unit, range and comparator, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.grounding.folding import fold
from assistant.grounding.units import CLASSIFIERS, KNOWN, SCALES, SIGNS, TIMES, Unit
from knowledge.evidence import Span

Comparator = Literal["=", ">=", "<=", "~"]

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_HAN_DIGITS = "零〇一二两三四五六七八九"
_HAN_NUMBER = f"[{_HAN_DIGITS}十百千万亿半]+"
_SCALE_ZH = "(?:十万|百万|千万|万|亿|千|百)"


def _either(names: Iterable[str]) -> str:
    """An alternation, longest first; a name in Latin letters must end where its word ends."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(n) + (r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", n) else "") for n in ordered)


_UNIT = f"(?:{_SCALE_ZH}\\s*)?(?:{_either(KNOWN)})|{_SCALE_ZH}(?!\\w)"
_TIME = _either(TIMES)
_PER = rf"(?:\s*(?:/|每|per\s+|a\s+|an\s+|each\s+)\s*(?:{_TIME}|{_either(CLASSIFIERS)}))"
_WORD_UNIT = r"(?:(?!and\b|or\b|to\b|of\b|in\b|for\b|the\b|at\b|on\b|with\b|per\b|by\b|from\b|is\b|are\b|as\b|that\b)[a-z][a-z-]+)"
_ENGLISH_COUNT = rf"{_WORD_UNIT}(?:\s+{_WORD_UNIT}){{0,2}}"
_PLURAL = re.compile(
    r"^(?:[a-z-]+ ){0,2}?(?:[a-z-]*[a-rt-z]s|staff|people|personnel|fte|fps|support)(?![a-z])"
)
_SIGN = r"(?P<sign>us\$|[$¥€£])?\s*"
_SCALE_EN = r"(?:\s*(?:thousand|million|billion)\b)?"
_JOIN = r"\s*(?:-|–|—|~|至|到|to)\s*"
_BEHIND = r"(?<![\w./-])(?<!\d,)"
_QUANTITY = re.compile(
    rf"{_SIGN}(?:{_BEHIND}|(?<=[^\x00-\x7f])|(?<=[$¥€£]))"
    rf"(?P<value>24\s*[x×*/]\s*7(?!\d)|7\s*[x×*]\s*24|{_DIGITS}{_SCALE_EN}(?:(?:{_UNIT})?{_JOIN}(?:[$¥€£])?{_DIGITS}{_SCALE_EN})?)"
    rf"(?![\d])(?:\s{{0,2}}\+?|\)\s)(?:-(?=day|month|year|week|hour))?(?P<unit>(?:{_UNIT}){_PER}?|{_ENGLISH_COUNT}{_PER}?)?"
)
_HAN_UNITS = "个小时|小时|分钟|秒|个工作日|工作日|天|日内|周|个月内|个月|个季度|季度|年|倍|万元|元|亿元|名|台|套|人|班|路|条|家"
_HAN_QUANTITY = re.compile(
    rf"(?<![第{_HAN_DIGITS}十百千万亿\d星期周])(?P<value>{_HAN_NUMBER})(?P<unit>{_HAN_UNITS})"
)
_HAN_VAGUE = re.compile(
    r"^(一(?:次|台|套|名|人|家|条|路|班|天|日内)|[万千百亿]+.*|半.*[台套名人家]|十[^个天年周小分].*?)$"
)
_WORD_NUMBERS = {
    word: Decimal(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
} | {
    "eighteen": Decimal(18),
    "twenty": Decimal(20),
    "thirty": Decimal(30),
    "sixty": Decimal(60),
    "ninety": Decimal(90),
}
_WORD_QUANTITY = re.compile(
    rf"\b(?P<value>{'|'.join(_WORD_NUMBERS)})(?:\s*\(\d+\))?[\s-]+(?P<unit>(?:(?:full|business|calendar|working)\s+)?(?:{_TIME}))"
)
_PERCENT_HAN = re.compile(rf"百分之(?P<value>{_HAN_NUMBER})")

NOT_QUANTITIES = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+\.\w+"
    r"|(?:19|20)\d{2}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)?(?![限内])"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*[日号]|(?<!\d)\d{1,2}\s*月(?:底|初|中旬|份|末)"
    r"|(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)"
    r"|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s*\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,?\s+\d{4})?"
    r"|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?|(?<!\d)\d{1,2}\s*[ap]\.?m\b"
    r"|(?:section|phase|figure|table|attachment|appendix|chapter|page|step|part|schedule|pool|sin|far|version|no\.|q[1-4])"
    r"\s*#?\d[\d.\-]*"
    r"|第\s*\d+\s*[页章节条款期版部步]|(?:表|图|附件|附录)\s*\d+(?:[-.]\d+)*"
    r"|\b(?:gb|gbz|gb/t|ga/t|yd/t|dl/t|jb/t|iso|iec|iso/iec|ieee|en|nist|rfc|tier|level|class|type|model)\s+\d[\w.:-]*"
    r"|(?<![a-z0-9])[a-z][a-z/]*[-/]?\d[\w./-]*(?<![./-])(?=[^\w]|$)|(?<![\d.])[2-6]g(?![a-z])|(?<![\d.])[23]d(?![a-z])|(?<!\d)1[3-9]\d{9}(?!\d)|\d{3,4}-\d{7,8}"
)
"""Digits that measure nothing: dates, clocks, section numbers, model numbers, standards, telephones."""

_MORE = (
    r"不少于|不低于|不小于|至少|大于等于|大于|超过|高于|不得少于|不得低于|最低|达到|多于|≥|>=|>|"
    r"at least|no less than|not less than|no fewer than|minimum(?: of)?|more than|over|exceeding|greater than"
)
_LESS = (
    r"不超过|不高于|不大于|不多于|不得超过|不得高于|小于等于|小于|低于|最多|控制在|不晚于|少于|≤|<=|<|"
    r"within|at most|no more than|not more than|not (?:to )?exceed(?:ing)?|no longer than|less than|under|"
    r"below|up to|maximum(?: of)?|fewer than"
)
_ABOUT = r"约|大约|左右|近|about|around|approximately|roughly|some"
_LEAD = re.compile(
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS})|(?P<about>{_ABOUT}))\s*(?:为|是|a|an|the)?\s*[:：]?\s*$"
)
_TAIL = re.compile(
    r"^\s*(?:(?P<more>及?以上|or more|or above|起|and above)|(?P<less>及?以内|及?以下|之内|内(?!部|容|存|网|外)|or less|or fewer)"
    r"|(?P<about>左右|上下))"
)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit. ``low`` and ``high`` are in the dimension's base unit (equal unless a range)."""

    span: Span
    value: Span
    unit: Span | None
    low: Decimal
    high: Decimal
    dimension: str
    comparator: Comparator


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity in ``text``, in order; spans are slices of ``text``."""
    folded = fold(text)
    taken = [match.span() for match in NOT_QUANTITIES.finditer(folded)]
    found: list[Quantity] = []
    for pattern in (_WORD_QUANTITY, _QUANTITY, _PERCENT_HAN, _HAN_QUANTITY):
        for match in pattern.finditer(folded):
            start, end = match.span("value")
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            quantity = _quantity(match, folded)
            if quantity is not None:
                found.append(quantity)
                taken.append((start, quantity.span.end))
    return tuple(sorted(found, key=lambda quantity: quantity.span.start))


def _quantity(match: re.Match[str], folded: str) -> Quantity | None:
    written = match.group("value")
    groups = match.groupdict()
    if match.re is _HAN_QUANTITY and _HAN_VAGUE.match(match.group()):
        return None
    unit_text, unit_span = groups.get("unit"), None
    end = match.end("value")
    if unit_text:
        unit_text, unit_span = _trimmed(unit_text, match.start("unit"))
        end = unit_span.end if unit_span else end
    sign = groups.get("sign")
    if sign and unit_text and unit_of(unit_text).dimension.startswith("count:"):
        unit_text, unit_span, end = None, None, match.end("value")
    start = match.start("sign") if sign else match.start("value")
    if sign and unit_span is None:
        unit_span = Span(start=match.start("sign"), end=match.end("sign"))
    measured = _measure(sign, unit_text or ("%" if match.re is _PERCENT_HAN else ""), written)
    low, high = _bounds(written, measured)
    return Quantity(
        span=Span(start=match.start() if match.re is _PERCENT_HAN else start, end=end),
        value=Span(start=match.start("value"), end=match.end("value")),
        unit=unit_span,
        low=low,
        high=high,
        dimension=measured.dimension,
        comparator=_comparator(folded, start, end),
    )


def _measure(sign: str | None, unit: str, written: str) -> Unit:
    if re.search(r"[x×*/]", fold(written)):
        return Unit("service hours", Decimal(1))
    measured = unit_of(unit)
    if sign is None:
        return measured
    scale = measured.factor if unit.strip() in SCALES or measured.dimension == SIGNS[sign].dimension else 1
    return Unit(SIGNS[sign].dimension, Decimal(scale))


def _trimmed(unit: str, start: int) -> tuple[str | None, Span | None]:
    """A known unit as it is; an English count up to its plural noun (``order lines per day``), else none."""
    kept = unit.rstrip()
    if not unit_of(kept).dimension.startswith("count:") or not kept.isascii() or kept in KNOWN:
        return kept, Span(start=start, end=start + len(kept))
    plural = _PLURAL.search(kept)
    if plural is None:
        return None, None
    kept = kept[: plural.end()]
    return kept, Span(start=start, end=start + len(kept))


def unit_of(written: str) -> Unit:
    """The unit ``written`` names: ``万件/小时`` is 10,000/3,600 of ``rate:件``; unknown words count themselves."""
    folded = " ".join(fold(written).split())
    if not folded:
        return Unit("number", Decimal(1))
    if folded in KNOWN:
        return KNOWN[folded]
    parts = re.split(r"\s*(?:/|每|\bper\b|\ba\b|\beach\b)\s*", folded, maxsplit=1)
    if len(parts) == 2 and parts[0] and parts[1]:
        return _rate(unit_of(parts[0]), parts[1])
    for scale in sorted((s for s in SCALES if not s.isascii()), key=len, reverse=True):
        if folded.startswith(scale) and folded != scale:
            inner = unit_of(folded[len(scale) :])
            return Unit(inner.dimension, inner.factor * SCALES[scale])
    if folded in SCALES:
        return Unit("number", SCALES[folded])
    return Unit(f"count:{_singular(folded.split()[-1])}", Decimal(1))


def _rate(counted: Unit, divisor: str) -> Unit:
    time = TIMES.get(divisor)
    thing = counted.dimension.removeprefix("count:")
    if time is None:
        return Unit(f"{thing}/{divisor}", counted.factor)
    return Unit(f"rate:{thing}", counted.factor / time.factor)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _bounds(written: str, unit: Unit) -> tuple[Decimal, Decimal]:
    if written in _WORD_NUMBERS:
        return _WORD_NUMBERS[written] * unit.factor, _WORD_NUMBERS[written] * unit.factor
    if not re.search(r"\d", written):
        value = han_value(written) * unit.factor
        return value, value
    values = [
        Decimal(match.group(1).replace(",", "")) * SCALES.get(match.group(2) or "", Decimal(1)) * unit.factor
        for match in re.finditer(rf"({_DIGITS})\s*(thousand|million|billion)?", written)
    ]
    return values[0], values[-1]


def han_value(written: str) -> Decimal:
    """``三`` 3, ``两百五十`` 250, ``十二万`` 120000, ``半`` 0.5."""
    if written == "半":
        return Decimal("0.5")
    total, section, digit = 0, 0, 0
    for character in written:
        if character in _HAN_DIGITS:
            digit = 2 if character == "两" else "零一二三四五六七八九".find(character.replace("〇", "零"))
        elif character in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        elif character in "万亿":
            total = (total + section + digit) * (10_000 if character == "万" else 100_000_000)
            section = digit = 0
    return Decimal(total + section + digit)


def _comparator(folded: str, start: int, end: int) -> Comparator:
    lead = _LEAD.search(folded[max(0, start - 24) : start])
    tail = _TAIL.match(folded[end : end + 12])
    for match in (lead, tail):
        if match:
            kind = match.lastgroup
            return ">=" if kind == "more" else "<=" if kind == "less" else "~"
    return "="


def number_tokens(text: str) -> frozenset[str]:
    """The numbers ``text`` shows, comparable: commas gone, width folded, 三年 as ``3``."""
    folded = fold(text)
    digits = (found.replace(",", "") for found in re.findall(_DIGITS, folded))
    spoken = (
        str(han_value(match.group("value")))
        for match in _HAN_QUANTITY.finditer(folded)
        if not _HAN_VAGUE.match(match.group())
    )
    words = (str(_WORD_NUMBERS[match.group("value")]) for match in _WORD_QUANTITY.finditer(folded))
    return frozenset(map(_plain, (*digits, *spoken, *words)))


def _plain(number: str) -> str:
    whole, _, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def unsupported_numbers(text: str, quotes: Iterable[str]) -> tuple[str, ...]:
    """Numbers of ``text`` that occur in none of ``quotes``, sorted (promise T2)."""
    known = frozenset[str]().union(*(number_tokens(quote) for quote in quotes))
    return tuple(sorted(number_tokens(text) - known))
