"""Adding again: the same files give the same record, byte for byte; edits replace, removals are gone (R3)."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from assistant.retrieval.evaluate import documents_in_order
from assistant.retrieval.search import Retrieval
from ingest.originals import Originals
from ingest.pipeline import Arrived, Intake
from ingest.rows import canonical, rows_of
from ingest.sandbox import Worker
from knowledge.evidence import Facets, Principal, document_id_of
from knowledge.store import schema, sources
from knowledge.store.record import Record

ROOT = Path(__file__).parent.parent
ME = Principal()
TIMES = {"added_at", "saved_at"}


def dump(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table in order of its key, but the times."""
    with record.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    sa.select(*(column for column in table.columns if column.name not in TIMES))
                    .order_by(*table.primary_key.columns)
                )
            ]
            for table in schema.metadata.sorted_tables
        }  # fmt: skip


def row(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "home")


@pytest.fixture
def intake(record: Record, tmp_path: Path) -> Intake:
    return Intake(record, Originals(tmp_path / "originals"), ME)


def add(intake: Intake, *paths: Path, **about: object) -> list[Arrived]:
    return list(intake.add(paths, about))


def test_adding_an_unchanged_folder_again_leaves_the_record_as_it_is(
    record: Record, intake: Intake, tmp_path: Path
) -> None:
    """Every format, manifests, front matter, rows with repeated ids, twins, bad files, a changed file."""
    folder = tmp_path / "资料"
    shutil.copytree(ROOT / "examples" / "library", folder)
    (folder / "front.md").write_text("---\ncustomer: 甲\nproducts: [A, B]\n---\n# 案例\n正文", "utf-8")
    (folder / "twin.md").write_bytes((folder / "front.md").read_bytes())
    (folder / "inner").mkdir()
    (folder / "inner" / "x.md").write_text("内容", "utf-8")
    (folder / "inner" / "manifest.csv").write_text("文件,种类,行业,产品\nx.md,案例,医药,A;B\n", "utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no zip")
    rows = [row(id="p1", text=f"第{n}段", kind="faq", year=2020 + n) for n in range(3)]
    twice = row(id="p2", text="同一段", title="一")
    (folder / "rows.jsonl").write_text("".join([*rows, twice, twice, "{bad\n", row(text="无编号")]), "utf-8")
    (folder / "z.jsonl").write_text(row(id="p2", text="后一个文件里的", title="二"), "utf-8")
    add(intake, folder)
    (folder / "front.md").write_text("# 改过的案例\n正文", "utf-8")
    first = {item.source: item.outcome for item in add(intake, folder)}
    before = dump(record)
    again = {item.source: item.outcome for item in add(intake, folder)}
    assert dump(record) == before
    settled = {name: "unchanged" if outcome == "indexed" else outcome for name, outcome in first.items()}
    assert again == settled


def test_of_an_id_that_comes_again_the_last_row_is_taken_and_the_earlier_are_named(
    record: Record, intake: Intake, tmp_path: Path
) -> None:
    file = tmp_path / "n.jsonl"
    file.write_text(
        row(id="n", text="第一稿") + row(id="m", text="别的") + row(id="n", text="第二稿"), "utf-8"
    )
    arrived = add(intake, file)
    assert [(item.source, item.outcome) for item in arrived] == [
        ("n", "repeated"), ("m", "indexed"), ("n", "indexed"),
    ]  # fmt: skip
    assert "第 1 行" in (arrived[0].reason() or "") and "第 3 行" in (arrived[0].reason() or "")
    before = dump(record)
    for _ in range(3):
        assert Counter(item.outcome for item in add(intake, file)) == {"unchanged": 2, "repeated": 1}
    assert dump(record) == before
    with record.reading() as connection:
        _, document = sources.document(connection, ME, "n")
    assert document.text == "第二稿"


