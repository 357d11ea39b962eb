"""Uploaded files: safe names, temporary copies, and which names are already known with other bytes."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ingest.pipeline import Intake

COLLECTION = "library"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:"|?*\\/]')
_DESCRIBING = ("manifest.csv", "manifest.xlsx")
_LONGEST = 200
"""Bytes of a name: file systems take 255, and a name may still get a number."""


class Uploaded(Protocol):
    """What Streamlit hands over for a file."""

    name: str

    def getvalue(self) -> bytes: ...


@dataclass(frozen=True)
class Upload:
    """One file under the name the library will know it by."""

    name: str
    content: bytes
    known: bool
    """The name is known with other bytes: somebody has to say what this is."""


def safe_name(name: str) -> str:
    """The last part of ``name`` without characters that a file system or a reader would trip over."""
    last = (
        _UNSAFE.sub("_", re.split(r"[\\/]", name.encode("utf-8", "replace").decode())[-1]).strip(" .")
        or "file"
    )
    stem, dot, suffix = last.rpartition(".")
    room = _LONGEST - len((dot + suffix).encode())
    if len(last.encode()) <= _LONGEST or room < 1:
        return last.encode()[:_LONGEST].decode("utf-8", "ignore")
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix


def uploads_of(intake: Intake, files: Sequence[Uploaded]) -> list[Upload]:
    """``files`` in order, each with whether its name is known with other bytes (or comes twice)."""
    from knowledge.evidence import document_id_of

    seen: dict[str, str] = {}
    uploads = []
    for file in files:
        name, content = safe_name(file.name), file.getvalue()
        identity = document_id_of(content)
        if name not in seen and (source := intake.known(COLLECTION, name)) is not None:
            seen[name] = source.document_id
        uploads.append(Upload(name, content, known=seen.get(name, identity) != identity))
        seen[name] = identity
    return uploads


@dataclass(frozen=True)
class Batch:
    """Files that may be added in one call: no name twice, one answer for all."""

    another: bool
    uploads: tuple[Upload, ...]


def batches_of(uploads: Sequence[Upload], another: Mapping[int, bool]) -> list[Batch]:
    """Uploads in order, cut where the answer changes or a name comes again."""
    batches: list[Batch] = []
    for index, upload in enumerate(uploads):
        apart = another.get(index, False)
        last = batches[-1] if batches else None
        if last and last.another == apart and upload.name not in {one.name for one in last.uploads}:
            batches[-1] = Batch(apart, (*last.uploads, upload))
        else:
            batches.append(Batch(apart, (upload,)))
    return batches


@contextlib.contextmanager
def on_disk(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """Temporary copies under their own names; a manifest among them describes the others."""
    with tempfile.TemporaryDirectory(prefix="presales-upload-") as folder:
        paths = []
        for upload in uploads:
            path = Path(folder) / upload.name
            path.write_bytes(upload.content)
            if upload.name.casefold() not in _DESCRIBING:
                paths.append(path)
        yield paths


def said_of(
    *, kind: str, customer: str, industry: str, products: str, year: int | None, reusable: bool | None
) -> dict[str, Any]:
    """What the person said about the files; what is blank was not said."""
    said = {
        "kind": kind,
        "customer": customer.strip(),
        "industry": industry.strip(),
        "products": tuple(one.strip() for one in re.split("[,，、;；]", products) if one.strip()),
        "year": year,
        "reusable": reusable,
    }
    return {name: value for name, value in said.items() if value not in ("", (), None)}
