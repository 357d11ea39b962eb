"""What is said wins in its order, what is guessed is named, and a bad row stops nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ingest.guess import guess_kind, guess_year, kind_from_alias
from ingest.manifest import Manifests
from ingest.metadata import WrongMetadata, checked, field_of
from ingest.read import read
from ingest.records import describe, describe_again
from ingest.rows import BadRow, Row, canonical, rows_of
from knowledge.evidence import Document, document_id_of


def document(text: str = "# 概述\n正文内容。\n", name: str = "a.md") -> Document:
    return read(name, text.encode()).document


def test_what_is_said_wins_over_front_matter_over_guesses():
    front = {"kind": "faq", "customer": "甲", "year": 2020, "industry": "医药"}
    source = describe(document(), "2019报价单.md", front, {"kind": "case", "customer": "丙", "owner": "li"})
    assert (source.kind, source.customer, source.year, source.industry) == ("case", "丙", 2020, "医药")
    assert source.owner == "li" and source.path == "2019报价单.md"
    assert set(source.guessed) == {"language", "title"}


def test_every_guess_is_named_and_nothing_said_is():
    source = describe(document(), "某仓储项目方案2024.md", {}, {})
    assert (source.kind, source.year, source.language) == ("proposal", 2024, "zh")
    assert set(source.guessed) == {"kind", "year", "language", "title"}
    told = describe_again(source, checked({"类型": "案例", "年份": "2023"}))
    assert (told.kind, told.year) == ("case", 2023) and set(told.guessed) == {"language", "title"}
    assert describe_again(told, {"kind": "case", "year": 2023}) == told


@pytest.mark.parametrize(
    ("kind", "reusable"), [("product", True), ("faq", True), ("price_list", True), ("case", False)]
)
def test_words_of_a_kind_serve_others_only_where_that_is_safe(kind, reusable):
    assert describe(document(), "a.md", {}, {"kind": kind}).reusable is reusable
    assert describe(document(), "a.md", {}, {"kind": kind, "reusable": not reusable}).reusable is not reusable


@pytest.mark.parametrize(
    ("path", "title", "kind"),
    [
        ("产品报价单.xlsx", "", "price_list"),
        ("ING_case-en.md", "ING Bank", "case"),
        ("FINAL RFQ.docx", "Request", "tender"),
        ("FinalPWS.md", "PERFORMANCE WORK STATEMENT", "tender"),
        ("会议纪要0312.txt", "", "meeting"),
        ("华东项目复盘.md", "", "retrospective"),
        ("HY-AMR 产品手册.pdf", "", "product"),
        ("售前常见问题.docx", "", "faq"),
        ("采购合同.docx", "", "contract"),
        ("a.md", "某医院等保整改案例", "case"),
        ("cases/某医院.md", "某医院", "case"),
        ("报价方案.docx", "", "proposal"),
        ("某泵房改造投标文件（技术卷）.docx", "", "proposal"),
        ("招标文件.docx", "", "tender"),
        ("RFP response.docx", "", "proposal"),
        ("Response to tender 2021.docx", "", "proposal"),
        ("投标应答-采购需求点对点.docx", "", "proposal"),
        ("技术规范书应答.docx", "", "proposal"),
        ("投标邀请书.docx", "", "tender"),
        ("现场设备参数册（第7版）.docx", "", "product"),
        ("products/PZ-R200.docx", "PZ-R200", "product"),
        ("prices/2026.xlsx", "2026", "price_list"),
        ("notes.md", "杂记", "other"),
        ("showcase.md", "showcase", "other"),
    ],
)
def test_kind_is_guessed_from_names_people_give_files(path, title, kind):
    assert guess_kind(path, title, []) == kind


@pytest.mark.parametrize(
    ("path", "title", "year"),
    [("方案2024.md", "", 2024), ("20240315纪要.md", "", 2024), ("a.md", "2023 年复盘", 2023), ("型号12024.md", "", None),
     ("a_2025_v2.md", "", 2025), ("a.md", "GB/T 22239", None)],
)  # fmt: skip
def test_year_comes_from_names_only(path, title, year):
    assert guess_year(path, title) == year


def test_kinds_have_chinese_names():
    assert kind_from_alias("案例") == "case" and kind_from_alias(" 报价单 ") == "price_list"
    assert (
        kind_from_alias("Price List") == "price_list" and kind_from_alias("retrospective") == "retrospective"
    )
    assert kind_from_alias("诗歌") is None


def test_columns_go_by_either_language():
    assert [field_of(name) for name in ("文件", "客户", " Review Date ", "产品", "Reusable", "备注")] == [
        "file", "customer", "review_date", "products", "reusable", None,
    ]  # fmt: skip
    values = checked(
        {
            "产品": "WMS、AMR; RCS，WCS",
            "可复用": "是",
            "复核日期": "2026年3月5日",
            "year": "2024.0",
            "客户": "",
        }
    )
    assert values == {
        "products": ("WMS", "AMR", "RCS", "WCS"), "reusable": True, "review_date": "2026-03-05", "year": 2024,
    }  # fmt: skip


def test_checking_what_was_checked_changes_nothing():
    values = checked({"产品": "A;B", "kind": "案例", "reusable": "no", "year": "2024", "language": "中文"})
    assert checked(values) == values


def manifest(folder: Path, text: str) -> Manifests:
    (folder / "manifest.csv").write_bytes(text.encode("gb18030"))
    return Manifests()


def test_a_manifest_in_gb18030_describes_files_in_subfolders(tmp_path):
    (tmp_path / "案例").mkdir()
    (tmp_path / "案例" / "甲.md").write_text("x", encoding="utf-8")
    manifests = manifest(tmp_path, "文件,类型,客户\n案例\\甲.md,案例,某医院\n")
    assert manifests.row(tmp_path, tmp_path / "案例" / "甲.md") == {"kind": "case", "customer": "某医院"}
    assert manifests.row(tmp_path, tmp_path / "乙.md") == {}


def test_a_workbook_serves_as_a_manifest(tmp_path):
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    book = xlsxwriter.Workbook(tmp_path / "manifest.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["file", "year", "access"])
    sheet.write_row(1, 0, ["a.md", 2024, "sales;lead"])
    book.close()
    assert Manifests().row(tmp_path, tmp_path / "a.md") == {"year": 2024, "access": ("sales", "lead")}


def test_a_wrong_row_is_named_and_refuses_only_its_file(tmp_path):
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    manifests = manifest(tmp_path, "file,kind\na.md,诗歌\nb.md,faq\nc.md,faq\n")
    with pytest.raises(WrongMetadata, match=r"row 2.*诗歌") as caught:
        manifests.row(tmp_path, tmp_path / "a.md")
    assert "第 2 行" in caught.value.zh and caught.value.outcome == "wrong metadata"
    assert manifests.row(tmp_path, tmp_path / "b.md") == {"kind": "faq"}
    assert "第 4 行" in manifests.of(tmp_path).absent["c.md"].zh


def test_a_manifest_without_a_file_column_takes_nothing_in(tmp_path):
    manifests = manifest(tmp_path, "客户,类型\n某医院,案例\n")
    with pytest.raises(WrongMetadata, match="no column"):
        manifests.row(tmp_path, tmp_path / "a.md")


def test_a_front_matter_that_means_something_else_is_not_an_error():
    source = describe(document(), "a.md", {"type": "blog-post", "language": "klingon", "客户": "某银行"}, {})
    assert source.customer == "某银行" and "kind" in source.guessed


def rows(tmp_path: Path, lines: list[str]) -> list[Row | BadRow]:
    path = tmp_path / "rows.jsonl"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    return list(rows_of(path))


def test_rows_become_documents_and_bad_ones_stop_nothing(tmp_path):
    good = {"id": "r1", "title": "某案例", "text": "# 概述\n正文", "kind": "案例", "客户": "甲", "其他": 1}
    found = rows(
        tmp_path,
        ["\ufeff" + json.dumps(good, ensure_ascii=False), "{bad", "", '{"text": 5}', '{"id": "e", "text": " "}',
         '{"id": "k", "text": "x", "kind": "诗歌"}', '{"text": "第 一 条 纯文本"}'],
    )  # fmt: skip
    first, *bad, last = found
    assert isinstance(first, Row) and isinstance(last, Row)
    assert (first.path, first.about) == ("r1", {"title": "某案例", "kind": "case", "customer": "甲"})
    assert [(row.line, row.error.outcome) for row in bad] == [
        (2, "corrupt"), (4, "corrupt"), (5, "empty"), (6, "wrong metadata"),
    ]  # fmt: skip
    assert all(f"第 {row.line} 行" in row.error.zh for row in bad)
    assert last.path == "rows.jsonl:7" and last.read == (tmp_path / "rows.jsonl").stat().st_size


def test_a_row_reads_as_the_document_its_bytes_name():
    content = canonical("某案例", "# 概述\n正文")
    read_row = read("r1.record", content).document
    assert read_row.id == document_id_of(content)
    assert read_row.text == "概述\n正文" and read_row.title == "某案例" and not read_row.title_guessed


def test_equal_words_are_one_document_under_two_names(tmp_path):
    lines = [json.dumps({"id": key, "title": "t", "text": "同样的文字"}) for key in ("a", "b")]
    first, second = rows(tmp_path, lines)
    assert first.content == second.content and first.path != second.path


@given(st.text(), st.text())
def test_canonical_bytes_name_title_and_text_and_nothing_else(title, text):
    content = canonical(title, text)
    assert content == canonical(title, text)
    assert content != canonical(title + "x", text) and content != canonical(title, text + "x")
