"""``--json`` as a contract: exact keys, one object a line on stdout, everything else on stderr, for every verb."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import sample_layouts
import typer
import water_company
from command_line import Ended, presales

from assistant.workspace import Workspace
from ui.cli import app

SEARCH = {"query", "hits", "meaning_ready", "notice"}
HIT = {
    "rank", "document_id", "source", "collection", "title", "kind", "score", "text", "context", "span", "page",
    "headings",
}  # fmt: skip
OUTLINE = {
    "id", "version", "template", "status", "title", "language", "customer", "customer_told", "deal", "need_document",
    "need", "requirements", "sections", "unsupported", "provenance",
}  # fmt: skip
REQUIREMENT = {"text", "value", "unit", "section", "topic", "span", "heading"}
SECTION = {"heading", "key", "points", "gaps", "tables"}
POINT = {"text", "basis", "citations", "answers", "past_deal"}
CITATION = {"document_id", "source", "span", "quote", "chunk_id", "match", "label"}
GAP = {"text", "ask", "whom", "answers"}
TABLE = {"title", "header", "rows", "citations"}
PROVENANCE = {"made_at", "index", "meaning_ready", "model", "prompt", "program"}
ADDED = {"source", "collection", "document_id", "outcome", "reason", "kind", "chunks"}

LINES = {
    "add": "add {file} --words-only",
    "list": "list",
    "show": "show LeakEye.md",
    "search": "search LeakEye",
    "search --queries": "search --queries {queries}",
    "eval": "eval {gold}",
    "rebuild": "rebuild",
    "outline draft": "outline {need}",
    "outline draft -o": "outline {need} -o {folder}/o.md -o {folder}/o.docx",
    "outline show": "outline show {outline}",
    "outline edit": "outline edit {outline}",
    "outline edit --status": "outline edit {outline} --status in_review",
    "outline diff": "outline diff {outline} 1 1",
    "outline export": "outline export {outline} -o {folder}/e.md",
    "outlines": "outlines",
    "template add": "template add {layout}",
    "template list": "template list",
    "template show": "template show default",
    "template copy": "template copy default mine",
    "model prepare": "model prepare",
    "customers add": "customers add 乙有限公司",
    "customers edit": "customers edit C1 --industry 供水",
    "customers list": "customers list",
    "customers show": "customers show C1",
    "deals add": "deals add 二期 --customer C1",
    "deals edit": "deals edit D1 --stage 投标",
    "deals list": "deals list",
    "deals show": "deals show D1",
    "remove": "remove extra.md",
}
"""Every verb; in order, for some leave something for the next."""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("json")
    texts = {
        "LeakEye.md": water_company.PRODUCT,
        "extra.md": "# 附件\n\n附件内容。",
        "need.md": water_company.NEED,
        "queries.jsonl": '{"query": "LeakEye"}\n{"query": "没有的词组", "kind": "case"}\n',
        "gold.jsonl": '{"question": "LeakEye", "documents": ["LeakEye.md"]}\n',
    }
    for name, words in texts.items():
        (folder / name).write_text(words, encoding="utf-8")
    (folder / "layout.docx").write_bytes(sample_layouts.company())
    home = folder / "home"
    presales(home, "customers", "add", "甲有限公司", "--id", "C1")
    presales(home, "deals", "add", "一期", "--customer", "C1", "--id", "D1")
    presales(
        home, "add", str(folder / "LeakEye.md"), str(folder / "extra.md"), "--words-only", "--kind", "product"
    )
    (made,) = presales(home, "outline", str(folder / "need.md"), "--json").rows
    named = {path.stem: str(path) for path in folder.iterdir() if path.is_file()}
    return {
        **named,
        "file": named["LeakEye"],
        "folder": str(folder),
        "home": str(home),
        "outline": made["id"],
    }


def run(places: dict[str, str], line: str, *more: str) -> Ended:
    words = [word.format(**places) for word in line.split()]
    ready = {"name": "e5", "folder": "f", "fingerprint": "0", "dimension": 384}
    with mock.patch.object(Workspace, "prepare_model", return_value=ready):
        return presales(Path(places["home"]), *words, *more)


def verbs(command: Any, path: str = "") -> list[str]:
    """Every verb of the program, as a person writes it."""
    if not hasattr(command, "commands"):
        return [path]
    return [one for name, sub in command.commands.items() for one in verbs(sub, f"{path} {name}".strip())]


def test_every_verb_is_held_to_the_contract() -> None:
    """``ui`` serves until it is stopped and prints no result."""
    held = {" ".join(word for word in name.split() if not word.startswith("-")) for name in LINES}
    assert set(verbs(typer.main.get_command(app))) - {"ui"} == held


@pytest.mark.parametrize("name", LINES)
def test_json_is_an_object_a_line_on_stdout_and_everything_else_goes_to_stderr(
    places: dict[str, str], name: str
) -> None:
    ended = run(places, LINES[name], "--json")
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert not [line for line in ended.err.splitlines() if line.startswith("{")]


def test_the_keys_of_a_hit_are_these_and_no_others(places: dict[str, str]) -> None:
    (found,) = run(places, LINES["search"], "--json").rows
    assert set(found) == SEARCH
    assert found["hits"] and all(set(hit) == HIT for hit in found["hits"])
    hit = found["hits"][0]
    kinds = {
        "rank": int, "document_id": str, "source": str, "title": str, "kind": str, "score": float, "text": str,
        "context": list, "span": list, "headings": list,
    }  # fmt: skip
    assert all(isinstance(hit[key], kind) for key, kind in kinds.items())
    answered, empty = run(places, LINES["search --queries"], "--json").rows
    assert answered == found
    assert set(empty) == SEARCH and empty["hits"] == []


def test_the_keys_of_an_outline_are_these_and_no_others(places: dict[str, str]) -> None:
    (outline,) = run(places, LINES["outline show"], "--json").rows
    points = [point for section in outline["sections"] for point in section["points"]]
    tables = [table for section in outline["sections"] for table in section["tables"]]
    parts = {
        "outline": ([outline], OUTLINE),
        "requirements": (outline["requirements"], REQUIREMENT),
        "sections": (outline["sections"], SECTION),
        "points": (points, POINT),
        "citations": ([c for point in points for c in point["citations"]], CITATION),
        "gaps": ([gap for section in outline["sections"] for gap in section["gaps"]], GAP),
        "tables": (tables, TABLE),
        "provenance": ([outline["provenance"]], PROVENANCE),
    }
    for name, (values, keys) in parts.items():
        assert values, name
        assert all(set(value) == keys for value in values), name
    drafted = run(places, LINES["outline draft"], "--json").rows[0]
    assert set(drafted) == OUTLINE
    assert drafted["unsupported"] == []


def test_a_file_or_row_added_is_one_line_with_these_keys(places: dict[str, str], tmp_path: Path) -> None:
    rows = [
        {"id": "r1", "title": "甲", "text": "质保三年。", "kind": "faq"},
        {"id": "r2", "title": "乙", "text": " "},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    added = presales(tmp_path / "home", "add", str(file), "--words-only", "--json").rows
    added.sort(key=lambda row: row["source"])
    assert [(row["source"], row["outcome"]) for row in added] == [("r1", "indexed"), ("r2", "empty")]
    assert all(set(row) == ADDED for row in added)
    assert added[0]["reason"] is None and added[1]["reason"]
    assert (added[0]["kind"], added[0]["chunks"]) == ("faq", 1)
