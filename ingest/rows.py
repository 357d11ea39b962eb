"""A .jsonl file holds one document a line."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.metadata import Metadata, checked
from knowledge.errors import CannotRead

MAX_LINE = 20 * 1024 * 1024
"""Bytes of one row with its line end."""


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


def rows_of(path: Path, called: str = "") -> Iterator[Row | BadRow]:
    """Lines of ``{"id", "title", "text", …}`` in order; one without an id is named by its line in
    ``called``, the file's name unless another is given.

    A row's document has the bytes ``canonical(title, text)``, so two rows with the same words are the
    same document.
    """
    read = 0
    with path.open("rb") as file:
        for number, (line, size) in enumerate(_lines(file), start=1):
            read += size
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not text.strip():
                continue
            name = f"{called or path.name}:{number}"
            try:
                if size > MAX_LINE:
                    raise _too_long()
                yield _row(text, number, name, read)
            except CannotRead as error:
                yield BadRow(number, _named(text) or name, _at_line(number, error), read)


def _lines(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """The lines of ``file`` with their sizes in bytes; of one longer than ``MAX_LINE`` only its beginning is kept."""
    while line := file.readline(MAX_LINE + 1):
        size, rest = len(line), line
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = file.readline(MAX_LINE + 1)
            size += len(rest)
        yield line, size


class RowFiles:
    """The .jsonl files of one call. An id that comes again in them is one document: the last row is taken,
    so that the same files give the same library however often they are added."""

    def __init__(self, files: Mapping[Path, str]) -> None:
        """``files`` in order, each with the name it is known by."""
        shared = Counter(path.name for path in files)
        self._called = {path: name if shared[path.name] > 1 else "" for path, name in files.items()}
        self._last = {
            row.path: (path, row.line)
            for path in files
            for row in self._openable(path)
            if isinstance(row, Row)
        }

    def rows(self, path: Path) -> Iterator[Row | BadRow]:
        """The rows of one file, an earlier one of a repeated id as a BadRow with outcome ``repeated``.

        ``OSError`` when the file cannot be opened.
        """
        for row in rows_of(path, self._called.get(path, "")):
            last = self._last.get(row.path, (path, row.line))
            repeated = isinstance(row, Row) and last != (path, row.line)
            yield BadRow(row.line, row.path, _repeated(row, path, *last), row.read) if repeated else row

    def _openable(self, path: Path) -> Iterator[Row | BadRow]:
        with contextlib.suppress(OSError):  # said when its turn comes
            yield from rows_of(path, self._called[path])


def _repeated(row: Row | BadRow, path: Path, file: Path, line: int) -> CannotRead:
    zh, en = ("", "") if file == path else (f"{file} ", f" of {file}")
    error = CannotRead(
        "repeated",
        f"编号“{row.path}”在{zh}第 {line} 行又出现，以后面的为准。若是两份文档，请给不同的 id。",
        f"the id “{row.path}” comes again in line {line}{en}, and that one is taken. Two documents need two ids.",
    )
    return _at_line(row.line, error)


def _row(line: bytes, number: int, name: str, read: int) -> Row:
    row = _fields(line)
    said = {key: value for key, value in row.items() if key not in ("id", "text", "source", "path")}
    content = canonical(str(row.get("title") or ""), str(row["text"]))
    return Row(number, _id(row) or name, content, checked(said), read)


def _at_line(number: int, error: CannotRead) -> CannotRead:
    return CannotRead(error.outcome, f"第 {number} 行：{error.zh}", f"Line {number}: {error.en}")


def _too_long() -> CannotRead:
    most = MAX_LINE // 1024**2
    return CannotRead(
        "too large",
        f"这一行超过 {most} MB，请把它拆成几行后重新添加。",
        f"this row is longer than {most} MB; split it into several and add the file again.",
    )


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _named(line: bytes) -> str:
    """The id of a line that is an object with one, whatever else is wrong with it."""
    row = _parsed(line)
    return _id(row) if isinstance(row, dict) else ""


def _id(row: Mapping[str, object]) -> str:
    """The row's id as text (0 is one); empty where it has none."""
    given = row.get("id")
    return "" if given is None else str(given)


def _fields(line: bytes) -> Mapping[str, object]:
    """The row as an object with a text. Raises CannotRead ``corrupt``, or ``empty`` when the text is."""
    row = _parsed(line)
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
