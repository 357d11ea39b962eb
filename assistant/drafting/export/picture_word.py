"""The architecture picture as native Word shapes: a group a person can ungroup and edit."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from assistant.drafting.export.picture import Drawing, Shape
from assistant.drafting.export.word_xml import Element, W

_TWIP = 635
"""English Metric Units per twip."""
_FILL = {"band": "F3F6FA", "label": "24466F", "component": "FFFFFF"}
_STROKE = {"band": "C9D4E2", "label": "24466F", "component": "8EA6C4"}
_INK = {"band": "1F2A37", "label": "FFFFFF", "component": "1F2A37"}
_ROUND = {"band": 2500, "label": 2500, "component": 9000}
_SPACES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w": W,
}


def group(drawing: Drawing, ids: Iterator[int], *, width: int) -> Element:
    """``mc:AlternateContent`` for inside a run: the shapes, and the same in words for old readers.

    ``width`` is in twips; ``ids`` yields drawing ids unused in the document.
    """
    scale = width * _TWIP / drawing.width
    across, down = round(drawing.width * scale), round(drawing.height * scale)
    number = next(ids)
    shapes = "".join(_shape(shape, next(ids), scale) for shape in drawing.shapes)
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    element = etree.fromstring(
        f'<mc:AlternateContent {spaces}><mc:Choice Requires="wpg"><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Architecture {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SPACES["wpg"]}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{across}" cy="{down}"/></a:xfrm></wpg:grpSpPr>{shapes}'
        "</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        "<mc:Fallback><w:t/></mc:Fallback></mc:AlternateContent>"
    )
    for properties in element.iter(f"{{{_SPACES['wp']}}}docPr"):
        properties.set("descr", drawing.description)
    element[1][0].text = drawing.description
    for shape, box in zip(drawing.shapes, element.iter(f"{{{_SPACES['wps']}}}wsp"), strict=True):
        for line, written in zip(shape.lines, box.iter(f"{{{W}}}t"), strict=True):
            written.text = line
    return element


def _shape(shape: Shape, number: int, scale: float) -> str:
    x, y, across, down = (round(one * scale) for one in (shape.x, shape.y, shape.width, shape.height))
    text = _text(shape) if shape.lines else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{shape.role} {number}"/><wps:cNvSpPr/><wps:spPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        f'<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val {_ROUND[shape.role]}"/></a:avLst>'
        f'</a:prstGeom><a:solidFill><a:srgbClr val="{_FILL[shape.role]}"/></a:solidFill>'
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{_STROKE[shape.role]}"/></a:solidFill></a:ln></wps:spPr>'
        f'{text}<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="36000" tIns="18000" rIns="36000" '
        'bIns="18000" anchor="ctr" anchorCtr="0"><a:noAutofit/></wps:bodyPr></wps:wsp>'
    )


def _text(shape: Shape) -> str:
    bold = "<w:b/><w:bCs/>" if shape.role == "label" else ""
    look = f'<w:rPr>{bold}<w:color w:val="{_INK[shape.role]}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>'
    lines = f"<w:r>{look}<w:br/></w:r>".join(f"<w:r>{look}<w:t/></w:r>" for _ in shape.lines)
    return (
        '<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="264" '
        'w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="0" w:firstLineChars="0"/>'
        f'<w:jc w:val="center"/></w:pPr>{lines}</w:p></w:txbxContent></wps:txbx>'
    )
