"""Lines of a need put together again, and lines that name a chat, a part or a writer and ask nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.drafting.need.cues import mood_of
from assistant.drafting.need.marks import is_marked
from assistant.drafting.need.segments import named
from assistant.drafting.words.statements import Statement, of_block
from assistant.grounding.folding import fold
from assistant.grounding.numbers import quantities
from knowledge.evidence import Document, Span

_SIGN_OFF = re.compile(
    r"(?:(?:with )?(?:best|kind|warm)?\s*(?:regards|rgds|wishes)|br|thanks|many thanks|thank you|cheers|sincerely|"
    r"yours (?:sincerely|faithfully|truly)|此致|敬礼|祝好|顺颂商祺|(?:顺祝)?商祺)[,，.。!！]*"
)
_LONGEST_SIGNED = 60
_LONGEST_CAPTION = 24
_NUMBER = re.compile(r"(?:^|\n)[ \t]*(\d{1,2}(?:\.\d{1,2}){1,3})[.、]?[ \t]*$")
_BELOW = re.compile(
    r"\s*\n\s*[★▲]?\s*(?:[（(][\d一二三四五六七八九十]{1,3}[)）]|\d{1,2}[)）、]|[①-⑳]|[a-z][)）]|[•·–—*-]\s)"
)
_SAID = re.compile(r"[，。；！？,;!?：:]")
_NAMED = 2


def rejoined(document: Document) -> Iterator[Statement]:
    """The statements of ``document``, the later sentences of a marked line in that line, and a bare amount with
    its question.
    """
    last: Statement | None = None
    for statement in _stated(document):
        if last is not None and _continues(document, last, statement):
            last = replace(last, span=Span(start=last.span.start, end=statement.span.end))
            continue
        if last is not None:
            yield last
        last = statement
    if last is not None:
        yield last


def _stated(document: Document) -> Iterator[Statement]:
    """Every statement, and headings that are marked lines themselves (★5.3.1 工期：120 日历天)."""
    for block in document.blocks:
        if block.kind in ("paragraph", "list", "table", "note"):
            yield from of_block(document, block)
        elif block.kind == "heading":
            words = block.span.of(document.text)
            if is_marked(words) and (_SAID.search(words) or quantities(words) or mood_of(words) == "asks"):
                headings = tuple(" ".join(span.of(document.text).split()) for span in block.headings)
                yield Statement(block.span, block, headings)


def _continues(document: Document, last: Statement, statement: Statement) -> bool:
    if statement.cells or last.cells or statement.block is not last.block:
        return False
    first, second = last.text(document), statement.text(document)
    between = document.text[last.span.end : statement.span.start]
    if between.strip() or "\n" in between or first.endswith("\n"):
        return False
    if is_marked(first):
        return not is_marked(second)
    amount = bool(quantities(second)) and len(named(fold(second))) < _NAMED
    return first.rstrip().endswith(("?", "？")) and mood_of(first) == "asks" and amount


def is_sign_off(words: str) -> bool:
    """Whether a line ends a mail; what stands below it is who wrote."""
    return _SIGN_OFF.fullmatch(fold(words).strip()) is not None


def is_signature(words: str) -> bool:
    """Whether a line below a sign-off names the writer: short, and asking for nothing."""
    return len(words) <= _LONGEST_SIGNED and mood_of(words) != "asks" and not is_marked(words)


def is_chat_title(words: str) -> bool:
    """Whether a line before a chat's first turn only says which chat it is."""
    return not is_marked(words) and mood_of(words) == "neutral" and not re.search(r"[。；！？;!?]", words)


def names_part(document: Document, span: Span) -> bool:
    """Whether a numbered line (5.2.1 视频监控) is the heading of the numbered items right below it."""
    text, words = document.text, span.of(document.text)
    numbered = _NUMBER.search(text[max(0, span.start - 24) : span.start])
    if numbered is None or len(words) > _LONGEST_CAPTION or _SAID.search(words) or quantities(words):
        return False
    deeper = re.match(rf"\s*\n\s*[★▲]?\s*{re.escape(numbered.group(1))}\.\d", text[span.end : span.end + 40])
    return (_BELOW.match(text, span.end) is not None or deeper is not None) and mood_of(words) != "asks"
