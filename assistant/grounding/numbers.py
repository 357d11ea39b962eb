"""Quantities in Chinese and English text: value, unit, range and comparator, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from assistant.grounding.comparators import Comparator, comparator
from assistant.grounding.composed import composed_bounds, in_degrees
from assistant.grounding.durations import PLAIN_TIMES, times_of
from assistant.grounding.folding import fold
from assistant.grounding.naming_digits import NAMING_DIGITS
from assistant.grounding.patterns import (
    AND_A_HALF,
    DIGITS,
    EVERY,
    HAN_AMOUNT,
    HAN_CAPITAL,
    HAN_QUANTITY,
    HAN_SPLIT,
    HAN_VAGUE,
    MILLIONS,
    ONE_PLACED,
    PLURAL,
    QUANTITY,
    SPACED,
    SPACED_KNOWN,
    THOUSANDS,
    WORD_QUANTITY,
)
from assistant.grounding.pieces import paid_in_pieces
from assistant.grounding.shares import SHARES, percent_of
from assistant.grounding.spelled import spelled_bounds, split_value
from assistant.grounding.units import KNOWN, SCALES, SIGNS, TIMES, YUAN, Unit, rate, unit_of
from knowledge.evidence import Span

_WHOLE = frozenset(map(unit_of, "人名位个台件套家条项次处站层单"))
"""Things that have no parts: 三点五个人到场 is a time of day or unclear."""


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
    folded = _folded(text)
    taken = bytearray(len(folded))
    for match in NAMING_DIGITS.finditer(folded):
        _take(taken, *match.span())
    for match in SPACED.finditer(folded):
        if 1 not in taken[match.start() : match.end()] and not SPACED_KNOWN.match(folded, match.start()):
            _take(taken, *match.span())
    found: list[Quantity] = []
    for pattern in (
        *PLAIN_TIMES,
        *SHARES,
        AND_A_HALF,
        HAN_SPLIT,
        HAN_CAPITAL,
        WORD_QUANTITY,
        QUANTITY,
        HAN_QUANTITY,
        HAN_AMOUNT,
    ):
        for match in pattern.finditer(folded):
            start, end = match.span() if pattern in SHARES else match.span("value")
            if 1 in taken[start:end]:
                continue
            quantity = _read(match, folded)
            if quantity is not None:
                found.append(quantity)
                _take(taken, start, quantity.span.end)
    return tuple(sorted(found, key=lambda quantity: quantity.span.start))


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _folded(text: str) -> str:
    """``text`` folded, but with the capital of millions."""
    folded = fold(text)
    for match in MILLIONS.finditer(text):
        start, end = match.span(match.lastindex or 1)
        folded = f"{folded[:start]}M{folded[end:]}"
    return folded


def _read(match: re.Match[str], folded: str) -> Quantity | None:
    if match.re in SHARES:
        return _share(match, folded)
    return _time(match, folded) if match.re in PLAIN_TIMES else _quantity(match, folded)


def _time(match: re.Match[str], folded: str) -> Quantity:
    """A duration of one time or a part of it; ``an hour and a half`` is all value."""
    size, start = times_of(match), match.start("value")
    unit = Span(start=match.start("unit"), end=match.end("unit")) if "unit" in match.groupdict() else None
    value = Span(start=start, end=match.end("value"))
    span = Span(start=start, end=unit.end if unit else value.end)
    return Quantity(span, value, unit, size, size, "duration", comparator(folded, span.start, span.end))


def _share(match: re.Match[str], folded: str) -> Quantity:
    span, value = Span(start=match.start(), end=match.end()), percent_of(match)
    return Quantity(span, span, None, value, value, "ratio", comparator(folded, span.start, span.end))


def _quantity(match: re.Match[str], folded: str) -> Quantity | None:
    written = match.group("value")
    groups = match.groupdict()
    if match.re is HAN_QUANTITY and _vague(match, folded):
        return None
    unit_text, unit_span = groups.get("unit"), None
    end = match.end("value")
    if groups.get("degrees") and not in_degrees(folded, match.start("value")):
        unit_text = None
    if unit_text:
        unit_text, unit_span = _trimmed(
            unit_text, match.start("unit"), singular="(1)" in match.group(), one=written in ("one", "1")
        )
        end = unit_span.end if unit_span else end
    if match.re is WORD_QUANTITY and _counts_nothing(match, unit_text):
        return None
    sign = groups.get("sign")
    if sign and unit_text and unit_of(unit_text).dimension.startswith("count:"):
        unit_text, unit_span, end = None, None, match.end("value")
    start = match.start("sign") if sign else match.start("value")
    if sign and unit_span is None:
        unit_span = Span(start=match.start("sign"), end=match.end("sign"))
    measured = _measure(sign, unit_text or groups.get("inner") or "", written)
    often = EVERY.search(folded[max(0, start - 8) : start])
    if often and measured.dimension.startswith(("count:", "length")):
        measured = rate(measured, often.group(1))
    bound = comparator(folded, start, end)
    if sign is None and unit_span is None and bound == "=" and re.fullmatch("[248]k", written):
        return None
    vaguely = folded[match.end("value") : end]
    if vaguely[:1] in tuple("来多余") and vaguely.endswith("块") and paid_in_pieces(folded, start, end):
        measured = YUAN["元"]
    if bound == "=" and "来" in vaguely:
        bound = "~"
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
    article = match.group("value") == "one" and unit_of(unit).dimension.startswith("count:")
    return article and not ONE_PLACED.fullmatch(unit)


def _vague(match: re.Match[str], folded: str) -> bool:
    """Whether a Han numeral counts nothing (一台 is any one) or stresses a denial (一分钟都不能停)."""
    dimension = unit_of(match.group("unit")).dimension
    counts = dimension.startswith(("count:", "money:"))
    if match.group("value") == "一":
        return folded[match.end() : match.end() + 1] in ("都", "也") or counts
    if "点" in match.group("value") and counts and unit_of(match.group("unit")) in _WHOLE:
        return True
    if match.group("value") == "半" and (counts or dimension == "ratio"):
        return True
    return HAN_VAGUE.fullmatch(match.group()) is not None


def _measure(sign: str | None, unit: str, written: str) -> Unit:
    if re.search(r"[57]\s*[x×*]\s*(?:24|12|10|8|9)|(?:24|12|10|8|9)\s*[x×*/]\s*[57]", fold(written)):
        return Unit("service hours", Decimal(1))
    often = re.fullmatch(r"(?:an?|per(?! cent)|every)\s+(.+)", unit)
    if often:
        time = TIMES.get(often.group(1), TIMES["day"])
        return time if written == "half" else Unit("rate:次", 1 / time.factor)
    measured = unit_of(unit)
    if sign is None:
        return measured
    scale = measured.factor if unit.strip() in SCALES or measured.dimension == SIGNS[sign].dimension else 1
    return Unit(SIGNS[sign].dimension, Decimal(scale))


def _trimmed(
    unit: str, start: int, *, singular: bool = False, one: bool = False
) -> tuple[str | None, Span | None]:
    """A known unit as it is; an English count up to its plural noun (``order lines per day``), else none."""
    kept = unit.rstrip()
    if re.match(r"(?:an?|per|every)\s", kept):
        return kept, Span(start=start, end=start + len(kept))
    if not unit_of(kept).dimension.startswith("count:") or not kept.isascii() or kept in KNOWN:
        return kept, Span(start=start, end=start + len(kept))
    placed = ONE_PLACED.match(kept) if one else None
    plural = placed or (re.match(r"[a-z-]+", kept) if singular else PLURAL.search(kept))
    if plural is None:
        return None, None
    kept = kept[: plural.end()]
    return kept, Span(start=start, end=start + len(kept))


def _bounds(written: str, unit: Unit) -> tuple[Decimal, Decimal]:
    if unit.dimension == "service hours":
        week = prod(map(Decimal, re.findall(r"\d+", written)), start=Decimal(1))
        return week, week
    split = re.fullmatch(r"(\S+?)\s*(?:公里|公斤|[年天周米吨成])([\d半一二三四五六七八九]+)", written)
    if split:
        value = split_value(*split.groups())
        return value * unit.factor, value * unit.factor
    bounds = composed_bounds(written)
    if bounds is not None:
        return bounds[0] * unit.factor, bounds[1] * unit.factor
    if not re.search(r"\d", written) or written.endswith((" and a half", "个半")):
        low, high = spelled_bounds(written)
        return low * unit.factor, high * unit.factor
    parts = re.findall(rf"({DIGITS})\s*(thousand|million|billion|k|mn?|bn)?", written.lower())
    figures = [Decimal(figure.replace(",", "")) for figure, _ in parts]
    scales = [SCALES.get(scale, Decimal(1)) for _, scale in parts]
    if not parts[0][1] and figures[0] <= figures[-1]:
        scales[0] = scales[-1]
    return figures[0] * scales[0] * unit.factor, figures[-1] * scales[-1] * unit.factor


def number_tokens(text: str) -> frozenset[str]:
    """The numbers ``text`` shows, comparable: commas gone, width folded, 三年 as ``3``."""
    folded = fold(text)
    joined = THOUSANDS.sub(lambda match: re.sub(r"\s", "", match.group()), folded)
    digits = (found.replace(",", "") for found in re.findall(DIGITS, joined))
    spelled = (
        str(bound)
        for pattern in (HAN_QUANTITY, HAN_CAPITAL, WORD_QUANTITY)
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
