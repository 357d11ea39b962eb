"""Whether a value found in evidence meets the value asked for: explainable, unit by unit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from assistant.drafting.parameters import sized
from assistant.drafting.statements import clauses
from assistant.drafting.terms import features, overlap
from assistant.drafting.topics import TOPICS, Better, Topic, topic_of
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities
from knowledge.evidence import Span
from knowledge.presales import Requirement

Fit = Literal["meets", "fails", "unknown"]
_RIGHT_BEHIND = 6
"""Characters from a number's first digit to an indicator named behind it."""
_ORDINAL = re.compile(r"第\s*[\d.]*\s*[-—–~至]?\s*$")
"""第 4 个月 is a time, not a duration."""
_SAME_OBJECT = 1 / 2
_LESS_BY_NATURE = ("差错率", "误报率", "error rate", "故障率", "损耗", "能耗")


def topic_named(label: str | None) -> Topic | None:
    """The indicator whose zh or en name is ``label``."""
    return next((topic for topic in TOPICS if label and label in (topic.zh, topic.en)), None)


def of_project(requirement: Requirement) -> bool:
    """Whether the indicator is one of any project (质保, 到场, 工期 …), whatever is delivered."""
    topic = topic_named(requirement.topic)
    return topic is not None and topic.section in ("service", "plan")


def fit(requirement: Requirement, text: str, context: str = "") -> Fit:
    """Whether a number of the same indicator in ``text`` (under ``context``) meets ``requirement``.

    ``unknown`` where nothing is comparable, or where only the customer decides (budget, quantities).
    """
    topic, wanted = topic_named(requirement.topic), asked_quantity(requirement)
    if wanted is None or (topic is not None and topic.better == "given"):
        return "unknown"
    offered = same_indicator(requirement, text, context)
    if not offered:
        return "unknown"
    direction = _direction(topic, wanted, requirement.text)
    if topic is not None and topic.key == "schedule":
        offered = (max(offered, key=lambda quantity: quantity.high),)
    return "meets" if any(_meets(wanted, quantity, direction) for quantity in offered) else "fails"


def same_indicator(requirement: Requirement, text: str, context: str = "") -> tuple[Quantity, ...]:
    """The numbers of ``text`` that measure what the requirement measures, in the same dimension.

    What a number measures is decided clause by clause, as in a need; where its clause does not say,
    by ``context`` (heading and column names).
    """
    topic, wanted = topic_named(requirement.topic), asked_quantity(requirement)
    if wanted is None:
        return ()
    parts = clauses(text, Span(start=0, end=len(text))) or (Span(start=0, end=len(text)),)
    found = []
    for quantity in quantities(text):
        part = next((p for p in parts if p.start <= quantity.value.start < p.end), None)
        if part is None or not comparable(wanted, quantity) or _ORDINAL.search(text[: quantity.value.start]):
            continue
        words = part.of(text)
        if topic is None:
            found += [quantity] if _same_object(requirement, words) and wanted.comparator != "=" else []
            continue
        named = topic_of(words, quantity.value.start - part.start, sized(quantity), "", context)
        if named is topic and _said_of(topic, words, quantity.value.start - part.start, context):
            found.append(quantity)
    return tuple(found)


def _same_object(requirement: Requirement, words: str) -> bool:
    """Whether a clause speaks of what a requirement outside the common indicators speaks of (漏损告警)."""
    named = overlap(requirement.text, features(words))
    return named.shared >= 2 and named.share >= _SAME_OBJECT


def _said_of(topic: Topic, words: str, place: int, context: str) -> bool:
    """The indicator's name stands before its number (or right behind: 3 年质保), or above it."""
    folded = fold(words)
    places = [match.start() for match in topic.pattern.finditer(folded)]
    if places:
        return any(at <= place + _RIGHT_BEHIND for at in places)
    return topic.pattern.search(fold(context)) is not None


def closeness(requirement: Requirement, text: str, context: str = "") -> float:
    """How near the nearest number of the same indicator comes to the one asked for: 1 is equal."""
    wanted = asked_quantity(requirement)
    offered = same_indicator(requirement, text, context)
    if wanted is None or not wanted.low:
        return 0.0
    ratios = [float(quantity.high / wanted.low) for quantity in offered]
    return max((min(ratio, 1 / ratio) for ratio in ratios if ratio), default=0.0)


def asked_quantity(requirement: Requirement) -> Quantity | None:
    """The requirement's own number, parsed from its text."""
    if requirement.value is None:
        return None
    return next(
        (
            q
            for q in quantities(requirement.text)
            if q.value.of(requirement.text).strip() == requirement.value
        ),
        None,
    )


def comparable(first: Quantity, second: Quantity) -> bool:
    """Same dimension, or counts (per time) of things that go by two names (件/小时, 单/小时)."""
    one, two = first.dimension, second.dimension
    families = ("rate:", "count:")
    return one == two or any(one.startswith(f) and two.startswith(f) for f in families)


def _direction(topic: Topic | None, wanted: Quantity, text: str) -> Better:
    if wanted.comparator == ">=":
        return "more"
    if wanted.comparator == "<=":
        return "less"
    if topic is None or any(word in fold(text) for word in _LESS_BY_NATURE):
        return "less"
    return topic.better


def _meets(wanted: Quantity, offered: Quantity, direction: Better) -> bool:
    bound: Decimal = wanted.high if direction == "more" else wanted.low
    if direction == "more":
        return offered.high >= bound
    return offered.low <= bound if offered.comparator != ">=" else offered.high <= bound
