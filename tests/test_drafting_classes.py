"""Classes by law (三类医疗器械) are grades: another class is another thing; kinds that are counted are not."""

from __future__ import annotations

import pytest

from assistant.drafting.words.ratings import ratings
from assistant.drafting.words.terms import conflicts, grades
from assistant.grounding.numbers import quantities


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("三类医疗器械", "三类"),
        ("须取得第三类医疗器械注册证", "三类"),
        ("Ⅲ类医疗器械", "Ⅲ类"),
        ("III 类医疗器械", "III 类"),
        ("医疗器械为三类", "三类"),
    ],
)
def test_a_class_by_law_is_a_grade_and_no_count(text: str, rating: str) -> None:
    assert grades(text) == {"kind:3"}
    assert [found.of(text) for found in ratings(text)] == [rating]
    assert quantities(text) == ()


@pytest.mark.parametrize(
    "text", ["三类用户", "接入三类数据", "经营十三类医疗器械", "医疗器械分三类管理", "这三类医疗器械"]
)
def test_counted_kinds_are_no_grade(text: str) -> None:
    assert grades(text) == frozenset()
    assert list(ratings(text)) == []


@pytest.mark.parametrize(
    ("asked", "given", "conflicting"),
    [
        ("具备三类医疗器械注册证", "已取得二类医疗器械注册证", True),
        ("具备三类医疗器械注册证", "已取得一类医疗器械备案", True),
        ("具备三类医疗器械注册证", "已取得第三类医疗器械注册证", False),
        ("具备三类医疗器械注册证", "已取得Ⅲ类医疗器械注册证", False),
        ("具备二类医疗器械经营备案", "二类、三类医疗器械经营资格齐全", False),
        ("具备一类医疗器械备案", "一、二、三类医疗器械均可生产", False),
        ("具备三类医疗器械注册证", "支持二类用户", False),
        ("等保三级", "二类医疗器械", False),
    ],
)
def test_another_class_conflicts(asked: str, given: str, conflicting: bool) -> None:
    assert conflicts(asked, given) is conflicting
