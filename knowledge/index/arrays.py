"""A folder of arrays beside the record: written whole, read by mapping, dropped when it cannot be trusted.

``folder/current`` names the sub-folder that counts. Each holds its arrays as ``.npy`` and ``manifest.json``
with the size, time and checksum of each: a file whose size and time still agree is not read to be checked.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

Arrays = dict[str, npt.NDArray[Any]]

_LOG = logging.getLogger(__name__)


class ArrayFolder:
    """One set of arrays under ``folder``; any process may write a following one, none changes one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self) -> Arrays | None:
        """The arrays, mapped read-only. ``None`` when absent or damaged; what is damaged is dropped."""
        current = current_folder(self.folder)
        if current is None:
            return None
        try:
            names = checked_files(current)
            return {Path(name).stem: np.load(current / name, mmap_mode="r") for name in names}
        except (OSError, ValueError, KeyError, EOFError) as error:
            _LOG.warning("dropped the unreadable index %s: %s", current, error)
            shutil.rmtree(current, ignore_errors=True)
            return None

    def write(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Replaces the arrays. Without room or right to write, or while another writes, nothing changes."""

        def fill(folder: Path) -> None:
            for name, array in arrays.items():
                np.save(folder / f"{name}.npy", array)

        replace_current(self.folder, fill)


def clear(folder: Path) -> None:
    """Drops every index under ``folder``. Where another process still maps one (Windows) it stays unused."""
    for kept in [path for path in folder.glob("*") if path.is_dir()]:
        (kept / "current").unlink(missing_ok=True)
        shutil.rmtree(kept, ignore_errors=True)


def current_folder(folder: Path) -> Path | None:
    """The sub-folder that counts, if there is one."""
    try:
        name = (folder / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    found = folder / name
    return found if name and found.parent == folder and found.is_dir() else None


def replace_current(
    folder: Path, fill: Callable[[Path], None], changing: str = "", rewritten: str = ""
) -> Path | None:
    """Makes a sub-folder, lets ``fill(sub_folder)`` write it, puts it on disk, and only then makes it count.

    One writer at a time; returns ``None`` when another one is at it, or when the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "writing.lock", timeout=0):
            made = folder / f"{time.time_ns():x}-{os.getpid()}"
            made.mkdir()
            fill(made)
            write_manifest(made, changing, rewritten)
            pointer = folder / f"current.{os.getpid()}"
            pointer.write_text(made.name, encoding="ascii")
            flush(pointer)
            pointer.replace(folder / "current")
            _drop_others(folder, made)
            return made
    except Timeout:
        return None
    except OSError as error:
        _LOG.warning("the index %s was not written: %s", folder, error)
        return None


def write_manifest(folder: Path, changing: str = "", rewritten: str = "") -> None:
    """Puts every file of ``folder`` on disk and notes its size, time and checksum.

    A file called ``changing`` is not vouched for: reading changes it. One called ``rewritten`` keeps its
    size, which is all that is vouched for: reading writes it again.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        flush(path)
    lasting = [path for path in files if path.name != changing]
    described = {path.relative_to(folder).as_posix(): _described(path, _checksum(path)) for path in lasting}
    described |= {
        path.relative_to(folder).as_posix(): {"size": path.stat().st_size}
        for path in lasting
        if path.name == rewritten
    }
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps(described), encoding="ascii")
    flush(manifest)


def checked_files(folder: Path) -> list[str]:
    """Names of the files the manifest vouches for. ``ValueError`` when one is not as it was written."""
    described = json.loads((folder / "manifest.json").read_text(encoding="ascii"))
    for name, told in described.items():
        path = folder / name
        if "checksum" not in told:
            whole = path.stat().st_size == told["size"]
        else:
            found = _described(path, told["checksum"])
            whole = found == told or (found["size"] == told["size"] and _checksum(path) == told["checksum"])
        if not whole:
            raise ValueError(f"{name} is not what was written")
    return list(described)


def flush(path: Path) -> None:
    """Waits until the file's bytes are on disk."""
    with path.open("rb+") as opened:
        os.fsync(opened.fileno())


def _described(path: Path, checksum: int) -> dict[str, int]:
    status = path.stat()
    return {"size": status.st_size, "time": status.st_mtime_ns, "checksum": checksum}


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as opened:
        while block := opened.read(1 << 20):
            value = zlib.crc32(block, value)
    return value


def _drop_others(folder: Path, kept: Path) -> None:
    """Older sub-folders and torn ones; where another process still maps one (Windows) it stays for later."""
    for path in folder.iterdir():
        if path.is_dir() and path != kept:
            shutil.rmtree(path, ignore_errors=True)
