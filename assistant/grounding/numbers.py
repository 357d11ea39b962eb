"""Quantities in Chinese and English text: value, unit, range and comparator, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from assistant.grounding.comparators import Comparator, comparator
from assistant.grounding.composed import DEGREES, GROUPED, JOIN, composed, composed_bounds, in_degrees
from assistant.grounding.currencies import CODE_BEHIND, CODES, SIGN, SYMBOLS, WORD_CODES
from assistant.grounding.folding import fold
from assistant.grounding.naming_digits import NAMING_DIGITS
from assistant.grounding.shares import SHARES, percent_of
from assistant.grounding.spelled import (
    ENGLISH_COUNT,
    ENGLISH_FIGURE,
    HAN_CAPITALS,
    HAN_DIGITS,
    HAN_FIGURE,
    han_value,
    spelled_bounds,
)
from assistant.grounding.units import CLASSIFIERS, KNOWN, LETTERS, SCALES, SIGNS, TIMES, YUAN, Unit
from knowledge.evidence import Span

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE_ZH = "(?:十万|百万|千万|万|亿|千|百)"
_SHORT_UNITS = {
    "分": r"(?![钟区层期批析布别院支公局中部店厂子系级类段组管项])",
    "方": "(?![案面便法式向])",
    "成": "(?![立本员功果品为套长])",
    "支": "(?![付持撑援出])",
    "包": "(?![括含装])",
    "点": "(?![击对])",
    "节": "(?![能点约省])",
    "排": "(?![队放查除名])",
    "处": "(?![理于置])",
    "次": "(?![日数序要])",
    "类": "(?![型似别])",
    "条": "(?![件款例])",
    "项": "(?![目])",
    "单": "(?![位独个次点])",
    "面": "(?![积板试向])",
    "所": "(?![有以需在属示])",
    "道": "(?![路闸])",
    "把": "(?![握关])",
    "架": "(?![构])",
    "例": "(?![如])",
}
"""Units of one character that also begin other words, with what must not follow."""


def _either(names: Iterable[str]) -> str:
    """An alternation, longest first; a name in Latin letters must end where its word ends."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(
        re.escape(n) + (r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", n) else _SHORT_UNITS.get(n, ""))
        for n in ordered
    )


