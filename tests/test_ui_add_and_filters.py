"""What is said about files on the command line is kept, what is guessed is shown as a guess, and filters filter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import presales

from ui.texts import text


def write(path: Path, words: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three documents about one thing, each described by every option in its own way, and a customer's two names."""
    folder = tmp_path_factory.mktemp("said")
    made = folder / "home"
    assert presales(made, "customers", "add", "云溪冷链有限公司", "--short", "云溪", "--id", "C1").code == 0
    assert presales(made, "deals", "add", "一期", "--customer", "云溪", "--id", "D1").code == 0
    said = {
        "方案.md": "--kind 方案 --customer 云溪冷链有限公司 --deal D1 --industry 医药 --product HY-AMR600 --product HY-WMS "
        "--year 2024 --reusable",
        "案例.md": "--kind case --customer 恒远物流 --industry 物流 --year 2025",
        "手册.md": "--kind product --product HY-AMR600S --year 2025 --not-reusable",
    }
    for name, options in said.items():
        file = write(
            folder / "files" / name, f"# 冷链仓库 {name}\n\n冷链仓库断电后三十分钟内恢复，见{name}。"
        )
        ended = presales(made, "add", file, "--words-only", *options.split(), "--json")
        assert [row["outcome"] for row in ended.rows] == ["indexed"]
    return made


def kept(home: Path, name: str) -> dict[str, object]:
    (row,) = presales(home, "show", name, "--json").rows
    return row


def test_every_option_of_add_is_kept_and_is_no_guess(home: Path) -> None:
    proposal = kept(home, "方案.md")
    told = {
        "kind": "proposal", "customer": "云溪冷链有限公司", "deal": "D1", "industry": "医药",
        "products": ["HY-AMR600", "HY-WMS"], "year": 2024, "reusable": True,
    }  # fmt: skip
    assert {name: proposal[name] for name in told} == told
    assert not set(told) & set(proposal["guessed"])  # type: ignore[call-overload]
    assert kept(home, "手册.md")["reusable"] is False  # said, against what its kind allows by itself
    assert kept(home, "案例.md")["reusable"] is False  # a case, and nobody said otherwise


FILTERED = [
    ("--kind 案例", {"案例.md"}),
    ("--kind proposal --kind product", {"方案.md", "手册.md"}),
    ("--customer 云溪", {"方案.md"}),
    ("--customer 恒远物流", {"案例.md"}),
    ("--industry 医药", {"方案.md"}),
    ("--product HY-AMR600", {"方案.md"}),
    ("--product ｈｙ-amr600s", {"手册.md"}),
    ("--year 2025", {"案例.md", "手册.md"}),
    ("--year 2025 --kind case", {"案例.md"}),
    ("--collection library", {"方案.md", "案例.md", "手册.md"}),
    ("--year 1999", set()),
]


@pytest.mark.parametrize(("options", "expected"), FILTERED)
def test_list_and_search_hold_to_every_filter(home: Path, options: str, expected: set[str]) -> None:
    listed = presales(home, "list", *options.split(), "--json").rows
    assert {row["source"] for row in listed} == expected
    (found,) = presales(home, "search", "冷链仓库断电", *options.split(), "--json").rows
    assert {hit["source"] for hit in found["hits"]} == expected
    assert found["meaning_ready"] == [0, len(expected)]


def test_search_holds_to_a_document_by_id_and_by_path_and_to_a_language(home: Path) -> None:
    identity = str(kept(home, "手册.md")["document_id"])
    for name in (identity, "手册.md"):
        (found,) = presales(home, "search", "冷链仓库断电", "--document", name, "--json").rows
        assert [hit["document_id"] for hit in found["hits"]] == [identity]
    for language, count in (("zh", 3), ("en", 0)):
        (found,) = presales(home, "search", "冷链仓库断电", "--language", language, "--json").rows
        assert len(found["hits"]) == count


def test_lines_of_a_file_carry_the_same_filters(home: Path, tmp_path: Path) -> None:
    asked = [
        {"query": "冷链仓库断电", "kind": "case"},
        {"query": "冷链仓库断电", "customer": "云溪"},
        {"query": "冷链仓库断电", "product": ["HY-AMR600S"], "year": 2025},
        {"query": "冷链仓库断电", "document": "方案.md"},
        {"query": "冷链仓库断电", "industry": "物流", "limit": 1},
    ]
    file = write(tmp_path / "q.jsonl", "\n".join(json.dumps(line, ensure_ascii=False) for line in asked))
    rows = presales(home, "search", "--queries", file, "--json").rows
    assert [[hit["source"] for hit in row["hits"]] for row in rows] == [
        ["案例.md"], ["方案.md"], ["手册.md"], ["方案.md"], ["案例.md"],
    ]  # fmt: skip


