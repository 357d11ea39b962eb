"""The house is built as DESIGN says: imports, names and sizes are tests, not hopes."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "ingest", "knowledge", "prompts", "ui")
CODE = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


def functions(file: Path) -> list[tuple[str, int]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_outgrows_its_one_idea(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 350
    too_long = [(name, lines) for name, lines in functions(file) if lines > 50]
    assert not too_long


def test_every_package_on_disk_ships() -> None:
    import tomllib

    shipped = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    on_disk = {".".join(file.parent.relative_to(ROOT).parts) for file in CODE if file.name == "__init__.py"}
    with_code = {".".join(file.parent.relative_to(ROOT).parts) for file in CODE}
    assert shipped == on_disk == with_code


def test_no_other_distribution_claims_our_top_level_names() -> None:
    owners = importlib.metadata.packages_distributions()
    for package in PACKAGES:
        assert set(owners.get(package, [])) <= {"presales-assistant"}, package


def test_no_file_in_ui_shadows_a_package() -> None:
    """Streamlit puts the main script's folder first on ``sys.path``."""
    importable = (
        set(importlib.metadata.packages_distributions()) | set(sys.stdlib_module_names) | set(PACKAGES)
    )
    ours = {path.stem for path in (ROOT / "ui").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert not (ours - {"__init__", "__pycache__"}) & importable


def test_import_contracts_hold() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout[-3000:] + finished.stderr[-1000:]


def test_help_imports_nothing_heavy() -> None:
    heavy = ("sqlalchemy", "pydantic", "numpy", "onnxruntime", "chromadb", "torch", "streamlit", "langchain")
    probe = (
        "import sys\nfrom ui.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert finished.stderr.strip().splitlines()[-1] == "[]"


def variables(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    zh, en = (
        json.loads((ROOT / "ui" / "texts" / f"{language}.json").read_text(encoding="utf-8"))
        for language in ("zh", "en")
    )
    assert zh.keys() == en.keys()
    differing = [key for key in zh if variables(zh[key]) != variables(en[key])]
    assert not differing


def test_nothing_committed_names_a_path_of_one_machine() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    needle = "/" + "work/"
    named = []
    for name in files.splitlines():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".json", ".yaml", ".jsonl", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            named += [name] if needle in text else []
    assert not named


READS_THE_ENVIRONMENT = {
    "assistant/settings.py",  # where settings enter, once
    "ingest/sandbox.py",  # hands its own environment on to the child that reads files
    "ui/page_picture.py",  # likewise, to the child that draws pages
}


def test_settings_enter_once_and_nobody_else_reads_or_writes_the_environment() -> None:
    named = re.compile(r"\bos\.(environ|getenv|putenv)|from os import [^\n]*(environ|getenv)")
    found = {str(file.relative_to(ROOT)) for file in CODE if named.search(file.read_text(encoding="utf-8"))}
    assert found == READS_THE_ENVIRONMENT
    children = [ROOT / name for name in READS_THE_ENVIRONMENT - {"assistant/settings.py"}]
    assert not [file for file in children if "PRESALES_" in file.read_text(encoding="utf-8")]


def test_nothing_offers_to_start_the_app_past_the_address_it_is_bound_to() -> None:
    """``streamlit run`` would listen to the network: only ``presales ui`` sets the address."""
    offered = [file for file in [*CODE, *ROOT.glob("*.md")] if "streamlit run" in file.read_text("utf-8")]
    assert not offered
