"""Plain text: paragraphs by blank line, headings only where their numbering is clear."""

from __future__ import annotations

import re

from ingest.blocks import Assembler, ReadResult
from ingest.clean import clean
from ingest.encoding import decode, encoding_warnings
from ingest.language import WIDE
from ingest.numbering import heading_styles, levels_of

MEDIA_TYPE = "text/plain"
_ITEM = re.compile(r"^\s*([-*•·●◆■–]\s+|[(（]?\d{1,2}[)）.、]\s*|[①-⑳]|[(（]?[a-zA-Z][)）]\s+)")
_WRAPPED = re.compile(rf"[^\s.!?:;。！？：；{WIDE}]$|[a-z,]$")
_WRAP_WIDTH = range(50, 121)


def accepts(media_type: str) -> bool:
    return media_type == MEDIA_TYPE


def read(content: bytes, name: str) -> ReadResult:
    """Lines that belong together stay one block; hard-wrapped English is rejoined.

    A heading is a short line with a clear number (第一章, 一、, 1.1) that is not part of a list.
    """
    text, encoding, replaced = decode(content)
    assembler = Assembler()
    for code in encoding_warnings(encoding, replaced):
        assembler.warn(code)
    feed(assembler, assembler.clean(text))
    return assembler.result()


def feed(assembler: Assembler, text: str) -> None:
    """``text`` into ``assembler`` as headings, paragraphs and lists."""
    lines = [line.rstrip() for line in text.split("\n")]
    filled = [index for index, line in enumerate(lines) if line.strip()]
    styles = heading_styles([lines[index] for index in filled])
    headings = {filled[position]: style for position, style in styles.items()}
    levels = levels_of(headings.values())
    pending: list[str] = []
    for index, line in enumerate([*lines, ""]):
        if index in headings or not line.strip():
            _flush(assembler, pending)
            pending = []
        if index in headings:
            assembler.heading(line, levels[headings[index]])
        elif line.strip():
            pending.append(line)


def _flush(assembler: Assembler, lines: list[str]) -> None:
    """Lines between blank lines: one list, one wrapped paragraph, or a paragraph per line."""
    if not lines:
        return
    if len(lines) > 1 and all(_ITEM.match(line) for line in lines):
        assembler.block("list", "\n".join(lines))
    elif _is_wrapped(lines):
        assembler.block("paragraph", " ".join(line.strip() for line in lines))
    else:
        for line in lines:
            assembler.block("list" if _ITEM.match(line) else "paragraph", line)


def _is_wrapped(lines: list[str]) -> bool:
    """Hard-wrapped prose: every line but the last nearly as long as the others."""
    if len(lines) < 2 or any(_ITEM.match(line) for line in lines[1:]):
        return False
    body = [clean(line) for line in lines[:-1]]
    wide = any(re.search(f"[{WIDE}]", line) for line in body)
    widths = [len(line) for line in body]
    even = max(widths) in _WRAP_WIDTH and min(widths) >= 0.7 * max(widths)
    return even and not wide and sum(bool(_WRAPPED.search(line)) for line in body) >= 0.6 * len(body)
