"""An outline laid out as a sequence of blocks: what every export shows, decided in one place.

``compose`` alone decides what a customer may see; the Markdown and Word writers only draw. A block of
a customer's copy carries no citation, basis, label, file name, quote or addressee at all, so that no
writer can print one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.drafting.export.picture import Drawing, component_table, drawing
from assistant.drafting.export.printable import printable
from assistant.drafting.export.wording import Wording, wording
from assistant.grounding.remarks import without_notes
from knowledge.evidence import Citation
from knowledge.presales import Gap, Outline, OutlineTable, Point, Requirement, Section

_EVIDENCE_COLUMNS = frozenset(
    {"来源", "出处", "依据", "引用", "source", "sources", "evidence", "basis", "refs"}
)


_WHY_SIMILAR = re.compile(r"^(?:【[^】]{1,24}】|\[[a-z, ]{1,48}\]\s*)")
"""Why a case was chosen, 【已成交、同行业】 or [won, same product]: said before its text, for us alone."""
QUESTIONS = "questions"
"""Key of the section that lists what is to be asked of whom: internal."""


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1
    numbered: bool = True


@dataclass(frozen=True)
class Statement:
    """One point. ``opening`` stands as a paragraph, the others as list items."""

    text: str
    opening: bool = False
    past_deal: str = ""
    basis: str = ""
    references: tuple[int, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A gap in sight; ``question`` (with whom to ask) is empty in a customer's copy."""

    label: str
    text: str
    question: str = ""


@dataclass(frozen=True)
class Grid:
    """A table; every row has as many cells as ``header``. ``references`` are per row, or empty."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    references: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Picture:
    caption: str
    drawing: Drawing


@dataclass(frozen=True)
class Aside:
    text: str


@dataclass(frozen=True)
class SourceEntry:
    """A line of the source list: number as cited, label with page and section, file, quote."""

    number: int
    label: str
    file: str
    quote: str


Block = Heading | Statement | Missing | Grid | Picture | Aside | SourceEntry


@dataclass(frozen=True)
class Manuscript:
    title: str
    customer: str
    meta: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    words: Wording
    internal: bool


class _References:
    """Numbers citations in the order of their first use; the same slice keeps its number."""

    def __init__(self, internal: bool) -> None:
        self._internal = internal
        self._numbers: dict[tuple[str, str, int, int], int] = {}
        self.cited: list[Citation] = []

    def of(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        if not self._internal:
            return ()
        numbers = []
        for citation in citations:
            key = (citation.document_id, citation.source, citation.span.start, citation.span.end)
            if key not in self._numbers:
                self.cited.append(citation)
                self._numbers[key] = len(self.cited)
            numbers.append(self._numbers[key])
        return tuple(dict.fromkeys(numbers))


def compose(outline: Outline, *, for_customer: bool = False) -> Manuscript:
    """``outline`` as blocks in reading order; a customer's copy holds nothing internal."""
    return _Composer(outline, internal=not for_customer).manuscript()