_MEASURED = _either(KNOWN.keys() - {*TIMES, *CODES, *WORD_CODES})
_UNIT = (
    rf"{CODE_BEHIND}|{_either(TIMES.keys() - {'月'})}|(?:{_SCALE_ZH}\s*)?(?:{_MEASURED})"
    rf"|{_SCALE_ZH}(?!\w)|万(?=[多余的够包含不全起]|以[内上下]|之[内间]|左右|上下|封顶|内(?![部容存])|年[底内末初])"
)
"""A month is written 个月; 3 月 is a date."""
_TIME = _either(TIMES)
_PER = rf"(?:\s*(?:/|每|per\s+|a\s+|an\s+|each\s+)\s*(?:{_TIME}|{_either(CLASSIFIERS)}))"
_PLURAL = re.compile(
    r"^(?:[a-z-]+ ){0,2}?(?:[a-z-]*[a-rt-z]s|staff|people|personnel|fte|fps|support)(?![a-z])"
)
_SIGN = rf"(?:(?P<sign>{SIGN})\s{{0,2}})?"
_SCALE_EN = (
    rf"(?:\s*(?:thousand|million|billion)\b|(?(sign)(?:k|mn?|bn)\b|"
    rf"(?:k(?![a-z0-9/])|(?:mn?|bn)(?=\s{CODE_BEHIND}))))?"
)
_NUMBER = f"{_DIGITS}{_SCALE_EN}"
_RANGE = (
    rf"(?:(?<=between )|(?<=between [a-z]{{3}} )|(?<=between [{SYMBOLS}])){_NUMBER}\s+and\s+(?:{SIGN}\s?)?{_NUMBER}"
    rf"|{_NUMBER}\s*[和与]\s*{_NUMBER}(?=\s*(?:{_UNIT})?\s*之间)"
)
"""between 40 and 60; 40 和 60 之间."""
_BEHIND = r"(?<![\w./-])(?<!\d,)"
_COMPOSED = composed(_UNIT, _TIME)
_SPACED = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*+(?:[ \u00a0\u2009\u202f]{1,2}\d+(?:[.,]\d+)*+)+")
"""Figures side by side; unless they group thousands or the first is a year, no one can say what they count."""
_SPACED_KNOWN = re.compile(rf"(?:19|20)\d\d\s|{GROUPED}\s*(?:{_UNIT})")
_QUANTITY = re.compile(
    rf"{_SIGN}(?:{_BEHIND}|(?<=[^\x00-\x7f])|(?<=[{SYMBOLS}]))"
    rf"(?P<value>(?P<degrees>{DEGREES})|{_COMPOSED}|{_RANGE}|5\s*[x×*]\s*(?:8|9|10|12|24)(?=\s*(?:小时|h\b|hours|support|service|服务|支持))|"
    rf"(?:8|9|10|12)\s*[x×*/]\s*5(?=\s*(?:小时|h\b|hours|support|service|服务|支持))|24\s*[x×*/]\s*7(?!\d)|7\s*[x×*]\s*24|"
    rf"{_NUMBER}(?:(?:{_UNIT})?{JOIN}(?:{SIGN}\s?)?{_NUMBER})?)"
    rf"(?![\d]|\s?个半[小钟月星工])(?:\s?[多余来]\s?(?=(?:{_UNIT}))|\s{{0,2}}\+?|\)\s)(?:-(?=day|month|year|week|hour))?(?P<unit>(?(degrees)[cf]|(?!))|"
    rf"(?:{_UNIT}){_PER}?|{ENGLISH_COUNT}{_PER}?)?"
)
_HAN_UNITS = _either(
    name
    for name in {**TIMES, **YUAN, **dict.fromkeys(CLASSIFIERS), "倍": None, "成": None, "日内": None}
    if not name.isascii()
    and name not in ("月", "日", "方", "点", "包", "班次", "分", "面", "所", "道", "把", "片")
)
_HAN_QUANTITY = re.compile(
    rf"(?<![第双{HAN_DIGITS}十百千万亿\d周每])(?<!星期)(?<!礼拜)(?P<value>{HAN_FIGURE})[多余来]?"
    rf"(?P<unit>(?<=个半)月|(?:万|亿)?(?:{_HAN_UNITS}))(?![级头体])"
)
_AND_A_HALF = re.compile(
    rf"(?<![-~至到第每{HAN_DIGITS}十百千\d.])(?P<value>(?:[{HAN_DIGITS}十]{{1,3}}|\d{{1,2}}\s*)(?P<time>年|天|周)半)(?![载年天导])"
)
"""一年半: the half belongs to the value."""
_HAN_CAPITAL = re.compile(
    rf"(?<![{HAN_CAPITALS}])(?P<value>(?![零万亿])[{HAN_CAPITALS}]{{1,24}}?)"
    rf"(?P<unit>[万亿][元圆]|(?<=[{HAN_CAPITALS}]{{2}})[元圆])"
)
"""叁佰万元, as contracts write amounts."""
_HAN_AMOUNT = re.compile(
    r"(?<![第\d零一二两三四五六七八九十百千万亿])(?P<value>[一二两三四五六七八九][一二三四五六七八九十百千]*|十[一二三四五六七八九]?)(?P<unit>[万亿])"
    r"(?=[,。;:)\s多余上左元以封]|$)"
)
"""六十万 of money, without 元."""
_HAN_VAGUE = re.compile(r"二次|[万千百亿]+.*|半[^个小天年周].*|十[个几]|三位|四处|三包")
"""Han numerals that count nothing: 二次 is again, 万家 is everybody, 三包 a law."""
_OFTEN = rf"(?:an?|per|every)\s+(?:{_TIME}|night)"
_WORD_QUANTITY = re.compile(
    rf"(?<![a-z0-9-])(?P<value>half(?= an? )|once|twice|{ENGLISH_FIGURE})(?![a-z])(?:\s*\(\d+\))?[\s-]+"
    rf"(?P<unit>(?:(?:full|business|calendar|working)\s+)?(?:{_TIME})|(?:{_UNIT}){_PER}?|{_OFTEN}|"
    rf"{ENGLISH_COUNT}{_PER}?)"
)
_EVERY = re.compile(rf"每({_TIME})\s*$")
_THOUSANDS = re.compile(rf"(?<![\w.,]){GROUPED}(?=\s*(?:{_UNIT}))")


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
    taken = bytearray(len(folded))
    for match in NAMING_DIGITS.finditer(folded):
        _take(taken, *match.span())
    for match in _SPACED.finditer(folded):
        if 1 not in taken[match.start() : match.end()] and not _SPACED_KNOWN.match(folded, match.start()):
            _take(taken, *match.span())
    found: list[Quantity] = []
    for pattern in (
        *SHARES,
        _AND_A_HALF,
        _HAN_CAPITAL,
        _WORD_QUANTITY,
        _QUANTITY,
        _HAN_QUANTITY,
        _HAN_AMOUNT,
    ):
        for match in pattern.finditer(folded):
            start, end = match.span() if pattern in SHARES else match.span("value")
            if 1 in taken[start:end]:
                continue
            quantity = _share(match, folded) if pattern in SHARES else _quantity(match, folded)
            if quantity is not None:
                found.append(quantity)
                _take(taken, start, quantity.span.end)
    return tuple(sorted(found, key=lambda quantity: quantity.span.start))


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _share(match: re.Match[str], folded: str) -> Quantity:
    span, value = Span(start=match.start(), end=match.end()), percent_of(match)
    return Quantity(span, span, None, value, value, "ratio", comparator(folded, span.start, span.end))


