"""Needs in the shapes people send them: chats, mails with quotations, minutes, tables, numbered tenders."""

from __future__ import annotations

import pytest

from assistant.drafting.need.read import read_need
from assistant.drafting.phrases import Phrases
from assistant.drafting.words.terms import conflicts
from ingest.read import read
from knowledge.presales import Need


def need_of(text: str, name: str = "need.md") -> Need:
    return read_need(read(name, text.encode()).document)


def values(need: Need) -> set[tuple[str | None, str | None]]:
    return {(requirement.value, requirement.unit) for requirement in need.requirements}


def texts(need: Need) -> list[str]:
    return [requirement.text for requirement in need.requirements]


def test_a_row_holds_its_name_and_its_value_together() -> None:
    need = need_of(
        "| 要求 | 指标值 |\n|---|---|\n| 厂区周界自动巡检 | 每日 4 架次 |\n| 声压 | 不低于 90 dB |\n"
    )
    assert [(r.text, r.value, r.unit) for r in need.requirements] == [
        ("厂区周界自动巡检 | 每日 4 架次", "4", "架次"),
        ("声压 | 不低于 90 dB", "90", "dB"),
    ]


def test_a_column_of_requirements_asks_and_its_remarks_only_tell() -> None:
    need = need_of(
        "| 序号 | 参数 | 要求 | 备注 |\n|---|---|---|---|\n| 1 | 防护等级 | IP66 | 现场有冲洗 |\n"
        "| 2 | 供电 | 后备 60 分钟 | 现在只有 20 分钟 |\n| 3 | 检测点 | 186 点 | 其中有毒 54 点 |\n"
    )
    assert values(need) == {("IP66", None), ("60", "分钟"), ("186", "点"), ("54", "点")}


CHAT = """2026-11-10 09:15 信息科 詹科长
这次先换 420 个终端，桌面都走云桌面
2026-11-10 09:18 桑经理（厂家）
我们周四前出一版，一般能做到 99.9% 可用
2026-11-10 09:20 信息科 詹科长
并发按 380 算吧，供电 16 千瓦封顶
2026-11-10 09:26 信息科 詹科长
去年被勒索过一次，停了一天半
"""


def test_a_chat_asks_with_its_customers_words_alone() -> None:
    need = need_of(CHAT, "need.txt")
    assert values(need) == {("420", "个终端"), (None, None), ("380", None), ("16", "千瓦")}


def test_a_span_of_time_is_no_speaker() -> None:
    assert values(need_of("每天 9:30 开门之前必须恢复\n\n施工只能 22:00 到次日 8:00\n", "need.txt")) == {
        ("9:30", None),
        ("22:00 到次日 8:00", None),
    }


def test_what_a_mail_quotes_is_the_other_sides() -> None:
    need = need_of(
        "Hi Daniel,\n\nevery charger must deliver 150 kW.\n\n"
        "> On Monday Daniel wrote:\n> Our unit must be cooled and delivers up to 400 kW.\n",
        "need.txt",
    )
    assert values(need) == {("150", "kW")}


def test_minutes_ask_with_the_customers_turns_and_not_with_the_next_steps() -> None:
    need = need_of(
        "# 纪要\n\n参会：教育局 麴老师、亓主任；我方 毕然、售前 覃工\n\n二、需求\n"
        "麴老师：教室录播 36 间，录像存区里的平台。\n覃工：我方可以做到 50 间。\n亓主任：后面 46 所另外立项。\n\n"
        "## 下一步\n\n麴老师：11 月 9 日前把拓扑发给我方。\n"
    )
    assert values(need) == {("36", "间")}
    assert not any("老师" in text for text in texts(need))


@pytest.mark.parametrize(
    "plain",
    [
        "Users log in with the existing LDAP accounts.",
        "Metrics go to Grafana.",
        "The security officer insists that no component runs as root.",
    ],
)
def test_a_plain_sentence_among_sentences_that_ask_is_asked(plain: str) -> None:
    need = need_of(f"Jobs must start together. {plain} Utilisation should stay above 85 %.")
    assert plain.rstrip(".") in texts(need)


def test_numbers_of_articles_are_neither_values_nor_text() -> None:
    need = need_of(
        "3.1 ★质保期五年\n\n3.2 Software updates shall be free for 3 years\n\n3.3.1 30 % is due on delivery.\n"
    )
    assert values(need) >= {("五", "年"), ("3", "years"), ("30", "%")}
    assert not any(text.startswith("3.") for text in texts(need))


def test_a_story_told_before_what_is_asked_is_left_out() -> None:
    need = need_of("枕溪酒店，2011 年开业，客房 212 间，智能化想同步做。")
    assert texts(need) == ["智能化想同步做"]


def test_a_bare_number_stands_for_things_named_before() -> None:
    need = need_of("We need 48 charge points at Millbrook and 20 at each of the smaller depots.")
    assert values(need) == {("48", "charge points"), ("20", None)}


