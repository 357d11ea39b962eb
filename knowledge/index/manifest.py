"""A prepared model on disk: ``<models root>/<fingerprint>/`` with its files and ``manifest.json``."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import ValidationError

from knowledge.errors import Misconfigured
from knowledge.model import Value

MANIFEST = "manifest.json"
DEFAULT = "default"
Runtime = Literal["onnx", "torch"]


class FileRecord(Value):
    """Size in bytes and sha256 of one file."""

    size: int
    sha256: str


class Manifest(Value):
    """What a prepared model is: enough to serve it, to check it and to name its vectors."""

    name: str
    source_sha256: str
    runtime: Runtime
    precision: Literal["int8", "fp32"]
    dimension: int
    query_prefix: str
    passage_prefix: str
    max_tokens: int
    agreement: float
    files: dict[str, FileRecord]
    fingerprint: str


@dataclass(frozen=True)
class PreparedModel:
    """A folder that was accepted and its manifest."""

    folder: Path
    manifest: Manifest


def default_models_root(setting: Path | None = None) -> Path:
    """Where prepared models lie: the setting, else the user's data folder."""
    if setting is not None:
        return setting
    return platformdirs.user_data_path("presales-assistant", appauthor=False) / "models"


def record_files(folder: Path) -> dict[str, FileRecord]:
    """Every file under ``folder`` but the manifest, by its relative path."""
    return {
        name: FileRecord(size=(folder / name).stat().st_size, sha256=file_sha256(folder / name))
        for name in sorted(_relative_files(folder))
        if name != MANIFEST
    }


def _relative_files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def file_sha256(path: Path) -> str:
    """The file's sha256, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest last: a folder without one does not open."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def read_prepared(folder: Path, deep: bool = False) -> PreparedModel:
    """The prepared model in ``folder``: all files present with their sizes, with ``deep`` their sha256 too.

    Raises Misconfigured, saying to prepare again, when anything is missing or differs.
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(folder, MANIFEST) from error
    for name, recorded in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != recorded.size:
            raise _damaged(folder, name)
        if deep and file_sha256(path) != recorded.sha256:
            raise _damaged(folder, name)
    return PreparedModel(folder, manifest)


def _damaged(folder: Path, name: str) -> Misconfigured:
    return Misconfigured(
        f"模型文件夹 {folder} 中的 {name} 缺失或已损坏。请删除该文件夹后运行 presales model prepare。",
        f"{name} in the model folder {folder} is missing or damaged. "
        "Delete the folder and run: presales model prepare.",
    )


def choose_default(root: Path, fingerprint: str) -> None:
    """Make this prepared model the one that ``find_prepared`` gives."""
    temporary = root / f".{DEFAULT}-{os.getpid()}"
    temporary.write_text(fingerprint, encoding="ascii")
    temporary.replace(root / DEFAULT)


def find_prepared(root: Path, fingerprint: str | None = None) -> PreparedModel:
    """The model named, else the default one. Raises Misconfigured when there is none or it is damaged."""
    if fingerprint is None:
        chosen = root / DEFAULT
        fingerprint = chosen.read_text(encoding="ascii").strip() if chosen.is_file() else None
    if fingerprint is None or not (root / fingerprint).is_dir():
        raise Misconfigured(
            "还没有准备语义模型，目前只能按词搜索。请运行 presales model prepare。",
            "No meaning model is prepared, so only words are searched. Run: presales model prepare.",
        )
    return read_prepared(root / fingerprint)
