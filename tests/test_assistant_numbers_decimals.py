"""Decimals in Chinese numerals, digits behind a unit and what else is said of a figure aloud."""

from __future__ import annotations

from decimal import Decimal

import pytest
from small_library import need_of

from assistant.drafting.need.read import read_need
from assistant.grounding.numbers import number_tokens, quantities

DAY = 86_400


def _read(text: str) -> list[tuple[str, Decimal, str]]:
    return [
        (text[quantity.span.start : quantity.span.end], quantity.low, quantity.dimension)
        for quantity in quantities(text)
    ]


@pytest.mark.parametrize(
    ("text", "written", "value", "dimension"),
    [
        ("响应不超过零点五秒", "零点五秒", "0.5", "duration"),
        ("零点零五秒", "零点零五秒", "0.05", "duration"),
        ("备电一点五小时", "一点五小时", "5400", "duration"),
        ("两点五小时内到场", "两点五小时", "9000", "duration"),
        ("行走速度两点五米每秒", "两点五米每秒", "2.5", "speed"),
        ("每秒两点五米", "两点五米", "2.5", "speed"),
        ("载重一点三五吨", "一点三五吨", "1350", "mass"),
        ("预算三点五万元", "三点五万元", "35000", "money:CNY"),
        ("提高九十九点九五个百分点", "九十九点九五个百分点", "99.95", "ratio"),
        ("预算三点五万，含税", "三点五万", "35000", "number"),
    ],
)
def test_a_decimal_in_chinese_numerals_is_read_from_its_whole_part(
    text: str, written: str, value: str, dimension: str
) -> None:
    assert _read(text) == [(written, Decimal(value), dimension)]


@pytest.mark.parametrize(
    "text",
    [
        "两点半",
        "下午两点五十分",
        "下午两点五分",
        "三点十五分",
        "三点五个人到场",
        "两点到三点",
        "做得好一点点",
    ],
)
def test_a_time_of_day_is_no_decimal(text: str) -> None:
    assert _read(text) == []


def test_a_range_of_decimals_has_both_bounds() -> None:
    (found,) = quantities("三点五到四点五小时")
    assert (found.low, found.high) == (Decimal(12_600), Decimal(16_200))


def test_the_points_before_a_pair_of_things_are_no_decimal() -> None:
    assert _read("功能有三点两个模块") == [("两个", Decimal(2), "count:个")]


def test_a_decimal_in_numerals_supports_the_same_figure_in_digits() -> None:
    assert "1.5" in number_tokens("备电一点五小时")


@pytest.mark.parametrize(
    ("text", "written", "value", "dimension"),
    [
        ("噪声低于四十五分贝", "四十五分贝", "45", "loudness"),
        ("每半分钟采集一次", "半分钟", "30", "duration"),
        ("载重一吨三五", "一吨三五", "1350", "mass"),
        ("载重一吨半", "一吨半", "1500", "mass"),
        ("层高两米五", "两米五", "2.5", "length"),
        ("2米5高的货架", "2米5", "2.5", "length"),
        ("合格率九成五", "九成五", "95", "ratio"),
        ("合格率九成以上", "九成", "90", "ratio"),
        ("俩小时内恢复", "俩小时", "7200", "duration"),
        ("零下八十六度的冰箱", "零下八十六度", "-86", "temperature"),
        ("零下八十六摄氏度", "零下八十六摄氏度", "-86", "temperature"),
        ("within a fortnight", "a fortnight", str(14 * DAY), "duration"),
        ("two fortnights", "two fortnights", str(28 * DAY), "duration"),
        ("a range of 300 miles", "300 miles", "482803.2", "length"),
        ("availability of 99.9 per cent", "99.9 per cent", "99.9", "ratio"),
        ("99.9 percent", "99.9 percent", "99.9", "ratio"),
        ("five per cent of the jobs", "five per cent", "5", "ratio"),
    ],
)
def test_a_figure_said_aloud_keeps_its_whole_value(
    text: str, written: str, value: str, dimension: str
) -> None:
    assert (written, Decimal(value), dimension) in _read(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("三米五台", [("三米", Decimal(3), "length"), ("五台", Decimal(5), "count:台")]),
        ("三吨五辆", [("三吨", Decimal(3000), "mass"), ("五辆", Decimal(5), "count:辆")]),
        ("三米一根", [("三米", Decimal(3), "length")]),
        ("他俩小时候就认识", []),
        ("四十五度角", []),
        ("visited once per day", [("once per day", Decimal(1) / DAY, "rate:次")]),
    ],
)
def test_what_only_looks_like_digits_behind_a_unit_counts_for_itself(
    text: str, read: list[tuple[str, Decimal, str]]
) -> None:
    assert _read(text) == read


def test_a_figure_with_lai_is_about_its_value() -> None:
    (found,) = quantities("预算三百来万")
    assert (found.low, found.dimension, found.comparator) == (Decimal(3_000_000), "number", "~")


def test_both_ends_of_a_range_below_zero_are_read() -> None:
    (found,) = quantities("零下二十到四十摄氏度")
    assert (found.low, found.high) == (Decimal(-20), Decimal(40))


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("五千来块", "5000", "money:CNY"),
        ("预算五千来块，能不能做", "5000", "money:CNY"),
        ("五千来块屏", "5000", "count:块"),
        ("电池板五千来块", "5000", "count:块"),
        ("1.5m users", "1500000", "count:user"),
        ("2m concurrent users", "2000000", "count:user"),
        ("1.5m cable", "1.5", "length"),
        ("1.5m cables", "1.5", "length"),
        ("1.5m high", "1.5", "length"),
    ],
)
def test_pieces_and_metres_are_told_from_money_and_millions(text: str, value: str, dimension: str) -> None:
    (found,) = quantities(text)
    assert (found.low, found.dimension) == (Decimal(value), dimension)


def test_a_fraction_of_an_hour_is_no_midnight() -> None:
    found = read_need(need_of("# 运维需求\n\n## 要求\n- 故障零点五小时内响应\n")).requirements
    assert [(r.value, r.unit) for r in found] == [("零点五", "小时")]
