"""The words of documents in the record: stored with the text in one transaction, as one blob a document.

A blob is ``zlib`` over four little-endian columns, the integers' bytes grouped by significance::

    chunks uint32 | lengths uint32[chunks] | counts uint32[chunks] | steps uint32[n] | frequencies uint16[n]

``lengths`` are tokens per chunk and ``counts`` different tokens per chunk; ``n = sum(counts)``. The token
ids of a chunk rise, and ``steps`` holds the first one and then the differences.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.index.tokens import TOKENIZER, tokens
from knowledge.store import schema

MANY = 5_000
"""Documents that can be asked for by number at once."""

_BATCH = 500
_MOST_REMEMBERED = 500_000
_MOST_COUNTED = 65_535


@dataclass(frozen=True)
class Postings:
    """One document's words: ``lengths``, ``counts`` per chunk; ``ids``, ``frequencies`` chunk after chunk."""

    lengths: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint32]
    ids: npt.NDArray[np.uint32]
    frequencies: npt.NDArray[np.uint16]


def put(connection: sa.Connection, document_n: int, texts: Sequence[str]) -> None:
    """Stores the tokens of a document's chunks, in chunk order, in the caller's transaction."""
    counted = [Counter(tokens(text)) for text in texts]
    wanted = {token for counts in counted for token in counts}
    numbers = _Vocabulary.of(connection).numbers(connection, wanted)
    table = schema.document_words
    connection.execute(sa.delete(table).where(table.c.document_n == document_n))
    connection.execute(
        sa.insert(table).values(
            document_n=document_n, tokenizer=TOKENIZER, postings=_packed(_postings(counted, numbers))
        )
    )


def words_of(
    connection: sa.Connection, document_numbers: Sequence[int] | None = None
) -> Iterator[tuple[int, int, Postings]]:
    """(document number, first chunk number, postings) by first chunk.

    ``document_numbers``, at most ``MANY``; ``None`` means every document.
    """
    table, documents = schema.document_words, schema.documents
    query = (
        sa.select(table.c.document_n, documents.c.first_chunk, table.c.postings)
        .join(documents, documents.c.n == table.c.document_n)
        .where(table.c.tokenizer == TOKENIZER)
        .order_by(documents.c.first_chunk)
    )
    if document_numbers is not None:
        query = query.where(table.c.document_n.in_(document_numbers))
    yield from ((n, first, _unpacked(blob)) for n, first, blob in connection.execute(query))


def listed() -> sa.Select[int, int, int, str]:
    """Every document with words: number, first chunk, chunks, id; by first chunk."""
    table, documents = schema.document_words, schema.documents
    return (
        sa.select(documents.c.n, documents.c.first_chunk, documents.c.chunks, documents.c.id)
        .join(table, documents.c.n == table.c.document_n)
        .where(table.c.tokenizer == TOKENIZER)
        .order_by(documents.c.first_chunk)
    )


def numbers_of(connection: sa.Connection, wanted: Iterable[str]) -> dict[str, int]:
    """Ids of those of the ``wanted`` tokens that occur in the record."""
    table = schema.vocabulary
    ordered = sorted(set(wanted))
    found: dict[str, int] = {}
    for start in range(0, len(ordered), _BATCH):
        batch = table.c.token.in_(ordered[start : start + _BATCH])
        found.update(
            (token, n) for token, n in connection.execute(sa.select(table.c.token, table.c.id).where(batch))
        )
    return found


def pairs_with(connection: sa.Connection, character: str) -> tuple[list[int], list[int]]:
    """Ids of the tokens of at most two characters that begin with ``character``, and that end with it."""
    table = schema.vocabulary
    short = sa.func.length(table.c.token) <= 2
    begins = table.c.token.between(character, character + "\U0010ffff")
    ends = table.c.token.endswith(character, autoescape=True)
    first, last = (
        list(connection.scalars(sa.select(table.c.id).where(short, clause).order_by(table.c.id)))
        for clause in (begins, ends)
    )
    return first, last


def outdated(connection: sa.Connection) -> list[int]:
    """Documents whose tokens an older program made."""
    table = schema.document_words
    query = sa.select(table.c.document_n).where(table.c.tokenizer != TOKENIZER).order_by(table.c.document_n)
    return list(connection.scalars(query))


