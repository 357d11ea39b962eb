"""Write a content file as the Word document a company would have: cover, contents, numbered headings."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import word_parts as parts
from blocks import Block, Content, Figure, Grid, Items, Text, merges, numeric_columns
from docx import Document as new_document
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from figures import picture

FACES = {
    "song": ("Times New Roman", "宋体", "黑体"),
    "yahei": ("Calibri", "微软雅黑", "微软雅黑"),
    "fang": ("Times New Roman", "仿宋", "黑体"),
    "en": ("Calibri", "宋体", "宋体"),
}
"""Voice of the page: Latin face, body face, heading face."""


class Writer:
    """One Word document in the making."""

    def __init__(self, content: Content, pages: dict[str, int]) -> None:
        self.content, self.meta, self.pages = content, content.meta, pages
        self.document: Document = new_document()
        self.counts = {"table": 0, "figure": 0}
        self.begun = False
        self.english = self.meta.get("language") == "en"
        self._styles()
        self._page()

    def write(self, path: Path) -> None:
        """Write all blocks and save with fixed dates."""
        if "number" in self.meta or "cover" in self.meta:
            self._cover()
        else:
            title = self.document.add_paragraph(self.meta["title"], style="Title")
            title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if self.meta.get("contents") == "yes":
            self._contents()
        for block in self.content.blocks:
            self._block(block)
        _save(self.document, path)

    def _styles(self) -> None:
        latin, body, heading = FACES[self.meta.get("face", "song")]
        styles = self.document.styles
        _face(styles["Normal"], latin, body, Pt(10.5 if not self.english else 11))
        styles["Normal"].paragraph_format.line_spacing = 1.35
        styles["Normal"].paragraph_format.space_after = Pt(4)
        for level, size in ((1, 16), (2, 14), (3, 12)):
            style = styles[f"Heading {level}"]
            _face(style, latin, heading, Pt(size))
            style.font.color.rgb = RGBColor.from_string(self.meta.get("colour", "1F3864"))
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
        _face(styles["Title"], latin, heading, Pt(22))
        _face(styles["Caption"], latin, heading, Pt(9))
        styles["Caption"].font.color.rgb = RGBColor(0x40, 0x40, 0x40)
        for level in (1, 2):
            style = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.paragraph_format.left_indent = Cm(0.7 * (level - 1))
            style.paragraph_format.line_spacing, style.paragraph_format.space_after = 1.1, Pt(1)
            style.paragraph_format.tab_stops.add_tab_stop(
                Cm(15.5), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
        question = styles.add_style("FAQ Question", WD_STYLE_TYPE.PARAGRAPH)
        question.base_style, question.font.bold = styles["Normal"], True
        question.paragraph_format.keep_with_next = True
        parts.number_questions(self.document, "FAQ Question")
        if self.meta.get("numbering"):
            parts.number_headings(self.document, self.meta["numbering"])

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.7)
        section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)
        section.different_first_page_header_footer = "number" in self.meta
        head = section.header.paragraphs[0]
        head.text = self.meta["header"]
        parts.line_under(head)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run(self.meta.get("footer", "") + ("  Page " if self.english else "　第 "))
        parts.field(foot, "PAGE")
        foot.add_run(" of " if self.english else " 页 共 ")
        parts.field(foot, "NUMPAGES")
        foot.add_run("" if self.english else " 页")
        for run in [*head.runs, *foot.runs]:
            run.font.size = Pt(8.5)

    def _cover(self) -> None:
        for _ in range(5):
            self.document.add_paragraph()
        title = self.document.add_paragraph(self.meta["title"], style="Title")
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if subtitle := self.meta.get("subtitle"):
            line = self.document.add_paragraph(subtitle)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.runs[0].font.size = Pt(15)
        for _ in range(8):
            self.document.add_paragraph()
        for line_text in self.meta.get("cover", "").split(" / "):
            line = self.document.add_paragraph(line_text)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.document.add_page_break()

    def _contents(self) -> None:
        head = self.document.add_paragraph("Contents" if self.english else "目　录")
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.runs[0].font.size, head.runs[0].font.bold = Pt(15), True
        labels = list(numbered(self.content, self.meta.get("numbering", "")))
        for at, (level, label, text) in enumerate(labels):
            line = self.document.add_paragraph(style=f"toc {level}")
            if at == 0:
                parts.field_mark(line, "begin", 'TOC \\o "1-2" \\h \\z \\u')
            line.add_run(f"{label} {text}\t{self.pages.get(f'{label} {text}', at // 3 + 3)}")
            if at == len(labels) - 1:
                parts.field_mark(line, "end")
        self.document.add_page_break()

    def _block(self, block: Block) -> None:
        if isinstance(block, Grid):
            self._table(block)
        elif isinstance(block, Figure):
            self.document.add_picture(io.BytesIO(picture(block)), width=Cm(15))
            self.document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._caption("figure", block.caption)
        elif isinstance(block, Items):
            style = "List Number" if block.ordered else "List Bullet"
            number = parts.restarted_list(self.document, style) if block.ordered else None
            for item in block.items:
                line = self.document.add_paragraph(style=style)
                _runs(line, item)
                if number is not None:
                    line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
        else:
            self._text(block)

    def _text(self, block: Text) -> None:
        if block.kind == "page":
            self.document.add_page_break()
        elif block.kind == "heading":
            line = self.document.add_heading(block.text, block.level)
            if block.level == 1 and self.meta.get("chapters") == "new page" and self.begun:
                line.paragraph_format.page_break_before = True
            self.begun = True
        else:
            style = (
                "FAQ Question"
                if block.kind == "question"
                else "Intense Quote"
                if block.kind == "quote"
                else None
            )
            line = self.document.add_paragraph(style=style)
            if block.kind == "answer":
                line.add_run("答：" if not self.english else "A: ").bold = True
            _runs(line, block.text)
            if block.kind == "paragraph" and not self.english and self.meta.get("indent") != "no":
                line.paragraph_format.first_line_indent = Pt(21)

    def _caption(self, kind: str, words: str) -> None:
        self.counts[kind] += 1
        line = self.document.add_paragraph(style="Caption")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        name = {"table": ("表", "Table"), "figure": ("图", "Figure")}[kind][self.english]
        line.add_run(f"{name} ")
        parts.field(line, f"SEQ {name} \\* ARABIC", str(self.counts[kind]))
        line.add_run(f"  {words}")

    def _table(self, grid: Grid) -> None:
        if grid.caption != "-":
            self._caption("table", grid.caption)
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        columns = len(grid.rows[0])
        table = self.document.add_table(len(grid.rows), columns)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        if grid.ruled:
            table.style = "Table Grid"
        shares, right = grid.widths or (1.0,) * columns, numeric_columns(grid)
        for (row, column), (down, across) in merges(grid).items():
            cell = table.cell(row, column)
            if (down, across) != (1, 1):
                cell = cell.merge(table.cell(row + down - 1, column + across - 1))
            self._cell(cell.paragraphs[0], grid.rows[row][column], row < grid.heads, column in right)
            if row < grid.heads and grid.ruled:
                parts.shade(cell, self.meta.get("shade", "D9E2F3"))
        for row in table.rows:
            for cell, share in zip(row.cells, shares, strict=True):
                cell.width = Cm(15.6 * share / sum(shares))
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Cm(15.6 * share / sum(shares))
        table.autofit = False
        parts.repeat_header(table, grid.heads)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _cell(self, line: Paragraph, words: str, head: bool, right: bool) -> None:
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2.5)
        line.paragraph_format.line_spacing = 1.15
        _runs(line, words)
        for run in line.runs:
            run.font.size = Pt(9)
            run.font.bold = head or run.font.bold
        if head:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def numbered(content: Content, scheme: str) -> list[tuple[int, str, str]]:
    """(level, label, text) of headings 1–2, the label as Word will show it."""
    digits = "零一二三四五六七八九十"
    shown, counts = [], [0, 0]
    for block in content.blocks:
        if isinstance(block, Text) and block.kind == "heading" and block.level < 3:
            counts = [counts[0] + 1, 0] if block.level == 1 else [counts[0], counts[1] + 1]
            one, two = counts
            hanzi = digits[one] if one <= 10 else "十" + digits[one - 10]
            label = {"chapter": f"第{hanzi}章", "chinese": f"{hanzi}、"}.get(scheme, str(one))
            if block.level == 2:
                label = f"（{digits[two]}）" if scheme == "chinese" else f"{one}.{two}"
            shown.append((block.level, label, block.text))
    return shown


def _runs(line: Paragraph, words: str) -> None:
    for at, piece in enumerate(words.split("**")):
        if piece:
            line.add_run(piece).bold = True if at % 2 else None


def _face(style: object, latin: str, asian: str, size: Pt) -> None:
    style.font.name, style.font.size = latin, size  # type: ignore[attr-defined]
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    faces.set(qn("w:eastAsia"), asian)


def _save(document: Document, path: Path) -> None:
    document.core_properties.created = document.core_properties.modified = datetime(2025, 3, 1)
    document.core_properties.author = "衡岳智能科技"
    held = io.BytesIO()
    document.save(held)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(held) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, (2025, 3, 1, 0, 0, 0)), made.read(name), zipfile.ZIP_DEFLATED)
