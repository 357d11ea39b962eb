"""The embedder's contract, on both runtimes with the real model; windows and fingerprints as properties."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from searchable import paragraphs, questions

from knowledge.errors import Misconfigured
from knowledge.index.embedding import OnnxEmbedder, open_embedder
from knowledge.index.fingerprint import embedder_fingerprint, index_fingerprint
from knowledge.index.manifest import find_prepared
from knowledge.index.prepare import prepare
from knowledge.index.torch_embedding import SentenceTransformerEmbedder
from knowledge.index.windows import OVERLAP, WindowedEmbedder, window_starts

TEXTS = [
    "仓库每天处理两万个订单，旺季翻倍，系统响应要在一秒以内。",
    "The warehouse handles twenty thousand orders a day and must respond within one second.",
    "消防改造工程包括喷淋、报警与疏散指示。",
    "报价",
    "Delivery takes 90 days; the warranty lasts three years (GB/T 28181).",
]
HOSTILE = {
    "empty": "",
    "white space": " \n\t\u3000",
    "NUL": "合同\0金额\0",
    "lone surrogates": "\ud800 合同 \udfff",
    "control characters": "".join(map(chr, range(32))),
    "long ligature": "\ufdfa" * 1000,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 50,
    "special tokens": "<s></s><pad><mask><unk>",
    "combining marks": "e" + "\u0301" * 5000,
    "a megabyte of one character": "a" * 1_000_000,
    "a megabyte of one unknown character": "\U000e0001" * 250_000,
}


@pytest.fixture(scope="session")
def models_root() -> Path:
    return Path(os.environ["PRESALES_MODELS"])


@pytest.fixture(scope="session")
def torch_embedder(models_root: Path) -> WindowedEmbedder:
    return SentenceTransformerEmbedder(prepare(models_root, runtime="torch").folder)


@pytest.fixture(scope="session")
def onnx_embedder(models_root: Path, torch_embedder: WindowedEmbedder) -> WindowedEmbedder:
    """After the torch one, so that the served default is the ONNX runtime's."""
    return OnnxEmbedder(prepare(models_root).folder)


@pytest.fixture(params=["onnx", "torch"])
def embedder(request: pytest.FixtureRequest) -> Iterator[WindowedEmbedder]:
    yield request.getfixturevalue(f"{request.param}_embedder")