def _quantity(match: re.Match[str], folded: str) -> Quantity | None:
    written = match.group("value")
    groups = match.groupdict()
    if match.re is _HAN_QUANTITY and _vague(match, folded):
        return None
    unit_text, unit_span = groups.get("unit"), None
    end = match.end("value")
    if groups.get("degrees") and not in_degrees(folded, match.start("value")):
        unit_text = None
    if unit_text:
        unit_text, unit_span = _trimmed(unit_text, match.start("unit"), singular="(1)" in match.group())
        end = unit_span.end if unit_span else end
    if match.re is _WORD_QUANTITY and _counts_nothing(match, unit_text):
        return None
    sign = groups.get("sign")
    if sign and unit_text and unit_of(unit_text).dimension.startswith("count:"):
        unit_text, unit_span, end = None, None, match.end("value")
    start = match.start("sign") if sign else match.start("value")
    if sign and unit_span is None:
        unit_span = Span(start=match.start("sign"), end=match.end("sign"))
    measured = _measure(sign, unit_text or groups.get("time") or "", written)
    often = _EVERY.search(folded[max(0, start - 8) : start])
    if often and measured.dimension.startswith("count:"):
        measured = _rate(measured, often.group(1))
    bound = comparator(folded, start, end)
    if sign is None and unit_span is None and bound == "=" and re.fullmatch("[248]k", written):
        return None
    low, high = _bounds(written, measured)
    return Quantity(
        span=Span(start=start, end=end),
        value=Span(start=match.start("value"), end=match.end("value")),
        unit=unit_span,
        low=low,
        high=high,
        dimension=measured.dimension,
        comparator=bound,
    )


def _counts_nothing(match: re.Match[str], unit: str | None) -> bool:
    """Whether words have no unit, or “one” is an article: ``one control system``, unlike ``one hour``."""
    if unit is None or "(1)" in match.group():
        return unit is None
    return match.group("value") == "one" and unit_of(unit).dimension.startswith("count:")


def _vague(match: re.Match[str], folded: str) -> bool:
    """Whether a Han numeral counts nothing (一台 is any one) or stresses a denial (一分钟都不能停)."""
    if match.group("value") == "一":
        stressed = folded[match.end() : match.end() + 1] in ("都", "也")
        return stressed or unit_of(match.group("unit")).dimension not in ("duration", "ratio")
    return _HAN_VAGUE.fullmatch(match.group()) is not None


