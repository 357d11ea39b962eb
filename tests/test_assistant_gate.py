"""What keeps an outline from its customer, in points and in tables; what a customer's copy never holds."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary

from assistant.drafting.export.manuscript import Grid, Heading, compose
from assistant.drafting.template import load_template
from assistant.grounding.gate import obstacles
from knowledge.presales import Customer, Outline, OutlineTable, Point, Provenance, Section

LIBRARY = SmallLibrary([Customer(id="c1", name="苏州恒远物流有限公司", short_names=("恒远",))])


def _outline(key: str, cell: str) -> Outline:
    table = OutlineTable(title="清单", header=("项目", "说明"), rows=(("甲", cell),))
    section = Section(heading="某节", key=key, tables=(table,))
    return Outline(
        id="a" * 12, template="default", title="方案", language="zh", need="预算 300 万元",
        sections=(section,), provenance=Provenance(made_at="2026-11-20T08:00:00"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "cell", "reason"),
    [
        ("architecture", "恆遠已上线", "name"),
        ("architecture", "单台价 18.88 万", "price"),
        ("cost", "待补：价格已过期（2019-12-31），请商务确认", "open"),
    ],
)
def test_a_tables_cell_is_checked_like_a_point(key: str, cell: str, reason: str) -> None:
    assert [one.reason for one in obstacles(_outline(key, cell), LIBRARY)] == [reason]


@pytest.mark.parametrize(("key", "cell"), [("cost", "200,000 元/台"), ("architecture", "预算 300 万元")])
def test_our_own_prices_and_the_needs_own_amounts_may_go(key: str, cell: str) -> None:
    assert not obstacles(_outline(key, cell), LIBRARY)


def test_the_list_of_questions_is_internal() -> None:
    outline = _outline("questions", "贵方预算是多少？")
    assert any(isinstance(block, Grid) for block in compose(outline).blocks)
    assert not any(isinstance(b, Grid | Heading) for b in compose(outline, for_customer=True).blocks)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_cost_sections_opening_is_no_open_end(language: str) -> None:
    template = load_template("default", language)  # type: ignore[arg-type]
    opening = next(" ".join(s.opening) for s in template.sections if s.key == "cost")
    assert opening
    assert not any(mark in opening for mark in ("待补", "TO FILL", "待确认", "TBD"))


@pytest.mark.parametrize("said", ["请找王建国经理", "电话 138 0013 8000", "mail chen@example.com"])
@pytest.mark.parametrize("past_deal", [True, False])
def test_people_seen_without_a_record_keep_a_past_deals_point_back(said: str, past_deal: bool) -> None:
    point = Point(text=said, basis="judgement", past_deal=past_deal)
    outline = _outline("architecture", "甲").model_copy(
        update={"sections": (Section(heading="某节", key="architecture", points=(point,)),)}
    )
    assert [one.reason for one in obstacles(outline, LIBRARY)] == ["person"] * past_deal
