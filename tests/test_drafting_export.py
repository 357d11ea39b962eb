"""What a reader of an exported outline sees, in Markdown and in Word."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_outlines import cloud, warehouse

from assistant.drafting.export import markdown as export_markdown
from assistant.drafting.export import word as export_word
from assistant.drafting.export.printable import printable
from assistant.drafting.export.word_xml import W, parsed
from knowledge.evidence import Citation, Span, Unsupported
from knowledge.presales import Gap, Outline, OutlineTable, Point, Provenance, Requirement, Section

CANARY = "CANARY"


def words_of(content: bytes) -> str:
    """All text of a Word file as a reader meets it: paragraphs and cells in document order."""
    document = WordDocument(io.BytesIO(content))
    return "\n".join(
        "".join(one.text or "" for one in paragraph.iter(f"{{{W}}}t"))
        for paragraph in document.element.body.iter(f"{{{W}}}p")
    )


def inlines(markdown: str) -> list[str]:
    """Types of every token, block and inline, of the most generous Markdown reader at hand."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [one.type for token in reader.parse(markdown) for one in [token, *(token.children or ())]]


def shown(markdown: str) -> str:
    """The text a Markdown reader shows."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return "\n".join(
        "".join(one.content for one in token.children or ())
        for token in reader.parse(markdown)
        if token.type == "inline"
    )


def full_of_canaries() -> Outline:
    """Every field only we may see carries the canary; every other says something harmless."""
    cited = Citation(
        document_id=f"{CANARY}1",
        source=f"{CANARY}2.docx",
        span=Span(start=0, end=7),
        quote=f"{CANARY}3",
        chunk_id=f"{CANARY}4",
        label=f"{CANARY}5",
    )
    points = tuple(
        Point(text=f"point {basis}x", basis=basis, citations=(cited,), answers=(0,), past_deal=True)
        for basis in ("source", "lesson", "judgement", "need", "template")
    )
    table = OutlineTable(
        title="Parts",
        header=("Layer", "Component", "Source"),
        rows=(("Core", "Engine", f"{CANARY}6"),),
        citations=((cited,),),
    )
    gap = Gap(text="a plain gap", ask=f"{CANARY}7", whom=f"{CANARY}8")
    return Outline(
        id=f"{CANARY}9",
        template=f"{CANARY}10",
        title="A proposal",
        language="en",
        customer="Northwind",
        deal=f"{CANARY}11",
        need_document=f"{CANARY}12.md",
        need=f"{CANARY}13",
        requirements=(Requirement(text="be fast", value="5", unit="s", span=Span(start=0, end=1)),),
        sections=(
            Section(heading="Architecture", key=f"{CANARY}14", points=points, gaps=(gap,), tables=(table,)),
        ),
        unsupported=(Unsupported(text=f"{CANARY}15", reason=f"{CANARY}16"),),
        provenance=Provenance(
            made_at=f"{CANARY}17",
            index=f"{CANARY}18",
            model=f"{CANARY}19",
            prompt=f"{CANARY}20",
            program=f"{CANARY}21",
        ),
    )


def test_a_customers_copy_holds_nothing_internal() -> None:
    outline = full_of_canaries()
    markdown = export_markdown.render(outline, for_customer=True)
    word = export_word.render(outline, for_customer=True)
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        everything = [markdown, *parts.namelist(), *(parts.read(name).decode() for name in parts.namelist())]
    for text in everything:
        assert CANARY not in text
        assert not re.search(r"INTERNAL|Past deal|TO FILL|judgement\b|lesson\b|\[1\]|WaterMark", text)
    for visible in ("A proposal", "Northwind", "be fast", "point sourcex", "a plain gap", "Engine"):
        assert visible in markdown
        assert visible in words_of(word)


def test_the_draft_shows_what_the_customers_copy_hides() -> None:
    outline = full_of_canaries()
    for text in (shown(export_markdown.render(outline)), words_of(export_word.render(outline))):
        for number in (2, 3, 5, 6, 7, 8, 9, 12, 15, 16):
            assert f"{CANARY}{number}" in text
        for label in ("Past deal", "TO FILL", "judgement", "lesson", "[1]"):
            assert label in text


def test_the_customers_copy_has_no_heading_with_nothing_under_it() -> None:
    outline = Outline(
        id="e",
        title="方案",
        sections=(
            Section(
                key="service", heading="服务与保障", points=(Point(text="四小时到场。", basis="judgement"),)
            ),
            Section(key="cases", heading="同类案例"),
        ),
    )
    for for_customer in (False, True):
        texts = (
            export_markdown.render(outline, for_customer=for_customer),
            words_of(export_word.render(outline, for_customer=for_customer)),
        )
        assert all("服务与保障" in text for text in texts)
        assert all(("同类案例" in text) is not for_customer for text in texts)


def test_the_draft_carries_a_watermark_in_its_header() -> None:
    for outline, mark in ((warehouse(), "内部稿"), (cloud(), "INTERNAL DRAFT")):
        with zipfile.ZipFile(io.BytesIO(export_word.render(outline))) as parts:
            header = parts.read("word/header1.xml").decode()
        assert "PowerPlusWaterMarkObject" in header
        assert f'string="{mark}"' in header
        assert f"**{mark}**" in export_markdown.render(outline)


@pytest.mark.parametrize("for_customer", [False, True])
@pytest.mark.parametrize("outline", [warehouse(40), cloud()], ids=["zh", "en"])
def test_the_same_outline_gives_the_same_bytes(outline: Outline, for_customer: bool) -> None:
    again = Outline.model_validate_json(outline.model_dump_json())
    first = export_word.render(outline, for_customer=for_customer)
    assert first == export_word.render(again, for_customer=for_customer)
    assert export_markdown.render(outline, for_customer=for_customer) == export_markdown.render(
        again, for_customer=for_customer
    )
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_provenance_changes_no_export() -> None:
    later = warehouse().model_copy(update={"provenance": Provenance(made_at="2031-01-01", model="another")})
    assert export_word.render(later) == export_word.render(warehouse())
    assert export_markdown.render(later) == export_markdown.render(warehouse())


@pytest.mark.parametrize("outline", [warehouse(40), cloud()], ids=["zh", "en"])
def test_every_citation_number_has_its_source_with_file_and_quote(outline: Outline) -> None:
    for text in (shown(export_markdown.render(outline)), words_of(export_word.render(outline))):
        body, _, listed = text.rpartition("来源清单" if outline.language == "zh" else "Sources")
        cited = {int(number) for number in re.findall(r"\[(\d+)\]", body)}
        assert cited == set(range(1, max(cited) + 1))
        assert {int(number) for number in re.findall(r"\[(\d+)\]", listed)} == cited
        for section in outline.sections:
            for point in section.points:
                for citation in point.citations:
                    assert printable(citation.quote) in listed
                    assert printable(citation.source) in listed


def test_thirty_citations_are_numbered_in_the_order_they_are_met() -> None:
    text = shown(export_markdown.render(cloud())).rpartition("Sources")[0]
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", text)]
    assert list(dict.fromkeys(numbers)) == list(range(1, max(numbers) + 1))
    assert max(numbers) >= 30


def test_every_requirement_is_traced_to_its_section_and_state() -> None:
    rows = [line for line in export_markdown.render(warehouse()).splitlines() if re.match(r"\| \d", line)]
    assert len(rows) >= 7
    assert "总体方案与架构 | 已回应 |" in rows[0]
    assert "部署模型 | 待补 |" in rows[5]
    assert "实施计划与里程碑 | 未回应 |" in rows[6]


def test_gaps_name_the_question_and_whom_to_ask() -> None:
    for text in (shown(export_markdown.render(warehouse())), words_of(export_word.render(warehouse()))):
        assert "待补：资料中没有等保三级测评的通过记录。" in text
        assert "请问 客户信息部：本项目是否由我方负责等保三级测评？" in text


def test_long_tables_repeat_their_header_and_never_cut_a_row() -> None:
    document = WordDocument(io.BytesIO(export_word.render(warehouse(60))))
    tables = document.element.body.findall(f"{{{W}}}tbl")
    assert len(tables) == 5
    for table in tables:
        rows = table.findall(f"{{{W}}}tr")
        assert [row.find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None for row in rows] == [
            True, *[False] * (len(rows) - 1)
        ]  # fmt: skip
        assert all(row.find(f"{{{W}}}trPr/{{{W}}}cantSplit") is not None for row in rows)
        widths = [int(one.get(f"{{{W}}}w")) for one in table.iter(f"{{{W}}}gridCol")]
        assert sum(widths) == 9070
        assert min(widths) > 400


def test_word_asks_nothing_and_reaches_nothing_when_it_opens_the_file() -> None:
    for outline in (warehouse(), cloud(), full_of_canaries()):
        with zipfile.ZipFile(io.BytesIO(export_word.render(outline))) as parts:
            for name in parts.namelist():
                content = parts.read(name)
                parsed(content)
                assert b"updateFields" not in content
                assert b'TargetMode="External"' not in content
                assert b"macroEnabled" not in content


def test_headings_are_word_headings_with_multi_level_numbers() -> None:
    content = export_word.render(warehouse())
    document = WordDocument(io.BytesIO(content))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [
        "需求响应一览",
        *(section.heading for section in warehouse().sections),
        "未采用的说法",
        "来源清单",
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        numbering = parts.read("word/numbering.xml").decode()
        assert '<w:lvlText w:val="%1.%2.%3"/>' in numbering
        assert "PAGE" in parts.read("word/footer1.xml").decode()


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["![x](http://a.example/p.png)", "<img src=x>", "[a](http://a.example)", "<http://a.example>", "`", "*", "_",
             "|", "\\", "\n", "\r\n", "&lt;", "&#60;", "~~", "#", "- ", "1. ", "1) ", "+", ">", "===", "---", "\x00",
             "\x0b", "\x1f", "\ufffe", "\u202e", "\ud800", "www.a.example", "x@a.example", "$x$", "```\n", "[1]: http://a",
             "<!--", "]]>", "<script>", "{{title}}", "客户", " ", "\t", "\u2028", "\u3000", ":smile:", "https://a.example/"]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip


def outline_of(text: str, other: str) -> Outline:
    cited = Citation(document_id="d", source=other, span=Span(start=0, end=1), quote=text, label=other)
    return Outline(
        id="o",
        title=text,
        customer=other,
        need_document=text,
        requirements=(
            Requirement(text=text, value=other, unit=text, section=other, span=Span(start=0, end=0)),
        ),
        sections=(
            Section(
                heading=other,
                key="architecture",
                points=(
                    Point(text=text, citations=(cited,), past_deal=True),
                    Point(text=other, basis="template"),
                    Point(text=text, basis="judgement"),
                ),
                gaps=(Gap(text=other, ask=text, whom=other),),
                tables=(
                    OutlineTable(
                        title=other,
                        header=("层", "组件", text),
                        rows=((text, other, other),),
                        citations=((cited,),),
                    ),
                ),
            ),
        ),
        unsupported=(Unsupported(text=other, reason=text),),
    )


ALLOWED = {
    "heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "bullet_list_open",
    "bullet_list_close", "list_item_open", "list_item_close", "table_open", "table_close", "thead_open", "thead_close",
    "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close",
    "blockquote_open", "blockquote_close", "text", "text_special", "strong_open", "strong_close", "em_open", "em_close",
    "softbreak", "hardbreak",
}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_no_text_becomes_a_link_a_picture_or_html_in_markdown(text: str, other: str) -> None:
    outline = outline_of(text, other)
    for for_customer in (False, True):
        markdown = export_markdown.render(outline, for_customer=for_customer)
        assert set(inlines(markdown)) <= ALLOWED
        assert printable(text) in shown(markdown)
        assert printable(other) in shown(markdown)
        plain = re.compile(r"(?<!\\)(?:<|!\[|\]\(|https?:|www\.)")
        assert not plain.search(markdown)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_any_text_makes_a_word_file_that_opens_and_says_it(text: str, other: str) -> None:
    outline = outline_of(text, other)
    for for_customer in (False, True):
        words = words_of(export_word.render(outline, for_customer=for_customer))
        assert printable(text) in words
        assert printable(other) in words


def test_printable_text_has_no_character_that_xml_forbids_or_that_turns_the_line_round() -> None:
    every = "".join(map(chr, range(0x110000)))
    kept = set(printable(every))
    assert not kept & set(
        map(chr, [*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
    )
    assert not kept & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert set("中文ＡＢＣ、。“”①★é½\u200d😀𠮷") <= kept


def test_a_customers_copy_says_neither_why_a_case_was_chosen_nor_a_list_twice_nor_an_empty_table() -> None:
    outline = warehouse()
    wanted = outline.requirements[0].text
    case = Point(text="【已成交、同产品】在某客户项目中：准确率 99.99%", basis="judgement", past_deal=True)
    listed = OutlineTable(title="需求清单", header=("序号", "需求"), rows=(("1", wanted),))
    emptied = OutlineTable(title="报价", header=("项目", "单价"), rows=())
    sections = (
        Section(heading="需求分析", key="requirements", tables=(listed, emptied)),
        Section(heading="同类案例", key="cases", points=(case,)),
    )
    copy = export_markdown.render(outline.model_copy(update={"sections": sections}), for_customer=True)
    draft = export_markdown.render(outline.model_copy(update={"sections": sections}))
    assert copy.count(wanted) == 1
    assert "在某客户项目中" in copy
    assert not re.search("已成交|报价|需求响应一览", copy)
    assert "需求响应一览" in draft
    assert "已成交" in draft
    without = export_markdown.render(outline.model_copy(update={"sections": sections[1:]}), for_customer=True)
    assert "需求响应一览" in without


@pytest.mark.parametrize(
    ("basis", "value", "state"),
    [("source", None, "有依据"), ("source", "3", "已回应"), ("judgement", None, "已回应")],
)
def test_evidence_without_a_figure_to_compare_is_not_called_an_answer(
    basis: str, value: str | None, state: str
) -> None:
    asked = Requirement(
        text="须离线运行 3 天", value=value, unit="天" if value else None, span=Span(start=0, end=9)
    )
    point = Point.model_validate({"text": "可离线", "basis": basis, "answers": (0,)})
    section = Section(heading="方案", key="architecture", points=(point,))
    outline = Outline(id="b" * 12, title="方案", need=asked.text, requirements=(asked,), sections=(section,))
    row = next(line for line in export_markdown.render(outline).splitlines() if line.startswith("| 1 "))
    assert row.rstrip(" |").endswith(state)


def test_the_requirements_are_listed_once_with_their_state_and_what_a_state_means() -> None:
    text = "需要 3 台机器人。须离线运行。"
    asked = (
        Requirement(text="需要 3 台机器人", span=Span(start=0, end=8)),
        Requirement(text="须离线运行", span=Span(start=9, end=14)),
    )
    table = OutlineTable(
        title="需求清单",
        header=("序号", "需求", "指标", "回应章节"),
        rows=(("1", "需要 3 台机器人", "", ""), ("2", "须离线运行", "", "")),
    )
    listed = Section(heading="需求分析", key="requirements", tables=(table,))
    answered = Section(
        heading="方案", key="architecture", points=(Point(text="可离线", basis="judgement", answers=(1,)),)
    )
    outline = Outline(id="b" * 12, title="方案", need=text, requirements=asked, sections=(listed, answered))
    drafted = export_markdown.render(outline)
    assert drafted.count("须离线运行") == 1
    assert "| 须离线运行 |  |  | 已回应 |" in drafted
    assert "| 需要 3 台机器人 |  |  | 未回应 |" in drafted
    assert "未回应：草稿里既没有依据也没有提问" in drafted
    copy = export_markdown.render(outline, for_customer=True)
    assert "未回应" not in copy
    assert copy.count("须离线运行") == 1


def test_a_chinese_quote_in_an_english_draft_says_so_and_is_no_translation() -> None:
    quote = "机器人断网后继续执行已下发的任务"
    cited = Citation(
        document_id="d", source="a.md", span=Span(start=0, end=len(quote)), quote=quote, label="a"
    )
    section = Section(heading="Solution", key="architecture", points=(Point(text=quote, citations=(cited,)),))
    outline = Outline(id="c" * 12, title="Robots", language="en", sections=(section,))
    assert "(source, quoted in Chinese)" in export_markdown.render(outline)
    assert "quoted in Chinese" not in export_markdown.render(outline.model_copy(update={"language": "zh"}))
