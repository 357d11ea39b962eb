"""What keeps an outline from its customer, in points and in tables; what a customer's copy never holds."""

from __future__ import annotations

import io

import docx
import pytest
from small_library import SmallLibrary

from assistant.drafting.export import markdown, word
from assistant.drafting.export.manuscript import Grid, Heading, compose
from assistant.drafting.template import load_template
from assistant.grounding.gate import obstacles
from knowledge.evidence import Citation, Span, Unsupported
from knowledge.presales import Customer, Deal, Outline, OutlineTable, Point, Provenance, Section

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


def _said(text: str, **more: object) -> Outline:
    point = Point.model_validate({"text": text, "basis": "judgement", **more})
    return _outline("architecture", "甲").model_copy(
        update={"sections": (Section(heading="总体方案", key="architecture", points=(point,)),)}
    )


@pytest.mark.parametrize(
    "line",
    [
        "我们给另一家客户的成交价是 568 万元",
        "上一个项目报价 568 万",
        "去年同类项目花了五百六十八万元",
        "某医药客户的合同额 568 万元",
        "老客户都是 USD 80,000 一套",
        "We sold it to another customer for USD 742,000",
        "a previous project of this size cost $742k",
        "给他家的价格是 18.5 万元/台",
    ],
)
def test_an_amount_in_a_line_that_speaks_of_others_is_listed_with_the_line(line: str) -> None:
    (found,) = obstacles(_said(line), LIBRARY)
    assert found.reason == "price"
    assert line.rstrip("。") in found.zh
    assert line.rstrip("。") in found.en


@pytest.mark.parametrize(
    "line",
    [
        "本方案总价 568 万元，含三年质保",
        "给贵方的报价为 568 万元",
        "The total for your site is USD 742,000",
        "另一家客户也用了 8 台，质保 3 年",
        "上一个项目 300 万元的预算与贵方相同",
    ],
)
def test_the_offers_own_price_and_the_needs_own_amount_may_go(line: str) -> None:
    assert not obstacles(_said(line), LIBRARY)


def test_a_cost_rows_remark_is_held_to_the_same_rule() -> None:
    assert [o.reason for o in obstacles(_outline("cost", "参照上一个项目 568 万元"), LIBRARY)] == ["price"]


def _library_of_others() -> SmallLibrary:
    lib = SmallLibrary([Customer(id="c1", name="苏州恒远物流有限公司", short_names=("恒远",))])
    lib.add(
        "恒远方案.md",
        "# 方案\n\n采用货到人。\n\n成交价 5,680,000 元，单台 12 万元。\n",
        kind="proposal",
        customer="c1",
    )
    lib.add("价格表.md", "# 价格表\n\n机器人单价 12 万元。\n", kind="price_list")
    return lib


def _cited(lib: SmallLibrary, path: str, quote: str, **more: object) -> Point:
    source = next(one for one in lib.sources() if one.path == path)
    start = lib.document(source.document_id).text.index(quote)
    citation = Citation(
        document_id=source.document_id, source=path, span=Span(start=start, end=start + len(quote)),
        quote=quote, label=path,
    )  # fmt: skip
    return Point.model_validate({"text": quote, "citations": (citation,), **more})


def _with(points: tuple[Point, ...], *sections: Section) -> Outline:
    first = Section(heading="总体方案", key="architecture", points=points)
    return _said("x").model_copy(update={"sections": (first, *sections)})


def test_an_amount_equal_to_one_of_a_cited_customers_document_is_listed_and_named() -> None:
    lib = _library_of_others()
    past = _cited(lib, "恒远方案.md", "采用货到人", past_deal=True)
    mine = Point(text="本方案总价 568 万元", basis="judgement")
    (found,) = obstacles(_with((past, mine)), lib)
    assert (found.reason, found.place) == ("price", "2")
    assert "恒远方案.md" in found.zh
    assert not obstacles(_with((mine,)), lib)


