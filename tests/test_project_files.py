"""The installation files: pins without addresses, each dependency with its why; the sample documents are long."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pypdf
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]  # fmt: skip
PROPOSALS = ROOT / "examples" / "library" / "proposals"


def test_constraints_are_exact_pins_and_name_no_address() -> None:
    assert len(PINS) > 100
    assert not [
        pin for pin in PINS if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+(\s*;[^/@]+)?", pin)
    ]
    names = [canonicalize_name(pin.split("==")[0]) for pin in PINS]
    assert len(set(names)) == len(names)
    assert not [pin for pin in PINS if "+" in pin]  # a local build is on no index


def test_every_dependency_is_pinned_at_a_version_the_project_allows() -> None:
    pinned = {canonicalize_name(one.name): one for one in map(Requirement, PINS)}
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert len(asked) > 30
    for requirement in map(Requirement, asked):
        pin = pinned.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement.name} is pinned nowhere"
        (version,) = pin.specifier
        assert requirement.specifier.contains(Version(version.version)), f"{pin} against {requirement}"


def test_every_dependency_says_in_its_line_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    listed = [line.strip() for line in lines if re.match(r'    "[A-Za-z][\w.\[\]-]*\s*(?:[>=<;]|")', line)]
    listed = [
        line for line in listed if not line.startswith(('"assistant', '"ingest', '"knowledge', '"prompts'))
    ]
    named = {Requirement(re.match(r'"([^"]+)"', line).group(1)).name for line in listed}  # type: ignore[union-attr]
    assert {Requirement(one).name for one in PROJECT["dependencies"]} <= named
    assert not [line for line in listed if not re.search(r"#\s*\S+ \S+|#\s*tests|#\s*properties", line)]


def _signs(words: str) -> int:
    """Chinese characters and Latin words."""
    return len(re.findall(r"[\u4e00-\u9fff]|[A-Za-z0-9]+", words))


SIGNS = 250
"""Below so many a page is mostly white; cover and contents are not counted."""
LONG = {"ruigu1": "瑞谷*V1.0*.docx", "ruigu2": "瑞谷*V2.0*.docx", "dongyuan1": "东塬*.docx"}


def test_four_sample_documents_have_eight_to_twenty_pages_of_words() -> None:
    """Word's pages as the contents of each file number them; a PDF's as they are; and not by white space."""
    import docx

    numbered = json.loads((ROOT / "examples/make/toc_pages.json").read_text(encoding="utf-8"))
    for key, name in LONG.items():
        first, last = min(numbered[key].values()), max(numbered[key].values())
        assert 8 <= last <= 20
        document = docx.Document(str(next(PROPOSALS.glob(name))))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert _signs("\n".join([*(p.text for p in document.paragraphs), *cells])) >= SIGNS * (
            last - first + 1
        )
    printed = pypdf.PdfReader(next(PROPOSALS.glob("华澄*.pdf")))
    assert 8 <= len(printed.pages) <= 20
    assert _signs("\n".join(page.extract_text() for page in printed.pages)) > SIGNS * len(printed.pages)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libre_office_sets_the_long_word_files_on_eight_to_twenty_pages(tmp_path: Path) -> None:
    files = [str(next(PROPOSALS.glob(name))) for name in LONG.values()]
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = list(tmp_path.glob("*.pdf"))
    assert len(made) == len(files)
    for path in made:
        assert 8 <= len(pypdf.PdfReader(path).pages) <= 20, path.name
