"""Tokens embedded per CPU-second: our embedder against a bare ONNX Runtime loop, same threads, texts and run.

    python -m benchmarks.embedding_rate FILE_OR_FOLDER... [--models DIR] [--threads N] [--batch 1 4 16]

The bare loop gets token ids ready made and runs padded batches, sorted by length, with intra-op threads and no
spinning; ours includes tokenising, windows and averaging. Rounds alternate, so that a busy machine is busy for both.
Also: how far a vector moves with its batch mates, and the seconds from a cold start to the first query vector.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.index.embedding import MODEL, OnnxEmbedder
from knowledge.index.manifest import default_models_root, find_prepared
from knowledge.index.windows import TOKENIZER, Windows

CHARACTERS = {True: 600, False: 1800}
"""Characters of one text, Chinese or not: about what the chunker makes."""


def texts_under(paths: Sequence[Path], limit: int) -> list[str]:
    """``limit`` texts spread evenly over all files: strings of JSON lines, and the text of .md and .txt."""
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*")))]
    texts: list[str] = []
    for file in files:
        if file.suffix == ".jsonl":
            rows = file.read_text(encoding="utf-8").splitlines()
            texts += [piece for row in rows for piece in _pieces("".join(_strings(json.loads(row))))]
        elif file.suffix in {".md", ".txt"}:
            texts += _pieces(file.read_text(encoding="utf-8", errors="replace"))
    return texts[:: max(1, len(texts) // limit)][:limit]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in inner for text in _strings(part)]


def _pieces(text: str) -> list[str]:
    size = CHARACTERS[sum("\u4e00" <= character <= "\u9fff" for character in text) * 4 > len(text)]
    return [text[start : start + size] for start in range(0, len(text), size)]


def bare_loop(session: object, windows: Sequence[Sequence[int]], batch: int) -> np.ndarray:
    """Vectors in the order of ``windows``; each batch padded to its longest."""
    order = sorted(range(len(windows)), key=lambda number: len(windows[number]))
    rows: list[np.ndarray] = [np.empty(0)] * len(windows)
    for start in range(0, len(order), batch):
        members = order[start : start + batch]
        ids = np.ones((len(members), max(len(windows[number]) for number in members)), np.int64)
        mask = np.zeros_like(ids)
        for row, number in enumerate(members):
            ids[row, : len(windows[number])] = windows[number]
            mask[row, : len(windows[number])] = 1
        output = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]  # type: ignore[attr-defined]
        for number, vector in zip(members, output, strict=True):
            rows[number] = vector
    return np.array(rows)


def bare_session(model: Path, threads: int) -> object:
    """A plain session with intra-op threads, not spinning."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def measured(work: Callable[[], object], tokens: int) -> tuple[float, float]:
    """(tokens per CPU-second, tokens per second)."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return tokens / (time.process_time() - cpu), tokens / (time.perf_counter() - wall)


def start_up(folder: Path, rounds: int) -> list[float]:
    """Seconds, in a fresh process each time, from the interpreter's first line to the first query vector."""
    code = (
        "import time; start = time.perf_counter(); import sys; from pathlib import Path; "
        "from knowledge.index.embedding import OnnxEmbedder; "
        "OnnxEmbedder(Path(sys.argv[1])).embed_query('等保三级怎么做？'); print(time.perf_counter() - start)"
    )
    command = [sys.executable, "-c", code, str(folder)]
    home = Path(__file__).parents[1]
    return [
        float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=home).stdout)
        for _ in range(rounds)
    ]


def main() -> None:
    """Print one line per measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--models", type=Path, default=default_models_root())
    parser.add_argument("--threads", type=int)
    parser.add_argument("--texts", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch", type=int, nargs="+", default=[1, 8])
    arguments = parser.parse_args()
    prepared = find_prepared(arguments.models)
    embedder = OnnxEmbedder(prepared.folder, arguments.threads)
    texts = texts_under(arguments.paths, arguments.texts)
    cut = Windows(prepared.folder / TOKENIZER, embedder.max_tokens).cut(
        prepared.manifest.passage_prefix, texts
    )
    windows = [window for one in cut for window in one]
    tokens = sum(map(len, windows))
    print(f"{len(texts)} texts, {len(windows)} windows, {tokens} tokens, {embedder.threads} threads")
    session = bare_session(prepared.folder / MODEL, embedder.threads)
    works: dict[str, Callable[[], object]] = {"ours": lambda: embedder.embed_passages(texts)}
    for batch in arguments.batch:
        works[f"bare, batch {batch}"] = lambda batch=batch: bare_loop(session, windows, batch)  # type: ignore[misc]
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(arguments.rounds):
        for name, work in works.items():
            results[name].append(measured(work, tokens))
    ours = statistics.median(cpu for cpu, _ in results["ours"])
    for name, rates in results.items():
        cpu, wall = (statistics.median(column) for column in zip(*rates, strict=True))
        print(
            f"{name}: {cpu:.0f} tokens per CPU-second, {wall:.0f} per second; ours / this = {ours / cpu:.2f}"
        )
    alone = bare_loop(session, windows, 1)
    for batch in (size for size in arguments.batch if size > 1):
        cosines = np.sum(alone * bare_loop(session, windows, batch), axis=1)
        equal = np.mean(np.all(alone == bare_loop(session, windows, batch), axis=1))
        print(
            f"batch {batch} to alone: cosine min {cosines.min():.5f} mean {cosines.mean():.5f}, equal {equal:.0%}"
        )
    seconds = start_up(prepared.folder, 5)
    print(
        f"cold start to the first query vector: median {statistics.median(seconds):.2f} s of {len(seconds)}"
    )


if __name__ == "__main__":
    main()
