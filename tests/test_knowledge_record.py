"""The record: versions, rights, removal and numbering hold in SQL."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import Conflict, Invariant, Misconfigured, NotAllowed, NotFound
from knowledge.evidence import Block, Chunk, Document, Facets, Principal, Source, Span, document_id_of
from knowledge.presales import Customer, Deal, Outline
from knowledge.store import documents, outlines, parties, passages, sources, vectors
from knowledge.store.record import Record, write_meta

ME = Principal()


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "home")


def document_of(text: str) -> tuple[Document, tuple[Chunk, ...]]:
    """One paragraph, one chunk a line."""
    identity = document_id_of(text.encode())
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append(Span(start=at, end=at + len(line)))
        at += len(line) + 1
    document = Document(
        id=identity, media_type="text/plain", size=len(text.encode()), text=text, title=text[:10],
        blocks=tuple(Block(kind="paragraph", span=span) for span in spans),
    )  # fmt: skip
    chunks = tuple(
        Chunk(id=Chunk.id_of(identity, n), document_id=identity, ordinal=n, span=span, text=span.of(text))
        for n, span in enumerate(spans)
    )
    return document, chunks


def add(record: Record, path: str, text: str, **about: object) -> int:
    document, chunks = document_of(text)
    source = Source.model_validate({"path": path, "document_id": document.id, "title": path, **about})
    with record.writing() as connection:
        number = documents.put(connection, document, chunks)
        sources.put(connection, source, number)
    return number


def found(record: Record, principal: Principal = ME, facets: Facets | None = None) -> set[str]:
    """Every text findable through ``facets``, fetched as passages."""
    chosen = facets or Facets()
    with record.reading() as connection:
        ranges = passages.findable(connection, principal, chosen)
        numbers = [n for _, first, count in ranges for n in range(first, first + count)]
        fetched = passages.fetch(connection, principal, chosen, numbers)
        everything = passages.fetch(connection, principal, chosen, list(range(1, 200)))
    assert set(fetched) == set(numbers) == set(everything)
    return {passage.chunk.text for passage in fetched.values()}


def test_a_document_comes_back_as_it_was_put(record: Record) -> None:
    document, chunks = document_of("部署在华东\n两小时响应")
    number = add(record, "a.md", document.text)
    with record.reading() as connection:
        assert documents.get(connection, number) == document
        assert documents.chunks_of(connection, number) == chunks


def test_a_chunk_that_is_no_slice_is_refused_and_nothing_is_written(record: Record) -> None:
    document, chunks = document_of("原文")
    wrong = chunks[0].model_copy(update={"text": "别的"})
    with pytest.raises(Invariant), record.writing() as connection:
        documents.put(connection, document, [wrong])
    with record.reading() as connection:
        assert documents.number_of(connection, document.id) is None


def test_a_new_version_supersedes_the_old_one_in_one_step(record: Record) -> None:
    add(record, "方案.md", "质保一年")
    add(record, "方案.md", "质保三年")
    assert found(record) == {"质保三年"}
    assert found(record, facets=Facets(standings=("superseded",))) == {"质保一年"}
    with record.reading() as connection:
        versions = [
            s.version for s, _ in sources.listed(connection, ME, Facets(standings=("current", "superseded")))
        ]
    assert versions == [1, 2]


def test_the_same_bytes_under_two_names_are_one_text_with_two_sources(record: Record) -> None:
    first = add(record, "甲/a.md", "同一段文字", customer="甲公司")
    second = add(record, "乙/a.md", "同一段文字", customer="乙公司", owner="other")
    assert first == second
    assert found(record, facets=Facets(customers=("甲公司",))) == {"同一段文字"}
    assert found(record, facets=Facets(customers=("乙公司",))) == set()  # the other owner's source
    with record.writing() as connection:
        removed, dropped = sources.remove(connection, ME, "甲/a.md")
    assert removed.path == "甲/a.md"
    assert dropped == ()
    assert found(record) == set()
    assert found(record, Principal(user="other")) == {"同一段文字"}


def test_removing_the_last_source_leaves_no_trace_of_the_text(record: Record) -> None:
    number = add(record, "a.md", "机密")
    with record.writing() as connection:
        vectors.put(connection, "f", number, np.ones((1, 4), dtype=np.float32))
        _, dropped = sources.remove(connection, ME, "a.md")
    assert len(dropped) == 1
    with record.reading() as connection:
        for table in ("documents", "sources", "chunks", "document_words", "embeddings"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_chunk_numbers_are_never_used_twice(record: Record) -> None:
    add(record, "a.md", "一\n二")
    with record.writing() as connection:
        sources.remove(connection, ME, "a.md")
    add(record, "b.md", "三\n四")
    with record.reading() as connection:
        ranges = passages.findable(connection, ME, Facets())
    assert ranges[:, 1].tolist() == [3]


def test_vectors_of_a_document_are_whole_or_refused(record: Record) -> None:
    number = add(record, "a.md", "一\n二")
    with pytest.raises(Invariant), record.writing() as connection:
        vectors.put(connection, "f", number, np.ones((1, 4), dtype=np.float32))
    with record.reading() as connection:
        assert vectors.missing(connection, "f") == [(number, 2)]
        assert vectors.ready(connection, "f", ME, Facets()) == (0, 2)


NAMES = st.sampled_from(["local", "ann", "bo", "sales", "lead", "nobody"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rights=st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=2)), min_size=1, max_size=6),
    user=NAMES,
    groups=st.lists(NAMES, max_size=2),
)
def test_what_is_found_is_exactly_what_the_asker_may_read(
    tmp_path_factory: pytest.TempPathFactory,
    rights: list[tuple[str, list[str]]],
    user: str,
    groups: list[str],
) -> None:
    record = Record(tmp_path_factory.mktemp("home"))
    for index, (owner, access) in enumerate(rights):
        add(record, f"{index}.md", f"第{index}份", owner=owner, access=tuple(access))
    asker = Principal(user=user, groups=tuple(groups))
    allowed = {
        f"第{index}份" for index, (owner, access) in enumerate(rights)
        if owner == user or set(access) & {user, *groups}
    }  # fmt: skip
    assert found(record, asker) == allowed
    with record.reading() as connection:
        assert len(list(sources.listed(connection, asker))) == len(allowed)
        for index in range(len(rights)):
            names = [source.path for _, source in sources.find(connection, asker, f"{index}.md")]
            assert names == ([f"{index}.md"] if f"第{index}份" in allowed else [])


def test_facets_compare_names_by_width_and_case_and_never_by_prefix(record: Record) -> None:
    add(record, "a.md", "甲", products=("HY-AMR600",), industry="智能制造", year=2025)
    add(record, "b.md", "乙", products=("HY-AMR600S",), industry="医药", year=2024)
    assert found(record, facets=Facets(products=("ｈｙ-amr600",))) == {"甲"}
    assert found(record, facets=Facets(industries=("医药",), years=(2024, 2023))) == {"乙"}
    assert found(record, facets=Facets(industries=("医",))) == set()
    assert found(record, facets=Facets(documents=("b.md", "nothing"))) == {"乙"}


def test_only_the_owner_removes(record: Record) -> None:
    add(record, "a.md", "共享", access=("sales",))
    with pytest.raises(NotAllowed), record.writing() as connection:
        sources.remove(connection, Principal(user="bo", groups=("sales",)), "a.md")
    assert found(record) == {"共享"}


def test_removing_what_is_not_there_says_where_to_look(record: Record) -> None:
    with pytest.raises(NotFound, match="presales list"), record.writing() as connection:
        sources.remove(connection, ME, "没有.md")


def test_an_outline_saved_over_a_newer_version_is_a_conflict(record: Record) -> None:
    with record.writing() as connection:
        first = outlines.save(connection, ME, Outline(id="o", title="方案"))
        outlines.save(connection, ME, first.model_copy(update={"title": "张三改的"}))
    with pytest.raises(Conflict), record.writing() as connection:
        outlines.save(connection, ME, first.model_copy(update={"title": "李四改的"}))
    with record.reading() as connection:
        assert outlines.get(connection, ME, "o").title == "张三改的"
        assert outlines.get(connection, ME, "o", 1).title == "方案"
        with pytest.raises(NotFound):
            outlines.get(connection, Principal(user="other"), "o")


def test_another_persons_outline_is_never_overwritten(record: Record) -> None:
    with record.writing() as connection:
        mine = outlines.save(connection, ME, Outline(id="o", title="方案"))
    with pytest.raises((NotFound, NotAllowed)), record.writing() as connection:
        outlines.save(connection, Principal(user="other"), mine)


def test_customers_answer_to_every_name_and_deals_keep_their_owner(record: Record) -> None:
    with record.writing() as connection:
        parties.save_customer(
            connection, ME, Customer(id="C1", name="甲集团有限公司", short_names=("甲集团",))
        )
        parties.save_deal(connection, ME, Deal(id="D1", name="一期", customer="甲集团"))
    with record.reading() as connection:
        assert parties.customer(connection, "甲集团 ").id == "C1"
        assert [(deal.id, deal.customer) for deal in parties.all_deals(connection, ME)] == [("D1", "C1")]
        assert parties.all_deals(connection, Principal(user="other")) == []
    with pytest.raises(NotFound), record.writing() as connection:
        parties.save_deal(connection, Principal(user="other"), Deal(id="D1", name="夺", customer="C1"))
    with pytest.raises(NotAllowed), record.writing() as connection:
        parties.save_customer(connection, Principal(user="other"), Customer(id="C1", name="改名"))
    with pytest.raises(Conflict), record.writing() as connection:
        parties.save_customer(connection, ME, Customer(id="C2", name="甲集团有限公司"))


def test_a_record_of_another_version_is_refused_with_a_sentence(record: Record, tmp_path: Path) -> None:
    with record.writing() as connection:
        write_meta(connection, "schema", "99")
    with pytest.raises(Misconfigured, match="schema 99"):
        Record(tmp_path / "home")


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "record.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(Misconfigured):
        Record(tmp_path)


def test_a_failed_transaction_leaves_nothing(record: Record) -> None:
    class Stop(Exception):
        pass

    document, chunks = document_of("一半")
    with pytest.raises(Stop), record.writing() as connection:
        documents.put(connection, document, chunks)
        raise Stop
    assert found(record) == set()
    with record.reading() as connection:
        assert documents.number_of(connection, document.id) is None
