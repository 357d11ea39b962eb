"""Words on a page: shown exactly, marked where they should be, never as markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from knowledge.evidence import Span
from ui import paper
from ui.highlight import extract, runs, words_of
from ui.texts import text
from ui.widgets import KINDS, plain

UI = Path(__file__).parents[1] / "ui"
HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("![]()<>*_`~$:/\\#&;=+-.|{}@^\"'\n\t 0123456789"), st.characters(codec="utf-8")
    ),
    max_size=80,
)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> tuple[set[str], str]:
    """(kinds of inline content, text) as a Markdown reader sees ``markdown``."""
    blocks = READER.parse(markdown)
    kinds = {block.type for block in blocks} - {"paragraph_open", "paragraph_close", "inline"}
    inline = [child for block in blocks for child in block.children or ()]
    kinds |= {child.type for child in inline} - {"text", "text_special", "softbreak", "hardbreak"}
    return kinds, "".join(child.content if "break" not in child.type else "\n" for child in inline)


@given(HOSTILE)
def test_plain_words_are_shown_exactly_and_are_never_markup(words: str) -> None:
    kinds, said = shown(plain(words))
    assert kinds == set()
    assert said.replace("\u2060", "").split() == words.replace("\u2060", "").replace("\0", "\ufffd").split()


@pytest.mark.parametrize(
    "words",
    ["https://evil.example/x", "www.evil.example", "a@evil.example", ":smile:", ":material/home:", ":+1:"],
)
def test_nothing_is_left_for_a_later_step_to_turn_into_a_link_or_a_symbol(words: str) -> None:
    _, said = shown(plain(words))
    assert said != words
    assert said.replace("\u2060", "") == words


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), max_size=6).map(
    lambda pairs: [Span(start=low, end=high) for low, high in pairs]
)


@given(st.text(max_size=50), SPANS, st.integers(0, 20))
def test_marked_text_is_the_text(words: str, marks: list[Span], start: int) -> None:
    cut = runs(words, marks, start=start)
    assert "".join(run["text"] for run in cut) == words
    marked = "".join(run["text"] for run in cut if run["role"] == "passage")
    inside = {index for mark in marks for index in range(mark.start - start, mark.end - start)}
    assert marked == "".join(character for index, character in enumerate(words) if index in inside)


@given(st.text(max_size=400), st.text(max_size=20), st.integers(20, 120))
def test_an_extract_is_a_slice_no_longer_than_asked(words: str, query: str, longest: int) -> None:
    cut = extract(words, words_of(query, words), longest)
    assert 0 <= cut.start <= cut.end <= len(words)
    assert len(cut) <= longest


def test_the_extract_shows_where_the_question_is_answered() -> None:
    words = "一句与问题无关的话。" * 60 + "断网后三十分钟内恢复作业。" + "又一句无关的话。" * 60
    cut = extract(words, words_of("断网多久恢复", words), 100)
    assert "断网后三十分钟内恢复" in cut.of(words)


@pytest.mark.parametrize(
    ("query", "words", "marked"),
    [
        ("如何部署", "本地部署三台服务器", ["部署"]),
        ("GB/T 28181 接入", "符合 GB/T28181-2016，支持接入", ["GB/T28181", "接入"]),
        ("HY-AMR600 载重", "型号 HY-AMR600 与 HY-AMR600S", ["HY-AMR600"]),
        ("５,０００ 件", "每小时 5,000 件", ["5,000", "件"]),
        ("the response time", "Response TIME of the system", ["Response", "TIME"]),
        ("⽅案", "总体方案", ["方案"]),
        ("的", "我的方案", []),
    ],
)
def test_the_words_of_a_question_are_marked_as_search_reads_them(
    query: str, words: str, marked: list[str]
) -> None:
    assert [span.of(words) for span in words_of(query, words)] == marked


def test_every_sentence_a_page_asks_for_exists_in_both_languages() -> None:
    asked = {
        key
        for file in UI.rglob("*.py")
        for key in re.findall(r'(?<![.\w])say\(\s*"([^"{]+)"', file.read_text(encoding="utf-8"))
    }
    asked |= {f"kind.{kind}" for kind in KINDS} | {f"status.{one}" for one in ("draft", "in_review", "final")}
    assert len(asked) > 80
    for key in sorted(asked):
        for language in ("zh", "en"):
            with_values = text(language, f"page.{key}", **dict.fromkeys(_VALUES, "x"))
            assert with_values.strip()


_VALUES = (
    "number", "count", "documents", "chunks", "kind", "waiting", "name", "done", "total",
    "ready", "of", "page", "sheet", "row", "version", "mine",
)  # fmt: skip


def test_a_picture_is_drawn_from_data_only() -> None:
    script = (UI / "paper.js").read_text(encoding="utf-8")
    assert 'startsWith("data:image/")' in script
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "DOMParser",
        ".href",
        "fetch(",
    ):
        assert way not in script


def test_no_page_lets_html_through() -> None:
    for file in UI.rglob("*.py"):
        words = file.read_text(encoding="utf-8")
        assert "unsafe_allow_html=" not in words
        assert "unsafe_allow_javascript=" not in words
        if "st.html(" in words:
            assert file.name == "widgets.py"


def test_lone_surrogates_do_not_stop_a_page() -> None:
    assert paper.run("坏\udc80字")["text"].encode("utf-8")
