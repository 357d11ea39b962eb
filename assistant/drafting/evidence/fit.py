"""Whether a value found in evidence meets the value asked for: explainable, unit by unit.

Evidence meets a requirement when every value its statement allows does; what leaves it open is ``unclear``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.drafting.evidence.claims import Verdict, claim_of, contained, judged, over_a_day
from assistant.drafting.evidence.conditions import Condition, conditions_of, unasked
from assistant.drafting.evidence.counts import is_exact, is_given
from assistant.drafting.evidence.measured import (
    RANGES,
    Said,
    asked_quantity,
    clause_start,
    is_measure,
    numbers_of,
)
from assistant.drafting.evidence.sameness import is_hourly
from assistant.drafting.words.topics import Better, Topic, topic_named
from assistant.grounding.numbers import Quantity
from knowledge.presales import Requirement

Fit = Literal["meets", "fails", "denied", "unclear", "silent", "unknown"]
UNPROVEN: frozenset[Fit] = frozenset({"fails", "denied", "unclear", "silent"})
"""Of what the requirement speaks of, and not shown to meet it: no answer."""
_CASES: frozenset[Condition] = frozenset({"place", "hours", "plan"})
"""Conditions of which a statement can tell every case, each with its figure."""
_DECIDED = frozenset({"budget", "payment", "quantity"})


def fit(requirement: Requirement, text: str, context: str = "", same_thing: bool = False) -> Fit:
    """Whether the numbers of the same indicator in ``text`` (under ``context``) meet ``requirement``.

    ``unclear`` where they may or may not; ``silent`` where the requirement sets a bound and the text says
    nothing comparable; ``unknown`` where only the customer decides (budget, quantities). ``same_thing`` is known
    where the text was found by its meaning.
    """
    topic, wanted = topic_named(requirement.topic), asked_quantity(requirement)
    if wanted is None or _is_customers(requirement, topic, wanted):
        return "unknown"
    said = numbers_of(requirement, text, context, same_thing)
    if not said:
        return "silent" if _is_bound(requirement, topic, wanted) else "unknown"
    if topic is not None and topic.key == "schedule":
        said = [max(said, key=lambda one: one.quantity.high)]
    verdicts = {_verdict(requirement, topic, wanted, text, one) for one in said}
    if len(verdicts) > 1:
        return "unclear"
    verdict = verdicts.pop()
    holds = verdict != "meets" or _whatever_happens(requirement, text, context, said)
    return verdict if holds else "unclear"


def _whatever_happens(requirement: Requirement, text: str, context: str, said: Sequence[Said]) -> bool:
    """Whether figures that meet do so unconditionally, or in every case told apart (工作日 2 小时，节假日 4 小时)."""
    topic, wanted = topic_named(requirement.topic), asked_quantity(requirement)
    if wanted is None:
        return True
    asked, heading = f"{requirement.heading or ''}\n{requirement.text}", context.partition("\n")[0]
    better = _direction(requirement, topic, wanted)
    told = (conditions_of(text, one.start, one.quantity, heading) for one in said)
    sets = [unasked(conditions, asked, topic, better) for conditions in told]
    return not all(sets) or (len(sets) > 1 and all(only <= _CASES for only in sets))


def _is_customers(requirement: Requirement, topic: Topic | None, wanted: Quantity) -> bool:
    """Whether only the customer decides the value: money and amounts to buy, and what is stated without a bound."""
    if topic is None or topic.better != "given" or is_given(requirement.text, wanted):
        return False
    return topic.key in _DECIDED or wanted.comparator in ("=", "~")


def _is_bound(requirement: Requirement, topic: Topic | None, wanted: Quantity) -> bool:
    """Whether a value says how good something must be, and not just how many there are."""
    return (
        wanted.comparator in (">=", "<=")
        or wanted.low != wanted.high
        or is_measure(wanted)
        or is_given(requirement.text, wanted)
        or (topic is not None and topic.better in ("more", "less"))
    )


def _verdict(
    requirement: Requirement, topic: Topic | None, wanted: Quantity, text: str, one: Said
) -> Verdict:
    asked = claim_of(requirement.text, clause_start(requirement.text, wanted), wanted)
    offered = claim_of(text, one.start, one.quantity)
    direction = _direction(requirement, topic, wanted)
    if wanted.low != wanted.high and (wanted.dimension in RANGES or direction == "given"):
        return contained(asked, offered)
    if direction == "given":
        return "meets" if (offered.low, offered.high) == (asked.low, asked.high) else "unclear"
    if wanted.dimension.startswith("rate:"):
        hourly = is_hourly(text, one.start, one.quantity)
        if hourly != is_hourly(requirement.text, clause_start(requirement.text, wanted), wanted):
            offered = over_a_day(offered, hourly)
    return judged(asked, offered, direction)


def _direction(requirement: Requirement, topic: Topic | None, wanted: Quantity) -> Better:
    """The bound the need sets itself; else what is better of the indicator. A tolerance is better small, and more
    of what is given is better."""
    if topic is not None and topic.key == "accuracy" and wanted.dimension != "ratio":
        return "less"
    if is_exact(requirement.text, wanted):
        return "given"
    if wanted.comparator == "=" and is_given(requirement.text, wanted):
        return "more"
    bounds: dict[str, Better] = {">=": "more", "<=": "less"}
    return bounds.get(wanted.comparator) or (topic.better if topic else "given")
