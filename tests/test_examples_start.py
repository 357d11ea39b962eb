"""The README's commands are a test: the first one runs here, the others name what exists."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import docx
import pytest
import typer
from conftest import SampleCompany

from ui.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = [line.strip() for part in README.split("```")[1::2] for line in part.splitlines() if line.strip()]
INLINE = re.findall(r"`([^`\n]+)`", "".join(README.split("```")[::2]))
COMMANDS = [one.strip() for line in [*FENCED, *INLINE] for one in line.split("#")[0].split(";")]


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "examples" / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _recorded(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands the script would run, which are not run."""
    ran: list[list[str]] = []
    silent = SimpleNamespace(
        run=lambda command, **_: ran.append(command), CalledProcessError=subprocess.CalledProcessError,
        DEVNULL=subprocess.DEVNULL,
    )  # fmt: skip
    monkeypatch.setattr(start, "subprocess", silent)
    return ran


@pytest.mark.model
def test_the_first_command_leaves_a_cited_outline_and_says_what_it_does(
    sample_company: SampleCompany,
) -> None:
    word = docx.Document(str(sample_company.out / "outline.docx"))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    markdown = (sample_company.out / "outline.md").read_text(encoding="utf-8")
    for said in (text, markdown.replace("\\", "")):
        assert "成本估算" in said and "待补" in said and "[1]" in said
    steps = [line for line in sample_company.ended.stdout.splitlines() if line.startswith("▶")]
    assert len(steps) == 4
    assert str(sample_company.out) in steps[-1]
    proposed = [shlex.split(line)[3] for line in sample_company.ended.stdout.splitlines() if "--home" in line]
    assert proposed == ["search", "ui"]
    assert "Traceback" not in sample_company.ended.stderr


def test_an_environment_that_is_there_is_used_and_nothing_is_installed(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = _recorded(start, monkeypatch)
    monkeypatch.setattr(
        sys, "argv", ["start.py", "--environment", str(tmp_path), "--home", "h", "--out", str(tmp_path / "o")]
    )
    assert start.main() == 0
    assert ran and all(Path(command[0]).parent.parent == tmp_path for command in ran)
    assert not [command for command in ran if "pip" in command]


@pytest.mark.parametrize("offline", [False, True])
def test_installing_takes_the_pinned_versions_and_with_wheels_asks_no_network(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, offline: bool
) -> None:
    """Up to the command that is run: what it names exists, and pip knows its options."""
    ran = _recorded(start, monkeypatch)
    monkeypatch.setattr(start.venv, "create", lambda *_, **__: None)
    monkeypatch.setattr(start, "ROOT", tmp_path)
    if offline:
        (tmp_path / "wheels").mkdir()
    start.install(tmp_path / ".venv" / "bin", tests=True)
    (command,) = ran
    assert command[0] == str(tmp_path / ".venv" / "bin" / "python")
    assert command[command.index("-c") + 1] == str(tmp_path / "constraints.txt")
    assert command[-2:] == ["-e", f"{tmp_path}[dev]"]
    assert ("--no-index" in command) == (f"--find-links={tmp_path / 'wheels'}" in command) == offline
    _pip_knows("install", command[command.index("install") + 1 :])


def test_the_readmes_download_fills_the_folder_start_installs_from() -> None:
    """pip download -c … -d wheels …: the same folder, the same pins, and what building needs is a pin too."""
    (line,) = [one for one in COMMANDS if one.startswith("pip download")]
    given = shlex.split(line)[2:]
    assert given[given.index("-d") + 1] == "wheels"
    assert (ROOT / given[given.index("-c") + 1]).is_file()
    assert given[-1] == ".[dev]"  # the second command, the tests, installs from it as well
    _pip_knows("download", given)
    assert re.search(r"^setuptools==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)


def _pip_knows(verb: str, given: list[str]) -> None:
    """Every option of a pip command stands in pip's own help."""
    command = [sys.executable, "-m", "pip", verb, "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    options = {one.split("=")[0] for one in given if one.startswith("-")}
    assert options and not [one for one in options if not re.search(rf"(?<!\S){one}\b", said)]


def test_the_two_commands_are_spelled_as_the_program_takes_them(start: ModuleType) -> None:
    given = [shlex.split(one)[1:] for one in COMMANDS if one.startswith("python3 ")]
    assert given == [["examples/start.py"], ["examples/start.py", "--tests"]]
    for script, *options in given:
        assert (ROOT / script).is_file()
        said = subprocess.run(
            [sys.executable, script, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        assert all(option in said for option in options)


PRESALES = sorted({one for one in COMMANDS if one.startswith("presales ")})


@pytest.mark.parametrize("line", PRESALES)
def test_every_presales_command_of_the_readme_has_its_verb_and_options(line: str) -> None:
    """Parsed by typer's own commands, without running them; ``a|b`` is either."""
    assert len(PRESALES) >= 12
    words = shlex.split(line)[1:]
    command = typer.main.get_command(app)
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        verbs = words[0].split("|")
        if words[0] not in command.commands and "draft" in command.commands and len(verbs) == 1:
            verbs = ["draft"]  # ``outline NEED``
        else:
            words = words[1:]
        assert not [verb for verb in verbs if verb not in command.commands], line
        command = command.commands[verbs[-1]]
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    known |= {"--home", "--json", "--lang"}
    assert not [word for word in words if word.startswith("-") and word not in known], line


def test_every_file_the_readme_names_is_there() -> None:
    named = {one for one in INLINE if re.fullmatch(r"(docs|benchmarks|examples)/[\w./-]*", one)}
    assert {"docs/architecture.md", "docs/quality.md", "benchmarks/"} <= named
    assert not [one for one in named if not (ROOT / one).exists()]
    assert not [one for one in re.findall(r"\]\(([^)]+)\)", README) if not (ROOT / one).exists()]
