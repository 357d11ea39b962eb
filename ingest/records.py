"""Metadata of documents: manifest, front matter, rows of .jsonl, options, and guesses named as guesses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.guess import guess_kind, guess_year, kind_from_alias
from knowledge.errors import CannotRead, PresalesError
from knowledge.evidence import REUSABLE_KINDS, Document, Source

FIELDS = (
    "kind",
    "title",
    "customer",
    "deal",
    "industry",
    "products",
    "year",
    "language",
    "reusable",
    "access",
    "owner",
    "review_date",
)
_ALIASES = {
    "file": ("file", "path", "source", "name", "文件", "文件名", "路径"),
    "kind": ("kind", "type", "类型", "文档类型", "类别"),
    "title": ("title", "标题", "名称"),
    "customer": ("customer", "client", "account", "客户", "客户名称"),
    "deal": ("deal", "opportunity", "商机", "项目"),
    "industry": ("industry", "sector", "行业"),
    "products": ("products", "product", "产品"),
    "year": ("year", "年份", "年度"),
    "language": ("language", "lang", "语言"),
    "reusable": ("reusable", "可复用", "复用"),
    "access": ("access", "readers", "权限", "可见"),
    "owner": ("owner", "负责人", "所有者"),
    "review_date": ("review_date", "review", "复核日期", "复审日期"),
}
_FIELD_OF = {alias: field for field, aliases in _ALIASES.items() for alias in aliases}
_LIST_SEPARATOR = re.compile(r"\s*[;；、,，|]\s*")
_YES = ("1", "true", "yes", "y", "是", "可", "可以")
_NO = ("0", "false", "no", "n", "否", "不可", "不可以")
_LANGUAGES = {
    "zh": "zh",
    "中文": "zh",
    "chinese": "zh",
    "en": "en",
    "英文": "en",
    "english": "en",
    "other": "other",
}

Metadata = dict[str, object]
"""Field of ``Source`` → checked value; absent fields were not said."""


class WrongMetadata(PresalesError):
    """A metadata value that cannot be understood; whoever wrote it acts."""

    code = "wrong_metadata"


def field_of(header: str) -> str | None:
    """The field a column or key names in Chinese or English; ``None`` for one we do not keep."""
    return _FIELD_OF.get(re.sub(r"[\s\-]+", "_", header.strip().lower()).strip("_"))


def checked(raw: Mapping[str, object], where: str = "") -> Metadata:
    """Keys by alias, values in their types; blank values are not said.

    Raises WrongMetadata naming ``where`` (“第 3 行”) and the value.
    """
    metadata: Metadata = {}
    for key, value in raw.items():
        field = field_of(str(key))
        if field in (None, "file") or value is None or not str(value).strip():
            continue
        metadata[str(field)] = _value(str(field), value, where)
    return metadata


def _value(field: str, value: object, where: str) -> object:
    if field in ("products", "access"):
        parts = value if isinstance(value, list | tuple) else _LIST_SEPARATOR.split(str(value))
        return tuple(str(part).strip() for part in parts if str(part).strip())
    text = str(value).strip()
    parsed: object = text
    if field == "kind":
        parsed = kind_from_alias(text)
    elif field == "year":
        found = re.fullmatch(r"((?:19|20)\d{2})(?:\.0|年|年度)?", text)
        parsed = int(found.group(1)) if found else None
    elif field == "reusable":
        parsed = True if text.lower() in _YES else False if text.lower() in _NO else None
    elif field == "language":
        parsed = _LANGUAGES.get(text.lower().split("-")[0])
    elif field == "review_date":
        parsed = _iso_date(text)
    if parsed is None:
        raise _wrong(field, text, where)
    return parsed


def _iso_date(text: str) -> str | None:
    found = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", text)
    return "-".join(part.zfill(2) for part in found.groups()) if found else None


def _wrong(field: str, text: str, where: str) -> WrongMetadata:
    place, spot = (f"{where}：", f"{where}: ") if where else ("", "")
    return WrongMetadata(
        f"{place}{_ALIASES[field][-1]}（{field}）的值“{text}”无法识别，请改正后重试。",
        f"{spot}the value “{text}” of {field} is not known; correct it and try again.",
    )


def source_of(
    document: Document,
    path: str,
    *,
    options: Mapping[str, object] | None = None,
    manifest: Mapping[str, object] | None = None,
    front_matter: Mapping[str, object] | None = None,
    collection: str = "library",
) -> Source:
    """A document's Source: options over manifest over front matter over guesses, which are named.

    ``options`` and ``manifest`` are checked Metadata; ``front_matter`` is raw, and what it says
    that cannot be understood is left to the guesses.
    """
    said: Metadata = {**_forgiving(front_matter or {}), **(manifest or {}), **(options or {})}
    headings = [block.span.of(document.text) for block in document.blocks if block.kind == "heading"]
    title = str(said.get("title") or document.title)
    guesses: Metadata = {
        "kind": guess_kind(path, title, headings),
        "year": guess_year(path, title),
        "language": document.language,
    }
    guessed = [name for name, value in guesses.items() if name not in said and value is not None]
    if "title" not in said and document.title_guessed:
        guessed.append("title")
    values = {**{name: value for name, value in guesses.items() if value is not None}, **said, "title": title}
    values.setdefault("reusable", values["kind"] in REUSABLE_KINDS)
    return Source.model_validate(
        {
            **values,
            "collection": collection,
            "path": path,
            "document_id": document.id,
            "guessed": tuple(guessed),
        }
    )


def _forgiving(raw: Mapping[str, object]) -> Metadata:
    """What of a front matter can be understood; blogs use ``type`` and ``language`` their own way."""
    metadata: Metadata = {}
    for key, value in raw.items():
        try:
            metadata.update(checked({str(key): value}))
        except WrongMetadata:
            continue
    return metadata


@dataclass(frozen=True)
class Row:
    """One line of a .jsonl file: canonical bytes to read as a document, and its metadata."""

    line: int
    path: str
    content: bytes
    metadata: Metadata


@dataclass(frozen=True)
class BadRow:
    """A line that could not be used, with its named outcome."""

    line: int
    path: str
    error: CannotRead


def rows_of_jsonl(content: bytes, name: str) -> Iterator[Row | BadRow]:
    """Lines of ``{"id", "title", "text", …}`` in order; a bad one never stops the others.

    Two rows with the same title and text are the same document; ``path`` is the row's ``id``.
    """
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield _row(line, number, name)


def _row(line: bytes, number: int, name: str) -> Row | BadRow:
    path = f"{name}:{number}"
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise ValueError("no text")
        path = str(row.get("id") or path)
        title = row.get("title")
        metadata = checked({key: value for key, value in row.items() if key not in ("id", "text")}, path)
    except (ValueError, RecursionError):
        return BadRow(number, path, _bad_row(number))
    except WrongMetadata as error:
        return BadRow(
            number, path, CannotRead("corrupt", f"第 {number} 行：{error.zh}", f"Line {number}: {error.en}")
        )
    if not row["text"].strip():
        return BadRow(
            number, path, CannotRead("empty", f"第 {number} 行没有文字。", f"Line {number} has no text.")
        )
    return Row(number, path, canonical(str(title or ""), row["text"]), metadata)


def _bad_row(number: int) -> CannotRead:
    return CannotRead(
        "corrupt",
        f"第 {number} 行不是带 text 的 JSON 对象，请改正这一行后重新添加。",
        f"Line {number} is not a JSON object with a text: correct it and add the file again.",
    )


def canonical(title: str, text: str) -> bytes:
    """The bytes that make a row's document id: sorted keys, UTF-8, lone surrogates replaced."""
    body = json.dumps(
        {"text": text, "title": title}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return body.encode("utf-8", errors="replace")
