"""Evidence: a document's one text, its blocks and chunks, and citations that are slices of it.

Every span is half-open and counts Python characters of ``Document.text``. The invariant
``document.text[span.start:span.end] == chunk.text`` holds everywhere.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import Field, model_validator

from knowledge.model import Value

Language = Literal["zh", "en", "other"]
BlockKind = Literal["heading", "paragraph", "list", "table", "code", "header", "footer", "note"]
DocumentKind = Literal[
    "proposal",
    "case",
    "faq",
    "product",
    "tender",
    "meeting",
    "retrospective",
    "contract",
    "price_list",
    "other",
]
Standing = Literal["current", "superseded", "withdrawn", "expired"]

REUSABLE_KINDS: frozenset[DocumentKind] = frozenset({"product", "faq", "price_list"})
"""Kinds whose words may serve other customers unless somebody says otherwise."""


def document_id_of(content: bytes) -> str:
    """Sixteen hex digits of the SHA-256 of the bytes: the same bytes are the same document."""
    return hashlib.sha256(content).hexdigest()[:16]


class Span(Value):
    """Half-open range of characters of ``Document.text``; also read from ``[start, end]``, as printed."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: object) -> object:
        if isinstance(given, list) and len(given) == 2:
            return {"start": given[0], "end": given[1]}
        return given

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if self.end < self.start:
            raise ValueError(f"span ends before it starts: [{self.start}, {self.end})")
        return self

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of ``text`` this span names."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Place(Value):
    """Where in the original a person finds it. Pages, slides and rows count from 1."""

    page: int | None = None
    slide: int | None = None
    sheet: str | None = None
    row: int | None = None
    last_row: int | None = None
    speaker: str | None = None
    clock: str | None = None


class Table(Value):
    """A table inside a block: one line of ``Document.text`` per row, cells in order.

    ``rows[r][c]`` is the span of a cell; merged cells are expanded, so every row has as many
    cells as its table has columns where the source allows. The first ``header_rows`` rows name
    the columns.
    """

    header_rows: int = 0
    rows: tuple[tuple[Span, ...], ...]
    row_numbers: tuple[int, ...] = ()
    """Row numbers in the original (spreadsheets), parallel to ``rows``; empty elsewhere."""

    def row_span(self, index: int) -> Span:
        row = self.rows[index]
        return Span(start=row[0].start, end=row[-1].end)


class Block(Value):
    """One paragraph, list item run, heading or table, in reading order; blocks never overlap."""

    kind: BlockKind
    span: Span
    level: int = 0
    """Heading level from 1; 0 elsewhere."""
    headings: tuple[Span, ...] = ()
    """Spans of the headings this block stands under, outermost first."""
    caption: Span | None = None
    table: Table | None = None
    place: Place = Place()


class Document(Value):
    """Bytes read once. ``id = document_id_of(bytes)``; rights and metadata live on its sources."""

    id: str
    media_type: str
    size: int
    """Bytes of the original."""
    text: str
    blocks: tuple[Block, ...]
    title: str
    title_guessed: bool = True
    language: Language = "zh"
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    """Codes of what a reviewer should know, e.g. ``control-characters-removed:3``."""


class Source(Value):
    """Where a document came from, with its own metadata and rights.

    (``collection``, ``path``) names it; a new version of the same name supersedes the old one.
    """

    collection: str = "library"
    path: str
    version: int = 1
    document_id: str
    kind: DocumentKind = "other"
    title: str = ""
    language: Language = "zh"
    customer: str | None = None
    """Name or id of the customer this belongs to; ``None`` is nobody's in particular."""
    deal: str | None = None
    industry: str | None = None
    products: tuple[str, ...] = ()
    year: int | None = None
    standing: Standing = "current"
    reusable: bool = False
    owner: str = "local"
    access: tuple[str, ...] = ()
    """Users and groups who may read it besides the owner; empty means nobody else."""
    review_date: str | None = None
    """ISO date by which the owner looks at it again."""
    guessed: tuple[str, ...] = ()
    """Names of the fields above that were guessed, to be shown as guesses."""
    added_at: str = ""


class Chunk(Value):
    """What is indexed and found. ``context + text`` is embedded and shown; only ``text`` is bound."""

    id: str
    document_id: str
    ordinal: int = Field(ge=0)
    span: Span
    text: str
    context: tuple[Span, ...] = ()
    """Spans of heading path, table caption and header row, in reading order."""
    headings: tuple[str, ...] = ()
    kind: BlockKind = "paragraph"
    place: Place = Place()

    @staticmethod
    def id_of(document_id: str, ordinal: int) -> str:
        return f"{document_id}:{ordinal:04d}"


class Principal(Value):
    """Who asks. Rights are checked in SQL against ``user`` and ``groups``."""

    user: str = "local"
    groups: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.user, *self.groups)


class Facets(Value):
    """Filters that act before words and vectors; an empty tuple does not filter."""

    kinds: tuple[DocumentKind, ...] = ()
    documents: tuple[str, ...] = ()
    """Document ids or source paths."""
    customers: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    languages: tuple[Language, ...] = ()
    deals: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ("current",)

    def narrows(self) -> bool:
        """Whether anything besides the standing filters."""
        return self != Facets(standings=self.standings)


class Passage(Value):
    """A chunk somebody may read, with the source it was found under and its score."""

    chunk: Chunk
    source: Source
    context: tuple[str, ...] = ()
    """The texts of ``chunk.context``."""
    score: float = 0.0
    words_score: float = 0.0
    meaning_score: float | None = None
    folded: tuple[str, ...] = ()
    """Chunk ids of near-duplicates folded into this one."""


class Found(Value):
    """The passages that answer a query, and how much of the library meaning could look at."""

    query: str
    passages: tuple[Passage, ...] = ()
    meaning_ready: tuple[int, int] = (0, 0)
    """(chunks with vectors, chunks) among what the asker may find through the facets."""
    notice: str | None = None
    """Code of what limits the result, e.g. ``words-only:no-model`` or ``meaning-partial``."""


class Citation(Value):
    """A quote that is a slice of its source: ``document.text[span] == quote`` (promise T1)."""

    document_id: str
    source: str
    """The source's path as a person knows it."""
    span: Span
    quote: str
    chunk_id: str | None = None
    match: Literal["exact", "normalised", "passage"] = "exact"
    label: str
    """For people: “某仓储项目方案, 第 4 页, 部署”."""


class Unsupported(Value):
    """A statement nothing in the record supports; shown, never deleted silently."""

    text: str
    reason: str
