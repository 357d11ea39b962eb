"""A figure under a condition nobody asked for, and one that was promised and never delivered, answer nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import library, need_of

from assistant.drafting.evidence.columns import measured
from assistant.drafting.evidence.fit import fit
from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.template import load_template
from knowledge.presales import Deal, Outline, Requirement


def asked(text: str) -> Requirement:
    """The first requirement with a number of a need that says ``text``."""
    found = read_need(need_of(f"# 项目需求\n\n## 技术要求\n\n- {text}\n")).requirements
    return next(r for r in found if r.value)


@pytest.mark.parametrize(
    ("need", "evidence"),
    [
        ("坏了 2 小时到场", "市区 2 小时到场"),
        ("坏了 2 小时到场", "在市区范围内，2 小时到场"),
        ("坏了 2 小时到场", "2 小时到场（同城）"),
        ("坏了 2 小时到场", "2 小时到场，仅限市区"),
        ("坏了 2 小时到场", "工作日 2 小时到场"),
        ("坏了 2 小时到场", "到场：市区 2 小时，郊县 4 小时"),
        ("坏了 2 小时到场", "尊享版 2 小时到场"),
        ("坏了 2 小时到场", "最快 2 小时到场"),
        ("坏了 2 小时到场", "平均 1.5 小时到场"),
        ("坏了 2 小时到场", "2 个工作小时内到场"),
        ("质保不少于 3 年", "质保 3 年，需另行购买"),
        ("质保不少于 3 年", "付费后质保 3 年"),
        ("处理能力不低于 1000 件/小时", "理论处理能力 1200 件/小时"),
        ("On-site within 2 hours", "Engineers on site within 2 hours (business days only)"),
        ("On-site within 2 hours", "In the metropolitan area we are on site within 2 hours"),
        ("On-site within 2 hours", "Premium customers: on site within 2 hours"),
        ("On-site within 4 hours", "On-site within 4 business hours"),
        ("Warranty at least 3 years", "3 years warranty at extra cost"),
    ],
)
def test_a_figure_under_a_condition_that_was_not_asked_for_leaves_it_open(need: str, evidence: str) -> None:
    assert fit(asked(need), evidence) == "unclear"


@pytest.mark.parametrize(
    ("need", "evidence"),
    [
        ("市区 2 小时到场", "市区 2 小时到场"),
        ("工作日 2 小时到场", "工作时间 2 小时到场"),
        ("坏了 4 小时到场", "市区 2 小时到场，郊县 4 小时到场"),
        ("坏了 4 小时到场", "工作日 2 小时到场，节假日 4 小时到场"),
        ("坏了 4 小时到场", "郊县 4 小时到场"),
        ("录像保存不少于 30 天", "市区各点录像保存 30 天"),
        ("平均响应时间不超过 2 小时", "平均响应时间 1.5 小时"),
        ("处理能力不低于 1000 件/小时", "处理能力 1200 件/小时，按需扩展"),
        ("处理能力不低于 1000 件/小时", "平均处理能力 1200 件/小时"),
        ("坏了 2 小时到场", "2 小时到场，工作日提供现场培训"),
        ("Premium support on site within 2 hours", "Premium customers: on site within 2 hours"),
    ],
)
def test_a_condition_that_was_asked_for_or_restricts_nothing_does_not_count(need: str, evidence: str) -> None:
    assert fit(asked(need), evidence) == "meets"


@given(
    st.sampled_from(["市区", "工作日", "尊享版", "同城"]),
    st.integers(1, 48),
    st.integers(1, 48),
)
def test_a_condition_never_makes_an_answer_of_what_is_none_without_it(
    condition: str, wanted: int, offered: int
) -> None:
    need = asked(f"到场时间不超过 {wanted} 小时")
    plain, restricted = (fit(need, f"{words}{offered} 小时到场") for words in ("", condition))
    assert restricted != "meets"
    assert plain == ("meets" if offered <= wanted else "fails")


SUPPORT = """# 汇视通 服务方案

