"""What meets a requirement: every value a statement allows, of the same thing, in the same direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.evidence.fit import fit
from assistant.drafting.need.read import read_need
from assistant.drafting.words.topics import BY_KEY, topic_named, topic_of
from assistant.grounding.numbers import quantities
from ingest.read import read
from knowledge.presales import Requirement


def asked(text: str) -> Requirement:
    """The first requirement with a number of a need that says ``text``."""
    document = read("need.md", f"# 项目需求\n\n## 技术要求\n\n- {text}\n".encode()).document
    return next(r for r in read_need(document).requirements if r.value)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("故障响应时间", "response"),
        ("热线 2 分钟内响应", "response"),
        ("页面响应时间", "latency"),
        ("接口响应时间", "latency"),
        ("3 秒内响应", "latency"),
        ("2 小时内响应", "response"),
    ],
)
def test_a_service_answers_calls_and_a_system_its_users(words: str, key: str) -> None:
    place = next((q.value.start for q in quantities(words)), len(words))
    assert topic_of(words, place, "duration") is BY_KEY[key]


def test_compliance_is_no_response_time() -> None:
    assert topic_of("响应：●", 4, "duration") is None
    assert topic_of("响应情况", 4, "duration") is None


@pytest.mark.parametrize(
    ("words", "label"),
    [("准确率", "准确率"), ("差错率", "差错率"), ("误报率", "误报率"), ("漏检率", "漏报率")],
)
def test_opposite_indicators_are_topics_of_their_own(words: str, label: str) -> None:
    topic = topic_of(words, len(words), "ratio")
    assert topic is topic_named(label)
    assert topic is not None and topic.better == ("more" if words == "准确率" else "less")


def test_twelve_months_are_a_year_exactly() -> None:
    first, second, third = (quantities(text)[0].low for text in ("36 个月", "3 年", "12 个季度"))
    assert first == second == third


@pytest.mark.parametrize(
    ("need", "evidence"),
    [
        ("差错率不高于 0.1%", "误报率 0.05%"),
        ("差错率不高于 0.1%", "准确率 0.05%"),
        ("准确率不低于 99%", "差错率 99.5%"),
        ("故障响应时间不超过 2 小时", "页面响应时间 2 秒"),
        ("页面响应时间不超过 3 秒", "故障响应时间 1 秒"),
    ],
)
def test_another_indicator_says_nothing(need: str, evidence: str) -> None:
    assert fit(asked(need), evidence) == "silent"


@pytest.mark.parametrize(
    ("need", "evidence", "verdict"),
    [
        ("故障响应时间不超过 2 小时", "故障响应时间 2–8 小时", "unclear"),
        ("处理能力不低于 1000 件/小时", "处理能力 500–1500 件/小时", "unclear"),
        ("处理能力不低于 1000 件/小时", "处理能力不超过 1200 件/小时", "unclear"),
        ("故障响应时间不超过 2 小时", "故障响应时间不少于 1 小时", "unclear"),
        ("系统可用性不低于 99.9%", "系统可用性不高于 99.95%", "unclear"),
        ("Availability must be at least 99.9%", "availability below 99.95%", "unclear"),
        ("准确率≥99%", "准确率不足 99.5%", "unclear"),
        ("准确率≥99%", "准确率不到 99.5%", "unclear"),
        ("处理能力不低于 1000 件/小时", "未能达到处理能力 1200 件/小时", "unclear"),
        ("准确率≥99%", "目标准确率 99.5%，实际 92%", "fails"),
        ("准确率≥99%", "准确率由 98% 提升至 99.5%", "meets"),
        ("分拣准确率不得低于99.99%", "分拣准确率从 99.99% 降到 98%", "fails"),
        ("处理能力不低于 1000 件/小时", "原处理能力 1200 件/小时降到 300 件/小时", "fails"),
        ("差错率低于 0.1%", "差错率低于 1%", "fails"),
        ("差错率 0.1% 以内", "差错率 0.05%", "meets"),
        ("响应时间不超过 2 小时", "一般故障 4 小时响应，重大故障 1 小时响应", "unclear"),
        ("支持 500 用户", "本系统最多支持 1000 个用户", "meets"),
        ("质保 3 年", "竞品质保 5 年", "silent"),
        ("质保不少于 3 年", "我方提供质保 5 年，优于竞品的 3 年", "meets"),
        ("处理能力不低于 1000 件/小时", "处理能力 20 托/分钟", "silent"),
        ("每天处理 2 万单", "处理能力 3 万单/月", "fails"),
        ("每天处理 2 万单", "日处理 3 万单", "meets"),
        ("每天处理 2 万单", "处理能力 1200 单/小时", "unclear"),
        ("质保不少于 3 年", "质保 36 个月", "meets"),
        ("质保不少于 3 年", "质保 24 个月", "fails"),
        ("工期不超过 3 个月", "工期 90 天", "meets"),
        ("工期不超过 90 天", "工期 3 个月", "meets"),
        ("到场时间不超过 1 天", "到场 1 个工作日", "unclear"),
        ("到场时间不超过 24 小时", "到场 2 个工作日", "fails"),
        ("工期不超过 90 天", "终验：上线后 60 天", "silent"),
        ("工期不超过 90 天", "合同签订后 60 天内上线", "meets"),
        ("故障响应时间不超过 2 小时", "追溯 30 秒内出结果", "silent"),
        ("能耗降低 20%", "能耗提高 25%", "silent"),
        ("能耗降低 20%", "能耗下降 25%", "meets"),
        ("停机时间减少 30%", "效率提升 35%", "silent"),
        ("支持 300 并发用户", "并发用户数 500 人", "meets"),
        ("Warranty at least 24 months", "3 years warranty", "meets"),
        ("质保 2 年", "质保期不能低于 3 年", "meets"),
        ("到场 4 小时", "到场时间不能超过 3 小时", "meets"),
        ("质保 3 年", "质保由 2 年延长至 5 年", "meets"),
        ("终验在上线后 60 天内完成", "终验：上线后 45 天", "meets"),
        ("终验在上线后 60 天内完成", "工期 45 天", "silent"),
        ("噪声不高于 65 dB", "噪声 70 dB", "fails"),
        ("工作温度 0–40℃", "工作温度 10–60℃", "fails"),
    ],
)
def test_only_what_every_allowed_value_satisfies_is_met(need: str, evidence: str, verdict: str) -> None:
    assert fit(asked(need), evidence) == verdict


def test_a_column_of_compliance_and_a_list_of_changes_answer_no_time() -> None:
    wanted = asked("故障响应时间不超过 2 小时")
    assert fit(wanted, "备份恢复 | 1 小时 | ●", "条款 要求 响应") == "silent"
    assert fit(asked("质保不少于 3 年"), "V1.2 | 质保改为 5 年", "版本 修订内容") == "silent"


ORDER = ("fails", "unclear", "meets")
HOURS = st.integers(1, 500)
RATES = st.integers(1, 9000)
FORMS = st.sampled_from(
    ["{}", "不超过 {}", "不少于 {}", "约 {}", "不足 {}", "{}以内", "达到 {}", "未能达到 {}", "目标 {}"]
)
PER_HOUR = [asked(f"处理能力不低于 {pieces} 件/小时") for pieces in (10, 1000, 8000)]
ARRIVALS = [asked(f"到场时间不超过 {hours} 小时") for hours in (1, 24, 240)]


@given(st.sampled_from(PER_HOUR), RATES, RATES, FORMS)
def test_more_of_what_is_asked_for_is_never_judged_worse(
    need: Requirement, one: int, two: int, form: str
) -> None:
    verdicts = [fit(need, f"处理能力{form.format(f'{v} 件/小时')}") for v in sorted((one, two))]
    assert ORDER.index(verdicts[0]) <= ORDER.index(verdicts[1])


@given(st.sampled_from(ARRIVALS), HOURS, HOURS, FORMS)
def test_less_of_what_is_to_be_little_is_never_judged_worse(
    need: Requirement, one: int, two: int, form: str
) -> None:
    verdicts = [fit(need, f"到场时间{form.format(f'{v} 小时')}") for v in sorted((one, two))]
    assert ORDER.index(verdicts[0]) >= ORDER.index(verdicts[1])


@given(st.sampled_from(ARRIVALS), HOURS, FORMS)
def test_a_verdict_does_not_depend_on_the_unit(need: Requirement, hours: int, form: str) -> None:
    in_hours, in_minutes = (
        fit(need, f"到场时间{form.format(written)}") for written in (f"{hours} 小时", f"{hours * 60} 分钟")
    )
    assert in_hours == in_minutes


@given(st.integers(1, 10), st.integers(1, 10))
def test_years_are_judged_like_their_months(wanted: int, offered: int) -> None:
    need = asked(f"质保不少于 {wanted} 年")
    verdict = fit(need, f"质保 {offered} 年")
    assert verdict == fit(need, f"质保 {offered * 12} 个月") == ("meets" if offered >= wanted else "fails")


@given(st.sampled_from(PER_HOUR), RATES, RATES)
def test_a_range_is_judged_by_both_its_ends(need: Requirement, one: int, two: int) -> None:
    low, high = sorted((one, two))
    ends = {fit(need, f"处理能力 {end} 件/小时") for end in (low, high)}
    verdict = fit(need, f"处理能力 {low}–{high} 件/小时")
    assert verdict == (ends.pop() if len(ends) == 1 else "unclear")


@given(st.integers(-40, 40), st.integers(0, 60))
def test_a_range_to_work_in_is_met_by_one_that_covers_it(low: int, width: int) -> None:
    need = asked("工作温度 5–35℃")
    low, high = abs(low), abs(low) + width
    expected = "meets" if low <= 5 and high >= 35 else "fails"
    assert fit(need, f"工作温度 {low}–{high}℃") == expected
