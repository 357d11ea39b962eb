"""The library for LangChain programs: their retriever finds what search finds, with the rights of who asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import SampleCompany
from searchable import add, embedder

from assistant.langchain import LibraryEmbeddings, LibraryRetriever
from assistant.library import PersonalLibrary
from assistant.retrieval.search import Retrieval
from assistant.settings import Settings
from assistant.workspace import Workspace
from ingest.originals import Originals
from knowledge.evidence import Facets, Principal
from knowledge.store.record import Record

ROOT = Path(__file__).parents[1]


def library_of(user: str, record: Record, folder: Path) -> PersonalLibrary:
    retrieval = Retrieval(record, lambda: None, folder / "indexes")
    return PersonalLibrary(record, retrieval, Originals(folder / "originals"), Principal(user=user))


def test_a_retriever_finds_what_its_person_may_read_and_nothing_else(tmp_path: Path) -> None:
    record = Record(tmp_path)
    add(record, "质保三年，含备件。", "anna.md", owner="anna")
    add(record, "质保两年，不含备件。", "bo.md", owner="bo", access=("chen",))
    add(record, "质保五年，含驻场。", "chen.md", owner="chen")
    seen = {
        user: {
            document.metadata["source"]
            for document in LibraryRetriever(library=library_of(user, record, tmp_path)).invoke("质保多久")
        }
        for user in ("anna", "bo", "chen", "nobody")
    }
    assert seen == {"anna": {"anna.md"}, "bo": {"bo.md"}, "chen": {"bo.md", "chen.md"}, "nobody": set()}


@pytest.mark.model
def test_a_retriever_gives_the_hits_of_search_with_their_places(sample_company: SampleCompany) -> None:
    library = Workspace.open(Settings.from_environment(sample_company.home, "zh")).library
    facets = Facets(kinds=("case", "faq"))
    found = library.search("质保多久", facets, 4).passages
    documents = LibraryRetriever(library=library, facets=facets, limit=4).invoke("质保多久")
    assert [document.id for document in documents] == [passage.chunk.id for passage in found]
    assert len(documents) == 4
    for document, passage in zip(documents, found, strict=True):
        assert document.metadata["kind"] in facets.kinds
        start, end = document.metadata["span"]
        text = library.document(document.metadata["document_id"]).text[start:end]
        assert document.page_content.endswith(text) and text == passage.chunk.text
        assert document.metadata["score"] == passage.score
        json.dumps(document.metadata)  # LangChain programs pass it on as JSON


@pytest.mark.model
def test_embeddings_are_the_prepared_models_own_vectors() -> None:
    texts = ["质保三年", "a warranty of three years"]
    embeddings = LibraryEmbeddings(embedder())
    rows = np.array(embeddings.embed_documents(texts))
    np.testing.assert_allclose(rows, embedder().embed_passages(texts), atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    query = embeddings.embed_query("质保多久")
    assert isinstance(query[0], float)
    np.testing.assert_allclose(query, embedder().embed_query("质保多久"), atol=1e-6)


@pytest.mark.model
def test_the_example_runs_as_the_readme_spells_it(sample_company: SampleCompany) -> None:
    command = "examples/langchain_search.py"
    assert f"python {command}" in (ROOT / "README.md").read_text(encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, command, "等保三级 质保", "--home", str(sample_company.home)],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-2000:]
    shown = [line for line in ended.stdout.splitlines() if line.startswith("[")]
    assert len(shown) == 5
    assert all("library/" in line for line in shown)
    assert "cosine" in ended.stdout