def test_an_amount_stated_in_our_own_price_list_or_cost_table_is_the_offers_own() -> None:
    lib = _library_of_others()
    past = _cited(lib, "恒远方案.md", "采用货到人", past_deal=True)
    unit = Point(text="每台 12 万元", basis="judgement")
    listed = _cited(lib, "价格表.md", "机器人单价 12 万元")
    assert [o.reason for o in obstacles(_with((past, unit)), lib)] == ["price"]
    assert not obstacles(_with((past, unit, listed)), lib)
    total = Point(text="总价 568 万元", basis="judgement")
    table = OutlineTable(title="报价", header=("项目", "小计"), rows=(("合计", "5,680,000 元"),))
    assert not obstacles(_with((past, total), Section(heading="成本", key="cost", tables=(table,))), lib)


def test_an_amount_of_another_customers_registered_deal_is_listed() -> None:
    lib = _library_of_others()
    deals = [Deal(id="D-1", name="恒远", customer="c1", amount=5_680_000)]
    outline = _said("本方案总价 568 万元")
    (found,) = obstacles(outline, lib, deals)
    assert (found.reason, "D-1" in found.zh) == ("price", True)
    own = outline.model_copy(update={"customer": "苏州恒远物流有限公司", "customer_told": True})
    assert not obstacles(own, lib, deals)


def test_a_point_that_cites_another_customer_is_a_past_deals_whatever_it_says_of_itself() -> None:
    lib = _library_of_others()
    point = _cited(lib, "恒远方案.md", "单台 12 万元", past_deal=False)
    assert [o.reason for o in obstacles(_with((point,)), lib)] == ["price"]


def test_what_the_customers_copy_does_not_print_does_not_stand_in_its_way() -> None:
    outline = _said("可以").model_copy(
        update={"unsupported": (Unsupported(text="恒远 99.999%", reason="numbers-not-cited:99.999"),)}
    )
    asked = OutlineTable(title="问题", header=("问谁", "问题"), rows=(("销售", "恒远的 568 万元待补吗"),))
    section = Section(heading="待确认问题", key="questions", tables=(asked,))
    outline = outline.model_copy(update={"sections": (*outline.sections, section)})
    assert not obstacles(outline, LIBRARY)
    printed = markdown.render(outline, for_customer=True)
    assert not any(secret in printed for secret in ("恒远", "99.999", "568"))


@pytest.mark.parametrize("name", ["n2.md", "需求 (终稿).docx"])
def test_a_customers_copy_prints_no_name_of_the_needs_file(name: str) -> None:
    opening = Point(text=f"以下内容摘自客户提供的需求文件《{name}》。", basis="template")
    outline = _with((opening,)).model_copy(update={"need_document": name})
    assert not any("《" in p for p in markdown.render(outline, for_customer=True).splitlines())
    assert "以下内容摘自客户提供的需求文件。" in markdown.render(outline, for_customer=True)
    assert name.split(".")[0] in markdown.render(outline)
    paragraphs = docx.Document(io.BytesIO(word.render(outline, for_customer=True))).paragraphs
    assert not [p.text for p in paragraphs if name in p.text]


def test_a_file_name_a_person_wrote_is_listed() -> None:
    lib = _library_of_others()
    past = _cited(lib, "恒远方案.md", "采用货到人", past_deal=True)
    named = Point(text="详见 n2.md", basis="judgement")
    outline = _with((past, named)).model_copy(update={"need_document": "n2.md"})
    assert [o.reason for o in obstacles(outline, lib)] == ["file"]


def test_a_competitor_the_deals_name_is_listed_unless_the_customer_speaks() -> None:
    deals = [Deal(id="D-1", name="一期", customer="c9", competitor="驰远智仓科技有限公司")]
    for said in ("比驰远智仓科技便宜", "比驰远智仓科技有限公司便宜"):
        (found,) = obstacles(_said(said), LIBRARY, deals)
        assert (found.reason, "竞争对手" in found.zh) == ("name", True)
        assert not obstacles(_said(said, basis="need"), LIBRARY, deals)


@pytest.mark.parametrize("said", ["参考恒远郑总的意见", "恒远-郑总确认过", "恒 远 郑 总"])
def test_a_short_name_with_a_surname_and_title_is_another_customers_name(said: str) -> None:
    assert "name" in {one.reason for one in obstacles(_said(said), LIBRARY)}


def test_a_surname_and_title_alone_is_nobodys_until_the_line_is_drawn_from_a_past_deal() -> None:
    assert not obstacles(_said("请郑总确认"), LIBRARY)
    assert [one.reason for one in obstacles(_said("请郑总确认", past_deal=True), LIBRARY)] == ["person"]
