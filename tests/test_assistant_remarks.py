"""What the house says to itself never reaches a customer; what it says to customers may."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary

from assistant.grounding.gate import obstacles
from assistant.grounding.remarks import internal, note, notes, without_notes
from knowledge.presales import Outline, OutlineTable, Point, Section


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_note_is_seen_and_taken_away_whole(language: str) -> None:
    said = "质保 24 个月。" + note("未达到，须确认", language)  # type: ignore[arg-type]
    assert list(notes(said))
    assert without_notes(said) == "质保 24 个月。"


@pytest.mark.parametrize(
    "words",
    [
        "已适配 2 种，清单向研发索取",
        "旧设备建议淘汰，勿承诺利旧",
        "低于 9 折须区域总监批准",
        "合同里不要写“2 小时到场”",
        "任何缩短工期的承诺都要上报",
        "仅供内部使用",
        "Do not promise a date",
        "Discounts need sales director approval",
    ],
)
def test_talk_among_colleagues_is_seen(words: str) -> None:
    assert list(internal(words))


@pytest.mark.parametrize(
    "words",
    [
        "内部网络与互联网隔离",
        "合同审批流程可配置，由部门经理审批",
        "向产品技术人员提供两天培训",
        "出入库单须经仓库主管审批",
        "异常须在 5 分钟内上报平台",
        "internal temperature sensors",
        "Approval workflows can be configured",
    ],
)
def test_what_a_product_does_is_no_talk_among_colleagues(words: str) -> None:
    assert not list(internal(words))


@pytest.mark.parametrize("basis", ["judgement", "need"])
def test_the_customers_own_words_are_no_remark_of_ours(basis: str) -> None:
    point = Point.model_validate({"text": "折扣须财务部批准", "basis": basis})
    section = Section(heading="方案", key="architecture", points=(point,))
    outline = Outline(id="a" * 12, title="方案", sections=(section,))
    found = [one.reason for one in obstacles(outline, SmallLibrary())]
    assert found == (["internal"] if basis == "judgement" else [])


def test_a_cell_of_a_table_is_held_to_the_same_rule() -> None:
    table = OutlineTable(title="配置", header=("项目", "说明"), rows=(("网关", "清单向研发索取"),))
    section = Section(heading="方案", key="architecture", tables=(table,))
    outline = Outline(id="a" * 12, title="方案", sections=(section,))
    assert [one.reason for one in obstacles(outline, SmallLibrary())] == ["internal"]
