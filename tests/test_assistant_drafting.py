"""What an outline promises: cited slices, nothing invented, nothing of another customer, gaps for the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from small_library import SmallLibrary, library, need_of
from water_company import CUSTOMERS, DISTRICT, FILES, NEED

from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.progress import Step
from assistant.drafting.template import load_template, parse_template
from assistant.grounding.gate import obstacles
from assistant.grounding.names import register
from assistant.grounding.numbers import unsupported_numbers
from knowledge.errors import Misconfigured, NotFound
from knowledge.presales import Deal, Need, Outline, Point, Section

ZH = load_template("default", "zh")


def _library() -> SmallLibrary:
    return library(FILES, CUSTOMERS)


def _need(text: str = NEED, **facts: str) -> Need:
    return read_need(need_of(text), **facts)  # type: ignore[arg-type]


def _draft(need: str = NEED, lib: SmallLibrary | None = None, **facts: str) -> Outline:
    return draft(
        lib or _library(), _need(need, **facts), ZH, made_at="2026-11-20T08:00:00", need_document="需求.md"
    )


OUTLINE = _draft()


def _section(outline: Outline, key: str) -> Section:
    return next(section for section in outline.sections if section.key == key)


def _sourced(outline: Outline) -> list[Point]:
    return [point for section in outline.sections for point in section.points if point.basis == "source"]


def _said(outline: Outline, key: str) -> str:
    return "\n".join(point.text for point in _section(outline, key).points)


def test_every_citation_is_a_slice_of_its_source() -> None:
    lib = _library()
    cited = [c for p in _sourced(OUTLINE) for c in p.citations]
    cited += [c for s in OUTLINE.sections for t in s.tables for row in t.citations for c in row]
    assert len(cited) >= 10
    assert all(c.span.of(lib.document(c.document_id).text) == c.quote for c in cited)


def test_every_requirement_and_its_value_is_a_slice_of_the_need() -> None:
    assert len(OUTLINE.requirements) >= 10
    for requirement in OUTLINE.requirements:
        assert requirement.span.of(OUTLINE.need) == requirement.text
        assert requirement.value is None or requirement.value in requirement.text
        assert requirement.unit is None or requirement.unit in OUTLINE.need


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("10", "分钟"),
        ("3", "秒"),
        ("100", "人"),
        ("99.9", "%"),
        ("160", "万元"),
        ("4", "个月"),
        ("3", "年"),
        ("4", "小时"),
    ],
)
def test_the_needs_figures_are_requirements(value: str, unit: str) -> None:
    assert any(r.value == value and r.unit and unit in r.unit for r in OUTLINE.requirements)


def test_the_customers_own_situation_is_background_and_no_requirement() -> None:
    assert "漏损率 24.6%" in _said(OUTLINE, "background")
    assert not any("24.6" in r.text for r in OUTLINE.requirements)


def test_no_number_of_a_point_lacks_a_cited_occurrence() -> None:
    for point in _sourced(OUTLINE):
        assert not unsupported_numbers(point.text, [c.quote for c in point.citations])


def test_no_block_is_quoted_twice_and_no_section_has_more_than_six_points() -> None:
    lib = _library()
    blocks = []
    for point in _sourced(OUTLINE):
        document = lib.document(point.citations[0].document_id)
        spans = [c.span for c in point.citations]
        blocks.append(
            {(document.id, i) for i, b in enumerate(document.blocks) if any(b.span.holds(s) for s in spans)}
        )
    assert all(len(one) == 1 for one in blocks)
    assert len(set().union(*blocks)) == len(blocks)
    assert all(sum(p.basis == "source" for p in s.points) <= 6 for s in OUTLINE.sections)


def test_the_same_input_twice_gives_the_same_outline() -> None:
    again = _draft()
    assert again.model_copy(update={"provenance": None}) == OUTLINE.model_copy(update={"provenance": None})


def test_planted_names_people_and_prices_of_other_customers_are_in_no_text() -> None:
    texts = [p.text for p in _sourced(OUTLINE)]
    texts += [cell for s in OUTLINE.sections for t in s.tables for row in t.rows for cell in row]
    texts += [f"{g.text}{g.ask}" for s in OUTLINE.sections for g in s.gaps]
    names = register(CUSTOMERS)
    assert len(texts) > 20
    assert not [text for text in texts if names.find(text)]
    assert not [
        text for text in texts if "268" in text or "12,500" in text or "138123" in text or "向南星" in text
    ]
    assert any("城关供水" in c.quote for p in _sourced(OUTLINE) for c in p.citations)


def test_evidence_of_a_past_deal_is_labelled_as_such() -> None:
    past = [p for p in _sourced(OUTLINE) if p.past_deal]
    assert past
    assert all("某供水客户" in point.text for point in past)


def test_the_past_project_answers_in_the_right_sections() -> None:
    assert "双机热备" in _said(OUTLINE, "deployment")
    assert "停水" in _said(OUTLINE, "risks")
    assert "11.8%" in _said(OUTLINE, "cases")
    assert "延长到 5 年" in _said(OUTLINE, "service")


def test_a_neighbouring_trade_does_not_answer() -> None:
    """Sewage aeration has service and plan sections too; it is not about the leaks of a water main."""
    assert not [p for p in _sourced(OUTLINE) if any("曝气" in c.source for c in p.citations)]


def test_tenders_and_discarded_versions_do_not_serve() -> None:
    sources = {c.source for p in _sourced(OUTLINE) for c in p.citations}
    sources |= {c.source for s in OUTLINE.sections for t in s.tables for row in t.citations for c in row}
    assert not [s for s in sources if "招标" in s or "作废" in s]


def test_what_falls_short_is_said_to_and_stays_a_gap() -> None:
    text = next(p.text for p in _section(OUTLINE, "architecture").points if "30 分钟内告警" in p.text)
    assert "未达到本次要求" in text
    asked = next(i for i, r in enumerate(OUTLINE.requirements) if r.value == "10")
    assert any(asked in gap.answers for s in OUTLINE.sections for gap in s.gaps)
    assert not any(asked in p.answers for p in _sourced(OUTLINE))


@pytest.mark.parametrize("planted", ["一张图平台", "余氯"])
def test_what_the_library_does_not_know_is_a_gap_with_a_question_and_somebody_to_ask(planted: str) -> None:
    gap = next(g for s in OUTLINE.sections for g in s.gaps if planted in g.text)
    assert planted in gap.ask
    assert gap.whom


def test_every_requirement_is_answered_or_asked_about() -> None:
    closed = {i for s in OUTLINE.sections for p in s.points for i in p.answers}
    asked = {i for s in OUTLINE.sections for g in s.gaps for i in g.answers}
    priced = {i for i, r in enumerate(OUTLINE.requirements) if r.section == "成本估算"}
    assert set(range(len(OUTLINE.requirements))) <= closed | asked | priced


def test_the_cost_table_multiplies_the_needs_quantity_by_the_listed_price() -> None:
    table = _section(OUTLINE, "cost").tables[0]
    row = next(row for row in table.rows if row[0].startswith("LD-200S"))
    assert row[1].startswith("24")
    assert row[2].startswith("16,500 元")
    assert row[3] == f"{Decimal(24) * 16_500:,} 元"
    assert "2027-03-31" in row[4]


def test_a_model_one_character_apart_is_not_priced_and_no_total_stands_while_a_row_is_open() -> None:
    need = "# 采购需求\n\n## 要求\n- 采购 LD-200S 电磁流量计 24 台\n- 采购 LE-PRO 平台\n"
    files = {"价格表.md": FILES["prices/价格表2026.md"]}
    table = _section(_draft(need, library(files)), "cost").tables[0]
    assert not any(row[0].startswith("LD-200（") for row in table.rows)
    assert any("待补" in cell for row in table.rows[:-1] for cell in row)
    assert "待补" in table.rows[-1]


def test_a_total_stands_when_every_row_is_priced() -> None:
    files = {"价格表.md": FILES["prices/价格表2026.md"]}
    need = "# 采购需求\n\n## 要求\n- 采购 LD-200S 电磁流量计 24 台\n- 采购 LE-PRO 平台 1 套\n"
    table = _section(_draft(need, library(files)), "cost").tables[0]
    assert [row[3] for row in table.rows] == ["396,000 元", "360,000 元", "756,000 元"]


def test_components_are_named_in_the_quotes_they_cite() -> None:
    table = next(t for t in _section(OUTLINE, "architecture").tables if "组件" in t.title)
    assert table.rows
    for row, cited in zip(table.rows, table.citations, strict=True):
        assert any(row[1].casefold() in c.quote.casefold() for c in cited)


def test_another_grade_of_the_same_scheme_does_not_answer() -> None:
    files = {"case.md": ("# 某校等保二级整改案例\n\n## 售后服务\n等保二级整改后质保 3 年，故障 4 小时到场。\n\n"
                         "## 总体方案\n信息系统按等保二级建设，部署防火墙与日志审计。\n", {"kind": "case"})}  # fmt: skip
    need = "# 信息系统等保三级整改需求\n\n## 要求\n- 信息系统须通过等保三级测评\n- 质保不少于 3 年\n"
    outline = _draft(need, library(files))
    assert not _sourced(outline)
    assert any("等保三级" in gap.text for s in outline.sections for gap in s.gaps)


def test_a_past_projects_price_columns_are_not_read_aloud() -> None:
    table = (
        "\n\n## 2.9 配置清单\n| 设备 | 型号 | 数量 | 单价（万元） | 小计 |\n|---|---|---|---|---|\n"
        "| DMA 分区压力变送器 | PT-900 | 36 台 | 7.77 | 279.72 |\n"
    )
    files = {
        "方案.md": (
            DISTRICT.replace("\n\n## 3 部署方案", table + "\n## 3 部署方案"),
            {"kind": "proposal", "customer": "W-1"},
        )
    }
    outline = _draft(NEED, library(files, CUSTOMERS))
    texts = [p.text for p in _sourced(outline)]
    texts += [cell for s in outline.sections for t in s.tables for row in t.rows for cell in row]
    assert any("PT-900" in text for text in texts)
    assert not [text for text in texts if "7.77" in text or "279.72" in text]


def test_the_needs_own_past_project_is_named_and_keeps_its_price() -> None:
    need = NEED.replace("## 一、现状", "客户名称：青浦城关供水有限公司\n\n## 一、现状").replace(
        "云溪县", "青浦"
    )
    outline = _draft(need)
    assert outline.customer == "青浦城关供水有限公司"
    assert not any(p.past_deal for p in _sourced(outline))


def test_lost_deals_are_no_similar_cases() -> None:
    lost = Deal(id="D1", name="城关", customer="W-1", outcome="lost")
    outline = draft(_library(), _need(), ZH, made_at="t", deals=[lost])
    assert not [p for p in _section(outline, "cases").points if p.basis == "source"]


def test_an_unrelated_library_cites_nothing() -> None:
    need = "# 酒店装修改造需求\n\n## 要求\n- 大堂石材翻新 300 平方米\n- 客房墙纸更换 120 间\n- 夜间不得施工\n- 质保不少于 2 年\n"
    files = {path: entry for path, entry in FILES.items() if entry[1]["kind"] in ("proposal", "product")}
    outline = _draft(need, library(files, CUSTOMERS))
    assert not _sourced(outline)
    assert len(outline.requirements) >= 4


def test_the_newest_of_two_versions_serves() -> None:
    old = DISTRICT.replace("双机热备", "单机部署")
    files = {
        "方案_v1.md": (old, {"kind": "proposal", "industry": "供水"}),
        "方案_v2.md": (DISTRICT, {"kind": "proposal", "industry": "供水"}),
    }
    sources = {c.source for p in _sourced(_draft(NEED, library(files))) for c in p.citations}
    assert sources == {"方案_v2.md"}


def test_a_need_without_a_budget_asks_the_customer_for_it() -> None:
    outline = _draft(NEED.replace("| 预算 | 不超过 160 万元 |\n", ""))
    gap = next(g for g in _section(outline, "cost").gaps if "预算" in g.text)
    assert gap.whom == "客户"
    assert "$" not in _said(outline, "cost")


def test_open_questions_collect_every_gap() -> None:
    asked = {g.ask for s in OUTLINE.sections for g in s.gaps}
    rows = _section(OUTLINE, "questions").tables[0].rows
    assert {row[1] for row in rows} == asked


def test_the_gate_lists_every_gap_name_and_price() -> None:
    lib = _library()
    found = obstacles(OUTLINE, lib)
    assert {o.reason for o in found} == {"open", "note"}
    leaked = Point(text="城关供水付了 268 万元", past_deal=True, citations=_sourced(OUTLINE)[0].citations)
    section = OUTLINE.sections[2].model_copy(update={"points": (leaked,)})
    sections = (*OUTLINE.sections[:2], section, *OUTLINE.sections[3:])
    reasons = {o.reason for o in obstacles(OUTLINE.model_copy(update={"sections": sections}), lib)}
    assert {"name", "price", "open"} <= reasons


def test_an_outline_with_nothing_open_passes_the_gate() -> None:
    clean = OUTLINE.model_copy(
        update={
            "sections": (Section(heading="一", key="a", points=(Point(text="可以", basis="judgement"),)),)
        }
    )
    assert obstacles(clean, _library()) == ()


def test_a_broken_template_is_refused_with_its_line() -> None:
    with pytest.raises(Misconfigured, match="line 3"):
        parse_template("name: x\nlanguage: zh\ntitle: a: b\n", "x.yaml")
    with pytest.raises(Misconfigured, match="line 5"):
        parse_template("name: x\nlanguage: zh\ntitle: t\nsections:\n  - {key: a, heading: [1]}\n", "x.yaml")


def test_an_unknown_template_says_which_there_are() -> None:
    with pytest.raises(NotFound, match="default"):
        load_template("none", "zh")


def test_both_languages_have_the_same_sections() -> None:
    assert [s.key for s in ZH.sections] == [s.key for s in load_template("default", "en").sections]


def test_a_draft_tells_what_begins_and_each_section_once_in_order() -> None:
    heard: list[Step] = []
    draft(_library(), _need(), ZH, made_at="2026-11-20T08:00:00", on_progress=heard.append)
    of = len(ZH.sections)
    written = [step for step in heard if step.stage == "writing"]
    assert [(step.done, step.heading) for step in written] == [
        (done, section.heading) for done, section in enumerate(ZH.sections)
    ]
    stages = [step.stage for step in heard]
    assert stages == ["finding", "comparing", *["writing"] * of, "checking"]
    assert {step.of for step in heard} == {of}
