"""A span or a quote becomes a citation that is a slice of its document, or is called unsupported."""

from __future__ import annotations

import re

from assistant.grounding.folding import fold, squeeze
from assistant.grounding.numbers import number_tokens
from knowledge.evidence import Block, Citation, Document, Language, Source, Span, Unsupported

_EDGES = " \t\r\n\u3000"
_CONTENT = re.compile(r"[a-z0-9][a-z0-9.+_-]*|[\u3400-\u9fff]")
_LONGEST_PASSAGE = 1200
"""Characters: a block longer than this is no passage a person would check a quote against."""


def resolve(
    document: Document, wanted: Span | str, *, source: Source | None = None
) -> Citation | Unsupported:
    """The citation of ``wanted`` in ``document``: a span, or words said to stand there.

    ``match`` is ``exact``; ``normalised`` when only width, case, radicals or white space differ;
    ``passage`` when every word and number of the quote stands in one block, though not in its words.
    ``source`` names the file for people (the document's title otherwise).
    """
    if isinstance(wanted, Span):
        return _of_span(document, wanted, source)
    words = wanted.strip(_EDGES)
    if not words:
        return Unsupported(text=wanted, reason="empty-quote")
    start = document.text.find(words)
    if start >= 0:
        return _citation(document, Span(start=start, end=start + len(words)), "exact", source)
    for match, span in (("normalised", _normalised(document, words)), ("passage", _passage(document, words))):
        if span is not None:
            return _citation(document, span, match, source)
    return Unsupported(text=wanted, reason="quote-not-in-source")


def _of_span(document: Document, span: Span, source: Source | None) -> Citation | Unsupported:
    if span.end > len(document.text):
        return Unsupported(text=f"[{span.start}, {span.end})", reason="span-outside-document")
    trimmed = trim(document.text, span)
    if not len(trimmed):
        return Unsupported(text=span.of(document.text), reason="empty-span")
    return _citation(document, trimmed, "exact", source)


def trim(text: str, span: Span) -> Span:
    """``span`` without white space at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start=start, end=end)


def _normalised(document: Document, words: str) -> Span | None:
    wanted, whole = squeeze(words), squeeze(document.text)
    start = whole.text.find(wanted.text) if wanted.text else -1
    return whole.span(start, start + len(wanted.text)) if start >= 0 else None


def _passage(document: Document, words: str) -> Span | None:
    """The first block that holds every content word and every number of ``words``."""
    wanted = frozenset(_CONTENT.findall(fold(words)))
    numbers = number_tokens(words)
    if len(wanted) < 2:
        return None
    for block in document.blocks:
        if block.kind in ("heading", "header", "footer") or len(block.span) > _LONGEST_PASSAGE:
            continue
        text = block.span.of(document.text)
        if wanted <= frozenset(_CONTENT.findall(fold(text))) and numbers <= number_tokens(text):
            return trim(document.text, block.span)
    return None


def _citation(document: Document, span: Span, match: str, source: Source | None) -> Citation:
    return Citation.model_validate(
        {
            "document_id": document.id,
            "source": source.path if source else document.title,
            "span": span,
            "quote": span.of(document.text),
            "match": match,
            "label": label(document, span, source),
        }
    )


def label(document: Document, span: Span, source: Source | None = None) -> str:
    """Where a person looks: “某仓储项目方案, 第 4 页, 部署”; in English for English documents."""
    block = block_at(document, span)
    title = (source.title if source else "") or document.title
    language = source.language if source else document.language
    parts = [title, *_place(block, span, language)]
    if block and block.headings:
        heading = " ".join(block.headings[-1].of(document.text).split())
        if heading and heading != title:
            parts.append(heading)
    return ", ".join(parts)


def block_at(document: Document, span: Span) -> Block | None:
    """The block ``span`` begins in."""
    low, high = 0, len(document.blocks)
    while low < high:
        middle = (low + high) // 2
        if document.blocks[middle].span.end <= span.start:
            low = middle + 1
        else:
            high = middle
    return document.blocks[low] if low < len(document.blocks) else None


def _place(block: Block | None, span: Span, language: Language) -> list[str]:
    if block is None:
        return []
    place, chinese = block.place, language == "zh"
    parts = []
    if place.page:
        parts.append(f"第 {place.page} 页" if chinese else f"p. {place.page}")
    if place.slide:
        parts.append(f"第 {place.slide} 张" if chinese else f"slide {place.slide}")
    if place.sheet:
        parts.append(f"工作表 {place.sheet}" if chinese else f"sheet {place.sheet}")
    row = _row_number(block, span)
    if row:
        parts.append(f"第 {row} 行" if chinese else f"row {row}")
    return parts


def _row_number(block: Block, span: Span) -> int | None:
    table = block.table
    if table is None or not table.row_numbers:
        return None
    rows = zip(table.row_numbers, range(len(table.rows)), strict=False)
    return next((number for number, index in rows if table.row_span(index).overlaps(span)), None)
