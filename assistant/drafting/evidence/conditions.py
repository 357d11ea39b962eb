"""Conditions on a figure that were not asked for: where, when, for which plan, at whose wish, in which case.

A figure that holds in a city, on working days, for the premium plan or on request does not simply answer a
requirement that says nothing of the kind. Which words set a condition depends on what is measured: a city
restricts when somebody arrives, not how much is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from assistant.drafting.words.terms import features
from assistant.drafting.words.topics import Better, Topic
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity

Condition = Literal["place", "hours", "plan", "option", "typical", "ideal"]

_WORDS: Mapping[Condition, re.Pattern[str]] = {
    "place": re.compile(
        r"市区|城区|市内|城内|同城|同市|本市|市中心|中心城市|一线城市|省会|周边城市|公里(?:范围)?以?内|"
        r"\b(?:metro(?:politan)?(?: area)?s?|urban|city cent(?:re|er)|downtown|same[- ]city|in (?:the|major|large) cit(?:y|ies)|"
        r"in town|within \d+ ?(?:km|kilomet(?:re|er)s|miles))\b"
    ),
    "hours": re.compile(
        r"(?<![\d个两一二三四五六七八九十半第])(?<!\d )工作日|工作时间|工作时段|上班时间|办公时间|营业时间|非?节假日|白天|日间|"
        r"(?<!\d)[5-9]\s*[x×*]\s*(?:[5-9]|1[0-2])(?!\d)(?:\s*小时)?|"
        r"(?<!\d )(?<!\d-)\b(?:business|working|office|opening) (?:hours|days?)\b|"
        r"\bweekdays?\b|\bmon(?:day)?\s*(?:-|–|to|through)\s*fri(?:day)?\b"
    ),
    "plan": re.compile(
        r"尊享|尊贵|至尊|贵宾|旗舰[版级]?|高级(?:版|服务|套餐|维保)|专业版|豪华版|升级(?:版|服务|套餐)|增值服务|[金银]牌|白金|钻石|黄金(?:版|服务|级|会员)|"
        r"\bvip\b|\b(?:premium|gold|silver|platinum|diamond|deluxe|ultimate|elite)\b|"
        r"\b(?:enterprise|professional|advanced|extended|upper|higher) (?:edition|plan|tier|package|contract|support|warranty)\b"
    ),
    "option": re.compile(
        r"按需(?![求扩增弹伸])|选配|选装|可选|选购|另购|加购|增购|另行|另计|另付|另收|付费|收费|有偿|"
        r"额外(?:购买|付|收|费|采购|配置)|视(?:情况|需要|项目)|"
        r"酌情|协商|(?:需|须|要)(?:额外|单独)|\boptional\w*|\bon request\b|\bupon request\b|"
        r"\b(?:extra|additional|separate) (?:cost|fee|charge|licen[cs]e|contract)s?\b|"
        r"\bsurcharge|\bchargeable\b|\badd-?on\b|\b(?:sold|licensed|purchased|quoted|priced|billed) separately\b|"
        r"\bsubject to\b|\bas (?:needed|required|agreed)\b|\bcan be (?:bought|ordered|added|purchased)\b"
    ),
    "typical": re.compile(
        r"平均|通常|一般(?!故障|问题|事件|缺陷|级)|典型|\b(?:on average|average|mean|typical(?:ly)?|usual(?:ly)?|normally)\b"
    ),
    "ideal": re.compile(
        r"理论|理想|实验室|仿真|\b(?:theoretical(?:ly)?|ideal(?:ly)?|laboratory|lab (?:test|conditions?)|in the lab|simulat\w+)\b"
    ),
}
_SERVED = frozenset({"arrival", "response", "restore", "service hours", "schedule"})
"""Indicators of people who come or answer: where and when they do is part of them."""
_EXTRA = re.compile(r"选配|可选|增值|\boption")
_ONLY = re.compile(
    r"^\s*[,、;(]?\s*(?:但|且)?(?:仅|只|限|须|需|要|另|按需(?![求扩增弹伸])|视|由客户|前提|"
    r"\b(?:but )?(?:only|limited|subject|"
    r"at (?:an )?(?:extra|additional)|for an (?:extra|additional)|on request|if|provided|optional|excluding|where)\b)"
)
"""A clause that goes on to restrict the one before it."""
_BRACKET = re.compile(r"^[^(),、;\d]{0,14}\(([^()]*)\)")
_STOP = re.compile(r"[;。\n]")


def conditions_of(text: str, start: int, quantity: Quantity, heading: str = "") -> frozenset[Condition]:
    """The conditions ``text`` (under ``heading``) sets on ``quantity``, whose clause begins at ``start``."""
    around = _around(fold(text), start, quantity)
    found: set[Condition] = {kind for kind, words in _WORDS.items() if words.search(around)}
    if _WORDS["plan"].search(fold(heading)) or _EXTRA.search(fold(heading)):
        found.add("plan")
    return frozenset(found)


def unasked(
    told: frozenset[Condition], asked: str, topic: Topic | None, better: Better
) -> frozenset[Condition]:
    """Of the conditions ``told`` those that matter to ``topic`` and that ``asked`` does not set itself."""
    served = topic is not None and topic.key in _SERVED
    beside: set[Condition] = set() if served else {"place", "hours"}
    beside |= set() if better == "less" else {"typical"}
    return frozenset(kind for kind in told - beside if not _WORDS[kind].search(fold(asked)))


def conditions_in(text: str) -> tuple[str, ...]:
    """The words of ``text`` (folded) that set a condition, in the order of their kinds."""
    folded = fold(text)
    return tuple(match.group() for words in _WORDS.values() if (match := words.search(folded)))


def _around(folded: str, start: int, quantity: Quantity) -> str:
    """The words that may restrict a figure: its clause up to the next figure, a bracket behind it, a clause in
    front that is nothing but a condition, and one behind that only restricts."""
    place, end = quantity.span.start, quantity.span.end
    before = folded[start:place]
    before = before[_last_figure(before) :]
    clause, behind = _cut(folded[end:])
    bracket = _BRACKET.match(folded[end:])
    said = [_in_front(folded[:start]), before, bracket.group(1) if bracket else ""]
    figure = re.search(r"\d", clause)
    said.append("" if figure else clause)
    said.append(_cut(behind.lstrip(",、 "))[0] if _ONLY.search(behind) and not figure else "")
    return " | ".join(said)


def _last_figure(before: str) -> int:
    """Where the words behind the last figure in front begin (市区 2 小时 郊县 | 4 小时)."""
    ends = [match.end() for match in re.finditer(r"\d[\d.,]*", before)]
    return ends[-1] if ends and re.search(r"[;/|]", before[ends[-1] :]) else 0


def _cut(text: str) -> tuple[str, str]:
    """(the rest of the clause, what stands behind it in the sentence)."""
    stop = _STOP.search(text)
    sentence = text[: stop.start()] if stop else text
    comma = re.search(r"[,、](?!\d{3}(?!\d))(?![^()]*\))", sentence)
    return (sentence, "") if comma is None else (sentence[: comma.start()], sentence[comma.start() :])


def _in_front(before: str) -> str:
    """The clause in front where it says nothing but a condition (在市区范围内，; during business hours,)."""
    clause = (
        re.split(r"[,，、;；。\n|]", before.rstrip("，, 、"))[-1]
        if before.rstrip().endswith(("，", ","))
        else ""
    )
    bare = clause
    for words in _WORDS.values():
        bare = words.sub(" ", bare)
    bare = re.sub(r"范围|区域|地区|情况|客户|项目|\b(?:areas?|customers?|plans?)\b", " ", bare)
    return clause if bare != clause and not features(bare) else ""
