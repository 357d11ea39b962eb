"""Needs as they come by chat, mail, dictation and table: nothing asked is lost, nobody's name is asked for."""

from __future__ import annotations

import io

import docx
import pytest

from assistant.drafting.need.read import read_need
from ingest.read import read
from knowledge.presales import Need


def need_of(text: str, name: str = "need.txt") -> Need:
    return read_need(read(name, text.encode()).document)


def texts(need: Need) -> list[str]:
    return list(dict.fromkeys(requirement.text for requirement in need.requirements))


def values(need: Need) -> set[tuple[str | None, str | None]]:
    return {(requirement.value, requirement.unit) for requirement in need.requirements}


@pytest.mark.parametrize(
    "chat",
    [
        "老陈：仓库那边 3 个站点，每个站点 2 台车，别的先不要\n老陈：要能自动充电\n小李：好的，我们下周给方案\n",
        "老陈：仓库那边 3 个站点，每个站点 2 台车，别的先不要\n[10:12] 王工: 要能自动充电\n[10:14] 王工: 尽快\n",
        "仓库那边 3 个站点，每个站点 2 台车\n[10:12] 王工: 要能自动充电\n[10:14] 王工: 尽快\n",
        "王工 10:11\n仓库那边 3 个站点，每个站点 2 台车\n王工 10:13\n要能自动充电\n",
        "2026-03-02 10:11 王工\n仓库那边 3 个站点，每个站点 2 台车\n2026-03-02 10:13 王工\n要能自动充电\n",
        "王工\n2026/3/2 10:11:05\n仓库那边 3 个站点，每个站点 2 台车\n\n王工\n2026/3/2 10:12:05\n要能自动充电\n",
    ],
)
def test_the_first_line_of_a_chat_that_counts_things_is_asked(chat: str) -> None:
    need = need_of(chat)
    assert values(need) >= {("3", "个站点"), ("2", "台")}
    assert "要能自动充电" in texts(need)


@pytest.mark.parametrize(
    "chat",
    [
        "老陈：要 3 个站点\n老陈：要能对接 WMS\n小李：好的陈总，我们下周给方案\n",
        "[09:12] Li Wei: we need 3 sites\n[09:13] Li Wei: must connect to our WMS\n[09:15] Sales: sure, next week\n",
        "王工 2026-03-02 10:11\n要 3 个站点\n李经理 2026-03-02 10:12\n收到\n",
        "问：几个库区？\n答：3 个库区。\n问：什么时候上线？\n答：今年 9 月底之前。\n",
        "Q: How many sites?\nA: 3 sites, 2 robots each.\nQ: When?\nA: Live by end of Q3 2026.\n",
        "陈建国：要 3 个站点\n陈建国：要能对接 WMS\n",
    ],
)
def test_no_requirement_begins_with_who_says_it(chat: str) -> None:
    need = need_of(chat)
    assert "3" in {requirement.value for requirement in need.requirements}
    assert all(r.span.of(need.text) == r.text for r in need.requirements)
    said = " ".join([need.title, *texts(need)])
    assert not any(
        name in said for name in ("陈", "王工", "Li Wei", "李", "Sales", "答", "A:", "09:1", "10:1")
    )


def test_a_label_that_comes_again_is_no_speaker() -> None:
    need = need_of("Our requirements:\n\nQty: 3 robots\nQty: 5 chargers\n")
    assert texts(need) == ["Qty: 3 robots", "Qty: 5 chargers"]


def test_an_answer_is_of_what_its_question_names() -> None:
    need = need_of("问：预算多少？\n答：一百二十万以内。\n问：质保？\n答：3+1 年。\n")
    assert [(r.value, r.topic) for r in need.requirements] == [("一百二十", "预算"), ("3+1", "质保")]


@pytest.mark.parametrize(
    "heading",
    [
        "客户需求", "需求如下", "需求如下：", "Requirements", "项目需求说明", "采购需求：", "Our requirements",
        "Customer needs", "技术要求", "【需求清单】", "Request for proposal", "Requirements are as follows:",
    ],
)  # fmt: skip
def test_a_bare_heading_word_is_no_requirement(heading: str) -> None:
    need = need_of(f"{heading}\n预算 120 万元以内\n仓库那边 3 个站点\n")
    assert texts(need) == ["预算 120 万元以内", "仓库那边 3 个站点"]


def test_what_stands_behind_a_heading_word_is_asked() -> None:
    assert texts(need_of("采购需求：3 台服务器\n每台 128 GB 内存\n")) == ["3 台服务器", "每台 128 GB 内存"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("IP rating: IP65", "IP65"),
        ("防护等级不低于 IP65", "IP65"),
        ("平台要过等保三级", "三级"),
        ("Emissions: Class A", "Class A"),
        ("供应商须通过 ISO 27001 认证", "ISO 27001"),
        ("数据中心按 Tier III 设计", "Tier III"),
        ("能效等级 1 级", "1 级"),
        ("布线不低于 Cat 6A", "Cat 6A"),
        ("调度服务器一主两备", "一主两备"),
        ("防爆等级 Ex d IIC T4", "Ex d IIC T4"),
        ("符合 GB/T 28181", None),
        ("兼容 Oracle 11g", None),
        ("按三级管理体系部署", None),
    ],
)
def test_a_rating_is_a_value_without_a_unit_and_a_name_is_none(line: str, value: str | None) -> None:
    (only,) = need_of(f"# 项目\n\n## 需求\n\n- {line}\n", "need.md").requirements
    assert (only.value, only.unit, only.topic) == (value, None, None)


