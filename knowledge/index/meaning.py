"""Meaning through Chroma: nearest vectors for broad questions, out of a copy that is never changed.

Chroma 1.5.9 can lose its vectors when a writer is killed, and then takes the process that opens it down; a
reader beside a writer keeps answering with what was. So an index is built in a folder of its own, put on disk,
and only then made the one that counts (``knowledge.index.arrays.replace_current``); a torn one never counts,
and one whose files have changed since is dropped before Chroma sees it. What the record has gained since is
searched exactly, what it has lost is not allowed, and when either grows past a tenth the index is built anew,
from the vectors in the record.
"""

from __future__ import annotations

import logging
import math
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.index.allowed import Allowed, Numbers, numbers_in
from knowledge.index.arrays import checked_files, current_folder, replace_current
from knowledge.index.vectors import ExactVectors, VectorIndex
from knowledge.ports import Vectors
from knowledge.store import vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

GRAPH = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 400}
"""HNSW parameters; recall of the nearest 100 on real embeddings is measured in benchmarks/."""

BUILT_AT_ONCE = 2_000
"""Vectors a question waits for; more are left to ``build``, and questions are answered exactly meanwhile."""

_MOST_ASKED = 1_000
_SPARE = 1.2
_LAG = 0.1
_BATCH = 1_000
_DATABASE = "chroma.sqlite3"
_LENGTHS = "length.bin"
"""Chroma writes it again, with other padding, whenever a copy is closed."""
_DOCUMENTS = "documents.npy"

_LOG = logging.getLogger(__name__)


class ChromaIndex:
    """The Chroma copy of one embedder's vectors, under ``folder``."""

    def __init__(self, folder: Path, exact: VectorIndex) -> None:
        self.folder = folder / f"chroma-{exact.fingerprint}"
        self._exact = exact
        self._name = f"passages-{exact.fingerprint}"
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._retired: _Opened | None = None

    def at(self, connection: sa.Connection) -> BroadVectors | ExactVectors:
        """The snapshot's vectors through Chroma; exactly where Chroma is absent and long to build."""
        exact = self._exact.at(connection)
        with self._lock:
            opened = self._current()
            lag = self._lag(opened, self._exact.documents(connection))
            if lag and lag <= BUILT_AT_ONCE and self._is_behind(opened, lag):
                opened = self._built(connection)
        return exact if opened is None else BroadVectors(opened, exact)

    def build(self, connection: sa.Connection) -> int:
        """Brings the copy up to the record, from stored vectors; returns how many it holds."""
        with self._lock:
            opened = self._current()
            if opened is None or self._lag(opened, self._exact.documents(connection)):
                opened = self._built(connection)
            return 0 if opened is None else len(opened.held)

    def close(self) -> None:
        """Lets go of Chroma's files."""
        with self._lock:
            self._retire()
            self._retire()

    def _current(self) -> _Opened | None:
        """What counts now, opened; another process may have built since."""
        current = current_folder(self.folder)
        if self._opened is not None and self._opened.folder == current:
            return self._opened
        self._retire()
        self._opened = None if current is None else _open(current, self._name)
        return self._opened

    def _retire(self) -> None:
        """Closes what was in use before the present copy; the present one may still be answering a thread."""
        if self._retired is not None:
            self._retired.client.close()
        self._retired, self._opened = self._opened, None

    def _lag(self, opened: _Opened | None, documents: Numbers) -> int:
        """Vectors the copy lacks or holds in vain."""
        if opened is None:
            return int(documents[:, 2].sum())
        return len(np.setxor1d(numbers_in(documents), opened.held.numbers, assume_unique=True))

    def _is_behind(self, opened: _Opened | None, lag: int) -> bool:
        return opened is None or lag > _LAG * len(opened.held)

    def _built(self, connection: sa.Connection) -> _Opened | None:
        documents = self._exact.documents(connection)

        def fill(folder: Path) -> None:
            np.save(folder / _DOCUMENTS, documents)
            _write(folder, self._name, vectors.stored(connection, self._exact.fingerprint))

        replace_current(self.folder, fill, changing=_DATABASE, rewritten=_LENGTHS)
        return self._current()


