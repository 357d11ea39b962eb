"""How much of the exact answer Chroma proposes, and what each path costs, on a home that has vectors.

    python benchmarks/chroma_recall.py HOME QUESTIONS.txt [--models FOLDER]

HOME is a data folder with embedded documents; QUESTIONS.txt has a question a line. Prints the recall of the
nearest 100 and 10 (share of the exact ones that Chroma proposes among 120) and milliseconds a question.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import fmean

from knowledge.index.embedding import open_embedder
from knowledge.index.manifest import default_models_root
from knowledge.index.meaning import GRAPH, BroadVectors, ChromaIndex
from knowledge.index.vectors import ExactVectors, VectorIndex
from knowledge.ports import Vectors
from knowledge.store.record import Record

PROPOSED = 120
"""What a question for the nearest 100 asks of Chroma."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--models", type=Path, default=default_models_root())
    asked = parser.parse_args()
    embedder = open_embedder(asked.models)
    lines = asked.questions.read_text(encoding="utf-8").splitlines()
    queries = [embedder.embed_query(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder, Record(asked.home).reading() as connection:
        index = VectorIndex(Path(folder), embedder.fingerprint)
        chroma = ChromaIndex(Path(folder), index)
        started = time.perf_counter()
        held = chroma.build(connection)
        print(f"{held} vectors, {GRAPH}, built in {time.perf_counter() - started:.1f} s")
        exact, broad = index.at(connection), chroma.at(connection)
        if not isinstance(broad, BroadVectors):
            raise SystemExit("Chroma was not built")
        for count in (100, 10):
            print(f"recall@{count} {fmean(recall(exact, broad, query, count) for query in queries):.4f}")
        for name, ask in (("exact", exact.nearest), ("chroma", broad.nearest)):
            print(f"{name} {milliseconds(ask, queries):.1f} ms a question")
        chroma.close()


def recall(exact: ExactVectors, broad: BroadVectors, query: Vectors, count: int) -> float:
    """Share of the ``count`` nearest that Chroma proposes."""
    nearest = exact.nearest(query, count, None)
    proposed = set(broad.proposed(query, PROPOSED).tolist())
    return fmean(float(number in proposed) for number, _ in nearest)


def milliseconds(ask: Callable[[Vectors, int, None], object], queries: list[Vectors]) -> float:
    started = time.perf_counter()
    for query in queries:
        ask(query, 100, None)
    return (time.perf_counter() - started) / len(queries) * 1000


if __name__ == "__main__":
    main()
