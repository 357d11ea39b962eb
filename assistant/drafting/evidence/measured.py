"""The numbers of a text that measure what a requirement measures: same indicator, same thing, same dimension."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.drafting.evidence.claims import superseded
from assistant.drafting.evidence.counts import is_given, named_count, same_given
from assistant.drafting.evidence.sameness import (
    counts_people,
    of_another,
    per_time,
    records_a_change,
    same_change,
    same_count,
    same_stage,
)
from assistant.drafting.need.parameters import sized
from assistant.drafting.words.responding import response_kind
from assistant.drafting.words.statements import clauses
from assistant.drafting.words.terms import features, overlap
from assistant.drafting.words.topics import BY_KEY, Topic, topic_named, topic_of
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities
from assistant.grounding.units import MINUTE
from knowledge.evidence import Span
from knowledge.presales import Requirement

_RIGHT_BEHIND = 6
"""Characters from a number's first digit to an indicator named behind it."""
_ORDINAL = re.compile(r"(?:第\s*[\d.]*\s*[-—–~至]?|\d{4}\s*年)\s*$")
"""第 4 个月 and 2018 年 10 月 are times, no durations."""
_SAME_OBJECT = 1 / 2
RANGES = frozenset({"temperature", "temperature:F", "voltage", "frequency", "pressure", "current"})
"""Asked for as a range to work in, which the offer must cover."""
_PHYSICAL = RANGES | {"loudness", "power", "energy", "concentration", "light", "turning", "force", "volume"}
"""Measured of one property each: its name alone (噪声) says what is measured."""
_RESPONDING = frozenset({"latency", "response"})
_STORED = re.compile(r"存储|储存|贮存|运输|\bstorage|\btransport|\bstored")
_CARRIES = re.compile(
    r"支持|接入|管理|承载|容纳|可带|同时在线|并发|concurrent|\b(?:support|handl|manag|connect|serv|take in|accommodat|scal)\w*"
)
"""Before a count: as many at least."""
_TOLD_APART = _RESPONDING | {"schedule", "efficiency"}
"""Indicators with rules of their own for what is the same (whose answer, which stage, which way)."""
_COMPLIANCE = re.compile(r"(?:^|(?<=[\s|]))响应(?=\s|\||$)")
"""The head of a column that says whether a bidder complies."""


@dataclass(frozen=True)
class Said:
    """A number of the evidence, per time where its clause says so, and where that clause begins."""

    quantity: Quantity
    start: int


def of_project(requirement: Requirement) -> bool:
    """Whether the indicator is one of any project (质保, 到场, 工期 …), whatever is delivered."""
    topic = topic_named(requirement.topic)
    return topic is not None and topic.section in ("service", "plan")


def same_indicator(requirement: Requirement, text: str, context: str = "") -> tuple[Quantity, ...]:
    """The numbers of ``text`` that measure what the requirement measures, in the same dimension.

    What a number measures is decided clause by clause, as in a need; where its clause does not say,
    by ``context`` (heading and column names). A competitor's figures and records of changes say nothing.
    """
    return tuple(one.quantity for one in numbers_of(requirement, text, context))


def numbers_of(requirement: Requirement, text: str, context: str, same_thing: bool = False) -> list[Said]:
    """The same with where their clauses begin. Where ``same_thing`` is known by other means, the only number of
    the dimension measures what no indicator has a name for."""
    topic, wanted = topic_named(requirement.topic), asked_quantity(requirement)
    if wanted is None or records_a_change(context):
        return []
    topic = _response(topic, requirement.text, requirement.heading or "", wanted)
    found: list[Said] = []
    for said, words in _numbers(text):
        place = said.quantity.value.start
        if not comparable(wanted, said.quantity) or _ORDINAL.search(text[:place]) or of_another(text, place):
            continue
        if wanted.dimension in RANGES and bool(_STORED.search(fold(requirement.text))) != bool(
            _STORED.search(fold(words))
        ):
            continue
        if topic is BY_KEY["users"] and not counts_people(said.quantity.dimension.partition(":")[2]):
            continue
        if found and superseded(text, found[-1].quantity, said.quantity):
            found[-1] = said
        elif same_thing and topic is None and _only_one(text, wanted) and _measures(said, words) is None:
            found.append(said)
        elif topic is None:
            alone = _only_one(text, wanted) and _touches(requirement, words)
            found += [said] if _same_object(requirement, wanted, text if alone else words) else []
        elif _is_of(topic, requirement, said, (words, text), context) or (
            topic.key not in _TOLD_APART
            and _measures(said, words) in (None, topic)
            and _names_thing(requirement, wanted, words)
        ):
            found.append(said)
    return found


def _touches(requirement: Requirement, words: str) -> bool:
    """Whether the clause of a number says nothing, or something of what ``requirement`` speaks of."""
    told = features(words)
    return not told or overlap(requirement.text, told).shared > 0


def _only_one(text: str, wanted: Quantity) -> bool:
    """Whether ``text`` gives one number of a kind: whatever it names is then what the number measures."""
    return sum(comparable(wanted, said.quantity) for said, _ in _numbers(text)) == 1


def _measures(said: Said, words: str) -> Topic | None:
    """The indicator the words of its clause give a number, if any."""
    return topic_of(words, said.quantity.value.start - said.start, said.quantity.dimension)


