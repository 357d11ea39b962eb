"""Write the price list workbook: merged headers, a note row, and the software sheet in 万元."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from content.prices import CODE, HARDWARE, HISTORY, NOTES, SERVICES, SOFTWARE, TITLE, Row
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

COLUMNS = (
    ("类别", 13),
    ("型号", 15),
    ("名称及规格", 52),
    ("单位", 7),
    ("列表价", 12),
    ("量价（≥20）", 13),
    ("有效期至", 12),
    ("备注", 22),
)


def write_prices(path: Path) -> None:
    """Write the workbook with fixed dates, so that two runs give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"author": "顾晓岚", "company": "衡岳智能科技", "created": datetime(2026, 7, 1)})
    _cover(book)
    _sheet(book, "硬件", HARDWARE, "价格（元/含税）", True)
    _sheet(book, "软件", SOFTWARE, "价格（万元/含税）", False)
    _sheet(book, "服务", SERVICES, "价格（元/含税）", False)
    book.close()


def _cover(book: Workbook) -> None:
    sheet = book.add_worksheet("说明")
    bold = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#D9E2F3"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 62)
    sheet.set_column(3, 3, 12)
    sheet.merge_range("A1:D1", TITLE, bold)
    sheet.merge_range("A2:D2", CODE)
    sheet.write("A4", "修订记录")
    sheet.write_row("A5", ("日期", "编号", "修订内容", "编制"), head)
    for index, row in enumerate(HISTORY):
        sheet.write_row(5 + index, 0, row, cell)
    sheet.merge_range("A9:D9", "对外报价一律使用当期有效价格；超过“有效期至”的型号须向商务部重新询价。", cell)


def _sheet(book: Workbook, name: str, rows: tuple[Row, ...], prices: str, volume: bool) -> None:
    sheet = book.add_worksheet(name)
    title = book.add_format({"bold": True, "font_size": 13, "align": "center"})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "bg_color": "#D9E2F3"}
    )
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "valign": "vcenter"})
    money = book.add_format(
        {"border": 1, "num_format": "#,##0.###" if name == "软件" else "#,##0", "valign": "vcenter"}
    )
    for column, (_, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 7, f"{TITLE}——{name}", title)
    for column, (words, _) in enumerate(COLUMNS):
        if column in (4, 5):
            sheet.write(2, column, words, head)
        else:
            sheet.merge_range(1, column, 2, column, words, head)
    sheet.merge_range(1, 4, 1, 5, prices, head)
    for at, row in enumerate(rows, start=3):
        sheet.write_row(at, 1, row[1:4], cell)
        sheet.write_number(at, 4, row[4], money)
        if volume:
            sheet.write_formula(at, 5, f"=ROUND(E{at + 1}*0.95,0)", money, round(row[4] * 0.95))
        else:
            sheet.write(at, 5, "—", cell)
        sheet.write_datetime(at, 6, date.fromisoformat(row[5]), day)
        sheet.write(at, 7, row[6], cell)
    _groups(sheet, rows, cell)
    for offset, note in enumerate(NOTES[name]):
        sheet.merge_range(3 + len(rows) + offset, 0, 3 + len(rows) + offset, 7, note, cell)
        sheet.set_row(3 + len(rows) + offset, 32)
    sheet.freeze_panes(3, 2)


def _groups(sheet: xlsxwriter.worksheet.Worksheet, rows: tuple[Row, ...], cell: Format) -> None:
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at][0] != rows[first][0]:
            if at - first > 1:
                sheet.merge_range(3 + first, 0, 2 + at, 0, rows[first][0], cell)
            else:
                sheet.write(3 + first, 0, rows[first][0], cell)
            first = at
