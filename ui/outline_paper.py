"""An outline on paper: the same manuscript Word gets, with every citation a button."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.drafting.export.manuscript import (
    Aside,
    Block,
    Grid,
    Heading,
    Missing,
    Picture,
    SourceEntry,
    Statement,
    compose,
)
from assistant.drafting.export.picture import architecture_svg
from assistant.grounding.remarks import notes
from knowledge.evidence import Citation
from knowledge.presales import Outline
from ui import paper
from ui.widgets import say


def citations_of(outline: Outline) -> list[Citation]:
    """The outline's citations by number: in the order of first use, the same slice once.

    Numbers are those of the manuscript, and so of the Word file: sections in order, points then tables.
    """
    cited: dict[tuple[str, str, int, int], Citation] = {}
    for citation in _in_order(outline):
        key = (citation.document_id, citation.source, citation.span.start, citation.span.end)
        cited.setdefault(key, citation)
    return list(cited.values())


def _in_order(outline: Outline) -> Iterator[Citation]:
    for section in outline.sections:
        for point in section.points:
            yield from point.citations
        for table in section.tables:
            for row in table.citations[: len(table.rows)]:
                yield from row


def drawn(outline: Outline) -> tuple[list[paper.Block], list[paper.Entry]]:
    """(blocks, contents) of the internal draft."""
    return _Page(outline).drawn()


def _with_notes(text: str) -> list[paper.Run]:
    """``text`` with the draft's notes set apart from what the source says."""
    runs, at = [], 0
    for note in sorted(notes(text), key=lambda span: span.start):
        if note.start < at:
            continue
        runs += [paper.run(text[at : note.start]), paper.run(text[note.start : note.end], "note")]
        at = note.end
    return [one for one in [*runs, paper.run(text[at:])] if one.get("text")]


class _Page:
    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.manuscript = compose(outline)
        self.labels = [citation.label for citation in citations_of(outline)]
        self.sections = iter(outline.sections)
        self.contents: list[paper.Entry] = []

    def drawn(self) -> tuple[list[paper.Block], list[paper.Entry]]:
        words = self.manuscript.words
        meta = [paper.run(f"{name}{words.colon}{value}", "whole") for name, value in self.manuscript.meta]
        blocks = [paper.block("title", self.manuscript.title), paper.block("note", *meta)]
        for heading, body in self._parts():
            inner = [drawing for block in body for drawing in self._block(block)]
            blocks += inner if heading is None else self._part(heading, body, inner)
        return blocks, self.contents

    def _parts(self) -> list[tuple[Heading | None, list[Block]]]:
        """The manuscript cut at its headings."""
        parts: list[tuple[Heading | None, list[Block]]] = [(None, [])]
        for block in self.manuscript.blocks:
            if isinstance(block, Heading):
                parts.append((block, []))
            else:
                parts[-1][1].append(block)
        return parts

    def _part(self, heading: Heading, body: list[Block], inner: list[paper.Block]) -> list[paper.Block]:
        """A numbered section stands open; the lists before and after the sections wait behind a line."""
        anchor = str(len(self.contents))
        gaps = sum(isinstance(block, Missing) for block in body)
        if not heading.numbered:
            count = sum(
                len(block.rows) if isinstance(block, Grid) else isinstance(block, SourceEntry)
                for block in body
            )
            self.contents.append({"text": heading.text, "note": str(count), "alert": False, "anchor": anchor})
            return [paper.fold(say("outline.fold", name=heading.text, count=count), inner, anchor)]
        number = 1 + sum(entry["anchor"].startswith("section") for entry in self.contents)
        anchor = f"section{number}"
        note = say("outline.open", count=gaps) if gaps else ""
        self.contents.append(
            {"text": f"{number}  {heading.text}", "note": note, "alert": bool(gaps), "anchor": anchor}
        )
        return [paper.block("heading", paper.run(f"{number}  ", "soft"), heading.text, anchor=anchor), *inner]

    def _block(self, block: Block) -> list[paper.Block]:
        match block:
            case Statement():
                drawn = [self._statement(block)]
            case Missing():
                drawn = [self._gap(block)]
            case Grid():
                drawn = [self._grid(block)]
            case Picture():
                drawn = self._picture(block)
            case SourceEntry():
                drawn = [self._source(block)]
            case Aside():
                drawn = [paper.block("note", block.text)]
            case Heading():
                drawn = [paper.block("subheading", block.text)]
        return drawn

    def _statement(self, statement: Statement) -> paper.Block:
        quiet = {self.manuscript.words.bases["source"], self.manuscript.words.bases["template"], ""}
        label = [paper.run(statement.past_deal, "tag")] if statement.past_deal else []
        basis = [] if statement.basis in quiet else [paper.run(f"  {statement.basis}", "soft")]
        return paper.block(
            "line" if statement.opening else "item",
            *label,
            *_with_notes(statement.text),
            *(self._cite(number) for number in statement.references),
            *basis,
        )

    def _gap(self, gap: Missing) -> paper.Block:
        words = self.manuscript.words
        text = gap.text.removeprefix(words.to_fill).lstrip(f"{words.colon} ")
        question = [paper.run("\n" + gap.question, "soft")] if gap.question else []
        return paper.block("gap", paper.run(f"{gap.label}  ", "alert"), text, *question)

    def _grid(self, table: Grid) -> paper.Block:
        words = self.manuscript.words
        header = [[paper.run(name)] for name in table.header]
        rows = [[self._cell(cell) for cell in row] for row in table.rows]
        if table.references:
            header.append([paper.run(words.evidence)])
            for row, numbers in zip(rows, table.references, strict=True):
                row.append([self._cite(number) for number in numbers])
        return paper.grid([header], rows, caption=table.title)

    def _cell(self, cell: str) -> list[paper.Run]:
        open_ = self.manuscript.words.to_fill
        return [paper.run(cell, "alert" if open_ in cell else "")]

    def _picture(self, picture: Picture) -> list[paper.Block]:
        drawing = architecture_svg(self.outline)
        if drawing is None:
            return []
        words = picture.drawing.description
        return [paper.picture(drawing.encode(), "image/svg+xml", caption=picture.caption, words=words)]

    def _source(self, entry: SourceEntry) -> paper.Block:
        return paper.block(
            "note", self._cite(entry.number), f" {entry.label}　", paper.run(entry.file, "soft")
        )

    def _cite(self, number: int) -> paper.Run:
        hint = self.labels[number - 1] if number <= len(self.labels) else ""
        return paper.button(str(number), str(number), "cite", hint)
