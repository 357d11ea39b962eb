"""Meaning, exact: the cosine of every stored vector, read from the record and kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.index.allowed import Allowed, Mask, Numbers, best, numbers_in
from knowledge.index.arrays import ArrayFolder, Arrays
from knowledge.index.segments import KEPT_FROM, Segments, State, documents_of
from knowledge.ports import Vectors
from knowledge.store import vectors

_DECIMALS = 6
"""Cosines are rounded so: the last bits depend on how many rows are multiplied at once."""

_FEW = 0.25
"""Below this share of a segment its rows are gathered, above it the whole segment is multiplied."""


@dataclass(frozen=True)
class VectorSegment:
    """Unit vectors, float32 of shape (rows, dimension), and the chunk number of each row."""

    documents: Numbers
    vectors: Vectors
    numbers: Numbers


class VectorIndex:
    """Every stored vector of one embedder; ``folder`` keeps what need not be read from SQL again."""

    def __init__(self, folder: Path, fingerprint: str, kept_from: int = KEPT_FROM) -> None:
        self.fingerprint = fingerprint
        kept = ArrayFolder(folder / f"vectors-{fingerprint}")
        self._segments: Segments[VectorSegment] = Segments(_Kind(fingerprint), kept, kept_from)

    def documents(self, connection: sa.Connection) -> Numbers:
        """Documents with vectors: rows (number, first chunk, chunks, check of the id)."""
        return self._segments.at(connection).documents

    def at(self, connection: sa.Connection) -> ExactVectors:
        """The stored vectors as the snapshot behind ``connection`` holds them."""
        return ExactVectors(self._segments.at(connection))


class ExactVectors:
    """``knowledge.ports.MeaningIndex`` that multiplies every allowed vector."""

    def __init__(self, state: State[VectorSegment]) -> None:
        self._state = state

    def nearest(self, query: Vectors, limit: int, allowed: Numbers | None) -> list[tuple[int, float]]:
        """(chunk number, cosine), best first, ties by chunk number; ``allowed`` None means all."""
        wanted = None if allowed is None else Allowed.of_numbers(allowed)
        numbers, cosines = self.cosines(query, wanted)
        return best(numbers, cosines, limit)

    def numbers(self) -> Numbers:
        """Every chunk that has a vector, rising."""
        live = [segment.numbers[alive] for segment, alive in self._state.parts]
        return np.sort(np.concatenate([np.empty(0, np.int64), *live]))

    def count(self, allowed: Allowed) -> int:
        """How many of the allowed chunks have a vector."""
        return sum(int((live & allowed.holds(segment.numbers)).sum()) for segment, live in self._state.parts)

    def cosines(self, query: Vectors, allowed: Allowed | None) -> tuple[Numbers, npt.NDArray[np.float64]]:
        """Numbers of the allowed chunks that have vectors, rising, and their cosines with ``query``."""
        found = [_cosines(segment, live, query, allowed) for segment, live in self._state.parts]
        numbers = np.concatenate([np.empty(0, np.int64), *(numbers for numbers, _ in found)])
        cosines = np.concatenate([np.empty(0), *(cosines for _, cosines in found)])
        order = np.argsort(numbers, kind="stable")
        return numbers[order], cosines[order]


def _cosines(
    segment: VectorSegment, live: Mask, query: Vectors, allowed: Allowed | None
) -> tuple[Numbers, npt.NDArray[np.float64]]:
    rows = np.flatnonzero(live if allowed is None else live & allowed.holds(segment.numbers))
    if len(rows) < _FEW * len(live):
        cosines = np.asarray(segment.vectors[rows] @ query, dtype=np.float64)
    else:
        cosines = np.asarray(segment.vectors @ query, dtype=np.float64)[rows]
    return segment.numbers[rows], np.asarray(np.round(cosines, _DECIMALS), dtype=np.float64)


class _Kind:
    """How vector segments are listed, read, merged and kept."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint

    def listed(self, connection: sa.Connection) -> Numbers:
        return documents_of(connection, vectors.listed(self._fingerprint))

    def load(self, connection: sa.Connection, documents: Numbers) -> VectorSegment:
        wanted = None if len(documents) > vectors.MANY else [int(n) for n in documents[:, 0]]
        held = set(documents[:, 0].tolist())
        read = [matrix for n, _, matrix in vectors.stored(connection, self._fingerprint, wanted) if n in held]
        return VectorSegment(documents, _units(np.concatenate(read)), numbers_in(documents))

    def merge(self, parts: Sequence[tuple[VectorSegment, Mask]]) -> VectorSegment:
        matrix = np.concatenate([segment.vectors[live] for segment, live in parts])
        numbers = np.concatenate([segment.numbers[live] for segment, live in parts])
        documents = np.concatenate(
            [
                segment.documents[np.isin(segment.documents[:, 1], segment.numbers[live])]
                for segment, live in parts
            ]
        )
        order = np.argsort(numbers, kind="stable")
        by_chunk = documents[np.argsort(documents[:, 1], kind="stable")]
        return VectorSegment(by_chunk, matrix[order], numbers[order])

    def arrays(self, segment: VectorSegment) -> Arrays:
        return {"documents": segment.documents, "vectors": segment.vectors}

    def of_arrays(self, arrays: Arrays) -> VectorSegment:
        documents = np.array(arrays["documents"])
        return VectorSegment(documents, arrays["vectors"], numbers_in(documents))


def _units(matrix: Vectors) -> Vectors:
    """Rows scaled to length 1 again after half precision."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, np.float32(1e-12)), dtype=np.float32)
