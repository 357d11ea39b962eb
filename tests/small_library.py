"""A library small enough to compute in one's head: word overlap over real documents read from Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.read import read
from knowledge.errors import NotFound
from knowledge.evidence import REUSABLE_KINDS, Chunk, Document, Facets, Found, Passage, Source, document_id_of
from knowledge.index.tokens import tokens
from knowledge.ports import Vectors
from knowledge.presales import Customer


class SmallLibrary:
    """``knowledge.ports.Library``: finds blocks by the number of distinct words they share with the query."""

    def __init__(self, customers: Sequence[Customer] = ()) -> None:
        self._customers = list(customers)
        self._sources: list[Source] = []
        self._documents: dict[str, Document] = {}

    def add(self, path: str, text: str, **metadata: object) -> Document:
        document = read(path, text.encode()).document
        self._documents[document.id] = document
        fields = {
            "path": path,
            "document_id": document.id,
            "language": document.language,
            "title": document.title,
            "reusable": metadata.get("kind") in REUSABLE_KINDS,
        }
        self._sources.append(Source.model_validate({**fields, **metadata}))
        return document

    def search(self, query: str, facets: Facets | None = None, limit: int = 10) -> Found:
        wanted = set(tokens(query))
        scored = []
        for source in self.sources(facets):
            document = self._documents[source.document_id]
            for ordinal, block in enumerate(document.blocks):
                words = block.span.of(document.text)
                score = len(wanted & set(tokens(words)))
                if score and words:
                    chunk = Chunk(
                        id=Chunk.id_of(document.id, ordinal), document_id=document.id, ordinal=ordinal,
                        span=block.span, text=words, kind=block.kind,
                    )  # fmt: skip
                    scored.append(
                        (-score, source.path, ordinal, Passage(chunk=chunk, source=source, score=score))
                    )
        return Found(
            query=query, passages=tuple(entry[3] for entry in sorted(scored, key=lambda e: e[:3])[:limit])
        )

    def nearness(self, questions: Sequence[str], passages: Sequence[str]) -> Vectors | None:
        return None

    def sources(self, facets: Facets | None = None) -> list[Source]:
        asked = facets or Facets()
        return [s for s in sorted(self._sources, key=lambda s: s.path) if _passes(s, asked)]

    def document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            raise NotFound("没有这份文档。", "There is no such document.")
        return self._documents[document_id]

    def customers(self) -> list[Customer]:
        return self._customers

    def every_customer(self) -> list[Customer]:
        return self._customers


def _passes(source: Source, facets: Facets) -> bool:
    checks: tuple[tuple[Sequence[object], object], ...] = (
        (facets.kinds, source.kind),
        (facets.languages, source.language),
        (facets.standings, source.standing),
        (facets.industries, source.industry),
        (facets.customers, source.customer),
    )
    return all(not allowed or value in allowed for allowed, value in checks)


def need_of(text: str, name: str = "need.md") -> Document:
    """A need as the pipeline reads it."""
    return read(name, text.encode()).document


def id_of(text: str) -> str:
    return document_id_of(text.encode())


def library(
    files: Mapping[str, tuple[str, dict[str, object]]], customers: Sequence[Customer] = ()
) -> SmallLibrary:
    """A library of ``files``: path → (Markdown, metadata)."""
    made = SmallLibrary(customers)
    for path, (text, metadata) in files.items():
        made.add(path, text, **metadata)
    return made
