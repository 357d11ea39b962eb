"""What a library can be filtered by: a value nobody knows is told, with those that come near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from knowledge.errors import NotFound
from knowledge.evidence import Facets, Source
from knowledge.presales import Customer
from knowledge.store.rights import folded

MOST = 5
"""Values offered in place of an unknown one."""
_CALLED = {
    "customers": ("客户", "customer"),
    "industries": ("行业", "industry"),
    "products": ("产品", "product"),
    "collections": ("文集", "collection"),
}


def must_know_values(facets: Facets, sources: Sequence[Source], customers: Sequence[Customer]) -> None:
    """``NotFound`` for the first name in ``facets`` that neither a readable source nor the register knows."""
    known: dict[str, Iterable[str | None]] = {
        "customers": (
            *(name for c in customers for name in (c.name, *c.short_names, c.id)),
            *(s.customer for s in sources),
        ),
        "industries": (*(s.industry for s in sources), *(c.industry for c in customers)),
        "products": (product for s in sources for product in s.products),
        "collections": (s.collection for s in sources),
    }
    for field, values in known.items():
        asked = getattr(facets, field)
        if asked:
            names = {folded(name): name for name in values if name}
            for value in asked:
                if folded(value) not in names:
                    raise _unknown(field, value, names)


def _unknown(field: str, value: str, names: dict[str, str]) -> NotFound:
    wanted = folded(value)
    holding = [name for form, name in names.items() if wanted in form or form in wanted]
    close = [names[form] for form in get_close_matches(wanted, names, n=MOST)]
    near = list(dict.fromkeys([*holding, *close]))[:MOST]
    zh, en = _CALLED[field]
    if near:
        listed = ("相近的：" + "、".join(near), "Near it: " + ", ".join(near))
    else:
        some = list(dict.fromkeys(names.values()))[:MOST]
        listed = (
            (f"有：{'、'.join(some)}" + (" 等" if len(names) > MOST else "")) if some else "资料库里还没有。",
            f"There are: {', '.join(some)}{', …' if len(names) > MOST else ''}"
            if some
            else "There are none yet.",
        )
    return NotFound(f"没有叫“{value}”的{zh}。{listed[0]}", f"No {en} is called “{value}”. {listed[1]}")
