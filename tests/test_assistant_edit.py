"""Editing an outline as text loses nothing and never lets a person's words pass for a source's."""

from __future__ import annotations

import pytest
from test_assistant_drafting import OUTLINE, _sourced

from assistant.drafting.edit import diff, from_markdown, to_markdown
from knowledge.errors import CannotRead, Conflict

TEXT = to_markdown(OUTLINE)
POINT = next(p for p in _sourced(OUTLINE) if "延长到 5 年" in p.text)


def _changed(old: str, new: str) -> object:
    assert old in TEXT
    return from_markdown(OUTLINE, TEXT.replace(old, new, 1))


def test_an_unchanged_text_gives_the_same_outline() -> None:
    assert from_markdown(OUTLINE, TEXT) == OUTLINE
    assert diff(OUTLINE, from_markdown(OUTLINE, TEXT)) == []


def _find(outline: object, words: str) -> object:
    return next(p for s in outline.sections for p in s.points if words in p.text)  # type: ignore[attr-defined]


def test_a_shortened_point_stays_cited() -> None:
    outline = _changed(
        "标准质保 2 年，可以延长到 5 年，每年按合同额 4% 收取。", "标准质保 2 年，可以延长到 5 年。"
    )
    point = _find(outline, "延长到 5 年")
    assert point.basis == "source"  # type: ignore[attr-defined]
    assert point.citations == POINT.citations  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        "标准质保 2 年，可以延长到 8 年。",
        "标准质保 2 年，不可以延长到 5 年。",
        "标准质保 2 年，可以延长到 5 年，免费升级卫星链路。",
    ],
)
def test_what_the_quotes_do_not_say_becomes_a_judgement(words: str) -> None:
    outline = _changed("标准质保 2 年，可以延长到 5 年，每年按合同额 4% 收取。", words)
    point = _find(outline, words)
    assert point.basis == "judgement"  # type: ignore[attr-defined]
    assert not point.citations  # type: ignore[attr-defined]


def test_a_new_line_is_a_persons_judgement_and_a_deleted_one_is_gone() -> None:
    outline = _changed("- 标准质保 2 年", "- 我们另派一名驻场工程师\n- 标准质保 2 年")
    assert _find(outline, "驻场工程师").basis == "judgement"  # type: ignore[attr-defined]
    lines = [line for line in TEXT.splitlines() if "延长到 5 年" not in line or not line.startswith("- 标准")]
    assert not any(
        "延长到 5 年" in p.text for s in from_markdown(OUTLINE, "\n".join(lines)).sections for p in s.points
    )


def test_a_filled_cell_is_kept_and_loses_only_its_rows_citation() -> None:
    outline = _changed("| 24 台 | 16,500 元/台 |", "| 26 台 | 16,500 元/台 |")
    table = next(t for s in outline.sections if s.key == "cost" for t in s.tables)  # type: ignore[attr-defined]
    changed = next(i for i, row in enumerate(table.rows) if "26 台" in row)
    assert table.citations[changed] == ()
    assert any(citations for t in OUTLINE.sections for table in t.tables for citations in table.citations)


def test_the_difference_names_section_and_kind() -> None:
    outline = _changed("可以延长到 5 年，每年按合同额 4% 收取。", "可以延长到 5 年。")
    changes = diff(OUTLINE, outline)  # type: ignore[arg-type]
    assert [(c.section, c.kind, c.what) for c in changes] == [("服务与保障", "changed", "point")]
    assert changes[0].before != changes[0].after


def test_a_text_of_an_older_version_is_told_so() -> None:
    with pytest.raises(Conflict):
        from_markdown(OUTLINE.model_copy(update={"version": 2}), TEXT)


@pytest.mark.parametrize("text", ["", "# nothing", TEXT.replace("## 服务与保障", "## 别的")])
def test_a_text_that_is_not_this_outlines_is_refused(text: str) -> None:
    with pytest.raises(CannotRead):
        from_markdown(OUTLINE, text)
