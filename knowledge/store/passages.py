"""What may be found: the numbers of chunks a person may read, and those chunks as passages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.evidence import Facets, Passage, Principal, Source, Span
from knowledge.store import schema
from knowledge.store.documents import chunk_of_row
from knowledge.store.rights import readable, within
from knowledge.store.sources import COLUMNS

_BATCH = 500


def findable(connection: sa.Connection, principal: Principal, facets: Facets) -> npt.NDArray[np.int64]:
    """Chunk ranges of the documents ``principal`` may find through ``facets``.

    Shape (documents, 3): document number, first chunk number, number of chunks; by first chunk.
    """
    table, sources = schema.documents, schema.sources
    rows = connection.execute(
        sa.select(table.c.n, table.c.first_chunk, table.c.chunks)
        .join(sources, sources.c.document_n == table.c.n)
        .where(readable(principal), within(facets), table.c.chunks > 0)
        .distinct()
        .order_by(table.c.first_chunk)
    )
    return np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 3)


def fetch(
    connection: sa.Connection, principal: Principal, facets: Facets, numbers: Sequence[int]
) -> dict[int, Passage]:
    """Passages by chunk number; rights and facets are checked again here, so gone or forbidden
    numbers are simply absent. Where several sources hold the text, the earliest added speaks."""
    found: dict[int, Passage] = {}
    texts: dict[int, str] = {}
    for start in range(0, len(numbers), _BATCH):
        batch = [int(number) for number in numbers[start : start + _BATCH]]
        rows = connection.execute(_located(principal, facets, batch)).all()
        _read_texts(connection, {row.document_n for row in rows} - texts.keys(), texts)
        for row in rows:
            found.setdefault(row.n, _passage(row, texts[row.document_n]))
    return found


def slice_of(connection: sa.Connection, document_id: str, span: Span) -> str:
    """The text of a span of a document the caller has been allowed to read."""
    text = schema.documents.c.text
    query = sa.select(sa.func.substr(text, span.start + 1, len(span))).where(
        schema.documents.c.id == document_id
    )
    return connection.scalar(query) or ""


def _located(principal: Principal, facets: Facets, numbers: list[int]) -> sa.Select[tuple[object, ...]]:
    chunks, documents, sources = schema.chunks, schema.documents, schema.sources
    return (
        sa.select(
            chunks,
            documents.c.id.label("document_id"),
            *(sources.c[name].label(f"source_{name}") for name in COLUMNS),
        )
        .join(documents, documents.c.n == chunks.c.document_n)
        .join(sources, sources.c.document_n == documents.c.n)
        .where(chunks.c.n.in_(numbers), readable(principal), within(facets))
        .order_by(sources.c.n)
    )


def _read_texts(connection: sa.Connection, wanted: set[int], texts: dict[int, str]) -> None:
    table = schema.documents
    rows = connection.execute(sa.select(table.c.n, table.c.text).where(table.c.n.in_(wanted)))
    texts.update((row.n, row.text) for row in rows)


def _passage(row: sa.Row[tuple[object, ...]], text: str) -> Passage:
    values = dict(row._mapping)
    source = {name: values[f"source_{name}"] for name in COLUMNS}
    source["document_id"] = values["document_id"]
    chunk = chunk_of_row({**values, "text": text[values["start"] : values["end"]]})
    context = tuple(span.of(text) for span in chunk.context)
    return Passage(chunk=chunk, source=Source.model_validate(source), context=context)
