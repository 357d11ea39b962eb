"""Word's paragraph styles: which are headings, titles, directory lines; what is bold or numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.word_xml import W, attribute, switched_on

_HEADING = re.compile(r"^(?:heading|标题|überschrift|titre)\s*([1-9])(?!\d)", re.IGNORECASE)
_TITLE = re.compile(r"^(title|标题|文档标题|封面标题|主标题)$", re.IGNORECASE)
_CONTENTS = re.compile(
    r"^(toc|目录|table of figures|图表目录|contents)\s*(heading|标题)?\s*\d?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Style:
    """A paragraph style with what it inherits. ``outline`` counts from 1; 0 is body text."""

    name: str = ""
    outline: int = 0
    is_title: bool = False
    is_contents: bool = False
    bold: bool = False
    number_id: str | None = None
    level: int | None = None
    numbered_by: str = ""
    """Id of the style in the chain that carries the numbering."""


@dataclass
class Styles:
    """Styles of one file by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = Style()

    def of(self, paragraph: Any) -> Style:
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return (
            self.by_id.get(attribute(found, "val") or "", self.default) if found is not None else self.default
        )


def styles_of(root: Any | None) -> Styles:
    """Styles out of ``word/styles.xml``'s root element."""
    styles = Styles()
    if root is None:
        return styles
    elements = {
        attribute(one, "styleId") or "": one
        for one in root.findall(W + "style")
        if attribute(one, "type", "paragraph") == "paragraph"
    }
    for key, element in elements.items():
        styles.by_id[key] = _resolved(key, elements)
        if attribute(element, "default") in ("1", "true"):
            styles.default = styles.by_id[key]
    return styles


def _resolved(key: str, elements: dict[str, Any]) -> Style:
    """One style, its unsaid properties taken from the styles it is based on."""
    chain: list[str] = []
    current: str | None = key
    while current and current in elements and current not in chain and len(chain) < 20:
        chain.append(current)
        based = elements[current].find(W + "basedOn")
        current = attribute(based, "val") if based is not None else None
    names = [_name(elements[one]) for one in chain]
    number = next((found for one in chain if (found := _numbering(elements[one], one))), (None, None, ""))
    bold = next(
        (b for one in chain if (b := switched_on(elements[one].find(W + "rPr"), "b")) is not None), False
    )
    return Style(
        name=names[0],
        outline=_outline([elements[one] for one in chain], names),
        is_title=bool(_TITLE.match(names[0])),
        is_contents=any(_CONTENTS.match(name) for name in names),
        bold=bold,
        number_id=number[0],
        level=number[1],
        numbered_by=number[2],
    )


def _name(element: Any) -> str:
    found = element.find(W + "name")
    return (attribute(found, "val") or "").strip() if found is not None else ""


def _outline(chain: list[Any], names: list[str]) -> int:
    for element, name in zip(chain, names, strict=True):
        said = element.find(f"{W}pPr/{W}outlineLvl")
        if said is not None:
            return outline_level(said)
        named = _HEADING.match(name)
        if named:
            return int(named.group(1))
    return 0


def outline_level(element: Any) -> int:
    """``w:outlineLvl`` as a heading level from 1; 9 means body text and gives 0."""
    value = attribute(element, "val") or "9"
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _numbering(element: Any, key: str) -> tuple[str | None, int | None, str] | None:
    said = element.find(f"{W}pPr/{W}numPr")
    return (*number_of(said), key) if said is not None else None


def number_of(properties: Any) -> tuple[str | None, int | None]:
    """(list id, level) of a ``w:numPr``; level ``None`` when it is not said."""
    number, level = properties.find(W + "numId"), properties.find(W + "ilvl")
    said = attribute(level, "val") if level is not None else None
    number_id = attribute(number, "val") if number is not None else None
    return number_id, int(said) if said and said.isdigit() else None
