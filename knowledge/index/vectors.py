"""Meaning, exact: the cosine of every stored vector, read from the record and kept beside it.

A passage is read in its document: how *near* it is counts its own cosine and, for a third, its document's,
whose vector stands halfway between the mean of its passages and its title. A passage is thus found by what
its document is about and called, and short boilerplate is not nearest to everything. (Interpolating passage and
document scores: Callan 1994. The third was chosen on XQuAD's articles as documents, where 1/4, 1/3 and 1/2
differ by 0.01, and left alone on everything else.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.errors import Invariant
from knowledge.index.allowed import Allowed, Mask, Numbers, best, numbers_in
from knowledge.index.arrays import ArrayFolder, Arrays
from knowledge.index.segments import KEPT_FROM, Segments, State, documents_of
from knowledge.ports import Vectors
from knowledge.store import vectors

_DECIMALS = 6
"""Cosines that decide are computed in double precision and rounded so: in single precision the last bits
depend on how many rows are multiplied at once, and two indexes would order ties differently."""

_SPARE = 16
"""Rows taken beyond the limit before they are computed in double precision."""

DOCUMENT_SHARE = 1 / 3
"""Share of the document in how near a passage is."""

_FEW = 0.25
"""Below this share of a segment its rows are gathered, above it the whole segment is multiplied."""

Scored = tuple[Numbers, npt.NDArray[np.float64]]
"""Rising chunk numbers and a figure for each."""


@dataclass(frozen=True)
class VectorSegment:
    """Unit vectors, float32 of shape (rows, dimension), and the chunk number of each row."""

    documents: Numbers
    vectors: Vectors
    centres: Vectors
    """What each document is about, unit rows, shape (documents, dimension)."""
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
        found = _in_order([_roughly(segment, live, query, wanted) for segment, live in self._state.parts])
        first = np.array([number for number, _ in best(*found, limit + _SPARE)], dtype=np.int64)
        return best(*self.cosines(query, Allowed.of_numbers(first)), limit)

    def numbers(self) -> Numbers:
        """Every chunk that has a vector, rising."""
        live = [segment.numbers[alive] for segment, alive in self._state.parts]
        return np.sort(np.concatenate([np.empty(0, np.int64), *live]))

    def count(self, allowed: Allowed) -> int:
        """How many of the allowed chunks have a vector."""
        return sum(int((live & allowed.holds(segment.numbers)).sum()) for segment, live in self._state.parts)

    def cosines(self, query: Vectors, allowed: Allowed) -> Scored:
        """Numbers of the allowed chunks that have vectors, rising, and their cosines with ``query``.

        In double precision: for hundreds of chunks, not for all.
        """
        return _in_order([_cosines(segment, live, query, allowed) for segment, live in self._state.parts])

    def nearness(self, query: Vectors, allowed: Allowed) -> Scored:
        """As ``cosines``, each with its document's share."""
        found = []
        for segment, live in self._state.parts:
            numbers, own = _cosines(segment, live, query, allowed)
            places = _document_of(segment, numbers)
            named, back = np.unique(places, return_inverse=True)
            about = _products(segment.centres[named], query)[back]
            found.append((numbers, np.round((1 - DOCUMENT_SHARE) * own + DOCUMENT_SHARE * about, _DECIMALS)))
        return _in_order(found)

    def nearest_documents(self, query: Vectors, limit: int, allowed: Allowed) -> Numbers:
        """Chunk numbers of the documents that are most about ``query``, of those with an allowed chunk."""
        firsts, cosines = [np.empty(0, np.int64)], [np.empty(0)]
        for segment, live in self._state.parts:
            starts = segment.documents[:, 1]
            open_ = allowed.holds(starts) & live[np.searchsorted(segment.numbers, starts)]
            firsts.append(starts[open_])
            cosines.append(np.asarray(segment.centres @ query, dtype=np.float64)[open_])
        about = best(np.concatenate(firsts), np.concatenate(cosines), limit)
        ranges = [self._range_of(first) for first, _ in about]
        return numbers_in(np.array(ranges, dtype=np.int64).reshape(-1, 4))

    def _range_of(self, first: int) -> Numbers:
        """The row of the document that begins with a chunk."""
        for segment, _ in self._state.parts:
            at = int(np.searchsorted(segment.documents[:, 1], first))
            if at < len(segment.documents) and segment.documents[at, 1] == first:
                return np.asarray(segment.documents[at])
        raise Invariant(f"没有以切片 {first} 开头的文档。", f"No document begins with chunk {first}.")


