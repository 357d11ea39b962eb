"""Word and Excel files made by other programs' libraries come out in order, numbered, with whole tables."""

from __future__ import annotations

import datetime
import io
import zipfile

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.read import read
from ingest.readers.cells import shown
from ingest.readers.word_numbers import chinese, roman, written
from knowledge.errors import CannotRead
from knowledge.evidence import Document


def saved(word: docx.document.Document) -> Document:
    stream = io.BytesIO()
    word.save(stream)
    return read("方案.docx", stream.getvalue()).document


def parts(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.span.of(document.text)) for block in document.blocks]


def with_numbering(word: docx.document.Document, levels: list[tuple[str, str]]) -> None:
    """List definition 77 with one level per (format, pattern)."""
    root = word.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (style, pattern) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{body}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def numbered(paragraph, level: int):
    properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(properties))
    return paragraph


def test_word_numbers_headings_as_word_shows_them():
    word = docx.Document()
    with_numbering(word, [("chineseCounting", "第%1章"), ("decimal", "%1.%2"), ("bullet", "")])
    for level, text in ((0, "概述"), (1, "背景"), (1, "目标"), (0, "方案"), (1, "架构")):
        numbered(word.add_heading(text, level + 1), level)
    numbered(word.add_paragraph("双机热备"), 2)
    assert parts(saved(word)) == [
        ("heading", 1, "第一章 概述"),
        ("heading", 2, "一.1 背景"),
        ("heading", 2, "一.2 目标"),
        ("heading", 1, "第二章 方案"),
        ("heading", 2, "二.1 架构"),
        ("list", 0, "    • 双机热备"),
    ]


@pytest.mark.parametrize(
    ("number", "style", "shown_as"),
    [(12, "chineseCounting", "十二"), (105, "chineseCountingThousand", "一百零五"), (20, "japaneseCounting", "二十"),
     (4, "upperRoman", "IV"), (27, "lowerLetter", "aa"), (3, "decimalEnclosedCircle", "③"), (7, "decimalZero", "07"),
     (2, "ideographTraditional", "乙"), (11, "chineseLegalSimplified", "壹拾壹"), (22, "ordinal", "22nd")],
)  # fmt: skip
def test_number_formats(number, style, shown_as):
    assert written(number, style) == shown_as


def test_numerals_count_without_repeating():
    assert len({chinese(number) for number in range(1, 2000)}) == 1999
    assert len({roman(number) for number in range(1, 2000)}) == 1999


