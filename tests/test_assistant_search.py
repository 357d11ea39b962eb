"""Search: rights, paths, partial meaning, repeats, neighbours, other processes; and how it is measured."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from searchable import LOCAL, add, embedder, give_vectors, paragraphs, put, questions

from assistant.retrieval.alike import alike
from assistant.retrieval.evaluate import evaluate, hit, measures, ndcg, reciprocal_rank
from assistant.retrieval.fuse import fuse
from assistant.retrieval.search import Retrieval
from ingest.chunk import chunks_of
from ingest.read import read
from knowledge.errors import NotFound
from knowledge.evidence import Facets, Principal, Source
from knowledge.index.tokens import tokens
from knowledge.store import documents, sources
from knowledge.store.record import Record

TEXTS = [
    "消防改造项目：更换喷淋与火灾报警设备，工期三十天。",
    "装修改造项目：更换地板与灯具，工期二十天。",
    "The warehouse runs 120 robots; availability is 99.9% per month.",
    "仓库运行 120 台搬运机器人，每月可用性 99.9%。",
    "等保三级测评每年一次，含渗透测试。",
    "等保二级测评两年一次。",
]
PEOPLE = ["anna", "bo", "chen"]
GROUPS = ["sales", "bids"]


def no_model():
    return None


def test_without_a_model_words_answer_and_say_so(tmp_path):
    record = _record(tmp_path)
    found = Retrieval(record, no_model, tmp_path / "indexes").search(LOCAL, "消防改造")
    assert found.passages[0].source.path == "0"
    assert found.notice == "words-only:no-model"
    assert found.meaning_ready == (0, len(TEXTS))


@pytest.mark.model
def test_the_other_language_is_found_and_a_shared_number_does_not_win(tmp_path):
    record = _record(tmp_path, embedder())
    add(record, "120 chairs were delivered in 99.9% of the boxes.", "chairs", embedder())
    retrieval = Retrieval(record, embedder, tmp_path / "indexes")
    found = retrieval.search(LOCAL, "仓库里有 120 台机器人吗？", Facets(documents=("2", "chairs")))
    assert [passage.source.path for passage in found.passages] == ["2", "chairs"]
    assert found.notice is None


@pytest.mark.model
def test_missing_vectors_are_counted_and_words_still_find(tmp_path):
    record = _record(tmp_path, embedder())
    add(record, "新到的合同：违约金为百分之五。", "new")
    found = Retrieval(record, embedder, tmp_path / "indexes").search(LOCAL, "违约金")
    assert found.passages[0].source.path == "new"
    assert found.meaning_ready == (len(TEXTS), len(TEXTS) + 1)
    assert found.notice == "meaning-partial"


@pytest.mark.model
@pytest.mark.data
def test_chroma_and_exact_give_the_same_top_ten(tmp_path):
    record = Record(tmp_path / "record")
    with record.writing() as connection:
        for language in ("zh", "en"):
            for at, text in enumerate(paragraphs(language, 80)):
                put(connection, text, f"{language}-{at}", language=language, title=text[:12])
    give_vectors(record, embedder())
    retrieval = Retrieval(record, embedder, tmp_path / "indexes")
    for question in [*questions("zh", 15), *questions("en", 15)]:
        exact = retrieval.search(LOCAL, question, path="exact")
        assert len(exact.passages) == 10
        assert retrieval.search(LOCAL, question, path="chroma") == exact
        assert [p.score for p in exact.passages] == sorted((p.score for p in exact.passages), reverse=True)
    assert retrieval.rebuild() == {"documents": 160, "chunks": 160, "vectors": 160}
    calls = embedder().calls
    assert retrieval.search(LOCAL, question, path="chroma") == exact
    assert embedder().calls == calls
    retrieval.close()


@pytest.mark.model
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rights=st.lists(
        st.tuples(
            st.sampled_from(PEOPLE),
            st.lists(st.sampled_from(PEOPLE + GROUPS), max_size=2),
            st.sampled_from(["current", "withdrawn"]),
        ),
        min_size=len(TEXTS),
        max_size=len(TEXTS),
    ),
    user=st.sampled_from(PEOPLE),
    groups=st.lists(st.sampled_from(GROUPS), max_size=2),
    path=st.sampled_from(["exact", "chroma"]),
)
def test_nothing_is_found_that_may_not_be_read(tmp_path_factory, rights, user, groups, path):
    folder = tmp_path_factory.mktemp("rights")
    record = Record(folder)
    for at, (owner, access, standing) in enumerate(rights):
        add(record, TEXTS[at], str(at), owner=owner, access=tuple(access), standing=standing)
    give_vectors(record, embedder())
    retrieval = Retrieval(record, embedder, folder / "indexes")
    readable = {
        str(at)
        for at, (owner, access, standing) in enumerate(rights)
        if standing == "current" and (owner == user or {user, *groups} & set(access))
    }
    asker = Principal(user=user, groups=tuple(groups))
    for query in ("消防改造", "robots", "99.9%"):
        found = retrieval.search(asker, query, path=path)
        assert {passage.source.path for passage in found.passages} <= readable
        assert found.meaning_ready == (len(readable), len(readable))
    assert {
        passage.source.path for passage in retrieval.search(asker, "工期", path=path).passages
    } == readable
    retrieval.close()
    record.close()


def test_a_deleted_document_is_never_found_again(tmp_path):
    record = _record(tmp_path)
    retrieval = Retrieval(record, no_model, tmp_path / "indexes")
    assert _paths(retrieval.search(LOCAL, "消防改造 工期")) == ["0", "1"]
    with record.writing() as connection:
        sources.remove(connection, LOCAL, "0")
    assert _paths(retrieval.search(LOCAL, "消防改造 工期")) == ["1"]


@pytest.mark.model
@pytest.mark.parametrize("path", ["exact", "chroma"])
def test_another_process_sees_additions_and_deletions_at_once(tmp_path, path):
    record = _record(tmp_path, embedder())
    with _asking(tmp_path, path) as ask:
        assert "0" in ask("消防改造")
        add(record, "数据中心的消防改造：气体灭火。", "more", embedder())
        assert {"0", "more"} <= set(ask("消防改造"))
        with record.writing() as connection:
            sources.remove(connection, LOCAL, "0")
        assert "0" not in ask("消防改造")
        add(record, "只有文字的消防改造", "words")
        assert "words" in ask("消防改造")


class _asking:
    """A process that answers a query a line."""

    def __init__(self, folder, path):
        code = (
            "import sys, json, pathlib\n"
            "from searchable import embedder, LOCAL\n"
            "from assistant.retrieval.search import Retrieval; from knowledge.store.record import Record\n"
            "folder = pathlib.Path(sys.argv[1])\n"
            "retrieval = Retrieval(Record(folder / 'record'), embedder, folder / 'indexes')\n"
            "for line in sys.stdin:\n"
            "    found = retrieval.search(LOCAL, line.strip(), path=sys.argv[2])\n"
            "    print(json.dumps([p.source.path for p in found.passages]), flush=True)\n"
        )
        self._child = subprocess.Popen(
            [sys.executable, "-c", code, str(folder), path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        )

    def __enter__(self):
        def ask(query):
            self._child.stdin.write(query + "\n")
            self._child.stdin.flush()
            return json.loads(self._child.stdout.readline())

        return ask

    def __exit__(self, *_):
        self._child.stdin.close()
        assert self._child.wait(timeout=60) == 0


def _home():
    import os

    return os.environ.get("HOME", "")


def test_facets_act_before_similarity(tmp_path):
    record = _record(tmp_path)
    retrieval = Retrieval(record, no_model, tmp_path / "indexes")
    assert _paths(retrieval.search(LOCAL, "消防改造 工期", Facets(documents=("1",)))) == ["1"]
    assert retrieval.search(LOCAL, "消防改造", Facets(customers=("nobody",))).passages == ()


def test_repeats_are_folded_into_the_better_one_and_listed(tmp_path):
    record = Record(tmp_path / "record")
    text = "本项目采用双机热备部署，主备切换时间小于三十秒，全年可用性不低于百分之九十九点九，并提供七乘二十四小时支持。"
    first = add(record, text, "a")
    again = add(record, text.replace("，", ", ") + " ", "b")
    other = add(record, text.replace("三十秒", "六十秒"), "c")
    found = Retrieval(record, no_model, tmp_path / "indexes").search(LOCAL, "双机热备 切换时间")
    assert {passage.source.document_id for passage in found.passages} in ({first, other}, {again, other})
    folded = [chunk for passage in found.passages for chunk in passage.folded]
    assert folded in ([f"{again}:0000"], [f"{first}:0000"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("等保二级测评按国家标准每两年进行一次并出具报告", "等保三级测评按国家标准每两年进行一次并出具报告"),
        ("搬运机器人 HY-AMR600 负载稳定 续航长 充电快 维护少", "搬运机器人 HY-AMR600S 负载稳定 续航长 充电快 维护少"),
        ("质保期内我方承担上门维修的人工与差旅费用", "质保期内我方不承担上门维修的人工与差旅费用"),
    ],
)  # fmt: skip
def test_what_differs_in_a_commitment_is_no_repeat(one, other):
    assert not alike(frozenset(tokens(one)), frozenset(tokens(other)))
    assert alike(frozenset(tokens(one)), frozenset(tokens(f"{one}。")))


def test_neighbours_are_read_as_one_slice_of_the_document(tmp_path):
    record = Record(tmp_path / "record")
    sentence = "质保服务第{}条：现场响应时间为四小时，备件送达时间为八小时，逾期按日扣减。"
    content = (
        "# 方案\n\n## 质保\n\n"
        + "\n\n".join(sentence.format(at) for at in range(40))
        + "\n\n## 报价\n\n另见报价单。\n"
    )
    document = read("方案.md", content.encode()).document
    chunks = chunks_of(document)
    with record.writing() as connection:
        number = documents.put(connection, document, chunks)
        sources.put(connection, Source(path="方案.md", document_id=document.id), number)
    found = Retrieval(record, no_model, tmp_path / "indexes").search(LOCAL, "质保 响应时间 备件")
    best = found.passages[0]
    assert len(best.chunk.text) > max(len(chunk.text) for chunk in chunks)
    covered = [span for passage in found.passages for span in [passage.chunk.span]]
    for passage in found.passages:
        assert passage.chunk.span.of(document.text) == passage.chunk.text
        assert tuple(span.of(document.text) for span in passage.chunk.context) == passage.context
        assert sum(span.overlaps(passage.chunk.span) for span in covered) == 1


def test_limit_is_kept_and_more_never_changes_the_first(tmp_path):
    record = _record(tmp_path)
    retrieval = Retrieval(record, no_model, tmp_path / "indexes")
    whole = _paths(retrieval.search(LOCAL, "改造 工期 机器人 测评", limit=6))
    assert len(whole) > 3
    for limit in (1, 2, 3):
        assert _paths(retrieval.search(LOCAL, "改造 工期 机器人 测评", limit=limit)) == whole[:limit]


@pytest.mark.parametrize("query", ["", "   ", "！？。", "\x00", "词" * 5000])
def test_any_query_gets_an_answer(tmp_path, query):
    record = _record(tmp_path)
    assert Retrieval(record, no_model, tmp_path / "indexes").search(LOCAL, query).query == query


def test_fusion_is_the_formula_written_out():
    scored = fuse({1: 3.0, 2: 1.0}, 10.0, {1: 0.80, 3: 0.90}, 0.70)
    scores = {one.number: one.score for one in scored}
    assert scores[1] == pytest.approx((0.5 + 0.3) / 2)
    assert scores[3] == pytest.approx((1.0 + 0.0) / 2)
    assert scores[2] == pytest.approx(
        (1 / 3 + 0.1) / 2
    )  # no vector: as near as told, 1.0 of the best told 3.0
    assert [one.number for one in scored] == [3, 1, 2]


def test_measures_are_the_formulas_written_out():
    ranking = ["a", "b", "c", "d"]
    assert [hit(ranking, {"c"}, k) for k in (1, 3, 5)] == [0.0, 1.0, 1.0]
    assert reciprocal_rank(ranking, {"c", "d"}) == pytest.approx(1 / 3)
    assert reciprocal_rank([*"0123456789", "z"], {"z"}) == 0.0
    assert ndcg(ranking, {"a", "c"}) == pytest.approx((1 + 1 / 2) / (1 + 1 / math.log2(3)))
    assert measures([ranking, ["x"]], [{"b"}, {"y"}]) == pytest.approx(
        {"hit1": 0.0, "hit5": 0.5, "hit10": 0.5, "mrr10": 0.25, "ndcg10": 1 / math.log2(3) / 2}
    )


def test_unknown_gold_is_an_error_not_a_miss(tmp_path):
    record = _record(tmp_path)
    retrieval = Retrieval(record, no_model, tmp_path / "indexes")
    with pytest.raises(NotFound, match=r"missing\.md"):
        evaluate(retrieval, LOCAL, [("消防改造", ("missing.md",), Facets())])
    rows = evaluate(retrieval, LOCAL, [("消防改造", ("0",), Facets()), ("等保三级", ("4",), Facets())])
    assert [(row["mode"], row["questions"], row["hit1"]) for row in rows] == [("words", 2, 1.0)]


def test_a_one_shot_search_imports_nothing_heavy():
    code = (
        "import sys, assistant.retrieval.search, assistant.retrieval.evaluate\n"
        "heavy = {'chromadb', 'torch', 'langchain', 'langchain_core', 'streamlit', 'pandas', 'onnxruntime',"
        " 'sentence_transformers', 'scipy', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert run.stdout.strip() == "[]"


@pytest.mark.model
def test_exact_search_does_not_import_chromadb(tmp_path):
    record = _record(tmp_path, embedder())
    code = (
        "import sys, pathlib; from searchable import embedder, LOCAL\n"
        "from assistant.retrieval.search import Retrieval; from knowledge.store.record import Record\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "found = Retrieval(Record(folder / 'record'), embedder, folder / 'indexes').search(LOCAL, '消防')\n"
        "print(len(found.passages), 'chromadb' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert record.generation > 0
    assert run.stdout.split() == ["6", "False"]


def _record(tmp_path, embed=None):
    record = Record(tmp_path / "record")
    for at, text in enumerate(TEXTS):
        add(record, text, str(at))
    if embed is not None:
        give_vectors(record, embed)
    return record


def _paths(found):
    return [passage.source.path for passage in found.passages]


@pytest.mark.model
def test_nearness_of_texts_is_the_cosine_of_their_vectors(tmp_path):
    record = _record(tmp_path)
    texts = (
        ["消防改造工程工期多久？", "How long is the warranty?"],
        ["质保期为 24 个月。", "改造工期 105 天。", "天气很好。"],
    )
    model = embedder()
    near = Retrieval(record, embedder, tmp_path / "indexes").nearness(*texts)
    assert near is not None and near.shape == (2, 3)
    assert near[0, 1] == pytest.approx(
        model.embed_query(texts[0][0]) @ model.embed_passages([texts[1][1]])[0]
    )
    assert near[0].argmax() == 1 and near[1].argmax() == 0


def test_nearness_is_unknown_without_a_model(tmp_path):
    record = _record(tmp_path)
    assert Retrieval(record, no_model, tmp_path / "indexes").nearness(["工期"], ["105 天"]) is None
