"""``add``, ``list``, ``search``, ``remove``: filters filter, and a name says exactly one document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import presales

from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.errors import NotAllowed
from knowledge.evidence import Principal
from ui.commands.filters import filters_of

QUERY = ("query", "limit")
GOLD = ("question", "documents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two documents of one collection, and a namesake of one of them in another."""
    for folder, words in (("a", "冷链仓库断电恢复"), ("b", "冷链运输温度记录")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "README.md").write_text(f"# {words}\n\n{words}的说明。", encoding="utf-8")
    added = presales(tmp_path / "home", "add", "--words-only", "--json", str(tmp_path / "a" / "README.md"))
    other = ("--collection", "other", str(tmp_path / "b" / "README.md"))
    presales(tmp_path / "home", "add", "--words-only", "--kind", "case", *other)
    assert added.rows[0]["collection"] == "library"
    return tmp_path / "home"


def asked(home: Path, *lines: dict[str, object]) -> Path:
    file = home.parent / "queries.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return file


def ids(home: Path) -> dict[str, str]:
    """Collection → document id."""
    return {row["collection"]: row["document_id"] for row in presales(home, "list", "--json").rows}


def test_filters_may_be_singular_or_plural_and_only_reserved_fields_are_none() -> None:
    line = {
        "query": "x",
        "kind": "case",
        "industries": ["医药"],
        "documents": ["d"],
        "year": 2025,
        "deal": None,
    }
    chosen = {"kinds": ["case"], "industries": ["医药"], "years": [2025]}
    assert filters_of(line, QUERY) == {**chosen, "documents": ["d"]}
    assert filters_of({"documents": ["gold"], "document": "d"}, GOLD) == {"documents": ["d"]}
    assert filters_of({"kind": "case", "kinds": ["faq"]}, QUERY) == {"kinds": ["case", "faq"]}


@pytest.mark.parametrize("field", ["document", "documents"])
def test_a_line_that_names_a_document_is_answered_from_it_alone(home: Path, field: str) -> None:
    for collection, identity in ids(home).items():
        file = asked(home, {"query": "冷链", field: [identity]})
        (found,) = presales(home, "search", "--queries", str(file), "--json").rows
        assert [hit["document_id"] for hit in found["hits"]] == [identity]
        assert [hit["collection"] for hit in found["hits"]] == [collection]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ({"query": "x", "documnet": "a"}, "documnet"),
        ({"query": "x", "lang": "zh"}, "lang"),
        ({"query": "x", "kind": "什么都不是"}, "什么都不是"),
        ({"query": "x", "year": "many"}, "many"),
        ({"query": "x", "language": "fr"}, "fr"),
        ({"query": "x", "customer": {"name": "甲"}}, "name"),
        ({"query": "x", "document": "没有.md"}, "没有.md"),
        ({"query": "x", "limit": 0}, "limit"),
        ({"question": "x"}, "query"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named_and_nothing_is_searched(
    home: Path, line: dict[str, object], what: str
) -> None:
    file = asked(home, {"query": "冷链"}, line)
    ended = presales(home, "search", "--queries", str(file), "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "第 2 行" in ended.err and what in ended.err


def test_a_gold_line_with_an_unknown_filter_is_named(home: Path) -> None:
    file = asked(home, {"question": "x", "documents": "README.md", "industri": "医药"})
    ended = presales(home, "eval", str(file), "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "第 1 行" in ended.err and "industri" in ended.err


def test_a_document_nobody_knows_is_said_and_not_searched_around(home: Path) -> None:
    ended = presales(home, "search", "冷链", "--document", "没有.md", "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "没有.md" in ended.err


def test_removing_a_name_two_documents_have_is_refused_with_how_to_say_which(home: Path) -> None:
    before = ids(home)
    ended = presales(home, "remove", "README.md", "--json")
    assert (ended.code, ended.out) == (1, "")
    assert all(identity in ended.err and f"[{name}]" in ended.err for name, identity in before.items())
    assert "--collection" in ended.err
    assert ids(home) == before
    (removed,) = presales(home, "remove", "README.md", "--collection", "other", "--json").rows
    assert removed == {
        "source": "README.md", "collection": "other", "document_id": before["other"], "outcome": "removed",
    }  # fmt: skip
    assert ids(home) == {"library": before["library"]}


def test_an_id_says_which_of_two_namesakes(home: Path) -> None:
    before = ids(home)
    assert presales(home, "remove", before["library"]).code == 0
    assert ids(home) == {"other": before["other"]}


def test_removing_several_removes_all_of_them_or_none(home: Path) -> None:
    before = ids(home)
    assert presales(home, "remove", before["other"], "没有.md").code == 1
    assert ids(home) == before


def test_the_page_forgets_exactly_the_chosen_row(home: Path) -> None:
    workspace = Workspace.open(Settings(home=home, models=home / "no models"))
    chosen = [source for source, _ in workspace.library.listed() if source.collection == "other"]
    workspace.library.forget(chosen)
    assert list(ids(home)) == ["library"]


def test_a_row_of_somebody_else_is_not_forgotten_nor_ones_own_of_the_same_name(home: Path) -> None:
    workspace = Workspace.open(
        Settings(home=home, models=home / "no models", principal=Principal(user="ann"))
    )
    mine = Workspace.open(Settings(home=home, models=home / "no models"))
    with pytest.raises(NotAllowed):
        workspace.library.forget(mine.library.sources())
    assert set(ids(home)) == {"library", "other"}


def test_list_and_show_can_be_told_the_collection(home: Path) -> None:
    (only,) = presales(home, "list", "--collection", "other", "--json").rows
    assert only["kind"] == "case"
    assert presales(home, "show", "README.md").code == 1
    assert "运输" in presales(home, "show", "README.md", "--collection", "other").out
