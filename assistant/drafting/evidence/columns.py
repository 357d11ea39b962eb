"""A table row as statements: each cell under its own column and beside what the row is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafting.evidence.conditions import conditions_in
from assistant.drafting.evidence.reading import Line, stated
from assistant.grounding.folding import fold
from assistant.grounding.numbers import quantities
from assistant.grounding.units import KNOWN, unit_of
from knowledge.evidence import Document

_REMARKS = re.compile(
    r"备注|注$|说明|适用|范围|条件|限制|区域|地区|方式|类型|性质|版本|套餐|"
    r"remark|note|comment|condition|scope|area|region|terms|applies|edition|plan|option|type"
)
_PAIR = 2
_UNITS = re.compile(r"^(?:计量)?单位$|^units?(?: of measure)?$|^uom$")
_SAYS_NOTHING = re.compile(
    r"^(?:(?:技术|性能|规格|主要|投标|我方)?(?:参数|指标|规格)值?|数值|值|取值|实测值?|配置|内容|要求|(?:投标|我方)(?:响应|应答|承诺)|"
    r"values?|spec(?:ification)?s?|parameters?|data|figures?|measured|rating|(?:our )?offer|our response|requirements?)$"
)
"""Heads of columns that hold values of whatever the row is about."""
_OF_HEAD = re.compile(r"[(（]\s*([^()（）\d]{1,12}?)\s*[)）]\s*$|[,，/]\s*([a-z%‰℃°]{1,8})\s*$")
_BARE = re.compile(
    r"^\s*(?:[≥≤<>~≈约]=?|不少于|不低于|不超过|不大于|至少)?\s*\d[\d,.]*(?:\s*[-–~～至到]\s*\d[\d,.]*)?\s*$"
)


def told(document: Document, line: Line) -> tuple[str, str]:
    """(words, context) to compare figures by. A row of several columns says, cell by cell, what its first cell
    and the cell's column name (“二级 到场 8 小时”), with the unit its head or the column of units gives, and the
    condition a remark sets; its context is the heading alone."""
    text, cells = stated(document, line), line.statement.cells
    heads = [head.of(document.text).strip() for head in line.statement.header]
    start = line.statement.span.start
    parts = [text[cell.start - start : cell.end - start].strip() for cell in cells]
    if len(cells) == _PAIR and len(heads) in (0, len(cells)):
        return " | ".join([parts[0], measured(parts[1], [parts[0], *heads[1:]])]), line.context
    if len(cells) <= _PAIR or len(heads) != len(cells):
        return text, line.context
    unit = next((part for head, part in zip(heads, parts, strict=True) if _UNITS.match(fold(head))), "")
    remarks = _remarks(heads, parts)
    said = [
        f"{parts[0]} {_named(head)}{measured(part, [unit and f'({unit})', head, parts[0]])}{remarks}"
        for head, part in zip(heads[1:], parts[1:], strict=True)
        if part and not _UNITS.match(fold(head))
    ]
    heading = line.statement.headings[-1] if line.statement.headings else ""
    return "；".join([parts[0], *said]), heading


def measured(cell: str, names: Sequence[str]) -> str:
    """``cell`` with the unit its names give in brackets, where it is a bare figure: 4 under 到场（小时）is 4 小时."""
    if not _BARE.match(cell):
        return cell
    for name in names:
        found = _OF_HEAD.search(fold(name))
        unit = next((group for group in found.groups() if group), "").strip() if found else ""
        if unit and (unit in KNOWN or "/" in unit or not unit_of(unit).dimension.startswith("count:")):
            return f"{cell} {'个月' if unit == '月' else unit}"
    return cell


def _named(head: str) -> str:
    return "" if _SAYS_NOTHING.match(fold(head)) else f"{head} "


def _remarks(heads: Sequence[str], parts: Sequence[str]) -> str:
    """The conditions that cells of remarks set on the whole row, in brackets; a remark with a figure of its own
    speaks of that."""
    found = [
        word
        for head, part in zip(heads[1:], parts[1:], strict=True)
        if _REMARKS.search(fold(head)) and not quantities(part)
        for word in conditions_in(part)
    ]
    return f"（{' '.join(found)}）" if found else ""
