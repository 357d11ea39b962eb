"""Tokens, folding, stored words and BM25."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searchable import EVERYTHING, LOCAL, add, put

from knowledge.errors import PresalesError
from knowledge.index.allowed import Allowed
from knowledge.index.folding import fold, folded
from knowledge.index.tokens import tokens
from knowledge.index.words import K1, B, WordIndex
from knowledge.store import documents, passages, schema, words
from knowledge.store.record import Record

WORDS = st.text(
    alphabet=st.sampled_from(
        "部署方案消防改造等保二三级云平台页长户 ABCabc019-/.,%５Ａ⻚⻓⼾⽅①ﬁ㎡é\u0301“—\u200b\n"
    ),
    max_size=60,
)

CASES = {
    "GB/T 28181-2016": ["gbt28181-2016", "gbt28181", "gb28181", "28181"],
    "GB／T28181—2016": ["gbt28181-2016", "gbt28181"],
    "ISO/IEC 27001:2013": ["isoiec27001-2013", "iso27001", "27001"],
    "HY-AMR600S": ["hyamr600s", "amr600s"],
    "ＡＭＲ６００": ["amr600"],
    "5,000 台": ["5000"],
    "5，000台": ["5000"],
    "99.9%": ["99.9%", "99.9"],
    "v1.14.0": ["1.14.0", "1.14"],
    "kube-batch": ["kubebatch", "kube", "batch"],
    "客户说我们比 X 贵 30%": ["客户", "30%", "x"],
    "C++ 与 C#": ["c++", "c#"],
    "Café": ["cafe"],
}


@pytest.mark.parametrize(("text", "wanted"), CASES.items())
def test_numbers_models_and_standards_are_whole_tokens(text, wanted):
    assert set(wanted) <= set(tokens(text))


def test_model_numbers_one_character_apart_have_different_tokens():
    assert "hyamr600s" not in tokens("HY-AMR600")
    assert set(tokens("HY-AMR600S")) != set(tokens("HY-AMR600"))


@pytest.mark.parametrize(
    ("radical", "character"),
    [("⻚", "页"), ("⻓", "长"), ("⼾", "户"), ("⽅", "方"), ("⻩", "黄"), ("⾭", "青")],
)
def test_radicals_of_chinese_pdfs_match_the_characters(radical, character):
    assert fold(radical) == character
    assert tokens(f"大{radical}面") == tokens(f"大{character}面")


def test_every_assigned_radical_folds_out_of_its_block():
    for code in [*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)]:
        if unicodedata.name(chr(code), ""):
            assert not 0x2E80 <= ord(fold(chr(code))[0]) <= 0x2FDF, chr(code)


@given(WORDS)
def test_tokens_are_the_same_in_full_width(text):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert tokens(wide) == tokens(text)


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.one_of(WORDS, st.text(max_size=80)))
def test_every_folded_character_comes_from_the_original(text):
    result = folded(text)
    assert result.text == fold(text)
    assert len(result.offsets) == len(result.text) + 1
    assert (np.diff(result.offsets) >= 0).all()
    assert result.offsets[-1] == len(text)
    for at in range(len(result.text)):
        piece = result.span(at, at + 1).of(text)
        assert piece
        assert result.text[at] in fold(piece)


@given(WORDS, WORDS, WORDS)
def test_a_found_quote_is_a_slice_that_folds_to_it(before, quote, after):
    text = f"{before} {quote} {after}"
    result = folded(text)
    wanted = fold(f" {quote} ")
    start = result.text.find(wanted)
    assert start >= 0
    assert wanted.strip() in fold(result.span(start, start + len(wanted)).of(text))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_stored_words_are_the_tokens_of_the_chunks(tmp_path_factory, batches):
    record = Record(tmp_path_factory.mktemp("record"))
    with record.writing() as connection:
        for number, texts in enumerate(batches, 1):
            _bare_document(connection, number, len(texts))
            words.put(connection, number, texts)
    with record.reading() as connection:
        spelled = {n: token for n, token in connection.execute(schema.vocabulary.select())}
        stored = list(words.words_of(connection))
    assert len(stored) == len(batches)
    for (_, _, postings), texts in zip(stored, batches, strict=True):
        at = 0
        for text, length, count in zip(texts, postings.lengths, postings.counts, strict=True):
            wanted = Counter(tokens(text))
            held = slice(at, at + int(count))
            found = dict(
                zip(
                    map(spelled.get, postings.ids[held].tolist()),
                    postings.frequencies[held].tolist(),
                    strict=True,
                )
            )
            assert (found, length) == (wanted, wanted.total())
            at += int(count)
    record.close()


def test_words_given_out_in_a_rolled_back_transaction_are_forgotten(tmp_path):
    record = Record(tmp_path)
    with pytest.raises(PresalesError), record.writing() as connection:
        put(connection, "甲乙丙丁 alpha", "a")
        raise PresalesError("测试", "test")
    add(record, "beta gamma 戊己", "b")
    add(record, "甲乙丙丁 alpha", "a")
    index = WordIndex(tmp_path / "indexes")
    assert _found(record, index, "alpha") == ["a"]
    assert _found(record, index, "gamma") == ["b"]


TEXTS = [
    "消防改造项目：更换喷淋与报警设备，工期三十天。",
    "装修改造项目：更换地板与灯具，工期二十天。",
    "Volcano schedules batch jobs; GB/T 28181-2016 video access.",
    "HY-AMR600S 搬运机器人，5,000 台订单，可用性 99.9%。",
    "HY-AMR600 搬运机器人，负载 600 kg。",
]


@pytest.mark.parametrize(
    "query", ["消防改造 工期", "AMR600S", "GB/T28181", "5000 台", "batch scheduling jobs", "不存在的词"]
)
def test_bm25_equals_the_formula_written_out(tmp_path, query):
    record = Record(tmp_path)
    for at, text in enumerate(TEXTS):
        add(record, text, str(at))
    with record.reading() as connection:
        ranges = passages.findable(connection, LOCAL, EVERYTHING)
        found = WordIndex(tmp_path / "indexes").search(connection, tokens(query), Allowed.of_ranges(ranges))
    wanted, most = _naive(TEXTS, query)
    scores = dict(zip(found.numbers.tolist(), found.scores.tolist(), strict=True))
    for at, (_, first, _) in enumerate(ranges.tolist()):
        assert scores.get(first, 0.0) == pytest.approx(wanted[at])
    assert found.maximum == pytest.approx(most)


def test_a_single_character_finds_the_words_that_hold_it(tmp_path):
    record = Record(tmp_path)
    for at, text in enumerate(["我们的云平台", "上云", "本地部署", "云"]):
        add(record, text, str(at))
    assert sorted(_found(record, WordIndex(tmp_path / "indexes"), "云")) == ["0", "1", "3"]


def test_kept_words_give_what_fresh_ones_give(tmp_path):
    """Segments on disk, in memory, with documents gone and come, score as if read anew."""
    record = Record(tmp_path)
    kept = WordIndex(tmp_path / "indexes", kept_from=1)
    from knowledge.store import sources

    for at in range(30):
        add(record, f"{TEXTS[at % 5]} 第{at}份 {'改造 ' * (at % 4)}", str(at))
        if at % 3 == 0:
            _scores(record, kept, "消防改造 机器人")
        if at % 7 == 6:
            with record.writing() as connection:
                sources.remove(connection, LOCAL, str(at - 2))
    fresh = WordIndex(tmp_path / "others")
    reopened = WordIndex(tmp_path / "indexes", kept_from=1)
    for query in ("消防改造 机器人", "5000", "jobs", "份"):
        wanted = _scores(record, fresh, query)
        assert wanted
        assert _scores(record, kept, query) == pytest.approx(wanted)
        assert _scores(record, reopened, query) == pytest.approx(wanted)
    assert list((tmp_path / "indexes").rglob("*.npy"))


@pytest.mark.parametrize("harm", ["delete", "truncate", "flip", "manifest", "pointer"])
def test_a_damaged_word_index_is_read_anew_from_the_record(tmp_path, harm):
    record = Record(tmp_path)
    for at, text in enumerate(TEXTS):
        add(record, text, str(at))
    wanted = _scores(record, WordIndex(tmp_path / "indexes", kept_from=1), "改造 机器人")
    damage(tmp_path / "indexes", harm)
    assert _scores(record, WordIndex(tmp_path / "indexes", kept_from=1), "改造 机器人") == wanted


def damage(folder, harm):
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if harm == "delete":
            path.unlink()
        elif harm == "truncate" and path.suffix == ".npy":
            path.write_bytes(path.read_bytes()[:-5])
        elif harm == "flip" and path.suffix == ".npy":
            content = bytearray(path.read_bytes())
            content[-1] ^= 0xFF
            path.write_bytes(bytes(content))
        elif (harm == "manifest" and path.name == "manifest.json") or (
            harm == "pointer" and path.name == "current"
        ):
            path.write_bytes(b"\xff{")


def test_tokens_of_an_older_program_are_made_anew(tmp_path):
    from knowledge.store.retokenise import retokenise

    record = Record(tmp_path)
    add(record, "等保三级认证", "a")
    with record.writing() as connection:
        connection.execute(schema.document_words.update().values(tokenizer="older"))
    assert _found(record, WordIndex(tmp_path / "indexes"), "等保") == []
    assert retokenise(record) == 1
    assert retokenise(record) == 0
    assert _found(record, WordIndex(tmp_path / "indexes"), "等保") == ["a"]


def _bare_document(connection, number, chunks):
    connection.execute(
        schema.documents.insert().values(
            n=number, id=str(number), media_type="text/plain", size=0, title="", title_guessed=True, language="zh",
            warnings=[], text="", blocks=b"", first_chunk=number * 100, chunks=chunks, added_at="",
        )
    )  # fmt: skip


def _scores(record, index, query):
    with record.reading() as connection:
        allowed = Allowed.of_ranges(passages.findable(connection, LOCAL, EVERYTHING))
        found = index.search(connection, tokens(query), allowed)
    return dict(zip(found.numbers.tolist(), found.scores.tolist(), strict=True))


def _found(record, index, query):
    numbers = list(_scores(record, index, query))
    with record.reading() as connection:
        found = passages.fetch(connection, LOCAL, EVERYTHING, numbers)
    return [found[number].source.path for number in numbers]


def _naive(texts, query):
    counted = [Counter(tokens(text)) for text in texts]
    average = sum(counts.total() for counts in counted) / len(texts)
    scores, most = [0.0] * len(texts), 0.0
    for token in set(tokens(query)):
        frequency = sum(token in counts for counts in counted)
        idf = math.log(1 + (len(texts) - frequency + 0.5) / (frequency + 0.5))
        most += (K1 + 1) * idf
        for at, counts in enumerate(counted):
            norm = K1 * (1 - B + B * counts.total() / average)
            scores[at] += idf * counts[token] * (K1 + 1) / (counts[token] + norm)
    return scores, most


def test_searching_nothing_finds_nothing(tmp_path):
    record = Record(tmp_path)
    assert _scores(record, WordIndex(tmp_path / "indexes"), "任何") == {}
    add(record, "有字", "a")
    assert _scores(record, WordIndex(tmp_path / "indexes"), "") == {}
    with record.reading() as connection:
        assert documents.number_of(connection, "x") is None
