"""A page of a PDF as a picture with a passage boxed, drawn in a child process.

PDFs come from outside and the drawing library is native code: a file that makes it crash or spin takes
the child with it and never the app. ``python -m ui.page_picture`` reads one JSON line and the PDF's bytes
from standard input and writes one JSON line and the picture to standard output.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import CannotRead

SECONDS = 30
MEMORY = 1 << 30
WIDTH = 1400
"""Pixels across: sharp on a dense display."""
LARGEST_SHARP = 1_500_000
"""Bytes of a picture without loss; a page of text takes a fifth."""
_LEAST_PIECE = 4
"""Characters below which a piece of a passage says too little to be looked for by itself."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Picture:
    image: bytes
    media_type: str
    page: int
    at: float | None
    """How far down the page the passage stands, from 0 to 1; ``None`` when it was not found there."""


def picture(content: bytes, page: int, passage: str) -> Picture:
    """``page`` (from 1) of a PDF with ``passage`` boxed. ``CannotRead`` when it cannot be drawn."""
    root = str(Path(__file__).resolve().parents[1])
    ask = json.dumps({"page": page, "passage": passage}).encode() + b"\n"
    try:
        done = subprocess.run(  # our own module, under this interpreter
            [sys.executable, "-P", "-m", "ui.page_picture"],
            input=ask + content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={**os.environ, "PYTHONPATH": root},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise CannotRead(
            "corrupt",
            "这一页画不出来。请下载原件查看；引文见上。",
            "This page cannot be drawn. Download the original to see it; the quote is above.",
        ) from error
    head, _, image = done.stdout.partition(b"\n")
    return Picture(image=image, **json.loads(head))


def main() -> None:
    _limit()
    ask = json.loads(sys.stdin.buffer.readline())
    answer, image = _drawn(sys.stdin.buffer.read(), int(ask["page"]), str(ask["passage"]))
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + image)


def _limit() -> None:
    """Address space and processor time, where the system has such limits."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _drawn(content: bytes, page_number: int, passage: str) -> tuple[dict[str, Any], bytes]:
    import pypdfium2
    from PIL import Image, ImageChops, ImageDraw

    pdf = pypdfium2.PdfDocument(content)
    number, boxes = _best_page(pdf, page_number, passage)
    page = pdf[number - 1]
    bitmap = page.render(scale=WIDTH / max(page.get_width(), 1.0))
    image = bitmap.to_pil().convert("RGB")
    lines = [_on_bitmap(bitmap.get_posconv(page), box) for box in boxes]
    ink = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ink)
    for line in lines:
        draw.rectangle(_grown(line, 2), fill="#fff0b0")
    image = ImageChops.multiply(image, ink)
    at = None
    if lines:
        outline = _grown(_around(lines), 9)
        ImageDraw.Draw(image).rounded_rectangle(outline, radius=8, outline="#c98a10", width=3)
        at = (outline[1] + outline[3]) / 2 / image.height
    media_type, encoded = _encoded(image)
    return {"page": number, "at": at, "media_type": media_type}, encoded


def _encoded(image: Any) -> tuple[str, bytes]:
    """Sharp where the page is text; pages of photographs would be megabytes that way."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    if stream.tell() <= LARGEST_SHARP:
        return "image/png", stream.getvalue()
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return "image/jpeg", stream.getvalue()


def _best_page(pdf: Any, page_number: int, passage: str) -> tuple[int, list[Box]]:
    """The page named, or a neighbour when only that holds the passage, with the lines to mark."""
    first = min(max(page_number, 1), len(pdf))
    for number in (first, first + 1, first - 1):
        if 1 <= number <= len(pdf) and (boxes := _lines(pdf[number - 1], passage)):
            return number, boxes
    return first, []


def _lines(page: Any, passage: str) -> list[Box]:
    """Boxes of the lines on which ``passage`` stands, in the page's own units."""
    from pypdfium2 import raw

    text = page.get_textpage()
    count = text.count_chars()
    characters = "".join(_character(raw.FPDFText_GetUnicode(text, index)) for index in range(count))
    boxes = (text.get_charbox(index, loose=True) for index in _found(characters, passage))
    return _joined(box for box in boxes if box[2] > box[0] and box[3] > box[1])


def _character(code: int) -> str:
    return chr(code) if 32 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF else " "


def _found(characters: str, passage: str) -> list[int]:
    """Numbers of the characters that say ``passage``, blind to white space and width.

    The whole of it once; when the page says it in another order (tables), every piece of it that the
    page says exactly once.
    """
    from assistant.grounding.folding import squeeze

    here = squeeze(characters)
    for wanted in (squeeze(passage).text, squeeze(passage.replace("|", " ")).text):  # cells of a row
        at = here.text.find(wanted) if wanted else -1
        if at >= 0:
            return list(here.places[at : at + len(wanted)])
    found: list[int] = []
    for piece in re.split(r"[\n\t|]|(?<=[。；！？.;!?])", passage):
        word = squeeze(piece).text
        if len(word) >= _LEAST_PIECE and here.text.count(word) == 1:
            at = here.text.index(word)
            found += here.places[at : at + len(word)]
    return sorted(set(found))


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """Character boxes (left, bottom, right, top) in reading order, joined along each line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and _same_line(lines[-1], box):
            lines[-1] = _around((lines[-1], box))
        else:
            lines.append(box)
    return lines


def _same_line(line: Box, box: Box) -> bool:
    shared = min(line[3], box[3]) - max(line[1], box[1])
    height = min(line[3] - line[1], box[3] - box[1])
    return shared > height / 2 and line[0] - height < box[0] < line[2] + 6 * height


def _on_bitmap(converter: Any, box: Box) -> Box:
    left, top = converter.to_bitmap(box[0], box[3])
    right, bottom = converter.to_bitmap(box[2], box[1])
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _around(boxes: Iterable[Box]) -> Box:
    left, low, right, high = zip(*boxes, strict=True)
    return min(left), min(low), max(right), max(high)


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


if __name__ == "__main__":
    main()
