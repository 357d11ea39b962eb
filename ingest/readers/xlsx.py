"""Excel workbooks: what a person sees in each sheet, as tables with row numbers."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ingest.admit import XLSX, corrupt
from ingest.blocks import MAX_CELLS, Assembler, ReadResult, too_much
from ingest.readers.cells import shown
from ingest.readers.sheet import feed_sheet, rows_of
from ingest.readers.strict_ooxml import transitional
from knowledge.errors import CannotRead
from knowledge.evidence import Place

_UNCOMPUTED = re.compile(rb"<f[\s>/](?:(?!<v>[^<]|</c>).)*</c>", re.DOTALL)
_MERGE = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
MAX_MERGED = 2_000_000
"""Cells covered by merges; openpyxl makes an object for each."""


def accepts(media_type: str) -> bool:
    return media_type == XLSX


def read(content: bytes, name: str) -> ReadResult:
    """Each sheet is a heading and its tables; formulas by their stored values.

    A formula never computed keeps its text (warning ``formula-without-value``). What its author hid (costs, drafts)
    is no evidence: hidden sheets, rows and columns are left out and counted (``hidden-sheets:2``, ``hidden-rows:5``,
    ``hidden-columns:1``). Raises CannotRead ``corrupt`` or ``too large``.
    """
    content = _transitional(content)
    uncomputed = _look_ahead(content)
    book = _load(content, values=True)
    formulas = _load(content, values=False) if uncomputed else None
    assembler = Assembler()
    hidden: Counter[str] = Counter()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden["hidden-sheets"] += 1
            continue
        cells = dict(_cells(sheet))
        if formulas is not None:
            missing = {place: text for place, text in _formulas(formulas[sheet.title]) if place not in cells}
            if missing:
                assembler.warn("formula-without-value")
            cells.update(missing)
        cells = _visible(sheet, cells, hidden)
        _expand_merged(sheet, cells)
        rows = rows_of(cells)
        if rows:
            assembler.heading(sheet.title, 1, Place(sheet=sheet.title))
            feed_sheet(assembler, rows, sheet.title)
    for what, count in sorted(hidden.items()):
        if count:
            assembler.warn(f"{what}:{count}")
    return assembler.result(title=book.properties.title)


def _visible(
    sheet: Any, cells: dict[tuple[int, int], str], hidden: Counter[str]
) -> dict[tuple[int, int], str]:
    """``cells`` without hidden rows and columns; those that held something are counted in ``hidden``."""
    from openpyxl.utils import column_index_from_string

    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    spans = [
        range(
            column.min or column_index_from_string(name), (column.max or column_index_from_string(name)) + 1
        )
        for name, column in sheet.column_dimensions.items()
        if column.hidden
    ]
    columns = {number for _, number in cells if any(number in span for span in spans)}
    hidden.update({"hidden-rows": len(rows & {row for row, _ in cells})} if rows else {})
    hidden.update({"hidden-columns": len(columns)} if columns else {})
    return {place: text for place, text in cells.items() if place[0] not in rows and place[1] not in columns}


def _transitional(content: bytes) -> bytes:
    try:
        return transitional(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise corrupt() from error


def _look_ahead(content: bytes) -> bool:
    """Whether some formula has no stored value; refuses too many cells and merges over millions."""
    uncomputed = False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                if not part.startswith("xl/worksheets/"):
                    continue
                body = archive.read(part)
                if body.count(b"<v>") > MAX_CELLS or body.count(b"<c ") > 4 * MAX_CELLS:
                    raise too_much(f"{MAX_CELLS:,} 个单元格", f"{MAX_CELLS:,} table cells")
                uncomputed = uncomputed or bool(_UNCOMPUTED.search(body))
                if sum(_merged_cells(found) for found in _MERGE.finditer(body)) > MAX_MERGED:
                    raise CannotRead(
                        "too large",
                        "合并单元格覆盖的范围过大，请取消整表合并后再添加。",
                        "Merged cells cover far too many cells: unmerge them, then add the file.",
                    )
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise corrupt() from error
    return uncomputed


def _merged_cells(found: re.Match[bytes]) -> int:
    from openpyxl.utils import column_index_from_string

    left, top, right, bottom = (part.decode() for part in found.groups())
    try:
        width = column_index_from_string(right) - column_index_from_string(left) + 1
    except ValueError:
        return 0
    return max(0, width) * max(0, int(bottom) - int(top) + 1)


def _load(content: bytes, *, values: bool) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(io.BytesIO(content), data_only=values, keep_links=False)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as error:
            raise corrupt() from error


def _cells(sheet: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """((row, column), what is shown) of filled cells only: a lone cell at XFD1048576 costs nothing."""
    for place, cell in sheet._cells.items():
        text = shown(cell.value, getattr(cell, "number_format", "General"))
        if text:
            yield place, text


def _formulas(sheet: Any) -> Iterator[tuple[tuple[int, int], str]]:
    for place, cell in sheet._cells.items():
        value = getattr(cell.value, "text", cell.value)
        if isinstance(value, str) and value.startswith("="):
            yield place, value


def _expand_merged(sheet: Any, cells: dict[tuple[int, int], str]) -> None:
    """Merged cells repeat their text within the columns and rows that hold anything else."""
    filled_rows = {row for row, _ in cells}
    filled_columns = {column for _, column in cells}
    for merged in sheet.merged_cells.ranges:
        text = cells.get((merged.min_row, merged.min_col))
        if text is None:
            continue
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                if row in filled_rows and column in filled_columns:
                    cells.setdefault((row, column), text)