def _postings(counted: list[Counter[str]], numbers: dict[str, int]) -> Postings:
    ids: list[int] = []
    frequencies: list[int] = []
    for counts in counted:
        rows = sorted((numbers[token], count) for token, count in counts.items())
        ids += [row[0] for row in rows]
        frequencies += [min(row[1], _MOST_COUNTED) for row in rows]
    return Postings(
        lengths=np.array([counts.total() for counts in counted], dtype=np.uint32),
        counts=np.array([len(counts) for counts in counted], dtype=np.uint32),
        ids=np.array(ids, dtype=np.uint32),
        frequencies=np.array(frequencies, dtype=np.uint16),
    )


def _packed(postings: Postings) -> bytes:
    steps = np.diff(postings.ids.astype(np.int64), prepend=0)
    starts = _starts(postings.counts)
    steps[starts] = postings.ids[starts]
    columns = (postings.lengths, postings.counts, steps.astype(np.uint32), postings.frequencies)
    grouped = b"".join(_grouped(column) for column in columns)
    return zlib.compress(np.uint32(len(postings.lengths)).tobytes() + grouped, 1)


def _unpacked(blob: bytes) -> Postings:
    raw = zlib.decompress(blob)
    chunks = int(np.frombuffer(raw, "<u4", 1)[0])
    lengths, counts = (_ungrouped(raw, 4 + 4 * chunks * i, chunks, "<u4") for i in range(2))
    total, at = int(counts.sum()), 4 + 8 * chunks
    steps = _ungrouped(raw, at, total, "<u4").astype(np.int64)
    summed = np.cumsum(steps)
    starts = _starts(counts)
    before = np.zeros(len(starts), dtype=np.int64)
    before[:] = summed[starts] - steps[starts]
    ids = summed - np.repeat(before, counts[counts > 0])
    return Postings(lengths, counts, ids.astype(np.uint32), _ungrouped(raw, at + 4 * total, total, "<u2"))


def _starts(counts: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Where the chunks that have tokens begin among the ids."""
    some = counts[counts > 0].astype(np.int64)
    return np.asarray(np.cumsum(some) - some, dtype=np.int64)


def _grouped(column: npt.NDArray[np.unsignedinteger]) -> bytes:
    little = column.astype(column.dtype.newbyteorder("<"))
    return little.view(np.uint8).reshape(-1, column.itemsize).T.tobytes()


def _ungrouped(raw: bytes, at: int, count: int, kind: str) -> npt.NDArray[Any]:
    size = np.dtype(kind).itemsize
    planes = np.frombuffer(raw, np.uint8, count * size, at).reshape(size, count)
    return np.ascontiguousarray(planes.T).view(kind).reshape(-1).astype(np.dtype(kind).newbyteorder("="))


class _Vocabulary:
    """Token ids this process remembers of one database.

    Ids given out inside a transaction are remembered for it alone: it may be rolled back and its ids given to
    other tokens. Ids no higher than the highest when a transaction began are committed and never change.
    """

    _of_engine: ClassVar[WeakKeyDictionary[sa.Engine, _Vocabulary]] = WeakKeyDictionary()

    def __init__(self) -> None:
        self._committed: dict[str, int] = {}
        self._own: WeakKeyDictionary[sa.RootTransaction, tuple[int, dict[str, int]]] = WeakKeyDictionary()

    @classmethod
    def of(cls, connection: sa.Connection) -> _Vocabulary:
        return cls._of_engine.setdefault(connection.engine, cls())

    def numbers(self, connection: sa.Connection, wanted: set[str]) -> dict[str, int]:
        """Ids of all ``wanted`` tokens; unknown ones are given one."""
        before, own = self._transaction(connection)
        known = {t: n for t in wanted if (n := self._committed.get(t) or own.get(t)) is not None}
        found = numbers_of(connection, wanted - known.keys())
        fresh = sorted(wanted - known.keys() - found.keys())
        if fresh:
            connection.execute(sa.insert(schema.vocabulary), [{"token": token} for token in fresh])
            found |= numbers_of(connection, fresh)
        for token, number in found.items():
            (self._committed if number <= before else own)[token] = number
        if len(self._committed) > _MOST_REMEMBERED:
            self._committed.clear()
        return known | found

    def _transaction(self, connection: sa.Connection) -> tuple[int, dict[str, int]]:
        transaction = connection.get_transaction()
        if transaction is None or connection.in_nested_transaction():
            return 0, {}  # a savepoint may be rolled back alone: remember nothing
        known = self._own.get(transaction)
        if known is None:
            highest = connection.scalar(sa.select(sa.func.max(schema.vocabulary.c.id))) or 0
            known = self._own[transaction] = (highest, {})
        return known
