"""Bytes and a name become a Document: admitted, read by the format's reader, titled, language named."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from types import ModuleType

from ingest.admit import admit
from ingest.blocks import ReadResult
from ingest.language import language_of
from ingest.numbering import number_style
from knowledge.errors import CannotRead
from knowledge.evidence import Document, document_id_of

READERS = ("markdown", "text", "delimited", "xlsx", "docx", "pdf", "record")
_MAX_TITLE = 120
_TITLE_LINE = 60
_SENTENCE_END = re.compile(r"[。！？!?；;，,：:.]\s*$")
_TOP = 20
"""Blocks within which a document says what it is called."""
_USELESS_TITLE = re.compile(
    r"^(microsoft word|untitled|无标题|未命名|文档\d*$|document\d*$|title$|标题$)"
    r"|\.(docx?|xlsx?|pptx?|indd|dvi)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """A document and what its front matter said about it."""

    document: Document
    front_matter: dict[str, object] = field(default_factory=dict)


def read(name: str, content: bytes) -> Reading:
    """Read ``content``, known to its owner as ``name``, in this process.

    Raises CannotRead with a named outcome. For bytes from outside use ``sandbox.Worker``.
    """
    media_type = admit(name, content)
    result = _reader(media_type).read(content, name)
    if not result.text.strip():
        raise CannotRead("empty", "文件里没有文字。", "The file holds no text.")
    title, guessed = title_of(result, name)
    document = Document(
        id=document_id_of(content),
        media_type=media_type,
        size=len(content),
        text=result.text,
        blocks=result.blocks,
        title=title,
        title_guessed=guessed,
        language=language_of(result.text),
        pages=result.pages,
        warnings=result.warnings,
    )
    return Reading(document, dict(result.front_matter))


def title_of(result: ReadResult, name: str) -> tuple[str, bool]:
    """(title, guessed): front matter or the title line, else highest heading at the top, property, file name."""
    if result.title and not result.title_guessed:
        return result.title[:_MAX_TITLE], False
    heading = _first_heading(result)
    if heading:
        return heading, True
    if result.title and not _USELESS_TITLE.search(result.title):
        return result.title[:_MAX_TITLE], True
    line = _title_line(result)
    if line:
        return line, True
    return PurePath(name.replace("\\", "/")).stem[:_MAX_TITLE] or name, True


def _first_heading(result: ReadResult) -> str | None:
    """The highest heading near the top, unless it is numbered or a sheet's name: a part, not the whole."""
    top = result.blocks[:_TOP]
    headings = [block for block in top if block.kind == "heading" and block.place.sheet is None]
    if not headings:
        return None
    highest = min(headings, key=lambda block: block.level)
    words = highest.span.of(result.text)
    return words if len(words) <= _MAX_TITLE and number_style(words) is None else None


def _title_line(result: ReadResult) -> str | None:
    """A short first line that is no sentence, with more below it: how people title plain text."""
    first = result.blocks[0] if len(result.blocks) > 1 else None
    if first is None or first.kind != "paragraph" or first.place.speaker:
        return None
    line, _, more = first.span.of(result.text).partition("\n")
    titled = 4 <= len(line.strip()) <= _TITLE_LINE and not _SENTENCE_END.search(line) and not more
    return line.strip() if titled else None


def _reader(media_type: str) -> ModuleType:
    for name in READERS:
        module = importlib.import_module(f"ingest.readers.{name}")
        if module.accepts(media_type):
            return module
    raise CannotRead("unsupported", "还不能读取这种文件。", "This kind of file cannot be read yet.")
