"""A draft does not promise silently what our own papers tell us not to promise."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary

from assistant.drafting.forbidden import promises, rules, warned
from assistant.drafting.phrases import Phrases
from assistant.grounding.gate import obstacles
from assistant.grounding.names import register
from assistant.grounding.numbers import unsupported_numbers
from knowledge.presales import Customer, Outline, Point, Section

FAQ = """# 常见问答

**问：系统多久能上线？**

一般 10 到 12 周。少于 6 周不要承诺。

**问：出故障多久到现场？**

华东 8 小时。合同里不要写“2 小时到场”，除非有驻场。

**问：旧表计能不能留用？**

带通信口的可以留用；机械水表建议更换，勿承诺利旧。

**问：能不能做离网供电？**

现在不能，别答应。

**问：并发能到多少？**

不要承诺 800 以上。

How long is the warranty?

Two years. Never promise a warranty of 5 years.
"""


def _library() -> SmallLibrary:
    library = SmallLibrary([Customer(id="c1", name="苏州恒远物流有限公司", short_names=("恒远",))])
    library.add("口径.md", FAQ, kind="faq", reusable=True)
    return library


KNOWN = rules(_library(), ())


@pytest.mark.parametrize(
    "words",
    [
        "全部故障 2 小时到场",
        "机械水表全部利旧",
        "支持离网供电",
        "系统 5 周上线",
        "平台并发 1,000 用户",
        "We give a warranty of 5 years",
    ],
)
def test_a_point_that_promises_what_a_rule_holds_back_is_seen(words: str) -> None:
    assert [rule for rule in KNOWN if promises(words, rule)]


@pytest.mark.parametrize(
    "words",
    [
        "全部故障 8 小时到场",
        "2 小时内给出初步诊断",
        "带通信口的水表可以留用",
        "不支持离网供电",
        "系统 10 周上线",
        "平台并发 500 用户",
        "We give a warranty of 2 years",
        "机械水表建议更换，勿承诺利旧",
    ],
)
def test_a_point_that_keeps_to_the_rules_is_left_alone(words: str) -> None:
    assert not [rule for rule in KNOWN if promises(words, rule)]


def _draft() -> tuple[Section, ...]:
    section = Section(
        heading="服务", key="service", points=(Point(text="全部故障 2 小时到场。", basis="judgement"),)
    )
    return warned((section,), KNOWN, register(_library().customers()), Phrases("zh"))


def test_the_rule_stands_behind_the_point_with_its_citation() -> None:
    (point,) = _draft()[0].points
    assert "除非有驻场" in point.text
    assert [c.quote for c in point.citations] == ["合同里不要写“2 小时到场”，除非有驻场。"]
    assert not unsupported_numbers(point.text, [c.quote for c in point.citations])


def test_the_customers_copy_waits_until_a_person_has_settled_it() -> None:
    outline = Outline(id="a" * 12, title="方案", sections=_draft())
    (found,) = obstacles(outline, _library())
    assert (found.reason, "口径" in found.zh, "除非有驻场" in found.zh) == ("note", True, True)
    settled = _draft()[0].model_copy(update={"points": (Point(text="8 小时到场。", basis="judgement"),)})
    assert not obstacles(outline.model_copy(update={"sections": (settled,)}), _library())


def test_another_customers_papers_set_no_rules_for_this_draft() -> None:
    library = SmallLibrary()
    library.add("口径.md", FAQ, kind="faq", customer="c1")
    assert rules(library, ()) == ()
