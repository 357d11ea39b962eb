"""The architecture picture: layers and components, drawn from the component table and nothing else.

Only components that carry evidence are drawn: a row without a citation, or still to be filled, is not.
One ``Drawing`` serves the page (SVG) and Word (``picture_word``), so both show the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from assistant.drafting.export.printable import ems, printable
from knowledge.presales import Outline, OutlineTable

LAYER_COLUMNS = frozenset({"层", "层级", "层次", "架构层", "分层", "layer", "tier", "level"})
COMPONENT_COLUMNS = frozenset(
    {"组件", "部件", "模块", "系统", "产品", "组成", "设备", "component", "components", "module", "product"}
)
OPEN_CELLS = ("待补", "TO FILL")

WIDTH = 960.0
_LABEL_WIDTH = 150.0
_PAD = 14.0
_GAP = 12.0
_BAND_GAP = 10.0
_FONT = 17.0
_LINE = 23.0
_MOST_BOXES = 60


@dataclass(frozen=True)
class Shape:
    """A rectangle with centred lines of text; coordinates in the drawing's own units."""

    role: str
    """``band``, ``label`` or ``component``."""
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    shapes: tuple[Shape, ...]
    description: str
    """The same in words, for readers who cannot see it."""


def component_table(outline: Outline) -> OutlineTable | None:
    """The first table that names a layer and a component per row (architecture sections first)."""
    sections = sorted(outline.sections, key=lambda section: "architecture" not in section.key)
    for section in sections:
        for table in section.tables:
            if _columns(table) is not None:
                return table
    return None


def layers(outline: Outline) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(layer, its components) in table order; evidence components only, each once per layer."""
    table = component_table(outline)
    columns = _columns(table) if table else None
    if table is None or columns is None:
        return ()
    found: dict[str, list[str]] = {}
    layer = ""
    for row, cited in zip(table.rows, table.citations, strict=False):
        cells = [printable(row[column]) if column < len(row) else "" for column in columns]
        layer = cells[0] or layer
        component = cells[1]
        if not cited or not layer or not component or any(mark in component for mark in OPEN_CELLS):
            continue
        if component not in found.setdefault(layer, []):
            found[layer].append(component)
    return tuple((name, tuple(components)) for name, components in found.items())


def drawing(outline: Outline) -> Drawing | None:
    """The picture's shapes, or ``None`` without evidence components (or with more than 60)."""
    found = layers(outline)
    count = sum(len(components) for _, components in found)
    if not 1 <= count <= _MOST_BOXES:
        return None
    columns = 3 if count <= 15 else 4 if count <= 32 else 5
    shapes: list[Shape] = []
    top = 0.0
    for layer, components in found:
        band = _band(layer, components, top, columns)
        shapes += band
        top = band[0].y + band[0].height + _BAND_GAP
    words = "; ".join(f"{layer}: {', '.join(components)}" for layer, components in found)
    return Drawing(WIDTH, top - _BAND_GAP, tuple(shapes), words)


def architecture_svg(outline: Outline) -> str | None:
    """The layered architecture as a self-contained SVG; ``None`` when there is nothing to draw."""
    drawn = drawing(outline)
    if drawn is None:
        return None
    body = "".join(_svg_shape(shape) for shape in drawn.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {drawn.width + 4:g} {drawn.height + 4:g}" '
        f'role="img" aria-label={quoteattr(drawn.description)} '
        f"font-family=\"'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif\" "
        f'font-size="{_FONT:g}">{body}</svg>\n'
    )


def _columns(table: OutlineTable) -> tuple[int, int] | None:
    names = [name.strip().casefold() for name in table.header]
    layer = next((index for index, name in enumerate(names) if name in LAYER_COLUMNS), None)
    component = next((index for index, name in enumerate(names) if name in COMPONENT_COLUMNS), None)
    return None if layer is None or component is None else (layer, component)


def _band(layer: str, components: tuple[str, ...], top: float, columns: int) -> list[Shape]:
    columns = min(columns, max(len(components), 1))
    room = WIDTH - _LABEL_WIDTH - 2 * _PAD
    box = (room - _GAP * (columns - 1)) / columns
    wrapped = [_wrap(name, (box - 16) / _FONT) for name in components]
    rows = [wrapped[start : start + columns] for start in range(0, len(wrapped), columns)]
    heights = [max(len(lines) for lines in row) * _LINE + 20 for row in rows]
    label = _wrap(layer, (_LABEL_WIDTH - 20) / _FONT)
    inner = max(sum(heights) + _GAP * (len(rows) - 1), len(label) * _LINE)
    height = inner + 2 * _PAD
    shapes = [
        Shape("band", 0, top, WIDTH, height),
        Shape("label", 0, top, _LABEL_WIDTH, height, label),
    ]
    y = top + _PAD + (inner - sum(heights) - _GAP * (len(rows) - 1)) / 2
    for row, row_height in zip(rows, heights, strict=True):
        for index, lines in enumerate(row):
            x = _LABEL_WIDTH + _PAD + index * (box + _GAP)
            shapes.append(Shape("component", x, y, box, row_height, lines))
        y += row_height + _GAP
    return shapes


def _wrap(text: str, width: float) -> tuple[str, ...]:
    """Lines of at most ``width`` ems, three at most; Latin words are kept whole where they fit."""
    lines, line = [], ""
    for piece in _pieces(text, width):
        if line and ems(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line.rstrip())
    if len(lines) > 3:
        lines = [*lines[:2], lines[2][:-1] + "…"]
    return tuple(lines)


def _pieces(text: str, width: float) -> list[str]:
    pieces: list[str] = []
    for character in text:
        glued = pieces and character < "\u2e80" and pieces[-1][-1] < "\u2e80" and pieces[-1][-1] != " "
        if glued and ems(pieces[-1] + character) <= width:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


_SVG_LOOK = {
    "band": 'fill="#f3f6fa" stroke="#c9d4e2" rx="6"',
    "label": 'fill="#24466f" rx="6"',
    "component": 'fill="#ffffff" stroke="#8ea6c4" rx="4"',
}
_SVG_TEXT = {"band": "#1f2a37", "label": "#ffffff", "component": "#1f2a37"}


def _svg_shape(shape: Shape) -> str:
    rectangle = (
        f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}" '
        f"{_SVG_LOOK[shape.role]}/>"
    )
    first = shape.y + shape.height / 2 - (len(shape.lines) - 1) * _LINE / 2 + _FONT * 0.36
    weight = ' font-weight="600"' if shape.role == "label" else ""
    lines = "".join(
        f'<text x="{shape.x + shape.width / 2:g}" y="{first + index * _LINE:g}" text-anchor="middle" '
        f'fill="{_SVG_TEXT[shape.role]}"{weight}>{escape(line)}</text>'
        for index, line in enumerate(shape.lines)
    )
    return rectangle + lines
