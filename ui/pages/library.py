"""知识库: what the library holds; adding to it, taking from it, and trying what it finds."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import adding, finding
from ui.uploads import COLLECTION
from ui.widgets import heading, kind_name, language, plain, say, tabs, told, worded, workspace

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from knowledge.evidence import Source

_ROW = 61
"""Pixels of a row: over 4 rem Streamlit breaks lines, so that a long title or file name is read whole."""


def show() -> None:
    heading(say("library.title"), say("library.lead"))
    if removed := st.session_state.pop("removed", 0):
        st.toast(say("library.removed", count=removed))
    opened = workspace()
    listed = opened.library.listed()
    _summary(opened, listed)
    find, hold, add = tabs(
        "library",
        ("library.find", "library.list", "library.add"),
        "library.find" if listed else "library.add",
    )
    with find, told():
        finding.show(opened, [source for source, _ in listed])
    with hold, told():
        _list(opened, listed)
    with add, told():
        adding.show(opened)


def _summary(opened: Workspace, listed: list[tuple[Source, int]]) -> None:
    if not listed:
        return
    chunks = sum(count for _, count in listed)
    waiting = opened.waiting_for_meaning()
    parts = [say("library.count", documents=len(listed), chunks=chunks)]
    kinds = Counter(source.kind for source, _ in listed)
    parts += [
        say("library.of_kind", kind=kind_name(kind), count=count) for kind, count in kinds.most_common(6)
    ]
    st.caption(" · ".join(parts))
    if waiting:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(say("library.waiting", waiting=waiting), width="content")
            asked = st.button(say("library.embed"), key="embed", type="tertiary")
        if asked:
            adding.embed(opened)
            if not opened.waiting_for_meaning():
                st.rerun()
            st.warning(say("add.without_model"))


def _list(opened: Workspace, listed: list[tuple[Source, int]]) -> None:
    if not listed:
        st.info(say("library.empty"))
        return
    shown = _filtered(listed)
    chosen = st.dataframe(
        [_row(source, chunks) for source, chunks in shown],
        key=_named([source for source, _ in shown]),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        height=min(38 + _ROW * max(len(shown), 1), 640),
        row_height=_ROW,
        column_config=_widths(),
    )
    rows = [shown[row][0] for row in chosen["selection"]["rows"] if row < len(shown)]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say("library.remove", count=len(rows)), disabled=not rows, key="remove"):
            _confirm_removal(opened, rows)
        st.caption(say("library.shown", count=len(shown)) + " · " + say("library.guess_note"))


def _named(shown: list[Source]) -> str:
    """A name for exactly these rows: with other rows nothing stays selected, as a selection counts rows."""
    said = "\n".join(f"{source.collection}\t{source.path}\t{source.version}" for source in shown)
    return "listed_" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12]


def _widths() -> dict[str, Any]:
    """Pixels; together what a page has on a screen of 1366."""
    short = 54 if language() == "zh" else 74
    wide = 232 if language() == "zh" else 202
    pixels = {
        "title": wide, "kind": 80, "customer": 118, "industry": 78, "year": 54,
        "reusable": short + 6, "version": short, "chunks": short, "source": wide,
    }  # fmt: skip
    return {say(f"column.{name}"): st.column_config.Column(width=width) for name, width in pixels.items()}


def _filtered(listed: list[tuple[Source, int]]) -> list[tuple[Source, int]]:
    columns = st.columns([2, 1, 1, 1])
    words = columns[0].text_input(
        say("library.by_name"),
        key="list_words",
        placeholder=say("library.by_name"),
        label_visibility="collapsed",
    )
    shown = [one for one in listed if words.casefold() in f"{one[0].path} {one[0].title}".casefold()]
    for column, field in zip(columns[1:], ("kind", "customer", "industry"), strict=True):
        values = sorted({value for source, _ in listed if (value := getattr(source, field))})
        chosen = column.multiselect(
            say(f"column.{field}"),
            values,
            format_func=kind_name if field == "kind" else str,
            key=worded(f"list_{field}"),
            placeholder=say(f"column.{field}"),
            select_all=False,
            label_visibility="collapsed",
        )
        if chosen:
            shown = [one for one in shown if getattr(one[0], field) in chosen]
    return shown


def _row(source: Source, chunks: int) -> dict[str, Any]:
    """Guessed values carry a question mark."""

    def marked(field: str, value: object) -> str:
        return f"{value}?" if value and field in source.guessed else str(value or "")

    return {
        say("column.title"): marked("title", source.title),
        say("column.kind"): marked("kind", kind_name(source.kind)),
        say("column.customer"): marked("customer", source.customer),
        say("column.industry"): marked("industry", source.industry),
        say("column.year"): marked("year", source.year),
        say("column.reusable"): say("yes") if source.reusable else "",
        say("column.version"): f"v{source.version}",
        say("column.chunks"): chunks,
        say("column.source"): _place(source),
    }


def _place(source: Source) -> str:
    """The path, and the collection where it is not the usual one: namesakes are told apart."""
    return source.path if source.collection == COLLECTION else f"{source.path} [{source.collection}]"


def _confirm_removal(opened: Workspace, rows: list[Source]) -> None:
    def confirm() -> None:
        st.write(say("library.remove_question", count=len(rows)))
        for source in rows[:12]:
            st.markdown(f"- {plain(_place(source))}")
        if len(rows) > 12:
            st.caption(say("more", count=len(rows) - 12))
        with st.container(horizontal=True):
            if st.button(say("library.remove_yes"), type="primary", key="remove_yes"):
                with told():
                    opened.library.forget(rows)
                    st.session_state["removed"] = len(rows)
                    st.rerun()
            if st.button(say("cancel"), key="remove_no"):
                st.rerun()

    st.dialog(say("library.remove_title"))(confirm)()
