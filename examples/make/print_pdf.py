"""Write a content file as a PDF set by ReportLab with an embedded TrueType subset, the same bytes every time."""

from __future__ import annotations

import io
from pathlib import Path

from blocks import Block, Content, Figure, Grid, Items, merges
from figures import FONT, picture
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

BLUE = colors.HexColor("#0B5394")


def write_printed(content: Content, path: Path) -> None:
    """Set the content on A4 with a header and a page number on every page."""
    pdfmetrics.registerFont(TTFont("Body", FONT, subfontIndex=0))
    styles = _styles()
    path.parent.mkdir(parents=True, exist_ok=True)
    flow: list[Flowable] = [Paragraph(content.meta["title"], styles["title"])]
    if subtitle := content.meta.get("subtitle"):
        flow.append(Paragraph(subtitle, styles["caption"]))
    counts = {"table": 0, "figure": 0, 1: 0, 2: 0}
    plain = content.meta.get("numbering") == "none"
    for block in content.blocks:
        flow.extend(_flow(block, styles, counts, plain))
    template = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=20 * mm, rightMargin=20 * mm, topMargin=24 * mm, bottomMargin=20 * mm,
        title=content.meta["title"], author=content.meta.get("author", "衡岳智能科技"), invariant=1,
    )  # fmt: skip

    def frame(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Body", 8)
        canvas.setFillColor(colors.grey)
        canvas.drawString(20 * mm, 284 * mm, content.meta["header"])
        canvas.line(20 * mm, 282 * mm, 190 * mm, 282 * mm)
        canvas.drawCentredString(105 * mm, 11 * mm, f"{content.meta.get('footer', '')}  - {document.page} -")

    template.build(flow, onFirstPage=frame, onLaterPages=frame)


def _styles() -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("body", fontName="Body", fontSize=10, leading=16, wordWrap="CJK", spaceAfter=3)

    def of(name: str, size: float, **more: object) -> ParagraphStyle:
        return ParagraphStyle(name, parent=body, fontSize=size, leading=size * 1.5, **more)

    return {
        "paragraph": of("paragraph", 10, firstLineIndent=20),
        "question": of("question", 10, textColor=BLUE),
        "answer": body,
        "quote": of("quote", 10, leftIndent=16, textColor=colors.HexColor("#444444")),
        "item": of("item", 10, leftIndent=14, bulletIndent=2),
        "title": of("title", 20, alignment=TA_CENTER, textColor=BLUE, spaceAfter=8),
        "h1": of("h1", 15, textColor=BLUE, spaceBefore=10, keepWithNext=1),
        "h2": of("h2", 12, textColor=BLUE, spaceBefore=6, keepWithNext=1),
        "h3": of("h3", 10.5, spaceBefore=4, keepWithNext=1),
        "caption": of("caption", 8.5, alignment=TA_CENTER, keepWithNext=1),
        "under": of("under", 8.5, alignment=TA_CENTER),
        "cell": of("cell", 8.2),
        "head": of("head", 8.4, textColor=BLUE),
    }


def _flow(
    block: Block, styles: dict[str, ParagraphStyle], counts: dict[str | int, int], plain: bool
) -> list[Flowable]:
    if isinstance(block, Grid):
        return [*_caption(block.caption, "table", counts, styles), _table(block, styles), Spacer(1, 6)]
    if isinstance(block, Figure):
        image = Image(io.BytesIO(picture(block)), 160 * mm, 160 * mm * (104 * len(block.layers) + 14) / 1100)
        return [image, *_caption(block.caption, "figure", counts, styles)]
    if isinstance(block, Items):
        marks = [f"{at})" if block.ordered else "●" for at in range(1, len(block.items) + 1)]
        return [
            Paragraph(_bold(item), styles["item"], bulletText=mark)
            for mark, item in zip(marks, block.items, strict=True)
        ]
    if block.kind == "page":
        return [PageBreak()]
    if block.kind == "heading":
        label = "" if plain else _label(block.level, counts)
        return [Paragraph(label + _bold(block.text), styles[f"h{block.level}"])]
    return [Paragraph(_bold(block.text), styles[block.kind])]


def _label(level: int, counts: dict[str | int, int]) -> str:
    if level == 3:
        return ""
    counts[1], counts[2] = (counts[1] + 1, 0) if level == 1 else (counts[1], counts[2] + 1)
    return f"{counts[1]}. " if level == 1 else f"{counts[1]}.{counts[2]} "


def _caption(
    words: str, kind: str, counts: dict[str | int, int], styles: dict[str, ParagraphStyle]
) -> list[Flowable]:
    if words == "-":
        return []
    counts[kind] += 1
    name = "表" if kind == "table" else "图"
    return [Paragraph(f"{name} {counts[kind]}  {words}", styles["caption" if kind == "table" else "under"])]


def _table(grid: Grid, styles: dict[str, ParagraphStyle]) -> Table:
    spans = merges(grid)
    cells = [
        [Paragraph(_bold(words), styles["head" if r < grid.heads else "cell"]) if (r, c) in spans else ""
         for c, words in enumerate(row)]
        for r, row in enumerate(grid.rows)
    ]  # fmt: skip
    shares = grid.widths or (1.0,) * len(grid.rows[0])
    table = Table(cells, [170 * mm * share / sum(shares) for share in shares], repeatRows=grid.heads)
    rules: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    if grid.ruled:
        rules.append(("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor("#6b7c8f")))
        if grid.heads:
            rules.append(("BACKGROUND", (0, 0), (-1, grid.heads - 1), colors.HexColor("#E3EDF7")))
    elif grid.heads:
        rules.append(("LINEBELOW", (0, grid.heads - 1), (-1, grid.heads - 1), 0.8, BLUE))
    for (r, c), (down, across) in spans.items():
        if (down, across) != (1, 1):
            rules.append(("SPAN", (c, r), (c + across - 1, r + down - 1)))
    table.setStyle(TableStyle(rules))
    return table


def _bold(words: str) -> str:
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    pieces = words.split("**")
    return "".join(
        f'<font color="#0B5394">{piece}</font>' if at % 2 else piece for at, piece in enumerate(pieces)
    )
