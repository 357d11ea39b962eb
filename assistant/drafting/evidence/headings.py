"""What the heading above a block says it is: a section of an outline, or a description of that customer."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.drafting.evidence.reading import Line
from assistant.drafting.template import Template
from assistant.grounding.folding import fold
from knowledge.evidence import Block, Document

ALIAS_SHARE = 1 / 3
"""“Support for vGPU scheduling” is no support section, “质保与响应” is one."""
_NUMBERING = re.compile(r"^(?:第?[\d.]+[章节、.]?|[（(]?[一二三四五六七八九十]+[）)、.]|附录\s*[a-z]?)\s*")
_AFTER_A_TIME = re.compile(r"\bafter (?:\w+ )?(?:weeks?|months?|years?)\b")
_CONTENT_WORD = re.compile(r"\b(?!(?:and|or|of|the|a|an|for|to|in|on|with|by|our|your)\b)[a-z][a-z-]*")
_OF_CUSTOMER = re.compile(
    r"现状|痛点|背景|需求(?!的?(?:逐条|逐项)?(?:响应|应答|对照|偏离|满足))|(?<!常见)问题(?![与及和])|面临|客户(?:概况|情况|简介|介绍)|项目概况|适用范围|编制|术语|缩略|目录|修订|"
    r"\b(?:challenges?|background|pain|problem|customer profile|about the customer|current situation|glossary|contents|"
    r"what (?:we were|you) told(?: us)?|our understanding|your (?:situation|needs|requirements))\b"
)


def section_of(document: Document, block: Block, template: Template, levels: int = 9) -> str | None:
    """Key of the section the innermost telling one of ``levels`` headings above ``block`` means: the one whose aliases
    make up most of the heading, and ``ALIAS_SHARE`` of it at least."""
    sections = [(order, section) for order, section in enumerate(template.sections) if section.aliases]
    for span in block.headings[::-1][:levels]:
        heading = fold(" ".join(span.of(document.text).split()))
        if span.start == 0 or heading == fold(document.title):
            continue
        shares = [(*_told_by(heading, section.aliases), -order, section.key) for order, section in sections]
        best = max(shares, default=(0.0, 0, 0, ""))
        if best[0] >= ALIAS_SHARE:
            return best[-1]
    return None


@lru_cache(maxsize=8192)
def _told_by(heading: str, aliases: tuple[str, ...]) -> tuple[float, int]:
    """The part of a heading's words (characters, in Chinese) that a section's aliases make up, and how far from the
    front the first of them stands, negated: of two halves the first leads (“Hosting and security”). An alias with
    “=” before it must be the whole heading."""
    bare = _AFTER_A_TIME.sub("", _NUMBERING.sub("", heading))
    if f"={bare.strip()}" in map(fold, aliases):
        return 1.0, 0
    chinese = re.search("[\u3400-\u9fff]", bare) is not None
    length = len(re.findall("[\u3400-\u9fffa-z0-9]", bare)) if chinese else len(_CONTENT_WORD.findall(bare))
    covered, first, left = 0, len(bare), bare
    for alias in sorted(map(fold, aliases), key=len, reverse=True):
        pattern = rf"\b{re.escape(alias)}(?:s|es)?\b" if alias.isascii() else re.escape(alias)
        found = re.search(pattern, left)
        if found:
            first = min(first, bare.find(found.group()))
            left, times = re.subn(pattern, " ", left)
            covered += times * (len(alias) if chinese else len(alias.split()))
    return (covered / length if length else 0.0), -first


def tells_of_customer(line: Line) -> bool:
    """Whether a past project's line stands where it describes that customer, not what we did."""
    return any(_OF_CUSTOMER.search(fold(heading)) for heading in line.statement.headings)
