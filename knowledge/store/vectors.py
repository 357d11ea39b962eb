"""Embeddings in the record: per document and fingerprint, every chunk's vector or none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import sqlalchemy as sa

from knowledge.errors import Invariant
from knowledge.evidence import Facets, Principal
from knowledge.ports import Vectors
from knowledge.store import schema
from knowledge.store.record import advance_generation
from knowledge.store.rights import readable, within

_STORED = np.float16
"""Half precision: cosines within 1e-3 of the float32 ones at half the bytes; every path reads these."""

_TITLES = "/titles"
"""Ends the fingerprint under which the titles' vectors are kept, one row a document."""

MANY = 5_000
"""Documents that can be asked for by number at once."""


def put(
    connection: sa.Connection,
    fingerprint: str,
    document_n: int,
    vectors: Vectors,
    title: Vectors | None = None,
) -> None:
    """Stores one document's vectors, shape (chunks, dimension), row = chunk ordinal, and its title's."""
    table = schema.documents
    expected = connection.scalar(sa.select(table.c.chunks).where(table.c.n == document_n))
    if expected is None:
        return  # the document went while it was being embedded
    if len(vectors) != expected:
        raise Invariant(
            f"文档 {document_n} 有 {expected} 个切片，却有 {len(vectors)} 个向量。",
            f"Document {document_n} has {expected} chunks but {len(vectors)} vectors.",
        )
    _write(connection, fingerprint, document_n, vectors)
    if title is not None:
        _write(connection, fingerprint + _TITLES, document_n, title.reshape(1, -1))
    advance_generation(connection)


def _write(connection: sa.Connection, fingerprint: str, document_n: int, vectors: Vectors) -> None:
    key = {"fingerprint": fingerprint, "document_n": document_n}
    connection.execute(sa.delete(schema.embeddings).filter_by(**key))
    connection.execute(
        sa.insert(schema.embeddings).values(
            **key,
            rows=len(vectors),
            dimension=vectors.shape[1],
            vectors=np.ascontiguousarray(vectors, dtype=_STORED).tobytes(),
        )
    )


def missing(connection: sa.Connection, fingerprint: str) -> list[tuple[int, int]]:
    """Documents without vectors: (document number, chunks), oldest first."""
    table, stored = schema.documents, schema.embeddings
    has = sa.select(stored.c.document_n).where(
        stored.c.document_n == table.c.n, stored.c.fingerprint == fingerprint
    )
    rows = connection.execute(
        sa.select(table.c.n, table.c.chunks).where(table.c.chunks > 0, ~has.exists()).order_by(table.c.n)
    )
    return [(row.n, row.chunks) for row in rows]


def ready(
    connection: sa.Connection, fingerprint: str | None, principal: Principal, facets: Facets
) -> tuple[int, int]:
    """(chunks with vectors, chunks) among what ``principal`` may find through ``facets``."""
    table, sources, stored = schema.documents, schema.sources, schema.embeddings
    allowed = (
        sa.select(table.c.n, table.c.chunks)
        .join(sources, sources.c.document_n == table.c.n)
        .where(readable(principal), within(facets))
        .distinct()
        .subquery()
    )
    total = connection.scalar(sa.select(sa.func.coalesce(sa.func.sum(allowed.c.chunks), 0))) or 0
    if fingerprint is None:
        return 0, int(total)
    done = sa.select(sa.func.coalesce(sa.func.sum(allowed.c.chunks), 0)).join(
        stored, (stored.c.document_n == allowed.c.n) & (stored.c.fingerprint == fingerprint)
    )
    return int(connection.scalar(done) or 0), int(total)


def listed(fingerprint: str) -> sa.Select[int, int, int, str]:
    """Every document with vectors: number, first chunk, chunks, id; by first chunk."""
    table, kept = schema.documents, schema.embeddings
    return (
        sa.select(table.c.n, table.c.first_chunk, kept.c.rows, table.c.id)
        .join(kept, kept.c.document_n == table.c.n)
        .where(kept.c.fingerprint == fingerprint)
        .order_by(table.c.first_chunk)
    )


def stored(
    connection: sa.Connection, fingerprint: str, document_numbers: list[int] | None = None
) -> Iterator[tuple[int, int, Vectors]]:
    """(document number, first chunk number, vectors float32 of shape (chunks, dimension)) by first chunk.

    ``document_numbers``, at most ``MANY``; ``None`` means every document.
    """
    table, kept = schema.documents, schema.embeddings
    query = (
        sa.select(table.c.n, table.c.first_chunk, kept.c.rows, kept.c.dimension, kept.c.vectors)
        .join(kept, kept.c.document_n == table.c.n)
        .where(kept.c.fingerprint == fingerprint)
        .order_by(table.c.first_chunk)
    )
    if document_numbers is not None:
        query = query.where(table.c.n.in_(document_numbers))
    for row in connection.execute(query):
        matrix = np.frombuffer(row.vectors, dtype=_STORED).reshape(row.rows, row.dimension)
        yield row.n, row.first_chunk, matrix.astype(np.float32)


def titles(
    connection: sa.Connection, fingerprint: str, document_numbers: list[int] | None = None
) -> dict[int, Vectors]:
    """Vectors of titles, float32 of shape (dimension,), by document number; as ``stored``."""
    return {n: matrix[0] for n, _, matrix in stored(connection, fingerprint + _TITLES, document_numbers)}
