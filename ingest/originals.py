"""The bytes as they came, kept by content: ``originals/ab/ab12…``, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from knowledge.errors import NotFound


class Originals:
    """A folder of files named by document id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, document_id: str) -> Path:
        return self._folder / document_id[:2] / document_id

    def keep(self, document_id: str, content: bytes) -> None:
        """On disk when this returns; the same bytes are written once."""
        target = self.path(document_id)
        if target.exists() and target.stat().st_size == len(content):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def read(self, document_id: str) -> bytes:
        """``NotFound`` for documents that came as text (rows of a .jsonl file) or were removed."""
        try:
            return self.path(document_id).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(
                "这份文档没有保存原件（例如来自 .jsonl 的一行）。",
                "No original is kept for this document (it came as a row of a .jsonl file, for example).",
            ) from error

    def forget(self, document_id: str) -> None:
        self.path(document_id).unlink(missing_ok=True)