def _numbers(text: str) -> Iterator[tuple[Said, str]]:
    """Every number of ``text`` with the words of its clause."""
    parts = clauses(text, Span(start=0, end=len(text))) or (Span(start=0, end=len(text)),)
    for quantity in quantities(text):
        part = next((p for p in parts if p.start <= quantity.value.start < p.end), None)
        if part is not None:
            counted = named_count(text, part.start, quantity)
            yield Said(per_time(text, part.start, counted), part.start), part.of(text)


def _is_of(
    topic: Topic, requirement: Requirement, said: Said, clause_of: tuple[str, str], context: str
) -> bool:
    """Whether a number is one of ``topic``, and of the thing ``requirement`` speaks of; ``clause_of`` is its
    clause and the sentence that is of."""
    words, sentence = clause_of
    place = said.quantity.value.start - said.start
    above = _COMPLIANCE.sub(" ", fold(context))
    dimension = said.quantity.dimension
    if dimension.startswith("duration"):
        dimension = sized(said.quantity)
    named = topic_of(words, place, dimension, "", above)
    if _response(named, words, above, said.quantity) is not topic or not _said_of(
        topic, words, (place, said.quantity.span.end - said.start), above
    ):
        return False
    if topic.key == "efficiency":
        return same_change(requirement.text, words)
    if topic.key != "schedule":
        return True
    stage = words if topic.pattern.search(fold(words)) else sentence
    return topic.pattern.search(fold(sentence)) is not None and same_stage(requirement.text, stage)


def _response(topic: Topic | None, words: str, context: str, quantity: Quantity) -> Topic | None:
    """A response time as people's or a system's: by its words, else a system answers within a minute."""
    if topic is None or topic.key not in _RESPONDING or quantity.dimension != "duration":
        return topic
    kind = response_kind(fold(words), fold(context))
    return BY_KEY[kind or ("latency" if quantity.high < MINUTE else "response")]


def _same_object(requirement: Requirement, wanted: Quantity, words: str) -> bool:
    """Whether words speak of what a requirement outside the common indicators speaks of (漏损告警)."""
    named = overlap(requirement.text, features(words))
    if wanted.dimension in RANGES and wanted.low != wanted.high:
        return named.shared > 0
    if is_given(requirement.text, wanted) and same_given(requirement.text, words):
        return True
    if wanted.comparator == "=" and not is_measure(wanted):
        return False
    if wanted.dimension in _PHYSICAL and named.shared and named.share == 1:
        return True
    return _names_thing(requirement, wanted, words)


def _names_thing(requirement: Requirement, wanted: Quantity, words: str) -> bool:
    """Two words of the requirement: half of them, or all of the part that holds its number (至少缓存 5 天)."""
    told = features(words)
    named = overlap(requirement.text, told)
    parts = clauses(requirement.text, Span(start=0, end=len(requirement.text)))
    part = next((p.of(requirement.text) for p in parts if p.start <= wanted.value.start < p.end), "")
    measured = overlap(part, told)
    whole = measured.shared > 0 and measured.share == 1
    return named.shared >= 2 and (named.share >= _SAME_OBJECT or whole)


def _said_of(topic: Topic, words: str, place: tuple[int, int], context: str) -> bool:
    """The indicator's name stands before its number (or right behind: 3 年质保), or above it."""
    folded = fold(words)
    places = [match.start() for match in topic.pattern.finditer(folded)]
    if places:
        return any(at <= max(place[0] + _RIGHT_BEHIND, place[1] + 2) for at in places)
    return topic.pattern.search(fold(context)) is not None


def closeness(requirement: Requirement, text: str, context: str = "") -> float:
    """How near the nearest number of the same indicator comes to the one asked for: 1 is equal."""
    wanted = asked_quantity(requirement)
    offered = same_indicator(requirement, text, context)
    if wanted is None or not wanted.low:
        return 0.0
    ratios = [float(quantity.high / wanted.low) for quantity in offered]
    return max((min(ratio, 1 / ratio) for ratio in ratios if ratio > 0), default=0.0)


def asked_quantity(requirement: Requirement) -> Quantity | None:
    """The requirement's own number, parsed from its text; per time where its clause says so (每天 2 万单)."""
    if requirement.value is None:
        return None
    text = requirement.text
    found = (q for q in quantities(text) if q.value.of(text).strip() == requirement.value)
    own = next(found, None)
    if own is None:
        return None
    start = clause_start(text, own)
    own = named_count(text, start, own)
    if (
        own.comparator == "="
        and own.dimension.startswith("count")
        and _CARRIES.search(fold(text)[start : own.span.start])
    ):
        own = replace(own, comparator=">=")
    return per_time(text, start, own)


def clause_start(text: str, quantity: Quantity) -> int:
    """Where the clause of ``quantity`` begins."""
    parts = clauses(text, Span(start=0, end=len(text)))
    return next((p.start for p in parts if p.start <= quantity.value.start < p.end), 0)


def comparable(first: Quantity, second: Quantity) -> bool:
    """Same dimension, or counts (per time) of one thing that goes by two names (users, 人). A date a
    document gives is past, whatever date is asked for."""
    if "date" in (first.dimension, second.dimension):
        return False
    one, two = (quantity.dimension.partition(":") for quantity in (first, second))
    if one[0] in ("rate", "count") and one[0] == two[0]:
        return same_count(one[2], two[2])
    return first.dimension == second.dimension


def is_measure(wanted: Quantity) -> bool:
    """Measured (15 %, 两小时, 0.8 m/s) and not counted."""
    return not wanted.dimension.startswith(("count", "number", "money"))
