"""What stands around a statement of a need: headings, the line that introduces its list, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.drafting.need.lines import (
    is_bare_heading,
    is_chat_title,
    is_contact,
    is_sign_off,
    is_signature,
    names_part,
    rejoined,
)
from assistant.drafting.need.rows import asking_header
from assistant.drafting.need.turns import Turns, Voice, turns_of
from assistant.drafting.words.statements import Statement
from assistant.grounding.folding import squeeze
from knowledge.evidence import Block, Document, Span

_LONGEST_LINE = 80
_LONGEST_LEAD = 200
_LONGEST_CAPTION = 24
_LONGEST_QUESTION = 60
_LONGEST_HEAD = 40
_SEVERAL = 2
_MESSAGE = re.compile(r"\d:\d\d[^\n]*\n?[^\n]*$")
"""The head of a chat's message right before: there a question is put to the other side."""
_STOPS = re.compile(r"[。！？!?]|[.:：；;,，]$")
_CAPTION_MARKER = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|【)\s*"
)
_SAID = re.compile(r"[，。；！？,;!?]|[:：]\s*\S")


@dataclass(frozen=True)
class Placed:
    """A statement without its speaker's name, the words over it, innermost last, and who says it."""

    statement: Statement
    headings: tuple[str, ...]
    lead: str = ""
    voice: Voice = "customer"
    talk: bool = False
    """It is said in a chat, line by line."""


def placed(document: Document) -> Iterator[Placed]:
    """Every statement of ``document`` in its surroundings; lines that only name a speaker or a part say nothing."""
    title = _title(document)
    turns = turns_of(document.text)
    voice: Voice = "customer"
    lasting: Voice = "customer"
    caption, under, talk = "", None, False
    found = list(_with_leads(document))
    answered = _answered(document, [statement for statement, _ in found])
    idle = _idle(document, turns, [statement for statement, _ in found])
    for read, lead in found:
        statement = read
        block = statement.block
        if under is not None and block.headings != under.headings:
            caption, lasting, talk = "", "customer", False
        under = block
        if read.span in answered or (not statement.cells and _is_caption(document, statement)):
            own = turns.head(statement.span)
            caption = statement.text(document)[own.length if own else 0 :].strip("】 ")
            continue
        if not statement.cells and read.span in idle:
            continue
        head = None if statement.cells else turns.head(statement.span)
        if head is not None:
            voice = turns.voice(head.name) if head.name else lasting
            talk = head.timed
            if head.length >= len(statement.span):
                lasting = voice
                continue
            body = Span(start=statement.span.start + head.length, end=statement.span.end)
            statement = replace(statement, span=body)
        elif turns.tells_of_bidder(statement.span):
            voice = "bidder"
        elif _begins_line(document.text, statement.span):
            voice = lasting
        speaks: Voice = "quoted" if turns.is_quoted(statement.span) else voice
        yield Placed(statement, _over(document, statement, title, caption), lead, speaks, talk)


def _idle(document: Document, turns: Turns, found: list[Statement]) -> frozenset[Span]:
    """The lines before a chat's first turn that name the chat, and a mail's sign-off with the names below it."""
    idle: set[Span] = set()
    heads = [turns.head(statement.span) for statement in found]
    first = next((index for index, head in enumerate(heads) if head is not None and head.timed), 0)
    signed = False
    for index, statement in enumerate(found):
        words = statement.text(document)
        spoken = heads[index] is not None
        signed = is_sign_off(words) or (signed and not spoken and is_signature(words))
        named = index < first and not spoken and is_chat_title(words)
        if signed or named or is_bare_heading(words) or is_contact(words):
            idle.add(statement.span)
    return frozenset(idle)


def _over(document: Document, statement: Statement, title: Span | None, caption: str) -> tuple[str, ...]:
    """The headings above, without the title: it stands over everything and tells nothing."""
    spans = statement.block.headings
    named = [heading for span, heading in zip(spans, statement.headings, strict=True) if span != title]
    column = asking_header(document, statement)
    return (*named, *([caption] if caption else []), *([column] if column else []))


def is_question(line: str) -> bool:
    return line.rstrip().endswith(("?", "？"))


def _answered(document: Document, found: list[Statement]) -> frozenset[Span]:
    """Short questions that are lines of their own, each with its answer below, where there are several."""
    text = document.text
    asked = [
        first.span
        for first, second in pairwise(found)
        if is_question(first.text(document))
        and not is_question(second.text(document))
        and not first.cells
        and len(first.span) <= _LONGEST_QUESTION
        and "\n" in text[first.span.end : second.span.start]
        and not _MESSAGE.search(text[max(0, first.span.start - _LONGEST_HEAD) : first.span.start])
    ]
    return frozenset(asked) if len(asked) >= _SEVERAL else frozenset()


def _begins_line(text: str, span: Span) -> bool:
    return "\n" in text[max(0, span.start - 1) : span.start] or span.start == 0


def _is_caption(document: Document, statement: Statement) -> bool:
    """Whether a line of a paragraph is the heading of the lines below it: numbered in Han, short, says nothing."""
    text, span = document.text, statement.span
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    if statement.block.kind != "paragraph" or text[span.end : end if end >= 0 else len(text)].strip("】 "):
        return False
    line = span.of(text)
    if names_part(document, span):
        return True
    marked = _CAPTION_MARKER.fullmatch(text, start, span.start) is not None
    return marked and len(line) <= _LONGEST_CAPTION and not _SAID.search(line)


def _with_leads(document: Document) -> Iterator[tuple[Statement, str]]:
    """Statements with the line that introduces their run of items or rows (“核心诉求：”), if one does."""
    lead, last = "", ""
    block = None
    for statement in rejoined(document):
        if block is not None and statement.block is not block:
            announced = last.rstrip().endswith((":", "：")) or is_bare_heading(last)
            if not itemized(document, statement.block) or statement.block.headings != block.headings:
                lead = ""
            elif announced or not itemized(document, block):
                lead = last if announced and len(last) <= _LONGEST_LEAD else ""
        block, last = statement.block, statement.text(document)
        yield statement, lead


def itemized(document: Document, block: Block) -> bool:
    """Whether a block is an item: of a list, a table, or a short line of its own without a full stop."""
    if block.kind in ("list", "table"):
        return True
    text = block.span.of(document.text).strip()
    return len(text) <= _LONGEST_LINE and not _STOPS.search(text)


def _title(document: Document) -> Span | None:
    """The heading that is the document's own title: the first one, alone on its level or said to be the title."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    if not headings:
        return None
    first = headings[0]
    alone = sum(block.level == first.level for block in headings) == 1
    named = squeeze(first.span.of(document.text)).text == squeeze(document.title).text
    return first.span if alone and (named or first.span.start == 0) else None
