"""The parts of a .docx that are read, as XML roots with entities off."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from ingest.admit import corrupt
from ingest.blocks import too_much
from ingest.readers.strict_ooxml import transitional
from ingest.readers.word_xml import W

MAX_PARAGRAPHS = 100_000
MAX_TAGS = 4_000_000
_DAMAGE = (KeyError, ValueError, AttributeError, EOFError, OSError, zipfile.BadZipFile, zlib.error)
_WANTED = ("styles", "numbering", "header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True)
class Package:
    """``main`` is the ``w:body``; the others are absent where the file has none."""

    main: Any
    styles: Any | None
    numbering: Any | None
    headers: tuple[Any, ...]
    footers: tuple[Any, ...]
    notes: tuple[Any, ...]
    title: str | None


def open_package(content: bytes) -> Package:
    """Opened by python-docx's package layer, which follows relationships.

    Raises CannotRead ``too large``, or ``corrupt`` when the package or its main part cannot be made out.
    """
    from docx.opc.exceptions import OpcError
    from docx.opc.package import OpcPackage
    from lxml import etree

    try:
        _check_amount(content)
        package = OpcPackage.open(io.BytesIO(transitional(content)))
        main = package.main_document_part
        body = _root(main.blob).find(W + "body")
        title = package.core_properties.title
    except (*_DAMAGE, OpcError, etree.LxmlError) as error:
        raise corrupt() from error
    if body is None:
        raise corrupt()
    related: dict[str, list[Any]] = {kind: [] for kind in _WANTED}
    for relation in main.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in related and not relation.is_external:
            root = _root(relation.target_part.blob)
            related[kind] += [root] if root is not None else []
    return Package(
        main=body,
        styles=next(iter(related["styles"]), None),
        numbering=next(iter(related["numbering"]), None),
        headers=tuple(related["header"]),
        footers=tuple(related["footer"]),
        notes=(*related["footnotes"], *related["endnotes"]),
        title=title,
    )


def _check_amount(content: bytes) -> None:
    """Counted before a tree is built of it: 100,000 paragraphs keep lxml busy for a minute."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name) if name.endswith(".xml") else b""
            paragraphs = part.count(b":p>") // 2 + part.count(b":p ")
            if paragraphs > MAX_PARAGRAPHS or part.count(b"<") > MAX_TAGS:
                raise too_much(f"{MAX_PARAGRAPHS:,} 段", f"{MAX_PARAGRAPHS:,} paragraphs")


def _root(blob: bytes) -> Any:
    """The root element, as far as it is well-formed; ``None`` when nothing is."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    return etree.fromstring(blob, parser)
