"""Options several verbs share, and how their values become facets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.evidence import Facets


def facets_of(**values: Iterable[Any] | None) -> Facets:
    """Facets from option values; kinds may be said in Chinese or English."""
    from ingest.guess import kind_from_alias

    from knowledge.evidence import Facets

    given: dict[str, tuple[Any, ...]] = {name: tuple(chosen) for name, chosen in values.items() if chosen}
    if "kinds" in given:
        given["kinds"] = tuple(kind_from_alias(str(kind)) for kind in given["kinds"])
    return Facets.model_validate(given)


def many(value: object) -> str:
    """A value as one readable line."""
    if isinstance(value, (tuple, list)):
        return "、".join(str(item) for item in value)
    return str(value)
