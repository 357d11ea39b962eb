"""The main job, as its user runs it: sample documents in, passages and a cited outline out."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import SampleCompany

from knowledge.presales import Outline

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
pytestmark = pytest.mark.model


def presales(home: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        [sys.executable, "-m", "ui.cli", "--home", str(home), *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == code, ended.stderr[-2000:]
    assert "Traceback" not in ended.stderr
    return ended


def objects(ended: subprocess.CompletedProcess[str]) -> list[Any]:
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.fixture(scope="module")
def home(sample_company: SampleCompany, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company, a copy that may be changed."""
    folder = tmp_path_factory.mktemp("changed") / "home"
    shutil.copytree(sample_company.home, folder)
    return folder


@pytest.fixture(scope="module")
def outline(home: Path) -> Outline:
    (drafted,) = objects(presales(home, "outline", str(EXAMPLES / "need.md"), "--json"))
    return Outline.model_validate(drafted)


def test_a_second_run_finds_everything_unchanged(home: Path) -> None:
    again = objects(presales(home, "add", str(EXAMPLES / "library"), "--json"))
    assert {line["outcome"] for line in again} == {"unchanged"}
    assert set(again[0]) == {"source", "collection", "document_id", "outcome", "reason", "kind", "chunks"}


def test_a_hit_is_a_slice_of_its_document(home: Path) -> None:
    (found,) = objects(presales(home, "search", "等保三级 质保多久", "--limit", "3", "--json"))
    assert found["meaning_ready"][0] == found["meaning_ready"][1] > 100
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    for hit in found["hits"]:
        (document,) = objects(presales(home, "show", hit["document_id"], "--json"))
        start, end = hit["span"]
        assert document["text"][start:end] == hit["text"]


def test_every_query_of_a_file_is_answered_as_it_is_alone(home: Path, tmp_path: Path) -> None:
    lines = [
        {"query": "AMR 载重"},
        {"query": "报价", "kind": "price_list"},
        {"query": "warranty", "limit": 2},
    ]
    file = tmp_path / "queries.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    first, second, third = objects(presales(home, "search", "--queries", str(file), "--json"))
    (alone,) = objects(presales(home, "search", "AMR 载重", "--json"))
    assert [hit["span"] for hit in first["hits"]] == [hit["span"] for hit in alone["hits"]]
    assert {hit["kind"] for hit in second["hits"]} == {"price_list"}
    assert len(third["hits"]) == 2


def test_every_citation_quotes_its_source(home: Path, outline: Outline) -> None:
    cited = [c for section in outline.sections for point in section.points for c in point.citations]
    cited += [c for s in outline.sections for table in s.tables for row in table.citations for c in row]
    assert len(cited) >= 10
    texts: dict[str, str] = {}
    for citation in cited:
        if citation.document_id not in texts:
            texts[citation.document_id] = objects(presales(home, "show", citation.document_id, "--json"))[0][
                "text"
            ]
        assert citation.span.of(texts[citation.document_id]) == citation.quote


def test_every_requirement_is_a_slice_of_the_need(outline: Outline) -> None:
    assert len(outline.requirements) >= 10
    for requirement in outline.requirements:
        assert requirement.span.of(outline.need) == requirement.text
        assert requirement.value is None or requirement.value in outline.need


def test_the_same_input_twice_gives_the_same_result(home: Path, outline: Outline) -> None:
    again = Outline.model_validate(objects(presales(home, "outline", str(EXAMPLES / "need.md"), "--json"))[0])
    differing = {"id", "provenance"}
    assert again.model_dump(exclude=differing) == outline.model_dump(exclude=differing)


def test_an_internal_draft_is_written_and_a_customers_copy_is_refused_with_reasons(
    home: Path, outline: Outline, tmp_path: Path
) -> None:
    word = tmp_path / "out.docx"
    presales(home, "outline", "export", outline.id, "-o", str(word))
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(word)).paragraphs)
    assert all(section.heading in text for section in outline.sections)
    with zipfile.ZipFile(io.BytesIO(word.read_bytes())) as package:
        relations = "".join(package.read(n).decode() for n in package.namelist() if n.endswith(".rels"))
    assert 'TargetMode="External"' not in relations
    refused = presales(
        home, "outline", "export", outline.id, "-o", str(tmp_path / "no.docx"), "--for-customer", code=1
    )
    assert "待补" in refused.stderr
    assert not (tmp_path / "no.docx").exists()


def test_no_other_customers_name_is_in_what_the_reader_sees(outline: Outline) -> None:
    names = set()
    for line in (EXAMPLES / "customers.jsonl").read_text(encoding="utf-8").splitlines():
        customer = json.loads(line)
        names |= {customer["name"], *customer["short_names"], *(p["name"] for p in customer["people"])}
    seen = "\n".join(point.text for section in outline.sections for point in section.points)
    seen += "\n".join(
        cell for s in outline.sections for table in s.tables for row in table.rows for cell in row
    )
    assert [name for name in names if name in seen] == []


def test_a_removed_document_is_in_no_answer(home: Path) -> None:
    (found,) = objects(presales(home, "search", "沐岚酒店装修", "--limit", "1", "--json"))
    name = found["hits"][0]["source"]
    assert "沐岚" in name
    presales(home, "remove", name)
    (after,) = objects(presales(home, "search", "沐岚酒店装修", "--json"))
    assert name not in {hit["source"] for hit in after["hits"]}
    (rebuilt,) = objects(presales(home, "rebuild", "--json"))
    assert rebuilt["vectors"] == rebuilt["chunks"] == after["meaning_ready"][1]


def test_gold_questions_are_measured(home: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    line = {"question": "HY-AMR600S 多少钱", "documents": ["产品与服务价格表2026H2.xlsx"]}
    gold.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    rows = objects(presales(home, "eval", str(gold), "--json"))
    assert {row["mode"] for row in rows} == {"words", "meaning", "both"}
    gold.write_text(json.dumps({"question": "x", "documents": ["没有这份.docx"]}, ensure_ascii=False))
    assert "没有这份.docx" in presales(home, "eval", str(gold), code=1).stderr
