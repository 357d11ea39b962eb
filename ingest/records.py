"""What a document is filed as: said by the person, a manifest or the file, or guessed and named so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.guess import guess_kind, guess_year
from ingest.metadata import Metadata, checked, forgiving
from knowledge.errors import CannotRead
from knowledge.evidence import REUSABLE_KINDS, Document, Source

MAX_LINE = 20 * 1024 * 1024
"""Bytes of one row."""


def describe(
    document: Document,
    path: str,
    front_matter: Mapping[str, object],
    about: Metadata,
    collection: str = "library",
) -> Source:
    """A document's Source: ``about`` (checked) over front matter over guesses, which are named.

    A front matter is taken as far as it can be understood.
    """
    said: Metadata = {**forgiving(front_matter), **about}
    headings = [block.span.of(document.text) for block in document.blocks if block.kind == "heading"]
    title = str(said.get("title") or document.title)
    guesses: Metadata = {
        "kind": guess_kind(path, title, headings),
        "year": guess_year(path, title),
        "language": document.language,
    }
    guesses = {name: value for name, value in guesses.items() if value is not None}
    guessed = [name for name in guesses if name not in said]
    if "title" not in said and document.title_guessed:
        guessed.append("title")
    values: Metadata = {**guesses, **said, "title": title}
    values.setdefault("reusable", values["kind"] in REUSABLE_KINDS)
    return Source.model_validate(
        {
            **values,
            "collection": collection,
            "path": path,
            "document_id": document.id,
            "guessed": tuple(guessed),
        }
    )


def describe_again(source: Source, about: Metadata) -> Source:
    """``source`` with what is now said about it (checked); the same when nothing new is said."""
    said = dict(about)
    if "kind" in said and said["kind"] != source.kind:
        said.setdefault("reusable", said["kind"] in REUSABLE_KINDS)
    guessed = tuple(name for name in source.guessed if name not in said)
    return Source.model_validate({**source.model_dump(), **said, "guessed": guessed})


@dataclass(frozen=True)
class Row:
    """One good line of a .jsonl file: the bytes of its document and what it says about it."""

    line: int
    path: str
    """The row's ``id``, else ``file:line``."""
    content: bytes
    about: Metadata
    read: int
    """Bytes of the file up to and with this line."""

    def told(self, error: CannotRead) -> CannotRead:
        """``error`` with the line it is about."""
        return _at_line(self.line, error)


@dataclass(frozen=True)
class BadRow:
    """A line that could not be used, with its named outcome; it never stops the others."""

    line: int
    path: str
    error: CannotRead
    read: int


def rows_of(path: Path) -> Iterator[Row | BadRow]:
    """Lines of ``{"id", "title", "text", …}`` in order.

    A row's document has the bytes ``canonical(title, text)``, so two rows with the same words are the
    same document.
    """
    read = 0
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), start=1):
            read += len(line)
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not text.strip():
                continue
            try:
                yield _row(text, number, f"{path.name}:{number}", read)
            except CannotRead as error:
                yield BadRow(number, f"{path.name}:{number}", _at_line(number, error), read)


def _row(line: bytes, number: int, name: str, read: int) -> Row:
    row = _fields(line)
    said = {key: value for key, value in row.items() if key not in ("id", "text", "source", "path")}
    content = canonical(str(row.get("title") or ""), str(row["text"]))
    return Row(number, str(row.get("id") or name), content, checked(said), read)


def _at_line(number: int, error: CannotRead) -> CannotRead:
    return CannotRead(error.outcome, f"第 {number} 行：{error.zh}", f"Line {number}: {error.en}")


def _fields(line: bytes) -> Mapping[str, object]:
    """The row as an object with a text. Raises CannotRead ``corrupt``."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise CannotRead(
            "corrupt",
            "不是带 text 的 JSON 对象，请改正这一行后重新添加。",
            "not a JSON object with a text; correct it and add the file again.",
        )
    if not row["text"].strip():
        raise CannotRead("empty", "没有文字。", "there is no text.")
    return row


def canonical(title: str, text: str) -> bytes:
    """The bytes that make a row's document id: sorted keys, UTF-8, lone surrogates replaced."""
    body = json.dumps(
        {"text": text, "title": title}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return body.encode("utf-8", errors="replace")
