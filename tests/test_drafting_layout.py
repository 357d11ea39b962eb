"""A company's Word layout keeps everything that is the company's."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from sample_layouts import CLOSING, COVER, SECTION, SLOT, company
from sample_outlines import cloud, warehouse
from test_drafting_export import CANARY, full_of_canaries, words_of

from assistant.drafting.export import layout
from assistant.drafting.export import word as export_word
from assistant.drafting.export.word_xml import W, parsed
from knowledge.errors import CannotRead, Misconfigured, PresalesError

DATA = Path(__file__).parent.parent / "../shared/data/badinputs/repos"
_TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {entry.filename: source.read(entry) for entry in source.infolist() if not entry.is_dir()}


def canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", with_comments=True)


def body_of(content: bytes) -> list[etree._Element]:
    body = parsed(parts_of(content)["word/document.xml"]).find(f"{{{W}}}body")
    assert body is not None
    return list(body)


def styles_used(content: bytes) -> set[str]:
    root = parsed(parts_of(content)["word/document.xml"])
    return {
        one.get(f"{{{W}}}val", "") for tag in ("pStyle", "tblStyle") for one in root.iter(f"{{{W}}}{tag}")
    }


@pytest.mark.parametrize("for_customer", [False, True])
def test_every_part_but_the_document_stays_byte_for_byte(for_customer: bool) -> None:
    before = parts_of(company())
    after = parts_of(export_word.render(warehouse(), layout=company(), for_customer=for_customer))
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}


def test_everything_outside_the_slots_stays_as_it_was() -> None:
    cover = COVER.replace("{{ti", "Fixed ").replace("tle}}", "title").replace("{{customer}}", "you")
    given = company(cover + SLOT + CLOSING + SECTION)
    before, after = body_of(given), body_of(export_word.render(warehouse(), layout=given))
    slot = next(index for index, one in enumerate(before) if "{{outline}}" in "".join(one.itertext()))
    tail = len(before) - slot - 1
    assert [canonical(one) for one in after[:slot]] == [canonical(one) for one in before[:slot]]
    assert [canonical(one) for one in after[-tail:]] == [canonical(one) for one in before[-tail:]]
    roots = [
        parsed(parts_of(one)["word/document.xml"])
        for one in (given, export_word.render(cloud(), layout=given))
    ]
    for root in roots:
        root.find(f"{{{W}}}body").clear()  # type: ignore[union-attr]
    assert canonical(roots[0]) == canonical(roots[1])


def test_small_slots_are_filled_even_when_word_split_them_over_runs() -> None:
    text = words_of(export_word.render(warehouse(), layout=company()))
    assert text.startswith("华清医药物流中心智能仓储项目解决方案\n致：华清医药物流有限公司 项目组")
    assert text.count("华清医药物流中心智能仓储项目解决方案") == 1
    assert "{{" not in text


def test_without_a_slot_the_outline_follows_the_text_and_precedes_the_section() -> None:
    given = company(CLOSING + SECTION)
    after = body_of(export_word.render(warehouse(), layout=given))
    assert canonical(after[0]) == canonical(body_of(given)[0])
    assert after[-1].tag == f"{{{W}}}sectPr"
    assert "来源清单" in words_of(export_word.render(warehouse(), layout=given))


def test_the_companys_own_styles_are_used_and_no_others() -> None:
    used = styles_used(export_word.render(warehouse(), layout=company()))
    assert used == {"a3", "10", "ad", "ab", "af"}
    assert layout.check(company()) == (
        "slot:outline", "slot:title", "slot:customer", "title:Title", "heading1:远航一级标题", "heading2:标题 2",
        "missing:heading3", "body:远航正文", "bullet:List Bullet", "missing:caption", "table:远航表格",
    )  # fmt: skip


def test_headings_are_found_by_their_chinese_name_when_the_layout_shows_none() -> None:
    facts = layout.check(company(SLOT + SECTION))
    assert "heading1:标题 1" in facts
    assert "heading2:标题 2" in facts


def test_a_slot_paragraph_that_ends_a_section_keeps_its_section() -> None:
    inner = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:left="1000" w:right="1000"/></w:sectPr>'
    slot = f"<w:p><w:pPr>{inner}</w:pPr><w:r><w:t>{{{{outline}}}}</w:t></w:r></w:p>"
    content = export_word.render(warehouse(), layout=company(slot + CLOSING + SECTION))
    root = parsed(parts_of(content)["word/document.xml"])
    assert len(list(root.iter(f"{{{W}}}sectPr"))) == 2
    table = next(root.iter(f"{{{W}}}tbl"))
    assert sum(int(one.get(f"{{{W}}}w", "0")) for one in table.iter(f"{{{W}}}gridCol")) == 14838


def test_a_word_template_becomes_a_word_document() -> None:
    content = export_word.render(cloud(), layout=company(main="template.main"))
    assert _TEMPLATE_TYPE.encode() not in parts_of(content)["[Content_Types].xml"]
    assert "Event platform for Northwind Logistics" in words_of(content)


def test_a_customers_copy_in_a_layout_holds_nothing_internal() -> None:
    parts = parts_of(export_word.render(full_of_canaries(), layout=company(), for_customer=True))
    for content in parts.values():
        assert CANARY not in content.decode()
        assert b"WaterMark" not in content
        assert b"INTERNAL" not in content


def test_a_draft_in_a_layout_says_that_it_is_one_on_its_pages() -> None:
    content = export_word.render(warehouse(), layout=company())
    assert parts_of(content)["word/document.xml"].count(b"PowerPlusWaterMarkObject") >= 8
    assert "内部稿" in words_of(content)


def test_ids_stay_unique_in_the_document() -> None:
    root = parsed(parts_of(export_word.render(warehouse(), layout=company()))["word/document.xml"])
    bookmarks = [one.get(f"{{{W}}}id") for one in root.iter(f"{{{W}}}bookmarkStart")]
    ends = [one.get(f"{{{W}}}id") for one in root.iter(f"{{{W}}}bookmarkEnd")]
    drawings = [one.get("id") for one in root.iter("{*}docPr", "{*}cNvPr")]
    assert len(set(bookmarks)) == len(bookmarks)
    assert sorted(bookmarks) == sorted(ends)
    assert len(set(drawings)) == len(drawings) >= 2


_LINK = (
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"{mode}/>'
)
_FIELD = '<w:p><w:r><w:instrText> INCLUDEPIC</w:instrText></w:r><w:r><w:instrText>TURE "x" </w:instrText></w:r></w:p>'

UNUSABLE = {
    "macros": company(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
    "a macro project": company(extra={"word/vbaProject.bin": b"x"}),
    "an ActiveX control": company(extra={"word/activeX/activeX1.xml": b"<x/>"}),
    "an embedded object": company(extra={"word/embeddings/oleObject1.bin": b"x"}),
    "a signature": company(extra={"_xmlsignatures/sig1.xml": b"<x/>"}),
    "an external template": company(
        relationships=_LINK.format(
            kind="attachedTemplate", target="http://a.example/t.dotx", mode=' TargetMode="External"'
        )
    ),
    "a hyperlink": company(
        relationships=_LINK.format(
            kind="hyperlink", target="https://a.example", mode=' TargetMode="External"'
        )
    ),
    "an undeclared address": company(
        relationships=_LINK.format(kind="image", target="file:///c:/x.png", mode="")
    ),
    "a fetching field": company(_FIELD + SLOT + SECTION),
    "mail merge": company(
        extra={"word/settings.xml": f'<w:settings xmlns:w="{W}"><w:mailMerge/></w:settings>'.encode()}
    ),
    "two outlines": company(SLOT + SLOT + SECTION),
    "an outline among words": company(SLOT.replace("{{outline}}", "see {{outline}}") + SECTION),
    "an outline in a table": company(f"<w:tbl><w:tr><w:tc>{SLOT}</w:tc></w:tr></w:tbl>" + SECTION),
    "an unknown slot": company(SLOT + CLOSING.replace("90", "{{days}}") + SECTION),
    "a slot in the header": company(header="{{title}}"),
    "no Word file": b"hello",
    "an empty file": b"",
    "an old Word file": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "an encrypted file": bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
    "a cut file": company()[:900],
    "a spreadsheet": company(extra={"_rels/.rels": b"<Relationships/>"}),
    "broken XML": company("<w:p>" + SLOT),
    "a document type": company(extra={"word/document.xml": b'<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'}),
}


@pytest.mark.parametrize("content", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_layout_that_runs_fetches_or_cannot_be_filled_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises((Misconfigured, CannotRead)) as told:
        layout.check(content)
    assert told.value.zh.endswith("。")
    assert told.value.en.endswith(".")
    with pytest.raises((Misconfigured, CannotRead)):
        export_word.render(cloud(), layout=content)


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data/badinputs")
def test_real_word_files_are_filled_unharmed_or_refused() -> None:
    filled = 0
    for file in sorted(DATA.rglob("*.do[ct][xm]")):
        content = file.read_bytes()
        try:
            after = parts_of(export_word.render(cloud(), layout=content))
        except PresalesError as error:
            assert error.zh, file.name
            continue
        before = parts_of(content)
        changed = {name for name in before if before[name] != after[name]}
        assert changed <= {"word/document.xml", "[Content_Types].xml"} or len(changed) == 1, file.name
        assert not any(
            b'TargetMode="External"' in one for name, one in after.items() if name.endswith(".rels")
        )
        filled += 1
    assert filled >= 50
