"""Whether a value found in evidence meets the value asked for: explainable, unit by unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from assistant.drafting.topics import TOPICS, Better, Topic
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities
from knowledge.presales import Requirement

Fit = Literal["meets", "fails", "unknown"]
_LESS_BY_NATURE = ("差错率", "误报率", "error rate", "故障率", "损耗", "能耗")


def topic_named(label: str | None) -> Topic | None:
    """The indicator whose zh or en name is ``label``."""
    return next((topic for topic in TOPICS if label and label in (topic.zh, topic.en)), None)


def fit(requirement: Requirement, sentence: str) -> Fit:
    """Whether a number of the same indicator and dimension in ``sentence`` meets ``requirement``.

    ``unknown`` where nothing is comparable, or where only the customer decides (budget, quantities).
    """
    topic = topic_named(requirement.topic)
    wanted = asked_quantity(requirement)
    if wanted is None or topic is None or topic.better == "given":
        return "unknown"
    if not topic.pattern.search(fold(sentence)):
        return "unknown"
    offered = [q for q in quantities(sentence) if comparable(wanted, q)]
    if not offered:
        return "unknown"
    direction = _direction(topic, wanted, requirement.text)
    verdicts = [_meets(wanted, quantity, direction) for quantity in offered]
    return "meets" if any(verdicts) else "fails"


def asked_quantity(requirement: Requirement) -> Quantity | None:
    """The requirement's own number, parsed from its text."""
    if requirement.value is None:
        return None
    return next(
        (q for q in quantities(requirement.text) if q.value.of(requirement.text).strip() == requirement.value), None
    )


def comparable(first: Quantity, second: Quantity) -> bool:
    """Same dimension, or counts per time of things that go by two names (件/小时, 单/小时)."""
    one, two = first.dimension, second.dimension
    return one == two or (one.startswith("rate:") and two.startswith("rate:"))


def _direction(topic: Topic, wanted: Quantity, text: str) -> Better:
    if wanted.comparator == ">=":
        return "more"
    if wanted.comparator == "<=":
        return "less"
    return "less" if any(word in fold(text) for word in _LESS_BY_NATURE) else topic.better


def _meets(wanted: Quantity, offered: Quantity, direction: Better) -> bool:
    bound: Decimal = wanted.high if direction == "more" else wanted.low
    if direction == "more":
        return offered.high >= bound
    return offered.low <= bound if offered.comparator != ">=" else offered.high <= bound
