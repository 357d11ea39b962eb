"""What a need asks for: every text a slice, every value in its text, what is told left out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.need.read import LONGEST_LIST, read_need
from ingest.read import read
from knowledge.presales import Need

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SAMPLE = Path(__file__).resolve().parents[1] / "examples" / "need.md"


def need_of(text: str, name: str = "need.md") -> Need:
    return read_need(read(name, text.encode()).document)


def values(need: Need) -> set[tuple[str | None, str | None]]:
    return {(requirement.value, requirement.unit) for requirement in need.requirements}


def texts(need: Need) -> list[str]:
    return [requirement.text for requirement in need.requirements]


PARTS = st.sampled_from(
    [
        "系统要支持 300 个用户",
        "日志留 6 个月",
        "去年花了 20 万",
        "按等保三级做",
        "；",
        "，",
        "。",
        "\n\n",
        "\n- ",
        "# 现状\n",
        "# 要求\n",
        "Move 20 users by 31 March",
        ", and ",
        "; we have 12 sites. ",
        "within eight hours",
        "（含税）",
        "、",
        "：",
        "22:00 到次日 8:00",
        "| a | 3 |\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PARTS, min_size=1, max_size=25)
    .map("".join)
    .filter(lambda text: bool(text.strip(" \n，。；：、#|-")))
)
def test_every_text_value_and_unit_is_a_slice_of_the_need(text: str) -> None:
    need = need_of(text)
    for requirement in need.requirements:
        assert requirement.span.of(need.text) == requirement.text
        assert (requirement.value or "") in requirement.text
        assert (requirement.unit or "") in need.text
    keys = [(r.text, r.value, r.unit) for r in need.requirements]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("老的路灯全部换掉，大概一千八百只。", "一千八百", "只"),
        ("换完以后误报要比现在降八成以上。", "八", "成"),
        ("故障半小时内必须响应。", "半", "小时"),
        ("施工只能在 22:00 到次日 8:00。", "22:00 到次日 8:00", None),
        ("割接要放在晚上 10 点到第二天早上 6 点。", "晚上 10 点到第二天早上 6 点", None),
        ("明年 6 月底之前要拿到报告。", "明年 6 月底", None),
        ("预算领导批了 260～280 万元。", "260～280", "万元"),
        ("终端防护按 620 点算。", "620", "点"),
        ("排队时间要压到１５秒以内。", "１５", "秒"),
        ("Our budget is EUR 520,000, excluding VAT.", "520,000", "EUR"),
        ("An engineer must be on site within eight hours.", "eight", "hours"),
        ("There are four research groups, and each must get its fair share.", "four", "research groups"),
        ("It must be ready within 26 weeks of the order.", "26", "weeks"),
        ("Imports should start every night at 01:30.", "01:30", None),
        ("The noise must stay below 65 dB(A).", "65", "dB(A)"),
        ("We need to go live by 31 March 2027.", "31 March 2027", None),
        ("Calibration must be done twice a year.", "twice", "a year"),
        ("We can spend £120k at most and need an offer for that budget.", "120k", "£"),
    ],
)
def test_a_value_is_found_as_it_is_written(sentence: str, value: str, unit: str | None) -> None:
    assert (value, unit) in values(need_of(sentence))


@pytest.mark.parametrize(
    "told",
    [
        "我们公司成立于 2006 年，员工 420 人。",
        "去年爆仓三天，退款损失约 210 万元。",
        "现有两个机房，服务器 64 台。",
        "老机房是 2017 年建的，一共 38 台服务器。",
        "We are 85 people and took 2.3 million calls last year.",
        "The present cluster has 64 nodes.",
        "会后王主任送我们到电梯口，提到年中要换届。",
        "对了，校长下学期可能要调走。",
    ],
)
def test_what_is_told_is_no_requirement_even_with_numbers(told: str) -> None:
    need = need_of(f"{told}\n\n系统要支持 300 个用户。\n")
    assert [text for text in texts(need) if text in told] == []
    assert ("300", "个") in {(v, (u or "")[:1]) for v, u in values(need)}


def test_each_clause_with_its_own_value_is_a_requirement_of_its_own() -> None:
    need = need_of(
        "李科长把要求讲清楚了：测评得分不能低于 80 分，高风险项必须清零，明年 6 月底之前要拿到测评报告。"
    )
    assert texts(need) == ["测评得分不能低于 80 分", "高风险项必须清零", "明年 6 月底之前要拿到测评报告"]


def test_a_count_of_what_is_there_goes_with_what_is_asked_of_it() -> None:
    need = need_of("数据库操作要能审计，现在有 5 个实例。")
    assert [(r.text, r.value) for r in need.requirements] == [("数据库操作要能审计，现在有 5 个实例", "5")]


def test_a_sentence_is_not_listed_with_and_without_its_value() -> None:
    need = need_of("餐饮商户的配电箱要装监控，一共 75 只。")
    assert [r.value for r in need.requirements] == ["75"]


def test_an_announced_list_asks_and_a_list_under_background_tells() -> None:
    need = need_of("# 背景\n\n- 门店 64 家\n- 摄像头 300 路\n\n# 要求\n\n- 录像留 90 天\n- 广播分 8 个区\n")
    assert values(need) == {("90", "天"), ("8", "个")}


def test_a_row_is_named_by_its_first_words_and_takes_its_unit_from_the_unit_column() -> None:
    need = need_of(
        "# 需求清单\n\n| 序号 | 要求 | 数量 | 单位 |\n|---|---|---|---|\n| 1 | 手持终端 | 45 | 台 |\n"
    )
    (only,) = need.requirements
    assert (only.value, only.unit) == ("45", "台")
    assert only.text.startswith("手持终端")


def test_the_present_column_of_a_table_is_not_asked() -> None:
    need = need_of("# 指标\n\n| 指标 | 现状 | 目标 |\n|---|---|---|\n| 拣选准确率 | 97% | 99.9% |\n")
    assert values(need) == {("99.9", "%")}


def test_the_sample_need_lists_no_stock_figure_and_no_person() -> None:
    need = read_need(read(SAMPLE.name, SAMPLE.read_bytes()).document)
    listed = " ".join(texts(need))
    assert all(
        words not in listed for words in ("客户全称", "8,600", "9,500", "报损", "令狐总拍板", "320 万")
    )
    assert {("5,000", "件/小时"), ("380", "万元"), ("4", "个月"), ("99.95", "%")} <= values(need)


@pytest.mark.parametrize(
    "file",
    [
        "us_gov_rfq/18F_bpa-fedramp-dashboard/Posted-to-eBuy/RFQ.md",
        "us_gov_rfq/18F_tdrs-app-rfq/Final-RFQ/FINAL TDRS software development RFQ.docx",
    ],
)
def test_a_long_tender_gives_a_list_a_person_can_read(file: str) -> None:
    path = DATA / file
    if not path.exists():
        pytest.skip("the procurement documents are not beside the project")
    need = read_need(read(path.name, path.read_bytes()).document)
    assert 10 <= len(need.requirements) <= LONGEST_LIST
    assert not [text for text in texts(need) if "u.s.c" in text.lower()]


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "1,",
        "9 ",
        "a ",
        "把",
        "按",
        "2026 年",
        "换",
        "must ",
        "( ",
        "，",
        "two hundred ",
        "3 月",
        "10:00-",
        "1-",
        "不",
        "了 ",
    ],
)
def test_a_hostile_need_is_read_in_reasonable_time(piece: str) -> None:
    started = time.process_time()
    need_of((piece * 100_000)[:100_000])
    assert time.process_time() - started < 10


def test_two_models_in_one_clause_are_two_requirements() -> None:
    assert values(need_of("我们需要20台HY-AMR600S和1套HY-WMS-PRO。")) == {("20", "台"), ("1", "套")}


@pytest.mark.parametrize("told", ["老费说人进去一次最多待 40 分钟。", "冷库太冷，工人最多待 40 分钟。"])
def test_how_long_people_hold_out_is_not_asked(told: str) -> None:
    assert values(need_of("系统要支持 300 个用户。\n\n" + told)) == {("300", "个用户")}


def test_a_bound_somebody_reports_is_still_asked() -> None:
    assert values(need_of("王总说页面响应不超过 2 秒。")) == {("2", "秒")}


@pytest.mark.parametrize("text", ["合同期内价格最多上浮 5%。", "单价上浮最多 5%。"])
def test_a_share_of_the_price_belongs_to_the_budget(text: str) -> None:
    assert [requirement.topic for requirement in need_of(text).requirements] == ["预算"]


@pytest.mark.parametrize(
    "text", ["Reply By April 8, 2016 at 7 PM", "Please respond by April 8, 2016 at 7 PM."]
)
def test_when_to_reply_is_one_requirement_on_the_submission(text: str) -> None:
    (only,) = need_of(text).requirements
    assert (only.value, only.topic) == ("April 8, 2016 at 7 PM", "submission")


def test_an_hourly_count_is_throughput_and_its_unit_a_slice() -> None:
    (only,) = need_of("退货线要能每小时 800 件退货。").requirements
    assert (only.value, only.unit, only.topic) == ("800", "件", "处理量")


def test_a_broken_figure_is_not_the_budget() -> None:
    assert ("0", "万元") not in values(need_of("预算 30 0 万元，要支持 20 个用户。"))
