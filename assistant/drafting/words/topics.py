"""What a number in a need measures: the indicator its words name, else what such a unit usually measures."""

from __future__ import annotations

import re

from assistant.drafting.words.indicators import BY_DIMENSION, BY_KEY, SHORT, TOPICS, Better, Topic
from assistant.drafting.words.responding import FEW_SECONDS, response_kind
from assistant.grounding.folding import fold

__all__ = ["BY_KEY", "SHORT", "TOPICS", "Better", "Topic", "topic_of", "topics_in"]

_WRITTEN = re.compile(r"\d|[一二两三四五六七八九十半]")


def topic_of(clause: str, place: int, dimension: str, sentence: str = "", heading: str = "") -> Topic | None:
    """The topic of the number at ``place`` in ``clause``: the nearest name of an indicator that is measured so.

    Names before the number count as nearer than names behind it. Then the rest of the sentence, the
    heading, and last what such a unit usually measures.
    """
    folded = fold(clause)
    named = _nearest(folded, place, dimension)
    if named is not None:
        return _answering(named, (folded, fold(sentence), fold(heading)), folded[place:])
    for text in map(fold, (sentence, heading)):
        for topic in TOPICS:
            if topic.measures(dimension) and topic.names(dimension).search(text):
                return _answering(topic, (folded, text), folded[place:])
    return next((BY_KEY[k] for prefix, k in BY_DIMENSION.items() if dimension.startswith(prefix)), None)


def _answering(topic: Topic, texts: tuple[str, ...], number: str) -> Topic:
    """Which of the two response times ``topic`` is: people's to a call, or a system's to its user.

    Where neither text says, what takes a minute or more is no system's answer.
    """
    if topic.key != "latency" or not BY_KEY["response"].pattern.search(" ".join(texts)):
        return topic
    kind = response_kind(*texts)
    if kind is None and _WRITTEN.match(number):
        kind = "latency" if FEW_SECONDS.match(number) else "response"
    return BY_KEY[kind or "latency"]


def _nearest(folded: str, place: int, dimension: str) -> Topic | None:
    ranked = []
    for order, topic in enumerate(TOPICS):
        if not topic.measures(dimension):
            continue
        for match in topic.names(dimension).finditer(folded):
            before = match.start() <= place
            distance = max(0, place - match.end()) if before else 2 * (match.start() - place)
            ranked.append((distance, order, topic))
    return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def topic_named(label: str | None) -> Topic | None:
    """The indicator whose zh or en name is ``label``."""
    return next((topic for topic in TOPICS if label and label in (topic.zh, topic.en)), None)


def topics_in(text: str) -> frozenset[str]:
    """Keys of every indicator ``text`` names."""
    folded = fold(text)
    return frozenset(topic.key for topic in TOPICS if topic.pattern.search(folded))