def _in_order(found: Sequence[Scored]) -> Scored:
    numbers = np.concatenate([np.empty(0, np.int64), *(numbers for numbers, _ in found)])
    cosines = np.concatenate([np.empty(0), *(cosines for _, cosines in found)])
    order = np.argsort(numbers, kind="stable")
    return numbers[order], cosines[order]


def _document_of(segment: VectorSegment, numbers: Numbers) -> Numbers:
    """Which of the segment's documents each chunk number belongs to."""
    return np.asarray(np.searchsorted(segment.documents[:, 1], numbers, side="right") - 1, dtype=np.int64)


def _cosines(segment: VectorSegment, live: Mask, query: Vectors, allowed: Allowed) -> Scored:
    rows = np.flatnonzero(live & allowed.holds(segment.numbers))
    return segment.numbers[rows], np.round(_products(segment.vectors[rows], query), _DECIMALS)


def _products(rows: Vectors, query: Vectors) -> npt.NDArray[np.float64]:
    return np.asarray(rows.astype(np.float64) @ query.astype(np.float64), dtype=np.float64)


def _roughly(segment: VectorSegment, live: Mask, query: Vectors, allowed: Allowed | None) -> Scored:
    """Cosines in single precision, quick enough for every row."""
    rows = np.flatnonzero(live if allowed is None else live & allowed.holds(segment.numbers))
    if len(rows) < _FEW * len(live):
        return segment.numbers[rows], np.asarray(segment.vectors[rows] @ query, dtype=np.float64)
    return segment.numbers[rows], np.asarray(segment.vectors @ query, dtype=np.float64)[rows]


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
        titles = vectors.titles(connection, self._fingerprint, wanted)
        units = [_units(matrix) for matrix in read]
        centres = [
            _centre(matrix, titles.get(int(n))) for n, matrix in zip(documents[:, 0], units, strict=True)
        ]
        return VectorSegment(documents, np.concatenate(units), np.stack(centres), numbers_in(documents))

    def merge(self, parts: Sequence[tuple[VectorSegment, Mask]]) -> VectorSegment:
        matrix = np.concatenate([segment.vectors[live] for segment, live in parts])
        numbers = np.concatenate([segment.numbers[live] for segment, live in parts])
        whole = [np.isin(segment.documents[:, 1], segment.numbers[live]) for segment, live in parts]
        held = [(segment, kept) for (segment, _), kept in zip(parts, whole, strict=True)]
        documents = np.concatenate([segment.documents[kept] for segment, kept in held])
        centres = np.concatenate([segment.centres[kept] for segment, kept in held])
        by_chunk, order = np.argsort(documents[:, 1], kind="stable"), np.argsort(numbers, kind="stable")
        return VectorSegment(documents[by_chunk], matrix[order], centres[by_chunk], numbers[order])

    def arrays(self, segment: VectorSegment) -> Arrays:
        return {"documents": segment.documents, "vectors": segment.vectors, "centres": segment.centres}

    def of_arrays(self, arrays: Arrays) -> VectorSegment:
        documents = np.array(arrays["documents"])
        return VectorSegment(documents, arrays["vectors"], arrays["centres"], numbers_in(documents))


def _units(matrix: Vectors) -> Vectors:
    """Rows scaled to length 1 again after half precision."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, np.float32(1e-12)), dtype=np.float32)


def _centre(passages: Vectors, title: Vectors | None) -> Vectors:
    """What a document is about: the mean of its passages, halfway to its title."""
    mean = _units(passages.mean(axis=0, keepdims=True))
    halfway = mean if title is None else _units(mean + _units(title.reshape(1, -1)))
    return np.asarray(halfway[0], dtype=np.float32)
