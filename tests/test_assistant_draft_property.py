"""T1 and T2 over whole drafts: libraries and needs put together from building blocks, then edited at random."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_library import SmallLibrary, library, need_of

from assistant.drafting.edit import from_markdown, to_markdown
from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.template import load_template
from assistant.grounding.numbers import unsupported_numbers
from knowledge.evidence import Citation
from knowledge.presales import Customer, Outline, Person

TEMPLATES = {language: load_template("default", language) for language in ("zh", "en")}
NUMBER = st.one_of(st.integers(1, 12), st.integers(13, 9_999))
HEADINGS = {
    "zh": ("总体方案", "部署方案", "实施计划", "售后服务", "风险与对策", "项目成效", "附录"),
    "en": ("Architecture", "Deployment", "Implementation plan", "Support", "Risks", "Results", "Appendix"),
}
SENTENCES = {
    "zh": (
        "分拣线处理量 {} 件/小时，准确率 99.{}%。",
        "质保 {} 年，故障 {} 小时到场。",
        "项目总工期 {} 个月，分 {} 个阶段切换。",
        "WMS 平台本地部署，双机热备，断网后 {} 分钟内恢复，数据保存 {} 年。",
        "页面响应时间不超过 {} 秒，支持并发用户 {} 人。",
        "切换期间订单积压，安排 {} 名工程师驻场 {} 天。",
        "分拣线可用性达到 99.{}%，故障率由 {}% 降到 1%。",
        "甲方联系人周也平，合同额 {} 万元，其中软件 {} 万元。",
    ),
    "en": (
        "The sorting line handles {} items per hour with an accuracy of 99.{}%.",
        "The warranty lasts {} years and an engineer is on site within {} hours.",
        "The project takes {} months in {} phases.",
        "The WMS is deployed on premises and recovers within {} minutes; data are kept for {} years.",
        "Pages respond within {} seconds for {} concurrent users.",
        "During the cutover {} engineers stay on site for {} days.",
        "The sorting line reached an availability of 99.{}% after {} weeks.",
    ),
}
TABLES = {
    "zh": (
        "| 指标 | 要求 | 实测 |\n|---|---|---|\n| 分拣线处理量 | {} 件/小时 | {} 件/小时 |",
        "| 型号 | 名称 | 单位 | 单价 |\n|---|---|---|---|\n| SL-{}0 | 分拣线 | 台 | {} |",
    ),
    "en": (
        "| Item | Required | Measured |\n|---|---|---|\n| Sorting line throughput | {} items/hour | {} items/hour |",
        "| Model | Name | Unit | Unit price |\n|---|---|---|---|\n| SL-{}0 | Sorting line | set | {} |",
    ),
}
NEEDS = {
    "zh": (
        "分拣线处理量不低于 {} 件/小时", "质保不少于 {} 年", "工期不超过 {} 个月", "断网后 {} 分钟内恢复",
        "页面响应时间不超过 {} 秒", "并发用户 {} 人", "采购 SL-{}0 分拣线 6 台", "预算 {} 万元",
        "WMS 平台须本地部署", "须提供订单追溯看板",
    ),
    "en": (
        "The sorting line shall handle at least {} items per hour", "Warranty of at least {} years",
        "The project shall take no more than {} months", "The WMS shall recover within {} minutes",
        "Pages shall respond within {} seconds", "Budget: {} USD", "The WMS shall be deployed on premises",
        "Provide an order traceability dashboard",
    ),
}  # fmt: skip
CUSTOMERS = (
    Customer(id="C-1", name="远山物流有限公司", short_names=("远山物流",), people=(Person(name="周也平"),)),
)


@st.composite
def documents(draw: st.DrawFn, language: str) -> tuple[str, dict[str, object]]:
    """Markdown of two to five sections, each of sentences and perhaps a table, and what it is."""
    parts = [f"# {draw(st.sampled_from(['分拣线', 'WMS', 'sorting line']))} {draw(NUMBER)}"]
    for heading in draw(st.lists(st.sampled_from(HEADINGS[language]), min_size=2, max_size=5, unique=True)):
        said = draw(st.lists(st.sampled_from(SENTENCES[language]), min_size=1, max_size=4))
        tables = draw(st.lists(st.sampled_from(TABLES[language]), max_size=1))
        lines = [one.format(draw(NUMBER), draw(NUMBER)) for one in (*said, *tables)]
        parts += [f"## {heading}", *lines]
    past = {"customer": "远山物流有限公司", "industry": "物流"}
    about = draw(
        st.sampled_from(
            [
                {"kind": "product", "reusable": True},
                {"kind": "case", **past},
                {"kind": "proposal", **past},
                {"kind": "price_list"},
            ]
        )
    )
    return "\n\n".join(parts), {**about, "language": language}


@st.composite
def drafts(draw: st.DrawFn) -> tuple[SmallLibrary, Outline]:
    languages = draw(st.lists(st.sampled_from(["zh", "en"]), min_size=1, max_size=4))
    files = {f"{at}.md": draw(documents(language)) for at, language in enumerate(languages)}
    held = library(files, CUSTOMERS)
    language = draw(st.sampled_from(["zh", "en"]))
    asked = draw(st.lists(st.sampled_from(NEEDS[language]), min_size=1, max_size=7, unique=True))
    title = {"zh": "# 分拣线与 WMS 需求\n\n## 要求\n", "en": "# Sorting line and WMS\n\n## Requirements\n"}[
        language
    ]
    text = title + "".join(f"- {one.format(draw(NUMBER))}\n" for one in asked)
    need = read_need(need_of(text), industry=draw(st.sampled_from([None, "物流"])))
    return held, draft(held, need, TEMPLATES[language], made_at="2026-11-20T08:00:00")


def citations(outline: Outline) -> list[Citation]:
    points = [c for section in outline.sections for point in section.points for c in point.citations]
    return points + [c for s in outline.sections for t in s.tables for row in t.citations for c in row]


def promises(held: SmallLibrary, outline: Outline) -> None:
    """What holds of a draft as it was made and as a person left it."""
    for citation in citations(outline):
        assert citation.quote
        assert citation.span.of(held.document(citation.document_id).text) == citation.quote
    for section in outline.sections:
        for point in section.points:
            assert bool(point.citations) == (point.basis == "source"), point
            quotes = [c.quote for c in point.citations]
            if point.basis == "source":
                assert not unsupported_numbers(point.text, quotes), point
                written = {figure for quote in quotes for figure in FIGURE.findall(quote)}
                assert set(FIGURE.findall(point.text)) <= written, point


FIGURE = re.compile(r"\d+(?:\.\d+)?")
"""A figure as it is written: the second, simpler judge of what is cited."""

PROPERTY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@PROPERTY
@given(made=drafts())
def test_every_quote_is_a_slice_no_number_is_uncited_and_every_requirement_answered_or_asked(
    made: tuple[SmallLibrary, Outline],
) -> None:
    held, outline = made
    promises(held, outline)
    answered = {i for s in outline.sections for p in s.points for i in p.answers}
    asked = {i for s in outline.sections for g in s.gaps if s.key != "questions" for i in g.answers}
    cost = next(section for section in outline.sections if section.key == "cost")
    costed = {i for i, r in enumerate(outline.requirements) if r.section == cost.heading}
    assert outline.requirements
    assert not answered & asked
    assert answered | asked | costed == set(range(len(outline.requirements)))


EDITS = st.lists(
    st.tuples(st.sampled_from(["drop", "number", "cut", "more", "copy"]), st.integers(0, 10_000)),
    min_size=1,
    max_size=6,
)


def edited(text: str, edits: list[tuple[str, int]]) -> str:
    """``text`` with point lines dropped, given another number, cut short, added and repeated."""
    lines = text.splitlines()
    for what, at in edits:
        points = [i for i, line in enumerate(lines) if re.match(r"- (?!\[)", line)]
        if not points:
            return text
        i = points[at % len(points)]
        said, mark = re.fullmatch(r"- (.*?)( \{\d+\.p\d+\})?", lines[i]).groups("")  # type: ignore[union-attr]
        if what == "drop":
            del lines[i]
        elif what == "number":
            lines[i] = "- " + re.sub(r"\d+", str(at), said, count=1) + mark
        elif what == "cut":
            lines[i] = f"- {said[: max(1, at % (len(said) + 1))]}{mark}"
        elif what == "more":
            lines.insert(i, f"- 我们承诺 {at} 天内完成。")
        else:
            lines.insert(i, lines[i])
    return "\n".join(lines) + "\n"


@PROPERTY
@given(made=drafts(), edits=EDITS)
def test_an_edited_draft_promises_the_same_and_a_changed_number_is_no_longer_the_sources(
    made: tuple[SmallLibrary, Outline], edits: list[tuple[str, int]]
) -> None:
    held, outline = made
    changed = from_markdown(outline, edited(to_markdown(outline), edits))
    promises(held, changed)
    assert {c.quote for c in citations(changed)} <= {c.quote for c in citations(outline)}
    again = from_markdown(changed, to_markdown(changed))
    assert again == changed
