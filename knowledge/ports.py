"""What the rooms ask of each other, as protocols; contract suites run on fake and real."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.evidence import Document, Facets, Found, Source
from knowledge.presales import Customer

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into unit vectors. ``fingerprint`` names weights, runtime precision and prefixes."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (len(texts), dimension); long texts in windows, averaged."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """A unit vector, shape (dimension,)."""
        ...


class MeaningIndex(Protocol):
    """Nearest stored vectors by cosine. Row numbers are the record's chunk numbers."""

    def nearest(
        self, query: Vectors, limit: int, allowed: npt.NDArray[np.int64] | None
    ) -> list[tuple[int, float]]:
        """(chunk number, cosine), best first, ties by chunk number; ``allowed`` None means all."""
        ...


class Library(Protocol):
    """What drafting asks of the library, on behalf of one person whose rights it carries."""

    def search(self, query: str, facets: Facets | None = None, limit: int = 10) -> Found: ...

    def nearness(self, questions: Sequence[str], passages: Sequence[str]) -> Vectors | None:
        """Cosines, shape (len(questions), len(passages)); ``None`` where no model is ready."""
        ...

    def sources(self, facets: Facets | None = None) -> list[Source]:
        """Sources the person may read, by collection and path."""
        ...

    def document(self, document_id: str) -> Document:
        """``NotFound`` unless the person may read a source of it."""
        ...

    def customers(self) -> list[Customer]:
        """The register: customers with every name they go by."""
        ...

    def every_customer(self) -> list[Customer]:
        """The register and every customer any source was ever kept under, whoever may read it.

        What drafts are masked against; never shown."""
        ...
