"""Word documents in body order: headings, automatic numbers, lists, tables, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ingest.admit import DOCX
from ingest.blocks import Assembler, ReadResult
from ingest.numbering import heading_styles, is_short_line, levels_of, number_style
from ingest.readers.word_numbers import numbers_of
from ingest.readers.word_package import Package, open_package
from ingest.readers.word_styles import Style, number_of, outline_level, styles_of
from ingest.readers.word_tables import table_of
from ingest.readers.word_xml import W, attribute, blocks_in, is_contents_list, switched_on, text_boxes, words

MAX_DEPTH = 12
"""Tables nested deeper than this are no one's document."""
_CONTENTS_TITLE = re.compile(r"^(目\s*录|目\s*次|(table of )?contents|图表目录)$", re.IGNORECASE)
_DIRECTORY_LINE = re.compile(r"^.{2,120}?(\t|[.．…·]{4,})\s*\d{1,4}$")
_PAGE_NUMBER = re.compile(r"^\W*(第|page)?\W*\d*\W*(页)?\W*((共|of|/)\W*\d*\W*(页)?)?\W*$", re.IGNORECASE)


def accepts(media_type: str) -> bool:
    return media_type == DOCX


def read(content: bytes, name: str) -> ReadResult:
    """Raises CannotRead ``corrupt`` when the package or its main part is not well-formed."""
    package = open_package(content)
    word = _Word(package)
    word.body(package.main)
    word.notes()
    word.edges()
    return word.assembler.result(title=package.title)


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph as read: its words, its number, and what its style says."""

    text: str
    number: str
    bullet: bool
    level: int
    """List level from 0; -1 outside lists."""
    outline: int
    style: Style
    bold: bool

    @property
    def line(self) -> str:
        return f"{self.number} {self.text}".strip() if self.number else self.text


class _Word:
    """Reads one package into an assembler."""

    def __init__(self, package: Package) -> None:
        self.assembler = Assembler()
        self._package = package
        self._styles = styles_of(package.styles)
        self._numbers = numbers_of(package.numbering)
        self._items: list[str] = []
        self._offset = 0
        self._guess: dict[str, int] = {}

    def body(self, root: Any) -> None:
        """The document in order."""
        elements = list(blocks_in(root))
        self._guess = self._guessed_levels([one for one in elements if one.tag == W + "p"])
        self._flow(elements, 0)

    def notes(self) -> None:
        """Footnotes and endnotes, after the body, under no heading."""
        for root in self._package.notes:
            for note in root:
                if attribute(note, "type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                text = " ".join(words(one).strip() for one in note.iter(W + "p")).strip()
                if text:
                    self.assembler.block("paragraph", f"[{attribute(note, 'id')}] {text}", apart=True)

    def edges(self) -> None:
        """Headers and footers, each different one once; bare page numbers dropped."""
        for kind, roots in (("header", self._package.headers), ("footer", self._package.footers)):
            seen: set[str] = set()
            for root in roots:
                lines = [words(one).strip() for one in root.iter(W + "p")]
                text = "\n".join(line for line in lines if line and not _PAGE_NUMBER.match(line))
                if text and text not in seen:
                    seen.add(text)
                    self.assembler.block("header" if kind == "header" else "footer", text)

    def _flow(self, elements: Iterable[Any], depth: int) -> None:
        for element in elements:
            if element.tag == W + "tbl":
                self._flush()
                self._table(element, depth)
            else:
                self._paragraph(element)
                for box in text_boxes(element):
                    self._flow(blocks_in(box), depth + 1)
        self._flush()

    def _paragraph(self, element: Any) -> None:
        paragraph = self._read(element)
        if not paragraph.text.strip():
            return
        if self._is_contents(element, paragraph):
            self._flush()
            self.assembler.block("note", paragraph.line)
        elif paragraph.style.is_title and not self.assembler.has_headings():
            self._flush()
            self._offset = 1
            self.assembler.heading(paragraph.line, 1)
        elif level := self._heading_level(paragraph):
            self._flush()
            self.assembler.heading(paragraph.line, level + self._offset)
        elif paragraph.level >= 0 and paragraph.number:
            self._items.append("  " * paragraph.level + paragraph.line)
        else:
            self._flush()
            self.assembler.block("paragraph", paragraph.line)

    def _is_contents(self, element: Any, paragraph: _Paragraph) -> bool:
        line = paragraph.text.strip()
        if paragraph.style.is_contents or _CONTENTS_TITLE.match(line):
            return True
        return bool(_DIRECTORY_LINE.match(line)) or is_contents_list(element)

    def _heading_level(self, paragraph: _Paragraph) -> int:
        if paragraph.outline:
            return paragraph.outline if len(paragraph.text) <= 200 else 0
        style = number_style(paragraph.line) if self._guess and paragraph.bold else None
        return (
            self._guess.get(style, 0)
            if style and not paragraph.bullet and is_short_line(paragraph.line)
            else 0
        )

    def _outline(self, element: Any) -> int:
        said = element.find(f"{W}pPr/{W}outlineLvl")
        return outline_level(said) if said is not None else self._styles.of(element).outline

    def _guessed_levels(self, paragraphs: list[Any]) -> dict[str, int]:
        """Numbering style → level, for short bold lines the writer forgot to style as headings.

        Levels follow the headings that are styled; a file without any follows the customary order.
        """
        numbers = numbers_of(self._package.numbering)
        read = [paragraph for one in paragraphs if (paragraph := self._read(one, numbers)).text.strip()]
        styled = [one for one in read if one.outline]
        if styled:
            return {number_style(one.line) or "": one.outline for one in reversed(styled)}
        found = heading_styles([one.line.strip() for one in read])
        return levels_of(style for index, style in found.items() if read[index].bold)

    def _read(self, element: Any, numbers: Any = None) -> _Paragraph:
        style = self._styles.of(element)
        number_id, level = self._numbering(element, style)
        shown = (numbers or self._numbers).next(number_id, level) if number_id else None
        text = words(element)
        return _Paragraph(
            text=text,
            number=shown[0] if shown else "",
            bullet=bool(shown and shown[1]),
            level=level if shown else -1,
            outline=self._outline(element),
            style=style,
            bold=_is_bold(element, style),
        )

    def _numbering(self, element: Any, style: Style) -> tuple[str | None, int]:
        said = element.find(f"{W}pPr/{W}numPr")
        number_id, level = number_of(said) if said is not None else (None, None)
        if number_id is None and style.number_id:
            number_id = style.number_id
            if level is None:
                tied = self._numbers.level_for_style(number_id, style.numbered_by)
                level = style.level if style.level is not None else tied
        return (None if number_id == "0" else number_id), level or 0

    def _table(self, element: Any, depth: int) -> None:
        table = table_of(element)
        if len(table.cells) == 1 and len(table.cells[0]) == 1 and depth < MAX_DEPTH:
            self._flow(table.contents, depth + 1)  # a frame around running text, not a table
            return
        words_of: dict[int, str] = {}  # merged cells share their paragraphs and count their numbers once
        for cell in (cell for row in table.cells for cell in row):
            if id(cell) not in words_of:
                words_of[id(cell)] = self._cell(cell)
        rows = [[words_of[id(cell)] for cell in row] for row in table.cells]
        self.assembler.table(rows, table.header_rows)
        if depth < MAX_DEPTH:
            for nested in table.nested:
                self._table(nested, depth + 1)

    def _cell(self, paragraphs: tuple[Any, ...]) -> str:
        lines = (self._read(one).line.strip() for one in paragraphs)
        return "\n".join(line for line in lines if line)

    def _flush(self) -> None:
        if self._items:
            self.assembler.block("list", "\n".join(self._items))
            self._items = []


def _is_bold(element: Any, style: Style) -> bool:
    """Whether every run with words in it is bold."""
    runs = list(_worded_runs(element))
    said = [switched_on(run.find(W + "rPr"), "b") for run in runs]
    return bool(runs) and all(style.bold if one is None else one for one in said)


def _worded_runs(element: Any) -> Iterator[Any]:
    return (run for run in element.iter(W + "r") if words(run).strip())
