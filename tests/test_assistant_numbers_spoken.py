"""Figures as people say and jot them: halves, parts of an hour, metric units in words, nines, scales."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.drafting.need.read import read_need
from assistant.grounding.numbers import quantities
from ingest.read import read

MINUTE, HOUR, DAY = Decimal(60), Decimal(3600), Decimal(86_400)


@pytest.mark.parametrize(
    ("text", "value", "unit", "dimension", "low"),
    [
        ("半分钟内", "半", "分钟", "duration", MINUTE / 2),
        ("半秒之内切换", "半", "秒", "duration", Decimal("0.5")),
        ("日志留半年", "半", "年", "duration", 365 * DAY / 2),
        ("半个月内", "半", "个月", "duration", 365 * DAY / 24),
        ("停半个多小时", "半", "个多小时", "duration", HOUR / 2),
        ("两个多小时", "两", "个多小时", "duration", 2 * HOUR),
        ("地上进水十公分就得断电", "十", "公分", "length", Decimal("0.1")),
        ("8 公分", "8", "公分", "length", Decimal("0.08")),
        ("三十厘米", "三十", "厘米", "length", Decimal("0.3")),
        ("五毫米", "五", "毫米", "length", Decimal("0.005")),
        ("三公里", "三", "公里", "length", Decimal(3000)),
        ("误差不超过一米", "一", "米", "length", Decimal(1)),
        ("within 1 metre", "1", "metre", "length", Decimal(1)),
        ("正负 0.02 兆帕以内", "0.02", "兆帕", "pressure", Decimal(20_000)),
        ("200 千帕", "200", "千帕", "pressure", Decimal(200_000)),
        ("0.3MPa", "0.3", "MPa", "pressure", Decimal(300_000)),
        ("200 kPa", "200", "kPa", "pressure", Decimal(200_000)),
        ("10 bar", "10", "bar", "pressure", Decimal(1_000_000)),
        ("五个百分点", "五", "个百分点", "ratio", Decimal(5)),
        ("clear the doors within a minute.", "a", "minute", "duration", MINUTE),
        ("in under an hour", "an", "hour", "duration", HOUR),
        ("no more than a week", "a", "week", "duration", 7 * DAY),
        ("lose an hour of data", "an", "hour", "duration", HOUR),
        ("kept for a year after handover", "a", "year", "duration", 365 * DAY),
        ("half a minute", "half", "a minute", "duration", MINUTE / 2),
        ("a half-day workshop", "half", "day", "duration", DAY / 2),
        ("within a quarter of an hour", "a quarter of", "an hour", "duration", HOUR / 4),
        ("three quarters of an hour", "three quarters of", "an hour", "duration", 3 * HOUR / 4),
        ("a tenth of a second", "a tenth of", "a second", "duration", Decimal("0.1")),
        ("an hour and a half", "an hour and a half", None, "duration", HOUR * 3 / 2),
        ("Sixteen arm64 nodes join the x86 ones", "Sixteen", "nodes", "count:node", Decimal(16)),
        ("16 arm64 nodes", "16", "nodes", "count:node", Decimal(16)),
        ("one on-site engineer during the move", "one", "on-site engineer", "count:engineer", Decimal(1)),
        ("one on-site service engineer", "one", "on-site service engineer", "count:engineer", Decimal(1)),
        ("two spare pumps", "two", "spare pumps", "count:pump", Decimal(2)),
        ("可用性三个九", "三个九", None, "ratio", Decimal("99.9")),
        ("四个九", "四个九", None, "ratio", Decimal("99.99")),
        ("5 个 9", "5 个 9", None, "ratio", Decimal("99.999")),
        ("three nines", "three nines", None, "ratio", Decimal("99.9")),
        ("1.5M records", "1.5M", "records", "count:record", Decimal(1_500_000)),
        ("1.2 mn EUR", "1.2 mn", "EUR", "money:EUR", Decimal(1_200_000)),
        ("1.5 m", "1.5", "m", "length", Decimal("1.5")),
        ("12,000 点", "12,000", "点", "count:点", Decimal(12_000)),
        ("±0.5 m", "0.5", "m", "length", Decimal("0.5")),
        ("150 m 间距", "150", "m", "length", Decimal(150)),
        ("用十公分钢管", "十", "公分", "length", Decimal("0.1")),
    ],
)
def test_a_figure_is_read_as_people_say_it(
    text: str, value: str, unit: str | None, dimension: str, low: Decimal
) -> None:
    """The size of a thing is a figure too (十公分钢管), as 100 mm is before any noun."""
    (quantity,) = quantities(text)
    assert (quantity.value.of(text), quantity.unit and quantity.unit.of(text)) == (value, unit)
    assert (quantity.dimension, quantity.low) == (dimension, low)


@pytest.mark.parametrize(
    "text",
    [
        "一半的设备",
        "半自动打包机",
        "大半都坏了",
        "半成品库",
        "半路停了",
        "半套图纸",
        "上半年",
        "下半年上线",
        "半年报",
        "a minute detail",
        "in a week's time we talk",
        "within a day's work",
        "in a second data centre",
        "a week ago",
        "within a day or two",
        "just a second, please",
        "一点",
        "三点建议",
        "九成新的叉车",
        "one of the pumps",
        "on the one hand",
        "one control system",
        "one dashboard",
        "最后一公里",
        "一米都不让",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert quantities(text) == ()


def test_both_values_of_a_sentence_are_required() -> None:
    text = "Service is to be up again inside 4 hours and we can afford to lose a quarter of an hour of readings, no more."
    requirements = read_need(read("need.txt", text.encode()).document).requirements
    assert [(r.value, r.unit) for r in requirements] == [("4", "hours"), ("a quarter of", "an hour")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("楼上水压别忽高忽低，正负 0.02 兆帕以内。", "0.02", "兆帕"),
        ("地上进水十公分就得断电。", "十", "公分"),
        ("水箱满了要在半分钟内关死进水。", "半", "分钟"),
        ("Vehicles must clear the doors within a minute.", "a", "minute"),
        ("可用性要做到四个九。", "四个九", None),
        ("The platform must reach three nines.", "three nines", None),
        ("The restore must be over in an hour and a half.", "an hour and a half", None),
        ("The platform must hold 1.5M records.", "1.5M", "records"),
        ("记录仪按 150 m 间距布设。", "150", "m"),
        ("传感器要接入 12,000 点。", "12,000", "点"),
        ("The budget is 1.2 mn EUR.", "1.2 mn", "EUR"),
        ("预算 48 万。", "48", "万"),
    ],
)
def test_a_requirement_shows_the_value_and_the_unit_said(text: str, value: str, unit: str | None) -> None:
    (requirement,) = read_need(read("need.txt", text.encode()).document).requirements
    assert (requirement.value, requirement.unit) == (value, unit)
