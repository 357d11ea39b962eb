"""Chunks along headings: what is found, cited and shown. Every chunk is a slice of its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.language import HAN, WIDE
from knowledge.evidence import Block, BlockKind, Chunk, Document, Place, Span, Table

LIMIT = 600
"""Units per chunk: a wide character is one unit, an English word two (600 characters ≈ 300 words)."""
VERSION = "1"
"""Part of the index fingerprint: raise it when chunks would come out differently."""

_UNIT = re.compile(rf"[{WIDE}]|[^\W{HAN}]+|[^\w\s]")
_WIDE = re.compile(f"[{WIDE}]")
_SENTENCE_END = re.compile(r"""[。！？；!?;…]+[”’"'）)」』】]*|\.[”’"')]*(?=\s|$)|\n""")
_CLAUSE_END = re.compile(r"[，、：,:]|\s|(?=[（(「『“])")
_SKIPPED = ("header", "footer", "note")


def measure(text: str) -> int:
    """Units of ``text``: 1 per wide character or symbol, 2 per word, more for words over 12 letters."""
    total = 0
    for found in _UNIT.finditer(text):
        width = found.end() - found.start()
        if width == 1:
            letter = text[found.start()]
            total += 2 if letter.isalnum() and not _WIDE.match(letter) else 1
        else:
            total += 2 + max(0, width - 12) // 4
    return total


@dataclass(frozen=True)
class _Unit:
    """The smallest thing packed: a heading, a whole small block, a piece of a paragraph, some rows."""

    span: Span
    size: int
    block: Block
    rows: tuple[int, int] | None = None
    """Half-open range of table rows, where the block is a table."""
    header: int = 0
    """Units of the header row that goes along as context when this row opens a chunk."""
    opens: bool = False
    """Whether it wants a chunk of its own: a table too long for one."""


def chunks_of(document: Document) -> tuple[Chunk, ...]:
    """The document's chunks in reading order; none crosses a heading, none is empty.

    Every non-blank character of a body block lies in exactly one chunk. A heading opens the first
    chunk under it and is context for the others; headings without words of their own open the
    next deeper section, or stand alone.
    """
    chunks: list[Chunk] = []
    for section in _sections(document.blocks):
        for units in _packed(section, document.text):
            chunks.append(_chunk(document, units, len(chunks)))
    return tuple(chunks)


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Runs of blocks under one heading path, each with the headings that lead into it."""
    section: list[Block] = []
    for block in blocks:
        if section and (block.kind in _SKIPPED or _starts_section(section, block)):
            yield section
            section = []
        if block.kind not in _SKIPPED:
            section.append(block)
    if section:
        yield section


def _starts_section(section: list[Block], block: Block) -> bool:
    last = section[-1]
    if block.kind == "heading":
        return last.kind != "heading" or block.level <= last.level
    path = (*last.headings, last.span) if last.kind == "heading" else last.headings
    return block.headings != path


def _packed(section: list[Block], text: str) -> Iterator[list[_Unit]]:
    """Consecutive units, each run within ``LIMIT`` unless one unit alone exceeds it."""
    packed: list[_Unit] = []
    size = 0
    for unit in (unit for block in section for unit in _units(block, text)):
        full = unit.opens or size + unit.size > LIMIT
        if packed and full and not _leads_into(unit, packed):
            kept = _kept_for(unit, packed)
            yield packed[: len(packed) - len(kept)]
            packed, size = kept, sum(one.size for one in kept) + unit.header
        packed.append(unit)
        size += unit.size
    if packed:
        yield packed


def _leads_into(unit: _Unit, packed: list[_Unit]) -> bool:
    """Headings, and the caption of the table that follows, do not make a chunk by themselves."""
    return all(one.block.kind == "heading" or one.span == unit.block.caption for one in packed)


def _kept_for(unit: _Unit, packed: list[_Unit]) -> list[_Unit]:
    """A caption moves on to the table it names."""
    return packed[-1:] if packed[-1].span == unit.block.caption else []


def _units(block: Block, text: str) -> Iterator[_Unit]:
    size = measure(block.span.of(text))
    if size <= LIMIT or block.kind == "heading":
        rows = (0, len(block.table.rows)) if block.table else None
        yield _Unit(block.span, size, block, rows)
    elif block.table:
        yield from _row_units(block, block.table, text)
    else:
        for span in _pieces(block.span, text):
            yield _Unit(span, measure(span.of(text)), block)


def _row_units(block: Block, table: Table, text: str) -> Iterator[_Unit]:
    """The header with the first row under it, then row by row."""
    rows = [table.row_span(row) for row in range(len(table.rows))]
    sizes = [measure(row.of(text)) for row in rows]
    first = min(table.header_rows + 1, len(rows))
    span = Span(start=rows[0].start, end=rows[first - 1].end)
    yield _Unit(span, sum(sizes[:first]), block, (0, first), opens=True)
    header = sum(sizes[: table.header_rows])
    for row in range(first, len(rows)):
        yield _Unit(rows[row], sizes[row], block, (row, row + 1), header)


def _pieces(span: Span, text: str) -> Iterator[Span]:
    """A long paragraph in pieces within ``LIMIT``, cut at sentence ends, else clauses, else anywhere."""
    start, size = span.start, 0
    cursor = span.start
    for end in _cuts(span, text):
        part = measure(text[cursor:end])
        if size and size + part > LIMIT:
            yield from _trimmed(start, cursor, text)
            start, size = cursor, 0
        cursor, size = end, size + part
    yield from _trimmed(start, span.end, text)


def _cuts(span: Span, text: str) -> Iterator[int]:
    """Offsets where ``span`` may be cut; no two neighbours are more than ``LIMIT`` apart."""
    body, start = span.of(text), 0
    ends = [found.end() for found in _SENTENCE_END.finditer(body)]
    for end in [*ends, len(body)]:
        while end - start > 8 * LIMIT or measure(body[start:end]) > LIMIT:
            start = _inner_cut(body, start, end)
            yield span.start + start
        if end > start:
            yield span.start + end
            start = end


def _inner_cut(body: str, start: int, end: int) -> int:
    """Where to cut a sentence that is too long: the last clause end within ``LIMIT``, or right there."""
    low, high = start + 1, min(end, start + 8 * LIMIT)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(body[start:middle]) <= LIMIT else (low, middle - 1)
    clauses = [found.end() for found in _CLAUSE_END.finditer(body, start + (low - start) // 2, low)]
    return clauses[-1] if clauses and clauses[-1] > start else low


def _trimmed(start: int, end: int, text: str) -> Iterator[Span]:
    body = text[start:end]
    left, right = len(body) - len(body.lstrip()), len(body) - len(body.rstrip())
    if start + left < end - right:
        yield Span(start=start + left, end=end - right)


def _chunk(document: Document, units: list[_Unit], ordinal: int) -> Chunk:
    span = Span(start=units[0].span.start, end=units[-1].span.end)
    last = units[-1].block
    path = (*last.headings, last.span) if last.kind == "heading" else last.headings
    body = [unit for unit in units if unit.block.kind != "heading"] or units
    return Chunk(
        id=Chunk.id_of(document.id, ordinal),
        document_id=document.id,
        ordinal=ordinal,
        span=span,
        text=span.of(document.text),
        context=_context(units, path, span),
        headings=tuple(one.of(document.text) for one in path),
        kind=_main_kind(body),
        place=_place(body),
    )


def _main_kind(units: list[_Unit]) -> BlockKind:
    sizes: Counter[BlockKind] = Counter()
    for unit in units:
        sizes[unit.block.kind] += unit.size
    return sizes.most_common(1)[0][0]


def _context(units: list[_Unit], path: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """Heading path, caption and header rows that do not already stand in the chunk's own text."""
    spans = list(path)
    tables = {id(unit.block): unit.block for unit in units if unit.block.table}
    for block in tables.values():
        spans += [block.caption] if block.caption else []
        spans += _header_spans(block.table)
    outside = [one for one in dict.fromkeys(spans) if len(one) and not span.holds(one)]
    return tuple(sorted(outside, key=lambda one: one.start))


def _header_spans(table: Table | None) -> list[Span]:
    return [table.row_span(row) for row in range(table.header_rows)] if table else []


def _place(units: list[_Unit]) -> Place:
    """The first unit's place, and the rows the chunk holds where the table numbers its rows."""
    place = units[0].block.place
    numbers = [
        number
        for unit in units
        if unit.rows and unit.block.table
        for number in unit.block.table.row_numbers[unit.rows[0] : unit.rows[1]]
    ]
    return place.model_copy(update={"row": numbers[0], "last_row": numbers[-1]}) if numbers else place
