"""A table row as statements: each cell under its own column and beside what the row is about."""

from __future__ import annotations

from assistant.drafting.evidence.reading import Line, stated
from knowledge.evidence import Document


def told(document: Document, line: Line) -> tuple[str, str]:
    """(words, context) to compare figures by. A row of several columns says, cell by cell, what its first cell
    and the cell's column name (“二级 到场 8 小时”); its context is the heading alone."""
    text, cells = stated(document, line), line.statement.cells
    heads = [head.of(document.text).strip() for head in line.statement.header]
    if len(cells) < 3 or len(heads) != len(cells):
        return text, line.context
    start = line.statement.span.start
    parts = [text[cell.start - start : cell.end - start].strip() for cell in cells]
    said = [f"{parts[0]} {head} {part}" for head, part in zip(heads[1:], parts[1:], strict=True) if part]
    heading = line.statement.headings[-1] if line.statement.headings else ""
    return "；".join([parts[0], *said]), heading
