"""The values a part of a sentence gives: numbers with units, dates to meet, times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.drafting.words.moments import moments
from assistant.drafting.words.ratings import ratings
from assistant.drafting.words.statements import clauses
from assistant.drafting.words.topics import BY_KEY, SHORT, Topic, topic_of
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities
from assistant.grounding.units import DAY, HOUR, unit_of
from knowledge.evidence import Document, Span

_THINGS_BEFORE = re.compile(
    r"(?:^|[,;:]\s*|\b(?:and|about|around|roughly|another|other|remaining|only)\s+)$", re.IGNORECASE
)
_THINGS_BEHIND = re.compile(
    r"\s+(?:are|is|must|shall|should|will|ha(?:s|ve) to|needs?|of (?:them|these|those|which)|"
    r"(?:at|in|for|on) (?:each|every|both|the (?:other|second|smaller))|per)\b"
)
_MODEL_BEHIND = re.compile(r"\s(?:x\s)?[A-Z][A-Za-z]*-?[A-Za-z]*\d")
_ZEROED = re.compile(r"([a-z]{3,}|[\u3400-\u9fff]{2,6})\s*(?:=|为|是|:|≤|<=)?\s*$")
_ACRONYM = re.compile(r"\s?([A-Z]/[A-Z]|[A-Z]{2,4})(?![\w./-])(?!\s?\d)")
_OFTEN = frozenset({"rate:次", "rate:time", "rate:趟", "rate:轮", "rate:班", "rate:架次", "rate:场次"})
_BUSY = Decimal(1000) / DAY
"""From a thousand a day on, times are work done (calls, requests), not how often a job is run."""
_BUDGET_VERB = re.compile(
    r"(?:批|给|拨|报)了|出得起|封顶|^钱|set aside|put aside|\b(?:can|could|may|will|to) (?:spend|afford)\b|"
    r"\bwe(?:'ve got| have(?: got)?) (?:(?:about|around|roughly|some|only|up to) )?[$€£]\s?\d"
)
_COMMERCIAL = re.compile(
    r"[上下]浮|涨价|调价|[单价总]价[^,。;]{0,6}(?:调整|涨|降|幅)|折扣|折让|税率|增值税|"
    r"\b(?:price (?:increase|adjust\w*|escalation)|escalation|discount|down payment|retainage|vat|mark-?up)\b"
)
"""A share of the price: commercial, whatever it is a percentage of."""
_LABEL = re.compile(r"[\W\d]*([^：:，,。；;]{2,12}?)(?:[：:]|(?=[自从]))")
_LOOKS_BACK = re.compile(r"(?:近|过去|\b(?:last|past|previous))\s*$", re.IGNORECASE)
"""Before a duration: how far back a proof may lie (近三年业绩), no duration of the project."""
_LEVELS = re.compile(r"[★▲]\s*\d{1,2}(?:\.\d{1,2})+")
_SHARES = 2
_NAMELESS = frozenset({"number"})
_WHOLE = frozenset({"ratio", "duration", SHORT})
"""Said without a unit of its own: 三个九, an hour and a half."""
RATING = "rating"
"""The dimension of ratings and levels (IP65, 三级): compared as grades and codes, never as numbers."""


@dataclass(frozen=True)
class Parameter:
    """A value as written, with its unit as written and what it measures; ``clause`` holds both.

    ``named``: its clause calls the indicator by name, so that it is not guessed from the unit.
    """

    value: str
    unit: str | None
    topic: Topic | None
    clause: Span
    dimension: str
    named: bool = False


def of_part(document: Document, part: Span, headings: tuple[str, ...] = ()) -> Iterator[Parameter]:
    """The parameters of one part of a sentence."""
    words = part.of(document.text)
    heading = headings[-1] if headings else ""
    found = [
        (q.value.start, _parameter(words, q, part, heading))
        for q in quantities(words)
        if not _LOOKS_BACK.search(words[: q.value.start]) and not _numbers_line(words, q)
    ]
    for place, kind in moments(words):
        topic = BY_KEY["schedule"] if kind == "date" else None
        found.append((place.start, Parameter(place.of(words), None, topic, part, kind, kind == "date")))
    taken = [place for place, given in found if given is not None]
    for rating in ratings(words):
        if not any(rating.start <= place < rating.end for place in taken):
            found.append((rating.start, rated(rating.of(words), part)))
    yield from (
        parameter for _, parameter in sorted(found, key=lambda pair: pair[0]) if parameter is not None
    )


def rated(value: str, clause: Span) -> Parameter:
    """A rating as written: it has no unit and no indicator of ours."""
    return Parameter(value, None, None, clause, RATING)


def _parameter(words: str, quantity: Quantity, part: Span, heading: str) -> Parameter | None:
    dimension = sized(quantity)
    cut = clauses(words, Span(start=0, end=len(words)))
    clause = next(piece for piece in cut if piece.start <= quantity.value.start < piece.end)
    if dimension in _NAMELESS and quantity.unit and _speaks_of_money(f"{heading} {words}"):
        dimension = "money:CNY"
    if dimension == "count:pound" and _speaks_of_money(f"{heading} {words}"):
        dimension = "money:GBP"
    place = quantity.value.start - clause.start
    own = _of_label(clause.of(words)[:place], dimension) or topic_of(clause.of(words), place, dimension)
    topic = own or topic_of("", 0, dimension, "", heading)
    unit = quantity.unit.of(words).strip() if quantity.unit else _acronym(words, quantity)
    if dimension == "service hours" and unit_of(unit or "").dimension != "duration":
        unit = None
    if own is None and unit is None and not quantity.high:
        topic = own = _of_nothing(clause.of(words)[:place])
    bare = topic is None and unit is None and quantity.comparator == "=" and dimension not in _WHOLE
    if bare and not _stands_for_things(words, quantity):
        return None
    if dimension == "ratio" and own is None and _COMMERCIAL.search(fold(clause.of(words))):
        topic = own = BY_KEY["budget"]
    named = own is not None and own.pattern.search(fold(words)) is not None
    return Parameter(
        value=quantity.value.of(words).strip(),
        unit=unit,
        topic=topic,
        clause=part,
        dimension=dimension,
        named=named or (dimension.startswith("money") and _speaks_of_money(words)),
    )


def _of_label(before: str, dimension: str) -> Topic | None:
    """The indicator a clause names at its head (质保期：自竣工之日起…), whatever else it names behind it."""
    label = _LABEL.match(before)
    if label is None:
        return None
    topic = topic_of(label.group(1), label.end(1), dimension)
    return topic if topic and topic.names(dimension).search(fold(label.group(1))) else None


def _of_nothing(before: str) -> Topic | None:
    """The indicator right before a zero, which is zero in any unit (RPO=0)."""
    label = _ZEROED.search(fold(before))
    return next((t for t in BY_KEY.values() if label and t.pattern.fullmatch(label.group(1))), None)


def _speaks_of_money(words: str) -> bool:
    folded = fold(words)
    return bool(BY_KEY["budget"].pattern.search(folded) or _BUDGET_VERB.search(folded))


def _acronym(words: str, quantity: Quantity) -> str | None:
    """Capitals right behind a number that no other unit follows: 2,400 I/O, 16 MVA."""
    behind = _ACRONYM.match(words[quantity.value.end :])
    return behind.group(1) if behind else None


def _stands_for_things(words: str, quantity: Quantity) -> bool:
    """Whether a bare number means things named before (48 points here and 20 at each of the others) or
    of a model named behind it (2 HY-600S)."""
    value = quantity.value
    return _THINGS_BEFORE.search(words[: value.start]) is not None and (
        _THINGS_BEHIND.match(words[value.end :]) is not None
        or _MODEL_BEHIND.match(words[value.end :]) is not None
    )


def _numbers_line(words: str, quantity: Quantity) -> bool:
    """Whether a number right behind a mark only numbers the line: ★3.2 核心设备."""
    return _LEVELS.fullmatch(words[: quantity.value.end]) is not None


def lists_payments(words: str) -> bool:
    """Whether a sentence shares the price out over the project (预付款 10%，到货 40%，…)."""
    shares = [quantity for quantity in quantities(words) if quantity.dimension == "ratio"]
    return len(shares) >= _SHARES and BY_KEY["payment"].pattern.search(fold(words)) is not None


def sized(quantity: Quantity) -> str:
    """The quantity's dimension; durations under an hour are ``duration:short``, and how often something is done
    (four times a day) is ``frequency``, no rate of work.
    """
    if quantity.dimension in _OFTEN and quantity.high < _BUSY:
        return "frequency"
    return SHORT if quantity.dimension == "duration" and quantity.high < HOUR else quantity.dimension
