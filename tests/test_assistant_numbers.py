"""Numbers with units: as written, in words or figures, and never digits that only name something."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.need.cues import mood_of
from assistant.drafting.words.moments import moments
from assistant.grounding.numbers import number_tokens, quantities, unsupported_numbers
from assistant.grounding.spelled import english_value, han_value


def found(text: str) -> list[tuple[str, str | None]]:
    return [(q.value.of(text), q.unit.of(text) if q.unit else None) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "low"),
    [
        ("一千八百只", "一千八百", "只", "1800"),
        ("八成以上", "八", "成", "80"),
        ("不超过五个半小时", "五个半", "小时", "19800"),
        ("别超过一成", "一", "成", "10"),
        ("半小时内", "半", "小时", "1800"),
        ("预算六十万上下", "六十", "万", "600000"),
        ("得分不低于 80 分", "80", "分", "80"),
        ("260～280 万元", "260～280", "万元", "2600000"),
        ("5 to 40 °C", "5 to 40", "°C", "5"),
        ("EUR 520,000", "520,000", "EUR", "520000"),
        ("£120k", "120k", "£", "120000"),
        ("$1.4 million", "1.4 million", "$", "1400000"),
        ("two hundred and fifty users", "two hundred and fifty", "users", "250"),
        ("within eight hours", "eight", "hours", "28800"),
        ("half an hour", "half", "an hour", "1800"),
        ("65 dB(A)", "65", "dB(A)", "65"),
        ("80 mg/L", "80", "mg/L", "80"),
        ("60,000 jobs a day", "60,000", "jobs a day", None),
        ("工期四个半月", "四个半", "月", "11826000"),
        ("工期 4 个半月", "4 个半", "月", "11826000"),
        ("质保期五年", "五", "年", "157680000"),
        ("三到五年", "三到五", "年", "94608000"),
        ("20 多台", "20", "台", "20"),
        ("460 万以内", "460", "万", "4600000"),
        ("between 40 and 60 GPU cards", "40 and 60", "GPU cards", "40"),
        ("between USD 600,000 and 650,000", "600,000 and 650,000", "USD", "600000"),
        ("40 和 60 台之间", "40 和 60", "台", "40"),
        ("650 到 700 万之间", "650 到 700", "万", "6500000"),
        ("450 万年底前", "450", "万", "4500000"),
        ("between three and five years", "three and five", "years", "94608000"),
        ("two to three weeks", "two to three", "weeks", "1209600"),
        ("3.2 million NOK", "3.2 million", "NOK", "3200000"),
        ("CAD 5.8 million", "5.8 million", "CAD", "5800000"),
        ("3-4 million USD", "3-4 million", "USD", "3000000"),
        ("每日 4 架次", "4", "架次", None),
    ],
)
def test_a_quantity_is_read_with_its_unit(text: str, value: str, unit: str, low: str | None) -> None:
    (quantity,) = quantities(text)
    assert (quantity.value.of(text), quantity.unit and quantity.unit.of(text)) == (value, unit)
    assert low is None or quantity.low == Decimal(low)


@pytest.mark.parametrize(
    "text",
    [
        "等保三级",
        "二次上架",
        "双十一期间",
        "一台也行",
        "白天一分钟都不能停",
        "十分重要",
        "晚上 10 点到第二天早上 6 点",
        "GB 26875",
        "IEC 61340-5-1",
        "21 CFR Part 11",
        "付款 3-3-3-1",
        "按 3:5:2 支付",
        "since 2014",
        "at the 95th percentile",
        "one control system handles them",
        "Two of the tractors",
        "见表 3",
        "2026 年 11 月 6 日",
    ],
)
def test_digits_and_words_that_name_are_no_quantities(text: str) -> None:
    assert found(text) == []


def test_a_code_that_is_a_word_is_money_only_beside_a_great_amount() -> None:
    assert found("20 CAD workstations") == [("20", "CAD workstations")]
    assert found("CAD 3 套") == [("3", "套")]


def test_both_ends_of_a_range_in_words_support_a_number() -> None:
    assert unsupported_numbers("质保 5 年", ["质保三到五年"]) == ()


def test_a_meter_count_is_no_table_number() -> None:
    assert found("安装远传水表 128 只") == [("128", "只")]


@given(st.integers(1, 99_999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert han_value(_in_han(number)) == number


def _in_han(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number >= 10_000:
        high, rest = divmod(number, 10_000)
        return _in_han(high) + "万" + ("" if not rest else ("零" if rest < 1000 else "") + _in_han(rest))
    written, rest, gap = "", number, False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, power)
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + name
        gap = not digit
    return written


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("eight", 8),
        ("twenty-five", 25),
        ("two hundred and fifty", 250),
        ("a hundred", 100),
        ("three thousand", 3000),
    ],
)
def test_english_numerals_are_read(written: str, value: int) -> None:
    assert english_value(written) == value


@given(st.text(alphabet="0123456789一二两十百千万半个台天年 ,.%～-至toab元€$小时成分点月日:：", max_size=60))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    last = 0
    for quantity in quantities(text):
        assert last <= quantity.value.start < quantity.value.end <= len(text)
        assert quantity.low >= 0
        last = quantity.value.end


def test_a_number_in_words_supports_the_same_number_in_words() -> None:
    assert unsupported_numbers("质保三年，两套", ["质保三年", "备件两套"]) == ()
    assert unsupported_numbers("质保五年", ["质保三年"]) == ("5",)
    assert "8" in number_tokens("within eight hours")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("明年 6 月底之前上线", ["明年 6 月底"]),
        ("go live by 31 March", ["31 March"]),
        ("works start between 1 October and 15 December", ["1 October and 15 December"]),
        ("每天 02:00 清洗", ["02:00"]),
        ("from 6 am to 11 pm", ["6 am to 11 pm"]),
        ("2009 年 6 月", []),
    ],
)
def test_dates_to_meet_and_times_of_day_are_values(text: str, written: list[str]) -> None:
    assert [span.of(text) for span, _ in moments(text)] == written


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "一",
        "万",
        "a ",
        "9 x ",
        "two hundred ",
        "9～",
        "1 月",
        "10:00-",
        "把",
        "按",
        "换 ",
        "m ",
        "2026 年",
        "了 ",
        "-1",
        "a-",
        "$",
    ],
)
def test_patterns_take_linear_time_on_hostile_text(piece: str) -> None:
    hostile = (piece * 100_000)[:100_000]
    started = time.process_time()
    quantities(hostile)
    list(moments(hostile))
    mood_of(hostile)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "value", "unit", "low", "high"),
    [
        ("支持 1 000 台终端", "1 000", "台", "1000", "1000"),
        ("支持 12\u2009500 台终端", "12\u2009500", "台", "12500", "12500"),
        ("QPS 达到 5k", "5k", None, "5000", "5000"),
        ("写入 10^6 条/秒", "10^6", "条/秒", "1000000", "1000000"),
        ("写入 3×10^6 条/秒", "3×10^6", "条/秒", "3000000", "3000000"),
        ("不少于 10+2 台", "10+2", "台", "12", "12"),
        ("零下 20 度", "零下 20", "度", "-20", "-20"),
        ("工作温度 -20～60℃", "-20～60", "℃", "-20", "60"),
        ("-20℃~60℃", "-20℃~60", "℃", "-20", "60"),
        ("-30 到 -10 ℃", "-30 到 -10", "℃", "-30", "-10"),
        ("Operating temperature -20 to 60 C", "-20 to 60", "C", "-20", "60"),
        ("temperature: 0 - 40 C", "0 - 40", "C", "0", "40"),
        ("Ambient temperature 32 to 104 F", "32 to 104", "F", "32", "104"),
        ("工期90个日历天", "90", "个日历天", "7776000", "7776000"),
        ("一年半质保", "一年半", None, "47304000", "47304000"),
        ("两个半小时", "两个半", "小时", "9000", "9000"),
        ("人民币叁佰万元整", "叁佰", "万元", "3000000", "3000000"),
        ("叁佰贰拾伍圆", "叁佰贰拾伍", "圆", "325", "325"),
        ("1/2 小时", "1/2", "小时", "1800", "1800"),
        ("a dozen scanners", "a dozen", "scanners", "12", "12"),
        ("8.5 by 11 inch paper", "8.5 by 11", "inch", "0.2159", "0.2794"),
        ("no more than one (1) page", "one", "page", "1", "1"),
    ],
)
def test_a_figure_of_several_parts_is_one_value(
    text: str, value: str, unit: str | None, low: str, high: str
) -> None:
    only = quantities(text)
    assert found(text) == [(value, unit)]
    assert (only[0].low, only[0].high) == (Decimal(low), Decimal(high))


def test_the_two_scales_of_temperature_do_not_compare() -> None:
    (celsius,), (fahrenheit,) = quantities("temperature 20 to 60 C"), quantities("temperature 20 to 60 F")
    assert celsius.dimension == "temperature" != fahrenheit.dimension


@pytest.mark.parametrize(
    "text",
    ["兼容 Oracle 11g", "Oracle 11g/12c/19c", "Oracle Database 19c", "Oracle 数据库 10g", "SQL Server 2016 及以上",
     "SQL Server 2016/2019", "Windows Server 2012 R2"],
)  # fmt: skip
def test_releases_of_software_are_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("净重 11 g", [("11", "g")]),
        ("Office 2000 套", [("2000", "套")]),
        ("Oracle 11g 数据库 2 套", [("2", "套")]),
        ("4 to 6 C connectors", [("4 to 6", None)]),
    ],
)
def test_measures_and_counts_beside_a_product_are_values(text: str, written: list[tuple[str, str]]) -> None:
    assert found(text) == written


@pytest.mark.parametrize(
    "text", ["预算 30 0 万元", "0571 8888 6666", "1 0000 台", "大陆天气", "来自大陆元件"]
)
def test_figures_that_cannot_be_told_apart_are_no_value(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("需要20台HY-AMR600S和1套HY-WMS-PRO", [("20", "台"), ("1", "套")]),
        ("HY-AMR600S共3台", [("3", "台")]),
        ("2024 年 100 台", [("100", "台")]),
        ("8k 摄像机", []),
        ("up to 12 dozen boxes", [("12", "dozen boxes")]),
    ],
)
def test_model_numbers_and_years_leave_the_counts_beside_them(
    text: str, written: list[tuple[str, str | None]]
) -> None:
    assert found(text) == written


def test_a_count_behind_each_hour_is_a_rate() -> None:
    (often,), (slashed,) = quantities("每小时 800 件退货"), quantities("800 件/小时")
    assert (often.dimension, often.low) == (slashed.dimension, slashed.low)


def test_a_day_and_its_hour_are_one_moment() -> None:
    text = "Reply by April 8, 2016 at 7 PM"
    assert [(span.of(text), kind) for span, kind in moments(text)] == [("April 8, 2016 at 7 PM", "date")]


def test_grouped_thousands_support_the_number_without_spaces() -> None:
    assert unsupported_numbers("1000 台", ["支持 1 000 台"]) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "1 000 ",
        "叁",
        "一年",
        "10^",
        "1+",
        "1/2 ",
        "-1 ",
        "-1~",
        "1 by ",
        "零下 ",
        "-1 to ",
        "1 c to ",
        "oracle 1g/",
    ],
)
def test_composed_figures_take_linear_time(piece: str) -> None:
    hostile = (piece * 100_000)[:100_000]
    started = time.process_time()
    quantities(hostile)
    number_tokens(hostile)
    assert time.process_time() - started < 10
