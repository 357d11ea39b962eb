"""``customers`` and ``deals``: all lines of a file are saved or none, and adding replaces nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import presales

from knowledge.presales import STAGE_ALIASES, STAGES, Deal


def lines(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("verb", "rows", "what"),
    [
        ("customers", ({"id": "C1", "name": "甲"}, {"id": "C2"}), "name"),
        ("customers", ({"id": "C1", "name": "甲"}, {"id": "C2", "name": "甲"}), "已存在"),
        ("customers", ({"id": "C1", "name": "甲"}, {"id": "C2", "name": "乙", "nmae": "x"}), "nmae"),
        (
            "deals",
            ({"id": "D1", "name": "一", "customer": "K"}, {"id": "D2", "name": "二", "customer": "谁"}),
            "谁",
        ),
        (
            "deals",
            (
                {"id": "D1", "name": "一", "customer": "K"},
                {"id": "D2", "name": "二", "customer": "K", "stage": "?"},
            ),
            "stage",
        ),
    ],
)
def test_a_bad_line_of_a_file_is_named_and_nothing_is_saved(
    tmp_path: Path, verb: str, rows: tuple[dict[str, object], ...], what: str
) -> None:
    home = tmp_path / "home"
    presales(home, "customers", "add", "客户", "--id", "K")
    before = presales(home, verb, "list", "--json").out
    ended = presales(home, verb, "add", "--file", str(lines(tmp_path / "rows.jsonl", *rows)), "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "第 2 行" in ended.err and what in ended.err
    assert presales(home, verb, "list", "--json").out == before


def test_a_file_is_saved_whole_and_saving_it_again_changes_nothing(tmp_path: Path) -> None:
    rows = [{"id": f"C{n}", "name": f"客户{n}", "short_names": [f"客{n}"]} for n in range(9)]
    file = str(lines(tmp_path / "rows.jsonl", *rows))
    first = presales(tmp_path, "customers", "add", "--file", file, "--json")
    assert [row["id"] for row in first.rows] == [row["id"] for row in rows]
    assert presales(tmp_path, "customers", "add", "--file", file, "--json").out == first.out
    assert len(presales(tmp_path, "customers", "list", "--json").rows) == 9


def test_adding_a_customer_again_never_takes_its_names_away(tmp_path: Path) -> None:
    first = presales(tmp_path, "customers", "add", "甲集团", "--short", "甲", "--person", "张三", "--json")
    again = presales(tmp_path, "customers", "add", "甲集团", "--json")
    assert (again.code, again.out) == (1, "")
    assert "edit" in again.err
    assert presales(tmp_path, "customers", "list", "--json").rows == first.rows


def test_two_customers_may_have_deals_of_one_name(tmp_path: Path) -> None:
    for customer in ("甲集团", "乙集团"):
        presales(tmp_path, "customers", "add", customer)
        assert presales(tmp_path, "deals", "add", "一期", "--customer", customer).code == 0
    deals = presales(tmp_path, "deals", "list", "--json").rows
    assert len({deal["id"] for deal in deals}) == len({deal["customer"] for deal in deals}) == 2


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("投标", "投标/报价"), ("报价", "投标/报价"), ("投标／报价", "投标/报价"), ("Bid", "投标/报价"),
        ("quotation", "投标/报价"), ("internal  review", "内部评审"), ("Needs", "需求确认"),
        ("first visit", "初访"), ("solution design", "方案设计"), ("customer presentation", "客户汇报"),
        ("contract", "合同"), ("retrospective", "复盘"),
    ],
)  # fmt: skip
def test_a_stage_is_understood_by_what_people_call_it(tmp_path: Path, said: str, stage: str) -> None:
    presales(tmp_path, "customers", "add", "甲集团")
    (deal,) = presales(tmp_path, "deals", "add", "一期", "--customer", "甲集团", "--json").rows
    (moved,) = presales(tmp_path, "deals", "edit", deal["id"], "--stage", said, "--json").rows
    assert moved == {**deal, "stage": stage}


def test_no_alias_is_of_two_stages_and_the_order_is_the_path_of_a_deal() -> None:
    spelt = [name for stage, aliases in STAGE_ALIASES.items() for name in (stage, *aliases)]
    assert len(spelt) == len(set(spelt))
    assert STAGES == ("初访", "需求确认", "方案设计", "内部评审", "客户汇报", "投标/报价", "合同", "复盘")
    stages = {Deal(id="d", name="n", customer="c", stage=name).stage for name in spelt}  # type: ignore[arg-type]
    assert stages == set(STAGES)
