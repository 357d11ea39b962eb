"""方案: a customer's need becomes a cited outline that a person reads, checks, edits and takes along."""

from __future__ import annotations

import streamlit as st

from ui import drafting, outline_view
from ui.widgets import heading, say, told, workspace


def show() -> None:
    chosen = st.query_params.get("id")
    if chosen:
        opened = workspace()
        with told():
            outline_view.show(opened, chosen)
            return
        if st.button(say("outline.back"), key="back"):
            outline_view.leave()
        return
    heading(say("outline.title"), say("outline.lead"))
    opened = workspace()
    with told():
        drafting.show(opened)
