"""The app: two pages over the workspace's verbs.

Started by ``presales ui``, which binds it to this machine; Streamlit by itself would listen to the network.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
# Streamlit puts this folder first on the path, where our modules would hide others of the same name.
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != _HERE]
if str(_HERE.parent) not in sys.path:
    sys.path.insert(0, str(_HERE.parent))

import streamlit as st  # noqa: E402 - after the path is right

from ui import serving  # noqa: E402
from ui.pages import library, outline  # noqa: E402
from ui.widgets import keep, language, say, style, told  # noqa: E402

_LANGUAGES = {"zh": "中文", "en": "English"}


def main() -> None:
    st.set_page_config(page_title=say("product"), page_icon="📁", layout="wide", initial_sidebar_state=220)
    _remember_language()
    keep("need", "query", "edited_text")
    style()
    pages = [
        st.Page(library.show, title=say("library.title"), default=True),
        st.Page(outline.show, title=say("outline.title"), url_path="outlines"),
    ]
    by_name = st.Page(lambda: st.switch_page(pages[0]), title=say("library.title"), url_path="library")
    page = st.navigation([*pages, by_name], position="hidden")
    _sidebar(pages)
    with told():
        page.run()


def _remember_language() -> None:
    """The language of the command line first, then what the person chose."""
    if "language" not in st.session_state:
        st.session_state["language"] = serving.settings().language


def _sidebar(pages: list[Any]) -> None:
    with st.sidebar:
        st.subheader(say("product"), anchor=False)
        for page in pages:
            st.page_link(page, label=page.title)
        st.space("small")
        st.segmented_control(
            "语言 · Language",
            list(_LANGUAGES),
            format_func=_LANGUAGES.__getitem__,
            key="language_choice",
            default=language(),
            required=True,
            label_visibility="collapsed",
            on_change=_switch,
        )


def _switch() -> None:
    st.session_state["language"] = st.session_state["language_choice"]


main()
