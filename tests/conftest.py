"""One folder of prepared models for every test and the processes tests start; never the user's own. One sample
company, loaded once a run by the README's first command."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pytest

os.environ.setdefault(
    "PRESALES_MODELS",
    str(platformdirs.user_cache_path("presales-assistant", appauthor=False) / "models"),
)
ROOT = Path(__file__).parents[1]
SCRIPTS = Path(sys.prefix) / ("Scripts" if os.name == "nt" else "bin")


@dataclass(frozen=True)
class SampleCompany:
    """What ``examples/start.py`` made: a home that is only read (copy it to change it), and its outline."""

    home: Path
    out: Path
    ended: subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def sample_company(tmp_path_factory: pytest.TempPathFactory) -> SampleCompany:
    if not any(SCRIPTS.glob("presales*")):
        pytest.skip("needs the product installed beside this Python: pip install -e .[dev]")
    folder = tmp_path_factory.mktemp("sample")
    home, out = folder / "home", folder / "out"
    places = ["--home", str(home), "--out", str(out), "--environment", sys.prefix]
    ended = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "start.py"), *places],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-2000:]
    return SampleCompany(home, out, ended)
