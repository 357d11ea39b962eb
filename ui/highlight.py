"""Marks: which stretches of a text stand out, by span or by the words of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.evidence import Span
from ui.paper import Role, Run, run

_GRAMMAR = frozenset("的了和与及或在是有为吗呢么怎如何哪些什多少几对把被将请问您我你他们这那能否可以之其等")
_COMMON = frozenset(
    {
        *("a", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from"),
        *(
            "has",
            "have",
            "how",
            "in",
            "is",
            "it",
            "its",
            "not",
            "of",
            "on",
            "or",
            "our",
            "that",
            "the",
            "this",
        ),
        *("to", "was", "were", "what", "when", "where", "which", "who", "will", "with", "your"),
    }
)


def runs(text: str, marks: Iterable[Span], role: Role = "passage", start: int = 0) -> list[Run]:
    """``text`` cut into marked and unmarked runs; ``marks`` count from ``start`` characters before it."""
    cut: list[Run] = []
    at = 0
    for mark in _merged(marks):
        first, last = max(mark.start - start, at), min(mark.end - start, len(text))
        if last <= first:
            continue
        if first > at:
            cut.append(run(text[at:first]))
        cut.append(run(text[first:last], role))
        at = last
    if at < len(text):
        cut.append(run(text[at:]))
    return cut


def extract(text: str, marks: Iterable[Span], longest: int) -> Span:
    """At most ``longest`` characters of ``text``, from a sentence's start: where most is marked."""
    if len(text) <= longest:
        return Span(start=0, end=len(text))
    starts = [0, *(found.end() for found in re.finditer(r"\n|(?<=[。！？；.!?])\s*(?=\S)", text))]
    marked = list(marks)

    def said(start: int) -> int:
        return sum(len(mark) for mark in marked if start <= mark.start < start + longest)

    best = max(starts, key=lambda start: (said(start), start)) if marked else 0
    best = min(best, max(start for start in starts if start <= max(len(text) - longest, 0)))
    return Span(start=best, end=min(best + longest, len(text)))


def words_of(query: str, text: str) -> list[Span]:
    """Where ``text`` says a word of ``query``, as search reads words; grammar alone is not marked."""
    from knowledge.index.folding import folded
    from knowledge.index.tokens import tokens

    here = folded(text)
    found: list[Span] = []
    asked = set(tokens(query))
    for token in asked:
        if _says_nothing(token) or _part_of_number(token, asked):
            continue
        found += [here.span(*match.span()) for match in _pattern(token).finditer(here.text)]
    return _merged(found)


def _says_nothing(token: str) -> bool:
    if token.isascii():
        return token in _COMMON or len(token) < 2
    return any(character in _GRAMMAR for character in token)


def _part_of_number(token: str, asked: set[str]) -> bool:
    """Whether ``token`` only stands for a part of a model number: alone it would mark other models."""
    return token.isascii() and any(
        token != whole and token in whole and any(map(str.isdigit, whole))
        for whole in asked
        if whole.isascii()
    )


def _pattern(token: str) -> re.Pattern[str]:
    """A pair of Chinese characters anywhere; a word or number whole, however its parts are joined."""
    if not token.isascii():
        return re.compile(re.escape(token))
    if token.isalpha():
        return re.compile(rf"(?<![a-z0-9]){re.escape(token)}(?:'?s)?(?![a-z0-9])")
    joined = "[-_/., &+]?".join(map(re.escape, token))
    return re.compile(rf"(?<![a-z0-9]){joined}(?![a-z0-9])")


def _merged(marks: Iterable[Span]) -> list[Span]:
    """In order, overlapping and touching ones joined."""
    merged: list[Span] = []
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        if merged and mark.start <= merged[-1].end:
            merged[-1] = Span(start=merged[-1].start, end=max(merged[-1].end, mark.end))
        else:
            merged.append(mark)
    return merged
