"""Prices come from lists that may be offered, in the currency they say, for the counts the need gives."""

from __future__ import annotations

from decimal import Decimal

import pytest
from small_library import SmallLibrary, need_of

from assistant.drafting.need.read import read_need
from assistant.drafting.offer.architecture import is_sibling
from assistant.drafting.offer.price_list import Money, money_of
from assistant.drafting.offer.pricing import _shown
from assistant.drafting.offered import offered_models
from assistant.drafting.outline import draft
from assistant.drafting.phrases import Phrases
from assistant.drafting.template import load_template
from assistant.grounding.prices import worth

ZH = load_template("default", "zh")
PLAIN = "型号,名称,单价（元）\nHY-AMR600,搬运机器人,200000"
HEAD = "型号,名称,{0}\nHY-AMR600,搬运机器人,{1}"


def _table(prices: str, *asks: str, need_of_whom: str | None = None, **metadata: object) -> list[list[str]]:
    lib = SmallLibrary()
    lib.add("价格表.csv", prices, **{"kind": "price_list", "reusable": True, **metadata})
    text = "# 项目需求\n\n## 采购需求\n\n" + "\n".join(f"- {ask}" for ask in asks) + "\n"
    need = read_need(need_of(text), customer=need_of_whom)
    outline = draft(lib, need, ZH, made_at="2026-11-20T08:00:00")
    tables = [t for s in outline.sections if s.key == "cost" for t in s.tables]
    return [list(row) for row in tables[0].rows] if tables else []


def test_another_customers_list_and_one_not_made_to_be_reused_price_nothing() -> None:
    ask = "需要 HY-AMR600 12 台"
    assert _table(PLAIN, ask)[0][3] == "2,400,000 元"
    assert not _table(PLAIN, ask, reusable=False)
    assert not _table(PLAIN, ask, customer="恒远物流", need_of_whom="别家公司")
    assert not _table(PLAIN, ask, customer="恒远物流")
    assert _table(PLAIN, ask, customer="恒远物流", reusable=False, need_of_whom="恒远物流")


def test_a_model_and_its_name_are_one_item() -> None:
    table = _table(PLAIN, "需要 HY-AMR600 搬运机器人 12 台")
    assert [row[0] for row in table[:-1]] == ["HY-AMR600（搬运机器人）"]
    assert table[-1][3] == "2,400,000 元"


@pytest.mark.parametrize(
    ("ask", "amount"),
    [
        ("需要 HY-AMR600 12 台", "12 台"),
        ("需要 12 台 HY-AMR600", "12 台"),
        ("HY-AMR600 不少于 12 台", "12 台"),
        ("HY-AMR600 搬运机器人 × 12", "12"),
        ("HY-AMR600 搬运机器人，每天处理 12000 件，共 3 个库区", "待补"),
        ("HY-AMR600 搬运机器人须支持 500 个库位", "待补"),
        ("需要 HY-AMR600 12 台，其中 4 台备用", "待补：需求里有 12 台、4 台，请确认数量"),
        ("3 台以上 HY-AMR600 并可扩展至 30 台", "待补：需求里有 3 台、30 台，请确认数量"),
    ],
)
def test_a_quantity_is_the_one_count_that_stands_with_the_item(ask: str, amount: str) -> None:
    assert _table(PLAIN, ask)[0][1] == amount


def test_what_is_there_already_is_not_counted() -> None:
    table = _table(PLAIN, "现有 HY-AMR600 搬运机器人 5 台需要保留", "需要 HY-AMR600 不少于 12 台")
    assert [row[1] for row in table[:-1]] == ["12 台"]


EDGE = "型号,名称,单位,单价（元）\nHS-N8,边缘主机,台,5000\nHS-N16,边缘节点,台,9000"


def _rows(*asks: str) -> list[tuple[str, str]]:
    return [(row[0].split("（")[0], row[1]) for row in _table(EDGE, *asks)[:-1]]


