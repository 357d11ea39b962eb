"""What a document is filed as: said by the person, a manifest or the file, or guessed and named so."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.guess import guess_kind, guess_year
from ingest.metadata import Metadata, forgiving
from knowledge.evidence import REUSABLE_KINDS, Document, Source


def describe(
    document: Document,
    path: str,
    front_matter: Mapping[str, object],
    about: Metadata,
    collection: str = "library",
) -> Source:
    """A document's Source: ``about`` (checked) over front matter over guesses, which are named.

    A front matter is taken as far as it can be understood.
    """
    said: Metadata = {**forgiving(front_matter), **about}
    headings = [block.span.of(document.text) for block in document.blocks if block.kind == "heading"]
    title = str(said.get("title") or document.title)
    guesses: Metadata = {
        "kind": guess_kind(path, title, headings),
        "year": guess_year(path, title),
        "language": document.language,
    }
    guesses = {name: value for name, value in guesses.items() if value is not None}
    guessed = [name for name in guesses if name not in said]
    if "title" not in said and document.title_guessed:
        guessed.append("title")
    values: Metadata = {**guesses, **said, "title": title}
    values.setdefault("reusable", values["kind"] in REUSABLE_KINDS)
    return Source.model_validate(
        {
            **values,
            "collection": collection,
            "path": path,
            "document_id": document.id,
            "guessed": tuple(guessed),
        }
    )


def describe_again(source: Source, about: Metadata) -> Source:
    """``source`` with what is now said about it (checked); the same when nothing new is said."""
    said = dict(about)
    if "kind" in said and said["kind"] != source.kind:
        said.setdefault("reusable", said["kind"] in REUSABLE_KINDS)
    guessed = tuple(name for name in source.guessed if name not in said)
    return Source.model_validate({**source.model_dump(), **said, "guessed": guessed})