def test_a_row_keeps_its_name_and_its_rating_and_asks_nothing_where_nothing_applies() -> None:
    need = need_of(
        "# Requirements\n\n| Parameter | Value |\n|---|---|\n| On-site time | <= 4 h |\n| IP rating | IP65 |\n"
        "| Positioning accuracy | ±10 mm |\n| Payload | N/A |\n| Spare parts | as required |\n"
        "| Certification | ISO 27001 |\n| Throughput | > 1,200 parcels/h |\n",
        "need.md",
    )
    assert [(r.text, r.value, r.topic) for r in need.requirements] == [
        ("On-site time | <= 4 h", "4", "on-site time"),
        ("IP rating | IP65", "IP65", None),
        ("Positioning accuracy | ±10 mm", "10", "accuracy"),
        ("Spare parts | as required", None, None),
        ("Certification | ISO 27001", "ISO 27001", None),
        ("Throughput | > 1,200 parcels/h", "1,200", "throughput"),
    ]


@pytest.mark.parametrize(
    ("table", "read"),
    [
        (
            "| 项目 | 要求 | 单位 |\n|---|---|---|\n| 到场时间 | ≤4 | 小时 |\n| 载重 | 不适用 | |\n| 备件 | 按需 | |\n",
            [("4", "小时", "到场时间"), (None, None, None)],
        ),
        (
            "| Item | Qty |\n|---|---|\n| Robots | 12 |\n| Chargers | 3 |\n",
            [("12", None, "quantity"), ("3", None, "quantity")],
        ),
    ],
)
def test_a_table_is_read_by_its_columns(table: str, read: list[tuple[str | None, ...]]) -> None:
    need = need_of(table, "need.md")
    assert [(r.value, r.unit, r.topic) for r in need.requirements] == read


def test_a_cell_over_the_whole_table_names_the_table_and_the_row_below_its_columns() -> None:
    document = docx.Document()
    rows = [["技术参数要求"] * 4, ["项目", "指标", "要求", "单位"], ["机器人", "额定载重", "≥600", "kg"]]
    table = document.add_table(rows=len(rows), cols=4)
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(place, column).text = words if place or not column else ""
    table.cell(0, 0).merge(table.cell(0, 3)).text = "技术参数要求"
    kept = io.BytesIO()
    document.save(kept)
    need = read_need(read("need.docx", kept.getvalue()).document)
    assert [(r.value, r.unit, r.topic) for r in need.requirements] == [("600", "kg", "载重")]


def test_speech_without_punctuation_is_cut_where_something_else_is_asked() -> None:
    need = need_of(
        "我们医院准备把门诊楼的监控换掉一共六层每层大概二十个点位要高清的晚上也要能看清录像存九十天机房在负一楼"
        "你们报个价预算不超过八十万暑假之前弄完\n"
    )
    assert [(r.value, r.topic) for r in need.requirements if r.topic] == [
        ("九十", "保存时间"),
        ("八十", "预算"),
        ("暑假", "工期"),
    ]
    assert all(len(text) < 30 for text in texts(need))


def test_two_values_that_each_have_a_name_are_two_demands() -> None:
    need = need_of(
        "# 需求\n\n- 质保 3+1 年，7*24 支持\n- 工期 90 个日历日，一主两备\n- 摄像机 120 台，防护等级 IP66\n",
        "need.md",
    )
    assert texts(need) == [
        "质保 3+1 年", "7*24 支持", "工期 90 个日历日", "一主两备", "摄像机 120 台", "防护等级 IP66",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "idle",
    [
        "刘敏 13900001111", "设备部 | 13812345678", "上海市浦东新区张江路 88 号", "12 Mill Lane, Leeds",
        "项目名称：某某园区安防改造", "建设单位：某某园区管委会", "我在科技楼 302，周三下午过来聊",
    ],
)  # fmt: skip
def test_where_somebody_is_reached_is_never_asked(idle: str) -> None:
    need = need_of(f"需要 12 台机器人\n预算 120 万元以内\n{idle}\n工期 90 天\n")
    assert not any(text in idle for text in texts(need))
    assert len(need.requirements) == 3


def test_the_first_of_numbered_lines_is_asked_like_the_others() -> None:
    need = need_of("需求：\n1. 支持 SSO（LDAP）\n2. dashboard 要能 export 成 Excel\n3. RTO<30min，RPO=0\n")
    assert texts(need)[0] == "支持 SSO（LDAP）"
    assert ("0", None) in values(need)


def test_a_shortened_word_before_a_figure_ends_no_sentence() -> None:
    (only,) = need_of("Price must be max. EUR 1.2 million ex VAT.").requirements
    assert (only.value, only.unit, only.topic) == ("1.2 million", "EUR", "budget")


@pytest.mark.parametrize(
    "text",
    [
        "老陈：仓库那边 3 个站点，每个站点 2 台 HY-AMR600S，别的先不要\n老陈：要能跟我们的 WMS 对接\n老陈：质保 3 年\n",
        "Tom Hill <tom@hill.example> wrote:\nWe need 3 sites\nThe budget is USD 1.2M\nBest regards,\nTom Hill\n",
        "# 需求\n\n老陈：仓库那边 3 个站点，每个站点 2 台 HY-AMR600S，别的先不要\n老陈：要能跟我们的 WMS 对接\n",
    ],
)
def test_lines_pasted_as_markdown_stay_lines(text: str) -> None:
    need = need_of(text, "stdin.md")
    assert "3" in {requirement.value for requirement in need.requirements}
    assert not any("\n" in line or "老陈" in line or "Tom" in line for line in texts(need))
    assert len(texts(need)) > 1
