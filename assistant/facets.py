"""Filters as people say them become facets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.guess import kind_from_alias
from knowledge.errors import NotFound
from knowledge.evidence import Facets


def facets_of(**values: Iterable[Any] | None) -> Facets:
    """Facets by field name; kinds in Chinese or English. ``NotFound`` for a kind there is not."""
    given: dict[str, tuple[Any, ...]] = {name: tuple(chosen) for name, chosen in values.items() if chosen}
    if "kinds" in given:
        given["kinds"] = tuple(_kind(str(kind)) for kind in given["kinds"])
    if "years" in given:
        given["years"] = tuple(int(year) for year in given["years"])
    return Facets.model_validate(given)


def _kind(name: str) -> str:
    kind = kind_from_alias(name)
    if kind is None:
        raise NotFound(
            f"没有“{name}”这种文档。种类：方案 案例 问答 产品 招标 会议 复盘 合同 价格表 其他。",
            f"There is no kind “{name}”. Kinds: proposal case faq product tender meeting retrospective "
            "contract price_list other.",
        )
    return kind
