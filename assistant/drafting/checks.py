"""The last look at a draft: whatever cannot be shown to be true, or belongs to somebody else, leaves it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.grounding.names import Register
from assistant.grounding.numbers import unsupported_numbers
from knowledge.evidence import Unsupported
from knowledge.presales import Point, Section


def checked(
    sections: Iterable[Section], need: str, register: Register
) -> tuple[tuple[Section, ...], tuple[Unsupported, ...]]:
    """(sections that pass, what was taken out and why).

    A sourced point goes when a number of it stands in none of its quotes (or the need), or when a
    name of another customer is left in it.
    """
    kept, removed = [], []
    for section in sections:
        points = []
        for point in section.points:
            reason = _objection(point, need, register)
            if reason is None:
                points.append(point)
            else:
                removed.append(Unsupported(text=point.text, reason=reason))
        kept.append(section.model_copy(update={"points": tuple(points)}))
    return tuple(kept), tuple(removed)


def _objection(point: Point, need: str, register: Register) -> str | None:
    if point.basis == "source":
        quotes = [citation.quote for citation in point.citations]
        numbers = unsupported_numbers(point.text, quotes)
        if not quotes:
            return "no-citation"
        if numbers:
            return f"numbers-not-cited:{','.join(numbers)}"
        if register.find(point.text, [citation.document_id for citation in point.citations]):
            return "names-another-customer"
    elif (
        unsupported_numbers(point.text, [need, *(c.quote for c in point.citations)]) and point.basis == "need"
    ):
        return "numbers-not-in-need"
    return None
