"""Full text over the record's own tokens: BM25, exact.

``score(chunk) = Σ idf(t) · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / average))`` over the question's
different tokens, with ``idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))`` (Robertson and Zaragoza 2009, with the
1 inside the logarithm so that no token counts against a text). ``N``, ``df`` and the average length are those
of the whole record whoever asks: a score does not change with the facets.
"""

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
from knowledge.index.tokens import TOKENIZER, is_single_character
from knowledge.store import words

K1 = 1.2
B = 0.75

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WordSegment:
    """Postings by token: those of ``terms[i]`` are ``rows`` and ``frequencies[starts[i]:starts[i + 1]]``."""

    documents: Numbers
    lengths: npt.NDArray[np.uint32]
    terms: npt.NDArray[np.uint32]
    starts: Numbers
    rows: npt.NDArray[np.uint32]
    frequencies: npt.NDArray[np.uint16]
    numbers: Numbers
    """Chunk number of each row."""

    def postings(self, term: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16]]:
        at = int(np.searchsorted(self.terms, np.uint32(term)))
        if at == len(self.terms) or self.terms[at] != term:
            return self.rows[:0], self.frequencies[:0]
        held = slice(int(self.starts[at]), int(self.starts[at + 1]))
        return self.rows[held], self.frequencies[held]


@dataclass(frozen=True)
class WordScores:
    """Chunks some token of the question occurs in, their BM25, and the most BM25 could give."""

    numbers: Numbers
    scores: Scores
    maximum: float

    def best(self, limit: int) -> list[tuple[int, float]]:
        """(chunk number, BM25), best first, ties by chunk number."""
        return best(self.numbers, self.scores, limit)

    def of(self, numbers: Sequence[int]) -> dict[int, float]:
        """BM25 of those of ``numbers`` in which some token occurs."""
        _, here, there = np.intersect1d(self.numbers, numbers, assume_unique=True, return_indices=True)
        return {int(numbers[at]): float(self.scores[row]) for row, at in zip(here, there, strict=True)}


class WordIndex:
    """BM25 over every chunk of the record; ``folder`` keeps what need not be read from SQL again."""

    def __init__(self, folder: Path, kept_from: int = KEPT_FROM) -> None:
        kept = ArrayFolder(folder / f"words-{TOKENIZER}")
        self._segments: Segments[WordSegment] = Segments(_Words(), kept, kept_from)

    def search(self, connection: sa.Connection, tokens: Sequence[str], allowed: Allowed) -> WordScores:
        """BM25 of the ``allowed`` chunks for the question's tokens, repeats ignored."""
        state = self._segments.at(connection)
        terms = _terms(connection, sorted(set(tokens)))
        chunks, average = _size(state)
        parts = [_Scoring(segment, live, average) for segment, live in state.parts]
        total = 0.0
        for term in terms:
            held = [part.find(term) for part in parts]
            frequency = sum(len(rows) for rows, _ in held)
            idf = float(np.log1p((chunks - frequency + 0.5) / (frequency + 0.5)))
            total += idf
            for part, (rows, counts) in zip(parts, held, strict=True):
                part.add(idf, rows, counts)
        found = [part.result(allowed) for part in parts]
        numbers = np.concatenate([np.empty(0, np.int64), *(numbers for numbers, _ in found)])
        scores = np.concatenate([np.empty(0), *(scores for _, scores in found)])
        order = np.argsort(numbers, kind="stable")
        return WordScores(numbers[order], scores[order], (K1 + 1) * total)

    def size(self, connection: sa.Connection) -> tuple[int, int]:
        """Documents and chunks that can be found by words."""
        state = self._segments.at(connection)
        return len(state.documents), _size(state)[0]


@dataclass(frozen=True)
class _Term:
    """A token's ids. A single character stands for the pairs it begins or ends, whichever are more."""

    ids: tuple[tuple[int, ...], ...]


class _Scoring:
    """One segment while a question is scored."""

    def __init__(self, segment: WordSegment, live: Mask, average: float) -> None:
        self._segment = segment
        self._live = live
        self._average = average
        self._scores: Scores = np.zeros(len(live))

    def find(self, term: _Term) -> tuple[Numbers, Scores]:
        """Live rows a term occurs in and how often."""
        if len(term.ids) == 1 and len(term.ids[0]) == 1:
            rows, counts = self._segment.postings(term.ids[0][0])
            alive = self._live[rows]
            return rows[alive].astype(np.int64), counts[alive].astype(np.float64)
        dense = np.zeros(len(self._live))
        for alternatives in term.ids:
            summed = np.zeros(len(self._live))
            for token in alternatives:
                rows, counts = self._segment.postings(token)
                summed[rows] += counts
            np.maximum(dense, summed, out=dense)
        found = np.flatnonzero((dense > 0) & self._live)
        return found, dense[found]

    def add(self, idf: float, rows: Numbers, counts: Scores) -> None:
        norm = K1 * (1 - B + B * self._segment.lengths[rows] / self._average)
        self._scores[rows] += idf * counts * (K1 + 1) / (counts + norm)

    def result(self, allowed: Allowed) -> tuple[Numbers, Scores]:
        scored = np.flatnonzero(self._scores > 0)
        numbers = self._segment.numbers[scored]
        kept = allowed.holds(numbers)
        return numbers[kept], self._scores[scored[kept]]