@pytest.mark.parametrize(
    ("ask", "counts"),
    [
        ("每个站点配 HS-N8 2 台，共 6 个站点", "2 台、6 个站点"),
        ("6 个站点各配 HS-N8 2 台", "2 台、6 个站点"),
        ("每层 HS-N8 2 台，共 10 层", "2 台、10 层"),
        ("每栋楼安装 2 台 HS-N8，共 8 栋", "2 台、8 栋"),
        ("单站点配置 HS-N8 2 台，共 6 个站点", "2 台、6 个站点"),
        ("2 units of HS-N8 per site, 6 sites in total", "2 units、6 sites"),
        ("HS-N8 2 台/园区", "2 台"),
        ("HS-N8 一期 2 台、二期 3 台", "2 台、3 台"),
        ("HS-N8 东区 2 台、西区 3 台、备用 1 台", "2 台、3 台、1 台"),
        ("每个站点：交换机 1 套，HS-N8 2 台", "2 台"),
    ],
)
def test_a_count_for_each_place_or_phase_is_no_total(ask: str, counts: str) -> None:
    table = _table(EDGE, ask)
    assert [row[1] for row in table[:-1]] == [f"待补：需求里有 {counts}，请确认数量"]
    assert table[-1][3] == "待补"


@pytest.mark.parametrize(
    ("ask", "rows"),
    [
        ("HS-N8 2 台、交换机 3 台、机柜 1 台", [("HS-N8", "2 台")]),
        ("HS-N8 2 台、HS-N16 3 台", [("HS-N8", "2 台"), ("HS-N16", "3 台")]),
        ("HS-N8 2 台，每台配 2 块电池", [("HS-N8", "2 台")]),
        ("需要 HS-N8 12 台，每天处理 8000 件", [("HS-N8", "12 台")]),
    ],
)
def test_counts_of_other_things_leave_the_quantity_as_it_is(ask: str, rows: list[tuple[str, str]]) -> None:
    assert _rows(ask) == rows


@pytest.mark.parametrize(
    ("ask", "rows"),
    [
        ("现有 HS-N16 边缘节点 10 台利旧，新增 4 台", [("HS-N16", "4 台")]),
        ("在现有 10 台 HS-N16 基础上新增 4 台", [("HS-N16", "4 台")]),
        ("现有 HS-N16 10 台利旧，新增 HS-N8 4 台", [("HS-N8", "4 台")]),
        ("We keep the existing 10 units of HS-N16 and need an additional 4 units", [("HS-N16", "4 units")]),
        ("现有 HS-N16 边缘节点 10 台利旧", []),
    ],
)
def test_what_is_bought_on_top_of_what_is_there_is_counted(ask: str, rows: list[tuple[str, str]]) -> None:
    assert _rows(ask) == rows


@pytest.mark.parametrize(
    "ask", ["不需要 HS-N16 边缘节点", "本期不采购 HS-N16", "HS-N16 本期暂不采购", "HS-N16 is not required"]
)
def test_what_the_need_declines_is_not_priced(ask: str) -> None:
    assert _rows("需要 HS-N8 2 台", ask) == [("HS-N8", "2 台")]


@pytest.mark.parametrize("ask", ["HS-N16 4 台，无需安装调试", "无需停机即可扩容的 HS-N16 4 台"])
def test_an_item_beside_something_not_needed_is_priced(ask: str) -> None:
    assert _rows(ask) == [("HS-N16", "4 台")]


@pytest.mark.parametrize(
    ("quote", "models"),
    [
        ("HS-N16 断网缓存不少于 7 天，HS-N8 不支持", {"hs-n16"}),
        ("HS-N8 不支持断网缓存，HS-N16 支持", {"hs-n16"}),
        ("HS-N16 caches 7 days, but HS-N8 does not support it", {"hs-n16"}),
        ("HS-N16 和 HS-N8 均支持断网缓存", {"hs-n16", "hs-n8"}),
        ("HS-N8 不支持断网缓存", set()),
    ],
)
def test_a_model_that_is_denied_is_no_rival_of_the_one_offered(quote: str, models: set[str]) -> None:
    assert offered_models(quote) == models


def test_each_count_belongs_to_its_own_item() -> None:
    prices = "型号,名称,单位,单价（元）\nHY-AMR600S,搬运机器人,台,200000\nHY-WMS-PRO,仓储管理系统,套,300000"
    table = _table(prices, "需要20台HY-AMR600S和1套HY-WMS-PRO")
    assert [(row[0].split("（")[0], row[1]) for row in table[:-1]] == [
        ("HY-AMR600S", "20 台"),
        ("HY-WMS-PRO", "1 套"),
    ]


def test_a_name_inside_a_longer_name_is_another_thing() -> None:
    assert not _table("型号,名称,单价（元）\nS1,机器人,200000", "需要搬运机器人 8 台，支持 S1 等级")


