"""What meets a requirement: every value a statement allows, of the same thing, in the same direction."""

from __future__ import annotations

import pytest

from assistant.drafting.fit import fit, topic_named
from assistant.drafting.need import read_need
from assistant.drafting.topics import BY_KEY, topic_of
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
    assert fit(asked(need), evidence) == "unknown"
