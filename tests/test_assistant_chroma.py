"""Chroma answers what it is said to answer, and over a thousand real vectors it answers as exact search does."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import SampleCompany
from searchable import EVERYTHING, LOCAL, Remembering, embedder, give_vectors, paragraphs, put, questions
from streamlit.testing.v1 import AppTest

from assistant.retrieval.search import Retrieval
from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.evidence import Facets
from knowledge.index.allowed import Allowed
from knowledge.index.meaning import ChromaIndex
from knowledge.index.vectors import VectorIndex
from knowledge.ports import Vectors
from knowledge.store import passages
from knowledge.store.record import Record

pytestmark = pytest.mark.model


@pytest.fixture
def asked_of_chroma(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for every query a Chroma collection answers."""
    from chromadb.api.models.Collection import Collection

    queries: list[int] = []
    query = Collection.query

    def counted(collection: Collection, *rest: object, **named: object) -> object:
        queries.append(1)
        return query(collection, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Collection, "query", counted)
    return queries


@pytest.fixture
def home(sample_company: SampleCompany, tmp_path: Path) -> Path:
    """A copy of the sample company without indexes."""
    copied = tmp_path / "home"
    shutil.copytree(sample_company.home, copied, ignore=shutil.ignore_patterns("indexes"))
    return copied


def test_broad_questions_of_a_batch_go_through_chroma_selective_and_single_ones_do_not(
    home: Path, asked_of_chroma: list[int]
) -> None:
    workspace = Workspace.open(Settings.from_environment(home, "zh"))
    alone = workspace.library.search("AMR 搬运效率")
    assert workspace.batch_library.search("AMR 搬运效率", Facets(kinds=("case",))).passages
    assert asked_of_chroma == []
    assert workspace.batch_library.search("AMR 搬运效率") == alone
    assert asked_of_chroma == [1]
    workspace.retrieval.close()


def test_a_draft_looks_for_its_evidence_through_chroma(home: Path, asked_of_chroma: list[int]) -> None:
    workspace = Workspace.open(Settings.from_environment(home, "zh"))
    with workspace.reader() as worker:
        workspace.desk.draft(worker, "need.md", "# 仓库需求\n\n- 断网后 30 分钟内恢复\n".encode())
    assert asked_of_chroma
    workspace.retrieval.close()


def _library_page() -> None:
    from ui.pages import library
    from ui.widgets import told

    with told():
        library.show()


def test_the_apps_search_goes_through_chroma(
    home: Path, asked_of_chroma: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESALES_HOME", str(home))
    at = AppTest.from_function(_library_page, default_timeout=90)
    at.session_state["language"] = "zh"
    at.run()
    at.text_input(key="query").set_value("AMR 搬运效率").run()
    assert not at.exception
    assert asked_of_chroma


class Kept(Remembering):
    """The real embedder, whose vectors a file keeps from one run of the tests to the next."""

    def __init__(self, file: Path) -> None:
        super().__init__(embedder()._embedder)
        self._file = file.with_name(f"{self.fingerprint}.npz")
        self._stored = dict(np.load(self._file)) if self._file.is_file() else {}

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        names = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        fresh = {name: text for name, text in zip(names, texts, strict=True) if name not in self._stored}
        if fresh:
            rows = super().embed_passages(list(fresh.values()))
            self._stored.update(zip(fresh, rows, strict=True))
            np.savez(self._file, **self._stored)
        return np.stack([self._stored[name] for name in names])


def _real(language: str) -> list[str]:
    """Short real texts, many of them about the same things: a public set's questions; or skip."""
    return questions(language, 600) if paragraphs(language, 1) else []


@pytest.mark.data
def test_over_a_thousand_real_vectors_chroma_and_exact_give_the_same_top_ten(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kept = Kept(Path(request.config.cache.mkdir("real-vectors")) / "vectors")  # type: ignore[union-attr]
    record = Record(tmp_path / "record")
    real = {language: list(dict.fromkeys(_real(language))) for language in ("zh", "en")}
    with record.writing() as connection:
        for language, texts in real.items():
            for at, text in enumerate(texts[:520]):
                put(connection, text, f"{language}-{at}", language=language)
    kept.embed_passages([text for texts in real.values() for text in texts[:520]])  # all at once: quicker
    give_vectors(record, kept)
    exact = VectorIndex(tmp_path / "indexes", kept.fingerprint)
    chroma = ChromaIndex(tmp_path / "indexes", exact)
    retrieval = Retrieval(record, lambda: kept, tmp_path / "whole")
    with record.reading() as connection:
        allowed = Allowed.of_ranges(passages.findable(connection, LOCAL, EVERYTHING)).numbers
        assert len(allowed) > 1_000
        assert chroma.build(connection) == len(allowed)
        for question in [text for texts in real.values() for text in texts[520:540]]:
            vector = kept.embed_query(question)
            wanted = exact.at(connection).nearest(vector, 10, allowed)
            assert chroma.at(connection).nearest(vector, 10, allowed) == wanted
            found = retrieval.search(LOCAL, question, path="chroma")
            assert found == retrieval.search(LOCAL, question, path="exact")
            assert len(found.passages) == 10
    chroma.close()
    retrieval.close()
