"""What every page uses: the language, the workspace, sentences for people, errors told calmly."""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import serving
from ui.texts import Language, text

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.workspace import Workspace
    from knowledge.errors import PresalesError

LOG = logging.getLogger("presales.ui")
KINDS = (
    "proposal", "case", "faq", "product", "tender", "meeting", "retrospective", "contract", "price_list", "other",
)  # fmt: skip
_TO_BE_SEEN = 0.25
"""Seconds a message needs to reach the page before heavy imports keep the interpreter busy."""

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_JOINED = re.compile(r"(?<=[:@/])(?=[\w+/-])|(?<=www)(?=\.)|(?<=\w)(?=@)", re.IGNORECASE)
_STYLE = """<style>
.stMainBlockContainer { max-width: 1180px; padding-top: 3.2rem; }
[data-testid="stSidebarNav"] { padding-top: .25rem; }
[data-testid="stBaseButton-tertiary"]:not(:disabled) { color: #24598f; }
[data-testid="stFullScreenFrame"] [data-testid="stElementToolbar"] { display: none; }
[data-testid="stFileUploaderDropzone"] button p { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { content: "BROWSE"; font-size: .875rem; }
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { content: "LIMIT"; font-size: .8rem; }
</style>"""


def language() -> Language:
    """The language of this session."""
    chosen: Language = st.session_state.get("language", "zh")
    return chosen


def say(key: str, **values: object) -> str:
    """The sentence ``page.<key>`` in the session's language."""
    return text(language(), f"page.{key}", **values)


def plain(words: object) -> str:
    """``words`` so that Markdown shows exactly them: no markup, link, picture, formula or symbol.

    Every ASCII punctuation mark is escaped, and an invisible word joiner parts what a later step
    would still turn into a link or a symbol (``https://…``, ``a@b``, ``:smile:``).
    """
    lines = (" ".join(line.split()) for line in str(words).splitlines())
    parted = _JOINED.sub("\u2060", "\n".join(line for line in lines if line))
    return _PUNCTUATION.sub(r"\\\g<0>", parted).replace("\n", "  \n")


def keep(*keys: str) -> None:
    """What was typed stays when a person looks at another page: Streamlit drops what a run does not draw."""
    for key in keys:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def style() -> None:
    """Our own look: fixed text, nothing of a document."""
    st.html(_STYLE.replace("BROWSE", say("uploader.browse")).replace("LIMIT", say("uploader.limit")))


def tabs(key: str, names: Sequence[str], first: str) -> list[Any]:
    """Tabs called by the sentences ``names``; the open one stays open when the language or the page changes.

    The open tab is state, not ``default``: a default that moves makes Streamlit forget the click that moved it.
    """
    kept, made_of = f"{key}_open", f"{key}_{language()}"
    if made_of not in st.session_state:
        st.session_state[made_of] = say(st.session_state.get(kept, first))
    made = st.tabs([say(name) for name in names], key=made_of, on_change="rerun")
    st.session_state[kept] = next((name for name, tab in zip(names, made, strict=True) if tab.open), first)
    return list(made)


def worded(name: str) -> str:
    """The key of a choice among sentences, one per language: Streamlit keeps a choice as the words it was shown
    by, so that after a switch the old words would stay, or come back as a value nobody knows. What was chosen
    in the other language is chosen in this one."""
    made, other = (f"{name}_{one}" for one in (("zh", "en") if language() == "zh" else ("en", "zh")))
    if made not in st.session_state and other in st.session_state:
        st.session_state[made] = st.session_state[other]
    return made


def heading(title: str, lead: str) -> None:
    st.title(title, anchor=False)
    st.caption(lead)


def _open(settings: Settings) -> Workspace:
    from assistant.workspace import Workspace

    return Workspace.open(settings)


_opened: Callable[[Settings], Workspace] = st.cache_resource(
    show_spinner=False, hash_funcs={"assistant.settings.Settings": repr}
)(_open)
"""One workspace per settings and process, shared by its sessions."""


def workspace() -> Workspace:
    """The workspace of this process; its heavy imports happen after the page's first words."""
    with st.spinner(say("opening")):
        return _opened(serving.settings())


def with_model(opened: Workspace) -> None:
    """Opens the embedding model before it is needed, telling the person why they wait."""
    if st.session_state.get("model_opened"):
        return
    with st.spinner(say("opening_model")):
        time.sleep(_TO_BE_SEEN)
        opened.embedder()
    st.session_state["model_opened"] = True


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Errors become a sentence on the page; an unexpected one also a number to find it by in the log."""
    from knowledge.errors import PresalesError

    try:
        yield
    except PresalesError as error:
        refuse(error)
    except Exception:
        number = secrets.token_hex(3)
        LOG.exception("unexpected error %s", number)
        st.error(say("unexpected", number=number))


def refuse(error: PresalesError) -> None:
    st.error(plain(error.help(language())))


def kind_name(kind: str | None) -> str:
    return say(f"kind.{kind}") if kind else ""
