"""One outline: read it, open its citations, edit its text, set its status, take it along as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import outline_paper, paper, source_view
from ui.uploads import safe_name
from ui.widgets import plain, refuse, say, told, worded

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from knowledge.presales import Outline

_STATUSES = ("draft", "in_review", "final")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(opened: Workspace, outline_id: str) -> None:
    outline = opened.desk.get(outline_id)
    editing = st.session_state.get("editing")
    if editing and editing["id"] == outline_id:
        _editor(opened, outline, editing)
        return
    if version := st.session_state.pop("saved", 0):
        st.toast(say("outline.saved", version=version))
    _tools(opened, outline)
    _notice(outline)
    outline = opened.desk.shown(outline)
    blocks, contents = outline_paper.drawn(outline)
    chosen = paper.show(
        blocks, key=f"outline_{outline.id}", contents=contents, name=f"{outline.id}.{outline.version}"
    )
    wanted = chosen or st.session_state.pop("open_citation", None)
    if wanted:
        cited = [source_view.cited_by(one, n) for n, one in enumerate(outline_paper.citations_of(outline), 1)]
        if str(wanted).isdigit() and 1 <= int(wanted) <= len(cited):
            source_view.open_passages(opened, cited, int(wanted) - 1)


def _notice(outline: Outline) -> None:
    """What limited the search for evidence when this was drafted."""
    ready, of = (outline.provenance and outline.provenance.meaning_ready) or (0, 0)
    if ready < of:
        code = "meaning-partial" if ready else "words-only:no-model"
        st.warning(say(f"outline.{code}", ready=ready, of=of))


def leave() -> None:
    st.query_params.clear()
    st.session_state.pop("editing", None)
    st.rerun()


def _tools(opened: Workspace, outline: Outline) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say("outline.back"), key="back", type="tertiary"):
            leave()
        st.space("stretch")
        _status(opened, outline)
        if st.button(say("outline.edit"), key="edit"):
            st.session_state["editing"] = {"id": outline.id, "version": outline.version}
            st.session_state["edited_text"] = opened.desk.editable(outline.id)
            st.rerun()
        if st.button(say("outline.for_customer"), key="for_customer"):
            _for_customer(opened, outline)
        st.download_button(
            say("outline.word"),
            data=lambda: opened.desk.export(outline, "docx"),
            file_name=_file_name(outline, say("outline.internal")),
            mime=_DOCX,
            on_click="ignore",
            type="primary",
            key="word",
        )


def _status(opened: Workspace, outline: Outline) -> None:
    key = worded(f"status_{outline.id}_{outline.version}")

    def change() -> None:
        with told():
            opened.desk.set_status(outline.id, st.session_state[key])

    st.selectbox(
        say("column.status"),
        _STATUSES,
        index=_STATUSES.index(outline.status),
        format_func=lambda status: say(f"status.{status}"),
        key=key,
        on_change=change,
        label_visibility="collapsed",
        width=130,
    )


def _file_name(outline: Outline, kind: str) -> str:
    return safe_name(f"{outline.title[:60]}_{kind}_v{outline.version}.docx")


def _for_customer(opened: Workspace, outline: Outline) -> None:
    def dialog() -> None:
        layouts = opened.desk.layouts()
        layout = (
            st.selectbox(say("outline.layout"), ["", *layouts], format_func=_layout_name) if layouts else ""
        )
        with told():
            with st.spinner(say("outline.checking")):
                found = opened.desk.obstacles(outline)
            if not found:
                st.success(say("outline.ready"))
                st.download_button(
                    say("outline.word"),
                    data=lambda: opened.desk.export(
                        outline, "docx", for_customer=True, word_layout=layout or None
                    ),
                    file_name=_file_name(outline, say("outline.customer_copy")),
                    mime=_DOCX,
                    on_click="ignore",
                    type="primary",
                    key="word_for_customer",
                )
                return
            st.warning(say("outline.obstacles", count=len(found)))
            spoken = [one.zh if st.session_state.get("language", "zh") == "zh" else one.en for one in found]
            paper.show([paper.block("item", one) for one in spoken], key="obstacles", look="plain")

    st.dialog(say("outline.for_customer_title"), width="medium")(dialog)()


def _layout_name(name: str) -> str:
    return name or say("outline.plain_layout")


def _editor(opened: Workspace, outline: Outline, editing: dict[str, Any]) -> None:
    """The text as a person may change it. It stays on the page until it is saved or given up."""
    from knowledge.errors import PresalesError

    st.caption(say("outline.edit_help"))
    if outline.version != editing["version"]:
        st.warning(say("outline.moved_on", version=outline.version, mine=editing["version"]))
    changed = st.text_area(say("outline.edit"), height=620, key="edited_text", label_visibility="collapsed")
    with st.container(horizontal=True):
        save = st.button(say("outline.save"), type="primary", key="save")
        if st.button(say("cancel"), key="give_up"):
            _finish_editing()
    if save:
        try:
            saved = opened.desk.edited(outline.id, changed)
        except PresalesError as error:
            refuse(error)
            _theirs(opened, outline, int(editing["version"]))
        else:
            st.session_state["saved"] = saved.version
            _finish_editing()


def _theirs(opened: Workspace, outline: Outline, mine: int) -> None:
    """What somebody else changed since this text was opened."""
    if outline.version == mine:
        return
    changes = opened.desk.differences(outline.id, mine, outline.version)
    st.markdown(plain(say("outline.theirs", count=len(changes))))
    header = [say(f"change.{name}") for name in ("section", "before", "after")]
    rows = [(change.section, change.before, change.after) for change in changes]
    paper.show([paper.table(header, rows)], key="theirs", look="plain")


def _finish_editing() -> None:
    st.session_state.pop("editing", None)
    st.session_state.pop("edited_text", None)
    st.rerun()
