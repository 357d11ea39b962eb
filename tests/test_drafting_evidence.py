"""What counts as an answer: what tells a requirement apart, a figure where one is asked for, no denial, no chatter."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import library, need_of

from assistant.drafting.evidence.denials import denies
from assistant.drafting.evidence.fit import fit
from assistant.drafting.evidence.quotable import quotable
from assistant.drafting.evidence.reading import read_blocks
from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.template import load_template
from assistant.drafting.words.equivalents import MARK, Equivalents
from assistant.drafting.words.terms import features, rarities, stem, telling, words_of
from assistant.grounding.folding import fold
from ingest.read import read
from knowledge.presales import Deal, Outline, Requirement, Section

ZH, EN = load_template("default", "zh"), load_template("default", "en")

PRODUCT = """# 汇视通 视频联网平台 产品说明

## 功能
录像可按通道检索与回放，支持按国标协议接入网络摄像机。
断网时边缘节点继续缓存录像 7 天，恢复后自动补传。
人脸比对与布控报警功能暂不支持。
随着视频数据越来越多，企业面临检索录像的挑战。
"""


def _outline(need: str, *files: tuple[str, str, dict[str, object]], template: object = ZH) -> Outline:
    given_files = {path: (text, about) for path, text, about in files}
    read = read_need(need_of(need))
    return draft(library(given_files), read, template, made_at="2026-11-20T08:00:00")  # type: ignore[arg-type]


def _product(text: str = PRODUCT) -> tuple[str, str, dict[str, object]]:
    return "products/汇视.md", text, {"kind": "product", "reusable": True, "products": ("汇视通",)}


def _section(outline: Outline, key: str) -> Section:
    return next(section for section in outline.sections if section.key == key)


def _answered(outline: Outline, words: str) -> bool:
    index = next(i for i, r in enumerate(outline.requirements) if words in r.text)
    return any(index in p.answers for s in outline.sections for p in s.points)


def _gap(outline: Outline, words: str) -> str:
    index = next(i for i, r in enumerate(outline.requirements) if words in r.text)
    return next(g.text for s in outline.sections for g in s.gaps if index in g.answers)


def test_a_value_is_not_answered_by_words_without_a_comparable_figure() -> None:
    outline = _outline("# 汇视通 视频平台需求\n\n## 要求\n- 录像检索与回放须在 3 秒内完成\n", _product())
    assert not _answered(outline, "录像检索")
    assert "没有可比的数值" in _gap(outline, "录像检索")
    assert not any("按通道检索" in p.text for p in _section(outline, "architecture").points if p.answers)


def test_a_figure_of_the_same_thing_answers() -> None:
    outline = _outline("# 汇视通 视频平台需求\n\n## 要求\n- 断网时录像至少缓存 5 天\n", _product())
    assert _answered(outline, "断网时")


def test_what_the_record_denies_is_no_answer() -> None:
    outline = _outline("# 汇视通 视频平台需求\n\n## 要求\n- 平台须提供人脸比对与布控报警\n", _product())
    assert not _answered(outline, "人脸比对")
    said = [p.text for p in _section(outline, "architecture").points if "暂不支持" in p.text]
    assert all("不能视为满足" in text for text in said)


def test_market_talk_is_never_quoted() -> None:
    outline = _outline("# 汇视通 视频平台需求\n\n## 要求\n- 支持检索录像\n- 支持视频数据回放\n", _product())
    assert not any("随着" in p.text for s in outline.sections for p in s.points if p.basis == "source")


@pytest.mark.parametrize(
    ("words", "asked", "expected"),
    [
        ("UL 9540A is not available.", "Test report to UL 9540A", True),
        ("人脸比对功能暂不支持", "须提供人脸比对", True),
        ("网关断网不丢数据", "断网时网关不能丢数", False),
        ("No component runs as root", "no component runs as root", False),
        ("到场时间不能超过 4 小时", "4 小时到场", False),
        ("The robot does not propose a stop", "robots stop by themselves", True),
        ("支持人脸比对", "须提供人脸比对", False),
    ],
)
def test_a_denial_is_one_unless_it_is_what_was_asked_for(words: str, asked: str, expected: bool) -> None:
    assert denies(words, asked) is expected


@pytest.mark.parametrize(
    ("need", "evidence", "verdict"),
    [
        ("录像保存不少于 90 天", "支持 GB/T 28181 录像保存", "silent"),
        ("录像保存不少于 90 天", "中心录像保存 90 天", "meets"),
        ("Robots lift racks loaded to 450 kg", "The robot lifts racks of 600 kg", "meets"),
        ("同时在线用户不少于 120 个", "停车场与卡口 120 路", "silent"),
        ("2026 年 12 月底前上线", "2018 年 10 月发布 1.0 版本", "unknown"),
        ("采购摄像机 260 路", "摄像机支持国标协议", "unknown"),
        ("试运行不少于 3 个月", "试运行 1 个月", "fails"),
        ("试运行不少于 3 个月", "试运行 6 个月", "meets"),
        ("整机重量不超过 200 kg", "整机重量 280 kg", "fails"),
        ("日志保存不超过 180 天", "日志保存 365 天", "fails"),
        ("定位精度 ±10 mm", "定位精度 ±50 mm", "fails"),
        ("定位精度 ±10 mm", "定位精度 ±5 mm", "meets"),
        ("带宽占用不超过 10 Mbps", "带宽占用 20 Mbps", "fails"),
        ("料箱高度不超过 400 mm", "料箱高度 600 mm", "fails"),
        ("通道宽度不小于 1.2 m", "通道宽度 0.9 m", "fails"),
        ("漏损异常 10 分钟内告警", "漏损异常告警支持多级推送，分区流量每 5 分钟上传一次", "silent"),
        ("工作温度 -20～60℃", "存储温度 -40~85℃", "silent"),
        ("工作温度 -20～60℃", "工作温度 -25~65℃", "meets"),
        ("平台支持接入摄像机 260 路", "单套最多支持接入摄像机 100 路", "fails"),
        ("平台支持接入摄像机 260 路", "单套最多支持接入摄像机 300 路", "meets"),
    ],
)
def test_a_bound_wants_a_figure_and_a_count_does_not(need: str, evidence: str, verdict: str) -> None:
    requirement = read_need(need_of(f"# 需求\n\n## 要求\n- {need}\n")).requirements[0]
    assert fit(requirement, evidence) == verdict


def test_words_every_document_uses_do_not_name_a_requirement() -> None:
    texts = ["jobs wait in queues", "queues share jobs", "jobs of queues", "spark runs jobs in queues"]
    told = rarities([features(text) for text in texts])
    assert telling(features("Spark jobs go through the same queues"), told) == {"spark"}
    assert told["spark"] == 1 > told["jobs"]


def test_the_draft_prices_what_its_own_evidence_names() -> None:
    header = "| 型号 | 名称 | 单位 | 单价（元） | 有效期至 |\n|---|---|---|---|---|\n"
    prices = f"# 价格表\n\n## 单位：元\n{header}| HS-N16 | 边缘节点 | 台 | 8,800 | 2027-06-30 |\n"
    product = PRODUCT.replace("边缘节点继续", "边缘节点 HS-N16 继续")
    outline = _outline(
        "# 汇视通 视频平台需求\n\n## 要求\n- 断网时录像至少缓存 5 天\n",
        _product(product),
        ("prices/价格表.md", prices, {"kind": "price_list", "reusable": True}),
    )
    table = _section(outline, "cost").tables[0]
    assert table.rows[0][0].startswith("HS-N16")
    assert table.rows[0][1] == "待补"
    assert table.rows[0][2] == "8,800 元/台"
    assert "8,800" in table.citations[0][0].quote
    assert "待补" in table.rows[-1]


def test_another_language_answers_where_it_names_the_same_concepts() -> None:
    english = "# 汇视通 Platform datasheet\n\n## Security\nAdministrators use two-factor authentication and single sign-on.\n"
    outline = _outline(
        "# 汇视通 平台需求\n\n## 要求\n- 管理员须采用双因素认证并支持单点登录\n",
        ("products/platform.md", english, {"kind": "product", "reusable": True, "products": ("汇视通",)}),
    )
    assert _answered(outline, "双因素")


LISTED = "# names\n[room]\n定时任务 | cron | scheduled job\n备份 | backup\n异地备份 | off-site backup\n"


def test_the_longest_name_at_a_place_is_the_one_meant() -> None:
    names = Equivalents(LISTED, stem)
    assert [c.name for c in names.found_in("数据异地备份与本机备份")] == ["异地备份", "备份"]
    assert [c.name for c in names.found_in("off-site backups, cron")] == ["异地备份", "定时任务"]
    assert names.found_in("scheduled. job") == []


def test_both_languages_give_one_feature() -> None:
    assert f"{MARK}双因素" in features("管理员登录须双因素").keys() & features("two-factor login").keys()
    assert not any(term.startswith(MARK) for term in words_of("管理员登录须双因素"))


@given(st.text(alphabet=string.ascii_lowercase + " 异地备份定时任务，。-", max_size=60))
def test_concepts_lie_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    folded = fold(text)
    found = Equivalents(LISTED, stem).found_in(folded)
    ends = [0, *[c.end for c in found]]
    assert all(end <= c.start < c.end <= len(folded) for end, c in zip(ends, found, strict=False))


def test_a_requirement_is_never_lost_between_answers_and_gaps() -> None:
    outline = _outline(
        "# 汇视通 视频平台需求\n\n## 要求\n- 录像保存不少于 90 天\n- 须提供人脸比对与布控报警\n- 断网时录像至少缓存 5 天\n",
        _product(),
    )
    listed = range(len(outline.requirements))
    answered = {i for s in outline.sections for p in s.points for i in p.answers}
    asked = {i for s in outline.sections for g in s.gaps for i in g.answers}
    assert answered | asked == set(listed)
    assert not answered & asked
    assert all(isinstance(r, Requirement) for r in outline.requirements)


@pytest.mark.parametrize(("outcome", "said"), [("lost", "未中标"), ("open", "未签约"), ("won", "客户项目中")])
def test_a_proposal_that_was_not_built_is_not_called_a_project(outcome: str, said: str) -> None:
    proposal = PRODUCT.replace("# 汇视 视频联网平台 产品说明", "# 临江园区视频联网方案")
    about = {
        "kind": "proposal",
        "customer": "临江园区管委会",
        "industry": "园区",
        "deal": "D9",
        "products": ("汇视通",),
    }
    read = read_need(need_of("# 汇视通 视频平台需求\n\n## 要求\n- 断网时录像至少缓存 5 天\n"))
    deal = Deal(id="D9", customer="C9", name="临江", outcome=outcome)  # type: ignore[arg-type]
    files = {"proposals/临江.md": (proposal, about)}
    outline = draft(library(files), read, ZH, made_at="2026-11-20T08:00:00", deals=[deal])
    points = [p for s in outline.sections for p in s.points if p.past_deal]
    assert points
    assert all(said in p.text for p in points)


SUPPORT = """# 汇视通 服务方案

