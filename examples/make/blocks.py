"""The sample company's content files: a small Markdown, read into blocks.

Front matter (YAML) gives title, header, footer and voice. Beside headings, paragraphs and lists there are

* ``::: table CAPTION | borderless | 2,1,1`` … ``:::``: rows of ``| a | b |``; ``<<`` merges with the cell on the
  left, ``^^`` with the cell above; the first row is the header (``head=2`` for two header rows);
* ``::: figure CAPTION`` … ``:::``: one layer a line, ``layer: box, box``;
* ``Q: …`` and ``A: …``: question and answer; ``---page---``: a new page;
* ``[[first||second]]``: what version 1 and version 2 of the document say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

CONTENT = Path(__file__).parent / "content"
VARIANT = re.compile(r"\[\[(.*?)\|\|(.*?)\]\]", re.S)


@dataclass(frozen=True)
class Text:
    """A heading (level 1–3), paragraph, question, answer or page break."""

    kind: str
    text: str = ""
    level: int = 0


@dataclass(frozen=True)
class Items:
    """A list, bulleted or numbered."""

    items: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True)
class Grid:
    """A table: rows of cell texts, where ``<<`` and ``^^`` are merged away."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    ruled: bool = True
    widths: tuple[float, ...] = ()
    heads: int = 1


@dataclass(frozen=True)
class Figure:
    """A layered picture: (layer, boxes) from top to bottom."""

    caption: str
    layers: tuple[tuple[str, tuple[str, ...]], ...]


Block = Text | Items | Grid | Figure


@dataclass(frozen=True)
class Content:
    """One document: its front matter and blocks."""

    meta: dict[str, str]
    blocks: tuple[Block, ...] = field(default=())


def read(name: str, version: int = 1) -> Content:
    """Read ``content/NAME.md`` as its version 1 or 2."""
    raw = (CONTENT / f"{name}.md").read_text(encoding="utf-8")
    raw = VARIANT.sub(lambda found: found.group(version), raw)
    _, front, body = raw.split("---\n", 2)
    meta = {key: str(value) for key, value in yaml.safe_load(front).items()}
    return Content(meta, tuple(_blocks(body.splitlines())))


def _blocks(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at].rstrip()
        at += 1
        if line.startswith(":::"):
            end = lines.index(":::", at)
            found.append(_framed(line[3:].strip(), lines[at:end]))
            at = end + 1
        elif re.match(r"- |\d+\. ", line):
            ordered = line[0].isdigit()
            items = [re.sub(r"^(- |\d+\. )", "", line)]
            while at < len(lines) and re.match(r"\d+\. " if ordered else r"- ", lines[at]):
                items.append(re.sub(r"^(- |\d+\. )", "", lines[at].rstrip()))
                at += 1
            found.append(Items(tuple(items), ordered))
        elif line:
            found.append(_line(line))
    return found


def _line(line: str) -> Text:
    if line == "---page---":
        return Text("page")
    if heading := re.match(r"(#{1,3}) (.*)", line):
        return Text("heading", heading[2], len(heading[1]))
    for mark, kind in (("Q: ", "question"), ("A: ", "answer"), ("> ", "quote")):
        if line.startswith(mark):
            return Text(kind, line[len(mark) :])
    return Text("paragraph", line)


def _framed(head: str, lines: list[str]) -> Block:
    kind, _, rest = head.partition(" ")
    caption, *options = (part.strip() for part in rest.split(" | "))
    if kind == "figure":
        layers = (line.partition(":") for line in lines if line.strip())
        return Figure(
            caption,
            tuple((name.strip(), tuple(b.strip() for b in boxes.split(","))) for name, _, boxes in layers),
        )
    rows = tuple(
        tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines if line.strip()
    )
    widths = next((tuple(float(w) for w in o.split(",")) for o in options if o[:1].isdigit()), ())
    heads = next((int(o[5:]) for o in options if o.startswith("head=")), 1)
    if len({len(row) for row in rows}) != 1:
        raise ValueError(f"table “{caption}”: rows of different length {[len(row) for row in rows]}")
    return Grid(caption, rows, "borderless" not in options, widths, heads)


def merges(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) of each cell that is kept → (rows, columns) it spans."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    width = len(grid.rows[0])
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row):
            if cell in ("<<", "^^"):
                continue
            across = 1
            while c + across < width and row[c + across] == "<<":
                across += 1
            down = 1
            while r + down < len(grid.rows) and grid.rows[r + down][c] == "^^":
                down += 1
            spans[r, c] = (down, across)
    return spans


def numeric_columns(grid: Grid) -> set[int]:
    """Columns whose body is mostly figures: set flush right."""
    found = set()
    for column in range(len(grid.rows[0])):
        cells = [row[column] for row in grid.rows[grid.heads :] if row[column] not in ("<<", "^^", "", "—")]
        figures = [cell for cell in cells if re.fullmatch(r"[\d,.%]+", cell)]
        if cells and len(figures) / len(cells) > 0.6:
            found.add(column)
    return found
