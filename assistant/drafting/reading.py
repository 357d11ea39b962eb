"""A candidate document read once for a draft: its whole statements with what they speak of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.drafting.statements import Statement, of_block
from assistant.drafting.terms import codes, features
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities
from knowledge.evidence import Document

_FRAGMENT = re.compile(
    r"[:：,，、]$|\.{4,}|…{2,}|(?:如下|见下|如图|见图|见表|如表)[^。]{0,12}[。]?$|^(?:图|表|figure|table)\s*\d|as follows"
)
_PAGE_LINE = re.compile(r"^(?:第?\s*\d+\s*页?|[\divx]+)$|\s\d{1,3}$")
_SHORTEST_ZH, _SHORTEST_EN = 8, 5
_LONGEST = 420


@dataclass(frozen=True)
class Line:
    """A statement that stands by itself. ``context`` adds its innermost heading and, for a row, its header."""

    statement: Statement
    text: str
    context: str
    features: Mapping[str, int]
    codes: frozenset[str]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True)
class ReadBlock:
    """A block (by its index in the document) and its lines."""

    index: int
    lines: tuple[Line, ...]


def read_blocks(document: Document) -> tuple[ReadBlock, ...]:
    """Every block that says something whole, in reading order."""
    found = []
    for index, block in enumerate(document.blocks):
        if block.kind in ("paragraph", "list", "table"):
            lines = tuple(_line(document, s) for s in of_block(document, block) if is_whole(document, s))
            if lines:
                found.append(ReadBlock(index, lines))
    return tuple(found)


def _line(document: Document, statement: Statement) -> Line:
    text = statement.text(document)
    header = " ".join(cell.of(document.text) for cell in statement.header)
    heading = statement.headings[-1] if statement.headings else ""
    context = f"{heading}\n{header}\n{text}"
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
    han = len(re.findall("[\u3400-\u9fff]", text))
    return han >= _SHORTEST_ZH or len(re.findall(r"[a-z]+", folded)) >= _SHORTEST_EN
