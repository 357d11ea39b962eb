"""Lines of a PDF page as PDFium sees them: words, box, size, weight, font; and what else is on the page."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest.language import WIDE

_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ufffe\uffff\ue000-\uf8ff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SPACED = re.compile(f"(?<=[{WIDE}…]) (?=[{WIDE}…])")
_TIGHT = re.compile(f"(?<=[{WIDE}…])(?=[{WIDE}…])")
_HYPHEN = re.compile("[\x02\u00ad\ufffe]")
_MAX_OBJECTS = 20_000
WIDE_GAP = 1.1
"""Ems: more than a full-width space parts two columns."""
THIN = 3.0
"""Points: a path no thicker than this is a ruling line."""


@dataclass(frozen=True)
class Part:
    """Words of a line up to a gap wider than a word space."""

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class Line:
    """One line of text. Coordinates in points from the page's top left corner."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    font: str
    parts: tuple[Part, ...] = ()

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class PageText:
    """A page's lines in content order, its size in points, and what kind of page it is."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    pictures: bool
    ruled: bool

    @property
    def readable(self) -> bool:
        """Whether most of what the text layer holds can be read at all."""
        text = "".join(line.text for line in self.lines)
        return bool(text.strip()) and len(_UNREADABLE.findall(text)) <= 0.5 * len(text)


def page_text(document: Any, index: int) -> PageText:
    """Page ``index`` (from 0) of an open pypdfium2 document."""
    page = document[index]
    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    try:
        lines = tuple(_lines(text, index + 1, left, top))
        pictures, ruled = _objects(page, right - left)
    finally:
        text.close()
        page.close()
    return PageText(index + 1, right - left, top - bottom, lines, pictures, ruled)


def _lines(text: Any, number: int, left: float, top: float) -> Iterator[Line]:
    count = text.count_chars()
    if count <= 0:
        return
    letters = _letters(text, count)
    start = 0
    for found in [*_LINE_END.finditer(letters), None]:
        end = found.start() if found else count
        line = _line(text, letters, range(start, end), number, (left, top))
        if line:
            yield line
        start = found.end() if found else count


def _letters(text: Any, count: int) -> str:
    """The page's characters, one per PDFium index, so that boxes can be asked for by position."""
    whole = str(text.get_text_range(errors="replace"))
    if len(whole) == count:
        return whole
    from pypdfium2 import raw

    codes = (raw.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)


def _line(text: Any, letters: str, where: range, number: int, corner: tuple[float, float]) -> Line | None:
    inked = [index for index in where if not letters[index].isspace()]
    if not inked:
        return None
    left, top = corner
    samples = [inked[0], inked[len(inked) // 2], inked[-1]]
    boxes = [text.get_charbox(index, loose=True) for index in samples]
    sizes = sorted(_size(text, index) for index in samples)
    middle = samples[1]
    return Line(
        page=number,
        text=_closed_up(_paired(letters[where.start : where.stop]).strip()),
        left=min(box[0] for box in boxes) - left,
        right=max(box[2] for box in boxes) - left,
        top=top - max(box[3] for box in boxes),
        bottom=top - min(box[1] for box in boxes),
        size=round(2 * sizes[1]) / 2,
        bold=_is_bold(text, middle),
        font=_font(text, middle),
        parts=_parts(text, letters, inked, sizes[1], left),
    )


def _parts(text: Any, letters: str, inked: list[int], size: float, left: float) -> tuple[Part, ...]:
    """The line cut at its wide gaps; asked of PDFium only where there is white space."""
    starts = [inked[0]]
    ends = []
    for before, after in pairwise(inked):
        if after - before > 1:
            gap = text.get_charbox(after, loose=True)[0] - text.get_charbox(before, loose=True)[2]
            if gap > WIDE_GAP * size:
                ends.append(before)
                starts.append(after)
    if not ends:
        return ()
    return tuple(
        Part(
            text=_closed_up(_paired(letters[start : end + 1])),
            left=text.get_charbox(start, loose=True)[0] - left,
            right=text.get_charbox(end, loose=True)[2] - left,
        )
        for start, end in zip(starts, [*ends, inked[-1]], strict=True)
    )


def _paired(line: str) -> str:
    """Rare characters (𠮷) come as two UTF-16 halves, a hyphen at a line end as a mark: put right."""
    line = _HYPHEN.sub("-", line)
    return line.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _closed_up(line: str) -> str:
    """Chinese set with wide letter spacing comes out as “目 录”; the spaces are not the writer's."""
    spaced, tight = len(_SPACED.findall(line)), len(_TIGHT.findall(line))
    return _SPACED.sub("", line) if spaced > 2 * tight else line


def _size(text: Any, index: int) -> float:
    """Font size in points on the page: the font's own size times the text matrix."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(text, index))
    if raw.FPDFText_GetMatrix(text, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    return size


def _is_bold(text: Any, index: int) -> bool:
    from pypdfium2 import raw

    return int(raw.FPDFText_GetFontWeight(text, index)) >= 600 or "bold" in _font(text, index).lower()


def _font(text: Any, index: int) -> str:
    from pypdfium2 import raw

    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, buffer, 128, flags)
    return re.sub(r"^[A-Z]{6}\+", "", buffer.value.decode("utf-8", "replace"))


def _objects(page: Any, width: float) -> tuple[bool, bool]:
    """(has pictures, has ruling lines as a table has): at least two long ones each way."""
    from pypdfium2 import raw

    pictures, across, down = False, set(), set()
    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]
    for count, item in enumerate(page.get_objects(filter=kinds, max_depth=5)):
        if count > _MAX_OBJECTS:
            break
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures = True
            continue
        left, bottom, right, top = item.get_bounds()
        if right - left > width * 0.98 and top - bottom > THIN:
            continue  # a background
        if right - left > 15:
            across |= {round(bottom), round(top)}
        if top - bottom > 8:
            down |= {round(left), round(right)}
    return pictures, len(across) > 2 and len(down) > 2
