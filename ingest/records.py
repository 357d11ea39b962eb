"""What a document is filed as: said by the person, a manifest or the file, or guessed and named so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.guess import guess_kind, guess_year, kind_from_alias
from ingest.manifest import Manifests
from ingest.metadata import Metadata, WrongMetadata, checked, forgiving
from ingest.sandbox import Worker
from knowledge.errors import CannotRead
from knowledge.evidence import REUSABLE_KINDS, Document, Principal, Source

__all__ = [
    "BadRow",
    "Manifests",
    "Row",
    "WrongMetadata",
    "describe",
    "describe_again",
    "kind_from_alias",
    "rows_of",
]

MAX_LINE = 20 * 1024 * 1024
"""Bytes of one row."""


def describe(  # noqa: PLR0917 - the order of who wins
    document: Document,
    path: str,
    front_matter: Mapping[str, object],
    row: Mapping[str, object],
    about: Mapping[str, object],
    collection: str = "library",
    principal: Principal | None = None,
) -> Source:
    """A document's Source: ``about`` over manifest ``row`` over front matter over guesses, which are named.

    Raises WrongMetadata when ``about`` cannot be understood; a front matter is taken as far as it can.
    """
    said: Metadata = {**forgiving(front_matter), **checked(row), **checked(about)}
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
    values: Metadata = {"owner": principal.user if principal else "local", **guesses, **said, "title": title}
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


def describe_again(source: Source, about: Mapping[str, object]) -> Source:
    """``source`` with what is now said about it; the same when nothing new is said."""
    said = checked(about)
    if "kind" in said and said["kind"] != source.kind:
        said.setdefault("reusable", said["kind"] in REUSABLE_KINDS)
    guessed = tuple(name for name in source.guessed if name not in said)
    return Source.model_validate({**source.model_dump(), **said, "guessed": guessed})


@dataclass(frozen=True)
class Row:
    """One good line of a .jsonl file."""

    line: int
    document: Document
    source: Source


class BadRow(CannotRead):
    """A line that could not be used, with its named outcome; it never stops the others."""

    def __init__(self, line: int, path: str, outcome: str, zh: str, en: str) -> None:
        super().__init__(outcome, f"第 {line} 行：{zh}", f"Line {line}: {en}")
        self.line = line
        self.path = path


def rows_of(
    path: Path, about: Mapping[str, object], collection: str = "library", principal: Principal | None = None
) -> Iterator[Row | BadRow]:
    """Lines of ``{"id", "title", "text", …}`` as documents, in order, read in a worker.

    A row's source path is its ``id``; its document's bytes are ``canonical(title, text)``, so two
    rows with the same words are the same document. Raises WrongMetadata for a wrong ``about``.
    """
    common = checked(about)
    with path.open("rb") as file, Worker() as worker:
        for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), start=1):
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if text.strip():
                yield _row(
                    _Line(number, text, f"{path.name}:{number}"), common, collection, principal, worker
                )


@dataclass(frozen=True)
class _Line:
    number: int
    content: bytes
    name: str
    """Path of a row without an id."""

    def bad(self, error: CannotRead) -> BadRow:
        return BadRow(self.number, self.name, error.outcome, error.zh, error.en)


def _row(
    line: _Line, about: Metadata, collection: str, principal: Principal | None, worker: Worker
) -> Row | BadRow:
    try:
        row = _fields(line)
        path, title = str(row.get("id") or line.name), str(row.get("title") or "")
        said = checked(
            {key: value for key, value in row.items() if key not in ("id", "text", "source", "path")}
        )
        document = worker.read(f"{path}.record", canonical(title, str(row["text"]))).document
        return Row(line.number, document, describe(document, path, {}, said, about, collection, principal))
    except CannotRead as error:
        return line.bad(error)


def _fields(line: _Line) -> Mapping[str, object]:
    """The row as an object with a text. Raises CannotRead ``corrupt``."""
    try:
        row = json.loads(line.content)
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