## 服务级别
| 级别 | 响应 | 到场 | 备注 |
|---|---|---|---|
| 标准 | 1 小时 | {arrival} | {remark} |
"""
BID = "# 临江园区视频联网方案\n\n## 服务承诺\n汇视通设备故障，{words} 2 小时到场。\n"
NEED = "# 汇视通 视频平台需求\n\n## 服务要求\n- 坏了 2 小时到场\n"
PRODUCT = {"kind": "product", "reusable": True, "products": ("汇视通",)}
BIDDEN = {"kind": "proposal", "customer": "临江园区管委会", "deal": "D9", "products": ("汇视通",)}


def _outline(files: dict[str, tuple[str, dict[str, object]]], outcome: str = "won") -> Outline:
    deal = Deal(id="D9", customer="C9", name="临江", outcome=outcome)  # type: ignore[arg-type]
    read = read_need(need_of(NEED))
    return draft(
        library(files), read, load_template("default", "zh"), made_at="2026-11-20T08:00:00", deals=[deal]
    )


def _answers(outline: Outline) -> list[str]:
    return [p.text for s in outline.sections for p in s.points if 0 in p.answers]


def _gap(outline: Outline) -> str:
    return next(g.text for s in outline.sections for g in s.gaps if 0 in g.answers)


@pytest.mark.parametrize(
    ("arrival", "remark", "answered"),
    [
        ("2 小时", "", True),
        ("2 小时", "仅限市区", False),
        ("按需", "", False),
        ("2 小时（另行收费）", "", False),
    ],
)
def test_a_row_answers_by_its_own_cell_and_not_under_a_condition(
    arrival: str, remark: str, answered: bool
) -> None:
    outline = _outline({"p/汇视.md": (SUPPORT.format(arrival=arrival, remark=remark), PRODUCT)})
    assert bool(_answers(outline)) is answered


@pytest.mark.parametrize(
    ("outcome", "answered"), [("won", True), ("lost", False), ("withdrawn", False), ("open", False)]
)
def test_a_figure_promised_in_a_bid_that_was_not_won_answers_nothing_by_itself(
    outcome: str, answered: bool
) -> None:
    outline = _outline({"b/临江.md": (BID.format(words=""), BIDDEN)}, outcome)
    assert bool(_answers(outline)) is answered
    assert answered or "见：" in _gap(outline)


def test_an_unconditional_figure_answers_whatever_was_promised_elsewhere() -> None:
    files = {
        "p/汇视.md": (SUPPORT.format(arrival="2 小时", remark=""), PRODUCT),
        "b/临江.md": (BID.format(words="市区"), BIDDEN),
    }
    (said,) = _answers(_outline(files, "lost"))
    assert "未中标" not in said


@pytest.mark.parametrize(
    ("cell", "names", "said"),
    [
        ("4", ["到场时间（小时）"], "4 小时"),
        ("≤ 4", ["On-site (h)"], "≤ 4 h"),
        ("200", ["用户数（人）"], "200 人"),
        ("99.9", ["可用性(%)"], "99.9 %"),
        ("18", ["数据保存（月）"], "18 个月"),
        ("4 天", ["到场时间（小时）"], "4 天"),
        ("4", ["到场时间"], "4"),
        ("4", ["到场时间（含节假日）"], "4"),
    ],
)
def test_a_bare_figure_takes_the_unit_of_its_head(cell: str, names: list[str], said: str) -> None:
    assert measured(cell, names) == said


def test_a_row_that_falls_short_of_one_requirement_still_answers_another() -> None:
    need = "# 汇视通 视频平台需求\n\n## 服务要求\n- 坏了 2 小时到场\n- 故障 1 小时内响应\n"
    files = {"p/汇视.md": (SUPPORT.format(arrival="8 小时", remark=""), PRODUCT)}
    outline = draft(
        library(files),
        read_need(need_of(need)),
        load_template("default", "zh"),
        made_at="2026-11-20T08:00:00",
    )
    assert [i for s in outline.sections for p in s.points for i in p.answers] == [1]
    assert "见：" in _gap(outline)
