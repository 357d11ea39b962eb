"""Architecture pictures of the sample documents: layers of boxes, drawn with Pillow."""

from __future__ import annotations

import io

from blocks import Figure
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
"""Debian package ``fonts-wqy-microhei`` (Apache 2.0 or GPL 3 with font exception): TrueType, so it can be embedded."""

WIDTH, LAYER, PAD = 1100, 104, 14
FILLS = ("#DCE8F5", "#E6F0E0", "#FBEBD3", "#F3E1E6", "#E7E3F2")


def picture(figure: Figure) -> bytes:
    """The figure as PNG bytes."""
    image = Image.new("RGB", (WIDTH, LAYER * len(figure.layers) + PAD), "white")
    draw = ImageDraw.Draw(image)
    name_font, box_font = ImageFont.truetype(FONT, 24), ImageFont.truetype(FONT, 19)
    for index, (layer, boxes) in enumerate(figure.layers):
        top = PAD + index * LAYER
        bottom = top + LAYER - PAD
        draw.rectangle((4, top, WIDTH - 4, bottom), fill=FILLS[index % len(FILLS)], outline="#7F8FA6")
        _centred(draw, layer, (4, top, 190, bottom), name_font)
        each = (WIDTH - 200) / len(boxes)
        for at, box in enumerate(boxes):
            left = 196 + at * each
            frame = (left, top + 14, left + each - 12, bottom - 14)
            draw.rectangle(frame, fill="white", outline="#7F8FA6")
            _centred(draw, box, frame, box_font)
    held = io.BytesIO()
    image.quantize(32).save(held, "PNG", optimize=True)
    return held.getvalue()


def _centred(
    draw: ImageDraw.ImageDraw,
    words: str,
    frame: tuple[float, float, float, float],
    font: ImageFont.FreeTypeFont,
) -> None:
    left, top, right, bottom = frame
    lines = _wrapped(words, font, right - left - 8)
    height = font.size + 4
    y = (top + bottom - height * len(lines)) / 2
    for line in lines:
        draw.text(((left + right - font.getlength(line)) / 2, y), line, fill="#1F2D3D", font=font)
        y += height


def _wrapped(words: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines = [""]
    for token in words.split(" ") if words.isascii() else words:
        joined = f"{lines[-1]} {token}".strip() if words.isascii() else lines[-1] + token
        if font.getlength(joined) > width and lines[-1]:
            lines.append(token)
        else:
            lines[-1] = joined
    return lines
