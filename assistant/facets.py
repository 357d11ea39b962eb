"""Filters as people say them become facets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from ingest.guess import kind_from_alias
from knowledge.errors import PresalesError
from knowledge.evidence import DocumentKind, Facets, Language

FILTERS = {
    "kind": "kinds",
    "document": "documents",
    "customer": "customers",
    "industry": "industries",
    "product": "products",
    "year": "years",
    "language": "languages",
    "deal": "deals",
    "collection": "collections",
}
"""What a filter is called for one value → the field of ``Facets`` that holds several."""


class WrongFilter(PresalesError):
    """A filter's value outside its set; whoever typed it acts."""

    code = "wrong_filter"


def facets_of(**values: Iterable[Any] | None) -> Facets:
    """Facets by field name; kinds in Chinese or English. ``WrongFilter`` for a value there cannot be."""
    given = {name: tuple(chosen) for name, chosen in values.items() if chosen}
    checks = {"kinds": kind_called, "years": _year, "languages": _language}
    checked = {name: tuple(map(checks.get(name, _name), chosen)) for name, chosen in given.items()}
    return Facets.model_validate(checked)


def kind_called(name: object) -> DocumentKind:
    """The kind of document people call ``name``. ``WrongFilter`` names those there are."""
    kind = kind_from_alias(str(name))
    if kind is None:
        raise WrongFilter(
            f"没有“{name}”这种文档。种类：方案 案例 问答 产品 招标 会议 复盘 合同 价格表 其他。",
            f"There is no kind “{name}”. Kinds: {' '.join(get_args(DocumentKind))}.",
        )
    return kind


def _year(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise WrongFilter(
            f"年份“{value}”不是数字，例如 2025。", f"The year “{value}” is no number such as 2025."
        ) from None


def _language(value: object) -> str:
    if value not in get_args(Language):
        raise WrongFilter(
            f"语言“{value}”不在 zh、en、other 之中。", f"The language “{value}” is none of zh, en, other."
        )
    return str(value)


def _name(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise WrongFilter(f"“{value}”不是名称。", f"“{value}” is no name.")
    return str(value)
