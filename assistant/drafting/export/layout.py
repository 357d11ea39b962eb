"""A company's Word layout: what it offers, and the outline written into it.

Only the slots change. Every other part of the file, and everything in the document outside the slots,
stays as the company made it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from lxml import etree

from assistant.drafting.export.docx_body import Body, Look
from assistant.drafting.export.docx_parts import TEXT_WIDTH
from assistant.drafting.export.layout_package import Package, as_document, opened
from assistant.drafting.export.layout_styles import StyleSheet
from assistant.drafting.export.manuscript import Manuscript
from assistant.drafting.export.word_xml import CONTENT_TYPES, Element, W, archive, parsed, serialised
from knowledge.errors import Misconfigured

SLOTS = ("outline", "title", "customer")
_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TWIPS = re.compile(r"\d{1,6}")


def check(content: bytes) -> tuple[str, ...]:
    """What a layout offers, as ``name:value`` facts, e.g. ``slot:outline``, ``heading1:公司一级标题``.

    ``missing:heading2`` is a role that will be formatted directly; ``protected`` means that Word will
    not let people edit the result. ``CannotRead`` or ``Misconfigured``
    when the layout cannot be used.
    """
    package = opened(content)
    slots = _slots(package)
    sheet = StyleSheet(package.styles, package.root)
    roles = sheet.roles(_style_of(slots.outline))
    table = sheet.table()
    facts = [f"slot:{name}" for name in SLOTS if name in slots.names]
    for role in ("title", "heading1", "heading2", "heading3", "body", "bullet", "caption"):
        facts.append(f"{role}:{sheet.name(roles[role])}" if role in roles else f"missing:{role}")
    facts.append(f"table:{table.name}" if table else "missing:table")
    return (*facts, "protected") if _is_protected(package) else tuple(facts)


def fill(content: bytes, manuscript: Manuscript, *, chinese: bool) -> bytes:
    """The layout with ``manuscript`` in its slots, or after its text when it has no ``{{outline}}``."""
    package = opened(content)
    slots = _slots(package)
    body = Body(manuscript, _look(package, slots), chinese=chinese, titled="title" not in slots.names)
    fragment = b"".join(etree.tostring(one, encoding="utf-8") for one in body.elements())
    to_fill = manuscript.words.to_fill if manuscript.internal else ""
    _write(slots, {"title": manuscript.title, "customer": manuscript.customer or to_fill})
    mark = etree.Comment(f"outline {hashlib.sha256(content).hexdigest()}")
    _place(package.root, slots.outline, mark)
    document = serialised(package.root).replace(etree.tostring(mark, with_tail=False), fragment, 1)
    changed = {package.document: document, CONTENT_TYPES: as_document(package.parts[CONTENT_TYPES])}
    return archive(package.parts | changed)


def _is_protected(package: Package) -> bool:
    found = None if package.settings is None else package.settings.find(f"{{{W}}}documentProtection")
    return found is not None and found.get(f"{{{W}}}enforcement") in ("1", "true", "on")


@dataclass(frozen=True)
class _Slots:
    names: frozenset[str]
    paragraphs: tuple[Element, ...]
    """Every paragraph that holds a slot."""
    outline: Element | None
    """The paragraph that is ``{{outline}}``."""


def _slots(package: Package) -> _Slots:
    _refuse_slots_elsewhere(package)
    holding, names, outlines = [], set(), []
    for paragraph in package.root.iter(f"{{{W}}}p"):
        text = "".join(one.text or "" for one in _texts(paragraph))
        found = [name.lower() for name in _SLOT.findall(text)]
        for name in found:
            if name not in SLOTS:
                raise Misconfigured(
                    f"版式里的 {{{{{name}}}}} 不是可用的填充位。可用的有 {{{{outline}}}}、{{{{title}}}}、{{{{customer}}}}。",
                    f"{{{{{name}}}}} in the layout is not a slot. "
                    "There are {{outline}}, {{title}} and {{customer}}.",
                )
        if found:
            holding.append(paragraph)
            names |= set(found)
        if "outline" in found:
            outlines.append((paragraph, text))
    return _Slots(frozenset(names), tuple(holding), _only_outline(outlines))


def _only_outline(found: list[tuple[Element, str]]) -> Element | None:
    if not found:
        return None
    paragraph, text = found[0]
    homes = {f"{{{W}}}{name}" for name in ("sdtContent", "sdt", "body", "document")}
    if (
        len(found) > 1
        or not _SLOT.fullmatch(text.strip())
        or any(one.tag not in homes for one in paragraph.iterancestors())
    ):
        raise Misconfigured(
            "版式里的 {{outline}} 须恰好出现一次，单独占正文中的一段（不在表格、文本框里，段内没有其他文字）。",
            "{{outline}} must occur once in the layout, in a paragraph of its own in the body text "
            "(not in a table or text box, with no other words in the paragraph).",
        )
    return paragraph


def _refuse_slots_elsewhere(package: Package) -> None:
    for name, content in package.parts.items():
        if name == package.document or not re.fullmatch(
            r"word/(header|footer|footnotes|endnotes)\d*\.xml", name
        ):
            continue
        for paragraph in parsed(content).iter(f"{{{W}}}p"):
            if _SLOT.search("".join(one.text or "" for one in _texts(paragraph))):
                raise Misconfigured(
                    "页眉、页脚和脚注保持原样，不会被填充。请把其中的 {{…}} 移到正文里。",
                    "Headers, footers and notes stay as they are and are not filled. "
                    "Move the {{…}} in them to the body text.",
                )


def _texts(paragraph: Element) -> list[Element]:
    """The text elements of a paragraph itself, without those of text boxes anchored in it."""
    return [
        one for one in paragraph.iter(f"{{{W}}}t") if next(one.iterancestors(f"{{{W}}}p"), None) is paragraph
    ]


def _style_of(paragraph: Element | None) -> str | None:
    found = None if paragraph is None else paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return None if found is None else found.get(f"{{{W}}}val")


def _look(package: Package, slots: _Slots) -> Look:
    sheet = StyleSheet(package.styles, package.root)
    table = sheet.table()
    taken = [
        int(value)
        for one in package.root.iter("{*}docPr", "{*}bookmarkStart")
        for value in (one.get("id") or one.get(f"{{{W}}}id") or "",)
        if value.isdigit()
    ]
    return Look(
        styles=sheet.roles(_style_of(slots.outline)),
        table=table.id if table else None,
        table_shades_header=bool(table and table.shades_header),
        width=_text_width(package.root, slots.outline),
        first_id=max([0, *taken]) + 1,
    )


def _text_width(root: Element, slot: Element | None) -> int:
    """Twips between the margins of the section the slot stands in."""
    sections = list(root.iter(f"{{{W}}}sectPr"))
    if slot is not None:
        order = {one: index for index, one in enumerate(root.iter())}
        sections = [one for one in sections if order[one] > order[slot]]
    if not sections:
        return TEXT_WIDTH
    section = sections[0] if slot is not None else sections[-1]

    def twips(tag: str, attribute: str) -> int:
        found = section.find(f"{{{W}}}{tag}")
        value = "" if found is None else found.get(f"{{{W}}}{attribute}", "")
        return int(value) if _TWIPS.fullmatch(value) else 0

    columns = max(twips("cols", "num"), 1)
    room = twips("pgSz", "w") - twips("pgMar", "left") - twips("pgMar", "right") - twips("pgMar", "gutter")
    width = (room - (columns - 1) * twips("cols", "space")) // columns
    return width if width >= 2000 else TEXT_WIDTH


def _write(slots: _Slots, values: dict[str, str]) -> None:
    """Puts ``values`` where the small slots stand, also where Word split one over several runs."""
    for paragraph in slots.paragraphs:
        if paragraph is slots.outline:
            continue
        texts = _texts(paragraph)
        whole = "".join(one.text or "" for one in texts)
        for found in reversed(list(_SLOT.finditer(whole))):
            _replace(texts, found.start(), found.end(), values[found[1].lower()])


def _replace(texts: list[Element], start: int, end: int, value: str) -> None:
    at = 0
    for one in texts:
        own = one.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        if first < last:
            one.text = own[:first] + value + own[last:]
            one.set(_XML_SPACE, "preserve")
            value = ""
        at += len(own)


def _place(root: Element, slot: Element | None, mark: Element) -> None:
    """Stands ``mark`` where the outline goes; the slot paragraph goes unless it holds more than words."""
    if slot is None:
        body = root.find(f"{{{W}}}body")
        if body is None:
            raise Misconfigured("这个版式没有正文。", "This layout has no body.")
        last = body[-1] if len(body) and body[-1].tag == f"{{{W}}}sectPr" else None
        if last is None:
            body.append(mark)
        else:
            last.addprevious(mark)
        return
    slot.addprevious(mark)
    parent = slot.getparent()
    words = {f"{{{W}}}{name}" for name in ("pPr", "r", "proofErr")}
    if (
        parent is not None
        and all(one.tag in words for one in slot)
        and slot.find(f"{{{W}}}pPr/{{{W}}}sectPr") is None
    ):
        parent.remove(slot)
        return
    for one in _texts(slot):
        one.text = ""
