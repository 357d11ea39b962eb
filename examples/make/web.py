"""Write a content file as a PDF printed by Chromium: embedded fonts, and Kangxi radicals in its text layer."""

from __future__ import annotations

import base64
import html
import subprocess
import tempfile
from pathlib import Path

from blocks import Block, Content, Figure, Grid, Items, merges, numeric_columns
from figures import picture
from pypdf import PdfReader, PdfWriter

STYLE = """
@page { size: A4; margin: 24mm 20mm 20mm 20mm;
  @top-left { content: "HEADER"; font: 8pt "WenQuanYi Micro Hei"; color: #6b7c8f; border-bottom: 0.5pt solid #6b7c8f; vertical-align: bottom; margin-bottom: 5mm; padding-bottom: 1mm }
  @top-right { content: "　"; border-bottom: 0.5pt solid #6b7c8f; vertical-align: bottom; margin-bottom: 5mm; padding-bottom: 1mm }
  @bottom-center { content: "FOOTER"; font: 8pt "WenQuanYi Micro Hei"; color: #6b7c8f } }
@page :first { @top-left { content: ""; border: 0 } @top-right { border: 0 } }
body { font: 10.5pt/1.65 sans-serif; color: #1d2733 }
h1,h2,h3,b,th { font-weight: 400; }
h1 { font-size: 16pt; border-bottom: 2px solid #14507a; color: #14507a; margin: 16pt 0 8pt; break-after: avoid }
h2 { font-size: 12.5pt; color: #14507a; margin: 10pt 0 4pt; break-after: avoid }
h3 { font-size: 11pt; margin: 8pt 0 2pt; break-after: avoid }
p { margin: 4pt 0; text-indent: INDENT } li { margin: 1pt 0 }
body, .cover h1 { font-family: "WenQuanYi Micro Hei" } h1, h2, h3, li { font-family: FACE }
table { border-collapse: collapse; width: 100%; font-size: 9pt; margin: 2pt 0 10pt; line-height: 1.4 }
tr { break-inside: avoid } thead { display: table-header-group }
.ruled td, .ruled th { border: 0.7pt solid #6b7c8f; padding: 2.5pt 5pt; vertical-align: middle }
.ruled th { background: #dfeaf2 } .bare td, .bare th { padding: 3pt 6pt; text-align: left; border: 0 }
.bare th { color: #14507a } td.n { text-align: right }
.caption { text-align: center; font-size: 9pt; color: #444; text-indent: 0; margin: 6pt 0 2pt; break-after: avoid }
.figure { text-align: center; text-indent: 0 } .figure img { width: 92% }
.cover { height: 235mm; display: flex; flex-direction: column; justify-content: center; text-align: center; break-after: page }
.cover h1 { border: 0; font-size: 26pt } .cover p { text-indent: 0 } .cover .low { margin-top: 70mm; line-height: 2 }
.page { break-after: page } .head { color: #6b7c8f; font-size: 8.5pt; text-indent: 0 }
"""


