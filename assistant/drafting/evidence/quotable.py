"""Lines fit to be quoted: whole sentences a reader can take alone, without the residue of a file format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.drafting.evidence.reading import Line, ReadBlock
from assistant.grounding.folding import fold
from knowledge.evidence import Document

_RESIDUE = re.compile(r"_x[0-9A-Fa-f]{4}_|\ufffd|^\s*https?://\S+\s*$")
_DANGLING = re.compile(
    r"^(?:例如|比如|但是?|另外|而且?|并且?|且|或者?|以及|因此|所以|然而|不过|此外|同时|其中|否则|于是|这样|这个|这些|该文|上图|上述|以上)(?![行列面])|^(?:就|才|便)(?=[能可会是])|^(?:先|再|然后|接着)(?:讲|说|问)|[^。；;]*(?:上述|以上|这[个一])问题|"
    r"^(?:for example|and|but|or|so|nor)\b|"
    r"^(?:however|therefore|otherwise|besides|which|whose|then|also|moreover|this|these|those|its?|they|their|he|she)\b",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"^[a-z]{2,}[ ,]|^[Tt]he (?:first|second|latter|former|same)\b")
"""An English sentence that begins in the middle, or with what the sentence before has named."""
_BESIDE = re.compile(
    r"提出了?更?高?的?要求|收到[^，。]{0,16}(?:需求|诉求)|我们假设|假设|[上下]图|图中|本文|"
    r"^本(?:文件|文档|手册|方案书|标准|规范|资料|章|节)(?:规定|介绍|描述|适用|说明|阐述|给出)|"
    r"\b(?:received|have) (?:requirements|requests) (?:on|for)|\bassum(?:e|ing)\b|\bsuppose that\b|\buser ?\d\b|"
    r"\b(?:the|this) (?:speech|talk|article|figure|chart|diagram)\b|\bwould be\b.*\bif\b|"
    r"^this (?:document|datasheet|data sheet|manual|proposal|section) (?:describes|defines|sets out|specifies|covers)",
    re.IGNORECASE,
)
"""Suppositions, and words about a talk, a picture, the document itself or what the market asks for."""
_CHATTER = re.compile(
    r"^(?:传统的?|以往|过去，|通常情况下)|通常需要|往往需要|^(?:traditional(?:ly)?|often|typically)\b|"
    r"\b(?:often|usually) (?:need|share|have to|face)|\bhave different (?:requirements|needs)|(?:需求|要求)各不相同|"
    r"^(?:随着|近年来|近些年|当前，|如今|众所周知|在.{2,20}(?:时代|浪潮|背景下))|越来越|"
    r"^(?:with the (?:rise|grow|rapid|increas|advent|development|emergence|popular)\w*|in recent years|nowadays|"
    r"as (?:more and more|\w+ (?:grow|become))|since the release|in today's|today,)|\bmore and more\b|\bincreasingly\b",
    re.IGNORECASE,
)
"""What the market or the old way does is nothing we offer."""
UNSPOKEN = re.compile(
    r"^(?:序号|编号|号|no\.?|#|id|item no\.?|姓名|电话|手机|邮箱|.*(?:经理|负责人|联系人)|name|contact|phone|e-?mail|.*manager)$"
)
"""Columns that number a row or name a person."""
MONEY_COLUMN = re.compile(
    r"价|金额|小计|合计|总计|费用|万元|[(（]元|成本|造价|预算|price|amount|cost|subtotal|total|fee|budget|usd|eur"
)
_LUMP = re.compile(r"^1?\s*(?:项|套|式|批|宗|lot|lump sum|set|item|ls)?$")
_END = re.compile(r"[。！!；;.）)”\"'’…%]\s*$")
_THANKS = re.compile(
    r"^(?:感谢|致谢|相关\s*PRs?|使用文档|设计文档|thanks|related prs?|contributed by)", re.IGNORECASE
)
_SLOGAN = re.compile(r"^[^0-9]{1,60}[！!]\s*$")
"""An exclamation without a figure praises; it states nothing a customer could hold us to."""


def quotable(document: Document, blocks: Iterable[ReadBlock]) -> tuple[ReadBlock, ...]:
    """``blocks`` with the lines that can stand alone; a block without any is left out."""
    kept = []
    for block in blocks:
        prose = document.blocks[block.index].kind == "paragraph"
        lines = tuple(line for line in block.lines if _stands_alone(document, line, prose))
        if lines:
            kept.append(replace(block, lines=lines))
    return tuple(kept)


def _stands_alone(document: Document, line: Line, prose: bool) -> bool:
    text = line.text.strip()
    if _RESIDUE.search(text):
        return False
    if line.statement.cells:
        return not _is_price_line(document, line)
    if any(pattern.search(text) for pattern in (_DANGLING, _CUT_OFF, _BESIDE, _CHATTER, _THANKS, _SLOGAN)):
        return False
    return not prose or _END.search(text) is not None


def _is_price_line(document: Document, line: Line) -> bool:
    """A row of a price table that names a lump and its money: without the money it says nothing (驻场与质保 1 项)."""
    cells = [cell.of(document.text).strip() for cell in line.statement.cells]
    heads = [fold(head.of(document.text)).strip() for head in line.statement.header]
    named = [(head, cell) for head, cell in zip(heads, cells, strict=False) if cell.strip("-—–/ ")]
    if not any(MONEY_COLUMN.search(head) for head, _ in named):
        return False
    said = [c for h, c in named if not (MONEY_COLUMN.search(h) or UNSPOKEN.match(h) or _LUMP.match(fold(c)))]
    return len(said) < 2
