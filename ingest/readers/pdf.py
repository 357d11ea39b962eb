"""PDF: text by PDFium, ruled tables by pdfplumber, encryption and damage told apart by pypdf."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ingest.admit import PDF, corrupt, encrypted
from ingest.blocks import Assembler, ReadResult
from ingest.readers.pdf_blocks import PageBlocks
from ingest.readers.pdf_columns import tables_among
from ingest.readers.pdf_flow import (
    Margins,
    Paragraph,
    in_reading_order,
    is_running,
    margins_of,
    paragraphs_of,
    running_heads,
)
from ingest.readers.pdf_page import Line, PageText, page_text
from ingest.readers.pdf_tables import (
    MAX_TABLE_PAGES,
    RuledTable,
    continues,
    is_table,
    joined,
    ruled_tables,
)
from knowledge.errors import CannotRead

MAX_PAGES = 3_000
_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError)


def accepts(media_type: str) -> bool:
    return media_type == PDF


def read(content: bytes, name: str) -> ReadResult:
    """Text with page numbers. Raises CannotRead: encrypted, corrupt, no text layer, empty, too large."""
    document, content = _open(content)
    try:
        pages = _pages(document)
        title = document.get_metadata_dict().get("Title")
    finally:
        document.close()
    assembler = Assembler()
    silent = [page.number for page in pages if not page.readable and (page.pictures or page.lines)]
    if not any(page.readable for page in pages):
        raise no_text_layer(silent)
    if silent:
        assembler.warn(f"no-text-layer:{page_ranges(silent)}")
    _feed(assembler, [page for page in pages if page.readable], content)
    return assembler.result(title=title, pages=len(pages))


def no_text_layer(pages: Sequence[int]) -> CannotRead:
    """Outcome ``no text layer`` naming the scanned pages; ``empty`` when there is nothing on them either."""
    if not pages:
        return CannotRead("empty", "PDF 里没有内容。", "The PDF has nothing on its pages.")
    ranges = page_ranges(pages)
    return CannotRead(
        "no text layer",
        f"第 {ranges.replace('-', '–')} 页是扫描件，没有文字层，请先 OCR 再添加。",
        f"Page {ranges.replace('-', '–')} has no text layer (a scan): run OCR first, then add it.",
    )


def page_ranges(pages: Sequence[int]) -> str:
    """(1, 2, 3, 7) → ``1-3,7``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _open(content: bytes) -> tuple[Any, bytes]:
    """(open document, its bytes, unlocked where an empty password unlocks them)."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        content = _unlocked(content)
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            raise corrupt() from error
    if len(document) > MAX_PAGES:
        raise CannotRead(
            "too large",
            f"超过 {MAX_PAGES} 页，请拆分后再添加。",
            f"More than {MAX_PAGES} pages: split it, then add the parts.",
        )
    return document, content


def _unlocked(content: bytes) -> bytes:
    """What PDFium will not open, opened by pypdf with no password. Raises CannotRead encrypted or corrupt."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted()
        copy = io.BytesIO()
        pypdf.PdfWriter(clone_from=reader).write(copy)
    except (pypdf.errors.PyPdfError, pypdf.errors.DependencyError, NotImplementedError, *_DAMAGE) as error:
        raise corrupt() from error
    return copy.getvalue()


def _pages(document: Any) -> list[PageText]:
    """All pages; one that cannot be loaded counts as one without text."""
    import pypdfium2

    pages = []
    for index in range(len(document)):
        try:
            pages.append(page_text(document, index))
        except pypdfium2.PdfiumError:
            pages.append(PageText(index + 1, 0, 0, (), pictures=True, ruled=False))
    return pages


def _feed(assembler: Assembler, pages: list[PageText], content: bytes) -> None:
    tables = _tables(assembler, pages, content)
    shapes, heads, feet = running_heads([_outside(page, tables.get(page.number, ())) for page in pages])
    items = _items(pages, tables, shapes)
    PageBlocks(assembler, [one for one in items if isinstance(one, Paragraph)]).feed(items)
    for head in heads:
        assembler.block("header", head)
    for foot in feet:
        assembler.block("footer", foot)


def _outside(page: PageText, tables: Sequence[RuledTable]) -> PageText:
    """The page without the lines in its tables: a header row repeated on each page is no running head."""
    lines = tuple(line for line in page.lines if not any(one.holds(line.middle) for one in tables))
    return replace(page, lines=lines)


def _tables(assembler: Assembler, pages: list[PageText], content: bytes) -> dict[int, list[RuledTable]]:
    """Tables by page, looked for only where PDFium saw ruling lines."""
    ruled = [page.number for page in pages if page.ruled]
    if not ruled:
        return {}
    if len(ruled) > MAX_TABLE_PAGES:
        assembler.warn(f"tables-read-as-text-from-page:{ruled[MAX_TABLE_PAGES]}")
    import pdfplumber

    found: dict[int, list[RuledTable]] = {}
    try:
        with pdfplumber.open(io.BytesIO(content)) as plumber:
            for number in ruled[:MAX_TABLE_PAGES]:
                before = found.get(number - 1, [])[-1:]
                found[number] = [
                    table
                    for table in ruled_tables(plumber, number)
                    if is_table(table) or any(continues(one, table) for one in before)
                ]
    except Exception as error:
        # pdfminer raises whatever its parser stumbles on; the text is there, the tables are not
        assembler.warn(f"tables-unreadable:{type(error).__name__}")
    return found


def _items(
    pages: list[PageText], tables: dict[int, list[RuledTable]], shapes: set[str]
) -> list[Paragraph | RuledTable]:
    """Paragraphs and tables in reading order; a table stands where its first line stood."""
    items: list[Paragraph | RuledTable] = []
    run: list[Line] = []
    margins = margins_of(pages)
    for page in pages:
        waiting = list(tables.get(page.number, ()))
        for line in in_reading_order(page):
            inside = next((one for one in tables.get(page.number, ()) if one.holds(line.middle)), None)
            if inside is None and is_running(line, page, shapes):
                continue
            if inside in waiting and inside is not None:
                items += _flow(run, margins)
                run = []
                _add_table(items, inside)
                waiting.remove(inside)
            if inside is None:
                run.append(line)
        if waiting:
            items += _flow(run, margins)
            run = []
            for table in waiting:
                _add_table(items, table)
    return items + _flow(run, margins)


def _flow(run: list[Line], margins: dict[int, Margins]) -> list[Paragraph | RuledTable]:
    """Lines between ruled tables as paragraphs and unruled tables."""
    items: list[Paragraph | RuledTable] = []
    for part in tables_among(run):
        if isinstance(part, RuledTable):
            items.append(part)
        else:
            items += paragraphs_of(part, margins)
    return items


def _add_table(items: list[Paragraph | RuledTable], table: RuledTable) -> None:
    last = items[-1] if items else None
    if isinstance(last, RuledTable) and continues(last, table):
        items[-1] = joined(last, table)
    else:
        items.append(table)
