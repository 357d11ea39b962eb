"""A real Word table: header row repeated, rows never cut, columns as wide as their contents ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.drafting.export.docx_styles import AMBER, TABLE_BORDERS, TABLE_MARGINS
from assistant.drafting.export.manuscript import Grid
from assistant.drafting.export.picture import OPEN_CELLS
from assistant.drafting.export.printable import ems
from assistant.drafting.export.word_xml import Element, run, w, w_fragment

if TYPE_CHECKING:
    from assistant.drafting.export.docx_body import Body

_EM = 180.0
"""Twips of one em at the nine points cells are set in."""
_NUMBER = re.compile(r"(?:[¥$€￥]|[A-Z]{3}\s?)?\d[\d,.]*\s?[^\d\s]{0,6}|[-—–]")
_TOTALS = ("合计", "总计", "小计", "total", "subtotal")


def table(grid: Grid, body: Body) -> Element:
    """``grid`` as ``w:tbl`` over the whole text width of ``body``'s layout."""
    header = [*grid.header, *([body.manuscript.words.evidence] if grid.references else [])]
    references = grid.references or ((),) * len(grid.rows)
    texts = [
        [*row, *(["".join(f"[{n}]" for n in cited)] if grid.references else [])]
        for row, cited in zip(grid.rows, references, strict=True)
    ]
    widths = column_widths([header, *texts], body.look.width)
    numeric = [_is_numeric([row[column] for row in texts]) for column in range(len(header))]
    numeric[0] = False
    rows = [_header_row(header, widths, numeric, body)]
    for row, cited in zip(grid.rows, references, strict=True):
        cells = [_cell_runs(text, bold=row[0].casefold() in _TOTALS) for text in row]
        if grid.references:
            cells.append(body.citations(cited, raised=False))
        rows.append(_row(cells, widths, numeric, body))
    columns = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", _properties(body, sum(widths)), columns, *rows)


def column_widths(rows: list[list[str]], width: int) -> list[int]:
    """Twips per column, summing to ``width``.

    Every column gets what its longest cell asks for (40 ems at most). What is left over goes to the
    wider columns; what is missing is taken from the widest only (water filling).
    """
    longest = [max(ems(row[column]) for row in rows) for column in range(len(rows[0]))]
    natural = [min(max(one, 2.2), 40.0) * _EM + 260 for one in longest]
    room = float(width)
    if sum(natural) <= room:
        stretch = [max(one - 1200, 60) for one in natural]
        spare = (room - sum(natural)) / sum(stretch)
        wide = [one + spare * part for one, part in zip(natural, stretch, strict=True)]
    else:
        level = _level(natural, room)
        wide = [min(one, level) for one in natural]
    rounded = [int(one) for one in wide]
    rounded[-1] += width - sum(rounded)
    return rounded


def _level(natural: list[float], room: float) -> float:
    """The width at which columns must be capped so that all fit into ``room``."""
    left, columns = room, len(natural)
    for one in sorted(natural):
        if one * columns >= left:
            break
        left -= one
        columns -= 1
    return left / max(columns, 1)


def _is_numeric(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell and not _is_open(cell)]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)


def _is_open(cell: str) -> bool:
    return any(mark in cell for mark in OPEN_CELLS)


def _cell_runs(text: str, *, bold: bool) -> list[Element]:
    weight = [w("b"), w("bCs")] if bold or _is_open(text) else []
    return [run(text, *weight, *([w("color", val=AMBER)] if _is_open(text) else []))]


def _header_row(header: list[str], widths: list[int], numeric: list[bool], body: Body) -> Element:
    cells = [[run(text, w("b"), w("bCs"))] for text in header]
    row = _row(cells, widths, numeric, body, shaded=not body.look.table_shades_header)
    row.insert(0, w("trPr", w("cantSplit"), w("tblHeader")))
    row.remove(row[1])
    return row


def _row(
    cells: list[list[Element]], widths: list[int], numeric: list[bool], body: Body, *, shaded: bool = False
) -> Element:
    row = w("tr", w("trPr", w("cantSplit")))
    for runs, width, right in zip(cells, widths, numeric, strict=True):
        properties = w("tcPr", w("tcW", w=width, type="dxa"))
        if shaded:
            properties.append(w("shd", val="clear", color="auto", fill="E8EDF4"))
        properties.append(w("vAlign", val="center"))
        paragraph = body.paragraph("cell", *runs)
        if right:
            paragraph[0].append(w("jc", val="right"))
        row.append(w("tc", properties, paragraph))
    return row


def _properties(body: Body, width: int) -> Element:
    look = body.look
    style = f'<w:tblStyle w:val="{look.table}"/>' if look.table else ""
    borders = "" if look.table else f"<w:tblBorders>{TABLE_BORDERS}</w:tblBorders>"
    margins = "" if look.table else f"<w:tblCellMar>{TABLE_MARGINS}</w:tblCellMar>"
    return w_fragment(
        "tblPr",
        f'{style}<w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/>{margins}'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="1"/>',
    )
