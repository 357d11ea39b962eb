"""The library for LangChain programs: a retriever that carries who asks, and the embedder.

>>> from assistant.langchain import LibraryRetriever
>>> from assistant.settings import Settings
>>> from assistant.workspace import Workspace
>>> workspace = Workspace.open(Settings.from_environment())
>>> retriever = LibraryRetriever(library=workspace.library)  # then: retriever.invoke("质保多久")
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from knowledge.evidence import Facets, Passage
from knowledge.ports import Embedder


class LibraryRetriever(BaseRetriever):
    """Passages as LangChain documents; ``library`` is a ``knowledge.ports.Library`` of one person."""

    library: Any
    facets: Facets = Facets()
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = self.library.search(query, self.facets, self.limit)
        return [_document(passage) for passage in found.passages]


class LibraryEmbeddings(Embeddings):
    """The prepared model behind LangChain's interface; vectors are unit length."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [vector.tolist() for vector in self._embedder.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed_query(text).tolist()
        return vector


def _document(passage: Passage) -> Document:
    chunk, source = passage.chunk, passage.source
    return Document(
        id=chunk.id,
        page_content="\n".join([*passage.context, chunk.text]),
        metadata={
            "document_id": source.document_id,
            "source": source.path,
            "title": source.title,
            "kind": source.kind,
            "span": [chunk.span.start, chunk.span.end],
            "page": chunk.place.page,
            "score": passage.score,
        },
    )
