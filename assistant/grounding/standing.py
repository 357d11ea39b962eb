"""What became of the documents an outline cites: removed, out of reach, withdrawn, replaced, or not for reuse any more.

A stored outline outlives its sources. What a person may no longer read is shown to nobody as a quote, and nothing
leaves for a customer on the strength of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from knowledge.evidence import REUSABLE_KINDS, Citation, Facets, Source
from knowledge.ports import Library
from knowledge.presales import Outline, Section

Fate = Literal["gone", "replaced", "withdrawn", "not-reusable"]
TOLD: dict[Fate, tuple[str, str]] = {
    "gone": ("资料已移除或不再可读", "the document was removed or may no longer be read"),
    "replaced": ("资料已有新版", "the document has a newer version"),
    "withdrawn": ("资料已撤回或过期", "the document was withdrawn or has expired"),
    "not-reusable": ("资料已标为不可复用", "the document is marked as not reusable"),
}


def fates(outline: Outline, library: Library) -> Mapping[str, Fate]:
    """What became of each cited document that may no longer be cited as it was, by document id."""
    cited = {citation.document_id for section in outline.sections for citation in _citations(section)}
    if not cited:
        return {}
    current: dict[str, list[Source]] = {}
    for source in library.sources():
        current.setdefault(source.document_id, []).append(source)
    past = Facets(standings=("superseded", "withdrawn", "expired"))
    before = {source.document_id: source.standing for source in library.sources(past)}
    found: dict[str, Fate] = {}
    for one in cited:
        if one in current:
            if all(_kept_back(source) for source in current[one]):
                found[one] = "not-reusable"
        elif one in before:
            found[one] = "replaced" if before[one] == "superseded" else "withdrawn"
        else:
            found[one] = "gone"
    return found


def marked(outline: Outline, library: Library) -> Outline:
    """``outline`` as it may be shown: labels say what became of a document, quotes of what is gone are withheld."""
    known = fates(outline, library)
    if not known:
        return outline
    side = 0 if outline.language == "zh" else 1

    def seen(citations: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(_seen(citation, known, side) for citation in citations)

    sections = tuple(
        section.model_copy(
            update={
                "points": tuple(
                    p.model_copy(update={"citations": seen(p.citations)}) for p in section.points
                ),
                "tables": tuple(
                    t.model_copy(update={"citations": tuple(map(seen, t.citations))}) for t in section.tables
                ),
            }
        )
        for section in outline.sections
    )
    return outline.model_copy(update={"sections": sections})


def _kept_back(source: Source) -> bool:
    """Of a kind that serves every customer, nobody's in particular, and marked not to."""
    return source.kind in REUSABLE_KINDS and source.customer is None and not source.reusable


def _seen(citation: Citation, known: Mapping[str, Fate], side: int) -> Citation:
    fate = known.get(citation.document_id)
    if fate is None:
        return citation
    label = f"{citation.label} {('（{}）', '({})')[side].format(TOLD[fate][side])}"
    withheld = {"quote": ("（原文不再可读）", "(no longer to be read)")[side]} if fate == "gone" else {}
    return citation.model_copy(update={"label": label, **withheld})


def _citations(section: Section) -> Iterable[Citation]:
    yield from (citation for point in section.points for citation in point.citations)
    yield from (citation for table in section.tables for row in table.citations for citation in row)