@pytest.mark.parametrize(
    "text",
    ["The forecast must run four times a day.", "25 robots must work at peak.", "系统必须支持 52 只。"],
)
def test_what_is_no_throughput_has_no_such_label(text: str) -> None:
    assert {r.topic for r in need_of(text).requirements} == {None}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("餐饮商户的配电箱要装监控，一共 75 只。", "“餐饮商户的配电箱要装监控，一共 75 只”如何满足"),
        ("报警之后 10 秒之内要推送到手机上。", "能否承诺 10 秒？"),
    ],
)
def test_a_question_commits_to_figures_but_not_to_the_customers_counts(text: str, asked: str) -> None:
    (only,) = need_of(text).requirements
    assert asked in Phrases("zh").unanswered(only, falls_short=False)[1]


def test_a_chat_in_english_asks_from_its_announcement_on() -> None:
    need = need_of(
        "[09:02] Marit Solheim: Morning!\n[09:02] Marit Solheim: here is what we need\n"
        "[09:03] Marit Solheim: the plant has 1,850 points today\n"
        "[09:04] Marit Solheim: new system: 2,400 I/O with 20 percent spare\n"
        "[09:05] Glen (vendor): We have done that 14 times\n"
        "[09:07] Marit Solheim: alarms have to come down, nothing phones home\n"
        "[09:08] Marit Solheim: the budget is 28 MNOK\n",
        "need.txt",
    )
    assert values(need) == {("2,400", "I/O"), ("20", "percent"), (None, None), ("28", "MNOK")}


def test_a_period_between_two_days_belongs_to_its_sentence() -> None:
    (only,) = need_of("Contractors may only work during the summer break, June 15 to August 14.").requirements
    assert only.value == "June 15 to August 14"


def test_what_was_told_before_anything_is_asked_stays_background() -> None:
    need = need_of(
        "09:02 工程部-司徒谦\n我们百货 2009 年开的业，租户 146 家\n09:05 工程部-司徒谦\n这次先改 3 个场站\n",
        "need.txt",
    )
    assert values(need) == {("3", "个")}


def test_answers_to_listed_questions_are_asked_and_the_questions_are_not() -> None:
    need = need_of(
        "你问的逐条答复如下。\n\n1、罐区多大？\n一共 24 座罐。\n"
        "2、视频有要求吗？\n罐区 36 个球机。\n3、钱？\n集团批复 1380 万。\n",
        "need.txt",
    )
    assert values(need) == {("24", "座"), ("36", "个"), ("1380", "万")}
    assert not any("？" in text for text in texts(need))


def test_what_the_bidders_people_do_is_not_asked() -> None:
    need = need_of(
        "在场：总经理荆总；我们这边：钮工\n\n系统要支持 80 个并发。\n\n钮工 11 月 26 日前给方案，带两个客户去参观。\n"
    )
    assert values(need) == {("80", "个并发")}


def test_how_a_company_grew_and_how_long_things_take_is_told() -> None:
    need = need_of("系统要支持 80 个并发。公司从 80 人做到 470 人，月结要 9 天。")
    assert values(need) == {("80", "个并发")}


def test_a_line_amid_lines_that_ask_is_asked() -> None:
    need = need_of(
        "围界必须换光纤\n跟物业收费系统打通，欠费车辆提醒\n软件界面要中文\n8 月我们考察过两个园区\n",
        "need.txt",
    )
    assert texts(need) == ["围界必须换光纤", "跟物业收费系统打通，欠费车辆提醒", "软件界面要中文"]


def test_one_row_in_the_passive_does_not_tell_of_the_past() -> None:
    need = need_of(
        "| Area | What we expect |\n|---|---|\n| Volume | 40 TB in year one |\n| Recovery | 24 hours of data lost |\n"
    )
    assert values(need) == {("40", "TB"), ("24", "hours")}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("工期90个日历天", ("90", "个日历天", "工期")),
        ("24 小时恢复", ("24", "小时", "恢复时间")),
        ("数据恢复点不超过 15 分钟", ("15", "分钟", "恢复点")),
        ("Operating temperature -20 to 60 C", ("-20 to 60", "C", None)),
        ("兼容 Oracle 11g", (None, None, None)),
        ("支持 SQL Server 2016 及以上", (None, None, None)),
    ],
)
def test_a_value_has_its_unit_and_what_it_measures(text: str, read: tuple[str | None, ...]) -> None:
    (only,) = need_of(f"# 项目需求\n\n## 采购需求\n\n- {text}\n").requirements
    assert (only.value, only.unit, only.topic) == read


@pytest.mark.parametrize(
    ("asked", "offered", "other"),
    [
        ("防护等级不低于 IP65", "防护等级 IP67", False),
        ("IP65 及以上", "防护等级 IP66", False),
        ("rated IP65 or better", "the housing is IP67", False),
        ("at least IP65", "the housing is IP67", False),
        ("防护等级不低于 IP65", "防护等级 IP54", True),
        ("防护等级不低于 IP57", "防护等级 IP65", True),
        ("防护等级 IP65", "防护等级 IP67", True),
        ("不低于 HS-N8", "HS-N16", True),
    ],
)
def test_a_higher_rating_of_protection_meets_one_asked_for_upwards(
    asked: str, offered: str, other: bool
) -> None:
    assert conflicts(asked, offered) is other
