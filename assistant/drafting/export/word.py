"""An outline as a Word file, in our own layout or in a company's."""

from __future__ import annotations

from lxml import etree

from assistant.drafting.export import docx_parts
from assistant.drafting.export import layout as company
from assistant.drafting.export.docx_body import Body, Look
from assistant.drafting.export.docx_styles import ROLES
from assistant.drafting.export.manuscript import Manuscript, compose
from assistant.drafting.export.word_xml import archive, serialised, w
from knowledge.presales import Outline


def render(outline: Outline, *, for_customer: bool = False, layout: bytes | None = None) -> bytes:
    """The .docx; equal outlines give equal bytes.

    ``layout`` is a company's .docx: the body goes into its ``{{outline}}`` paragraph and every other
    part stays as it is (``Misconfigured``, ``CannotRead`` where that is impossible).
    """
    manuscript = compose(outline, for_customer=for_customer)
    chinese = outline.language == "zh"
    if layout is not None:
        return company.fill(layout, manuscript, chinese=chinese)
    return _own(manuscript, chinese=chinese)


def _own(manuscript: Manuscript, *, chinese: bool) -> bytes:
    look = Look(
        styles={role: ROLES[role].style for role in ROLES},
        table="OutlineTable",
        table_shades_header=True,
        own=True,
    )
    body = w("body", *Body(manuscript, look, chinese=chinese, titled=True).elements())
    body.append(etree.fromstring(docx_parts.SECTION))
    document = w("document", body)
    etree.cleanup_namespaces(document, keep_ns_prefixes=["w", "r", "wpg", "wps", "wp", "a", "mc"])
    parts = docx_parts.parts(
        manuscript.title, manuscript.words, chinese=chinese, internal=manuscript.internal
    )
    return archive(parts | {"word/document.xml": serialised(document)})
