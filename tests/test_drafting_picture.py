"""The architecture picture shows the components that have evidence, and nothing else."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sample_outlines import cloud, warehouse

from assistant.drafting.export import picture, picture_word
from assistant.drafting.export import word as export_word
from assistant.drafting.export.printable import printable
from assistant.drafting.export.word_xml import W
from knowledge.evidence import Citation, Span
from knowledge.presales import Outline, OutlineTable, Section

CITED = Citation(document_id="d", source="s", span=Span(start=0, end=1), quote="q", label="l")
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def outline_with(*rows: tuple[str, str, bool]) -> Outline:
    table = OutlineTable(
        title="",
        header=("层", "组件"),
        rows=tuple((layer, component) for layer, component, _ in rows),
        citations=tuple((CITED,) if cited else () for *_, cited in rows),
    )
    return Outline(id="o", title="t", sections=(Section(heading="h", key="architecture", tables=(table,)),))


def test_only_components_with_evidence_are_drawn() -> None:
    outline = outline_with(
        ("平台", "消息队列", True),
        ("平台", "臆想的组件", False),
        ("设备", "待补", True),
        ("", "穿梭车", True),
    )
    assert picture.layers(outline) == (("平台", ("消息队列",)), ("设备", ("穿梭车",)))
    svg = picture.architecture_svg(outline)
    assert svg is not None
    assert "消息队列" in svg
    assert "臆想的组件" not in svg
    assert "待补" not in svg


def test_nothing_is_drawn_without_evidence() -> None:
    assert picture.architecture_svg(outline_with(("平台", "组件", False))) is None
    assert picture.architecture_svg(Outline(id="o", title="t")) is None
    assert b"wordprocessingGroup" not in export_word.render(outline_with(("平台", "组件", False)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=50), st.booleans()), max_size=20))
def test_any_names_make_well_formed_pictures_inside_their_frame(rows: list[tuple[str, str, bool]]) -> None:
    drawn = picture.drawing(outline_with(*rows))
    svg = picture.architecture_svg(outline_with(*rows))
    assert (drawn is None) == (svg is None)
    if drawn is None or svg is None:
        return
    root = etree.fromstring(svg)
    assert {etree.QName(one).localname for one in root.iter()} <= {"svg", "rect", "text"}
    for shape in drawn.shapes:
        assert 0 <= shape.x <= shape.x + shape.width <= drawn.width + 1e-6
        assert 0 <= shape.y <= shape.y + shape.height <= drawn.height + 1e-6
    boxes = [shape for shape in drawn.shapes if shape.role == "component"]
    for one in boxes:
        for other in boxes:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            above = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert one is other or apart or above


def test_the_word_picture_is_made_of_shapes_with_words_for_old_readers() -> None:
    drawn = picture.drawing(warehouse())
    assert drawn is not None
    element = picture_word.group(drawn, iter(range(1, 1000)), width=9070)
    choice, fallback = element
    prefix = choice.get("Requires")
    assert prefix in choice.nsmap
    shapes = list(choice.iter(f"{{{WPS}}}wsp"))
    assert len(shapes) == len(drawn.shapes)
    written = "".join(one.text or "" for one in choice.iter(f"{{{W}}}t"))
    for _, components in picture.layers(warehouse()):
        for component in components:
            assert component.replace(" ", "") in written.replace(" ", "")
            assert component in "".join(fallback.itertext())


def test_the_word_file_holds_no_raster_and_the_customers_copy_the_same_picture() -> None:
    for outline in (warehouse(), cloud()):
        for for_customer in (False, True):
            with zipfile.ZipFile(io.BytesIO(export_word.render(outline, for_customer=for_customer))) as parts:
                assert not [name for name in parts.namelist() if "media" in name]
                assert b"wordprocessingGroup" in parts.read("word/document.xml")


def test_names_are_printed_as_printable() -> None:
    drawn = picture.drawing(outline_with(("平\u202e台", "a\x00<b>&", True)))
    assert drawn is not None
    assert printable("a\x00<b>&") in drawn.description
    assert "\u202e" not in drawn.description
