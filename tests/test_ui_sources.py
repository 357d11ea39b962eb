"""Opening a source: the passage marked in its surroundings, on a page, or among its rows."""

from __future__ import annotations

import io

import pytest

from ingest.chunk import chunks_of
from ingest.read import read
from knowledge.errors import CannotRead
from knowledge.evidence import Document, Span
from ui.excerpt import around
from ui.paper import Block

MARKDOWN = """# 某仓储项目方案

## 部署

本地机房部署三台服务器。

采用双机热备，断网后三十分钟内恢复。

| 组件 | 数量 |
|---|---|
| 服务器 | 3 |
| 交换机 | 2 |

## 服务

质保两年。
"""


def markdown() -> Document:
    return read("方案.md", MARKDOWN.encode()).document


def span_of(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start=start, end=start + len(words))


def marked(blocks: list[Block]) -> str:
    cells = [
        run
        for block in blocks
        if block["kind"] == "grid"
        for row in block["rows"]
        for cell in row
        for run in cell
    ]
    lines = [run for block in blocks if block["kind"] != "grid" for run in block["runs"]]
    return "".join(run["text"] for run in [*lines, *cells] if run["role"] == "passage")


def test_a_passage_stands_marked_under_its_heading_with_its_neighbours() -> None:
    document = markdown()
    blocks = around(document, span_of(document, "断网后三十分钟内恢复"), "…")
    assert marked(blocks) == "断网后三十分钟内恢复"
    said = "".join(run["text"] for block in blocks if block["kind"] != "grid" for run in block["runs"])
    assert "某仓储项目方案 › 部署" in said
    assert "本地机房部署三台服务器" in said
    assert "质保两年" not in said
    assert sum(block.get("aim", False) for block in blocks) == 1


def test_a_row_stands_out_under_its_header() -> None:
    document = markdown()
    grid = next(
        block for block in around(document, span_of(document, "交换机 | 2"), "…") if block["kind"] == "grid"
    )
    assert [[run["text"] for run in cell] for cell in grid["header"][0]] == [["组件"], ["数量"]]
    assert grid["marked"] == [1]


def test_a_cited_header_row_stands_out_too() -> None:
    document = markdown()
    grid = next(
        block for block in around(document, span_of(document, "组件 | 数量"), "…") if block["kind"] == "grid"
    )
    assert grid["marked_header"] == [0]
    assert grid["marked"] == []


def test_every_chunk_of_a_document_can_be_opened_and_is_marked() -> None:
    document = markdown()
    for chunk in chunks_of(document):
        blocks = around(document, chunk.span, "…")
        rows = [block for block in blocks if block["kind"] == "grid" and block["marked"]]
        assert marked(blocks) or rows


def test_a_spreadsheet_shows_the_rows_around_with_header_and_row_numbers() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "价格"
    sheet.append(["型号", "名称", "单价"])
    for number in range(60):
        sheet.append([f"HY-{number:03}", f"部件{number}", 100 + number])
    stream = io.BytesIO()
    book.save(stream)
    document = read("价格.xlsx", stream.getvalue()).document
    blocks = around(document, span_of(document, "HY-030"), "…")
    grid = next(block for block in blocks if block["kind"] == "grid")
    assert [cell[0]["text"] for cell in grid["header"][0][1:]] == ["型号", "名称", "单价"]
    row = grid["rows"][grid["marked"][0]]
    assert [cell[0]["text"] for cell in row] == ["32", "HY-030", "部件30", "130"]
    assert 10 <= len(grid["rows"]) <= 20


def test_a_long_section_is_cut_around_the_passage_and_says_so() -> None:
    words = "\n\n".join(f"第{number}段。{'说明' * 100}" for number in range(60))
    document = read("长.md", f"# 长文\n\n{words}".encode()).document
    blocks = around(document, span_of(document, "第30段"), "还有")
    said = [run["text"] for block in blocks for run in block["runs"]]
    assert marked(blocks) == "第30段"
    assert said.count("还有") == 2
    assert len(said) < 40


def pdf(*lines: str) -> bytes:
    """One page, printed by a program that is not the reader."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=(595, 842))
    page.setFont("STSong-Light", 14)
    for index, line in enumerate(lines):
        page.drawString(72, 740 - 40 * index, line)
    page.showPage()
    page.save()
    return stream.getvalue()


def yellow(image: bytes) -> tuple[float, float] | None:
    """(top, bottom) of what is highlighted, as parts of the page's height."""
    import numpy as np
    from PIL import Image

    picture = np.asarray(Image.open(io.BytesIO(image)).convert("RGB")).astype(int)
    rows = np.nonzero((picture[..., 0] - picture[..., 2] > 50).any(axis=1))[0]
    return (rows[0] / len(picture), rows[-1] / len(picture)) if len(rows) else None


def test_a_page_is_drawn_with_the_passage_boxed_where_it_stands() -> None:
    from ui.page_picture import picture

    content = pdf("系统采用双机热备部署方式", "断网后三十分钟内恢复作业", "质保期为两年")
    drawn = picture(content, 1, "断网后三十分钟\n内恢复作业")
    assert drawn.at is not None
    assert drawn.page == 1
    found = yellow(drawn.image)
    assert found is not None
    top, bottom = found
    assert top < 1 - 700 / 842 < bottom
    assert top < drawn.at < bottom
    assert bottom - top < 0.08


def test_a_passage_that_is_not_on_the_page_leaves_it_unmarked() -> None:
    from ui.page_picture import picture

    drawn = picture(pdf("系统采用双机热备部署方式"), 1, "别处的一段话")
    assert drawn.at is None
    assert yellow(drawn.image) is None


def test_a_passage_the_page_says_in_another_order_is_found_by_its_pieces() -> None:
    from ui.page_picture import picture

    content = pdf("数量与单价：见下表", "服务器三十台整", "交换机十二台整")
    assert picture(content, 1, "交换机十二台整 | 服务器三十台整").at is not None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"\x00" * 5000])
def test_a_file_that_cannot_be_drawn_says_what_to_do(content: bytes) -> None:
    from ui.page_picture import picture

    with pytest.raises(CannotRead) as refused:
        picture(content, 1, "x")
    assert "原件" in refused.value.help("zh")
    assert "original" in refused.value.help("en")
