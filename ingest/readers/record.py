"""One row of a .jsonl file in its canonical bytes: ``{"text": …, "title": …}``."""

from __future__ import annotations

import json

from ingest.admit import RECORD, corrupt
from ingest.blocks import Assembler, ReadResult
from ingest.readers import markdown, text


def accepts(media_type: str) -> bool:
    return media_type == RECORD


def read(content: bytes, name: str) -> ReadResult:
    """The row's text, as Markdown when it is written so, else as plain text; its title is not guessed."""
    try:
        row = json.loads(content)
        title, body = row["title"], row["text"]
    except (ValueError, KeyError, TypeError) as error:
        raise corrupt() from error
    if not isinstance(title, str) or not isinstance(body, str):
        raise corrupt()
    assembler = Assembler()
    cleaned = assembler.clean(body)
    if markdown.looks_like_markdown(cleaned):
        markdown.feed(assembler, cleaned)
    else:
        text.feed(assembler, cleaned)
    return assembler.result(title=title or None, title_guessed=not title)
