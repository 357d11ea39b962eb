"""What was brought: files and folders on disk, each with the name it will be known by."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import NotFound

_NOT_CONTENT = {"thumbs.db", "desktop.ini", "manifest.csv", "manifest.xlsx"}


@dataclass(frozen=True)
class Arrival:
    """One file: the source path it will have, where it lies, and the folder it came with."""

    name: str
    path: Path
    folder: Path
    """Folder whose ``manifest`` may describe it."""


def arrivals_of(paths: Sequence[Path]) -> list[Arrival]:
    """Every file under ``paths``, by name. ``NotFound`` when a path is not there.

    A folder's files are named ``folder/relative/path``, a single file by its own name; two files of
    one call that would share a name are told apart by the folders above them.
    """
    found: dict[Path, tuple[str, Path]] = {}
    for path in paths:
        given = path.expanduser().absolute()
        if not given.exists():
            raise NotFound(f"没有找到 {path}。请检查路径。", f"There is nothing at {path}. Check the path.")
        folder = given if given.is_dir() else given.parent
        for file in _files(given):
            name = f"{given.name}/{file.relative_to(given).as_posix()}" if given.is_dir() else file.name
            found.setdefault(file, (name, folder))
    names = _told_apart({file: name for file, (name, _) in found.items()})
    return sorted(
        (Arrival(readable(names[file]), file, folder) for file, (_, folder) in found.items()),
        key=lambda arrival: arrival.name,
    )


def readable(name: str) -> str:
    """A file system's name as text: bytes that are none and control characters become marks."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, inner, files in os.walk(path):  # links to folders are not followed: no loops
        inner[:] = sorted(name for name in inner if not _hidden(name))
        yield from (Path(folder) / name for name in sorted(files) if _content(Path(folder) / name))


def _content(file: Path) -> bool:
    return (
        (file.is_file() or file.is_symlink())
        and not _hidden(file.name)
        and file.name.casefold() not in _NOT_CONTENT
    )


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name == "__MACOSX"


def _told_apart(names: dict[Path, str]) -> dict[Path, str]:
    """Longer names, folder by folder, until no two files share one."""
    result = dict(names)
    while shared := _shared(result.items()):
        before = dict(result)
        for file in shared:
            parts = file.as_posix().lstrip("/").split("/")
            depth = min(len(parts), len(result[file].split("/")) + 1)
            result[file] = "/".join(parts[-depth:])
        if result == before:
            break
    return result


def _shared(items: Iterable[tuple[Path, str]]) -> list[Path]:
    by_name: dict[str, list[Path]] = {}
    for file, name in items:
        by_name.setdefault(name, []).append(file)
    return [file for files in by_name.values() if len(files) > 1 for file in files]
