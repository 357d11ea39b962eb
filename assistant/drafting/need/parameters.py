"""The values a part of a sentence gives: numbers with units, dates to meet, times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafting.words.moments import moments
from assistant.drafting.words.statements import clauses
from assistant.drafting.words.topics import BY_KEY, SHORT, Topic, topic_of
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities
from assistant.grounding.units import HOUR
from knowledge.evidence import Document, Span

_BEHIND = re.compile(r"\s*([\u3400-\u9fff]{2,8}|[A-Za-z][A-Za-z-]+(?: [a-z]+)?)")
_BEFORE = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fffA-Z]{2,8}?)\s*(?:不(?:少|低|高|大|超|多|小)(?:于|过)|"
    r"不得?(?:超过|低于)|小于|大于|低于|高于|超过|至少|达到|控制在|约|为|[≥≤<>=：:])*\s*$"
)


_BUDGET_VERB = re.compile(r"(?:批|给|拨|报)了|出得起|封顶|^钱|set aside|put aside")
_COMMERCIAL = re.compile(
    r"[上下]浮|涨价|调价|[单价总]价[^,。;]{0,6}(?:调整|涨|降|幅)|折扣|折让|税率|增值税|"
    r"\b(?:price (?:increase|adjust\w*|escalation)|escalation|discount|down payment|retainage|vat|mark-?up)\b"
)
"""A share of the price: commercial, whatever it is a percentage of."""
_NAMELESS = frozenset({"number"})


@dataclass(frozen=True)
class Parameter:
    """A value as written, with its unit as written and what it measures; ``clause`` holds both.

    ``named``: its clause calls the indicator by name, so that it is not guessed from the unit.
    """

    value: str
    unit: str | None
    topic: Topic | None
    label: str | None
    clause: Span
    dimension: str
    named: bool = False


def of_part(document: Document, part: Span, headings: tuple[str, ...] = ()) -> Iterator[Parameter]:
    """The parameters of one part of a sentence."""
    words = part.of(document.text)
    heading = headings[-1] if headings else ""
    found = [(q.value.start, _parameter(words, q, part, heading)) for q in quantities(words)]
    for place, kind in moments(words):
        topic = BY_KEY["schedule"] if kind == "date" else None
        found.append((place.start, Parameter(place.of(words), None, topic, None, part, kind, kind == "date")))
    yield from (
        parameter for _, parameter in sorted(found, key=lambda pair: pair[0]) if parameter is not None
    )


def _parameter(words: str, quantity: Quantity, part: Span, heading: str) -> Parameter | None:
    dimension = sized(quantity)
    cut = clauses(words, Span(start=0, end=len(words)))
    clause = next(piece for piece in cut if piece.start <= quantity.value.start < piece.end)
    if dimension in _NAMELESS and quantity.unit and _speaks_of_money(words):
        dimension = "money:CNY"
    own = topic_of(clause.of(words), quantity.value.start - clause.start, dimension)
    topic = own or topic_of("", 0, dimension, "", heading)
    if topic is None and quantity.unit is None and quantity.comparator == "=":
        return None
    if dimension == "ratio" and own is None and _COMMERCIAL.search(fold(clause.of(words))):
        topic = own = BY_KEY["budget"]
    named = own is not None and own.pattern.search(fold(words)) is not None
    return Parameter(
        value=quantity.value.of(words).strip(),
        unit=quantity.unit.of(words).strip() if quantity.unit else None,
        topic=topic,
        label=None if topic else _counted(words, quantity),
        clause=part,
        dimension=dimension,
        named=named or (dimension.startswith("money") and _speaks_of_money(words)),
    )


def _speaks_of_money(words: str) -> bool:
    folded = fold(words)
    return bool(BY_KEY["budget"].pattern.search(folded) or _BUDGET_VERB.search(folded))


def sized(quantity: Quantity) -> str:
    """The quantity's dimension; durations under an hour are ``duration:short``."""
    return SHORT if quantity.dimension == "duration" and quantity.high < HOUR else quantity.dimension


def _counted(sentence: str, quantity: Quantity) -> str | None:
    """What is counted or measured: the words right behind a count (12 台 堆垛机), else those right before."""
    unit = quantity.unit.of(sentence) if quantity.unit else ""
    behind = _BEHIND.match(sentence[quantity.span.end :])
    if unit.isascii() and quantity.dimension.startswith("count:"):
        return None
    if behind and quantity.dimension.startswith("count:"):
        return behind.group(1)
    before = _BEFORE.search(sentence[: quantity.span.start])
    return before.group(1) if before else None