class BroadVectors:
    """``knowledge.ports.MeaningIndex``: Chroma proposes, the stored vectors decide."""

    def __init__(self, opened: _Opened, exact: ExactVectors) -> None:
        self._opened = opened
        self._exact = exact

    def nearest(self, query: Vectors, limit: int, allowed: Numbers | None) -> list[tuple[int, float]]:
        """(chunk number, cosine), best first, ties by chunk number; ``allowed`` None means all.

        Where Chroma would have to propose too many, or fails, every allowed vector is multiplied instead.
        """
        wanted = self._exact.numbers() if allowed is None else allowed
        copied = self._opened.held.holds(wanted)
        proposed = self._proposed(query, limit, Allowed.of_numbers(wanted[copied]))
        if proposed is None:
            return self._exact.nearest(query, limit, wanted)
        return self._exact.nearest(query, limit, np.concatenate([proposed, wanted[~copied]]))

    def cosines(self, query: Vectors, allowed: Allowed) -> tuple[Numbers, npt.NDArray[np.float64]]:
        """As ``ExactVectors.cosines``."""
        return self._exact.cosines(query, allowed)

    def proposed(self, query: Vectors, count: int) -> Numbers:
        """Chunk numbers as Chroma gives them, nearest first; none when it fails."""
        hits = self._opened.ask(query, min(count, len(self._opened.held)))
        return np.empty(0, dtype=np.int64) if hits is None else hits

    def _proposed(self, query: Vectors, limit: int, wanted: Allowed) -> Numbers | None:
        """Chroma's nearest among ``wanted``, at least ``limit`` of them or all there are; else ``None``."""
        if len(wanted) == 0:
            return wanted.numbers
        held = len(self._opened.held)
        asked = min(held, math.ceil(_SPARE * limit * held / len(wanted)))
        if asked > _MOST_ASKED:
            return None
        hits = self._opened.ask(query, asked)
        if hits is None:
            return None
        kept = hits[wanted.holds(hits)]
        return kept if len(kept) >= min(limit, len(wanted)) else None


@dataclass(frozen=True)
class _Opened:
    """A finished copy: its client and collection, and the chunk numbers it holds."""

    folder: Path
    client: ClientAPI
    collection: Any
    held: Allowed

    def ask(self, query: Vectors, count: int) -> Numbers | None:
        """The chunk numbers Chroma gives, or ``None`` when it fails: the question goes on without it."""
        from chromadb.errors import ChromaError

        try:
            answer = self.collection.query(query_embeddings=[query], n_results=count, include=[])
        except (ChromaError, RuntimeError, ValueError) as error:
            _LOG.warning("Chroma did not answer from %s: %s", self.folder, error)
            return None
        return np.array([int(number) for number in answer["ids"][0]], dtype=np.int64)


def _open(folder: Path, name: str) -> _Opened | None:
    """The copy in ``folder``; ``None`` and dropped when a file is not as written or Chroma refuses it."""
    from chromadb.errors import ChromaError

    try:
        checked_files(folder)
        held = Allowed.of_ranges(np.load(folder / _DOCUMENTS))
        client = _client(folder)
        collection = client.get_collection(name, embedding_function=None)
        if collection.count() != len(held):
            raise ValueError(f"{collection.count()} vectors instead of {len(held)}")
    except (ChromaError, OSError, ValueError, KeyError, RuntimeError) as error:
        _LOG.info("dropped the Chroma index %s: %s", folder, error)
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return _Opened(folder, client, collection, held)


def _write(folder: Path, name: str, rows: Iterable[tuple[int, int, Vectors]]) -> None:
    """A new collection of every vector; ids are chunk numbers."""
    client = _client(folder)
    try:
        collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": GRAPH})
        for numbers, matrix in _batches(rows):
            collection.add(ids=[str(number) for number in numbers], embeddings=matrix)
    finally:
        client.close()


def _batches(rows: Iterable[tuple[int, int, Vectors]]) -> Iterator[tuple[Numbers, Vectors]]:
    """Stored documents gathered into batches of about ``_BATCH`` vectors, long documents cut."""
    waiting: list[tuple[Numbers, Vectors]] = []
    for _, first, matrix in rows:
        for start in range(0, len(matrix), _BATCH):
            part = matrix[start : start + _BATCH]
            waiting.append((np.arange(first + start, first + start + len(part), dtype=np.int64), part))
            if sum(len(numbers) for numbers, _ in waiting) >= _BATCH:
                yield _joined(waiting)
                waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(parts: list[tuple[Numbers, Vectors]]) -> tuple[Numbers, Vectors]:
    return np.concatenate([numbers for numbers, _ in parts]), np.concatenate([matrix for _, matrix in parts])


def _client(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