def _measure(sign: str | None, unit: str, written: str) -> Unit:
    if re.search(r"[57]\s*[x×*]\s*(?:24|12|10|8|9)|(?:24|12|10|8|9)\s*[x×*/]\s*[57]", fold(written)):
        return Unit("service hours", Decimal(1))
    often = re.fullmatch(r"(?:an?|per|every)\s+(.+)", unit)
    if often:
        time = TIMES.get(often.group(1), TIMES["day"])
        return time if written == "half" else Unit("rate:次", 1 / time.factor)
    measured = unit_of(unit)
    if sign is None:
        return measured
    scale = measured.factor if unit.strip() in SCALES or measured.dimension == SIGNS[sign].dimension else 1
    return Unit(SIGNS[sign].dimension, Decimal(scale))


def _trimmed(unit: str, start: int, *, singular: bool = False) -> tuple[str | None, Span | None]:
    """A known unit as it is; an English count up to its plural noun (``order lines per day``), else none."""
    kept = unit.rstrip()
    if re.match(r"(?:an?|per|every)\s", kept):
        return kept, Span(start=start, end=start + len(kept))
    if not unit_of(kept).dimension.startswith("count:") or not kept.isascii() or kept in KNOWN:
        return kept, Span(start=start, end=start + len(kept))
    plural = re.match(r"[a-z-]+", kept) if singular else _PLURAL.search(kept)
    if plural is None:
        return None, None
    kept = kept[: plural.end()]
    return kept, Span(start=start, end=start + len(kept))


def unit_of(written: str) -> Unit:
    """The unit ``written`` names: ``万件/小时`` is 10,000/3,600 of ``rate:件``; unknown words count themselves."""
    folded = " ".join(fold(written).split()).replace("圆", "元")
    if not folded:
        return Unit("number", Decimal(1))
    if folded in KNOWN or folded in LETTERS:
        return KNOWN.get(folded) or LETTERS[folded]
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
    if unit.dimension == "service hours":
        week = prod(map(Decimal, re.findall(r"\d+", written)), start=Decimal(1))
        return week, week
    if written.endswith(("年半", "天半", "周半")):
        count = written[:-2].strip()
        value = (Decimal(count) if count.isdigit() else han_value(count)) + Decimal("0.5")
        return value * unit.factor, value * unit.factor
    bounds = composed_bounds(written)
    if bounds is not None:
        return bounds[0] * unit.factor, bounds[1] * unit.factor
    if not re.search(r"\d", written) or written.endswith((" and a half", "个半")):
        low, high = spelled_bounds(written)
        return low * unit.factor, high * unit.factor
    parts = re.findall(rf"({_DIGITS})\s*(thousand|million|billion|k|mn?|bn)?", written)
    figures = [Decimal(figure.replace(",", "")) for figure, _ in parts]
    scales = [SCALES.get(scale, Decimal(1)) for _, scale in parts]
    if not parts[0][1] and figures[0] <= figures[-1]:
        scales[0] = scales[-1]
    return figures[0] * scales[0] * unit.factor, figures[-1] * scales[-1] * unit.factor


def number_tokens(text: str) -> frozenset[str]:
    """The numbers ``text`` shows, comparable: commas gone, width folded, 三年 as ``3``."""
    folded = fold(text)
    joined = _THOUSANDS.sub(lambda match: re.sub(r"\s", "", match.group()), folded)
    digits = (found.replace(",", "") for found in re.findall(_DIGITS, joined))
    spelled = (
        str(bound)
        for pattern in (_HAN_QUANTITY, _HAN_CAPITAL, _WORD_QUANTITY)
        for match in pattern.finditer(folded)
        if _quantity(match, folded) is not None
        for bound in spelled_bounds(match.group("value"))
    )
    return frozenset(map(_plain, (*digits, *spelled)))


def _plain(number: str) -> str:
    whole, _, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def unsupported_numbers(text: str, quotes: Iterable[str]) -> tuple[str, ...]:
    """Numbers of ``text`` that occur in none of ``quotes``, sorted (promise T2)."""
    known = frozenset[str]().union(*(number_tokens(quote) for quote in quotes))
    return tuple(sorted(number_tokens(text) - known))
