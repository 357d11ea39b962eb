"""Lines of all pages become paragraphs: running heads out, wrapped lines rejoined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.language import WIDE, join_lines
from ingest.numbering import is_short_line, number_style
from ingest.readers.pdf_page import Line, PageText

_FEW_LINES = 12
_DRAWN_FIRST = 4
EDGE = 0.12
"""Share of the page height in which running heads and feet stand."""
BULLET = re.compile(r"^\s*([•●○◦▪■◆➢►✓✔★※·–—-]|[o](?=\s))\s*(?=\S)")
DIRECTORY = re.compile(r"(\.{4,}|…{2,}|·{4,}|(\.\s){4,}|_{4,})\s*\d{1,4}$")
_ITEM = re.compile(r"^\s*([(（][\da-zA-Z]{1,2}[)）]|[\da-zA-Z]{1,2}[)）]|\d{1,2}[.、．]\s|[a-z]\.\s|[①-⑳])")
_CAPTION = re.compile(r"^(表|图|table|figure|fig\.)\s*[\dA-Z一二三四五六七八九十]", re.IGNORECASE)
_ENDS = re.compile(r"[。！？!?；;：:.]['”’\"）)]*$")
_PAGE_NUMBER = re.compile(
    r"^\W*(第|page|p\.)?\s*[\divxIVX]{1,5}\s*(页)?\W*((共|of|/)\W*\d+\W*(页)?)?\W*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Paragraph:
    """Running text that stood on one or more lines."""

    text: str
    first: Line
    lines: int


@dataclass(frozen=True)
class Margins:
    """Where the text of a page begins and ends, in points."""

    left: float
    rights: tuple[tuple[float, float], ...]
    """(left edge, right edge) of every line."""

    def right_of(self, line: Line) -> float:
        """The right edge that lines beginning near ``line`` reach: nine in ten end before it."""
        near = sorted(right for left, right in self.rights if abs(left - line.left) < 60)
        enough = near if len(near) > 4 else sorted(right for _, right in self.rights)
        return enough[int(0.9 * (len(enough) - 1))] if enough else line.right


def running_heads(pages: Sequence[PageText]) -> tuple[set[str], list[str], list[str]]:
    """(their shapes, header texts, footer texts): lines at the edge of half of the pages or more."""
    shapes: Counter[tuple[str, bool]] = Counter()
    sample: dict[tuple[str, bool], str] = {}
    for page in pages:
        for key, text in {(_shape(line.text), line.top < page.height / 2): line.text for line in page.lines
                          if _at_edge(line, page)}.items():  # fmt: skip
            shapes[key] += 1
            sample.setdefault(key, text)
    enough = max(2, len(pages) / 2)
    running = [key for key, count in shapes.items() if count >= enough]
    heads = [sample[key] for key in running if key[1] and not _PAGE_NUMBER.match(sample[key])]
    feet = [sample[key] for key in running if not key[1] and not _PAGE_NUMBER.match(sample[key])]
    return {shape for shape, _ in running}, heads, feet


def is_running(line: Line, page: PageText, shapes: set[str]) -> bool:
    """Whether ``line`` is a running head or foot, or a page number at the edge."""
    return _at_edge(line, page) and (_shape(line.text) in shapes or bool(_PAGE_NUMBER.match(line.text)))


def in_reading_order(page: PageText) -> list[Line]:
    """Content order, but a foot that was drawn before the body comes after it."""
    early = [line for line in page.lines[:_DRAWN_FIRST] if line.top > (1 - EDGE) * page.height]
    return [line for line in page.lines if line not in early] + early


def _at_edge(line: Line, page: PageText) -> bool:
    return line.bottom < EDGE * page.height or line.top > (1 - EDGE) * page.height


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))


def margins_of(pages: Sequence[PageText]) -> dict[int, Margins]:
    """Margins by page; a page of few lines (a cover) takes the right edge of the whole document."""
    rights = sorted(line.right for page in pages for line in page.lines)
    usual = rights[int(0.9 * (len(rights) - 1))] if rights else 0.0
    margins = {}
    for page in pages:
        lefts = Counter(round(line.left) for line in page.lines)
        common = [left for left, count in lefts.items() if count >= max(2, 0.1 * len(page.lines))]
        left = float(min(common or lefts, default=0))
        own = tuple((line.left, line.right) for line in page.lines)
        margins[page.number] = Margins(left, own if len(own) >= _FEW_LINES else ((left, usual),))
    return margins


def paragraphs_of(lines: Sequence[Line], margins: dict[int, Margins]) -> list[Paragraph]:
    """Lines in order, joined where the second only stands on its own line because the first was full."""
    paragraphs: list[Paragraph] = []
    leading = _leading(lines)
    for before, line in zip([None, *lines], lines, strict=False):
        last = paragraphs[-1] if paragraphs else None
        if last and before and _goes_on(last, before, line, margins, leading):
            text = join_lines(last.text, line.text)
            paragraphs[-1] = Paragraph(text, last.first, last.lines + 1)
        else:
            paragraphs.append(Paragraph(line.text, line, 1))
    return paragraphs


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between lines in units of their size."""
    steps = sorted(
        (second.top - first.top) / first.size
        for first, second in pairwise(lines)
        if first.page == second.page and first.size > 0 and 0.8 < (second.top - first.top) / first.size < 2.5
    )
    return steps[len(steps) // 2] if steps else 1.3


def _goes_on(last: Paragraph, before: Line, line: Line, margins: dict[int, Margins], leading: float) -> bool:
    """Whether ``line`` continues the paragraph whose last line is ``before``."""
    if abs(line.size - before.size) > 0.1 * before.size or (line.bold != before.bold and last.lines == 1):
        return False
    if _starts_anew(line) or DIRECTORY.search(last.text) or is_caption(last.text):
        return False
    if re.search(r"\w-$", before.text):
        return True
    turned = line.page != before.page or line.top < before.top - before.size
    if turned and _ENDS.search(before.text):
        return False
    if not turned and line.top - before.top > (leading + 0.45) * before.size:
        return False
    return _was_full(before, line, margins[before.page]) and not _is_indented(last, before, line, margins)


def _starts_anew(line: Line) -> bool:
    """Bullets, numbered items, numbered headings and captions begin a paragraph."""
    if is_item(line.text) or is_caption(line.text):
        return True
    style = number_style(line.text)
    return style is not None and (is_short_line(line.text) or not style.startswith("dotted"))


def is_item(text: str) -> bool:
    """Whether ``text`` begins with a bullet or an item's number."""
    return bool(BULLET.match(text) or _ITEM.match(text))


def is_caption(text: str) -> bool:
    """A short line naming a table or figure."""
    return bool(_CAPTION.match(text)) and is_short_line(text)


def _was_full(before: Line, line: Line, margins: Margins) -> bool:
    """The next word would not have fitted on the line before."""
    room = margins.right_of(before) - before.right
    per_letter = (line.right - line.left) / max(1, len(line.text))
    word = re.match(rf"[（(「《“]?[{WIDE}]{{1,2}}|\S+", line.text)
    space = 0 if re.match(f"[{WIDE}]", line.text) else 1
    need = per_letter * (len(word.group()) + space) if word else 0
    slack = 0.5 if _ENDS.search(before.text) else 2.0
    return room < need + slack * before.size


def _is_indented(last: Paragraph, before: Line, line: Line, margins: dict[int, Margins]) -> bool:
    """A first-line indent starts a paragraph; text hanging under a bullet does not."""
    if BULLET.match(last.first.text) or _ITEM.match(last.first.text):
        return False
    same_column = line.page == before.page and line.top > before.top
    base = before.left if last.lines > 1 and same_column else margins[line.page].left
    indent = line.left - base
    if last.lines == 1 and abs(line.left - before.left) < 2 and not _ENDS.search(before.text):
        return False  # hangs under its first line
    return 1.2 * line.size < indent < 4 * line.size and (last.lines > 1 or line.left > before.left - 1)
