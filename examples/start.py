"""From a fresh clone to a cited outline: ``python3 examples/start.py`` (``--tests`` runs the tests).

Makes ``.venv``, installs the product with the versions of ``constraints.txt`` (from ``wheels/`` when that
folder exists: no network needed), loads the sample company into a new home folder and drafts an outline
for its sample need. Needs Python 3.11 to 3.13 and nothing else. With ``--environment DIR`` an environment in which
the product is installed already serves, and nothing is installed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def main() -> int:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument(
        "--tests", action="store_true", help="install the test tools too and run the tests"
    )
    arguments.add_argument(
        "--home", type=Path, default=ROOT / "demo-home", help="data folder of the sample company"
    )
    arguments.add_argument("--out", type=Path, default=ROOT / "demo-out", help="folder for the outline")
    arguments.add_argument(
        "--environment", type=Path, help="a Python environment that has the product: nothing is installed"
    )
    chosen = arguments.parse_args()
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        print("需要 Python 3.11–3.13 · Python 3.11 to 3.13 is needed", file=sys.stderr)
        return 2
    try:
        scripts = (chosen.environment or ROOT / ".venv") / SCRIPTS
        if chosen.environment is None:
            install(scripts, tests=chosen.tests)
        return run_tests(scripts) if chosen.tests else run_main_job(scripts, chosen.home, chosen.out)
    except subprocess.CalledProcessError as error:
        print(f"这一步没有成功（见上）· this step failed, see above: {error.cmd}", file=sys.stderr)
        return 1


def install(scripts: Path, tests: bool) -> None:
    """The product into the environment of ``scripts``; quick when it is there already."""
    step("安装（首次约 4 分钟，2.3 GB）", "installing (the first time about 4 minutes, 2.3 GB)")
    if not (scripts.parent / "pyvenv.cfg").is_file():
        venv.create(scripts.parent, with_pip=True)
    wheels = ROOT / "wheels"
    offline = ["--no-index", f"--find-links={wheels}"] if wheels.is_dir() else []
    what = f"{ROOT}[dev]" if tests else str(ROOT)
    pip = [str(scripts / "python"), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, *offline, "-c", str(ROOT / "constraints.txt"), "-e", what], check=True)


def run_tests(scripts: Path) -> int:
    step(
        "运行测试（首次会准备语义模型）",
        "running the tests (they prepare the embedding model the first time)",
    )
    return subprocess.call([str(scripts / "python"), "-m", "pytest"], cwd=ROOT)


def run_main_job(scripts: Path, home: Path, out: Path) -> int:
    begun = time.monotonic()
    command = str(scripts / "presales")

    def presales(*arguments: str, quiet: bool = False) -> None:
        output = subprocess.DEVNULL if quiet else None
        subprocess.run([command, "--home", str(home), *arguments], check=True, stdout=output)

    out.mkdir(parents=True, exist_ok=True)
    step("登记示例公司的客户与商机", "the sample company's customers and deals")
    presales("customers", "add", "--file", str(EXAMPLES / "customers.jsonl"), quiet=True)
    presales("deals", "add", "--file", str(EXAMPLES / "deals.jsonl"), quiet=True)
    step(
        "读入并索引示例资料（首次会准备语义模型，约 1 分钟）",
        "indexing its documents (prepares the model the first time)",
    )
    presales("add", str(EXAMPLES / "library"))
    step("由示例需求起草带引用的方案大纲", "drafting a cited outline for its sample need")
    files = [str(out / "outline.docx"), str(out / "outline.md")]
    presales("outline", str(EXAMPLES / "need.md"), "-o", files[0], "-o", files[1], quiet=True)
    step(
        f"完成，用时 {time.monotonic() - begun:.0f} 秒。结果在 {out}",
        "done; the outline is in the folder above",
    )
    print(f"  {command} --home {home} search 'AGV 搬运效率'\n  {command} --home {home} ui")
    return 0


def step(zh: str, en: str) -> None:
    print(f"\n▶ {zh} · {en}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
