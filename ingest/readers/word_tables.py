"""Word tables as rectangles: spans and vertical merges expanded by repeating their paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ingest.readers.word_xml import W, attribute, blocks_in, rows_in, switched_on

MAX_SPAN = 63
"""Columns one cell may cover: Word's own limit for a table."""


@dataclass(frozen=True)
class WordTable:
    """``cells[row][column]`` are the paragraphs of a cell; merged cells share theirs."""

    cells: tuple[tuple[tuple[Any, ...], ...], ...]
    header_rows: int
    nested: tuple[Any, ...]
    contents: tuple[Any, ...]
    """Paragraphs and tables of the first cell, in order."""


def table_of(element: Any) -> WordTable:
    """A ``w:tbl`` with its merges expanded. The header is the rows marked so, else the first row."""
    rows: list[tuple[tuple[Any, ...], ...]] = []
    nested: list[Any] = []
    contents: tuple[Any, ...] = ()
    marked = 0
    for row in rows_in(element, "tr"):
        above = rows[-1] if rows else ()
        cells, inner = _row(row, above)
        if not rows and inner is not None:
            contents = inner[0] if inner else ()
        nested += [one for content in inner for one in content if one.tag == W + "tbl"]
        if cells:
            rows.append(cells)
        if marked == len(rows) - 1 and switched_on(row.find(W + "trPr"), "tblHeader"):
            marked += 1
    header = marked if 0 < marked < len(rows) else min(1, max(len(rows) - 1, 0))
    return WordTable(tuple(rows), header, tuple(nested), contents)


def _row(
    row: Any, above: tuple[tuple[Any, ...], ...]
) -> tuple[tuple[tuple[Any, ...], ...], list[tuple[Any, ...]]]:
    """(paragraphs per column, contents per cell) of a ``w:tr`` under the row ``above``."""
    properties = row.find(W + "trPr")
    cells: list[tuple[Any, ...]] = [()] * _number(properties, "gridBefore", 0)
    inner: list[tuple[Any, ...]] = []
    for cell in rows_in(row, "tc"):
        settings = cell.find(W + "tcPr")
        span = max(1, min(_number(settings, "gridSpan", 1), MAX_SPAN))
        merge = settings.find(W + "vMerge") if settings is not None else None
        continued = merge is not None and attribute(merge, "val", "continue") == "continue"
        content = tuple(blocks_in(cell))
        inner.append(content)
        if continued and len(cells) < len(above):
            paragraphs = above[len(cells)]
        else:
            paragraphs = tuple(one for one in content if one.tag == W + "p")
        cells += [paragraphs] * span
    return tuple(cells), inner


def _number(properties: Any, name: str, default: int) -> int:
    found = properties.find(W + name) if properties is not None else None
    value = attribute(found, "val") if found is not None else None
    return int(value) if value and value.isdigit() else default
