"""What the word index and the exact vectors share: segments read from the record, the largest kept on disk.

A segment holds whole documents and never changes. What the record has added since becomes a further one; what
it has lost stays in its segment and is not live. When the part in memory has grown past a tenth, everything
live is merged into one segment on disk, which other processes and later commands map instead of reading SQL.
Documents are rows (number, first chunk, chunks, check of the id), so that a record restored from a backup
never meets the segments of another one.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.index.allowed import Mask, Numbers
from knowledge.index.arrays import ArrayFolder, Arrays
from knowledge.store.record import generation

KEPT_FROM = 2_000
"""Chunks below which reading them from SQL is quicker than keeping a file."""

_MOST_IN_MEMORY = 8
_TAIL_SHARE = 0.1
_DEAD_SHARE = 0.25


class Segment(Protocol):
    """Whole documents' rows; row numbers rise with chunk numbers."""

    @property
    def documents(self) -> Numbers: ...


S = TypeVar("S", bound=Segment)


class Kind(Protocol[S]):
    """How one sort of segment is listed, read, merged and kept."""

    def listed(self, connection: sa.Connection) -> Numbers: ...

    def load(self, connection: sa.Connection, documents: Numbers) -> S: ...

    def merge(self, parts: Sequence[tuple[S, Mask]]) -> S: ...

    def arrays(self, segment: S) -> Arrays: ...

    def of_arrays(self, arrays: Arrays) -> S: ...


@dataclass(frozen=True)
class State(Generic[S]):
    """Segments with their live rows, as of a generation."""

    generation: int
    documents: Numbers
    parts: tuple[tuple[S, Mask], ...]


class Segments(Generic[S]):
    """The segments of one record in this process, brought up to each snapshot that asks."""

    def __init__(self, kind: Kind[S], kept: ArrayFolder, kept_from: int = KEPT_FROM) -> None:
        self._kind = kind
        self._kept = kept
        self._kept_from = kept_from
        self._lock = threading.Lock()
        self._segments: list[S] = []
        self._state: State[S] | None = None
        self._is_kept = False

    def at(self, connection: sa.Connection) -> State[S]:
        """Everything the snapshot behind ``connection`` holds (a later state serves as well)."""
        wanted = generation(connection)
        with self._lock:
            if self._state is None or self._state.generation < wanted:
                self._state = self._following(connection, wanted)
            return self._state

    def _following(self, connection: sa.Connection, wanted: int) -> State[S]:
        documents = self._kind.listed(connection)
        if self._state is None:
            self._open_kept()
        fresh = documents[~_same(documents, self._segments)]
        if len(fresh):
            self._segments.append(self._kind.load(connection, fresh))
        state = State(wanted, documents, self._parts(documents))
        if self._should_keep(state):
            return self._keep(state)
        if len(self._segments) > _MOST_IN_MEMORY:
            self._segments = [self._segments[0], self._kind.merge(state.parts[1:])]
            state = State(wanted, documents, self._parts(documents))
        return state

    def _parts(self, documents: Numbers) -> tuple[tuple[S, Mask], ...]:
        return tuple((segment, _live(segment, documents)) for segment in self._segments)

    def _open_kept(self) -> None:
        arrays = self._kept.read()
        if arrays is not None:
            self._segments = [self._kind.of_arrays(arrays)]
            self._is_kept = True

    def _should_keep(self, state: State[S]) -> bool:
        rows = [len(live) for _, live in state.parts]
        alive = sum(int(live.sum()) for _, live in state.parts)
        if alive < self._kept_from:
            return False
        in_memory = sum(rows[1:]) if len(rows) > 1 else 0
        return not self._is_kept or in_memory > _TAIL_SHARE * rows[0] or alive < (1 - _DEAD_SHARE) * sum(rows)

    def _keep(self, state: State[S]) -> State[S]:
        merged = self._kind.merge(state.parts)
        self._kept.write(self._kind.arrays(merged))
        self._segments, self._is_kept = [merged], True
        return State(state.generation, state.documents, self._parts(state.documents))


def documents_of(connection: sa.Connection, query: sa.Select[int, int, int, str]) -> Numbers:
    """Rows (number, first chunk, chunks, check of the id) of a query for the first three and the id."""
    rows = [
        (n, first, chunks, zlib.crc32(key.encode())) for n, first, chunks, key in connection.execute(query)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def _same(documents: Numbers, segments: Sequence[Segment]) -> Mask:
    """Which ``documents`` some segment holds."""
    held = np.concatenate([np.empty((0, 4), np.int64), *(segment.documents for segment in segments)])
    return np.asarray(np.isin(_keys(documents), _keys(held)))


def _live(segment: Segment, documents: Numbers) -> Mask:
    """Which rows of ``segment`` belong to ``documents``."""
    return np.repeat(np.isin(_keys(segment.documents), _keys(documents)), segment.documents[:, 2])


def _keys(documents: Numbers) -> npt.NDArray[np.uint64]:
    """One number per row of all four columns, so that rows compare as numbers."""
    odd = np.array(
        [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
    )
    mixed: npt.NDArray[np.uint64] = (documents.astype(np.uint64) * odd).sum(axis=1, dtype=np.uint64)
    return mixed