def test_add_ends_with_a_table_of_outcomes_and_is_done_even_when_some_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    for number in range(2):
        write(folder / f"{number}.md", f"# 第{number}份\n\n内容{number}")
    write(folder / "空.txt", " \n")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 not a zip")
    ended = presales(tmp_path / "home", "add", str(folder), "--words-only")
    assert (ended.code, ended.out) == (0, "")
    table = ended.err[ended.err.index(text("zh", "column.outcome")) :]
    counted = {line.split()[0]: line.split()[-1] for line in table.splitlines()[1:] if line.strip()}
    expected = {"indexed": "2", "empty": "1", "corrupt": "1"}
    assert counted == {text("zh", f"outcome.{name}"): count for name, count in expected.items()}
    assert "坏.docx" in ended.err and "空.txt" in ended.err  # each with its reason, above the table
    spoken = presales(tmp_path / "home", "add", str(folder), "--words-only", "--lang", "en")
    assert [line.split()[0] for line in spoken.err.splitlines() if line.startswith("unchanged")]


def test_guesses_are_shown_with_a_question_mark_and_what_was_said_is_not(tmp_path: Path) -> None:
    file = write(tmp_path / "2023年冷链仓库案例.md", "# 冷链仓库案例\n\n冷链仓库断电后三十分钟内恢复。")
    ended = presales(tmp_path / "home", "add", file, "--words-only", "--kind", "case")
    (row,) = [line for line in ended.err.splitlines() if "冷链仓库案例.md" in line]
    assert "zh?" in row and "2023?" in row and "case" in row and "case?" not in row
    assert text("zh", "add.guesses", count=1) in ended.err
    (source,) = presales(tmp_path / "home", "list", "--json").rows
    assert {"language", "year"} <= set(source["guessed"]) and "kind" not in source["guessed"]
    guessed = presales(tmp_path / "other", "add", file, "--words-only")
    assert "case?" in guessed.err
    assert "case?" in presales(tmp_path / "other", "list").out
    shown = presales(tmp_path / "other", "show", Path(file).name).out
    assert "kind: case ?" in shown and "year: 2023 ?" in shown


def test_a_file_nobody_guesses_about_says_nothing_of_guesses(tmp_path: Path) -> None:
    """Everything said in the file's own front matter."""
    words = "---\ntitle: 冷链\nkind: case\nyear: 2024\nlanguage: zh\n---\n\n# 冷链\n\n断电后三十分钟内恢复。"
    ended = presales(tmp_path / "home", "add", write(tmp_path / "a.md", words), "--words-only")
    assert "?" not in ended.err
    (source,) = presales(tmp_path / "home", "list", "--json").rows
    assert (source["title"], source["kind"], source["year"], source["guessed"]) == ("冷链", "case", 2024, [])


UNKNOWN = [
    ("--customer 云溪冷炼", "云溪"),
    ("--customer unknown", "恒远物流"),
    ("--industry 医", "医药"),
    ("--product HY-AMR60", "HY-AMR600"),
    ("--collection libary", "library"),
]


@pytest.mark.parametrize(("options", "near"), UNKNOWN)
def test_a_filter_nobody_knows_is_told_with_what_comes_near(home: Path, options: str, near: str) -> None:
    for language in ("zh", "en"):
        for verb in (("search", "断电"), ("list",)):
            ended = presales(home, "--lang", language, *verb, *options.split())
            assert ended.code == 1
            assert options.split()[1] in ended.err
            assert near in ended.err


def test_a_customer_without_documents_is_no_mistake(home: Path) -> None:
    assert presales(home, "customers", "add", "新安化工有限公司").code == 0
    ended = presales(home, "search", "断电", "--customer", "新安化工有限公司", "--json")
    assert ended.code == 0
    assert ended.rows[0]["hits"] == []


def test_a_line_with_a_filter_nobody_knows_is_named(home: Path, tmp_path: Path) -> None:
    lines = tmp_path / "queries.jsonl"
    lines.write_text(
        '{"query": "断电", "industry": "医药"}\n{"query": "断电", "industry": "石化"}\n', encoding="utf-8"
    )
    ended = presales(home, "search", "--queries", str(lines))
    assert ended.code == 1
    assert "2" in ended.err
    assert "石化" in ended.err
    assert ended.out == ""
