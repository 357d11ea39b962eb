"""What a document says, one statement at a time: sentences, list items, table rows, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.grounding.cite import trim
from knowledge.evidence import Block, Document, Span

_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nos|e\.g|i\.e|etc|inc|ltd|co|corp|vs|mr|mrs|ms|dr|fig|sec|approx|u\.s|st|jr|rev|dept|est)|\b[a-z])\.$",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"\b(?:max|min|ca|approx|incl|excl|qty)\.$", re.IGNORECASE)
_FIGURE = re.compile(r"\s*(?:[A-Z]{3}\s?)?[\d€$£¥￥]")
"""Behind a shortened word (max. EUR 1.2 mn) the sentence goes on."""
_STOP = re.compile(r"[。！？!?；;](?:[”」』\"')）]+)?|\.(?=\s+[\"“(]?[A-Z0-9•])|\n")
_MARKER = re.compile(
    r"^\s*(?:[•·▪●○■◆–—*-]\s+|[（(]?\d{1,2}(?:[)）、]|[.．](?!\d))\s*|[（(][一二三四五六七八九十]{1,3}[)）]\s*"
    r"|[一二三四五六七八九十]{1,3}、\s*|[①-⑳]\s*|[（(]?[a-z][)）]\s+|[a-z]\.\s+)+",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"序号|项目|名称|指标|参数|要求|内容|单位|数量|规格|型号|备注|说明|\b(?:no|item|name|parameter|value|unit|qty|quantity|"
    r"requirement|target|description|remarks?|notes?|spec\w*)\b",
    re.IGNORECASE,
)
"""What columns are called."""
_LEVELS = re.compile(r"(\d{1,2})\.(\d{1,2})((?:\.\d{1,2}){1,3})?[.、]?(?:\s+|(?=[★▲☆△\u3400-\u9fff]))")
_NEIGHBOURHOOD = 3000
"""Characters before and behind a number of two levels in which its sister stands, if it numbers an article."""
_ITEM = re.compile(
    r"(?m)^\s*(?:[•·▪●○■◆–—*-]\s|\(?\d{1,3}[.)、．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|[a-z][.)]\s)"
)


@dataclass(frozen=True)
class Statement:
    """One sentence, list item or table row. ``cells`` and ``header`` are set for table rows."""

    span: Span
    block: Block
    headings: tuple[str, ...]
    cells: tuple[Span, ...] = ()
    header: tuple[Span, ...] = ()

    def text(self, document: Document) -> str:
        return self.span.of(document.text)


def statements(document: Document) -> Iterator[Statement]:
    """Every statement of ``document`` in reading order; headings, code, headers and footers say nothing."""
    for block in document.blocks:
        if block.kind in ("paragraph", "list", "table", "note"):
            yield from of_block(document, block)


def of_block(document: Document, block: Block) -> Iterator[Statement]:
    """The statements of one block."""
    headings = tuple(" ".join(span.of(document.text).split()) for span in block.headings)
    if block.table is not None:
        yield from _rows(document, block, headings)
        return
    parts = items(document.text, block.span) if block.kind == "list" else (block.span,)
    for part in parts:
        for span in sentences(document.text, part):
            yield Statement(span, block, headings)


def _rows(document: Document, block: Block, headings: tuple[str, ...]) -> Iterator[Statement]:
    table = block.table
    if table is None:
        return
    first = table.header_rows
    if first and first < len(table.rows) and _names_table(document, table.rows[first - 1], table.rows[first]):
        first += 1
    header = table.rows[first - 1] if first else ()
    for index in range(first, len(table.rows)):
        yield Statement(table.row_span(index), block, headings, table.rows[index], header)


def _names_table(document: Document, row: tuple[Span, ...], below: tuple[Span, ...]) -> bool:
    """Whether ``row`` is one cell over the whole table, so that the row below it names the columns."""
    over = {cell.of(document.text) for cell in row}
    names = [cell.of(document.text).strip() for cell in below]
    columns = sum(_COLUMN.search(name) is not None for name in names)
    return len(row) > 1 and len(over) == 1 and columns > 1 and not any(map(str.isdigit, "".join(names)))


def items(text: str, span: Span) -> tuple[Span, ...]:
    """The items of a list block: each begins at a marker; lines without one continue the item before."""
    starts = [span.start + match.start() for match in _ITEM.finditer(span.of(text))]
    if not starts or starts[0] > span.start:
        starts.insert(0, span.start)
    ends = [*starts[1:], span.end]
    return tuple(trim(text, Span(start=a, end=b)) for a, b in zip(starts, ends, strict=True))


def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences of ``span``, without list markers and without surrounding white space."""
    found, start = [], span.start
    body = span.of(text)
    for match in _STOP.finditer(body):
        end = span.start + match.end()
        if match.group()[0] == "." and _abbreviates(text, start, end):
            continue
        found.append(Span(start=start, end=end))
        start = end
    found.append(Span(start=start, end=span.end))
    cleaned = (without_marker(text, trim(text, part)) for part in found)
    return tuple(part for part in cleaned if re.search(r"\w", part.of(text)))


def _abbreviates(text: str, start: int, end: int) -> bool:
    """Whether the full stop before ``end`` only shortens a word."""
    word = text[max(start, end - 12) : end]
    return bool(_ABBREVIATION.search(word) or (_SHORTENED.search(word) and _FIGURE.match(text, end)))


def without_marker(text: str, span: Span) -> Span:
    """``span`` without a leading list marker, number or bullet."""
    words = span.of(text)
    match = _MARKER.match(words)
    if match is None and (match := _LEVELS.match(words)) and not _numbers_article(text, span, match):
        match = None
    if match and match.end() < len(span):
        return Span(start=span.start + match.end(), end=span.end)
    return span


def _numbers_article(text: str, span: Span, match: re.Match[str]) -> bool:
    """Whether ``3.2`` at a statement's head numbers it: of three levels, or with 3.1 or 3.3 before another."""
    if match.group(3):
        return True
    around = text[max(0, span.start - _NEIGHBOURHOOD) : span.start + _NEIGHBOURHOOD]
    chapter, article = int(match.group(1)), int(match.group(2))
    sisters = f"{chapter}\\.(?:{article - 1}|{article + 1})" if article else rf"{chapter}\.1"
    return re.search(rf"(?m)(?:^|[.。;；:：|])\s*{sisters}(?![\d.])", around) is not None


def clauses(text: str, span: Span) -> tuple[Span, ...]:
    """The comma-separated parts of a sentence; commas inside numbers do not part."""
    cuts = [
        span.start + m.end() for m in re.finditer(r"[，、](?!\s*(?:且|并|其中))|,(?!\d{3})\s", span.of(text))
    ]
    edges = [span.start, *cuts, span.end]
    parts = (Span(start=a, end=b) for a, b in pairwise(edges))
    return tuple(part for part in parts if len(part))
