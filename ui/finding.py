"""Trying a search: filters, passages with the question's words marked, and the source behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import highlight, paper, source_view
from ui.widgets import kind_name, say, with_model, worded

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from knowledge.evidence import Facets, Found, Passage, Source

_LIMIT = 10
_LONGEST = 220
"""Characters of a passage shown in the list; the source view shows it whole."""


def show(opened: Workspace, sources: list[Source]) -> None:
    query = st.text_input(
        say("find.query"),
        key="query",
        placeholder=say("find.example"),
        label_visibility="collapsed",
    )
    facets = _facets(sources)
    if not query.strip():
        st.caption(say("find.hint") if sources else say("library.empty"))
        return
    with_model(opened)
    with st.spinner(say("find.running")):
        found = opened.batch_library.search(query, facets, _LIMIT)
    _notice(query, found)
    if not found.passages:
        st.info(say("find.nothing"))
        return
    chosen = paper.show(
        [block for rank, hit in enumerate(found.passages, 1) for block in _hit(query, rank, hit)],
        key="hits",
        look="excerpt",
    )
    hits = {hit.chunk.id: hit for hit in found.passages}
    if chosen in hits:
        source_view.open_passages(
            opened, [source_view.seen_in(hit) for hit in found.passages], list(hits).index(chosen)
        )


def _facets(sources: list[Source]) -> Facets:
    from knowledge.evidence import Facets

    values: dict[str, Any] = {
        "kinds": sorted({source.kind for source in sources}),
        "customers": sorted({source.customer for source in sources if source.customer}),
        "industries": sorted({source.industry for source in sources if source.industry}),
        "products": sorted({product for source in sources for product in source.products}),
        "years": sorted({source.year for source in sources if source.year}, reverse=True),
    }
    names = {
        "kinds": "kind",
        "customers": "customer",
        "industries": "industry",
        "products": "products",
        "years": "year",
    }
    chosen = {}
    for column, (field, offered) in zip(st.columns(len(values)), values.items(), strict=True):
        chosen[field] = tuple(
            column.multiselect(
                say(f"column.{names[field]}"),
                offered,
                key=worded(f"find_{field}"),
                format_func=kind_name if field == "kinds" else str,
                placeholder=say(f"column.{names[field]}"),
                select_all=False,
                label_visibility="collapsed",
            )
        )
    return Facets.model_validate({field: picked for field, picked in chosen.items() if picked})


def _notice(query: str, found: Found) -> None:
    """How much of the library meaning could look at, and what limits the result."""
    ready, of = found.meaning_ready
    told = [say("find.count", count=len(found.passages)), say("find.meaning", ready=ready, of=of)]
    if found.passages and not any(highlight.words_of(query, hit.chunk.text) for hit in found.passages):
        told.append(say("find.no_word"))
    if found.notice:
        told.append(say(f"notice.{found.notice}", ready=ready, of=of))
    st.caption(" · ".join(told))


def _hit(query: str, rank: int, hit: Passage) -> list[paper.Block]:
    """A label line, where it stands, and the passage with the question's words marked."""
    chunk, source = hit.chunk, hit.source
    marks = highlight.words_of(query, chunk.text)
    cut = highlight.extract(chunk.text, marks, _LONGEST)
    place = source_view.place_of(chunk.place)
    above = " › ".join(heading for heading in chunk.headings if heading != source.title)
    facts = [kind_name(source.kind), source.customer, source.industry, str(source.year or "")]
    return [
        paper.block(
            "row",
            f"{rank}  {source.title or source.path}",
            paper.button(say("find.open"), chunk.id, "open"),
        ),
        paper.block("note", "　".join(part for part in (place, above) if part)),
        paper.block(
            "line",
            "…" if cut.start else "",
            *highlight.runs(cut.of(chunk.text), marks, "word", start=cut.start),
            "…" if cut.end < len(chunk.text) else "",
        ),
        paper.block(
            "note",
            *(paper.run(fact, "tag") for fact in facts if fact),
            paper.run(source.path, "soft"),
        ),
        *([paper.block("rule")] if rank < _LIMIT else []),
    ]
