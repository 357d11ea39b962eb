"""``manifest.csv`` or ``manifest.xlsx`` beside the files: one row of metadata per file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.encoding import decode
from ingest.metadata import Metadata, WrongMetadata, checked, field_of
from ingest.readers.cells import shown
from ingest.readers.delimited import records
from knowledge.errors import CannotRead

NAMES = ("manifest.csv", "manifest.xlsx")
MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a manifest says: path relative to its folder → metadata, or why its row cannot be used."""

    rows: Mapping[str, Metadata | WrongMetadata]
    absent: Mapping[str, WrongMetadata]
    """Files it lists that are not there."""
    problem: WrongMetadata | None = None
    """Why the whole of it cannot be used."""


class Manifests:
    """The manifests of the folders met in one run, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, Manifest] = {}

    def row(self, folder: Path, path: Path) -> Metadata:
        """What is said about ``path`` by the manifests of ``folder`` and of its own folder, which wins.

        Raises WrongMetadata when its row, or a whole manifest, cannot be understood: a file is not
        taken in without the rights and the customer somebody wrote down for it.
        """
        said: Metadata = {}
        for place in dict.fromkeys((folder, path.parent)):
            manifest = self.of(place)
            if manifest.problem is not None:
                raise manifest.problem
            found = manifest.rows.get(path.relative_to(place).as_posix(), {}) if place in path.parents else {}
            if isinstance(found, WrongMetadata):
                raise found
            said.update(found)
        return said

    def absent(self) -> list[tuple[str, WrongMetadata]]:
        """Files that manifests read so far list and that are not there: (folder/path, what to do)."""
        return [
            (f"{folder.name}/{name}", error)
            for folder, manifest in sorted(self._read.items())
            for name, error in manifest.absent.items()
        ]

    def of(self, folder: Path) -> Manifest:
        """The manifest in ``folder``; an empty one where there is none."""
        if folder not in self._read:
            self._read[folder] = _manifest(folder)
        return self._read[folder]


def _manifest(folder: Path) -> Manifest:
    path = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None:
        return Manifest({}, {})
    try:
        if path.stat().st_size > MAX_BYTES:
            raise WrongMetadata(
                f"{path.name} 过大，请只保留表格。", f"{path.name} is too large: keep the table only."
            )
        content = path.read_bytes()
        rows = _sheet_rows(content, path) if path.suffix == ".xlsx" else records(decode(content)[0])
        return parse(rows, path.name, folder)
    except WrongMetadata as error:
        return Manifest({}, {}, error)


def parse(rows: Sequence[Sequence[str]], name: str, folder: Path) -> Manifest:
    """Rows of a manifest, the first filled one naming the columns. Raises WrongMetadata without a file column."""
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if not filled:
        return Manifest({}, {})
    header = [cell.strip() for cell in filled[0][1]]
    column = next((index for index, cell in enumerate(header) if field_of(cell) == "file"), None)
    if column is None:
        raise WrongMetadata(
            f"{name} 缺少“文件”（file）列，请加上后重试。",
            f"{name} has no column “file” (文件): add it and try again.",
        )
    found: dict[str, Metadata | WrongMetadata] = {}
    absent: dict[str, WrongMetadata] = {}
    for number, row in filled[1:]:
        file = row[column].strip() if column < len(row) else ""
        key = str(PurePosixPath(file.replace("\\", "/"))) if file else ""
        if key and not (folder / key).is_file():
            absent[key] = WrongMetadata(
                f"{name} 第 {number} 行：文件“{file}”不存在，请改正文件名。",
                f"{name} row {number}: there is no file “{file}”; correct its name.",
            )
        elif key:
            found[key] = _said(dict(zip(header, row, strict=False)), name, number)
    return Manifest(found, absent)


def _said(cells: Mapping[str, object], name: str, number: int) -> Metadata | WrongMetadata:
    try:
        return checked(cells, (f"{name} 第 {number} 行", f"{name} row {number}"))
    except WrongMetadata as error:
        return error


def _sheet_rows(content: bytes, path: Path) -> list[list[str]]:
    """First sheet of a workbook the user wrote for us; read here, since it is the user's own command."""
    import openpyxl

    from ingest.admit import admit

    try:
        admit(path.name, content)
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return [
            [shown(cell.value, str(cell.number_format)) for cell in row]
            for row in sheet.iter_rows(max_row=20_000, max_col=50)
        ]
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        CannotRead,
    ) as error:
        raise WrongMetadata(
            f"{path.name} 无法读取，请另存后重试。", f"{path.name} cannot be read: save it again."
        ) from error
