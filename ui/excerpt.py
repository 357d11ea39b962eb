"""The surroundings of a passage: the heading's text around it, or the rows around it with their header."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.evidence import Block, Document, Span
from ui import paper
from ui.highlight import runs

ROWS_AROUND = 8
CHARACTERS_AROUND = 1600
"""On either side of the passage, where its section is longer than that."""


def around(document: Document, span: Span, hidden: str) -> list[paper.Block]:
    """What a reader sees around ``span``: its heading path, then its section with ``span`` marked.

    ``hidden`` is said where the section goes on before or after what is shown.
    """
    at = _first_block(document, span)
    if at is None:
        return [paper.block("line", *runs(document.text[:CHARACTERS_AROUND], ()))]
    headings = _path(document.blocks[at])
    first, last = _section(document.blocks, at, headings)
    low, high = _window(document.blocks, at, first, last, span)
    drawn: list[paper.Block] = []
    if headings:
        drawn.append(paper.block("heading", " › ".join(one.of(document.text) for one in headings)))
    if low > first:
        drawn.append(paper.block("note", hidden))
    for block in document.blocks[low:high]:
        if block.span not in headings:
            drawn += _drawn(document, block, span)
    if high < last:
        drawn.append(paper.block("note", hidden))
    return drawn


def _first_block(document: Document, span: Span) -> int | None:
    return next((index for index, block in enumerate(document.blocks) if block.span.end > span.start), None)


def _path(block: Block) -> tuple[Span, ...]:
    """The headings over a block; a heading stands under itself."""
    return (*block.headings, block.span) if block.kind == "heading" else block.headings


def _section(blocks: Sequence[Block], at: int, headings: tuple[Span, ...]) -> tuple[int, int]:
    """Neighbours of block ``at`` under the same heading or deeper: half-open range of block numbers."""

    def inside(block: Block) -> bool:
        return _path(block)[: len(headings)] == headings

    first = at
    while first > 0 and inside(blocks[first - 1]):
        first -= 1
    last = at + 1
    while last < len(blocks) and inside(blocks[last]):
        last += 1
    return first, last


def _window(blocks: Sequence[Block], at: int, first: int, last: int, span: Span) -> tuple[int, int]:
    low, high = at, at + 1
    while low > first and span.start - blocks[low - 1].span.start <= CHARACTERS_AROUND:
        low -= 1
    while high < last and (
        blocks[high].span.start < span.end or blocks[high].span.end - span.end <= CHARACTERS_AROUND
    ):
        high += 1
    return low, high


def _drawn(document: Document, block: Block, span: Span) -> list[paper.Block]:
    if block.table is not None:
        return _rows(document, block, span)
    text = block.span.of(document.text)
    marked = runs(text, [span] if span.overlaps(block.span) else [], start=block.span.start)
    aim = span.overlaps(block.span) and span.start >= block.span.start
    if block.kind == "heading":
        return [paper.block("subheading", *marked, aim=aim)]
    if block.kind == "list":
        return [
            paper.block("line", *marked, aim=aim),
        ]
    return [paper.block("note" if block.kind in ("header", "footer", "note") else "line", *marked, aim=aim)]


def _rows(document: Document, block: Block, span: Span) -> list[paper.Block]:
    """The rows around the passage under their header, with their numbers where the original has them."""
    table = block.table
    if table is None:
        return []
    body = range(table.header_rows, len(table.rows))
    cited = [index for index in body if table.row_span(index).overlaps(span)]
    low = max(table.header_rows, (cited[0] if cited else table.header_rows) - ROWS_AROUND)
    high = min(len(table.rows), (cited[-1] if cited else low) + 1 + ROWS_AROUND)
    if not cited and not span.overlaps(block.span):
        high = min(high, low + ROWS_AROUND)
    numbers = table.row_numbers if len(table.row_numbers) == len(table.rows) else ()

    def cells(index: int, marks: Sequence[Span]) -> list[list[paper.Run]]:
        number = [[paper.run(str(numbers[index]), "soft")]] if numbers else []
        return number + [runs(cell.of(document.text), marks, start=cell.start) for cell in table.rows[index]]

    def drawn(index: int) -> list[list[paper.Run]]:
        return cells(index, [span] if _part_of_row(span, table.row_span(index)) else [])

    header = range(table.header_rows)
    return [
        paper.grid(
            [drawn(index) for index in header],
            [drawn(index) for index in range(low, high)],
            marked=[index - low for index in cited],
            marked_header=[index for index in header if table.row_span(index).overlaps(span)],
        )
    ]


def _part_of_row(span: Span, row: Span) -> bool:
    """Whether the passage is less than the row: then its own words are marked inside the marked row."""
    return span.overlaps(row) and not span.holds(row)
