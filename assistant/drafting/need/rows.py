"""Rows of a need's tables: what a row asks for, with a value that may stand in a cell of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.drafting.need.cues import NOW, mood_of
from assistant.drafting.need.marks import MARK
from assistant.drafting.need.parameters import Parameter, of_part, rated
from assistant.drafting.need.segments import named, segments
from assistant.drafting.words.ratings import ratings
from assistant.drafting.words.statements import Statement
from assistant.drafting.words.topics import Topic, topic_of
from assistant.grounding.cite import trim
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity, quantities
from assistant.grounding.units import unit_of
from knowledge.evidence import Document, Span

_SERIAL_COLUMN = re.compile(
    r"^(?:序号|编号|no\.?|nr\.?|#|号|item no\.?|id|ref\.?|priority|优先级|m/s|必选/可选|备选)$"
)
_NOW_COLUMN = re.compile(r"现状|现值|目前|当前|现有|\b(?:current|as[- ]is|today|present)\b")
_UNIT_COLUMN = re.compile(r"^(?:单位|计量单位|unit|units|uom)$")
_REMARK_COLUMN = re.compile(r"备注|附注|remark|\bnotes?\b|comment")
_ASKING_COLUMN = re.compile(
    r"要求|需求|目标|期望|require|\bexpect|\btarget|\bwe need|\bwanted|\bmust\b|\bshall\b"
)
_SERIAL_CELL = re.compile(r"(?:[a-z]{1,4}[-.]?)?\d{1,3}(?:\.\d{1,2}){0,3}")
_IDLE_CELL = re.compile(r"[a-z]|must|should|could|必须|可选|[-—/★▲●○]+")
_NOT_ASKED = re.compile(
    r"n\.?/?a\.?|not (?:applicable|required|needed)|不适用|不涉及|不要求|不需要|无(?:要求|需)?|none"
)
"""In the only cell of a row that could say what is asked: nothing is."""
_VALUE_COLUMN = re.compile(r"值$|要求|指标|参数|规格|型号|\b(?:value|requirement|spec\w*|model|type)\b")
_IN_BRACKETS = re.compile(r"[（(]([^（）()]{1,12})[）)]\s*$")
_BARE = re.compile(
    r"[\W_]*|约|(?:or|and) (?:better|more|less|above|below|fewer|longer)|以[上下内]|"
    r"below|under|over|above|不[少低超大高](?:于|过)|至少|at least|up to|max\.?|min\.?|within"
    r"|每(?:日|天|周|月|年|季度?|半年|小时|班|个?[\u3400-\u9fff])"
)
_MEASURE_WORD = re.compile(r"\s*([\u3400-\u9fff]{1,2})$")
_SENTENCE = 8
"""A part of a cell that asks in so many characters beside its figures says what it is about."""

Found = tuple[Span, tuple[Parameter, ...]]


@dataclass(frozen=True)
class Row:
    """A row's cells without white space around them, and which of them are asked."""

    document: Document
    statement: Statement
    cells: tuple[Span, ...]

    def header(self, column: int) -> str:
        """The folded name of a column; empty where it has none."""
        given = self.statement.header
        return fold(given[column].of(self.document.text)).strip() if column < len(given) else ""

    def words(self, column: int) -> str:
        return self.cells[column].of(self.document.text)

    @property
    def told(self) -> list[int]:
        """Columns that belong to what is asked: no serial number, priority, unit, present figure or idle remark."""
        return [column for column in range(len(self.cells)) if self._tells(column)]

    def with_seen(self, span: Span) -> Span:
        """``span`` widened to the row's mark (★) and to a remark that says more of what is asked."""
        seen = [cell for column, cell in enumerate(self.cells) if len(cell) and self._is_seen(column)]
        edges = [span, *seen]
        return Span(start=min(edge.start for edge in edges), end=max(edge.end for edge in edges))

    def _is_seen(self, column: int) -> bool:
        words = self.words(column)
        if MARK.search(words):
            return True
        if not _REMARK_COLUMN.search(self.header(column)) or _is_serial(fold(words)):
            return False
        return mood_of(words) in ("asks", "neutral") and NOW.search(fold(words)) is None

    def _tells(self, column: int) -> bool:
        header, words = self.header(column), fold(self.words(column))
        if not words or self.cells[column] in self.cells[:column]:
            return False
        if any(idle.search(header) for idle in (_SERIAL_COLUMN, _UNIT_COLUMN, _NOW_COLUMN)):
            return False
        if (_is_serial(words) and not self._is_value(column)) or (column and _NOT_ASKED.fullmatch(words)):
            return False
        return not _REMARK_COLUMN.search(header) or _remark_asks(words)

    def _is_value(self, column: int) -> bool:
        """Whether what looks like a serial number is a number, a rating, or stands where values do."""
        words = self.words(column)
        figure = words.replace(".", "", 1).isdigit() or any(True for _ in ratings(words))
        named_so = _VALUE_COLUMN.search(self.header(column)) is not None and not _IDLE_CELL.fullmatch(
            fold(words)
        )
        return column > 0 and (figure or named_so)

    @property
    def denied(self) -> bool:
        """Whether the row names a thing and says that nothing is asked of it (N/A, 不适用)."""
        return len(self.told) == 1 and any(
            _NOT_ASKED.fullmatch(fold(self.words(column))) and not _REMARK_COLUMN.search(self.header(column))
            for column in range(1, len(self.cells))
        )


def row_of(document: Document, statement: Statement) -> Row:
    return Row(document, statement, tuple(trim(document.text, cell) for cell in statement.cells))


