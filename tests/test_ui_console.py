"""The command line's manners: where global options may stand, exit codes, streams."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.console import asked_language, guarded, hoisted
from ui.texts import text

ROOT = Path(__file__).parent.parent


def presales(home: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", "--home", str(home), *arguments],
        cwd=ROOT, capture_output=True, text=True, input=stdin, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["search", "x", "--json"], ["--json", "search", "x"]),
        (["add", "a", "--home", "h", "b"], ["--home", "h", "add", "a", "b"]),
        (["list", "--home=h"], ["--home=h", "list"]),
        (["search", "--", "--json"], ["search", "--", "--json"]),
        (["list", "--home"], ["--home", "list"]),
    ],
)
def test_global_options_may_stand_anywhere_before_two_dashes(given: list[str], expected: list[str]) -> None:
    assert hoisted(given) == expected


def test_an_error_is_one_sentence_on_stderr_and_exit_code_1(tmp_path: Path) -> None:
    ended = presales(tmp_path, "show", "没有的文档", "--json")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "没有的文档" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_wrong_usage_is_exit_code_2(tmp_path: Path) -> None:
    assert presales(tmp_path, "search").returncode == 2
    assert presales(tmp_path, "search", "x", "--limit", "many").returncode == 2
    assert presales(tmp_path, "outline", "need.md", "-o", "x.pdf").returncode == 2
    assert presales(tmp_path, "nothing").returncode == 2
    assert presales(tmp_path, "list", "--lang", "fr").returncode == 2


def test_english_is_spoken_when_asked_for(tmp_path: Path) -> None:
    ended = presales(tmp_path, "customers", "show", "nobody", "--lang", "en")
    assert "There is no customer" in ended.stderr


def test_customers_and_deals_are_kept_and_edited(tmp_path: Path) -> None:
    added = presales(
        tmp_path, "customers", "add", "甲集团有限公司", "--short", "甲集团", "--person", "张三：CTO", "--json"
    )
    customer = json.loads(added.stdout)
    assert customer["people"] == [{"name": "张三", "role": "CTO"}]
    edited = presales(tmp_path, "customers", "edit", "甲集团", "--industry", "医药", "--json")
    assert json.loads(edited.stdout) == {**customer, "industry": "医药"}
    deal = json.loads(
        presales(
            tmp_path, "deals", "add", "一期", "--customer", "甲集团", "--amount", "1200000", "--json"
        ).stdout
    )
    assert (deal["customer"], deal["stage"], deal["outcome"]) == (customer["id"], "初访", "open")
    moved = presales(tmp_path, "deals", "edit", deal["id"], "--outcome", "won", "--json")
    assert json.loads(moved.stdout) == {**deal, "outcome": "won"}
    listed = presales(tmp_path, "deals", "list", "--json").stdout.splitlines()
    assert [json.loads(line)["outcome"] for line in listed] == ["won"]


def test_names_are_added_to_a_customer_and_dropped_only_when_said(tmp_path: Path) -> None:
    presales(tmp_path, "customers", "add", "甲集团有限公司", "--short", "甲集团", "--person", "张三")
    presales(tmp_path, "customers", "edit", "甲集团", "--short", "甲司", "--person", "李四:CIO")
    edited = presales(tmp_path, "customers", "edit", "甲司", "--drop", "张三", "--json")
    customer = json.loads(edited.stdout)
    assert customer["short_names"] == ["甲集团", "甲司"]
    assert customer["people"] == [{"name": "李四", "role": "CIO"}]


def test_our_own_bug_is_a_sentence_and_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path)

    def broken() -> None:
        raise ZeroDivisionError("a bug")

    assert guarded(broken) == 1
    assert "a bug" in (tmp_path / "errors.log").read_text(encoding="utf-8")


def test_every_sentence_can_be_said() -> None:
    assert text("zh", "list.count", count=3) == "共 3 份文档"
    with pytest.raises(KeyError):
        text("zh", "no.such.sentence")


def test_a_reader_that_leaves_does_not_stop_the_work(tmp_path: Path) -> None:
    """Every write to standard output fails from the first on, as after ``| head`` has gone."""
    folder = tmp_path / "cases"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.md").write_text(f"# 案例{number}\n\n内容{number}", encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "ui.cli", "--home", str(tmp_path / "home"), "--json"]
    ended = subprocess.run(
        [*command, "add", "--words-only", str(folder)],
        cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr and "BrokenPipe" not in ended.stderr
    assert len(presales(tmp_path / "home", "list", "--json").stdout.splitlines()) == 4


@pytest.mark.parametrize(
    ("given", "language"),
    [(["--lang", "en"], "en"), (["--lang=en"], "en"), (["list"], ""), (["--", "--lang", "en"], "")],
)
def test_the_language_asked_for_is_read_from_the_command_line(given: list[str], language: str) -> None:
    assert asked_language(hoisted(given)) == language


def test_every_outcome_of_a_file_has_a_name_in_both_faces_and_languages() -> None:
    """Outcomes as the code names them: the first argument of every ``CannotRead`` in ``ingest``."""
    outcomes = {"indexed", "unchanged", "wrong metadata"}
    for file in (ROOT / "ingest").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "CannotRead"
            ):
                first = node.args[0]
                outcomes |= {first.value} if isinstance(first, ast.Constant) else set()
    assert {"repeated", "known name", "encrypted"} <= outcomes
    for face in ("", "page."):
        assert all(text(spoken, f"{face}outcome.{name}") for name in outcomes for spoken in ("zh", "en"))
