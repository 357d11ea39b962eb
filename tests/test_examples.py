"""The sample company: its files open, its manifest names them, and its facts agree with each other."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from knowledge.evidence import DocumentKind
from knowledge.presales import Customer, Deal

EXAMPLES = Path(__file__).parents[1] / "examples"
LIBRARY = EXAMPLES / "library"
FILES = sorted(path for path in LIBRARY.rglob("*") if path.is_file() and path.name != "manifest.csv")
MANIFEST = list(csv.DictReader(io.StringIO((LIBRARY / "manifest.csv").read_text(encoding="utf-8"))))


def lines(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines()]


@cache
def text_of(path: Path) -> str:
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        return "\n".join(
            str(value)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for value in row
            if value
        )
    return path.read_text(encoding="utf-8")


def list_prices() -> dict[str, float]:
    """Model → list price in yuan; the software sheet is in 万元."""
    book = openpyxl.load_workbook(next(LIBRARY.glob("prices/*.xlsx")), data_only=True)
    return {
        str(row[1]): float(row[4]) * (10_000 if name == "软件" else 1)
        for name in ("硬件", "软件", "服务")
        for row in book[name].iter_rows(min_row=4, values_only=True)
        if row[1] and isinstance(row[4], int | float)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_opens_has_text_and_is_small(path: Path) -> None:
    assert len(text_of(path)) > 800
    assert path.stat().st_size < 300_000


def test_the_library_has_long_documents_of_each_format() -> None:
    pages = {path.name: len(pypdf.PdfReader(path).pages) for path in FILES if path.suffix == ".pdf"}
    assert max(pages.values()) >= 8
    long_word = [path for path in FILES if path.suffix == ".docx" and len(text_of(path)) > 4_500]
    assert len(long_word) >= 3


def test_headings_of_the_proposals_are_numbered_by_word_itself() -> None:
    for path in LIBRARY.glob("proposals/*.docx"):
        document = docx.Document(str(path))
        for level in (1, 2, 3):
            number = document.styles[f"Heading {level}"].element.pPr.numPr
            assert number is not None and number.ilvl.val == level - 1
        first = next(p for p in document.paragraphs if p.style.name == "Heading 1")
        assert not re.match(r"[\d第一]", first.text)


def test_manifest_rows_name_files_kinds_customers_and_deals_that_exist() -> None:
    customers = {str(line["name"]) for line in lines("customers.jsonl")}
    deals = {str(line["id"]) for line in lines("deals.jsonl")}
    for row in MANIFEST:
        assert (LIBRARY / row["file"]).is_file()
        assert row["kind"] in DocumentKind.__args__  # type: ignore[attr-defined]
        assert row["customer"] in customers | {""}
        assert row["deal"] in deals | {""}
        assert row["language"] in {"zh", "en"}
    assert 0 < len(MANIFEST) < len(FILES)


def test_products_of_the_manifest_and_of_the_deals_are_on_the_price_list() -> None:
    named = {product for row in MANIFEST for product in row["products"].split(";") if product}
    named |= {str(product) for deal in lines("deals.jsonl") for product in deal["products"]}  # type: ignore[attr-defined]
    assert named <= set(list_prices())


def test_customers_and_deals_are_records_of_the_domain_and_agree() -> None:
    customers = [Customer.model_validate(line) for line in lines("customers.jsonl")]
    deals = [Deal.model_validate(line) for line in lines("deals.jsonl")]
    ids = [customer.id for customer in customers]
    assert len(set(ids)) == len(ids)
    assert len({deal.id for deal in deals}) == len(deals)
    assert {deal.customer for deal in deals} <= set(ids)
    assert {deal.outcome for deal in deals} == {"won", "lost", "open"}


def test_every_customer_and_person_of_the_register_occurs_in_the_library() -> None:
    library = "\n".join(text_of(path) for path in FILES)
    for customer in (Customer.model_validate(line) for line in lines("customers.jsonl")):
        assert customer.name in library
        assert all(person.name in library for person in customer.people)


def test_the_new_customer_of_the_need_is_in_no_file() -> None:
    assert "禾穗优选" in (EXAMPLES / "need.md").read_text(encoding="utf-8")
    assert not [path.name for path in FILES if "禾穗" in text_of(path)]


@pytest.mark.parametrize(
    "planted", ["ISO 14064", "碳排放", "数字孪生", "退货分级", "二次上架", "-20℃", "冷冻"], ids=str
)
def test_the_planted_gaps_are_in_no_file(planted: str) -> None:
    assert not [path.name for path in FILES if planted in text_of(path)]


@pytest.mark.parametrize("version", ["V1.0", "V2.0"])
def test_the_estimate_of_a_proposal_adds_up(version: str) -> None:
    document = docx.Document(str(next(LIBRARY.glob(f"proposals/瑞谷*{version}*.docx"))))
    table = next(t for t in document.tables if t.cell(0, 4).text == "单价" and len(t.columns) == 6)
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    subtotals = [row for row in rows if row[0].isdigit()]

    def number(words: str) -> int:
        return int(re.sub(r"\D", "", words))

    for row in subtotals:
        assert number(row[3]) * number(row[4]) == number(row[5]), row[1]
    assert sum(number(row[5]) for row in subtotals) == number(rows[-2][5])
    changed = {row[2] for row in subtotals if number(row[4]) != list_prices()[row[2]]}
    assert changed == ({"HY-AMR600"} if version == "V1.0" else set())


def test_the_scripts_make_the_committed_words_again_and_the_same_bytes_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES / "make"))
    from blocks import read
    from figures import FONT
    from sheet import write_prices

    makers = {next(LIBRARY.glob("prices/*.xlsx")): write_prices}
    if Path(FONT).exists():
        from print_pdf import write_printed

        makers[LIBRARY / "products/HY-AMR系列产品手册.pdf"] = lambda path: write_printed(read("manual"), path)
        from word import Writer

        pages = json.loads((EXAMPLES / "make/toc_pages.json").read_text(encoding="utf-8"))["ruigu2"]
        made = next(LIBRARY.glob("proposals/瑞谷*V2.0*.docx"))
        makers[made] = lambda path: Writer(read("ruigu", 2), pages).write(path)
    for committed, write in makers.items():
        first, second = (tmp_path / f"{name}{committed.suffix}" for name in ("first", "second"))
        write(first)
        write(second)
        assert first.read_bytes() == second.read_bytes()
        assert text_of(first) == text_of(committed)
    for name in (
        "blocks",
        "figures",
        "sheet",
        "print_pdf",
        "word",
        "word_parts",
        "content",
        "content.prices",
    ):
        sys.modules.pop(name, None)