def test_body_order_tables_and_title_shift_the_headings():
    word = docx.Document()
    word.add_paragraph("某仓储项目方案", style="Title")
    word.add_heading("部署", 1)
    word.add_paragraph("服务器如下：")
    table = word.add_table(3, 2)
    for row, cells in enumerate((("名称", "数量"), ("服务器", "4"), ("交换机", "2"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    word.add_paragraph("以上。")
    document = saved(word)
    assert parts(document) == [
        ("heading", 1, "某仓储项目方案"),
        ("heading", 2, "部署"),
        ("paragraph", 0, "服务器如下："),
        ("table", 0, "名称 | 数量\n服务器 | 4\n交换机 | 2"),
        ("paragraph", 0, "以上。"),
    ]
    assert document.blocks[3].caption == document.blocks[2].span
    assert document.title == "某仓储项目方案"


def test_merged_cells_repeat_and_rows_in_are_rows_out():
    word = docx.Document()
    table = word.add_table(4, 3)
    for row in range(4):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    read_table = next(block.table for block in saved(word).blocks if block.table)
    text = saved(word).text
    rows = [[cell.of(text) for cell in row] for row in read_table.rows]
    assert rows == [
        ["00", "01 02", "01 02"],
        ["10 20", "11", "12"],
        ["10 20", "21", "22"],
        ["30", "31", "32"],
    ]


def test_frames_are_opened_and_nested_tables_follow():
    word = docx.Document()
    frame = word.add_table(1, 1)
    frame.cell(0, 0).text = "框内正文"
    outer = word.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            outer.cell(row, column).text = f"外{row}{column}"
    inner = outer.cell(1, 1).add_table(2, 2)
    for row in range(2):
        for column in range(2):
            inner.cell(row, column).text = f"内{row}{column}"
    kinds = [(kind, words) for kind, _, words in parts(saved(word))]
    assert kinds[0] == ("paragraph", "框内正文")
    assert kinds[1] == ("table", "外00 | 外01\n外10 | 外11") and kinds[2] == (
        "table",
        "内00 | 内01\n内10 | 内11",
    )


def test_insertions_stay_deletions_go_links_and_controls_are_read():
    word = docx.Document()
    paragraph = word.add_paragraph("工期")
    for xml in (
        "<w:ins {0}><w:r><w:t>六个月</w:t></w:r></w:ins>",
        "<w:del {0}><w:r><w:delText>三个月</w:delText></w:r></w:del>",
        "<w:hyperlink {0}><w:r><w:t>（见附件）</w:t></w:r></w:hyperlink>",
        "<w:sdt {0}><w:sdtContent><w:r><w:t>已确认</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    assert saved(word).text == "工期六个月（见附件）已确认"


def test_headers_and_footers_stand_once_at_the_end_and_page_numbers_go():
    word = docx.Document()
    word.add_paragraph("正文")
    section = word.sections[0]
    section.header.paragraphs[0].text = "机密 某公司"
    section.footer.paragraphs[0].text = "第 3 页"
    word.add_section().header.is_linked_to_previous = True
    assert parts(saved(word)) == [("paragraph", 0, "正文"), ("header", 0, "机密 某公司")]


def test_table_of_contents_lines_are_notes():
    word = docx.Document()
    word.add_paragraph("目录")
    word.add_paragraph("1 概述\t3")
    word.add_heading("概述", 1)
    word.add_paragraph("正文")
    assert [kind for kind, _, _ in parts(saved(word))] == ["note", "note", "heading", "paragraph"]


def test_bold_numbered_lines_are_headings_where_no_style_says_so():
    word = docx.Document()
    for text, bold in (
        ("一、项目背景", True),
        ("背景说明文字。", False),
        ("（一）现状", True),
        ("现状说明。", False),
    ):
        word.add_paragraph().add_run(text).bold = bold
    assert [(kind, level) for kind, level, _ in parts(saved(word))] == [
        ("heading", 1), ("paragraph", 0), ("heading", 2), ("paragraph", 0),
    ]  # fmt: skip


def test_a_file_saved_as_strict_open_xml_is_read():
    word = docx.Document()
    word.add_heading("标题", 1)
    stream, strict = io.BytesIO(), io.BytesIO()
    word.save(stream)
    office, purl = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            part = part.replace(office + b"wordprocessingml/2006/main", purl + b"wordprocessingml/main")
            part = part.replace(office + b"officeDocument/2006/", purl + b"officeDocument/")
            new.writestr(name, part)
    assert parts(read("strict.docx", strict.getvalue()).document) == [("heading", 1, "标题")]


def workbook(fill) -> Document:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    fill(book)
    book.close()
    return read("报价.xlsx", stream.getvalue()).document


def test_sheets_titles_tables_and_row_numbers():
    def fill(book):
        sheet = book.add_worksheet("硬件")
        sheet.merge_range("A1:C1", "硬件报价单")
        sheet.write_row("A2", ["型号", "数量", "单价"])
        sheet.write_row("A3", ["X-100", 2, 1200.0])
        sheet.write_row("A4", ["X-200", 1, 0.1 + 0.2])
        sheet.write_row("A7", ["阶段", "比例"])
        sheet.write("A8", "首付")
        sheet.write("B8", 0.3, book.add_format({"num_format": "0%"}))

    document = workbook(fill)
    assert parts(document) == [
        ("heading", 1, "硬件"),
        ("paragraph", 0, "硬件报价单"),
        ("table", 0, "型号 | 数量 | 单价\nX-100 | 2 | 1200\nX-200 | 1 | 0.3"),
        ("table", 0, "阶段 | 比例\n首付 | 30%"),
    ]
    tables = [block for block in document.blocks if block.table]
    assert [block.table.row_numbers for block in tables] == [(2, 3, 4), (7, 8)]
    assert all(block.place.sheet == "硬件" and block.table.header_rows == 1 for block in tables)


def test_merged_spreadsheet_cells_repeat_and_two_header_rows_are_seen():
    def fill(book):
        sheet = book.add_worksheet("价格")
        sheet.merge_range("A1:A2", "型号")
        sheet.merge_range("B1:C1", "价格")
        sheet.write_row("B2", ["含税", "不含税"])
        sheet.merge_range("A3:A4", "X-100")
        sheet.write_row("B3", [113, 100])
        sheet.write_row("B4", [226, 200])

    document = workbook(fill)
    table = document.blocks[1].table
    assert document.blocks[1].span.of(document.text).split("\n") == [
        "型号 | 价格 | 价格", "型号 | 含税 | 不含税", "X-100 | 113 | 100", "X-100 | 226 | 200",
    ]  # fmt: skip
    assert table.header_rows == 2


def test_missing_values_show_their_formula():
    def fill(book):
        sheet = book.add_worksheet("明细")
        sheet.write_row(0, 0, ["项目", "成本"])
        sheet.write_row(1, 0, ["服务器", 80])
        sheet.write_formula("B3", "=B2*2", None, "")
        sheet.write("A3", "合计")

    document = workbook(fill)
    assert "formula-without-value" in document.warnings
    assert "合计 | =B2*2" in document.text


def test_what_its_author_hid_is_no_evidence_and_is_counted():
    def fill(book):
        sheet = book.add_worksheet("报价")
        sheet.write_row(0, 0, ["型号", "列表价", "采购成本", "毛利", "备注"])
        sheet.write_row(1, 0, ["X-100", 100, 61, 39, "现货"])
        sheet.write_row(2, 0, ["X-200", 200, 122, 78, "战略价勿外传"])
        sheet.write_row(3, 0, ["X-300", 300, 183, 117, "现货"])
        sheet.set_column("C:D", None, None, {"hidden": True})
        sheet.set_row(2, None, None, {"hidden": True})
        costs = book.add_worksheet("成本")
        costs.write_row(0, 0, ["项目", "成本"])
        costs.hide()
        book.add_worksheet("底价").very_hidden()

    document = workbook(fill)
    assert document.text.split("\n")[1:] == [
        "型号 | 列表价 | 备注",
        "X-100 | 100 | 现货",
        "X-300 | 300 | 现货",
    ]
    assert set(document.warnings) == {"hidden-sheets:2", "hidden-rows:1", "hidden-columns:2"}


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [(1200.0, "General", "1200"), (0.125, "0.0%", "12.5%"), (33.33333, "0.00", "33.33"), (15.5, "0.00", "15.5"),
     (9800, '"¥"#,##0.00', "¥9800"), (-5.25, "General", "-5.25"), (1e-7, "General", "0.0000001"), (True, "General", "TRUE"),
     (2.0**60, "General", "1152921504606846976"), (100.0, "0", "100"), (None, "General", ""),
     (datetime.datetime(2024, 3, 1), "yyyy", "2024-03-01"), (datetime.datetime(2024, 3, 1, 9, 30), "", "2024-03-01 09:30"),
     (datetime.time(9, 5), "", "09:05"), (0.0, "0.00", "0")],
)  # fmt: skip
def test_cells_show_what_a_person_sees(value, number_format, text):
    assert shown(value, number_format) == text


def test_a_lone_cell_at_the_far_corner_costs_nothing():
    def fill(book):
        sheet = book.add_worksheet("远")
        sheet.write_row(0, 0, ["甲", "乙"])
        sheet.write(1048575, 16383, "角")

    assert "角" in workbook(fill).text


def rezipped(name: str, content: bytes, level: int = 9) -> bytes:
    """A .docx with one part replaced."""
    stream, out = io.BytesIO(), io.BytesIO()
    docx.Document().save(stream)
    with (
        zipfile.ZipFile(stream) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "outcome"),
    [
        ("word/document.xml", b"<a>" + b" " * 60_000_000 + b"</a>", "too large"),
        ("word/document.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "corrupt"),
        ("../../evil.xml", b"<a/>", "corrupt"),
        ("word/document.xml", b"<w:broken", "corrupt"),
    ],
)
def test_bombs_and_tricks_are_refused_before_they_are_parsed(name, content, outcome):
    with pytest.raises(CannotRead) as caught:
        read("a.docx", rezipped(name, content))
    assert caught.value.outcome == outcome


def test_thousands_of_parts_are_refused_by_the_directory_alone():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(6000):
            archive.writestr(f"p{number}", b"")
    with pytest.raises(CannotRead) as caught:
        read("a.xlsx", out.getvalue())
    assert caught.value.outcome == "too large"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (3.5, "#,##0.###", "3.5"),
        (0.018, "#,##0.###", "0.018"),
        (3.5, "#,##0.00", "3.5"),
        (1234567.0, "#,##0,", "1235"),
        (40000, "#,##0.###", "40000"),
        (0.125, "0.0%", "12.5%"),
    ],
)
def test_a_cell_shows_every_digit_its_format_shows(value: float, number_format: str, text: str) -> None:
    from ingest.readers.cells import shown

    assert shown(value, number_format) == text