def asking_header(document: Document, statement: Statement) -> str:
    """The name of the column that says its cells are required (要求, We require); empty where none does."""
    names = (cell.of(document.text) for cell in statement.header)
    return next((name for name in names if _ASKING_COLUMN.search(fold(name))), "")


def asks_of_row(document: Document, statement: Statement) -> Iterator[Found]:
    """(span, its parameters) of each thing a row asks for; the span runs from the row's name to its value."""
    row = row_of(document, statement)
    told = row.told
    names = [column for column in told if not _measures(row.words(column))]
    if not names or row.denied:
        if MARK.search(statement.text(document)):
            yield trim(document.text, statement.span), ()
        return
    seen: set[tuple[str, str | None]] = set()
    found: list[Found] = []
    for column in told:
        for span, values in _of_cell(row, column, names[0]):
            fresh = tuple(v for v in values if (v.value, v.unit) not in seen)
            seen.update((v.value, v.unit) for v in fresh)
            if fresh:
                found.append((span, fresh))
    whole = Span(start=row.cells[names[0]].start, end=row.cells[names[-1]].end)
    yield from ((row.with_seen(span), values) for span, values in found or [(whole, ())])


def _remark_asks(words: str) -> bool:
    """Whether a remark adds to what is asked: it asks itself, bounds a figure, or gives a part of it (其中)."""
    moods = {mood_of(piece) for piece in re.split("[,，;；。]", words) if piece.strip()}
    if "asks" in moods:
        return True
    return not moods & {"tells", "state"} and words.startswith(("其中", "含", "including", "of which"))


def _is_serial(words: str) -> bool:
    return bool(_SERIAL_CELL.fullmatch(words) or _IDLE_CELL.fullmatch(words))


def _measures(cell: str) -> bool:
    """Whether a cell is a value and nothing else: ``≤30``, ``4 小时``, ``每日 4 架次``."""
    rest, last = [], 0
    bare = {quantity.span for quantity in quantities(cell) if quantity.unit is None}
    found = (*(quantity.span for quantity in quantities(cell)), *ratings(cell))
    for span in sorted(found, key=lambda span: span.start):
        rest.append(cell[last : span.start])
        last = max(last, span.end)
        if span in bare and (word := _MEASURE_WORD.match(cell[last:])):
            last += word.end()
    return last > 0 and all(_BARE.fullmatch(fold(part).strip()) for part in (*rest, cell[last:]))


def _of_cell(row: Row, column: int, name: int) -> Iterator[Found]:
    """A measured cell under the row's name; a part that says by itself what it asks alone; else both together."""
    document, cell = row.document, row.cells[column]
    text, headings = document.text, row.statement.headings
    if column != name and _measures(row.words(column)):
        yield from _measured(row, column, name)
        return
    joined = _from_to(row.cells[name], cell)
    label = _label(row, column)
    for part in segments(text, cell):
        alone = column == name or (
            len(named(part.of(text))) >= _SENTENCE and mood_of(part.of(text)) == "asks"
        )
        values = tuple(
            value if value.topic else replace(value, topic=_named(label, value.dimension))
            for value in of_part(document, part, headings)
        ) or tuple(_rated(document, joined, part))
        yield (part if alone else joined), values


def _rated(document: Document, joined: Span, part: Span) -> Iterator[Parameter]:
    """The ratings in a part of a cell that the row's name makes ratings (Certification | ISO 27001)."""
    for found in ratings(joined.of(document.text)):
        if joined.start + found.start >= part.start and joined.start + found.end <= part.end:
            yield rated(found.of(joined.of(document.text)), joined)


def _measured(row: Row, column: int, name: int) -> Iterator[Found]:
    words, label = row.words(column), _label(row, column)
    for rating in ratings(words):
        span = _from_to(row.cells[name], row.cells[column])
        yield span, (rated(rating.of(words), span),)
    for quantity in quantities(words):
        unit, last = _unit(row, column, quantity)
        span = _from_to(row.cells[name], row.cells[column], last)
        dimension = quantity.dimension if quantity.unit else unit_of(unit or "").dimension
        heading = row.statement.headings[-1] if row.statement.headings else ""
        topic = _named(label, dimension) or topic_of("", 0, dimension, "", heading)
        value = quantity.value.of(words)
        yield span, (Parameter(value, unit, topic, span, dimension, topic is not None),)


def _from_to(*cells: Span) -> Span:
    return Span(start=min(cell.start for cell in cells), end=max(cell.end for cell in cells))


def _label(row: Row, column: int) -> str:
    """What the row calls the figure in ``column``: its names before it, innermost last, and the column's own."""
    names = [row.words(other) for other in row.told if other < column and not _measures(row.words(other))]
    return " ".join([*names, row.header(column)])


def _unit(row: Row, column: int, quantity: Quantity) -> tuple[str | None, Span]:
    """A quantity's unit and the cell it stands in: its own, the unit column, or brackets behind a name."""
    text, own, words = row.document.text, row.cells[column], row.words(column)
    if quantity.unit:
        return quantity.unit.of(words).strip(), own
    if word := _MEASURE_WORD.match(words[quantity.span.end :]):
        return word.group(1), own
    for index, cell in enumerate(row.cells):
        if _UNIT_COLUMN.match(row.header(index)):
            unit = cell.of(text)
            return (unit, cell) if re.search(r"\w|%", unit) else (None, own)
    header = row.statement.header
    named = [header[column]] if column < len(header) else []
    for span in (*named, *row.cells[:column]):
        inside = _IN_BRACKETS.search(span.of(text).strip())
        if inside:
            return inside.group(1), own
    return None, own


def _named(words: str, dimension: str) -> Topic | None:
    topic = topic_of(words, len(words), dimension)
    return topic if topic and topic.pattern.search(fold(words)) else None
