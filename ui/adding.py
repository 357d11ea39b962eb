"""Adding files: choose, say what is known about them, answer what only a person knows, watch, read outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import paper
from ui.uploads import Upload, batches_of, on_disk, said_of, uploads_of
from ui.widgets import KINDS, kind_name, language, plain, say, with_model, worded

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from ingest.pipeline import Arrived

_DONE = ("indexed", "unchanged")


def show(opened: Workspace) -> None:
    number = st.session_state.setdefault("upload_number", 0)
    files = st.file_uploader(
        say("add.files"), accept_multiple_files=True, key=f"upload_{number}", help=say("add.formats")
    )
    said = _said()
    uploads = uploads_of(opened.intake, files)
    another = _questions(uploads, number)
    unanswered = sum(upload.known for upload in uploads) - len(another)
    if st.button(
        say("add.go", count=len(uploads)) if uploads else say("add.go_none"),
        type="primary",
        disabled=not uploads or unanswered > 0,
        key="add",
    ):
        st.session_state["arrived"] = _add(opened, uploads, said, another)
        st.session_state["upload_number"] = number + 1
        st.rerun()
    if unanswered:
        st.caption(say("add.unanswered", count=unanswered))
    _outcomes(st.session_state.get("arrived", []))


def _said() -> dict[str, Any]:
    """Metadata for all files of this upload; everything may stay blank."""
    with st.expander(say("add.about")):
        st.caption(say("add.about_note"))
        first, second, third = st.columns(3)
        kind = first.selectbox(
            say("column.kind"),
            ["", *KINDS],
            key=worded("add_kind"),
            format_func=lambda one: kind_name(one) or say("guess"),
        )
        customer = second.text_input(say("column.customer"), key="add_customer")
        industry = third.text_input(say("column.industry"), key="add_industry")
        products = first.text_input(
            say("column.products"), key="add_products", placeholder=say("add.products_hint")
        )
        year = second.number_input(say("column.year"), 1980, 2100, value=None, step=1, key="add_year")
        reusable = third.selectbox(
            say("column.reusable"),
            ["", "yes", "no"],
            key=worded("add_reusable"),
            help=say("add.reusable_help"),
            format_func=lambda one: say(one or "add.by_kind"),
        )
    return said_of(
        kind=kind, customer=customer, industry=industry, products=products, year=year,
        reusable=reusable == "yes" if reusable else None,
    )  # fmt: skip


def _questions(uploads: list[Upload], number: int) -> dict[int, bool]:
    """For every known name with other bytes: new version, or another document? Answers so far."""
    answers: dict[int, bool] = {}
    for index, upload in enumerate(uploads):
        if not upload.known:
            continue
        answer = st.radio(
            say("add.question", name=plain(upload.name)),
            [False, True],
            index=None,
            horizontal=True,
            key=worded(f"another_{number}_{index}"),
            format_func=lambda one: say("add.another") if one else say("add.new_version"),
        )
        if answer is not None:
            answers[index] = bool(answer)
    return answers


def _add(
    opened: Workspace, uploads: list[Upload], said: dict[str, Any], another: dict[int, bool]
) -> list[Arrived]:
    arrived: list[Arrived] = []
    bar = st.progress(0.0, say("add.reading", done=0, total=len(uploads)))
    for batch in batches_of(uploads, another):
        with on_disk(batch.uploads) as paths:
            same_name: Any = "another" if batch.another else "version"
            for one in opened.intake.add(paths, said, same_name=same_name, uploaded=True):
                arrived.append(one)
                done = min(len(arrived), len(uploads))
                bar.progress(done / len(uploads), say("add.reading", done=done, total=len(uploads)))
    bar.empty()
    embed(opened)
    return arrived


def embed(opened: Workspace) -> None:
    """Vectors for what has none, with progress; without a model a sentence says what that means."""
    if not opened.waiting_for_meaning():
        return
    with st.status(say("opening_model")) as status:
        embedder = opened.embedder(prepare=lambda line: status.update(label=plain(line)))
        status.update(state="complete")
    if embedder is None:
        st.session_state["without_model"] = True
        return
    bar = st.progress(0.0, say("add.embedding", done=0, total=opened.waiting_for_meaning()))
    opened.embed(
        lambda done, total: bar.progress(done / max(total, 1), say("add.embedding", done=done, total=total))
    )
    bar.empty()
    with_model(opened)


def _outcomes(arrived: list[Arrived]) -> None:
    """Each file with its named outcome, why, and what was guessed about it."""
    if not arrived:
        return
    if st.session_state.get("without_model"):
        st.warning(say("add.without_model"))
    header = [say(f"column.{name}") for name in ("source", "outcome", "kind", "title", "year", "chunks")]
    rows = [_outcome(one) for one in arrived]
    paper.show(
        [paper.grid([[[paper.run(name)] for name in header]], rows)]
        + ([paper.block("note", say("add.guessed"))] if any(one.guessed for one in arrived) else []),
        key="arrived_paper",
        look="plain",
    )


def _outcome(one: Arrived) -> list[list[paper.Run]]:
    def marked(field: str, value: object) -> list[paper.Run]:
        guessed = [paper.run("?", "soft")] if value and field in one.guessed else []
        return [paper.run(str(value or "")), *guessed]

    outcome = [paper.run(say(f"outcome.{one.outcome}"), "strong" if one.outcome in _DONE else "alert")]
    if reason := one.reason(language()):
        outcome.append(paper.run("\n" + reason, "soft"))
    elif one.version and one.version > 1:
        outcome.append(paper.run(f" v{one.version}", "soft"))
    return [
        [paper.run(one.source)],
        outcome,
        marked("kind", kind_name(one.kind)),
        marked("title", one.title),
        marked("year", one.year),
        [paper.run(str(one.chunks or ""))],
    ]
