"""The meaning half of a search: the model, and the indexes of its vectors. Without a model it is silent."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from knowledge.errors import Misconfigured, ModelFailed
from knowledge.index.allowed import Allowed, Numbers
from knowledge.index.meaning import ChromaIndex
from knowledge.index.vectors import ExactVectors, VectorIndex
from knowledge.ports import Embedder, Vectors

_MOST_REMEMBERED = 256

_LOG = logging.getLogger(__name__)


_SAMPLE = 1_000
"""Allowed passages at most over which the least near is sought: all of them up to here."""

_DOCUMENTS = 10
"""Documents most about the question whose passages are candidates as well."""


@dataclass(frozen=True)
class Near:
    """How near a question is to the allowed passages of one snapshot (``ExactVectors.nearness``)."""

    vector: Vectors
    exact: ExactVectors
    allowed: Allowed
    candidates: Numbers

    def of(self, numbers: Iterable[int] = ()) -> dict[int, float]:
        """Nearness of the candidates and of those of ``numbers`` that have a vector."""
        wanted = np.concatenate([self.candidates, np.fromiter(numbers, dtype=np.int64)])
        found, near = self.exact.nearness(self.vector, Allowed.of_numbers(wanted))
        return dict(zip(found.tolist(), near.tolist(), strict=True))

    @property
    def least(self) -> float:
        """The lowest nearness among the allowed passages, evenly sampled when they are many: minmax's min.

        It does not depend on which index proposed the candidates.
        """
        step = -(-len(self.allowed) // _SAMPLE) or 1
        _, near = self.exact.nearness(self.vector, Allowed.of_numbers(self.allowed.numbers[::step]))
        return float(near.min()) if len(near) else 0.0

    @property
    def ready(self) -> int:
        """Allowed chunks that have a vector."""
        return self.exact.count(self.allowed)


@dataclass(frozen=True)
class Asked:
    """A question's vector, and the indexes of the model that made it."""

    vector: Vectors
    exact: VectorIndex
    chroma: ChromaIndex

    def near(self, connection: sa.Connection, allowed: Allowed, depth: int, broad: bool) -> Near:
        """The ``depth`` nearest allowed passages and those of the nearest documents; ``broad`` has Chroma
        propose the former."""
        exact = self.exact.at(connection)
        index = self.chroma.at(connection) if broad else exact
        nearest = [number for number, _ in index.nearest(self.vector, depth, allowed.numbers)]
        about = exact.nearest_documents(self.vector, _DOCUMENTS, allowed)
        candidates = np.concatenate([np.array(nearest, dtype=np.int64), about])
        return Near(self.vector, exact, allowed, np.unique(candidates[allowed.holds(candidates)]))


class Meaning:
    """The prepared model and the indexes of its vectors, opened when first asked."""

    def __init__(self, open_embedder: Callable[[], Embedder | None], folder: Path) -> None:
        self.open_embedder = open_embedder
        self._folder = folder
        self._remembered: OrderedDict[tuple[str, str], Vectors] = OrderedDict()
        self._indexes: tuple[VectorIndex, ChromaIndex] | None = None

    def ask(self, query: str) -> Asked | None:
        """The question as a vector; ``None`` where no model is ready, and words go on alone."""
        try:
            embedder = self.open_embedder()
            if embedder is None:
                return None
            return Asked(self._embedded(embedder, query), *self._indexes_of(embedder))
        except (Misconfigured, ModelFailed) as error:
            _LOG.warning("words alone, the model is not ready: %s", error)
            return None

    def nearness(self, questions: Sequence[str], passages: Sequence[str]) -> Vectors | None:
        """Cosines, shape (len(questions), len(passages)); ``None`` where no model is ready."""
        try:
            embedder = self.open_embedder()
            if embedder is None:
                return None
            asked = [self._embedded(embedder, question) for question in questions]
            near: Vectors = np.stack(asked) @ embedder.embed_passages(passages).T
            return near
        except (Misconfigured, ModelFailed) as error:
            _LOG.warning("words alone, the model is not ready: %s", error)
            return None

    def build(self, connection: sa.Connection) -> int:
        """Brings the kept vectors and Chroma up to the record; returns the vectors held, 0 without a model."""
        embedder = self.open_embedder()
        return 0 if embedder is None else self._indexes_of(embedder)[1].build(connection)

    def close(self) -> None:
        """Lets go of Chroma's files."""
        if self._indexes is not None:
            self._indexes[1].close()

    def _embedded(self, embedder: Embedder, query: str) -> Vectors:
        key = (embedder.fingerprint, query)
        vector = self._remembered.pop(key, None)
        if vector is None:
            vector = embedder.embed_query(query)
        self._remembered[key] = vector
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        return vector

    def _indexes_of(self, embedder: Embedder) -> tuple[VectorIndex, ChromaIndex]:
        if self._indexes is None or self._indexes[0].fingerprint != embedder.fingerprint:
            self.close()
            exact = VectorIndex(self._folder, embedder.fingerprint)
            self._indexes = (exact, ChromaIndex(self._folder, exact))
        return self._indexes
