"""Heading numbers as people write them: 第一章, 一、, （一）, 1.1, Appendix A; and their relative levels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.language import WIDE

_CN = "[〇零一二三四五六七八九十百千两\\d]+"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"^第\s*{_CN}\s*(部分|篇|卷|编)(?![\w，,。])")),
    (
        "chapter",
        re.compile(rf"^第\s*{_CN}\s*章|^(附录|附件)\s*[A-Z一二三四五六七八九十\d]{{1,3}}(?=[\s:：.、]|$)"),
    ),
    (
        "chapter",
        re.compile(
            r"^(chapter|section|part|article|appendix|annex)\s+([A-Z]|\d+|[IVX]+)\b(?=[\s:.\-–—]|$)", re.I
        ),
    ),
    ("section", re.compile(rf"^第\s*{_CN}\s*节")),
    ("clause", re.compile(rf"^第\s*{_CN}\s*条")),
    ("cn", re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.．]")),
    ("paren-cn", re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]")),
)
_DOTTED = re.compile(r"^(\d{1,2}(?:[.．]\d{1,2}){0,5})(?:[.．、]\s*|\s+)(?=[^\s\d%.．])")
_DOTTED_TIGHT = re.compile(rf"^(\d{{1,2}}(?:\.\d{{1,2}}){{1,5}})(?=[{WIDE}])")
_QUANTITY = re.compile(r"^[\d.．\s]+(万|亿|千)?(元|吨|台|套|个|米|年|月|天|小时|人|倍|公里)?([/／].*)?$")
_ORDER = ("part", "chapter", "section", "clause", "cn", "paren-cn")
_SENTENCE_END = re.compile(r"[。；;，,！!？?：:、]$|[a-z)]\.$")

MAX_HEADING = 60
"""Characters of the longest line taken for a heading without being styled as one (CJK count double)."""


def number_style(line: str) -> str | None:
    """Which numbering ``line`` begins with: ``chapter``, ``cn``, ``paren-cn``, ``dotted-2`` …, or none."""
    for name, pattern in _STYLES:
        if pattern.match(line):
            return name
    dotted = _DOTTED.match(line) or _DOTTED_TIGHT.match(line)
    if dotted and not _QUANTITY.match(line):
        parts = re.split("[.．]", dotted.group(1))
        if "0" in parts[:-1]:
            return None  # an address or a version
        return f"dotted-{len(parts) - (parts[-1] == '0')}"  # 1.0 is a first level
    return None


def is_short_line(line: str) -> bool:
    """Whether ``line`` is short as a heading is, and does not end as a sentence does."""
    width = len(line) + len(re.findall(f"[{WIDE}]", line))
    words = re.sub(r"^[\d.．\s]+", "", line)
    runs_on = _SENTENCE_END.search(line.strip()) or re.match(r"[a-z]+[,\s]", words)
    return 1 < width <= 2 * MAX_HEADING and len(line) <= 90 and not runs_on


def levels_of(styles: Iterable[str]) -> dict[str, int]:
    """Level from 1 of each numbering style used in one document, by the customary order.

    第…章 > 第…节 > 第…条 > 一、 > （一） > 1 > 1.1 > 1.1.1; styles not used leave no hole,
    except that depth under dotted numbers is kept (1.1.1 without 1.1 is still below 1).
    """
    used = set(styles)
    names = [name for name in _ORDER if name in used]
    levels = {name: position for position, name in enumerate(names, start=1)}
    depths = sorted(int(style.split("-")[1]) for style in used if style.startswith("dotted-"))
    base = len(names) + 1 - depths[0] if names and depths else 0
    levels.update({f"dotted-{depth}": base + depth for depth in depths})
    return levels


def heading_styles(lines: Sequence[str]) -> dict[int, str]:
    """Which of ``lines`` are headings by their numbering alone: index → style.

    A run of “1. 2. 3.” on neighbouring lines is a list, not headings; clauses (第…条) count only
    when short.
    """
    found = {
        index: style
        for index, line in enumerate(lines)
        if (style := number_style(line.strip())) and is_short_line(line.strip())
    }
    run_kinds = ("dotted-1", "paren-cn", "cn")
    listed = {
        index
        for index, style in found.items()
        for neighbour in (index - 1, index + 1)
        if style in run_kinds and found.get(neighbour) == style
    }
    return {index: style for index, style in found.items() if index not in listed}
