"""``manifest.csv`` or ``manifest.xlsx`` beside the files: one row of metadata per file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from ingest.encoding import decode
from ingest.readers.cells import shown
from ingest.readers.delimited import records
from ingest.records import Metadata, WrongMetadata, checked, field_of

NAMES = ("manifest.csv", "manifest.xlsx")
MAX_BYTES = 10 * 1024 * 1024


def is_manifest(path: Path) -> bool:
    return path.name.lower() in NAMES


def manifest_of(folder: Path) -> dict[str, Metadata]:
    """Relative path (as in ``folder``, with ``/``) → checked metadata; empty without a manifest.

    Raises WrongMetadata naming the row: unknown kind, unknown file, no file column, unreadable.
    """
    path = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None:
        return {}
    content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    rows = _sheet_rows(content, path) if path.suffix == ".xlsx" else records(decode(content)[0])
    return parse(rows, path.name, folder)


def parse(rows: Sequence[Sequence[str]], name: str, folder: Path | None = None) -> dict[str, Metadata]:
    """Rows of a manifest, header first. With ``folder``, files that are not there are refused."""
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if not filled:
        return {}
    header = [cell.strip() for cell in filled[0][1]]
    file_column = next((index for index, cell in enumerate(header) if field_of(cell) == "file"), None)
    if file_column is None:
        raise WrongMetadata(
            f"{name} 缺少“文件”（file）列，请加上后重试。",
            f"{name} has no column “file” (文件): add it and try again.",
        )
    found: dict[str, Metadata] = {}
    for number, row in filled[1:]:
        cells: Mapping[str, object] = dict(zip(header, row, strict=False))
        file = row[file_column].strip() if file_column < len(row) else ""
        if not file:
            continue
        key = str(PurePosixPath(file.replace("\\", "/")))
        if folder is not None and not (folder / key).is_file():
            raise WrongMetadata(
                f"{name} 第 {number} 行：文件“{file}”不存在，请改正文件名。",
                f"{name} row {number}: there is no file “{file}”; correct its name.",
            )
        found[key] = checked(cells, f"{name} 第 {number} 行 / row {number}")
    return found


def _sheet_rows(content: bytes, path: Path) -> list[list[str]]:
    """First sheet of a workbook the user wrote for us; read here, since it is the user's own command."""
    import openpyxl

    from ingest.admit import admit

    admit(path.name, content)
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return [
            [shown(cell.value, str(cell.number_format)) for cell in row]
            for row in sheet.iter_rows(max_row=20_000, max_col=50)
        ]
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile) as error:
        raise WrongMetadata(
            f"{path.name} 无法读取，请另存后重试。", f"{path.name} cannot be read: save it again."
        ) from error
