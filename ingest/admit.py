"""What a file is, by its content; and what is refused before any parser sees it."""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePath

from knowledge.errors import CannotRead

MEGABYTE = 1024 * 1024
MAX_BYTES = 100 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
MAX_PARTS = 5_000
MAX_RATIO = 100
RATIO_FROM = MEGABYTE
"""A part that unpacks to less than this is no bomb, however well it packs; nor is a picture, which
is never parsed and counts towards ``MAX_UNPACKED`` only."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
CSV = "text/csv"
JSONL = "application/jsonl"
RECORD = "application/x-presales-record+json"

_TEXT_TYPES = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": TEXT,
    ".text": TEXT,
    ".log": TEXT,
    "": TEXT,
    ".csv": CSV,
    ".tsv": CSV,
    ".jsonl": JSONL,
    ".record": RECORD,
}
_BINARY_SUFFIXES = (".docx", ".docm", ".xlsx", ".xlsm", ".pdf")
_SAVE_AS = {
    "doc": ("旧版 Word 文件", "an old Word file", ".docx"),
    "dot": ("旧版 Word 模板", "an old Word template", ".docx"),
    "rtf": ("RTF 文件", "an RTF file", ".docx"),
    "odt": ("OpenDocument 文字文件", "an OpenDocument text", ".docx"),
    "wps": ("WPS 文字文件", "a WPS text", ".docx"),
    "xls": ("旧版 Excel 文件", "an old Excel file", ".xlsx"),
    "xlsb": ("Excel 二进制工作簿", "a binary Excel workbook", ".xlsx"),
    "ods": ("OpenDocument 表格", "an OpenDocument spreadsheet", ".xlsx"),
    "et": ("WPS 表格", "a WPS spreadsheet", ".xlsx"),
    "ppt": ("旧版 PowerPoint 文件", "an old PowerPoint file", ".pdf"),
    "pptx": ("PowerPoint 文件", "a PowerPoint file", ".pdf"),
    "odp": ("OpenDocument 演示文稿", "an OpenDocument presentation", ".pdf"),
    "html": ("网页", "a web page", ".pdf / .md"),
    "xml": ("XML 文件", "an XML file", ".txt"),
    "eml": ("邮件", "a mail", ".txt"),
    "epub": ("电子书", "an e-book", ".pdf"),
}
_ALIASES = {
    "htm": "html",
    "xhtml": "html",
    "mhtml": "html",
    "mht": "html",
    "msg": "eml",
    "pptm": "pptx",
    "ppsx": "pptx",
}
_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
_OFFICE_MAIN = (
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"ms-word.document.macroenabled.main+xml", DOCX),
    (b"wordprocessingml.template.main+xml", DOCX),
    (b"spreadsheetml.sheet.main+xml", XLSX),
    (b"ms-excel.sheet.macroenabled.main+xml", XLSX),
    (b"spreadsheetml.template.main+xml", XLSX),
    (b"ms-excel.sheet.binary", "xlsb"),
    (b"presentationml", "pptx"),
)


def admit(name: str, content: bytes) -> str:
    """The media type of ``content``; its extension only decides among kinds of plain text.

    Raises CannotRead: empty, too large, encrypted, unsupported or corrupt.
    """
    check_size(len(content))
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise CannotRead("empty", "文件是空的。", "The file is empty.")
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    head = content[:1024]
    if b"%PDF-" in head:
        return PDF
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _admit_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _old_office(content, suffix)
    for magic, kind in _MAGIC:
        if content.startswith(magic) and (len(magic) > 2 or not _is_text(content)):
            raise unsupported(kind)
    return _admit_text(suffix, content)


def check_size(size: int) -> None:
    """Raises CannotRead ``too large`` over ``MAX_BYTES``; cheap, before a file is even read."""
    if size > MAX_BYTES:
        raise CannotRead(
            "too large",
            f"文件有 {size // MEGABYTE} MB，上限是 {MAX_BYTES // MEGABYTE} MB，请拆分或压缩图片后再添加。",
            f"The file has {size // MEGABYTE} MB, the limit is {MAX_BYTES // MEGABYTE} MB: "
            "split it or shrink its pictures, then add it again.",
        )


def unsupported(kind: str) -> CannotRead:
    """Outcome ``unsupported`` with what to save it as."""
    if kind == "image":
        return CannotRead(
            "unsupported",
            "这是图片，请先做 OCR，存成 PDF 再添加。",
            "This is a picture: OCR it to PDF, then add that.",
        )
    if kind == "archive":
        return CannotRead(
            "unsupported",
            "这是压缩包，请解压后添加里面的文件。",
            "This is an archive: unpack it and add the files.",
        )
    if kind in _SAVE_AS:
        zh, en, target = _SAVE_AS[kind]
        return CannotRead(
            "unsupported",
            f"这是{zh}，请另存为 {target} 再添加。",
            f"This is {en}: save it as {target}, then add that.",
        )
    return CannotRead(
        "unsupported",
        "还不能读取这种文件；可以添加 .md .txt .docx .pdf .xlsx .csv .jsonl。",
        "This kind of file cannot be read; .md .txt .docx .pdf .xlsx .csv .jsonl can.",
    )


def corrupt(what: str = "") -> CannotRead:
    """Outcome ``corrupt``: the file is damaged or not what it says it is."""
    detail = f" ({what})" if what else ""
    return CannotRead(
        "corrupt",
        f"文件已损坏或与扩展名不符{detail}，请用原来的软件打开，重新另存后再添加。",
        f"The file is damaged or not what its name says{detail}: open it where it was made, "
        "save it again, then add it.",
    )


def encrypted() -> CannotRead:
    """Outcome ``encrypted``."""
    return CannotRead(
        "encrypted",
        "文件有密码，请去掉密码后再添加。",
        "The file has a password: remove it, then add the file.",
    )


def _admit_text(suffix: str, content: bytes) -> str:
    if suffix in _BINARY_SUFFIXES:
        raise corrupt()
    kind = _ALIASES.get(suffix.lstrip("."), suffix.lstrip("."))
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) and suffix not in (".md", ".markdown"):
        raise unsupported("html")
    if start.startswith(b"<?xml") and suffix not in (".txt", ".md"):
        raise unsupported("html" if b"<html" in content[:2048].lower() else "xml")
    media_type = _TEXT_TYPES.get(suffix)
    if media_type is None:
        raise unsupported(kind)
    if not _is_text(content):
        raise corrupt() if suffix else unsupported("")
    return media_type


def _is_text(content: bytes) -> bool:
    """Whether the first 8 KB could be writing in some encoding: few control bytes, or UTF-16/32."""
    from ingest.encoding import decode

    sample = content[:8192]
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(sample)  # the cut may halve a character
    except UnicodeDecodeError:
        text, _, _ = decode(sample)
    if text.count("\x00") > 0.1 * len(text):
        text, _, _ = decode(sample)
    odd = sum(1 for letter in text if (letter < " " and letter not in "\t\n\r\f\x1b") or letter == "\ufffd")
    return odd <= 0.1 * len(text) + 4


def _old_office(content: bytes, suffix: str) -> CannotRead:
    """OLE2: an encrypted Office file, or .doc/.xls/.ppt by the names of its streams."""
    streams = (
        ("EncryptedPackage", None),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
        ("__properties_version1.0", "eml"),
    )
    for stream, kind in streams:
        if stream.encode("utf-16-le") in content:
            return unsupported(kind) if kind else encrypted()
    return unsupported(suffix.lstrip("."))


def _admit_zip(content: bytes) -> str:
    """An Office file's media type after its directory has been checked; nothing is unpacked whole."""
    _check_directory_size(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            kind = _office_kind(archive)
            if kind not in (DOCX, XLSX):
                raise unsupported(kind)
            _check_parts(archive)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ) as error:
        raise corrupt() from error
    return kind


