"""A candidate document read once for a draft: its whole statements with what they speak of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.drafting.evidence.denials import refused, refused_in_words
from assistant.drafting.words.statements import Statement, of_block
from assistant.drafting.words.terms import codes, features
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities
from assistant.grounding.remarks import internal
from knowledge.evidence import Document

_FRAGMENT = re.compile(
    r"[:：,，、]$|\.{4,}|…{2,}|(?:如下|见下|如图|见图|见表|如表)[^。]{0,12}[。]?$|"
    r"见[^。，；]{0,12}(?:模板|附件|附录|附表|另册|手册)[。]?$|^(?:图|表|figure|table)\s*\d|as follows|"
    r"^(?:related prs?|see also|see |for (?:more )?details|for more information|please refer|design document|详见|参见|更多信息)"
)
_INTERNAL = re.compile(
    r"不要(?:承诺|写|答应|说|报)|[勿不]承诺|对外(?:只|一律|不)|销售的话|内部(?:资料|掌握|使用|口径)|请示|总监批准|(?:须|需|要|由|经)[^，。；]{0,8}(?:总部|总经理|总监|领导)[^，。；]{0,4}(?:审批|批准|批(?=[。；，]|$))|财务部|会签|要上报|须上报|话术|"
    r"^(?:答[:：]\s*)?客户[^,。;]{0,24},\s*(?:先|再|就|要|可以)?(?:问|确认|说|解释|引导)|"
    r"do not (?:promise|tell|say|quote)|internal (?:only|use)|never promise"
)
"""Words of the house to itself: true, but not for a proposal."""
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_COACHING = re.compile(
    r"客户(?:说|问|要求|拿|坚持|嫌)|怎么[回答说办]|我要|我们慢|how (?:do|should) (?:we|i) (?:answer|respond)|customer says"
)
_ASIDE = re.compile(r"给销售|销售提示|内部|话术|for sales only|internal|tips for sales")
_PAGE_LINE = re.compile(r"^(?:第?\s*\d+\s*页?|[\divx]+)$|\s\d{1,3}$")
_SHORTEST = 4
"""Words (two Chinese characters count as one) of the shortest statement."""
_LONGEST = 420


@dataclass(frozen=True)
class Line:
    """A statement that stands by itself.

    ``context`` adds the question it answers or else its innermost heading, and for a row its header.
    """

    statement: Statement
    text: str
    context: str
    features: Mapping[str, int]
    codes: frozenset[str]
    quantities: tuple[Quantity, ...]


_FORMER = re.compile(
    r"现状|现有|^(?:改造|建设|实施|整改|上线)?前$|改造前|建设前|实施前|原有|^before\b|^current|^as[- ]is|^today$|^previous"
)
"""The head of a column that tells how things were before the project."""


_ASKED = re.compile(r"要求|需求|条款|招标|询价|requirement|asked|request|specification|\brfp\b|\btender\b")
_FIGURE = re.compile(r"[≥≤<>]?=?\s*\d[\d,.]*|[≥≤<>]=?")
_RESPONSE = re.compile(
    r"响应|应答|投标|承诺|提供|满足|符合|偏离|支持|response|offer|comply|complian|answer|support|status"
)
_COMPLIES = re.compile(r"是否|满足|符合|偏离|complian|comply|\bmeets\b")
"""The heads of a table that answers what was asked: what is asked there is no figure of ours."""


def stated(document: Document, line: Line) -> str:
    """The line's text as ours, places kept: without the cells that tell of former states, and in a table that
    answers requirements without the figures asked for."""
    text, heads = line.text, [fold(head.of(document.text)).strip() for head in line.statement.header]
    asked = [bool(_ASKED.search(head)) and not _COMPLIES.search(head) for head in heads]
    answers = any(_RESPONSE.search(head) and not asks for head, asks in zip(heads, asked, strict=True))
    for head, asks, cell in zip(heads, asked, line.statement.cells, strict=False):
        start, end = (at - line.statement.span.start for at in (cell.start, cell.end))
        if _FORMER.search(head):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        elif answers and asks:
            text = f"{text[:start]}{_without_figures(text[start:end])}{text[end:]}"
    return text


def _without_figures(cell: str) -> str:
    """A cell without its figures, spelled ones too (九十天, ninety days), places kept."""
    for quantity in quantities(cell):
        start, end = quantity.span.start, quantity.span.end
        cell = f"{cell[:start]}{' ' * (end - start)}{cell[end:]}"
    return _FIGURE.sub(lambda found: " " * len(found.group()), cell)


def is_refused(document: Document, line: Line) -> bool:
    """Whether the line, or the row of a table of compliance, says that what was asked is not met."""
    cells = zip(line.statement.header, line.statement.cells, strict=False)
    return refused_in_words(line.text) or any(
        refused(head.of(document.text), cell.of(document.text)) for head, cell in cells
    )


@dataclass(frozen=True)
class ReadBlock:
    """A block (by its index in the document) and its lines."""

    index: int
    lines: tuple[Line, ...]


def read_blocks(document: Document) -> tuple[ReadBlock, ...]:
    """Every block that says something whole, in reading order."""
    found = []
    question = ""
    for index, block in enumerate(document.blocks):
        if block.kind in ("paragraph", "list", "table"):
            whole = (s for s in of_block(document, block) if is_whole(document, s))
            lines = tuple(
                _line(document, s, question) for s in whole if not _among_colleagues(s.text(document))
            )
            if (
                lines
                and not _COACHING.search(fold(question))
                and not any(_ASIDE.search(fold(h)) for h in lines[0].statement.headings)
            ):
                found.append(ReadBlock(index, lines))
        question = _question(document, index)
    return tuple(found)


def _among_colleagues(text: str) -> bool:
    """What the house tells itself (不要对外承诺, 须总部审批) is no evidence for what it offers; an aside in brackets
    leaves its sentence one."""
    return bool(_INTERNAL.search(fold(text))) or any(internal(_BRACKETS.sub("", text)))


def _question(document: Document, index: int) -> str:
    """The text of block ``index`` when it asks (“Q3：…？”): what follows answers it."""
    text = document.blocks[index].span.of(document.text).strip()
    return text if text.endswith(("?", "？")) and len(text) <= _LONGEST else ""


def _line(document: Document, statement: Statement, question: str) -> Line:
    text = statement.text(document)
    header = " ".join(cell.of(document.text) for cell in statement.header)
    heading = statement.headings[-1] if statement.headings and not question else ""
    context = f"{heading}\n{question}\n{header}\n{text}"
    return Line(statement, text, context, features(context), codes(context), quantities(text))


def is_whole(document: Document, statement: Statement) -> bool:
    """Not a fragment, lead-in, directory line, caption or question; short enough to quote."""
    text = " ".join(statement.text(document).split())
    folded = fold(text)
    if len(text) > _LONGEST or _FRAGMENT.search(folded) or folded.endswith("?"):
        return False
    if statement.cells:
        return sum(bool(cell.of(document.text).strip()) for cell in statement.cells) > 1
    if _PAGE_LINE.search(text) and len(text) < 60 and not quantities(text):
        return False
    return is_worded(text)


def is_worded(text: str) -> bool:
    """Whether ``text`` has the words of a statement."""
    words = len(re.findall("[\u3400-\u9fff]", text)) // 2 + len(re.findall(r"[a-z0-9][\w.%-]*", fold(text)))
    return words >= _SHORTEST
