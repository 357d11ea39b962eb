"""Giving a need, by pasting or as a file, and the list of earlier outlines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import paper
from ui.uploads import safe_name
from ui.widgets import language, plain, say, tabs, told, with_model

if TYPE_CHECKING:
    from assistant.drafting.progress import Stage, Step
    from assistant.workspace import Workspace
    from knowledge.presales import Outline

_SHARES: dict[Stage, float] = {
    "reading": 0.02, "finding": 0.06, "comparing": 0.32, "writing": 0.78, "checking": 0.78,
}  # fmt: skip
"""How far the bar is when a stage begins: the sample company's draft on two cores, measured."""
_WRITING = 0.14
"""What all sections together add."""


def show(opened: Workspace) -> None:
    if not opened.library.listed():
        st.info(say("draft.empty_library"))
    name, content = _need()
    facts = _facts(opened)
    asked = st.button(say("draft.go"), type="primary", key="draft")
    if asked and not content:
        st.info(say("draft.nothing"))
    elif asked:
        with told():
            drafted = _draft(opened, name, content, facts)
            st.query_params["id"] = drafted.id
            st.rerun()
    _earlier(opened)


def _need() -> tuple[str, bytes]:
    """(name, content) of the need given so far; empty content when there is none."""
    paste, upload = tabs("draft", ("draft.paste", "draft.upload"), "draft.paste")
    pasted = paste.text_area(
        say("draft.paste"),
        key="need",
        height=240,
        placeholder=say("draft.example"),
        label_visibility="collapsed",
    )
    file = upload.file_uploader(say("draft.file"), key="need_file", help=say("draft.formats"))
    if file is not None:
        return safe_name(file.name), file.getvalue()
    return say("draft.pasted_name"), pasted.strip().encode()


def _facts(opened: Workspace) -> dict[str, Any]:
    """What the person knows besides the need; the need itself may say it too."""
    with st.expander(say("draft.about")):
        columns = st.columns(3)
        names = [customer.name for customer in opened.library.customers()]
        customer = columns[0].selectbox(
            say("column.customer"),
            names,
            index=None,
            key="draft_customer",
            placeholder=say("draft.from_need"),
            accept_new_options=True,
        )
        industry = columns[1].text_input(
            say("column.industry"), key="draft_industry", placeholder=say("draft.from_need")
        )
        products = columns[2].text_input(
            say("column.products"), key="draft_products", placeholder=say("add.products_hint")
        )
    return {
        "customer": (customer or "").strip() or None,
        "industry": industry.strip() or None,
        "products": tuple(one.strip() for one in re.split("[,，、;；]", products) if one.strip()),
    }


def _draft(opened: Workspace, name: str, content: bytes, facts: dict[str, Any]) -> Outline:
    with_model(opened)
    bar = st.progress(0.0, say("draft.reading"))

    def tell(step: Step) -> None:
        share = _SHARES[step.stage] + _WRITING * step.done / max(step.of, 1)
        bar.progress(
            share, say(f"draft.{step.stage}", heading=plain(step.heading), number=step.done + 1, of=step.of)
        )

    try:
        with opened.reader() as worker:
            return opened.desk.draft(worker, name, content, on_progress=tell, **facts)
    finally:
        bar.empty()


def _earlier(opened: Workspace) -> None:
    listed = opened.desk.listed()
    if not listed:
        return
    st.subheader(say("draft.earlier"), anchor=False)
    rows = [
        [
            [paper.button(outline.title, outline.id, "open")],
            [paper.run(outline.customer or "")],
            [paper.run(say(f"status.{outline.status}"))],
            [paper.run(f"v{outline.version}")],
            [paper.run(when(saved_at), "soft")],
        ]
        for outline, saved_at in listed
    ]
    header = [say(f"column.{name}") for name in ("outline", "customer", "status", "version", "saved_at")]
    chosen = paper.show(
        [paper.grid([[[paper.run(name)] for name in header]], rows)], key="earlier", look="plain"
    )
    if chosen in {outline.id for outline, _ in listed}:
        st.query_params["id"] = chosen
        st.rerun()


def when(saved_at: str) -> str:
    """A moment of the record (ISO, UTC) in this machine's time, to the minute."""
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(saved_at).astimezone()
    except ValueError:
        return saved_at
    return moment.strftime("%Y-%m-%d %H:%M" if language() == "zh" else "%d %b %Y %H:%M")
