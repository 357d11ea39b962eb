"""People are seen by their post, before the name or in brackets behind it; words that look like names are not."""

from __future__ import annotations

import pytest

from assistant.grounding.people import people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张伟（设备科科长）", "张伟"),
        ("由张伟（设备科科长）牵头", "张伟"),
        ("设备科张伟(科长)签字", "张伟"),
        ("王芳（采购经理、评标组长）", "王芳"),
        ("信息部经理李明华确认", "李明华"),
        ("总经理 欧阳修 拍板", "欧阳修"),
        ("主任欧阳修拍板", "欧阳修"),
        ("部长 王强", "王强"),
        ("写于 7 月，佟立（项目经理）", "佟立"),
        ("制造部部长申屠皓要求", "申屠皓"),
        ("由总监赵敏，于现场", "赵敏"),
        ("经理李明的意见", "李明"),
        ("供應鏈副总 令狐岩、IT", "令狐岩"),
        ("經理張明，", "張明"),
    ],
)
def test_a_name_beside_a_post_is_a_person(text: str, name: str) -> None:
    assert name in [span.of(text) for span in people(text)]


@pytest.mark.parametrize(
    "text",
    [
        "经理高度重视",
        "项目经理方可确认",
        "工程师安装调试",
        "方案（经理审核）",
        "高级（工程师）",
        "项目经理 1 人",
        "主任方面确认",
        "金额（总经理审批）",
        "施工组（组长）",
        "配置高级工程师 3 名",
        "文档（由主任签发）",
        "任务（负责人）",
        "周期（经理）",
        "程序员（主管）",
        "工程师常驻现场 12 个月",
        "经理任何时候",
        "主管尤其要求",
        "颜色（主管）",
        "权限（主管）",
        "费用（总经理）",
    ],
)
def test_a_post_without_a_name_is_nobody(text: str) -> None:
    assert not list(people(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("张伟经理和王工", ["张伟经理", "王工"]),
        ("王总和李总", ["王总", "李总"]),
        ("王总、李总和赵总", ["王总", "李总", "赵总"]),
        ("王经理和赵处长", ["王经理", "赵处长"]),
        ("李主任部署", ["李主任"]),
        ("陈总结算时", ["陈总"]),
        ("刘主任表示满意", ["刘主任"]),
        ("王总共享了材料", ["王总"]),
        ("由李总部署实施", ["李总"]),
        ("张总计划下周来", ["张总"]),
        ("張偉經理和王處長", ["張偉經理", "王處長"]),
    ],
)
def test_whatever_word_follows_a_title_everyone_is_seen(text: str, named: list[str]) -> None:
    assert [span.of(text) for span in sorted(people(text), key=lambda one: one.start)] == named


@pytest.mark.parametrize(
    "text",
    [
        "周总结",
        "周总和为 12",
        "高总量",
        "马总线",
        "方总部",
        "白总计 12 项",
        "水总共 12 台",
        "施工总部署",
        "方案总计划",
        "高主任务",
        "石主管道",
    ],
)
def test_words_that_begin_like_a_title_are_nobody(text: str) -> None:
    assert not list(people(text))
