"""Which bound the words around a figure set: 不少于 and at least, 以内 and within, 约 and about."""

from __future__ import annotations

import re
from typing import Literal

Comparator = Literal["=", ">=", "<=", "~"]

_MORE = (
    r"不少于|不低于|不小于|至少|大于等于|大于|超过|高于|不得少于|不得低于|最低|达到|多于|≥|>=|>|"
    r"at least|no less than|not less than|no fewer than|minimum(?: of)?|more than|over|exceeding|greater than"
)
_LESS = (
    r"不超过|不高于|不大于|不多于|不得超过|不得高于|小于等于|小于|低于|最多|控制在|不晚于|少于|≤|<=|<|"
    r"within|inside|at most|no more than|not more than|not (?:to )?exceed(?:ing)?|no longer than|less than|under|"
    r"below|up to|maximum(?: of)?|fewer than"
)
_ABOUT = r"约|大约|左右|近|about|around|approximately|roughly|some"
_LEAD = re.compile(
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS})|(?P<about>{_ABOUT}))\s*(?:为|是|a|an|the)?\s*[:：]?\s*$"
)
_TAIL = re.compile(
    r"^\s*(?:(?P<more>及?以上|or more|or above|起|and above)|(?P<less>及?以内|及?以下|之内|内(?!部|容|存|"
    r"网|外)|or less|or fewer)"
    r"|(?P<about>左右|上下))"
)


def comparator(folded: str, start: int, end: int) -> Comparator:
    """The bound said before or behind ``folded[start:end]``; ``=`` where none is."""
    lead = _LEAD.search(folded[max(0, start - 24) : start])
    tail = _TAIL.match(folded[end : end + 12])
    for match in (lead, tail):
        if match:
            kind = match.lastgroup
            return ">=" if kind == "more" else "<=" if kind == "less" else "~"
    return "="