def write_web(content: Content, path: Path) -> None:
    """Print the content with Chromium, then fix its dates and identifier so that only a change changes the file."""
    english = content.meta.get("language") == "en"
    face = '"Liberation Sans","WenQuanYi Micro Hei"' if english else '"Noto Sans CJK SC"'
    style = STYLE.replace("FACE", face).replace("INDENT", "0" if english else "2em")
    pages = (
        'Page " counter(page) " of " counter(pages) "'
        if english
        else '第 " counter(page) " 页　共 " counter(pages) " 页'
    )
    style = style.replace("HEADER", content.meta["header"]).replace("FOOTER", pages)
    counts = {"table": 0, "figure": 0, 1: 0, 2: 0}
    body = _cover(content) + "".join(_block(block, counts, english) for block in content.blocks)
    page = f'<html lang="{"en" if english else "zh-CN"}"><meta charset="utf-8"><title>{content.meta["title"]}</title>'
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(f"{page}<style>{style}</style><body>{body}</body></html>", encoding="utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-pdf-tagging", "--no-pdf-header-footer",
             f"--print-to-pdf={printed}", source.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip
        _settle(printed, path, content.meta)


def _settle(printed: Path, path: Path, meta: dict[str, str]) -> None:
    """Fixed dates and a content-made identifier; object streams, since Chromium draws CFF glyphs one by one."""
    writer = PdfWriter(clone_from=PdfReader(printed))
    writer.metadata = {"/Title": meta["title"], "/Author": meta.get("author", "衡岳智能科技"),
                       "/CreationDate": "D:20250301000000Z"}  # fmt: skip
    plain = printed.with_name("plain.pdf")
    with plain.open("wb") as held:
        writer.write(held)
    squeeze = [
        "--object-streams=generate",
        "--recompress-flate",
        "--compression-level=9",
        "--deterministic-id",
    ]
    subprocess.run(["qpdf", *squeeze, str(plain), str(path)], check=True)


def _cover(content: Content) -> str:
    meta = content.meta
    if "cover" not in meta:
        return f'<p class="head">{meta["header"]}</p><h1>{meta["title"]}</h1>'
    lines = "<br>".join(html.escape(line) for line in meta["cover"].split(" / "))
    return (
        f'<div class="cover"><p class="head">{meta["header"]}</p><h1>{meta["title"]}</h1>'
        f'<p>{meta.get("subtitle", "")}</p><p class="low">{lines}</p></div>'
    )


def _block(block: Block, counts: dict[str | int, int], english: bool) -> str:
    if isinstance(block, Grid):
        return _caption(block.caption, "table", counts, english) + _table(block)
    if isinstance(block, Figure):
        data = base64.b64encode(picture(block)).decode()
        image = f'<p class="figure"><img src="data:image/png;base64,{data}"></p>'
        return image + _caption(block.caption, "figure", counts, english)
    if isinstance(block, Items):
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>" + "".join(f"<li>{_bold(item)}</li>" for item in block.items) + f"</{tag}>"
    if block.kind == "page":
        return '<div class="page"></div>'
    if block.kind == "heading":
        return f"<h{block.level}>{_label(block.level, counts)}{_bold(block.text)}</h{block.level}>"
    return f"<p>{_bold(block.text)}</p>"


def _label(level: int, counts: dict[str | int, int]) -> str:
    if level == 3:
        return ""
    counts[1], counts[2] = (counts[1] + 1, 0) if level == 1 else (counts[1], counts[2] + 1)
    return f"{counts[1]} " if level == 1 else f"{counts[1]}.{counts[2]} "


def _caption(words: str, kind: str, counts: dict[str | int, int], english: bool) -> str:
    if words == "-":
        return ""
    counts[kind] += 1
    name = {"table": ("表", "Table"), "figure": ("图", "Figure")}[kind][english]
    return f'<p class="caption">{name} {counts[kind]}　{html.escape(words)}</p>'


def _table(grid: Grid) -> str:
    spans, right = merges(grid), numeric_columns(grid)
    shares = grid.widths or (1.0,) * len(grid.rows[0])
    columns = "".join(f'<col style="width:{100 * share / sum(shares):.1f}%">' for share in shares)
    rows = []
    for r, row in enumerate(grid.rows):
        tag = "th" if r < grid.heads else "td"
        cells = ""
        for c, words in enumerate(row):
            if (r, c) in spans:
                down, across = spans[r, c]
                number = ' class="n"' if tag == "td" and c in right else ""
                cells += f'<{tag} rowspan="{down}" colspan="{across}"{number}>{_bold(words)}</{tag}>'
        rows.append(f"<tr>{cells}</tr>")
    head, rest = "".join(rows[: grid.heads]), "".join(rows[grid.heads :])
    kind = "ruled" if grid.ruled else "bare"
    return f'<table class="{kind}"><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{rest}</tbody></table>'


def _bold(words: str) -> str:
    pieces = html.escape(words).split("**")
    return "".join(f"<b>{piece}</b>" if at % 2 else piece for at, piece in enumerate(pieces))
