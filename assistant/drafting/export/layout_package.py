"""A company's .docx opened and refused where it could run, fetch or hide something.

Whoever stores the layout has already checked the archive for bombs; here it is read as parts.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from assistant.drafting.export.word_xml import CONTENT_TYPES, Element, W, parsed
from knowledge.errors import CannotRead, Misconfigured

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = _MAIN.replace("document.main", "template.main")
_MOST_BYTES = 100_000_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ELSEWHERE = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.\-]*:|//|\\)")
_FETCHING = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Package:
    """The parts by name, in the archive's order, and the parsed main document."""

    parts: dict[str, bytes]
    document: str
    """Name of the main part, usually ``word/document.xml``."""
    root: Element
    styles: Element | None
    settings: Element | None


def opened(content: bytes) -> Package:
    """``content`` as a usable layout.

    ``CannotRead`` when it is no Word file; ``Misconfigured`` when it is one we must not fill.
    """
    parts = _parts(content)
    types = parts.get(CONTENT_TYPES, b"")
    _refuse_active(parts, types)
    document = _target(parts, "_rels/.rels", "/officeDocument")
    if document is None or document not in parts:
        raise _corrupt()
    try:
        package = Package(
            parts=parts,
            document=document,
            root=parsed(parts[document]),
            styles=_related(parts, document, "/styles"),
            settings=_related(parts, document, "/settings"),
        )
        _refuse_fetching(parts)
    except ValueError as error:
        raise _corrupt() from error
    if package.root.tag != f"{{{W}}}document":
        raise CannotRead(
            "unsupported",
            "这个版式是“严格 Open XML”格式。请在 Word 里另存为“Word 文档 (*.docx)”再添加。",
            "This layout is in Strict Open XML format. Save it in Word as “Word Document (*.docx)” and add that.",
        )
    return package


def as_document(types: bytes) -> bytes:
    """``[Content_Types].xml`` of a .dotx turned into that of a .docx; any other unchanged."""
    return types.replace(_TEMPLATE.encode(), _MAIN.encode())


def _parts(content: bytes) -> dict[str, bytes]:
    if content.startswith(_OLE):
        raise _old_or_encrypted(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            entries = [entry for entry in source.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise CannotRead(
                    "too_large",
                    "这个版式解压后超过 100 MB。请删去大图片再添加。",
                    "This layout unpacks to more than 100 MB. Remove large pictures and add it again.",
                )
            parts = {entry.filename: source.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _corrupt() from error
    if len(parts) != len(entries):
        raise _corrupt()
    return parts


def _old_or_encrypted(content: bytes) -> CannotRead:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return CannotRead(
            "encrypted",
            "这个版式有打开密码。请去掉密码后另存，再添加。",
            "This layout needs a password to open. Save it without the password and add that.",
        )
    return CannotRead(
        "unsupported",
        "这是旧的 .doc 格式。请在 Word 里另存为 .docx 再添加。",
        "This is the old .doc format. Save it in Word as .docx and add that.",
    )


def _corrupt() -> CannotRead:
    return CannotRead(
        "corrupt",
        "这个文件不是完整的 Word 文档 (.docx)。请用 Word 打开并另存一次，再添加。",
        "This file is not a complete Word document (.docx). Open it in Word, save it again and add that.",
    )


def _refuse_active(parts: dict[str, bytes], types: bytes) -> None:
    names = " ".join(parts).lower()
    embedded = any("/embeddings/" in name and name.endswith(".bin") for name in map(str.lower, parts))
    if b"macroEnabled" in types or "vbaproject" in names or "/activex/" in names or embedded:
        raise Misconfigured(
            "这个版式带有宏、ActiveX 控件或嵌入的对象，不能用于导出。请在 Word 里删去它们，另存为 .docx 再添加。",
            "This layout carries macros, ActiveX controls or embedded objects and cannot be used. "
            "Remove them in Word, save it as .docx and add that.",
        )
    if "_xmlsignatures/" in names:
        raise Misconfigured(
            "这个版式带有数字签名，填入内容会使签名失效。请去掉签名后另存，再添加。",
            "This layout is digitally signed; filling it would break the signature. "
            "Save it without the signature and add that.",
        )
    outside = [target for name in parts if name.endswith(".rels") for target in _outside(parts[name])]
    if outside:
        shown = ", ".join(outside[:3])
        raise Misconfigured(
            f"这个版式引用了外部文件或网址（{shown}）。请在 Word 里断开模板链接、取消超链接、嵌入图片后再添加。",
            f"This layout refers to files or addresses outside itself ({shown}). "
            "Detach the template, remove hyperlinks, embed linked pictures, and add it again.",
        )


def _refuse_fetching(parts: dict[str, bytes]) -> None:
    for name, content in parts.items():
        if not (name.startswith("word/") and name.endswith(".xml")):
            continue
        root = parsed(content)
        code = "".join(one.text or "" for one in root.iter(f"{{{W}}}instrText"))
        code += " ".join(one.get(f"{{{W}}}instr", "") for one in root.iter(f"{{{W}}}fldSimple"))
        field = _FETCHING.search(code)
        part = next(root.iter(*(f"{{{W}}}{tag}" for tag in ("mailMerge", "altChunk", "subDoc"))), None)
        found = field[1].upper() if field else "" if part is None else etree.QName(part).localname
        if found:
            raise Misconfigured(
                f"这个版式会读取外部内容（{found}）。请在 Word 里取消该域链接、邮件合并或插入的文件，再添加。",
                f"This layout fetches outside content ({found}). "
                "Unlink that field, mail merge or inserted file in Word and add the layout again.",
            )


def _relationships(content: bytes) -> list[Element]:
    try:
        return [one for one in parsed(content) if isinstance(one.tag, str)]
    except ValueError as error:
        raise _corrupt() from error


def _outside(content: bytes) -> list[str]:
    return [
        one.get("Target", "")
        for one in _relationships(content)
        if one.get("TargetMode", "").lower() == "external" or _ELSEWHERE.match(one.get("Target", ""))
    ]


def _target(parts: dict[str, bytes], relationships: str, kind: str) -> str | None:
    if relationships not in parts:
        return None
    folder = posixpath.dirname(posixpath.dirname(relationships))
    for one in _relationships(parts[relationships]):
        if one.get("Type", "").endswith(kind):
            return posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
    return None


def _related(parts: dict[str, bytes], document: str, kind: str) -> Element | None:
    folder, name = posixpath.split(document)
    target = _target(parts, f"{folder}/_rels/{name}.rels".lstrip("/"), kind)
    return parsed(parts[target]) if target in parts else None
