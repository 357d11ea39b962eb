"""Small libraries for search tests: real text, real vectors, embedded once a run."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.chunk import LIMIT
from knowledge.errors import Misconfigured
from knowledge.evidence import Chunk, Document, Facets, Principal, Source, Span, document_id_of
from knowledge.index.embedding import open_embedder
from knowledge.index.prepare import prepare
from knowledge.ports import Embedder, Vectors
from knowledge.store import documents, sources, vectors
from knowledge.store.record import Record

DATA = Path(__file__).parents[2] / "shared" / "data"
LOCAL = Principal()
EVERYTHING = Facets()


class Remembering:
    """The real embedder; a text met before is not computed again, and ``calls`` counts what was asked."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self.calls = 0
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known.update(zip(missing, self._embedder.embed_passages(missing), strict=True))
        return np.stack([self._known[text] for text in texts])

    def embed_query(self, text: str) -> Vectors:
        return self._embedder.embed_query(text)


@functools.cache
def embedder() -> Remembering:
    """The built-in model, prepared where tests keep theirs."""
    root = Path(os.environ["PRESALES_MODELS"])
    try:
        return Remembering(open_embedder(root))
    except Misconfigured:
        return Remembering(open_embedder(root, prepare(root).manifest.fingerprint))


def add(record: Record, text: str, path: str, embed: Embedder | None = None, **source: object) -> str:
    """A document cut every ``LIMIT`` characters, its source, and its vectors; returns its id."""
    with record.writing() as connection:
        document_id = put(connection, text, path, **source)
    if embed is not None:
        give_vectors(record, embed)
    return document_id


def put(connection, text: str, path: str, **source: object) -> str:
    title = str(source.get("title", ""))
    document_id = document_id_of(f"{title}\n{text}".encode())
    document = Document(
        id=document_id, media_type="text/plain", size=len(text), text=text, blocks=(), title=title
    )
    spans = [
        Span(start=start, end=min(start + LIMIT, len(text))) for start in range(0, max(len(text), 1), LIMIT)
    ]
    chunks = [
        Chunk(
            id=Chunk.id_of(document_id, at),
            document_id=document_id,
            ordinal=at,
            span=span,
            text=span.of(text),
        )
        for at, span in enumerate(spans)
    ]
    number = documents.put(connection, document, chunks)
    sources.put(connection, Source(path=path, document_id=document_id, **source), number)
    return document_id


def give_vectors(record: Record, embed: Embedder) -> None:
    """As ``ingest.embed`` does."""
    from ingest.embed import embed_missing

    embed_missing(record, embed)


def paragraphs(language: str, count: int) -> list[str]:
    """Openings of real paragraphs, or skip."""
    path = DATA / "xquad_half" / f"xquad.{language}.json"
    if not path.is_file():
        pytest.skip("needs ../shared/data/xquad_half")
    content = json.loads(path.read_text(encoding="utf-8"))
    texts = [paragraph["context"] for article in content["data"] for paragraph in article["paragraphs"]]
    return [text[:250] for text in texts[:count]]


def questions(language: str, count: int) -> list[str]:
    path = DATA / "xquad_half" / f"xquad.{language}.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    asked = [
        entry["question"]
        for article in content["data"]
        for paragraph in article["paragraphs"]
        for entry in paragraph["qas"]
    ]
    return asked[:: max(1, len(asked) // count)][:count]


__all__ = ["DATA", "EVERYTHING", "LOCAL", "add", "embedder", "give_vectors", "paragraphs", "put", "vectors"]
