"""A question becomes passages: facets and rights in SQL, words and meaning inside, one score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from assistant.retrieval.fuse import Scored, fuse, meaning_alone, words_alone
from assistant.retrieval.meaning import Meaning, Near
from assistant.retrieval.shown import shown
from assistant.retrieval.view import View, Views
from knowledge.evidence import Facets, Found, Passage, Principal
from knowledge.index.arrays import clear
from knowledge.index.segments import KEPT_FROM
from knowledge.index.tokens import tokens
from knowledge.index.words import WordIndex, WordScores
from knowledge.ports import Embedder, Vectors
from knowledge.store import passages, sources
from knowledge.store.record import Record
from knowledge.store.retokenise import retokenise

CANDIDATES = 100
"""Best told and nearest passages each that are scored; a top ten of the sum comes from these."""

_BATCH = 2
"""Passages read at a time, per passage wanted."""


class Retrieval:
    """Search over one record. ``folder`` holds its indexes, all of which may be deleted at any time."""

    def __init__(self, record: Record, open_embedder: Callable[[], Embedder | None], folder: Path) -> None:
        self._record = record
        self._folder = folder
        self._meaning = Meaning(open_embedder, folder)
        self._words = WordIndex(folder)
        self._views = Views()
        self._tokens_checked = False

    def search(
        self,
        principal: Principal,
        query: str,
        facets: Facets | None = None,
        limit: int = 10,
        mode: str = "both",
        path: str = "auto",
    ) -> Found:
        """The ``limit`` best passages for ``query`` among what ``principal`` may find through ``facets``.

        ``mode`` is what ranks: ``both``, ``words`` or ``meaning``. ``path`` ``chroma`` sends broad questions
        through Chroma; ``auto`` and ``exact`` multiply the stored vectors, which needs no import. All paths
        give the same answer. Without a model words answer alone, and ``notice`` says so.
        """
        self._check_tokens()
        asked = None if mode == "words" or not query.strip() else self._meaning.ask(query)
        with self._record.reading() as connection:
            view = self._views.of(connection, principal, facets or Facets())
            depth = max(CANDIDATES, _BATCH * limit)
            told = self._words.search(connection, tokens(query), view.allowed)
            near = None
            if asked is not None:
                broad = path == "chroma" and not view.facets.narrows()
                near = asked.near(connection, view.allowed, depth, broad)
            ranked = _rank(told, near, mode, depth)
            located = _located(connection, view, ranked, _BATCH * limit)
            found = shown(located, limit, partial(passages.slice_of, connection))
        return _found(query, found, view, near, mode)

    def nearness(self, questions: Sequence[str], passages: Sequence[str]) -> Vectors | None:
        """Cosines of texts, shape (len(questions), len(passages)); ``None`` where no model is ready."""
        return self._meaning.nearness(questions, passages)

    def documents_called(self, principal: Principal, name: str) -> tuple[str, ...]:
        """Ids of the readable documents with this id, source path or file name."""
        with self._record.reading() as connection:
            found = sources.find(connection, principal, name)
        return tuple(dict.fromkeys(source.document_id for _, source in found))

    def refresh(self) -> int:
        """Brings the kept indexes up to the record, Chroma among them; returns the vectors held.

        Questions need not wait for it: what is not kept yet is read from the record.
        """
        self._check_tokens()
        with self._record.reading() as connection:
            self._words.size(connection)
            return self._meaning.build(connection)

    def keep(self) -> None:
        """After an addition: a library large enough to need kept indexes gets them now, not at a question."""
        with self._record.reading() as connection:
            _, chunks = self._words.size(connection)
        if chunks >= KEPT_FROM:
            self.refresh()

    def rebuild(self) -> dict[str, int]:
        """Drops every index and makes it anew from the record, with no embedding call.

        Returns ``documents``, ``chunks`` and ``vectors`` held.
        """
        self._meaning.close()
        clear(self._folder)
        self._meaning = Meaning(self._meaning.open_embedder, self._folder)
        self._words = WordIndex(self._folder)
        self._views = Views()
        self._tokens_checked = False
        vectors = self.refresh()
        with self._record.reading() as connection:
            documents, chunks = self._words.size(connection)
        return {"documents": documents, "chunks": chunks, "vectors": vectors}

    def close(self) -> None:
        """Lets go of the index files."""
        self._meaning.close()

    def _check_tokens(self) -> None:
        """Documents whose tokens an older program made get them anew, once."""
        if not self._tokens_checked:
            retokenise(self._record)
            self._tokens_checked = True


def _rank(told: WordScores, near: Near | None, mode: str, depth: int) -> list[Scored]:
    """Candidates best first: the nearest, those of the nearest documents, and the ``depth`` best told."""
    if near is None or len(near.candidates) == 0:
        return words_alone(dict(told.best(depth)), told.maximum)
    if mode == "meaning":
        return meaning_alone(near.of(), near.least)
    words = dict(told.best(depth))
    nearness = near.of(words)
    words.update(told.of(list(nearness.keys() - words.keys())))
    return fuse(words, told.maximum, nearness, near.least)


def _located(connection: sa.Connection, view: View, ranked: list[Scored], batch: int) -> Iterator[Passage]:
    """The ranked passages with their scores, read as they are asked for; rights are checked again."""
    for start in range(0, len(ranked), batch):
        part = ranked[start : start + batch]
        found = passages.fetch(connection, view.principal, view.facets, [one.number for one in part])
        for one in part:
            if one.number in found:
                yield found[one.number].model_copy(
                    update={"score": one.score, "words_score": one.told, "meaning_score": one.near}
                )


def _found(query: str, found: list[Passage], view: View, near: Near | None, mode: str) -> Found:
    ready = (near.ready if near is not None else 0, len(view.allowed))
    notice = None
    if near is None and mode != "words" and query.strip():
        notice = "words-only:no-model"
    elif near is not None and ready[0] < ready[1]:
        notice = "meaning-partial"
    return Found(query=query, passages=tuple(found), meaning_ready=ready, notice=notice)