def _long(tokens_at_least: int) -> str:
    return "".join(f"第{n}条：投标人应当逐项应答并附证明材料。" for n in range(tokens_at_least // 10))


@pytest.mark.model
def test_every_vector_is_a_unit_row_in_the_order_of_the_texts(embedder: WindowedEmbedder) -> None:
    rows = embedder.embed_passages(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(embedder.embed_passages(TEXTS[::-1]), rows[::-1])


@pytest.mark.model
def test_a_vector_does_not_depend_on_what_is_embedded_beside_it(embedder: WindowedEmbedder) -> None:
    together = embedder.embed_passages([*TEXTS, _long(900), *TEXTS])
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])
    np.testing.assert_array_equal(together[: len(TEXTS)], alone)
    np.testing.assert_array_equal(together[-len(TEXTS) :], alone)


@pytest.mark.model
def test_no_texts_give_no_rows(embedder: WindowedEmbedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


@pytest.mark.model
def test_a_query_and_a_passage_of_the_same_words_differ_by_their_prefix(embedder: WindowedEmbedder) -> None:
    query, passage = embedder.embed_query(TEXTS[0]), embedder.embed_passages([TEXTS[0]])[0]
    assert query.shape == (embedder.dimension,)
    assert 0.8 < float(query @ passage) < 0.9999


@pytest.mark.model
def test_a_question_is_nearest_to_its_answer_in_either_language(embedder: WindowedEmbedder) -> None:
    rows = embedder.embed_passages(TEXTS)
    chinese, english = (
        embedder.embed_query("系统一天能处理多少订单？"),
        embedder.embed_query("orders per day?"),
    )
    for question in (chinese, english):
        cosines = rows @ question
        assert cosines[0] > cosines[2]
        assert cosines[1] > cosines[4]


@pytest.mark.model
def test_the_end_of_a_long_text_counts(embedder: WindowedEmbedder) -> None:
    plain, ending = embedder.embed_passages(
        [_long(1500), _long(1500) + "另外，仓库机器人采用激光导航。" * 10]
    )
    question = embedder.embed_query("仓库机器人怎么导航？")
    assert float(question @ ending) > float(question @ plain)


@pytest.mark.model
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gives_a_finite_unit_vector(embedder: WindowedEmbedder, name: str) -> None:
    for row in (embedder.embed_passages([HOSTILE[name]])[0], embedder.embed_query(HOSTILE[name])):
        assert abs(float(np.linalg.norm(row)) - 1) < 1e-5


@pytest.mark.model
def test_the_runtimes_agree(onnx_embedder: WindowedEmbedder, torch_embedder: WindowedEmbedder) -> None:
    texts = [*TEXTS, _long(900), *(HOSTILE[name] for name in ("empty", "NUL", "emoji", "special tokens"))]
    cosines = np.sum(onnx_embedder.embed_passages(texts) * torch_embedder.embed_passages(texts), axis=1)
    assert cosines.min() >= 0.99
    assert onnx_embedder.fingerprint != torch_embedder.fingerprint


@pytest.mark.model
@pytest.mark.data
def test_int8_stays_close_to_full_precision_on_every_real_text(
    onnx_embedder: WindowedEmbedder, torch_embedder: WindowedEmbedder
) -> None:
    """0.994 is what the quantisation (per channel, reduced range) was chosen for, as the least of all cosines."""
    real = [text for language in ("zh", "en") for text in (*paragraphs(language, 1), *questions(language, 5))]
    texts = [*TEXTS, *real]
    cosines = np.sum(onnx_embedder.embed_passages(texts) * torch_embedder.embed_passages(texts), axis=1)
    assert len(real) == 12
    assert cosines.min() >= 0.994


@pytest.mark.model
def test_our_torch_runtime_is_sentence_transformers_own_encode(
    torch_embedder: SentenceTransformerEmbedder,
) -> None:
    own = torch_embedder._model.encode(["passage: " + text for text in TEXTS], normalize_embeddings=True)
    np.testing.assert_allclose(torch_embedder.embed_passages(TEXTS), own, atol=1e-4)


@pytest.mark.model
def test_threads_do_not_change_a_bit(onnx_embedder: WindowedEmbedder, models_root: Path) -> None:
    one = OnnxEmbedder(find_prepared(models_root, onnx_embedder.fingerprint).folder, threads=1)
    np.testing.assert_array_equal(one.embed_passages(TEXTS), onnx_embedder.embed_passages(TEXTS))


@pytest.mark.model
def test_the_tokenizer_gives_the_published_ids(onnx_embedder: WindowedEmbedder) -> None:
    """XLM-RoBERTa's ids of ``Hello world``, from its public documentation."""
    assert onnx_embedder._windows.cut("", ["Hello world"]) == [[(0, 35378, 8999, 2)]]


@pytest.mark.model
def test_the_prepared_default_opens_by_itself(onnx_embedder: WindowedEmbedder, models_root: Path) -> None:
    assert open_embedder(models_root).fingerprint == onnx_embedder.fingerprint


def test_without_a_model_one_is_told_to_prepare_it(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        open_embedder(tmp_path)
    assert all("presales model prepare" in caught.value.help(language) for language in ("zh", "en"))


@given(st.integers(0, 5000), st.integers(OVERLAP + 1, 600))
def test_windows_cover_the_text_overlap_and_are_the_fewest(length: int, room: int) -> None:
    starts = window_starts(length, room)
    ends = [min(start + room, length) for start in starts]
    assert starts[0] == 0 and ends[-1] == length
    assert all(ends[i] - starts[i + 1] >= OVERLAP for i in range(len(starts) - 1))
    assert starts == sorted(set(starts))
    assert len(starts) == 1 or OVERLAP + (len(starts) - 1) * (room - OVERLAP) < length


class _Named:
    """An embedder's name and size, as ``index_fingerprint`` sees it."""

    def __init__(self, fingerprint: str, dimension: int) -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension


@given(st.text(), st.integers(1, 4096), st.text())
def test_an_index_name_is_valid_for_chroma_and_tells_chunkers_apart(
    fingerprint: str, dimension: int, chunker: str
) -> None:
    name = index_fingerprint(_Named(fingerprint, dimension), chunker)  # type: ignore[arg-type]
    assert re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,510}[a-zA-Z0-9]", name)
    assert name != index_fingerprint(_Named(fingerprint, dimension), chunker + "x")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        ("b", "onnx", "int8", ("query: ", "passage: "), 512),
        ("a", "torch", "int8", ("query: ", "passage: "), 512),
        ("a", "onnx", "fp32", ("query: ", "passage: "), 512),
        ("a", "onnx", "int8", ("query: passage: ", ""), 512),
        ("a", "onnx", "int8", ("query: ", "passage: "), 256),
    ],
)
def test_whatever_changes_vectors_changes_the_fingerprint(
    other: tuple[str, str, str, tuple[str, str], int],
) -> None:
    assert embedder_fingerprint(*other) != embedder_fingerprint(
        "a", "onnx", "int8", ("query: ", "passage: "), 512
    )
