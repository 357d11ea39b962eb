"""Ingest and cold starts, as ratios in one run.

    python -m benchmarks.ingest_and_start ../shared/data

Adds us_gov_rfq, the volcano cases and the texts of vcsum_dev to a new home; prints CPU seconds by stage, the
tokens embedded per CPU-second against a bare ONNX Runtime loop over the same windows at the same threads, the
second run over unchanged files, and the medians of ``presales --help`` and a cold ``presales search``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from assistant.settings import Settings
from assistant.workspace import Workspace
from benchmarks.embedding_rate import bare_loop, bare_session, measured
from knowledge.index.embedding import MODEL, physical_cores
from knowledge.index.manifest import find_prepared
from knowledge.index.windows import TOKENIZER, Windows
from knowledge.store import documents, vectors

COLD_RUNS = 7


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """(wall seconds, CPU seconds with finished children)."""
    wall, cpu = time.perf_counter(), _cpu()
    run()
    return time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def meetings_as_rows(source: Path, target: Path) -> None:
    """Each meeting's transcript as one row of a .jsonl file."""
    lines = []
    for line in source.read_text(encoding="utf-8").splitlines():
        meeting = json.loads(line)
        text = "\n".join(f"{turn['speaker']}: {turn['text']}" for turn in meeting["transcript"])
        row = {"id": f"meeting-{meeting['id']}", "text": text, "kind": "meeting"}
        lines.append(json.dumps(row, ensure_ascii=False))
    target.write_text("\n".join(lines), encoding="utf-8")


def indexed_texts(workspace: Workspace) -> list[str]:
    """What was embedded, one text a chunk."""
    with workspace.record.reading() as connection:
        return [
            documents.indexed_text(document, chunk)
            for number, _ in vectors.missing(connection, "no such fingerprint")
            for document in [documents.get(connection, number)]
            for chunk in documents.chunks_of(connection, number)
        ]


def compared(workspace: Workspace, cpu: float, sample: int) -> str:
    """Tokens per CPU-second of the embed stage just run, and of a bare loop over a sample of its windows."""
    prepared = find_prepared(workspace.settings.models)
    windows = Windows(prepared.folder / TOKENIZER, prepared.manifest.max_tokens)
    cut = windows.cut(prepared.manifest.passage_prefix, indexed_texts(workspace))
    every = [window for text in cut for window in text]
    chosen = every[:: max(1, len(every) // sample)]
    session = bare_session(prepared.folder / MODEL, physical_cores())
    bare = max(
        measured(lambda batch=batch: bare_loop(session, chosen, batch), sum(map(len, chosen)))[0]  # type: ignore[misc]
        for batch in (1, 8)
    )
    ours = sum(map(len, every)) / cpu
    return f"tokens per CPU-second: ingest {ours:.0f}, bare ONNX Runtime {bare:.0f}, ratio {ours / bare:.2f}"


def cold(home: Path, *arguments: str) -> float:
    """Median wall seconds of a fresh process."""
    seconds = []
    for _ in range(COLD_RUNS):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "ui.cli", "--home", str(home), *arguments], capture_output=True, check=True
        )
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("data", type=Path)
    arguments.add_argument(
        "--sample", type=int, default=120, help="chunks for the comparison with bare ONNX Runtime"
    )
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        rows = Path(temporary) / "meetings.jsonl"
        meetings_as_rows(chosen.data / "vcsum_dev" / "meetings.jsonl", rows)
        paths = [chosen.data / "us_gov_rfq", chosen.data / "bilingual_case_volcano", rows]
        home = Path(temporary) / "home"
        workspace = Workspace.open(Settings.from_environment(home))
        workspace.embedder(prepare=print)
        outcomes: Counter[str] = Counter()
        read = timed(lambda: outcomes.update(a.outcome for a in workspace.intake.add(paths)))
        embedded = timed(workspace.embed)
        with workspace.record.reading() as connection:
            chunks = connection.exec_driver_sql("SELECT count(*) FROM chunks").scalar()
        print(f"outcomes {dict(outcomes)}, {chunks} chunks")
        print(f"read, cut, store: {read[0]:.1f} s wall, {read[1]:.1f} s CPU")
        print(f"embed:            {embedded[0]:.1f} s wall, {embedded[1]:.1f} s CPU")
        again = timed(lambda: list(workspace.intake.add(paths)) and workspace.embed())
        first = read[0] + embedded[0]
        print(f"second run:       {again[0]:.2f} s wall: {first / again[0]:.0f} x faster")
        print(compared(workspace, embedded[1], chosen.sample))
        workspace.library.search("部署")
        print(f"presales --help:  {cold(home, '--help'):.2f} s (median of {COLD_RUNS})")
        print(f"presales search:  {cold(home, 'search', '质保多久'):.2f} s (median of {COLD_RUNS})")


if __name__ == "__main__":
    main()
