"""Uploads: names that harm nobody, and a question before a known name gets other bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import Settings
from assistant.workspace import Workspace
from ui.uploads import Upload, batches_of, on_disk, safe_name, said_of, uploads_of


@dataclass
class File:
    name: str
    content: bytes

    def getvalue(self) -> bytes:
        return self.content


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return Workspace.open(Settings(home=tmp_path / "home", models=tmp_path / "models"))


@given(st.text(max_size=400))
def test_every_upload_gets_a_name_a_file_system_takes(name: str) -> None:
    safe = safe_name(name)
    assert 1 <= len(safe.encode()) <= 255
    assert not {"/", "\\", "\0", "\n"} & set(safe)
    assert safe not in (".", "..")
    assert not safe.startswith(".")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\资料\\方案.docx", "方案.docx"),
        ("方案（V1.0）.docx", "方案（V1.0）.docx"),
        ("a\u202excod.exe", "a_xcod.exe"),
        ("  ", "file"),
    ],
)
def test_a_name_keeps_what_a_person_knows_it_by(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_suffix() -> None:
    assert safe_name("很长的名字" * 60 + ".docx").endswith(".docx")


def test_only_a_known_name_with_other_bytes_is_asked_about(opened: Workspace) -> None:
    first = uploads_of(opened.intake, [File("甲.md", "# 甲\n\n原来的内容。".encode())])
    assert [upload.known for upload in first] == [False]
    with on_disk(first) as paths:
        assert [one.outcome for one in opened.intake.add(paths, {})] == ["indexed"]
    again = [File("甲.md", "# 甲\n\n原来的内容。".encode()), File("乙.md", b"# B\n\nother")]
    assert [upload.known for upload in uploads_of(opened.intake, again)] == [False, False]
    changed = [File("甲.md", "# 甲\n\n改过的内容。".encode())]
    assert [upload.known for upload in uploads_of(opened.intake, changed)] == [True]


@pytest.mark.parametrize(("another", "held"), [(False, 1), (True, 2)])
def test_the_answer_decides_whether_there_are_one_or_two_documents(
    opened: Workspace, another: bool, held: int
) -> None:
    for words, answer in (("原来的内容。", {}), ("改过的内容。", {0: another})):
        uploads = uploads_of(opened.intake, [File("甲.md", f"# 甲\n\n{words}".encode())])
        for batch in batches_of(uploads, answer):
            with on_disk(batch.uploads) as paths:
                outcomes = [
                    one.outcome
                    for one in opened.intake.add(
                        paths, {}, same_name="another" if batch.another else "version"
                    )
                ]
            assert outcomes == ["indexed"]
    assert len(opened.library.listed()) == held


def test_two_files_of_one_name_are_asked_about_and_go_in_one_after_the_other(opened: Workspace) -> None:
    uploads = uploads_of(opened.intake, [File("a/甲.md", b"# one"), File("b/甲.md", b"# two")])
    assert [upload.known for upload in uploads] == [False, True]
    assert [len(batch.uploads) for batch in batches_of(uploads, {1: True})] == [1, 1]


UPLOADS = st.lists(
    st.tuples(st.sampled_from("abc"), st.booleans()).map(lambda one: Upload(one[0], b"x", one[1])), max_size=8
)


@given(UPLOADS, st.dictionaries(st.integers(0, 7), st.booleans()))
def test_batches_hold_every_upload_once_in_order_and_no_name_twice(
    uploads: list[Upload], another: dict[int, bool]
) -> None:
    batches = batches_of(uploads, another)
    assert [upload for batch in batches for upload in batch.uploads] == uploads
    for batch in batches:
        assert len({upload.name for upload in batch.uploads}) == len(batch.uploads)
    answers = [batch.another for batch in batches for _ in batch.uploads]
    assert answers == [another.get(index, False) for index in range(len(uploads))]


def test_a_manifest_describes_the_files_uploaded_with_it(opened: Workspace) -> None:
    manifest = "file,kind,customer\n甲.md,case,华东某院\n".encode()
    uploads = uploads_of(
        opened.intake, [File("manifest.csv", manifest), File("甲.md", "# 甲\n\n内容。".encode())]
    )
    with on_disk(uploads) as paths:
        arrived = list(opened.intake.add(paths, {}))
    assert [one.source for one in arrived] == ["甲.md"]
    source = opened.library.listed()[0][0]
    assert (source.kind, source.customer) == ("case", "华东某院")


def test_what_is_left_blank_was_not_said() -> None:
    assert said_of(kind="", customer=" ", industry="", products="", year=None, reusable=None) == {}
    said = said_of(kind="case", customer="甲", industry="医药", products="A，B;C", year=2025, reusable=False)
    assert said == {
        "kind": "case", "customer": "甲", "industry": "医药", "products": ("A", "B", "C"), "year": 2025,
        "reusable": False,
    }  # fmt: skip
