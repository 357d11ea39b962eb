"""Metadata fields, their names in Chinese and English, and their values in the right types."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.guess import kind_from_alias
from knowledge.errors import CannotRead

_ALIASES = {
    "file": ("file", "path", "source", "name", "文件", "文件名", "路径"),
    "kind": ("kind", "type", "种类", "类型", "文档种类", "文档类型", "类别"),
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


class WrongMetadata(CannotRead):
    """A metadata value that cannot be understood: the file it belongs to is not taken in without it."""

    code = "wrong_metadata"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__("wrong metadata", zh, en)


def field_of(header: str) -> str | None:
    """The field a column or key names in Chinese or English; ``None`` for one we do not keep."""
    return _FIELD_OF.get(re.sub(r"[\s\-]+", "_", header.strip().lower()).strip("_"))


def checked(raw: Mapping[str, object], where: tuple[str, str] = ("", "")) -> Metadata:
    """Keys by alias, values in their types; blank values are not said.

    Raises WrongMetadata naming ``where`` (zh, en: “第 3 行”, “row 3”) and the value.
    """
    metadata: Metadata = {}
    for key, value in raw.items():
        field = field_of(str(key))
        if field in (None, "file") or value is None or not str(value).strip():
            continue
        metadata[str(field)] = _value(str(field), value, where)
    return metadata


def _value(field: str, value: object, where: tuple[str, str]) -> object:
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


def _wrong(field: str, text: str, where: tuple[str, str]) -> WrongMetadata:
    place, spot = (f"{where[0]}：", f"{where[1]}: ") if where[0] else ("", "")
    return WrongMetadata(
        f"{place}{_ALIASES[field][-1]}（{field}）的值“{text}”无法识别，请改正后重试。",
        f"{spot}the value “{text}” of {field} is not known; correct it and try again.",
    )


def forgiving(raw: Mapping[str, object]) -> Metadata:
    """What of a front matter can be understood; blogs use ``type`` and ``language`` their own way."""
    metadata: Metadata = {}
    for key, value in raw.items():
        try:
            metadata.update(checked({str(key): value}))
        except WrongMetadata:
            continue
    return metadata
