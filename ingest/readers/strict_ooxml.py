"""Office files saved as “Strict Open XML”: their namespaces turned into the usual ones before reading."""

from __future__ import annotations

import io
import zipfile

_STRICT = b"http://purl.oclc.org/ooxml/"
_OFFICE = b"http://schemas.openxmlformats.org/"
_RENAMED = (
    (_STRICT + b"wordprocessingml/main", _OFFICE + b"wordprocessingml/2006/main"),
    (_STRICT + b"spreadsheetml/main", _OFFICE + b"spreadsheetml/2006/main"),
    (_STRICT + b"drawingml/", _OFFICE + b"drawingml/2006/"),
    (_STRICT + b"officeDocument/relationships", _OFFICE + b"officeDocument/2006/relationships"),
    (_STRICT + b"officeDocument/", _OFFICE + b"officeDocument/2006/"),
)


def transitional(content: bytes) -> bytes:
    """``content`` itself, or a copy in the usual namespaces when its main part is in the strict ones.

    Raises zipfile.BadZipFile, EOFError or OSError on a damaged archive.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        roots = [
            name for name in archive.namelist() if name.endswith((".rels", "document.xml", "workbook.xml"))
        ]
        if not any(_STRICT in archive.read(name) for name in roots):
            return content
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as written:
            for name in dict.fromkeys(archive.namelist()):
                written.writestr(name, _renamed(name, archive.read(name)))
    return copy.getvalue()


def _renamed(name: str, part: bytes) -> bytes:
    if name.endswith((".xml", ".rels")):
        for strict, usual in _RENAMED:
            part = part.replace(strict, usual)
    return part