def test_zero_is_an_id(intake: Intake, tmp_path: Path) -> None:
    file = tmp_path / "n.jsonl"
    file.write_text(row(id=0, text="甲") + row(id="", text="乙") + row(id=None, text="丙"), "utf-8")
    assert [item.source for item in add(intake, file)] == ["0", "n.jsonl:2", "n.jsonl:3"]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_row_too_long_is_one_bad_row_and_the_next_keeps_its_line(
    intake: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    monkeypatch.setattr("ingest.rows.MAX_LINE", 100)
    file = tmp_path / "n.jsonl"
    file.write_text(
        row(id="a", text="a") + row(id="b", text="b" * (100 * times + 1)) + row(text="c"), "utf-8"
    )
    arrived = sorted(add(intake, file), key=lambda item: item.source)
    assert [(item.source, item.outcome) for item in arrived] == [
        ("a", "indexed"), ("n.jsonl:2", "too large"), ("n.jsonl:3", "indexed"),
    ]  # fmt: skip
    assert "第 2 行" in (arrived[1].reason() or "")
    last = list(rows_of(file))[-1]
    assert (last.line, last.read) == (3, file.stat().st_size)


def test_a_bad_row_never_takes_an_earlier_ones_place(intake: Intake, tmp_path: Path) -> None:
    file = tmp_path / "n.jsonl"
    file.write_text(
        row(id="n", text="好的") + row(id="n", text=" ") + row(id="n", text="x", kind="?"), "utf-8"
    )
    outcomes = sorted(item.outcome for item in add(intake, file))
    assert outcomes == ["empty", "indexed", "wrong metadata"]


def test_rows_without_an_id_in_two_files_of_one_name_are_all_kept(
    record: Record, intake: Intake, tmp_path: Path
) -> None:
    for folder in ("a", "b"):
        (tmp_path / "all" / folder).mkdir(parents=True)
        (tmp_path / "all" / folder / "rows.jsonl").write_text(row(text=f"{folder} 的一段"), "utf-8")
    assert [item.outcome for item in add(intake, tmp_path / "all")] == ["indexed", "indexed"]
    before = dump(record)
    add(intake, tmp_path / "all")
    assert dump(record) == before


def test_a_file_of_rows_that_cannot_be_opened_does_not_stop_the_batch(intake: Intake, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "a.jsonl").symlink_to(tmp_path / "gone.jsonl")
    (folder / "b.md").write_text("内容", "utf-8")
    outcomes = {item.source: item.outcome for item in add(intake, folder)}
    assert outcomes == {"all/a.jsonl": "corrupt", "all/b.md": "indexed"}


FILES = st.sampled_from(["x.md", "y.txt", "inner/z.md"])
IDS = st.sampled_from(["p1", "p2", "lib/y.txt的摘要"])
BIRDS = ("falcon", "heron", "osprey", "kestrel")
WORDS = st.lists(st.sampled_from(BIRDS), max_size=2)
TEXTS = st.builds(lambda words, n: f"{' '.join(words)} {n}", WORDS, st.integers(0, 2))


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as shared:
        Library.worker = shared
        yield shared


class Library(RuleBasedStateMachine):
    """A folder on disk, the record, and a plain dict of what the record should hold: name → bytes."""

    worker: Worker

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="presales-again-"))
        self.folder = self.place / "lib"
        self.folder.mkdir()
        self.record = Record(self.place / "home")
        originals = Originals(self.place / "home" / "originals")
        self.intake = Intake(self.record, originals, ME, self.worker)
        self.retrieval = Retrieval(self.record, lambda: None, self.place / "home" / "indexes")
        self.on_disk: dict[str, bytes] = {}
        self.rows: list[tuple[str, str]] = []
        self.held: dict[str, bytes] = {}

    @rule(name=FILES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
        self.on_disk[f"lib/{name}"] = text.encode()

    @rule(rows=st.lists(st.tuples(IDS, TEXTS), max_size=4))
    def write_rows(self, rows: list[tuple[str, str]]) -> None:
        (self.folder / "rows.jsonl").write_text("".join(row(id=i, text=text) for i, text in rows), "utf-8")
        self.rows = rows

    @rule()
    def add_the_folder(self) -> None:
        list(self.intake.add([self.folder]))
        self.held |= self.on_disk | {identity: canonical("", text) for identity, text in self.rows}

    @rule(name=FILES)
    def add_one(self, name: str) -> None:
        if f"lib/{name}" in self.on_disk and f"lib/{name}" in self.held:
            list(self.intake.add([self.folder / name]))
            self.held[f"lib/{name}"] = self.on_disk[f"lib/{name}"]

    @rule(name=st.one_of(FILES.map(lambda name: f"lib/{name}"), IDS), unlink=st.booleans())
    def remove(self, name: str, unlink: bool) -> None:
        if unlink and self.on_disk.pop(name, None) is not None:
            (self.place / name).unlink()
        if self.held.pop(name, None) is not None:
            with self.record.writing() as connection:
                sources.remove(connection, ME, name)

    @rule()
    def adding_again_changes_nothing(self) -> None:
        self.add_the_folder()
        before = dump(self.record)
        self.add_the_folder()
        assert dump(self.record) == before

    @invariant()
    def every_document_held_is_found_by_its_words_and_nothing_else_is(self) -> None:
        with self.record.reading() as connection:
            listed = {source.path: source.document_id for source, _ in sources.listed(connection, ME)}
        assert listed == {name: document_id_of(content) for name, content in self.held.items()}
        for bird in BIRDS:
            found = self.retrieval.search(ME, bird, Facets(), limit=50, mode="words").passages
            assert set(documents_in_order(found)) == self._with(bird, self.held)

    @staticmethod
    def _with(word: str, held: Mapping[str, bytes]) -> set[str]:
        return {document_id_of(content) for content in held.values() if word in content.decode()}

    def teardown(self) -> None:
        self.record.close()
        shutil.rmtree(self.place)


def test_the_library_holds_what_a_plain_dict_would(worker: Worker) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    kept = settings(
        max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Library, settings=kept)
    assert worker.pid is not None
