"""Rows of a need's tables: what a row asks for, with a value that may stand in a cell of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.need.parameters import Parameter, of_part
from assistant.drafting.need.segments import segments
from assistant.drafting.words.statements import Statement
from assistant.drafting.words.topics import Topic, topic_of
from assistant.grounding.cite import trim
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities, unit_of
from knowledge.evidence import Document, Span

_SERIAL_COLUMN = re.compile(
    r"^(?:序号|编号|no\.?|nr\.?|#|号|item no\.?|id|ref\.?|priority|优先级|m/s|必选/可选|备选)$"
)
_NOW_COLUMN = re.compile(r"现状|现值|目前|当前|现有|\b(?:current|as[- ]is|today|present)\b")
_UNIT_COLUMN = re.compile(r"^(?:单位|计量单位|unit|units|uom)$")
_SERIAL_CELL = re.compile(
    r"(?:[a-z]{1,4}[-.]?)?\d{1,3}(?:\.\d{1,2}){0,2}|[a-z]|must|should|could|必须|可选|[-—/★●○]+"
)
_IN_BRACKETS = re.compile(r"[（(]([^（）()]{1,12})[）)]\s*$")
_BARE = re.compile(r"[\W_]*|约|不[少低超大高](?:于|过)|至少|at least|up to|max\.?|min\.?|within")


def asks_of_row(document: Document, statement: Statement) -> Iterator[tuple[Span, tuple[Parameter, ...]]]:
    """(span, its parameters) of each thing a row asks for; the span runs from the row's name to its value."""
    text = document.text
    cells = [trim(text, cell) for cell in statement.cells]
    told = [column for column in range(len(cells)) if _tells(text, statement, cells, column)]
    names = [c for c in told if not _measures(cells[c].of(text))]
    if not names:
        return
    seen: set[tuple[str, str | None]] = set()
    found: list[tuple[Span, tuple[Parameter, ...]]] = []
    for column in told:
        for span, values in _of_cell(document, statement, cells, column, names):
            fresh = tuple(v for v in values if (v.value, v.unit) not in seen)
            seen.update((v.value, v.unit) for v in fresh)
            if fresh:
                found.append((span, fresh))
    whole = Span(start=cells[names[0]].start, end=cells[names[-1]].end)
    yield from found or [(whole, ())]


def _tells(text: str, statement: Statement, cells: list[Span], column: int) -> bool:
    """Whether a cell belongs to what is asked: no serial number, priority, unit or present figure."""
    header = fold(statement.header[column].of(text)).strip() if column < len(statement.header) else ""
    words = fold(cells[column].of(text))
    if (
        not words
        or cells[column] in cells[:column]
        or _SERIAL_COLUMN.match(header)
        or _UNIT_COLUMN.match(header)
    ):
        return False
    return not _NOW_COLUMN.search(header) and not (
        _SERIAL_CELL.fullmatch(words) and not _is_value(words, column)
    )


def _is_value(words: str, column: int) -> bool:
    return column > 0 and words.replace(".", "", 1).isdigit()


def _measures(cell: str) -> bool:
    """Whether a cell is a value and nothing else: ``≤30``, ``4 小时``."""
    rest, last = [], 0
    for quantity in quantities(cell):
        rest.append(cell[last : quantity.span.start])
        last = max(last, quantity.span.end)
    return last > 0 and all(_BARE.fullmatch(fold(part).strip()) for part in (*rest, cell[last:]))


def _of_cell(
    document: Document, statement: Statement, cells: list[Span], column: int, names: list[int]
) -> Iterator[tuple[Span, tuple[Parameter, ...]]]:
    text = document.text
    if column in names:
        for part in segments(text, cells[column]):
            yield part, tuple(of_part(document, part, statement.headings))
        return
    name = max((c for c in names if c < column), default=names[0])
    label = cells[name].of(text)
    header = fold(statement.header[column].of(text)) if column < len(statement.header) else ""
    for quantity in quantities(cells[column].of(text)):
        unit, last = _unit(document, statement, cells, column, quantity)
        edges = sorted((cells[name], cells[column], last), key=lambda span: span.start)
        span = Span(start=edges[0].start, end=max(edge.end for edge in edges))
        dimension = quantity.dimension if quantity.unit else unit_of(unit or "").dimension
        heading = statement.headings[-1] if statement.headings else ""
        topic = _named(f"{label} {header}", dimension) or topic_of("", 0, dimension, "", heading)
        value = quantity.value.of(cells[column].of(text))
        yield span, (Parameter(value, unit, topic, label, span, dimension, topic is not None),)


def _unit(
    document: Document, statement: Statement, cells: list[Span], column: int, quantity: Quantity
) -> tuple[str | None, Span]:
    """A quantity's unit and the cell it stands in: its own, the unit column, or brackets behind a name."""
    text = document.text
    own = cells[column]
    if quantity.unit:
        return quantity.unit.of(own.of(text)).strip(), own
    for index, name in enumerate(statement.header):
        if _UNIT_COLUMN.match(fold(name.of(text)).strip()) and index < len(cells):
            unit = cells[index].of(text)
            return (unit, cells[index]) if re.search(r"\w|%", unit) else (None, own)
    named = [statement.header[column]] if column < len(statement.header) else []
    for span in (*named, *cells[:column]):
        inside = _IN_BRACKETS.search(span.of(text).strip())
        if inside:
            return inside.group(1), own
    return None, own


def _named(words: str, dimension: str) -> Topic | None:
    topic = topic_of(words, len(words), dimension)
    return topic if topic and topic.pattern.search(fold(words)) else None
