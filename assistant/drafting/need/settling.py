"""Statements that do not say whether they ask, settled by their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.need.cues import Mood
from assistant.drafting.need.demands import Kind
from assistant.drafting.need.parameters import Parameter
from assistant.drafting.words.statements import Statement
from assistant.grounding.folding import fold
from knowledge.evidence import Span

_ASIDE_HEADING = re.compile(r"其他|其它|杂项|补充|备注|说明|misc|other|notes?$|remarks")

Ask = tuple[Span, tuple[Parameter, ...]]


@dataclass(frozen=True)
class Read:
    """A statement, what it is, what it would ask for, and the line that introduces its list, if one does."""

    statement: Statement
    kind: Kind
    mood: Mood
    asks: tuple[Ask, ...] = ()
    lead: Mood = "neutral"
    item: bool = False
    required: bool = False
    """It stands under a heading or a column that asks."""
    quoted: bool = False
    opens: bool = False
    """It announces what is asked."""
    talk: bool = False
    """It is said in a chat."""
    rule: bool = False
    """It says what happens in some case."""
    adds: bool = False
    """It only names one thing more (Postgres too.)."""
    marked: bool = False
    """It carries a mark (★, ▲): asked, whatever else."""

    @property
    def listed(self) -> bool:
        return self.statement.block.kind in ("list", "table")

    @property
    def valued(self) -> bool:
        return any(values for _, values in self.asks)


def settled(read: Sequence[Read], *, short: bool) -> list[Read]:
    """Every open statement settled by its neighbours: those before it in its paragraph or list, then those behind."""
    done: list[Read] = []
    before: Kind = "fact"
    for group in _groups(read):
        headings = group[0].statement.headings
        if headings and _ASIDE_HEADING.search(fold(headings[-1])):
            before = "fact"
        said = [_side(entry) for entry in group]
        valued = any(entry.valued and entry.kind == "open" for entry in group)
        for index, entry in enumerate(group):
            kind = (
                _of_neighbours(entry, said, index, before, valued=valued, short=short)
                if entry.kind == "open"
                else entry.kind
            )
            done.append(replace(entry, kind=kind))
        sides = (side for entry in reversed(done) if (side := _side(entry)) is not None)
        before = next(sides, before)
    return done


def _of_neighbours(
    entry: Read, said: Sequence[Kind | None], index: int, before: Kind, *, valued: bool, short: bool
) -> Kind:
    """``valued``: an open statement of its paragraph or list gives a value."""
    if short and entry.required and entry.mood == "neutral":
        return "requirement"
    if not entry.listed and not (short or entry.valued):
        return "fact"
    asks, tells = said.count("requirement"), said.count("fact")
    if entry.listed:
        idle = not (short or entry.valued or entry.lead == "asks")
        return "requirement" if not idle and (entry.lead == "asks" or asks >= tells) else "fact"
    amid = "requirement" in said[:index] and "requirement" in said[index + 1 :]
    if entry.item and not entry.talk and (entry.lead == "asks" or (asks > tells and (amid or entry.valued))):
        return "requirement"
    before_it = next((kind for kind in reversed(said[:index]) if kind is not None), None)
    if entry.talk:
        opening = not any(said[:index]) and (asks > tells or not asks + tells)
        amid_asked = asks > tells and "requirement" in said[:index]
        asked = before_it == "requirement" or (entry.valued and (opening or amid_asked))
        return "requirement" if asked else "fact"
    behind_it = next((kind for kind in said[index + 1 :] if kind is not None and not entry.rule), None)
    return before_it or behind_it or (before if valued or entry.rule or entry.adds else "fact")


def _side(entry: Read) -> Kind | None:
    """``requirement`` or ``fact`` where a statement says which; a line that announces says it for what follows."""
    if entry.opens:
        return "requirement"
    if entry.kind in ("requirement", "fact"):
        return entry.kind
    if entry.kind == "pain":
        return "fact"
    if entry.kind == "noise" and entry.mood in ("asks", "tells"):
        return "requirement" if entry.mood == "asks" else "fact"
    return None


def _in_a_run(first: Read, second: Read) -> bool:
    """Whether two statements are turns of a chat, or short lines below each other without bullets."""
    paragraphs = first.statement.block.kind == second.statement.block.kind == "paragraph"
    return (first.talk and second.talk) or (paragraphs and first.item and second.item)


def _groups(read: Sequence[Read]) -> Iterator[list[Read]]:
    """The statements of one paragraph, or of one run of list items or rows."""
    group: list[Read] = []
    for entry in read:
        if group:
            last = group[-1].statement.block
            block = entry.statement.block
            together = block is last or (
                (block.kind == last.kind == "list" or _in_a_run(group[-1], entry))
                and block.headings == last.headings
            )
            if not together:
                yield group
                group = []
        group.append(entry)
    if group:
        yield group