## 售后响应
| 级别 | 定义 | 响应 | 到场 | 恢复 |
|---|---|---|---|---|
| 二级 | 单台不可用 | 30 分钟 | 8 小时 | 24 小时 |

## 驻场
上线后驻场工程师 2 人、2 个月，覆盖首个高峰。
"""


@pytest.mark.parametrize("asked", ["出了故障 2 小时到现场", "合同签订后 4 个月内上线"])
def test_a_figure_of_another_column_or_stage_answers_nothing(asked: str) -> None:
    outline = _outline(f"# 汇视通 视频平台需求\n\n## 要求\n- {asked}\n", _product(SUPPORT))
    assert not any(p.answers for s in outline.sections for p in s.points if p.basis == "source")


@pytest.mark.parametrize(("outcome", "priced"), [("won", True), ("lost", False), ("open", False)])
def test_only_a_project_that_was_built_lends_its_parts_to_the_estimate(outcome: str, priced: bool) -> None:
    header = "| 型号 | 名称 | 单位 | 单价（元） | 有效期至 |\n|---|---|---|---|---|\n"
    prices = f"# 价格表\n\n## 单位：元\n{header}| HS-N16 | 边缘节点 | 台 | 8,800 | 2027-06-30 |\n"
    about = {"kind": "proposal", "customer": "临江园区管委会", "deal": "D9", "products": ("汇视通", "HS-N16")}
    files = {
        "proposals/临江.md": (PRODUCT.replace("产品说明", "方案"), about),
        "prices/价格表.md": (prices, {"kind": "price_list", "reusable": True}),
    }
    read = read_need(need_of("# 汇视通 视频平台需求\n\n## 要求\n- 断网时录像至少缓存 5 天\n"))
    deal = Deal(id="D9", customer="C9", name="临江", outcome=outcome)  # type: ignore[arg-type]
    outline = draft(library(files), read, ZH, made_at="2026-11-20T08:00:00", deals=[deal])
    rows = [row[0] for table in _section(outline, "cost").tables for row in table.rows]
    assert any(row.startswith("HS-N16") for row in rows) is priced


@pytest.mark.parametrize(
    ("row", "stands"),
    [
        ("驻场与 3 年质保 | 1 项 | 120000", False),
        ("防火墙 | 2 台 | 38000", True),
        ("实施服务 | 1 | 60000", False),
    ],
)
def test_a_lump_of_a_price_table_says_nothing_without_its_money(row: str, stands: bool) -> None:
    text = f"# 报价\n\n| 名称 | 数量 | 金额 |\n|---|---|---|\n| {row.replace(' | ', ' | ')} |\n"
    document = read("a.md", text.encode()).document
    assert bool(quotable(document, read_blocks(document))) is stands


def test_an_answer_is_told_by_its_question_and_not_by_the_chapter_of_questions() -> None:
    faq = "# 常见问题\n\n## 售后与质保\n\nQ1：储能柜的电池能用多久？\n\n循环 2,000 次后容量不低于 80%，约 4 年。\n"
    need = "# 储能项目需求\n\n## 要求\n- 储能柜质保期 3 年\n"
    outline = _outline(need, ("faq/问答.md", faq, {"kind": "faq", "reusable": True}))
    assert not _answered(outline, "质保期")


def test_how_to_talk_to_a_customer_is_no_evidence() -> None:
    faq = "# 常见问题\n\n## 售前\n\n客户分不清两种改造时，先问是否涉及火灾报警、喷淋、消火栓。\n"
    need = "# 汇视通 视频平台需求\n\n## 要求\n- 火灾报警、喷淋、消火栓联动\n"
    outline = _outline(need, ("faq/问答.md", faq, {"kind": "faq", "reusable": True}))
    assert not any("先问" in p.text for s in outline.sections for p in s.points if p.basis == "source")


def test_what_the_house_tells_itself_is_no_evidence() -> None:
    faq = "# 常见问题\n\n## 售后\n\n整机 10 年质保须总部审批，不要轻易答应。\n"
    need = "# 汇视通 视频平台需求\n\n## 要求\n- 主机质保不少于 8 年\n"
    outline = _outline(need, ("faq/问答.md", faq, {"kind": "faq", "reusable": True}))
    assert not _answered(outline, "质保")
    assert not any("总部" in p.text for s in outline.sections for p in s.points if p.basis == "source")


@pytest.mark.parametrize(
    ("path", "lost"),
    [
        ("曙光分拣线投标方案（输单）.md", True),
        ("Marlow proposal (lost).md", True),
        ("No orders lost during migration.md", False),
    ],
)
def test_a_lost_bid_is_known_by_what_people_write_on_its_file(path: str, lost: bool) -> None:
    text = "# 汇视通 视频平台建设方案\n\n## 功能\n断网时边缘节点继续缓存录像 7 天，恢复后自动补传。\n"
    need = "# 汇视通 视频平台需求\n\n## 要求\n- 断网时录像至少缓存 5 天\n"
    outline = _outline(need, (path, text, {"kind": "proposal", "products": ("汇视通",)}))
    assert _answered(outline, "断网") is not lost
