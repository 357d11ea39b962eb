"""Counts stated without a bound: of what a supplier gives as many at least, of the customer's own none to meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import library, need_of

from assistant.drafting.evidence.fit import fit
from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.template import load_template
from knowledge.presales import Requirement


def asked(text: str) -> Requirement:
    """The first requirement with a number of a need that says ``text``."""
    found = read_need(need_of(f"# 项目需求\n\n## 技术要求\n\n- {text}\n")).requirements
    return next(r for r in found if r.value)


@pytest.mark.parametrize(
    ("need", "evidence", "verdict"),
    [
        ("驻场 2 人", "驻场 1 人", "fails"),
        ("驻场 2 人", "驻场工程师 3 人", "meets"),
        ("现场常驻 2 人", "常驻 1 人", "fails"),
        ("备件 5 套", "现场备件 2 套", "fails"),
        ("备件 5 套", "现场备件 6 套", "meets"),
        ("备件 5 套", "现场提供常用备件", "silent"),
        ("在各地设 3 个服务网点", "设服务网点 2 个", "fails"),
        ("每季度巡检 1 次", "每年巡检 2 次", "fails"),
        ("每季度巡检 1 次", "每月巡检 1 次", "meets"),
        ("恰好 2 人驻场", "驻场 3 人", "unclear"),
        ("恰好 2 人驻场", "驻场 2 人", "meets"),
        ("3 training sessions", "2 training sessions", "fails"),
        ("Two on-site engineers for a year", "3 on-site engineers", "meets"),
        ("采购摄像机 260 路", "采购摄像机 100 路", "unknown"),
    ],
)
def test_of_what_a_supplier_gives_fewer_falls_short_and_more_is_fine(
    need: str, evidence: str, verdict: str
) -> None:
    assert fit(asked(need), evidence) == verdict


@pytest.mark.parametrize(
    ("need", "evidence", "verdict"),
    [
        ("300 用户", "用户数 | 200", "fails"),
        ("300 用户", "最大用户数：500", "meets"),
        ("系统用户数 300", "支持 200 个用户", "fails"),
        ("300 users", "Number of users | 200", "fails"),
        ("300 users", "Users: 400", "meets"),
        ("接入摄像机不少于 260 路", "清单 300", "silent"),
    ],
)
def test_a_bare_number_counts_what_the_words_before_it_name(need: str, evidence: str, verdict: str) -> None:
    assert fit(asked(need), evidence) == verdict


@given(st.integers(1, 50), st.integers(1, 50), st.sampled_from(["驻场{}人", "现场备件{}套", "服务网点{}个"]))
def test_a_count_given_is_met_by_as_many_and_by_no_fewer(wanted: int, offered: int, form: str) -> None:
    verdict = fit(asked(form.format(f" {wanted} ")), form.format(f" {offered} "))
    assert verdict == ("meets" if offered >= wanted else "fails")


PRODUCT = {"kind": "product", "reusable": True, "products": ("汇视通",)}
TABLE = """# 汇视通 平台规格

## 规格
| 项目 | 参数 | 说明 |
|---|---|---|
| 用户数 | {users} | 每套 |
| 到场时间（小时） | 4 | 每次 |
"""


@pytest.mark.parametrize(("users", "answered"), [("200", False), ("500", True), ("200 人", False)])
def test_a_row_of_a_table_answers_with_its_number_and_not_with_its_name(users: str, answered: bool) -> None:
    read = read_need(need_of("# 汇视通 视频平台需求\n\n## 要求\n- 平台支持 300 用户\n"))
    files = {"p/汇视.md": (TABLE.format(users=users), PRODUCT)}
    outline = draft(library(files), read, load_template("default", "zh"), made_at="2026-11-20T08:00:00")
    assert any(0 in p.answers for s in outline.sections for p in s.points) is answered