def _terms(connection: sa.Connection, tokens: list[str]) -> list[_Term]:
    """The question's terms in token order; unknown tokens too, for they count in the maximum."""
    known = words.numbers_of(connection, tokens)
    alone = [known.get(token, 0) for token in tokens]
    if not all(is_single_character(token) for token in tokens):
        return [_Term(((number,),)) for number in alone]
    terms = []
    for token, number in zip(tokens, alone, strict=True):
        begins, ends = words.pairs_with(connection, token)
        terms.append(_Term((tuple({number, *begins}), tuple({number, *ends}))))
    return terms


def _size(state: State[WordSegment]) -> tuple[int, float]:
    """Live chunks and their average length in tokens."""
    chunks = sum(int(live.sum()) for _, live in state.parts)
    length = sum(int(segment.lengths[live].sum()) for segment, live in state.parts)
    return chunks, length / chunks if length else 1.0


class _Words:
    """How word segments are listed, read, merged and kept."""

    def listed(self, connection: sa.Connection) -> Numbers:
        return documents_of(connection, words.listed())

    def load(self, connection: sa.Connection, documents: Numbers) -> WordSegment:
        wanted = None if len(documents) > words.MANY else [int(n) for n in documents[:, 0]]
        held = set(documents[:, 0].tolist())
        read = [postings for n, _, postings in words.words_of(connection, wanted) if n in held]
        counts = np.concatenate([postings.counts for postings in read])
        return _segment(
            documents,
            np.concatenate([postings.lengths for postings in read]),
            np.concatenate([postings.ids for postings in read]),
            np.repeat(np.arange(len(counts), dtype=np.uint32), counts),
            np.concatenate([postings.frequencies for postings in read]),
        )

    def merge(self, parts: Sequence[tuple[WordSegment, Mask]]) -> WordSegment:
        documents = np.concatenate([segment.documents[_whole(segment, live)] for segment, live in parts])
        order = np.argsort(documents[:, 1], kind="stable")
        numbers = numbers_in(documents[order])
        lengths = np.empty(len(numbers), dtype=np.uint32)
        terms, rows, frequencies = [], [], []
        for segment, live in parts:
            places = np.searchsorted(numbers, segment.numbers).astype(np.uint32)
            lengths[places[live]] = segment.lengths[live]
            alive = live[segment.rows]
            terms.append(np.repeat(segment.terms, np.diff(segment.starts))[alive])
            rows.append(places[segment.rows[alive]])
            frequencies.append(segment.frequencies[alive])
        return _segment(
            documents[order],
            lengths,
            np.concatenate(terms),
            np.concatenate(rows),
            np.concatenate(frequencies),
        )

    def arrays(self, segment: WordSegment) -> Arrays:
        return {name: value for name, value in vars(segment).items() if name != "numbers"}

    def of_arrays(self, arrays: Arrays) -> WordSegment:
        documents = np.array(arrays["documents"])
        return WordSegment(**{**arrays, "documents": documents}, numbers=numbers_in(documents))


def _segment(
    documents: Numbers,
    lengths: npt.NDArray[np.uint32],
    ids: npt.NDArray[np.uint32],
    rows: npt.NDArray[np.uint32],
    frequencies: npt.NDArray[np.uint16],
) -> WordSegment:
    """Postings given in any order, sorted by token and row."""
    order = np.argsort((ids.astype(np.uint64) << np.uint64(32)) | rows, kind="stable")
    ids = ids[order]
    begins = np.flatnonzero(np.diff(ids, prepend=ids[:1] + 1)) if len(ids) else np.empty(0, np.int64)
    return WordSegment(
        documents=documents,
        lengths=lengths,
        terms=ids[begins],
        starts=np.append(begins, len(ids)).astype(np.int64),
        rows=rows[order],
        frequencies=frequencies[order],
        numbers=numbers_in(documents),
    )


def _whole(segment: WordSegment, live: Mask) -> Mask:
    """Which documents of a segment are live."""
    firsts = np.cumsum(segment.documents[:, 2]) - segment.documents[:, 2]
    return np.asarray(live[firsts])
