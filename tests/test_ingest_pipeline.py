"""The pipeline: every file has a named outcome, sources keep their names, nothing is half done."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from ingest.arrivals import arrivals_of
from ingest.metadata import WrongMetadata
from ingest.originals import Originals
from ingest.pipeline import Arrived, Intake, SameName
from knowledge.errors import NotFound
from knowledge.evidence import Facets, Principal, Source
from knowledge.store import sources
from knowledge.store.record import Record

ROOT = Path(__file__).parent.parent
ME = Principal()


class Home:
    """A home folder and what was added to it."""

    def __init__(self, folder: Path) -> None:
        self.record = Record(folder)
        self.originals = Originals(folder / "originals")

    def add(
        self, *paths: Path, principal: Principal = ME, same_name: SameName = "ask", **about: object
    ) -> list[Arrived]:
        intake = Intake(self.record, self.originals, principal)
        return list(intake.add(paths, about, same_name=same_name))

    def sources(self, principal: Principal = ME, **facets: object) -> list[Source]:
        with self.record.reading() as connection:
            return [s for s, _ in sources.listed(connection, principal, Facets.model_validate(facets))]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(arrived: list[Arrived]) -> dict[str, str]:
    return {item.source: item.outcome for item in arrived}


def test_a_bad_file_never_stops_the_batch(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    write(folder / "方案.md", "# 部署\n两小时响应")
    write(folder / "empty.txt", "  \n")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not really a zip")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    write(folder / "~$lock.docx", "x")
    write(folder / ".git" / "config", "x")
    found = outcomes(home.add(folder))
    assert found == {
        "资料/broken.docx": "corrupt",
        "资料/broken.pdf": "corrupt",
        "资料/empty.txt": "empty",
        "资料/old.doc": "unsupported",
        "资料/方案.md": "indexed",
    }


def test_the_second_run_reads_nothing_and_changes_nothing(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write(folder / "x.md", "# 一\n内容")
    home.add(folder)
    before = home.record.generation
    assert outcomes(home.add(folder)) == {"a/x.md": "unchanged"}
    assert home.record.generation == before


def test_a_changed_file_is_a_new_version_and_the_old_words_are_gone(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "a" / "x.md", "质保一年")
    home.add(tmp_path / "a")
    write(file, "质保三年")
    changed = home.add(tmp_path / "a")
    assert [(item.outcome, item.version) for item in changed] == [("indexed", 2)]
    assert [(s.version, s.standing) for s in home.sources(standings=("current", "superseded"))] == [
        (1, "superseded"),
        (2, "current"),
    ]


def test_a_file_added_alone_keeps_the_name_its_folder_gave_it(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "cases" / "x.md", "甲")
    home.add(tmp_path / "cases")
    write(file, "乙")
    assert [item.source for item in home.add(file)] == ["cases/x.md"]
    assert len(home.sources()) == 1


def test_two_files_of_one_name_in_one_call_are_two_documents(home: Home, tmp_path: Path) -> None:
    zh = write(tmp_path / "zh" / "blog" / "case.md", "中文")
    en = write(tmp_path / "en" / "blog" / "case.md", "English words")
    names = {arrival.path: arrival.name for arrival in arrivals_of([zh.parent, en.parent])}
    assert names == {zh: "zh/blog/case.md", en: "en/blog/case.md"}
    home.add(zh.parent, en.parent)
    assert {source.standing for source in home.sources()} == {"current"}
    assert len(home.sources()) == 2


def test_another_document_of_a_known_name_is_asked_for(home: Home, tmp_path: Path) -> None:
    first = write(tmp_path / "1" / "方案.md", "第一份")
    second = write(tmp_path / "2" / "方案.md", "第二份")
    home.add(first)
    assert [item.source for item in home.add(second, same_name="another")] == ["方案 (2).md"]
    assert len(home.sources()) == 2


def test_other_bytes_from_another_place_are_asked_about_and_nothing_is_superseded(
    home: Home, tmp_path: Path
) -> None:
    first = write(tmp_path / "客户甲" / "方案.md", "甲的方案")
    second = write(tmp_path / "客户乙" / "方案.md", "乙的方案")
    home.add(first)
    assert outcomes(home.add(second)) == {"方案.md": "known name"}
    assert [source.version for source in home.sources()] == [1]
    assert outcomes(home.add(second, same_name="version")) == {"方案.md": "indexed"}


def test_a_file_of_an_uploads_name_is_asked_about(home: Home, tmp_path: Path) -> None:
    upload = write(tmp_path / "upload" / "方案.md", "甲的方案")
    list(Intake(home.record, home.originals, ME).add([upload], uploaded=True))
    upload.unlink()
    other = write(tmp_path / "客户乙" / "方案.md", "乙的方案")
    assert outcomes(home.add(other)) == {"方案.md": "known name"}
    assert [source.version for source in home.sources()] == [1]


def test_a_text_known_under_another_name_is_kept_once_and_told(home: Home, tmp_path: Path) -> None:
    first = write(tmp_path / "A" / "方案.md", "同一份方案")
    second = write(tmp_path / "B" / "方案.md", "同一份方案")
    home.add(first.parent)
    (told,) = home.add(second.parent)
    assert told.outcome == "indexed"
    assert "A/方案.md" in (told.reason("zh") or "")
    assert "A/方案.md" in (told.reason("en") or "")
    (again,) = home.add(second.parent)
    assert (again.outcome, again.why) == ("unchanged", None)


def test_a_new_version_is_told(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "方案.md", "第一稿")
    home.add(file)
    write(file, "第二稿")
    (told,) = home.add(file)
    assert "第 2 版" in (told.reason() or "")


def test_a_moved_folder_brings_new_versions(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "old" / "lib" / "方案.md", "第一稿")
    home.add(file.parent)
    (tmp_path / "old").rename(tmp_path / "new")
    write(tmp_path / "new" / "lib" / "方案.md", "第二稿")
    assert [item.version for item in home.add(tmp_path / "new" / "lib")] == [2]


def test_a_name_of_one_owner_never_touches_anothers(home: Home, tmp_path: Path) -> None:
    ann, bo = Principal(user="ann"), Principal(user="bo")
    home.add(write(tmp_path / "a" / "机密.md", "安的"), principal=ann)
    arrived = home.add(write(tmp_path / "b" / "机密.md", "博的"), principal=bo)
    assert [(item.outcome, item.version) for item in arrived] == [("indexed", 1)]
    with home.record.writing() as connection:
        sources.remove(connection, bo, "机密.md")
    assert [source.owner for source in home.sources(ann)] == ["ann"]


def test_a_name_that_is_no_text_stops_nothing(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write(folder / "x.md", "内容")
    write(folder / "行\n名.md", "另一份")
    (folder / os.fsdecode(b"bad\xff.md")).write_text("第三份", encoding="utf-8")
    (folder / "gone.md").symlink_to(tmp_path / "nowhere.md")
    found = outcomes(home.add(folder))
    assert found == {
        "a/x.md": "indexed", "a/行\ufffd名.md": "indexed", "a/bad\ufffd.md": "indexed", "a/gone.md": "corrupt",
    }  # fmt: skip


def test_options_win_over_the_manifest_over_front_matter_over_guesses(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write(folder / "x.md", "---\ncustomer: 甲\nindustry: 医药\nyear: 2020\n---\n# 某某方案\n内容")
    write(folder / "manifest.csv", "文件,客户,行业\nx.md,乙,\n")
    home.add(folder, year=2026)
    (source,) = home.sources()
    assert (source.customer, source.industry, source.year) == ("乙", "医药", 2026)
    assert "kind" in source.guessed and "year" not in source.guessed


def test_what_is_newly_said_about_known_bytes_is_kept(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "x.md", "内容")
    home.add(file)
    assert outcomes(home.add(file, kind="案例")) == {"x.md": "unchanged"}
    (source,) = home.sources()
    assert source.kind == "case" and "kind" not in source.guessed and source.version == 1


def test_wrong_metadata_is_said_before_anything_is_read(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "x.md", "内容")
    with pytest.raises(WrongMetadata):
        home.add(file, kind="什么都不是")
    assert home.sources() == []


def test_a_file_whose_manifest_row_is_wrong_is_not_taken_in(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write(folder / "x.md", "内容")
    write(folder / "y.md", "另一份")
    write(folder / "manifest.csv", "file,kind\nx.md,什么都不是\n")
    assert outcomes(home.add(folder)) == {"a/x.md": "wrong metadata", "a/y.md": "indexed"}


def test_a_file_a_manifest_lists_in_vain_is_said(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write(folder / "x.md", "内容")
    write(folder / "manifest.csv", "file,kind\nx.md,case\ny.md,case\n")
    assert outcomes(home.add(folder)) == {"a/x.md": "indexed", "a/y.md": "wrong metadata"}


def test_a_path_that_is_not_there_is_said(home: Home, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        home.add(tmp_path / "nothing")


def test_rows_are_documents_and_bad_rows_have_outcomes(home: Home, tmp_path: Path) -> None:
    rows = [
        json.dumps(
            {"id": "p1", "title": "一", "text": "第一段", "kind": "faq", "customer": "甲"}, ensure_ascii=False
        ),
        "{not json",
        json.dumps({"id": "p2", "text": ""}),
        json.dumps({"id": "p3", "text": "第三段", "kind": "什么都不是"}, ensure_ascii=False),
        json.dumps({"id": "p4", "text": "第一段", "title": "一"}, ensure_ascii=False),
    ]
    file = write(tmp_path / "rows.jsonl", "\n".join(rows))
    arrived = home.add(file)
    assert Counter(item.outcome for item in arrived) == {
        "indexed": 2, "corrupt": 1, "empty": 1, "wrong metadata": 1,
    }  # fmt: skip
    first, twin = (item for item in arrived if item.outcome == "indexed")
    assert (first.source, first.kind, twin.source) == ("p1", "faq", "p4")
    assert first.document_id == twin.document_id
    assert {item.outcome for item in home.add(file) if item.source in ("p1", "p4")} == {"unchanged"}


def test_the_original_is_kept_and_forgotten_with_the_document(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "x.md", "内容")
    (item,) = home.add(file)
    assert item.document_id is not None
    assert home.originals.read(item.document_id) == file.read_bytes()


def test_whoever_adds_a_document_owns_it(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write(folder / "x.md", "---\nowner: somebody\n---\n内容")
    ann = Principal(user="ann")
    home.add(folder, principal=ann)
    assert [source.owner for source in home.sources(ann)] == ["ann"]
    assert home.sources() == []


def test_every_sample_document_is_indexed(home: Home) -> None:
    arrived = home.add(ROOT / "examples" / "library")
    assert {item.outcome for item in arrived} == {"indexed"}
    assert all(item.chunks for item in arrived)
