"""Exit codes of every verb: 2 the command line is wrong, 1 understood but it could not be done, 0 done."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import presales

WRONG_COMMAND_LINE = (
    "nothing",
    "list --nothing",
    "list --lang fr",
    "list --kind 什么都不是",
    "list --year many",
    "search",
    "search x --queries {good}",
    "search x --limit many",
    "search x --limit 0",
    "search x --kind 什么都不是",
    "search x --year many",
    "search x --language fr",
    "add",
    "add {good} --kind 什么都不是",
    "add {good} --year 1",
    "add {good} --another --new-version",
    "show",
    "remove",
    "eval",
    "outline {need} -o x.pdf",
    "outline show",
    "outline edit O --status 什么都不是",
    "outline export O -o x.pdf",
    "outline export O",
    "outline diff O one two",
    "template add",
    "template show default --in fr",
    "customers add",
    "deals add 一期",
    "deals add 一期 --customer 甲 --stage 什么都不是",
    "deals add 一期 --customer 甲 --outcome 什么都不是",
    "deals add 一期 --customer 甲 --amount -1",
    "deals edit D1 --stage 什么都不是",
    "model prepare --runtime 什么都不是",
    "model prepare --prefix one",
    "model prepare folder --archive {bad}",
    "ui --port 99999999",
)
COULD_NOT_BE_DONE = (
    "add {missing}",
    "show {missing}",
    "remove {missing}",
    "search x --document {missing}",
    "search --queries {missing}",
    "search --queries {bad}",
    "eval {missing}",
    "eval {bad}",
    "outline {missing}",
    "outline {need} --template {missing}",
    "outline {need} --layout {missing}",
    "outline {need} --deal {missing}",
    "outline {need} -o {home}/record.db/x.md",
    "outline show {missing}",
    "outline edit {missing}",
    "outline edit O {missing}",
    "outline diff {missing}",
    "outline export {missing} -o x.md",
    "template add {missing}",
    "template add {bad}",
    "template show {missing}",
    "template copy {missing}",
    "customers show {missing}",
    "customers edit {missing}",
    "customers add --file {missing}",
    "customers add --file {bad}",
    "deals show {missing}",
    "deals edit {missing}",
    "deals add 一期 --customer {missing}",
    "deals add --file {missing}",
    "deals add --file {bad}",
    "model prepare --archive {missing}",
    "model prepare --archive {bad}",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a customer and a deal, a need, and a file that is neither rows nor Word nor a model."""
    folder = tmp_path_factory.mktemp("codes")
    (folder / "bad").write_text("# not rows\n", encoding="utf-8")
    (folder / "need.md").write_text("# 需求\n\n1. 断网后 30 分钟内恢复。\n", encoding="utf-8")
    (folder / "good.jsonl").write_text('{"query": "x"}\n', encoding="utf-8")
    assert presales(folder / "home", "customers", "add", "甲", "--id", "甲").code == 0
    assert presales(folder / "home", "deals", "add", "一期", "--customer", "甲", "--id", "D1").code == 0
    return folder / "home"


def ended(home: Path, line: str) -> tuple[int, str, str]:
    folder = home.parent
    places = {
        "home": home, "missing": folder / "missing.md", "bad": folder / "bad",
        "need": folder / "need.md", "good": folder / "good.jsonl",
    }  # fmt: skip
    done = presales(home, *(part.format(**places) for part in line.split()))
    return done.code, done.out, done.err


@pytest.mark.parametrize("line", WRONG_COMMAND_LINE)
def test_a_wrong_command_line_is_exit_code_2(home: Path, line: str) -> None:
    code, out, err = ended(home, line)
    assert (code, out) == (2, ""), err
    assert err.strip()


@pytest.mark.parametrize("line", COULD_NOT_BE_DONE)
def test_what_could_not_be_done_is_exit_code_1_and_a_sentence(home: Path, line: str) -> None:
    code, out, err = ended(home, line)
    assert code == 1, err
    assert out == "" or "-o" in line  # a draft is kept before its file is written
    assert err.strip() and "errors.log" not in err


@pytest.mark.parametrize(
    "line", ["list", "customers list", "deals list", "outlines", "template list", "search x"]
)
def test_what_finds_nothing_is_done_all_the_same(home: Path, line: str) -> None:
    assert ended(home, line)[0] == 0
