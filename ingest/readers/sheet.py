"""A grid of cells becomes tables: blank rows part them, titles stand above, header rows are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.blocks import Assembler
from knowledge.evidence import Place

Row = tuple[int, dict[int, str]]
"""(row number from 1, column number → what the cell shows); blank cells are absent."""

_NUMBER = re.compile(
    r"^[-+(]?[¥￥$€£]?\s*[-+]?[\d,，]+(\.\d+)?\s*[%％)]?$|^\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?( .*)?$"
)


@dataclass(frozen=True)
class Region:
    """A rectangle of cells without a blank row in it. ``cells[i][j]`` belongs to row ``numbers[i]``."""

    numbers: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]


def feed_sheet(assembler: Assembler, rows: Sequence[Row], name: str | None) -> None:
    """All regions of a sheet; single lines above or between tables become paragraphs."""
    for region in regions_of(rows):
        lead = _title_rows(region)
        for index in range(lead):
            _line(assembler, region, index, name)
        if lead < len(region.cells):
            _table(assembler, Region(region.numbers[lead:], region.cells[lead:]), name)


def regions_of(rows: Sequence[Row]) -> Iterator[Region]:
    """Runs of neighbouring filled rows, cut to the columns they use."""
    run: list[Row] = []
    for row in rows:
        if run and row[0] != run[-1][0] + 1:
            yield _region(run)
            run = []
        if row[1]:
            run.append(row)
    if run:
        yield _region(run)


def _region(rows: list[Row]) -> Region:
    columns = sorted({column for _, cells in rows for column in cells})
    return Region(
        tuple(number for number, _ in rows),
        tuple(tuple(cells.get(column, "") for column in columns) for _, cells in rows),
    )


def _title_rows(region: Region) -> int:
    """How many rows at the top say one thing only while the rows under them say several."""
    wide = [_different(row) > 1 for row in region.cells]
    return wide.index(True) if True in wide else len(wide)


def _different(row: Sequence[str]) -> int:
    return len({cell for cell in row if cell})


def _line(assembler: Assembler, region: Region, index: int, name: str | None) -> None:
    text = next(cell for cell in region.cells[index] if cell)
    number = region.numbers[index]
    assembler.block("paragraph", text, Place(sheet=name, row=number, last_row=number))


def _table(assembler: Assembler, region: Region, name: str | None) -> None:
    kept = [column for column in range(len(region.cells[0])) if any(row[column] for row in region.cells)]
    cells = [[row[column] for column in kept] for row in region.cells]
    place = Place(sheet=name, row=region.numbers[0], last_row=region.numbers[-1])
    assembler.table(cells, header_rows_of(cells), place, region.numbers)


def header_rows_of(cells: Sequence[Sequence[str]]) -> int:
    """0, 1 or 2: a header row is mostly filled, holds no numbers, and has rows under it.

    A second one counts when the first repeats itself (a heading merged over several columns).
    """
    if len(cells) < 2 or not _names_columns(cells[0]) or _is_form(cells):
        return 0
    return 2 if len(cells) > 2 and _is_split(cells[0], cells[1]) and _names_columns(cells[1]) else 1


def _is_split(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether ``second`` names the parts of columns merged in ``first``; the others just go on down."""
    repeated = {cell for cell in first if cell and list(first).count(cell) > 1}
    others = [(a, b) for a, b in zip(first, second, strict=True) if a not in repeated]
    return bool(repeated) and bool(others) and all(b in ("", a) for a, b in others)


def _is_form(cells: Sequence[Sequence[str]]) -> bool:
    """Labels with a colon down the first column, values beside them."""
    return all(row[0].endswith((":", "：")) for row in cells)


def _names_columns(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return 2 * len(filled) >= len(row) and not any(_NUMBER.match(cell) for cell in filled)


def rows_of(cells: Mapping[tuple[int, int], str]) -> list[Row]:
    """(row, column) → text as rows in order, blank cells left out."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in cells.items():
        if text.strip():
            rows.setdefault(row, {})[column] = text
    return sorted(rows.items())
