"""Paper: text of documents and drafts on a page, drawn in the browser from typed blocks.

A document's words never pass through Markdown or HTML: they travel as data and become text nodes
(``paper.js``), so nothing in them can turn into a link, a picture or a request to another host.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict

BlockKind = Literal["title", "heading", "subheading", "line", "item", "gap", "note", "rule", "row"]
Role = Literal["", "passage", "word", "soft", "tag", "alert", "strong", "cite", "open", "whole", "note"]
Look = Literal["page", "excerpt", "plain"]


class Run(TypedDict, total=False):
    """A stretch of text of one kind; ``cite`` and ``open`` are buttons that answer with ``value``."""

    text: str
    role: Role
    value: str
    hint: str


class Entry(TypedDict):
    """A line of the contents beside a page."""

    text: str
    note: str
    alert: bool
    anchor: str


Block = dict[str, Any]


def run(text: str, role: Role = "") -> Run:
    return {"text": sound(text), "role": role}


def button(text: str, value: str, role: Literal["cite", "open"] = "cite", hint: str = "") -> Run:
    return {"text": sound(text), "role": role, "value": value, "hint": sound(hint)}


def block(kind: BlockKind, *runs: Run | str, anchor: str = "", aim: bool = False) -> Block:
    """A line of text; ``aim`` is what the reader came for and scrolls into view."""
    spoken = [run(one) if isinstance(one, str) else one for one in runs]
    return {"kind": kind, "runs": spoken, "anchor": anchor, "aim": aim}


def grid(
    header: Sequence[Sequence[Sequence[Run]]],
    rows: Sequence[Sequence[Sequence[Run]]],
    *,
    caption: str = "",
    marked: Sequence[int] = (),
    marked_header: Sequence[int] = (),
) -> Block:
    """A table: header rows and rows of cells, each cell a sequence of runs; ``marked`` rows stand out."""
    return {
        "kind": "grid",
        "header": [[list(cell) for cell in row] for row in header],
        "rows": [[list(cell) for cell in row] for row in rows],
        "caption": sound(caption),
        "marked": list(marked),
        "marked_header": list(marked_header),
    }


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Block:
    """A table of plain words."""
    return grid(
        [[[run(name)] for name in header]],
        [[[run("" if cell is None else str(cell))] for cell in row] for row in rows],
    )


def fold(summary: str, blocks: Sequence[Block], anchor: str = "") -> Block:
    """Blocks behind a line that opens them."""
    return {"kind": "fold", "summary": sound(summary), "blocks": list(blocks), "anchor": anchor}


def picture(
    image: bytes, media_type: str, *, caption: str = "", words: str = "", at: float | None = None
) -> Block:
    """A picture that travels with the page; the reader is taken to ``at``, 0 its top and 1 its bottom."""
    source = f"data:{media_type};base64,{base64.b64encode(image).decode()}"
    return {"kind": "picture", "source": source, "caption": sound(caption), "words": sound(words), "at": at}


def show(
    blocks: Sequence[Block],
    *,
    key: str,
    look: Look = "page",
    contents: Sequence[Entry] = (),
    name: str = "",
) -> str | None:
    """Draws ``blocks``; returns the value of the button just pressed, once.

    ``name`` says what is shown: the reader is taken to the block aimed at when it changes.
    """
    data = {"blocks": list(blocks), "look": look, "contents": list(contents), "name": name or key}
    chosen: str | None = _component()(data=data, key=key, on_chosen_change=_nothing).chosen
    return chosen


def sound(text: str) -> str:
    """``text`` without what cannot travel as UTF-8 (lone surrogates)."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _nothing() -> None:
    """A trigger needs somebody to call; the value is read from the result."""


@functools.cache
def _component() -> Callable[..., Any]:
    import streamlit as st

    here = Path(__file__).parent
    made: Callable[..., Any] = st.components.v2.component(
        "presales_paper",
        html='<div class="paper"></div>',
        css=(here / "paper.css").read_text(encoding="utf-8"),
        js=(here / "paper.js").read_text(encoding="utf-8"),
    )
    return made
