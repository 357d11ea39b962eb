"""WordprocessingML names, and the words of a paragraph as a reader of the final version sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_GONE = {
    W + "del", W + "moveFrom", W + "delText", W + "instrText", W + "rPr", W + "pPr", W + "rt",
    W + "delInstrText", W + "sdtPr", W + "txbxContent", _MC + "Fallback", W + "object",
}  # fmt: skip
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "ptab": "\t", W + "noBreakHyphen": "-"}
_SYMBOLS = {
    "F0FE": "☑",
    "F052": "☑",
    "F0A8": "□",
    "F0A3": "□",
    "F06F": "□",
    "F0FC": "✓",
    "F0B7": "•",
    "F0E0": "→",
}


def attribute(element: Any, name: str, default: str | None = None) -> str | None:
    """The ``w:`` attribute ``name``."""
    value = element.get(W + name)
    return default if value is None else str(value)


def switched_on(properties: Any, name: str) -> bool | None:
    """An on/off property: ``None`` when it is not said."""
    if properties is None:
        return None
    found = properties.find(W + name)
    if found is None:
        return None
    return attribute(found, "val", "1") not in ("0", "false", "off", "none")


def words(element: Any) -> str:
    """Text in order: insertions and field results kept; deletions, field codes and comments gone."""
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _GONE or not isinstance(tag, str):
            continue
        if tag in (W + "t", _M + "t"):
            yield child.text or ""
        elif tag in _BREAKS:
            yield "" if attribute(child, "type") == "page" else _BREAKS[tag]
        elif tag == W + "sym":
            yield _SYMBOLS.get((attribute(child, "char") or "").upper(), "•")
        else:
            yield from _pieces(child)


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """The contents of text boxes anchored in ``paragraph``, once each (not their old-format copies)."""
    for content in paragraph.iter(W + "txbxContent"):
        above = [one.tag for one in content.iterancestors()]
        if _MC + "Fallback" not in above and above.count(W + "txbxContent") == 0:
            yield content


def blocks_in(container: Any) -> Iterator[Any]:
    """Paragraph and table elements in order, content controls and insertions opened."""
    for child in container:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from blocks_in(content)
        elif child.tag in (W + "customXml", W + "ins", W + "moveTo", W + "smartTag"):
            yield from blocks_in(child)
        elif child.tag == _MC + "AlternateContent":
            choice = child.find(_MC + "Choice")
            yield from blocks_in(choice if choice is not None else ())


def rows_in(table: Any, tag: str) -> Iterator[Any]:
    """``w:tr`` of a table or ``w:tc`` of a row, also inside content controls; deleted rows left out."""
    for child in table:
        if child.tag == W + tag:
            gone = child.find(f"{W}trPr/{W}del") if tag == "tr" else None
            if gone is None:
                yield child
        elif child.tag in (W + "sdt", W + "customXml", W + "ins"):
            content = child.find(W + "sdtContent")
            yield from rows_in(child if content is None else content, tag)


def is_contents_list(paragraph: Any) -> bool:
    """Whether ``paragraph`` stands in a content control that Word filled with a table of contents."""
    for ancestor in paragraph.iterancestors(W + "sdt"):
        gallery = ancestor.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and "Table of Contents" in (attribute(gallery, "val") or ""):
            return True
    return False
