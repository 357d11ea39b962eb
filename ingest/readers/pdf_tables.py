"""Ruled tables of a PDF page through pdfplumber; merged cells expanded."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.language import join_lines
from ingest.readers.sheet import header_rows_of

MAX_TABLE_PAGES = 120
"""Ruled pages searched for tables in one file; at about 0.2 s each that is half of the reader's time."""
_SAME = 3.0
"""Points within which two edges are one."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class RuledTable:
    """``box`` is (left, top, right, bottom) in points from the page's top left corner."""

    page: int
    last_page: int
    box: Box
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]
    """Left edges of the columns."""

    @property
    def header_rows(self) -> int:
        return header_rows_of(without_empty_columns(self.rows))

    def holds(self, point: tuple[float, float]) -> bool:
        left, top, right, bottom = self.box
        return left <= point[0] <= right and top <= point[1] <= bottom


def ruled_tables(plumber: Any, number: int) -> list[RuledTable]:
    """Tables of page ``number`` (from 1) of an open pdfplumber file, top to bottom.

    One column is a frame, not a table; columns left empty are kept, so that pages can be joined.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    page = plumber.pages[number - 1]
    try:
        found = [_table(page.chars, one.cells, number) for one in page.find_tables()]
    finally:
        page.close()
    tables = [one for one in found if one.rows and len(one.columns) > 1]
    outer = [
        one for one in tables if not any(_inside(one.box, other.box) for other in tables if other is not one)
    ]
    return sorted(outer, key=lambda one: one.box[1])


def is_table(table: RuledTable) -> bool:
    """At least two columns say different things in some row: not a frame around running text."""
    return any(len({cell for cell in row if cell}) > 1 for row in table.rows)


def _inside(box: Box, other: Box) -> bool:
    return box[0] >= other[0] and box[1] >= other[1] and box[2] <= other[2] and box[3] <= other[3]


def _table(letters: Sequence[dict[str, Any]], cells: Sequence[Box], number: int) -> RuledTable:
    lefts, tops = _edges([cell[0] for cell in cells]), _edges([cell[1] for cell in cells])
    grid = [["" for _ in lefts] for _ in tops]
    for cell in cells:
        text = _cell_text(letters, cell)
        for row in range(_slot(tops, cell[1]), _slot(tops, cell[3] - 2 * _SAME) + 1):
            for column in range(_slot(lefts, cell[0]), _slot(lefts, cell[2] - 2 * _SAME) + 1):
                grid[row][column] = text
    box = (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )
    rows = tuple(tuple(row) for row in grid if any(row))
    return RuledTable(number, number, box, rows, tuple(lefts))


def _cell_text(letters: Sequence[dict[str, Any]], cell: Box) -> str:
    """The letters whose middle lies in the cell, its lines joined as running text."""
    from pdfplumber.utils import extract_text

    inside = [one for one in letters if _holds_middle(cell, one)]
    joined = ""
    for line in extract_text(inside, x_tolerance=2).split("\n") if inside else ():
        joined = join_lines(joined, line.strip())
    return joined


def _holds_middle(cell: Box, letter: dict[str, Any]) -> bool:
    across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return bool(cell[0] <= across < cell[2] and cell[1] <= down < cell[3])


def _edges(values: list[float]) -> list[float]:
    """Sorted, values closer than ``_SAME`` folded into the first of them."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME:
            edges.append(value)
    return edges


def _slot(edges: list[float], value: float) -> int:
    return max(0, bisect_right(edges, value + _SAME) - 1)


def continues(first: RuledTable, second: RuledTable) -> bool:
    """Whether ``second`` goes on where ``first`` ended at the foot of the page before."""
    same = len(first.columns) == len(second.columns) and all(
        abs(a - b) <= _SAME for a, b in zip(first.columns, second.columns, strict=True)
    )
    return same and second.page == first.last_page + 1


def joined(first: RuledTable, second: RuledTable) -> RuledTable:
    """One table out of two pages: a repeated header is dropped, a row cut by the page is mended."""
    header = first.header_rows
    repeated = header and second.rows[:header] == first.rows[:header]
    rows = list(second.rows[header:] if repeated else second.rows)
    above = list(first.rows)
    if rows and above and not rows[0][0] and above[-1][0]:
        rest = rows.pop(0)
        above[-1] = tuple(join_lines(a, b) for a, b in zip(above[-1], rest, strict=True))
    return RuledTable(first.page, second.last_page, first.box, (*above, *rows), first.columns)


def without_empty_columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """``rows`` without the columns no row fills."""
    kept = [column for column in range(len(rows[0])) if any(row[column] for row in rows)]
    return [[row[column] for column in kept] for row in rows]
