"""Files a person names on the command line: read or written, or a sentence that says why not."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.texts import text

if TYPE_CHECKING:
    from knowledge.errors import PresalesError


def read_bytes(path: Path) -> bytes:
    """``NotFound`` when it is not there, ``CannotRead`` when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        from knowledge.errors import NotFound

        raise NotFound(*said("file.missing", path=path)) from error
    except OSError as error:
        raise unusable("file.unreadable", path=path, reason=error.strerror) from error


def read_text(path: Path) -> str:
    """A text in UTF-8; ``-`` is the standard input."""
    return sys.stdin.read() if str(path) == "-" else read_bytes(path).decode("utf-8-sig", "replace")


def write_bytes(path: Path, content: bytes) -> None:
    """Writes ``content``, making the folders above it. ``Misconfigured`` when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        from knowledge.errors import Misconfigured

        raise Misconfigured(*said("file.unwritable", path=path, reason=error.strerror)) from error


def json_lines(path: Path, *needed: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of a .jsonl file; ``CannotRead`` names the first line that is none or lacks
    a field of ``needed``."""
    try:
        content = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unusable("jsonl.unreadable", path=path) from error
    for number, raw in enumerate(content.split("\n"), 1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise unusable("jsonl.bad", path=path, number=number) from error
        if not isinstance(value, dict) or any(name not in value for name in needed):
            fields = ", ".join(needed) or "{…}"
            raise unusable("jsonl.lacks", path=path, number=number, fields=fields)
        yield number, value


def said(key: str, **values: object) -> tuple[str, str]:
    """The sentence ``key`` in Chinese and English, as errors carry it."""
    return text("zh", key, **values), text("en", key, **values)


def unusable(key: str, **values: object) -> PresalesError:
    """``CannotRead`` for a file whose content cannot be used."""
    from knowledge.errors import CannotRead

    return CannotRead("corrupt", *said(key, **values))


@contextlib.contextmanager
def naming(path: Path, number: int) -> Iterator[None]:
    """An error inside also says which line of ``path`` it is about."""
    from knowledge.errors import CannotRead, PresalesError

    try:
        yield
    except PresalesError as error:
        zh = text("zh", "jsonl.line", path=path, number=number, reason=error.zh)
        en = text("en", "jsonl.line", path=path, number=number, reason=error.en)
        raise CannotRead("corrupt", zh, en) from error
