"""What a document says, one statement at a time: sentences, list items, table rows, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.grounding.cite import trim
from knowledge.evidence import Block, Document, Span

_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nos|e\.g|i\.e|etc|inc|ltd|co|corp|vs|mr|mrs|ms|dr|fig|sec|approx|u\.s|st|jr|rev|dept|est)|\b[a-z])\.$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[。！？!?；;](?:[”」』\"')）]+)?|\.(?=\s+[\"“(]?[A-Z0-9•])|\n")
_MARKER = re.compile(
    r"^\s*(?:[•·▪●○■◆–—*-]\s+|[（(]?\d{1,2}(?:[)）、]|[.．](?!\d))\s*|[（(][一二三四五六七八九十]{1,3}[)）]\s*"
    r"|[一二三四五六七八九十]{1,3}、\s*|[①-⑳]\s*|[（(]?[a-z][)）]\s+|[a-z]\.\s+)+",
    re.IGNORECASE,
)
_LEVELS = re.compile(r"(\d{1,2})\.(\d{1,2})((?:\.\d{1,2}){1,3})?[.、]?(?:\s+|(?=[★▲☆△\u3400-\u9fff]))")
_NEIGHBOURHOOD = 3000
"""Characters before and behind a number of two levels in which its sister stands, if it numbers an article."""
_ITEM = re.compile(
    r"(?m)^\s*(?:[•·▪●○■◆–—*-]\s|\(?\d{1,3}[.)、．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|[a-z][.)]\s)"
)


@dataclass(frozen=True)
class Statement:
    """One sentence, list item or table row. ``cells`` and ``header`` are set for table rows."""

    span: Span
    block: Block
    headings: tuple[str, ...]
    cells: tuple[Span, ...] = ()
    header: tuple[Span, ...] = ()

    def text(self, document: Document) -> str:
        return self.span.of(document.text)


def statements(document: Document) -> Iterator[Statement]:
    """Every statement of ``document`` in reading order; headings, code, headers and footers say nothing."""
    for block in document.blocks:
        if block.kind in ("paragraph", "list", "table", "note"):
            yield from of_block(document, block)


def of_block(document: Document, block: Block) -> Iterator[Statement]:
    """The statements of one block."""
    headings = tuple(" ".join(span.of(document.text).split()) for span in block.headings)
    if block.table is not None:
        yield from _rows(block, headings)
        return
    parts = items(document.text, block.span) if block.kind == "list" else (block.span,)
    for part in parts:
        for span in sentences(document.text, part):
            yield Statement(span, block, headings)


def _rows(block: Block, headings: tuple[str, ...]) -> Iterator[Statement]:
    table = block.table
    if table is None:
        return
    header = table.rows[table.header_rows - 1] if table.header_rows else ()
    for index in range(table.header_rows, len(table.rows)):
        yield Statement(table.row_span(index), block, headings, table.rows[index], header)


def items(text: str, span: Span) -> tuple[Span, ...]:
    """The items of a list block: each begins at a marker; lines without one continue the item before."""
    starts = [span.start + match.start() for match in _ITEM.finditer(span.of(text))]
    if not starts or starts[0] > span.start:
        starts.insert(0, span.start)
    ends = [*starts[1:], span.end]
    return tuple(trim(text, Span(start=a, end=b)) for a, b in zip(starts, ends, strict=True))


def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences of ``span``, without list markers and without surrounding white space."""
    found, start = [], span.start
    body = span.of(text)
    for match in _STOP.finditer(body):
        end = span.start + match.end()
        if match.group()[0] == "." and _ABBREVIATION.search(text[max(start, end - 12) : end]):
            continue
        found.append(Span(start=start, end=end))
        start = end
    found.append(Span(start=start, end=span.end))
    cleaned = (without_marker(text, trim(text, part)) for part in found)
    return tuple(part for part in cleaned if re.search(r"\w", part.of(text)))


def without_marker(text: str, span: Span) -> Span:
    """``span`` without a leading list marker, number or bullet."""
    words = span.of(text)
    match = _MARKER.match(words)
    if match is None and (match := _LEVELS.match(words)) and not _numbers_article(text, span, match):
        match = None
    if match and match.end() < len(span):
        return Span(start=span.start + match.end(), end=span.end)
    return span


def _numbers_article(text: str, span: Span, match: re.Match[str]) -> bool:
    """Whether ``3.2`` at a statement's head numbers it: of three levels, or with 3.1 or 3.3 before another."""
    if match.group(3):
        return True
    around = text[max(0, span.start - _NEIGHBOURHOOD) : span.start + _NEIGHBOURHOOD]
    chapter, article = int(match.group(1)), int(match.group(2))
    sisters = f"{chapter}\\.(?:{article - 1}|{article + 1})" if article else rf"{chapter}\.1"
    return re.search(rf"(?m)(?:^|[.。;；:：|])\s*{sisters}(?![\d.])", around) is not None


def clauses(text: str, span: Span) -> tuple[Span, ...]:
    """The comma-separated parts of a sentence; commas inside numbers do not part."""
    cuts = [
        span.start + m.end() for m in re.finditer(r"[，、](?!\s*(?:且|并|其中))|,(?!\d{3})\s", span.of(text))
    ]
    edges = [span.start, *cuts, span.end]
    parts = (Span(start=a, end=b) for a, b in pairwise(edges))
    return tuple(part for part in parts if len(part))
