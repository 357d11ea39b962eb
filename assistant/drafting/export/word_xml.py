"""WordprocessingML by hand: elements, runs and the .docx archive, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"

Element = etree._Element


def w(tag: str, /, *children: Element, **attributes: str | int) -> Element:
    """``<w:tag w:attribute="…">children</w:tag>``."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W})
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", str(value))
    element.extend(children)
    return element


def run(text: str, *properties: Element) -> Element:
    """A run of ``text`` with its properties in the order the schema wants."""
    written = w("t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return w("r", *([w("rPr", *properties)] if properties else []), written)


def tab() -> Element:
    return w("r", w("tab"))


def field(instruction: str, shown: str, *properties: Element) -> list[Element]:
    """A complex field with its last result, so that nothing needs updating to be read."""
    code = w("instrText")
    code.text = f" {instruction} "
    look = [w("rPr", *(_copy(one) for one in properties))] if properties else []
    return [
        w("r", *(_copy(one) for one in look), w("fldChar", fldCharType="begin")),
        w("r", *(_copy(one) for one in look), code),
        w("r", *(_copy(one) for one in look), w("fldChar", fldCharType="separate")),
        run(shown, *(_copy(one) for one in properties)),
        w("r", *(_copy(one) for one in look), w("fldChar", fldCharType="end")),
    ]


def _copy(element: Element) -> Element:
    return etree.fromstring(etree.tostring(element))


def parsed(content: bytes) -> Element:
    """The root of an XML part; entities are not resolved and nothing is fetched.

    ``ValueError`` when it is not well-formed or carries a DOCTYPE.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("not well-formed") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise ValueError("DOCTYPE")
    return root


def serialised(root: Element) -> bytes:
    """The part with its declaration, as Word writes it."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def archive(parts: Mapping[str, bytes]) -> bytes:
    """The .docx of ``parts`` in their order, content types first, every date 1980-01-01."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in sorted(parts, key=lambda part: part != CONTENT_TYPES):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, parts[name])
    return buffer.getvalue()


def w_fragment(name: str, inner: str) -> Element:
    """``<w:name>inner</w:name>`` of our own markup (never of document text)."""
    return etree.fromstring(f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>')
