"""Opening a source at a passage: a drawer with the page, the section or the rows, and the original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import excerpt, paper
from ui.uploads import safe_name
from ui.widgets import kind_name, refuse, say, told

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from knowledge.evidence import Citation, Document, Passage, Place, Source, Span
    from ui.page_picture import Picture

_PDF = "application/pdf"


@dataclass(frozen=True)
class Seen:
    """A passage to open: where it is, what it says, and how it is called."""

    document_id: str
    span: Span
    quote: str
    label: str
    number: str = ""


def seen_in(hit: Passage) -> Seen:
    title = hit.source.title or hit.source.path
    above = " › ".join(heading for heading in hit.chunk.headings if heading != title)
    label = "，".join(part for part in (title, place_of(hit.chunk.place), above) if part)
    return Seen(hit.chunk.document_id, hit.chunk.span, hit.chunk.text, label)


def cited_by(citation: Citation, number: int) -> Seen:
    return Seen(citation.document_id, citation.span, citation.quote, citation.label, f"[{number}] ")


def place_of(place: Place) -> str:
    """“第 4 页”, “工作表 价格表, 第 12 行”, or nothing."""
    parts = [say("place.page", page=place.page)] if place.page else []
    parts += [say("place.sheet", sheet=place.sheet)] if place.sheet else []
    parts += [say("place.row", row=place.row)] if place.row else []
    return " · ".join(parts)


def open_passages(opened: Workspace, seen: Sequence[Seen], index: int) -> None:
    """Opens a drawer at ``seen[index]``; the others are one button away."""
    st.session_state["source_at"] = index

    def drawer() -> None:
        with told():
            _passage(opened, seen[_step(len(seen))])

    st.dialog(say("source.title"), width=900, position="right")(drawer)()


def _step(count: int) -> int:
    """Buttons to the passage before and after; returns which one is shown."""
    at: int = min(st.session_state["source_at"], count - 1)
    if count > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            back = st.button(say("source.before"), disabled=at == 0, key="source_before", type="tertiary")
            ahead = st.button(
                say("source.after"), disabled=at == count - 1, key="source_after", type="tertiary"
            )
            at = at - back + ahead
            st.caption(say("source.of", number=at + 1, count=count))
        if back or ahead:
            st.session_state["source_at"] = at
            st.rerun(scope="fragment")
    return at


def _passage(opened: Workspace, seen: Seen) -> None:
    from knowledge.errors import NotFound

    try:
        source, document = opened.library.show(seen.document_id)
    except NotFound as error:
        refuse(error)
        paper.show(
            [paper.block("row", seen.number + seen.label), _quote(seen)], key="source_gone", look="excerpt"
        )
        return
    head = [paper.block("row", seen.number + seen.label), _facts(source)]
    identity = f"{seen.document_id}_{seen.span.start}_{seen.span.end}"
    if document.media_type == _PDF:
        paper.show(head, key=f"source_head_{identity}", look="plain")
        _pdf_page(opened, document, seen)
    else:
        paper.show(head, key=f"source_head_{identity}", look="plain")
        blocks = excerpt.around(document, seen.span, say("source.hidden"))
        paper.show(blocks, key=f"source_{identity}", look="excerpt", name=identity)
    _original(opened, source, document)


def _facts(source: Source) -> paper.Block:
    facts = [
        kind_name(source.kind),
        source.customer,
        source.industry,
        str(source.year or ""),
        f"v{source.version}",
    ]
    return paper.block(
        "note", *(paper.run(fact, "tag") for fact in facts if fact), paper.run(source.path, "soft")
    )


def _quote(seen: Seen) -> paper.Block:
    return paper.block("line", paper.run(seen.quote, "passage"))


def _pdf_page(opened: Workspace, document: Document, seen: Seen) -> None:
    from assistant.grounding.cite import block_at

    block = block_at(document, seen.span)
    page = block.place.page if block and block.place.page else 1
    with st.spinner(say("source.drawing")):
        drawn = _picture(opened, document.id, page, seen.quote)
    identity = f"page_{seen.document_id}_{seen.span.start}_{seen.span.end}"
    if drawn.at is None:
        st.caption(say("source.not_boxed"))
        paper.show([_quote(seen)], key=f"quote_{identity}", look="excerpt")
    name = say("place.page", page=drawn.page)
    page_picture = paper.picture(drawn.image, drawn.media_type, words=name, at=drawn.at)
    paper.show([page_picture], key=identity, look="plain", name=identity)


def _draw(_opened: Workspace, document_id: str, page: int, passage: str) -> Picture:
    """Kept by content; whoever asks has just been let through to the document."""
    from ui.page_picture import picture

    return picture(_opened.library.original(document_id), page, passage)


_picture: Callable[[Workspace, str, int, str], Picture] = st.cache_data(max_entries=24, show_spinner=False)(
    _draw
)


def _original(opened: Workspace, source: Source, document: Document) -> None:
    st.download_button(
        say("source.original"),
        data=lambda: opened.library.original(document.id),
        file_name=safe_name(source.path),
        mime="application/octet-stream",
        on_click="ignore",
        key="original",
        type="tertiary",
    )