class _Composer:
    def __init__(self, outline: Outline, *, internal: bool) -> None:
        self.outline = outline
        self.internal = internal
        self.words = wording(outline.language)
        self.references = _References(internal)
        self.tables = 0
        self.pictured = component_table(outline)
        self._listing = self._whole_list()

    def manuscript(self) -> Manuscript:
        shown = [one for one in self.outline.sections if self.internal or one.key != QUESTIONS or one.points]
        drawn = [self._section(one) for one in shown]
        if not self.internal:  # nobody hands over a heading with nothing under it
            drawn = [blocks for blocks in drawn if len(blocks) > 1]
        blocks = [*self._trace(), *(block for section in drawn for block in section)]
        if self.internal:
            blocks += self._unsupported() + self._sources()
        return Manuscript(
            title=printable(self.outline.title),
            customer=printable(self.outline.customer or ""),
            meta=self._meta(),
            blocks=tuple(blocks),
            words=self.words,
            internal=self.internal,
        )

    def _meta(self) -> tuple[tuple[str, str], ...]:
        words, outline = self.words, self.outline
        lines = [(words.customer, outline.customer or "")]
        if self.internal:
            lines += [
                (words.status, words.statuses[outline.status]),
                (words.version, f"v{outline.version}"),
                (words.need, outline.need_document or ""),
                (words.record, outline.id),
                (words.searched, self._searched()),
            ]
        return tuple((name, printable(value)) for name, value in lines if printable(value))

    def _searched(self) -> str:
        """What limited the search for evidence; empty when nothing did."""
        ready, of = (self.outline.provenance and self.outline.provenance.meaning_ready) or (0, 0)
        if ready >= of:
            return ""
        return self.words.meaning_partial.format(ready=ready, of=of) if ready else self.words.words_only

    def _trace(self) -> list[Block]:
        if (
            not self.outline.requirements
            or self._listing is not None
            or (not self.internal and self._listed())
        ):
            return []
        header: tuple[str, ...] = self.words.trace_header
        rows = tuple(self._traced(index, one) for index, one in enumerate(self.outline.requirements))
        if not self.internal:
            header, rows = header[:-1], tuple(row[:-1] for row in rows)
        legend = [Aside(self.words.legend)] if self.internal else []
        return [Heading(self.words.trace, numbered=False), Grid("", header, rows), *legend]

    def _whole_list(self) -> OutlineTable | None:
        """The table of the section on requirements, while it still lists every one by number."""
        numbers = [str(number) for number in range(1, len(self.outline.requirements) + 1)]
        tables = (t for s in self.outline.sections if s.key == "requirements" for t in s.tables)
        return next((t for t in tables if numbers and [row[0] for row in t.rows if row] == numbers), None)

    def _listed(self) -> bool:
        """Whether a section lists the requirements already: without their state the trace says nothing more."""
        texts = {one.text for one in self.outline.requirements}
        return any(
            not texts.isdisjoint(row)
            for section in self.outline.sections
            for table in section.tables
            if section.key != QUESTIONS
            for row in table.rows
        )

    def _traced(self, index: int, requirement: Requirement) -> tuple[str, ...]:
        cells = (
            str(index + 1),
            requirement.text,
            figure(requirement),
            requirement.section or "",
            self._state(index),
        )
        return tuple(printable(cell) for cell in cells)

    def _state(self, index: int) -> str:
        if any(index in gap.answers for section in self.outline.sections for gap in section.gaps):
            return self.words.open
        points = [p for section in self.outline.sections for p in section.points if index in p.answers]
        if not points:
            return self.words.unanswered
        compared = self.outline.requirements[index].value is not None
        settled = compared or any(point.basis != "source" for point in points)
        return self.words.answered if settled else self.words.evidenced

    def _section(self, section: Section) -> list[Block]:
        blocks: list[Block] = [Heading(printable(section.heading))]
        blocks += [self._statement(point) for point in section.points]
        tables = section.tables if self.internal or section.key != QUESTIONS else ()
        for table in (one for one in tables if one.rows):
            drawn = drawing(self.outline) if table is self.pictured else None
            if drawn is not None:
                blocks.append(Picture(f"{self.words.figure} 1  {printable(section.heading)}", drawn))
            blocks.append(self._grid(table))
            if table is self._listing and self.internal:
                blocks.append(Aside(self.words.legend))
        return blocks + [self._missing(gap) for gap in section.gaps]

    def _statement(self, point: Point) -> Statement:
        opening = point.basis == "template"
        if not self.internal:
            text = _WHY_SIMILAR.sub("", point.text) if point.past_deal else point.text
            return Statement(printable(self._without_file(text) if opening else text), opening)
        return Statement(
            text=printable(point.text),
            opening=opening,
            past_deal=self.words.past_deal if point.past_deal else "",
            basis=self._basis(point),
            references=self.references.of(point.citations),
        )

    def _basis(self, point: Point) -> str:
        """What a point rests on; of one in a draft of another language that its words are Chinese as quoted."""
        basis = self.words.bases[point.basis]
        han = sum("\u3400" <= character <= "\u9fff" for character in without_notes(point.text))
        quoted = point.basis == "source" and self.outline.language != "zh" and han > len(point.text) / 4
        return f"{basis}, {self.words.in_chinese}" if quoted else basis

    def _without_file(self, text: str) -> str:
        """A template's sentence without the name of the need's file: 需求文件《n2.md》 → 需求文件."""
        name = self.outline.need_document
        return re.sub(rf"[,，]?\s?[《“\"]?{re.escape(name)}[》”\"]?", "", text) if name else text

    def _missing(self, gap: Gap) -> Missing:
        if not self.internal:
            return Missing(self.words.to_confirm, printable(gap.text))
        question = f"{self.words.ask} {printable(gap.whom)}{self.words.colon}{printable(gap.ask)}"
        return Missing(self.words.to_fill, printable(gap.text), question)

    def _grid(self, table: OutlineTable) -> Grid:
        if table is self._listing and self.internal:
            table = self._with_states(table)
        width = max([len(table.header), *(len(row) for row in table.rows)])
        header = (*table.header, *[""] * (width - len(table.header)))
        shown = [
            column
            for column in range(width)
            if self.internal or header[column].casefold() not in _EVIDENCE_COLUMNS
        ]
        rows = tuple(
            tuple(printable(row[column]) if column < len(row) else "" for column in shown)
            for row in table.rows
        )
        numbers = [self.references.of(cited) for cited in table.citations[: len(rows)]]
        numbers += [()] * (len(rows) - len(numbers))
        title = printable(table.title)
        if title:
            self.tables += 1
            title = f"{self.words.table} {self.tables}  {title}"
        return Grid(
            title=title,
            header=tuple(printable(header[column]) for column in shown),
            rows=rows,
            references=tuple(numbers) if any(numbers) else (),
        )

    def _with_states(self, table: OutlineTable) -> OutlineTable:
        """The list of requirements with how far each is answered: told once, where the list stands."""
        rows = tuple((*row, self._state(index)) for index, row in enumerate(table.rows))
        return table.model_copy(update={"header": (*table.header, self.words.trace_header[-1]), "rows": rows})

    def _unsupported(self) -> list[Block]:
        if not self.outline.unsupported:
            return []
        rows = tuple((printable(one.text), printable(one.reason)) for one in self.outline.unsupported)
        return [
            Heading(self.words.unsupported, numbered=False),
            Grid("", self.words.unsupported_header, rows),
        ]

    def _sources(self) -> list[Block]:
        if not self.references.cited:
            return []
        entries = (
            SourceEntry(
                number, printable(citation.label), printable(citation.source), printable(citation.quote)
            )
            for number, citation in enumerate(self.references.cited, start=1)
        )
        return [Heading(self.words.sources, numbered=False), Aside(self.words.sources_note), *entries]


def figure(requirement: Requirement) -> str:
    """A requirement's value and unit under its topic, as written: ``处理量 5,000 件/小时``."""
    if not requirement.value:
        return ""
    value, unit = requirement.value, requirement.unit or ""
    apart = " " if unit[:1].isalpha() and unit[:1].isascii() else ""
    return f"{requirement.topic or ''} {value}{apart}{unit}".strip()
