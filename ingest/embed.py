"""Documents without vectors get them: in batches, each document's vectors whole or absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from knowledge.ports import Embedder
from knowledge.store import documents, vectors
from knowledge.store.record import Record

Progress = Callable[[int, int], None]
"""(chunks embedded, chunks to embed)."""

BATCH_CHUNKS = 64
"""Chunks handed to the embedder at once: progress moves, and a kill loses at most this much work."""


def embed_missing(record: Record, embedder: Embedder, progress: Progress | None = None) -> int:
    """Embeds every chunk that has no vector under the embedder's fingerprint; returns how many.

    Each finished document is in the record when the next begins, so a killed run resumes.
    """
    with record.reading() as connection:
        waiting = vectors.missing(connection, embedder.fingerprint)
    total = sum(chunks for _, chunks in waiting)
    done = 0
    for number, chunks in waiting:
        parts = []
        title, texts = _texts(record, number)
        for batch in _batches(texts):
            parts.append(embedder.embed_passages(batch))
            if progress is not None:
                progress(done + sum(map(len, parts)), total)
        if parts:
            named = embedder.embed_passages([title])[0] if title else None
            with record.writing() as connection:
                vectors.put(connection, embedder.fingerprint, number, np.concatenate(parts), named)
        done += chunks
    return done


def _texts(record: Record, number: int) -> tuple[str, list[str]]:
    """A document's title and what is embedded of it, one text a chunk; nothing when it went meanwhile."""
    with record.reading() as connection:
        if not documents.exists(connection, number):
            return "", []
        document = documents.get(connection, number)
        chunks = documents.chunks_of(connection, number)
        return document.title.strip(), [documents.indexed_text(document, chunk) for chunk in chunks]


def _batches(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), BATCH_CHUNKS):
        yield texts[start : start + BATCH_CHUNKS]
