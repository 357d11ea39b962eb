"""``template``: outline templates can be seen, copied and changed; a person's own one wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import presales

from assistant.drafting.template import BUILT_IN


@pytest.fixture
def need(tmp_path: Path) -> str:
    file = tmp_path / "need.md"
    file.write_text("# 冷链仓库\n\n1. 断网后 30 分钟内恢复。\n2. 质保期 3 年。\n", encoding="utf-8")
    return str(file)


def headings(home: Path, need: str, *options: str) -> list[str]:
    (outline,) = presales(home, "outline", need, *options, "--json").rows
    return [section["heading"] for section in outline["sections"]]


def test_outline_templates_and_word_layouts_are_listed_apart(tmp_path: Path) -> None:
    rows = presales(tmp_path, "template", "list", "--json").rows
    assert [(row["type"], row["name"], row["language"], row["own"]) for row in rows] == [
        ("outline", "default", "zh", False),
        ("outline", "default", "en", False),
    ]
    plain = presales(tmp_path, "template", "list").out
    assert plain.index("default.zh.yaml") < plain.index("Word")


def test_what_is_shown_is_the_file_a_draft_would_follow(tmp_path: Path) -> None:
    shown = presales(tmp_path, "template", "show", "default", "--in", "en").out
    assert shown == (BUILT_IN / "default.en.yaml").read_text(encoding="utf-8") + "\n"


def test_a_copy_is_ready_to_edit_and_taken_by_name(tmp_path: Path, need: str) -> None:
    home = tmp_path / "home"
    made = presales(home, "template", "copy", "default", "ours", "--json").rows
    paths = {row["language"]: Path(row["path"]) for row in made}
    assert paths == {tongue: home / "templates" / f"ours.{tongue}.yaml" for tongue in ("zh", "en")}
    assert headings(home, need, "--template", "ours") == headings(home, need)
    text = paths["zh"].read_text(encoding="utf-8")
    paths["zh"].write_text(text.replace("heading: 需求分析", "heading: 我们的需求分析"), encoding="utf-8")
    assert "我们的需求分析" in headings(home, need, "--template", "ours")
    assert "我们的需求分析" not in headings(home, need)
    (outline,) = presales(home, "outline", need, "--template", "ours", "--json").rows
    assert outline["template"] == "ours"


def test_a_persons_own_file_of_a_built_in_name_wins(tmp_path: Path, need: str) -> None:
    home = tmp_path / "home"
    presales(home, "template", "copy")
    own = home / "templates" / "default.zh.yaml"
    text = own.read_text(encoding="utf-8").replace("heading: 需求分析", "heading: 我们的需求分析")
    own.write_text(text, encoding="utf-8")
    assert "我们的需求分析" in headings(home, need)
    assert {row["own"] for row in presales(home, "template", "list", "--json").rows} == {True}


def test_a_copy_overwrites_nothing(tmp_path: Path) -> None:
    presales(tmp_path, "template", "copy", "default", "ours")
    own = tmp_path / "templates" / "ours.zh.yaml"
    own.write_text("name: ours\n", encoding="utf-8")
    again = presales(tmp_path, "template", "copy", "default", "ours")
    assert (again.code, again.out) == (1, "")
    assert own.read_text(encoding="utf-8") == "name: ours\n"