@pytest.mark.parametrize(
    ("label", "money"),
    [
        ("（元）", Money("CNY")),
        ("（万元/台）", Money("CNY", Decimal(10_000), Decimal(1), "台")),
        ("(百元)", Money("CNY", Decimal(100))),
        ("（百万元，含税）", Money("CNY", Decimal(1_000_000))),
        ("（元/千次）", Money("CNY", Decimal(1), Decimal(1000), "次")),
        ("（HK$）", Money("HKD")),
        ("(港元)", Money("HKD")),
        ("(日元)", Money("JPY")),
        ("USD", Money("USD")),
        ("(EUR, excl. VAT)", Money("EUR")),
        ("（加元）", None),
        ("（新台币）", None),
        ("(NT$)", None),
        ("(SGD)", None),
        ("(USD/EUR)", None),
    ],
)
def test_a_label_names_its_currency_exactly_or_none(label: str, money: Money | None) -> None:
    assert money_of(label) == money


@pytest.mark.parametrize("column", ["单价（加元）", "单价（NT$）", "单价"])
def test_a_price_of_unknown_currency_is_left_open(column: str) -> None:
    assert _table(HEAD.format(column, 200000), "需要 HY-AMR600 12 台")[0][2:4] == ["待补", "待补"]


@pytest.mark.parametrize("other", ["Flow rate (m3/h)", "价格类别", "成本价（元）", "渠道价（元）"])
def test_only_a_column_headed_by_price_is_the_price(other: str) -> None:
    prices = f"型号,名称,{other},单价（元）\nHY-AMR600,搬运机器人,2,8000"
    assert _table(prices, "需要 HY-AMR600 4 台")[0][3] == "32,000 元"


def test_mixed_currencies_have_no_total() -> None:
    prices = "型号,名称,单价\nHY-AMR600,搬运机器人,¥200000\nHY-WCS900,控制系统,$100"
    table = _table(prices, "需要 HY-AMR600 12 台", "需要 HY-WCS900 1 套")
    assert [row[3] for row in table] == ["2,400,000 元", "100 USD", "待补"]


@pytest.mark.parametrize("status", ["停产", "停售", "Discontinued"])
def test_what_is_no_longer_sold_is_not_priced(status: str) -> None:
    row = _table(f"型号,名称,状态,单价（元）\nHY-AMR600,搬运机器人,{status},200000", "需要 HY-AMR600 12 台")[
        0
    ]
    assert row[3] == "待补"
    assert "200,000" not in row[2]


@pytest.mark.parametrize(
    ("valid", "ended"),
    [
        ("2019-12-31", True),
        ("2026年10月", True),
        ("2026-01-01 至 2026-11-19", True),
        ("2026-11-20", False),
        ("长期", False),
    ],
)
def test_an_expired_price_is_asked_about_and_multiplied_by_nothing(valid: str, ended: bool) -> None:
    row = _table(f"型号,名称,单价（元）,有效期\nHY-AMR600,搬运机器人,200000,{valid}", "需要 HY-AMR600 12 台")[
        0
    ]
    assert ("价格已过期" in row[2]) is ended
    assert (row[3] == "待补") is ended


def test_siblings_of_a_named_model_are_not_in_the_table() -> None:
    prices = "型号,名称,单价（元）\nHY-AMR600,搬运机器人,1\nHY-AMR600S,搬运机器人,2\nHY-AMR660,搬运机器人,3"
    assert [row[0] for row in _table(prices, "需要 HY-AMR600 搬运机器人 12 台")[:-1]] == [
        "HY-AMR600（搬运机器人）"
    ]


@pytest.mark.parametrize(
    ("name", "sibling"),
    [
        ("HY-AMR600S", True),
        ("HY-AMR660", True),
        ("HY-WMS-STD", True),
        ("HY-AMR600", False),
        ("HY-WMS-PRO", False),
        ("HY-RCS", False),
    ],
)
def test_siblings_of_what_the_need_names_are_no_components(name: str, sibling: bool) -> None:
    assert is_sibling(name, "需要 HY-AMR600 12 台和 HY-WMS-PRO 1 套") is sibling


def test_an_english_draft_names_the_currency_and_converts_nothing() -> None:
    assert _shown(Decimal(2_400_000), "CNY", Phrases("en")) == "CNY 2,400,000"
    assert _shown(Decimal(2_400_000), "CNY", Phrases("zh")) == "2,400,000 元"
    assert worth("CNY 2,400,000") == worth("2,400,000 元")
