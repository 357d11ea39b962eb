"""Documents, their chunks and their tokens: each whole in the record, or absent."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from knowledge.errors import Invariant
from knowledge.evidence import Block, Chunk, Document
from knowledge.store import schema, words
from knowledge.store.record import read_meta, write_meta

_BLOCKS = TypeAdapter(tuple[Block, ...])


def number_of(connection: sa.Connection, document_id: str) -> int | None:
    """The record's number of a document, or ``None``."""
    table = schema.documents
    return connection.scalar(sa.select(table.c.n).where(table.c.id == document_id))


def exists(connection: sa.Connection, number: int) -> bool:
    table = schema.documents
    return connection.scalar(sa.select(table.c.n).where(table.c.n == number)) is not None


def chunk_count(connection: sa.Connection, document_id: str) -> int:
    table = schema.documents
    return connection.scalar(sa.select(table.c.chunks).where(table.c.id == document_id)) or 0


def put(connection: sa.Connection, document: Document, chunks: Sequence[Chunk]) -> int:
    """Stores text, blocks, chunks and tokens in the caller's transaction; returns its number.

    A document already stored is left as it is.
    """
    known = number_of(connection, document.id)
    if known is not None:
        return known
    _check(document, chunks)
    first = _reserve(connection, len(chunks))
    number = _insert_document(connection, document, first, len(chunks))
    if chunks:
        connection.execute(sa.insert(schema.chunks), [_row(chunk, number, first) for chunk in chunks])
        words.put(connection, number, [indexed_text(document, chunk) for chunk in chunks])
    return number


def get(connection: sa.Connection, number: int) -> Document:
    """The document as it was read. ``Invariant`` if the record has lost it."""
    table = schema.documents
    row = connection.execute(sa.select(table).where(table.c.n == number)).one_or_none()
    if row is None:
        raise Invariant(f"记录中缺少文档 {number}。", f"Document {number} is missing from the record.")
    return Document(
        id=row.id,
        media_type=row.media_type,
        size=row.size,
        text=row.text,
        blocks=_BLOCKS.validate_json(zlib.decompress(row.blocks)),
        title=row.title,
        title_guessed=row.title_guessed,
        language=row.language,
        pages=row.pages,
        warnings=tuple(row.warnings),
    )


def chunks_of(connection: sa.Connection, number: int) -> tuple[Chunk, ...]:
    """A document's chunks in reading order."""
    table, document = schema.chunks, schema.documents
    rows = connection.execute(
        sa.select(
            table,
            document.c.id.label("document_id"),
            sa.func.substr(document.c.text, table.c.start + 1, table.c.end - table.c.start).label("text"),
        )
        .join(document, document.c.n == table.c.document_n)
        .where(table.c.document_n == number)
        .order_by(table.c.ordinal)
    )
    return tuple(chunk_of_row(row._mapping) for row in rows)


def drop_unsourced(connection: sa.Connection) -> tuple[str, ...]:
    """Forgets documents no source names any more; returns their ids, whose originals may go."""
    table, sources = schema.documents, schema.sources
    orphan = ~sa.select(sources.c.n).where(sources.c.document_n == table.c.n).exists()
    found = connection.execute(sa.select(table.c.n, table.c.id).where(orphan)).all()
    numbers = [row.n for row in found]
    for child in (schema.chunks, schema.document_words, schema.embeddings):
        connection.execute(sa.delete(child).where(child.c.document_n.in_(numbers)))
    connection.execute(sa.delete(table).where(table.c.n.in_(numbers)))
    return tuple(row.id for row in found)


def chunk_of_row(values: Mapping[Any, Any]) -> Chunk:
    """A chunk from a row of ``chunks`` with ``document_id`` and ``text``."""
    return Chunk.model_validate(
        {
            "id": Chunk.id_of(values["document_id"], values["ordinal"]),
            "document_id": values["document_id"],
            "ordinal": values["ordinal"],
            "span": {"start": values["start"], "end": values["end"]},
            "text": values["text"],
            "context": [{"start": start, "end": end} for start, end in values["context"]],
            "headings": values["headings"],
            "kind": values["kind"],
            "place": values["place"],
        }
    )


def _reserve(connection: sa.Connection, count: int) -> int:
    """The first of ``count`` contiguous chunk numbers that were never used and never will be again."""
    first = int(read_meta(connection, "next_chunk") or 1)
    write_meta(connection, "next_chunk", str(first + count))
    return first


def _check(document: Document, chunks: Sequence[Chunk]) -> None:
    for ordinal, chunk in enumerate(chunks):
        sliced = chunk.span.of(document.text)
        if chunk.ordinal != ordinal or chunk.document_id != document.id or sliced != chunk.text:
            raise Invariant(
                f"切片 {chunk.id} 与原文不一致，未写入。",
                f"Chunk {chunk.id} is not a slice of its document; nothing was written.",
            )


def _insert_document(connection: sa.Connection, document: Document, first: int, count: int) -> int:
    blocks = zlib.compress(_BLOCKS.dump_json(document.blocks, exclude_defaults=True))
    inserted = connection.execute(
        sa.insert(schema.documents).values(
            id=document.id,
            media_type=document.media_type,
            size=document.size,
            title=document.title,
            title_guessed=document.title_guessed,
            language=document.language,
            pages=document.pages,
            warnings=list(document.warnings),
            text=document.text,
            blocks=blocks,
            first_chunk=first,
            chunks=count,
            added_at=now(),
        )
    )
    key = inserted.inserted_primary_key
    if key is None:
        raise Invariant("数据库没有返回文档编号。", "The database returned no document number.")
    return int(key[0])


def _row(chunk: Chunk, document_n: int, first: int) -> dict[str, object]:
    return {
        "n": first + chunk.ordinal,
        "document_n": document_n,
        "ordinal": chunk.ordinal,
        "start": chunk.span.start,
        "end": chunk.span.end,
        "kind": chunk.kind,
        "context": [[span.start, span.end] for span in chunk.context],
        "headings": list(chunk.headings),
        "place": json.loads(chunk.place.model_dump_json(exclude_defaults=True)),
    }


def indexed_text(document: Document, chunk: Chunk) -> str:
    """What is indexed and embedded for a chunk: the document's title, ``context + text``.

    The title goes first unless the words already hold it: a passage is found by the name of what it is from.
    """
    words = "\n".join([*(span.of(document.text) for span in chunk.context), chunk.text])
    title = document.title.strip()
    return words if title in words else f"{title}\n{words}"


def now() -> str:
    """This moment in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
