"""Readers feed blocks in reading order; out come one text and blocks whose spans are slices of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.clean import clean, warning_codes
from knowledge.errors import CannotRead
from knowledge.evidence import Block, BlockKind, Place, Span, Table

MAX_TEXT = 5_000_000
"""Characters of one document: some six thousand pages."""
MAX_BLOCKS = 150_000
MAX_CELLS = 400_000
"""Table cells of one document. Within these three a document stays under half of a reader's memory."""

CELL_SEPARATOR = " | "
_CAPTION = re.compile(r"^(表|table|tbl\.?)\s*[0-9一二三四五六七八九十A-Z]", re.IGNORECASE)
_NOWHERE = Place()


@dataclass(frozen=True)
class ReadResult:
    """What a reader makes of bytes. ``pages`` counts pages where the format has them."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    title_guessed: bool = True
    front_matter: Mapping[str, object] = field(default_factory=dict)
    pages: int | None = None
    warnings: tuple[str, ...] = ()


def too_much(zh: str, en: str) -> CannotRead:
    """Outcome ``too large``: there is more in the file than one document holds."""
    return CannotRead(
        "too large",
        f"内容超过 {zh}，请拆成几个文件再添加。",
        f"There are more than {en} in it: split it and add the parts.",
    )


class Assembler:
    """Collects blocks into one text. Blocks are one newline apart and never overlap."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._path: list[tuple[int, Span]] = []
        self._removed: Counter[str] = Counter()
        self._warnings: list[str] = []
        self._cells = 0

    def warn(self, code: str) -> None:
        """Note something a reviewer should know; the same code is noted once."""
        if code not in self._warnings:
            self._warnings.append(code)

    def clean(self, text: str) -> str:
        """``text`` as it will be stored, its invisible characters counted. Raises CannotRead ``too large``."""
        if len(text) > MAX_TEXT:
            raise too_much(f"{MAX_TEXT:,} 个字", f"{MAX_TEXT:,} characters")
        return clean(text, self._removed)

    def heading(self, text: str, level: int, place: Place = _NOWHERE) -> None:
        """A heading of ``level`` ≥ 1 on one line; it stands over what follows."""
        line = " ".join(self.clean(text).split())
        if not line:
            return
        level = max(1, level)
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        span = self._write(line)
        self._add(Block(kind="heading", span=span, level=level, headings=self._headings(), place=place))
        self._path.append((level, span))

    def block(self, kind: BlockKind, text: str, place: Place = _NOWHERE, *, apart: bool = False) -> None:
        """A paragraph, list, code or note; ``apart`` puts it under no heading (footnotes, headers)."""
        cleaned = self.clean(text)
        body = cleaned.strip("\n") if kind in ("code", "list") else cleaned.strip()
        body = "\n".join(line.rstrip() for line in body.split("\n"))
        if not body.strip():
            return
        headings = () if apart or kind in ("header", "footer") else self._headings()
        self._add(Block(kind=kind, span=self._write(body), headings=headings, place=place))

    def table(
        self,
        rows: Sequence[Sequence[str]],
        header_rows: int = 1,
        place: Place = _NOWHERE,
        row_numbers: Sequence[int] = (),
    ) -> None:
        """One line per row, cells joined by `` | ``; short rows are padded, line breaks become spaces."""
        if sum(len(cell) for row in rows for cell in row) > MAX_TEXT:
            raise too_much(f"{MAX_TEXT:,} 个字", f"{MAX_TEXT:,} characters")
        cleaned = [[" ".join(self.clean(cell).split()) for cell in row] for row in rows]
        if not any(cell for row in cleaned for cell in row):
            return
        width = max(len(row) for row in cleaned)
        self._cells += width * len(cleaned)
        if self._cells > MAX_CELLS:
            raise too_much(f"{MAX_CELLS:,} 个单元格", f"{MAX_CELLS:,} table cells")
        caption = self._caption()
        lines, spans = self._lines([[*row, *[""] * (width - len(row))] for row in cleaned])
        span = self._write("\n".join(lines))
        table = Table(header_rows=min(header_rows, len(spans)), rows=spans, row_numbers=tuple(row_numbers))
        headings = self._headings()
        self._add(
            Block(kind="table", span=span, headings=headings, caption=caption, table=table, place=place)
        )

    def result(
        self,
        title: str | None = None,
        *,
        title_guessed: bool = True,
        front_matter: Mapping[str, object] | None = None,
        pages: int | None = None,
    ) -> ReadResult:
        """Everything fed so far, as one text with its blocks."""
        return ReadResult(
            text="".join(self._parts),
            blocks=tuple(self._blocks),
            title=" ".join(clean(title).split()) or None if title else None,
            title_guessed=title_guessed,
            front_matter=dict(front_matter or {}),
            pages=pages,
            warnings=(*self._warnings, *warning_codes(self._removed)),
        )

    def has_headings(self) -> bool:
        return any(block.kind == "heading" for block in self._blocks)

    def _headings(self) -> tuple[Span, ...]:
        return tuple(span for _, span in self._path)

    def _caption(self) -> Span | None:
        """The line just above a table when it names it: “表 1 …”, or a short line ending in a colon."""
        if not self._blocks or self._blocks[-1].kind != "paragraph":
            return None
        line = self._parts[-1]
        short = len(line) <= 120 and "\n" not in line
        return self._blocks[-1].span if short and (_CAPTION.match(line) or line[-1] in "：:") else None

    def _lines(self, rows: list[list[str]]) -> tuple[list[str], tuple[tuple[Span, ...], ...]]:
        start = self._length + (1 if self._parts else 0)
        lines, spans = [], []
        for row in rows:
            cells, offset = [], start
            for cell in row:
                cells.append(Span(start=offset, end=offset + len(cell)))
                offset += len(cell) + len(CELL_SEPARATOR)
            line = CELL_SEPARATOR.join(row)
            lines.append(line)
            spans.append(tuple(cells))
            start += len(line) + 1
        return lines, tuple(spans)

    def _write(self, body: str) -> Span:
        if self._parts:
            self._parts.append("\n")
            self._length += 1
        start = self._length
        self._parts.append(body)
        self._length += len(body)
        if self._length > MAX_TEXT:
            raise too_much(f"{MAX_TEXT:,} 个字", f"{MAX_TEXT:,} characters")
        return Span(start=start, end=self._length)

    def _add(self, block: Block) -> None:
        self._blocks.append(block)
        if len(self._blocks) > MAX_BLOCKS:
            raise too_much(f"{MAX_BLOCKS:,} 段", f"{MAX_BLOCKS:,} paragraphs")
