"""The values a statement of a need gives: numbers with units, dates to meet, cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafting.statements import Statement, clauses
from assistant.drafting.topics import BY_KEY, SHORT, Topic, topic_of
from assistant.grounding.cite import trim
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities, unit_of
from assistant.grounding.units import HOUR
from knowledge.evidence import Document, Span

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    r"(?:20\d{2}\s*年\s*)?\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]|底|初|中旬|末)|20\d{2}\s*年\s*(?:底|初|上半年|下半年|[一二三四]季度)|20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
    rf"|{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+20\d{{2}})?|\d{{1,2}}\s+{_MONTHS}\s+20\d{{2}}|(?:end of )?q[1-4]\s+20\d{{2}}"
)
_DUE = re.compile(
    r"前|截止|不晚于|上线|交付|完成|投产|竣工|投用|启用|\bby\b|before|no later than|deadline|due|go[- ]live|launch|complet|until"
)
_SERIAL = re.compile(r"^(?:序号|编号|no\.?|#|号|item no\.?|id)$")
_UNIT_COLUMN = re.compile(r"^(?:单位|计量单位|unit|units|uom)$")
_IN_BRACKETS = re.compile(r"[（(]([^（）()]{1,12})[）)]\s*$")
_BEHIND = re.compile(r"\s*([\u3400-\u9fff]{2,8}|[A-Za-z][A-Za-z-]+(?: [a-z]+)?)")
_BEFORE = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fffA-Z]{2,8}?)\s*(?:不(?:少|低|高|大|超|多|小)(?:于|过)|不得?(?:超过|低于)|小于|大于|低于|高于|超过|至少|达到|控制在|约|为|[≥≤<>=：:])*\s*$"
)


@dataclass(frozen=True)
class Parameter:
    """A value as written, with its unit as written and what it measures; ``clause`` holds both."""

    value: str
    unit: str | None
    topic: Topic | None
    label: str | None
    clause: Span
    dimension: str


def parameters(document: Document, statement: Statement) -> tuple[Parameter, ...]:
    """The parameters ``statement`` gives, in reading order."""
    found = _of_row(document, statement) if statement.cells else _of_sentence(document, statement)
    return tuple(found)


def _of_sentence(document: Document, statement: Statement) -> Iterator[Parameter]:
    text, span = document.text, statement.span
    sentence = span.of(text)
    heading = statement.headings[-1] if statement.headings else ""
    parts = clauses(text, span)
    for quantity in quantities(sentence):
        clause = _clause_at(parts, span.start + quantity.value.start)
        parameter = _parameter(text, sentence, quantity, clause, span, heading)
        if parameter is not None:
            yield parameter
    yield from _due_dates(text, span, parts)


def _clause_at(parts: tuple[Span, ...], place: int) -> Span:
    return next(part for part in parts if part.start <= place < part.end)


def _parameter(
    text: str, sentence: str, quantity: Quantity, clause: Span, span: Span, heading: str
) -> Parameter | None:
    place = span.start + quantity.value.start - clause.start
    dimension = sized(quantity)
    own = topic_of(clause.of(text), place, dimension)
    topic = own or topic_of("", 0, dimension, "", heading)
    if topic is None and (quantity.unit is None or quantity.dimension == "number"):
        return None
    named_here = own is not None and own.pattern.search(fold(clause.of(text)))
    return Parameter(
        value=quantity.value.of(sentence).strip(),
        unit=quantity.unit.of(sentence).strip() if quantity.unit else None,
        topic=topic,
        label=None if topic else _counted(sentence, quantity),
        clause=trim(text, clause) if named_here and len(clause) >= 6 else span,
        dimension=dimension,
    )


def sized(quantity: Quantity) -> str:
    """The quantity's dimension; durations under an hour are ``duration:short``."""
    return SHORT if quantity.dimension == "duration" and quantity.high < HOUR else quantity.dimension


def _counted(sentence: str, quantity: Quantity) -> str | None:
    """What is counted or measured: the words right behind a count (12 台 堆垛机), else those right before."""
    behind = _BEHIND.match(sentence[quantity.span.end :])
    if behind and quantity.dimension.startswith("count:"):
        return behind.group(1)
    before = _BEFORE.search(sentence[: quantity.span.start])
    return before.group(1) if before else None


def _due_dates(text: str, span: Span, parts: tuple[Span, ...]) -> Iterator[Parameter]:
    for match in _DATE.finditer(fold(span.of(text))):
        start = span.start + match.start()
        clause = _clause_at(parts, start)
        if _DUE.search(fold(clause.of(text))):
            value = text[start : span.start + match.end()]
            yield Parameter(value, None, BY_KEY["schedule"], None, span, "date")


def _of_row(document: Document, statement: Statement) -> Iterator[Parameter]:
    text = document.text
    header = [fold(cell.of(text)).strip() for cell in statement.header]
    cells = [cell.of(text).strip() for cell in statement.cells]
    label = next((cell for column, cell in enumerate(cells) if _names(cell, header, column)), "")
    seen: set[str] = set()
    for column, cell in enumerate(cells):
        name = header[column] if column < len(header) else ""
        if not cell or _SERIAL.match(name) or (column == 0 and cell.isdigit()) or cell in seen:
            continue
        seen.add(cell)
        yield from _of_cell(document, statement, column, label, name)


def _names(cell: str, header: list[str], column: int) -> bool:
    """Whether a cell says what its row is about: words, not a serial number or a value."""
    serial = column < len(header) and _SERIAL.match(header[column])
    return bool(cell) and not serial and not re.fullmatch(r"[\d.\s%]+", cell)


def _of_cell(
    document: Document, statement: Statement, column: int, label: str, header: str
) -> Iterator[Parameter]:
    text = document.text
    cell = statement.cells[column].of(text).strip()
    heading = statement.headings[-1] if statement.headings else ""
    for quantity in quantities(cell):
        unit = (
            quantity.unit.of(cell).strip() if quantity.unit else _unit_elsewhere(document, statement, column)
        )
        dimension = quantity.dimension if quantity.unit else unit_of(unit or "").dimension
        within = topic_of(cell, quantity.value.start, dimension)
        named = _named(f"{label} {header}", dimension)
        own = within if within and within.pattern.search(fold(cell)) else None
        topic = own or named or within or topic_of("", 0, dimension, "", heading)
        yield Parameter(quantity.value.of(cell), unit, topic, label or None, statement.span, dimension)
    for match in _DATE.finditer(fold(cell)):
        if _DUE.search(fold(f"{label} {header} {cell}")):
            yield Parameter(
                cell[match.start() : match.end()], None, BY_KEY["schedule"], None, statement.span, "date"
            )


def _named(words: str, dimension: str) -> Topic | None:
    topic = topic_of(words, len(words), dimension)
    return topic if topic and topic.pattern.search(fold(words)) else None


def _unit_elsewhere(document: Document, statement: Statement, column: int) -> str | None:
    """The unit in the row's unit column, or in brackets at the end of the column's name or the row's label."""
    text = document.text
    for index, name in enumerate(statement.header):
        if _UNIT_COLUMN.match(fold(name.of(text)).strip()) and index < len(statement.cells):
            return statement.cells[index].of(text).strip() or None
    named = [statement.header[column]] if column < len(statement.header) else []
    for span in (*named, *statement.cells[:column]):
        inside = _IN_BRACKETS.search(span.of(text).strip())
        if inside:
            return inside.group(1)
    return None
