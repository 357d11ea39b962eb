"""Counts without a bound: which are wanted (two engineers on site), and what a bare number in a cell counts.

A count of what a supplier gives (people, spares, visits, service points) is wanted: fewer falls short, more is
fine. A count the customer says is exact leaves any other number open. A count of what the customer has or buys is
nobody's to meet.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.drafting.evidence.sameness import same_count
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity

_GIVEN = (
    re.compile(r"驻场|驻点|常驻|\bresident|\bon-?site (?:engineer|staff|technician)s?"),
    re.compile(r"备[件品机]|备用|备份机|\bspares?\b|\bstandby\b"),
    re.compile(
        r"(?:服务|售后|维保)(?:网点|站|中心|点)|备件库|\bservice (?:cent(?:er|re)|point|depot|station)s?\b"
    ),
    re.compile(r"巡[检查]|回访|\binspections?\b|\bsite visits?\b|\bmaintenance visits?\b"),
    re.compile(r"演练|\bdrills?\b"),
    re.compile(r"培训|\btraining"),
    re.compile(r"讲师|专家|持证|\btrainers?\b|\bexperts?\b|\bcertified\b"),
)
"""What a supplier gives in a number: people on site, spares, places, visits, drills, lessons, experts."""
_EXACTLY = re.compile(
    r"(?:恰好|正好|刚好|有且仅有|必须为|仅限?|只[要需设配]|\bexactly|\bprecisely|\bonly)\s*(?:为|是)?\s*$"
)
_NAME_OF_ZH = re.compile(r"([\u3400-\u9fff]+?)(总?数量?|总量)?$")
_NAME_OF_EN = re.compile(r"(?P<en>[a-z]{3,})(?:\s*\((?:max|maximum|total)\.?\))?\s*$")
_JOINT = re.compile(
    r"[\s|:=为是达至]*(?:>=|<=|[≥≤<>]|不少于|不低于|不超过|至少|最多|at least|up to|max\.?)?[\s|:]*$"
)
_LONGEST = 4


def is_given(requirement: str, wanted: Quantity) -> bool:
    """Whether ``wanted`` counts what a supplier gives."""
    counted = wanted.dimension.startswith(("count", "rate:次", "number"))
    return counted and bool(_given(requirement))


def same_given(requirement: str, words: str) -> bool:
    """Whether two texts speak of the same thing a supplier gives."""
    return bool(_given(requirement) & _given(words))


def _given(text: str) -> frozenset[int]:
    folded = fold(text)
    return frozenset(order for order, words in enumerate(_GIVEN) if words.search(folded))


def is_exact(requirement: str, wanted: Quantity) -> bool:
    """Whether the customer wants just so many, no more and no fewer."""
    return _EXACTLY.search(fold(requirement)[: wanted.span.start]) is not None


def named_count(text: str, start: int, quantity: Quantity) -> Quantity:
    """``quantity`` as a count where the words in front of a bare number, from ``start``, say of what: 用户数 | 200."""
    if quantity.dimension != "number":
        return quantity
    before = fold(text)[start : quantity.span.start]
    name = _name(_JOINT.sub("", before))
    return quantity if name is None else replace(quantity, dimension=f"count:{name}")


def _name(before: str) -> str | None:
    """The countable thing words end with: 最大用户数 is 用户, number of users is user."""
    english = _NAME_OF_EN.search(before)
    if english:
        word = english.group("en")
        return next((w for w in (word, word.removesuffix("s")) if same_count(w, "个")), None)
    chinese = _NAME_OF_ZH.search(before)
    if chinese is None:
        return None
    run, counted = chinese.group(1), bool(chinese.group(2))
    sizes = range(min(_LONGEST, len(run)), 0 if counted else 1, -1)
    return next((run[-size:] for size in sizes if same_count(run[-size:], "个")), None)