def _check_directory_size(content: bytes) -> None:
    """Reads the end record only: a directory of a million names is refused before it is parsed."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    if at < 0 or len(content) < at + 22:
        raise corrupt()
    parts, size = struct.unpack("<HI", content[at + 10 : at + 16])
    if parts > MAX_PARTS or size > MAX_PARTS * 1024:
        raise _bomb(f"{parts:,} parts")


def _office_kind(archive: zipfile.ZipFile) -> str:
    names = {info.filename for info in archive.infolist()[: MAX_PARTS + 1]}
    if "[Content_Types].xml" in names:
        with archive.open("[Content_Types].xml") as part:
            types = part.read(MEGABYTE).replace(b"\x00", b"").lower()
        for mark, kind in _OFFICE_MAIN:
            if mark in types:
                return kind
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            mime = part.read(200)
        for mark, kind in (
            (b"opendocument.text", "odt"),
            (b"spreadsheet", "ods"),
            (b"presentation", "odp"),
            (b"epub", "epub"),
        ):
            if mark in mime:
                return kind
    return "archive"


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Sizes, ratios, names and document type declarations of all parts, as the directory tells them."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _bomb("unpacked size")
    for part in parts:
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        ratio = part.file_size / max(part.compress_size, 1)
        if is_xml and part.file_size > RATIO_FROM and ratio > MAX_RATIO:
            raise _bomb("compression ratio")
        if (
            part.filename.startswith(("/", "\\"))
            or ".." in re.split(r"[/\\]", part.filename)
            or ":" in part.filename
        ):
            raise corrupt("part name")
        if part.flag_bits & 1:
            raise encrypted()
        if is_xml:
            with archive.open(part) as opened:
                start = opened.read(4096).replace(b"\x00", b"")
            if b"<!doctype" in start.lower():
                raise corrupt("DOCTYPE")


def _bomb(what: str) -> CannotRead:
    return CannotRead(
        "too large",
        f"文件解压后过大（{what}），没有打开。如果它是正常文件，请拆分后再添加。",
        f"The file unpacks to far more than it should ({what}) and was not opened: "
        "if it is genuine, split it and add the parts.",
    )
