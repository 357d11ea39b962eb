"""Exact vectors and Chroma: the same answers, and caches that may go at any time."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from searchable import EVERYTHING, LOCAL, add, embedder, give_vectors, paragraphs, put, questions
from test_knowledge_words import damage

from knowledge.index.allowed import Allowed
from knowledge.index.meaning import ChromaIndex
from knowledge.index.vectors import VectorIndex
from knowledge.store import passages, sources
from knowledge.store.record import Record

pytestmark = [pytest.mark.model, pytest.mark.data]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """160 real paragraphs in two languages."""
    record = Record(tmp_path_factory.mktemp("library"))
    with record.writing() as connection:
        for language in ("zh", "en"):
            for at, text in enumerate(paragraphs(language, 80)):
                put(connection, text, f"{language}-{at}", language=language)
    give_vectors(record, embedder())
    return record


def test_chroma_and_exact_give_the_same_nearest_ten(library, tmp_path):
    exact = VectorIndex(tmp_path, embedder().fingerprint)
    chroma = ChromaIndex(tmp_path, exact)
    asked = [*questions("zh", 12), *questions("en", 12)]
    with library.reading() as connection:
        ranges = passages.findable(connection, LOCAL, EVERYTHING)
        for allowed in (
            Allowed.of_ranges(ranges),
            Allowed.of_ranges(ranges[::2]),
            Allowed.of_ranges(ranges[:4]),
        ):
            for question in asked:
                vector = embedder().embed_query(question)
                wanted = exact.at(connection).nearest(vector, 10, allowed.numbers)
                assert len(wanted) == min(10, len(allowed))
                assert chroma.at(connection).nearest(vector, 10, allowed.numbers) == wanted
    assert list(tmp_path.rglob("chroma.sqlite3"))
    chroma.close()


def test_nearest_is_the_cosine_written_out(library, tmp_path):
    vector = embedder().embed_query("谁赢得了超级碗？")
    with library.reading() as connection:
        found = VectorIndex(tmp_path, embedder().fingerprint).at(connection).nearest(vector, 5, None)
        ranges = passages.findable(connection, LOCAL, EVERYTHING)
        held = passages.fetch(connection, LOCAL, EVERYTHING, Allowed.of_ranges(ranges).numbers.tolist())
    cosines = {
        number: float(embedder().embed_passages([passage.chunk.text])[0] @ vector)
        for number, passage in held.items()
    }
    best = sorted(cosines, key=cosines.__getitem__, reverse=True)[:5]
    assert [number for number, _ in found] == best
    assert [cosine for _, cosine in found] == pytest.approx([cosines[number] for number in best], abs=2e-3)


def test_chroma_follows_additions_and_deletions(tmp_path):
    record = Record(tmp_path / "record")
    texts = paragraphs("zh", 30)
    for at, text in enumerate(texts[:20]):
        add(record, text, str(at))
    give_vectors(record, embedder())
    exact = VectorIndex(tmp_path, embedder().fingerprint)
    chroma = ChromaIndex(tmp_path, exact)
    vector = embedder().embed_query("比赛")
    _same(record, exact, chroma, vector)
    for at, text in enumerate(texts[20:], 20):
        add(record, text, str(at), embedder())
        _same(record, exact, chroma, vector)
        with record.writing() as connection:
            sources.remove(connection, LOCAL, str(at - 20))
        _same(record, exact, chroma, vector)
    chroma.close()


@pytest.mark.parametrize("harm", ["delete", "bins", "sqlite", "torn"])
def test_a_damaged_chroma_index_is_rebuilt_without_an_embedding_call(library, tmp_path, harm):
    exact = VectorIndex(tmp_path, embedder().fingerprint, kept_from=1)
    chroma = ChromaIndex(tmp_path, exact)
    vector = embedder().embed_query("比赛")
    wanted = _same(library, exact, chroma, vector)
    chroma.close()
    before = embedder().calls
    _harm(chroma.folder, harm)
    again = ChromaIndex(tmp_path, VectorIndex(tmp_path, embedder().fingerprint, kept_from=1))
    assert _same(library, exact, again, vector) == wanted
    assert embedder().calls == before
    again.close()


@pytest.mark.parametrize("harm", ["delete", "truncate", "flip", "manifest", "pointer"])
def test_damaged_kept_vectors_are_read_anew(library, tmp_path, harm):
    vector = embedder().embed_query("比赛")
    with library.reading() as connection:
        wanted = (
            VectorIndex(tmp_path, embedder().fingerprint, kept_from=1)
            .at(connection)
            .nearest(vector, 10, None)
        )
        assert list(tmp_path.rglob("*.npy"))
        damage(tmp_path, harm)
        again = VectorIndex(tmp_path, embedder().fingerprint, kept_from=1).at(connection)
        assert again.nearest(vector, 10, None) == wanted


def test_a_build_that_was_killed_never_counts(library, tmp_path):
    """A child process is killed while it writes; what it leaves is not opened, and goes."""
    code = (
        "import sys, os, pathlib; from knowledge.index import meaning\n"
        "from knowledge.index.vectors import VectorIndex; from knowledge.store.record import Record\n"
        "write = meaning._write\n"
        "def torn(*rest):\n    write(*rest); os.kill(os.getpid(), 9)\n"
        "meaning._write = torn\n"
        "record, folder = Record(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2])\n"
        "with record.reading() as connection:\n"
        "    meaning.ChromaIndex(folder, VectorIndex(folder, sys.argv[3])).build(connection)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(library.folder), str(tmp_path), embedder().fingerprint], check=False
    )
    assert run.returncode == -9
    exact = VectorIndex(tmp_path, embedder().fingerprint)
    chroma = ChromaIndex(tmp_path, exact)
    left = [path for path in chroma.folder.iterdir() if path.is_dir()]
    assert len(left) == 1
    assert _same(library, exact, chroma, embedder().embed_query("比赛"))
    assert left[0] not in list(chroma.folder.iterdir())
    chroma.close()


def _same(record, exact, chroma, vector):
    with record.reading() as connection:
        allowed = Allowed.of_ranges(passages.findable(connection, LOCAL, EVERYTHING)).numbers
        wanted = exact.at(connection).nearest(vector, 10, allowed)
        assert chroma.at(connection).nearest(vector, 10, allowed) == wanted
    return wanted


def _harm(folder, harm):
    files = [path for path in folder.rglob("*") if path.is_file()]
    if harm == "delete":
        damage(folder, "delete")
    elif harm == "bins":
        broken = [path for path in files if path.suffix == ".bin"]
        assert broken
        for path in broken:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif harm == "sqlite":
        for path in files:
            if path.name == "chroma.sqlite3":
                path.write_bytes(np.random.default_rng(1).bytes(5000))
    elif harm == "torn":
        (folder / "current").unlink()
