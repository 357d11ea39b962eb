"""Marks by which a tender sets binding lines apart, and the legend that explains them."""

from __future__ import annotations

import re

MARK = re.compile(r"[★▲]")
_LEGEND = re.compile(
    r"[“\"'‘「(（【]\s*[★▲]\s*[”\"'’」)）】]"
    r"|(?:带|标有?|标注|标记|注有?|加注?|打)\s*[★▲]"
    r"|[★▲]\s*(?:、\s*[★▲]\s*)?(?:号|标[记识]|条款|项|指标|参数)?\s*(?:的)?\s*(?:条款|项|指标|参数|要求)?\s*(?:均?为|是指?|表示|代表|不满足|负偏离)"
)
_SCORED = re.compile(r"(?:扣|加|得)\s*\d+(?:\.\d+)?\s*分(?!钟)")


def is_marked(words: str) -> bool:
    """Whether a line carries a mark of its own (★, ▲), and does not explain what the marks mean."""
    return MARK.search(words) is not None and _LEGEND.search(words) is None


def is_legend(words: str) -> bool:
    """Whether a line says what a mark means (带“▲”为重要参数) or what a deviation costs in points."""
    return not is_marked(words) and (_LEGEND.search(words) is not None or _SCORED.search(words) is not None)
