"""Every block, cell and chunk is a slice of one text; chunks cover the body exactly once."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Assembler
from ingest.chunk import LIMIT, chunks_of, measure
from ingest.clean import clean
from ingest.language import language_of
from knowledge.evidence import Document

WORDS = st.text(alphabet="项目部署方案。！；, .abcdeXYZ0159|\n\t等保三级", max_size=80)
LONG = st.builds(lambda piece, times: piece * times, WORDS, st.sampled_from([1, 1, 2, 9, 40]))
FEED = st.lists(
    st.one_of(
        st.tuples(st.just("heading"), WORDS, st.integers(1, 4)),
        st.tuples(st.sampled_from(["paragraph", "list", "code", "note", "header"]), LONG),
        st.tuples(
            st.just("table"),
            st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=30),
            st.integers(0, 2),
        ),
    ),
    max_size=9,
)


def document_of(feed: list[tuple]) -> Document:
    assembler = Assembler()
    for kind, content, *rest in feed:
        if kind == "heading":
            assembler.heading(content, rest[0])
        elif kind == "table":
            assembler.table(content, rest[0])
        else:
            assembler.block(kind, content)
    result = assembler.result()
    return Document(
        id="0" * 16, media_type="text/plain", size=1, text=result.text, blocks=result.blocks, title="t"
    )


@given(FEED)
@settings(max_examples=60, deadline=None)
def test_blocks_are_slices_in_order_and_never_overlap(feed):
    document = document_of(feed)
    end = -1
    for block in document.blocks:
        assert block.span.start > end and block.span.end <= len(document.text)
        assert block.span.of(document.text).strip()
        assert all(heading.end < block.span.start for heading in block.headings)
        end = block.span.end
    between = "".join(
        document.text[a.span.end : b.span.start]
        for a, b in zip(document.blocks, document.blocks[1:], strict=False)
    )
    assert not between.strip()


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_rows_in_are_rows_out_and_every_cell_is_a_slice(rows):
    document = document_of([("table", rows, 1)])
    wanted = [[" ".join(cell.split()) for cell in row] for row in rows]
    if not any(any(row) for row in wanted):
        assert document.blocks == ()
        return
    table = document.blocks[0].table
    got = [[cell.of(document.text) for cell in row] for row in table.rows]
    assert [row[: len(want)] for row, want in zip(got, wanted, strict=True)] == wanted
    assert len({len(row) for row in got}) == 1
    assert "\n".join(table.row_span(i).of(document.text) for i in range(len(rows))) == document.text


@given(FEED)
@settings(max_examples=80, deadline=None)
def test_chunks_are_slices_and_cover_every_body_character_exactly_once(feed):
    document = document_of(feed)
    covered: Counter[int] = Counter()
    for chunk in chunks_of(document):
        assert chunk.span.of(document.text) == chunk.text and chunk.text.strip()
        assert all(len(span) and not span.overlaps(chunk.span) for span in chunk.context)
        covered.update(range(chunk.span.start, chunk.span.end))
    for block in document.blocks:
        inside = [
            covered[i] for i in range(block.span.start, block.span.end) if not document.text[i].isspace()
        ]
        assert set(inside) == ({0} if block.kind in ("header", "footer", "note") else {1})


@given(FEED)
@settings(max_examples=60, deadline=None)
def test_no_chunk_cuts_a_row_or_exceeds_the_limit_unless_a_row_or_headings_do(feed):
    document = document_of(feed)
    rows = [
        block.table.row_span(i)
        for block in document.blocks
        if block.table
        for i in range(len(block.table.rows))
    ]
    headings = sum(measure(b.span.of(document.text)) for b in document.blocks if b.kind == "heading")
    for chunk in chunks_of(document):
        touched = [row for row in rows if row.overlaps(chunk.span)]
        assert all(chunk.span.holds(row) for row in touched)
        widest = max((measure(row.of(document.text)) for row in rows), default=0)
        if not touched:
            assert measure(chunk.text) <= LIMIT + headings
        else:
            assert measure(chunk.text) <= LIMIT + headings + 3 * widest


@given(FEED)
@settings(max_examples=60, deadline=None)
def test_a_chunk_stands_under_one_heading_path_shown_in_its_text_or_context(feed):
    document = document_of(feed)
    for chunk in chunks_of(document):
        body = [b for b in document.blocks if b.span.overlaps(chunk.span) and b.kind != "heading"]
        body = [b for b in body if b.kind not in ("header", "footer", "note")]
        assert len({b.headings for b in body}) <= 1
        for block in body:
            for heading in block.headings:
                assert chunk.span.holds(heading) or heading in chunk.context
            assert chunk.headings == tuple(h.of(document.text) for h in block.headings)


def test_a_long_table_repeats_its_header_row_as_context_and_says_its_rows():
    rows = [["型号", "单价"], *[[f"X-{i:03d} 高配版套件", f"{i}00 元"] for i in range(200)]]
    assembler = Assembler()
    assembler.heading("报价", 1)
    assembler.block("paragraph", "表 1 单价表")
    assembler.table(rows, 1, row_numbers=list(range(1, 202)))
    result = assembler.result()
    document = Document(
        id="0" * 16, media_type="text/plain", size=1, text=result.text, blocks=result.blocks, title="t"
    )
    first, *others = chunks_of(document)
    assert first.text.startswith("报价\n表 1 单价表\n型号 | 单价\nX-000") and first.place.row == 1
    assert len(others) > 2
    for before, chunk in zip([first, *others], others, strict=False):
        assert [span.of(document.text) for span in chunk.context] == ["报价", "表 1 单价表", "型号 | 单价"]
        assert chunk.place.row == before.place.last_row + 1 and chunk.kind == "table"
    assert others[-1].place.last_row == 201


def test_a_long_paragraph_is_cut_at_sentence_ends():
    sentence = "本项目采用集群部署，版本为 3.5 的平台支持高可用。"
    document = document_of([("paragraph", sentence * 60)])
    chunks = chunks_of(document)
    assert len(chunks) >= 3
    assert all(chunk.text.endswith("。") and chunk.text.startswith("本项目") for chunk in chunks)


def test_a_megabyte_without_a_full_stop_is_cut_in_linear_time():
    document = document_of([("paragraph", "字" * 300_000 + "a" * 300_000)])
    assert all(measure(chunk.text) <= LIMIT for chunk in chunks_of(document))


def test_headings_without_words_open_the_deeper_section_or_stand_alone():
    document = document_of(
        [
            ("heading", "2 方案", 1),
            ("heading", "2.1 架构", 2),
            ("paragraph", "正文。"),
            ("heading", "3 略", 1),
        ]
    )
    assert [chunk.text for chunk in chunks_of(document)] == ["2 方案\n2.1 架构\n正文。", "3 略"]


def test_invisible_characters_go_and_are_counted():
    removed: Counter[str] = Counter()
    dirty = "安\u200b全\u202e方\x00案\U000e0041\U000e0042\t一\r\n二\u2028三"
    assert clean(dirty, removed) == "安全方案\t一\n二\n三"
    assert removed == {
        "zero-width-removed": 1,
        "bidi-characters-removed": 1,
        "control-characters-removed": 1,
        "tag-characters-removed": 2,
    }


def test_kangxi_radicals_stay_as_they_were_written():
    assert clean("⽅⻚⼀") == "⽅⻚⼀"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("本项目采用 Kubernetes、Prometheus 与 Grafana 部署", "zh"),
        ("The system is deployed on premises.", "en"),
        ("システムを導入します", "other"),
        ("Система развернута", "other"),
        ("Größe über fünf Höhen für Rücklauf", "other"),
        ("12345", "other"),
    ],
)
def test_language_goes_by_script(text, language):
    assert language_of(text) == language
