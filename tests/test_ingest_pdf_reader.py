"""PDFs made by reportlab, in Chinese and English: paragraphs, headings, tables, scans, passwords."""

from __future__ import annotations

import io

import pypdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.read import read
from ingest.readers.pdf import page_ranges
from knowledge.errors import CannotRead

FONT = "STSong-Light"
LEFT, TOP, WIDTH = 72, 770, 450


class Pages:
    """Draws wrapped text and ruled tables from the top of the page down."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._stream = io.BytesIO()
        self.canvas = Canvas(self._stream, pagesize=A4)
        self.y = TOP

    def line(self, text: str, size: float = 10.5, left: float = LEFT) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(left, self.y, text)
        self.y -= size * 1.5

    def paragraph(self, text: str, size: float = 10.5) -> None:
        """Chinese, two characters of indent, wrapped at the full width."""
        per_line = int(WIDTH // size)
        rest, left = text, LEFT + 2 * size
        first = per_line - 2
        while rest:
            self.line(rest[:first], size, left)
            rest, left, first = rest[first:], LEFT, per_line

    def table(self, rows: list[list[str]], width: float = 110, ruled: bool = True) -> None:
        for row in rows:
            for column, text in enumerate(row):
                left = LEFT + column * width
                if ruled:
                    self.canvas.rect(left, self.y - 6, width, 20)
                self.canvas.setFont(FONT, 10)
                self.canvas.drawString(left + 4, self.y, text)
            self.y -= 20
        self.y -= 10

    def next_page(self) -> None:
        self.canvas.showPage()
        self.y = TOP

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._stream.getvalue()


def blocks(content: bytes) -> list[tuple[str, int | None, str]]:
    document = read("方案.pdf", content).document
    return [(block.kind, block.place.page, block.span.of(document.text)) for block in document.blocks]


SENTENCES = "本方案采用本地私有化部署，应用服务器与数据库服务器均为双机热备，备份数据每日异地复制。" * 3


def test_wrapped_chinese_is_one_paragraph_without_spaces():
    pages = Pages()
    pages.paragraph(SENTENCES)
    pages.paragraph("第二段另起一行，" + SENTENCES)
    assert blocks(pages.bytes()) == [
        ("paragraph", 1, SENTENCES),
        ("paragraph", 1, "第二段另起一行，" + SENTENCES),
    ]


def test_headings_by_size_and_number_stand_over_their_text():
    pages = Pages()
    pages.line("某仓储项目技术方案", 20)
    for number in (1, 2):
        pages.line(f"{number} 第{number}部分", 14)
        pages.line(f"{number}.1 部署模型", 12)
        pages.paragraph(SENTENCES)
    document = read("a.pdf", pages.bytes()).document
    headings = [
        (block.level, block.span.of(document.text)) for block in document.blocks if block.kind == "heading"
    ]
    assert headings == [
        (1, "某仓储项目技术方案"), (2, "1 第1部分"), (3, "1.1 部署模型"), (2, "2 第2部分"), (3, "2.1 部署模型"),
    ]  # fmt: skip
    assert document.title == "某仓储项目技术方案" and document.pages == 1
    assert len(document.blocks[3].headings) == 3


ROWS = [["型号", "数量", "单价"], ["X-100", "2", "1200"], ["X-200", "5", "800"]]
LINES = "型号 | 数量 | 单价\nX-100 | 2 | 1200\nX-200 | 5 | 800"


@pytest.mark.parametrize("ruled", [True, False])
def test_tables_stand_in_place_and_are_not_repeated_as_text(ruled):
    pages = Pages()
    pages.paragraph(SENTENCES)
    pages.table(ROWS, ruled=ruled)
    pages.paragraph(SENTENCES)
    found = blocks(pages.bytes())
    assert found == [("paragraph", 1, SENTENCES), ("table", 1, LINES), ("paragraph", 1, SENTENCES)]


def test_a_ruled_table_over_two_pages_is_one_table():
    pages = Pages()
    pages.table(ROWS)
    pages.next_page()
    pages.table([ROWS[0], ["X-300", "7", "600"]])
    assert blocks(pages.bytes()) == [("table", 1, LINES + "\nX-300 | 7 | 600")]


def test_running_heads_leave_the_flow_and_page_numbers_go():
    pages = Pages()
    for number in range(1, 5):
        pages.canvas.setFont(FONT, 9)
        pages.canvas.drawString(LEFT, 810, "某公司 技术文件")
        pages.canvas.drawString(280, 30, f"第 {number} 页 共 4 页")
        pages.y = 700
        pages.paragraph(f"第{number}页的正文，" + SENTENCES)
        pages.next_page()
    found = blocks(pages.bytes())
    assert [kind for kind, _, _ in found] == ["paragraph"] * 4 + ["header"]
    assert found[-1][2] == "某公司 技术文件"
    assert [page for _, page, _ in found[:4]] == [1, 2, 3, 4]


def test_directory_lines_are_notes():
    pages = Pages()
    pages.line("1 概述……………………………3")
    pages.line("2 方案 ........................ 5")
    pages.paragraph(SENTENCES)
    assert [kind for kind, _, _ in blocks(pages.bytes())] == ["note", "note", "paragraph"]


def test_a_model_number_broken_at_its_hyphen_keeps_it():
    pages = Pages()
    pages.line("All sites are equipped with front and rear scanners of the series HY-", 12)
    pages.line("AMR660 and are moni-", 12)
    text = blocks(pages.bytes())[0][2]
    assert "HY-AMR660" in text


def scanned(canvas: Canvas) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.showPage()


def test_a_scan_is_named_as_one_with_its_pages():
    pages = Pages()
    scanned(pages.canvas)
    scanned(pages.canvas)
    with pytest.raises(CannotRead) as caught:
        read("扫描.pdf", pages.bytes())
    assert caught.value.outcome == "no text layer" and "1–2" in caught.value.zh


def test_some_scanned_pages_are_a_warning():
    pages = Pages()
    pages.paragraph(SENTENCES)
    pages.next_page()
    scanned(pages.canvas)
    scanned(pages.canvas)
    document = read("a.pdf", pages.bytes()).document
    assert document.warnings == ("no-text-layer:2-3",) and document.pages == 3


@pytest.mark.parametrize(("password", "opens"), [("", True), ("secret", False)])
def test_a_password_is_asked_for_only_where_there_is_one(password, opens):
    pages = Pages()
    pages.paragraph(SENTENCES)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pages.bytes()))
    writer.encrypt(password, "owner", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    if opens:
        assert read("a.pdf", locked.getvalue()).document.text == SENTENCES
        return
    with pytest.raises(CannotRead) as caught:
        read("a.pdf", locked.getvalue())
    assert caught.value.outcome == "encrypted"


def test_damaged_and_empty_pdfs_have_their_own_outcomes():
    pages = Pages()
    pages.next_page()
    with pytest.raises(CannotRead) as caught:
        read("a.pdf", pages.bytes())
    assert caught.value.outcome == "empty"
    with pytest.raises(CannotRead) as caught:
        read("a.pdf", b"%PDF-1.7\n" + b"x" * 500)
    assert caught.value.outcome == "corrupt"


def test_page_ranges_are_written_as_people_write_them():
    assert page_ranges([1, 2, 3, 7, 9, 10]) == "1-3,7,9-10"
