"""Another customer's words made fit for this one's eyes: no names, no people, no prices."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.grounding.money import money
from assistant.grounding.names import Register
from assistant.grounding.people import people
from knowledge.evidence import Language, Span

__all__ = ["customer_stand_in", "masked", "money"]

_SENTENCE = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;\n]|$)")


def masked(text: str, register: Register, language: Language, *, prices: bool) -> str:
    """``text`` with every registered name masked; with ``prices`` also amounts, titles and contacts go.

    ``prices`` is set where the words come from another customer's document; elsewhere amounts and people
    go from the sentences that name another customer.
    """
    hits = register.find(text)
    spans = [(hit.span, _stand_in(hit.name.role, hit.name.industry, language)) for hit in hits]
    told = [Span(start=m.start(), end=m.end()) for m in _SENTENCE.finditer(text)]
    other = [s for s in told if prices or any(s.overlaps(hit.span) for hit in hits)]
    if other:
        person = _stand_in("person", None, language)
        private = [(span, _no_price(language)) for span in money(text)]
        private += [(span, person) for span in people(text)]
        spans += [pair for pair in private if any(s.overlaps(pair[0]) for s in other)]
    return _replaced(text, spans)


def customer_stand_in(industry: str | None, language: Language) -> str:
    """「某仓储客户」, “a warehousing customer”."""
    if language == "zh":
        return f"某{industry or ''}客户"
    return f"a customer in {industry}" if industry and industry.isascii() else "a customer"


def _stand_in(role: str, industry: str | None, language: Language) -> str:
    if role == "person":
        return "某负责人" if language == "zh" else "a contact"
    return customer_stand_in(industry, language) if language == "zh" else "the customer"


def _no_price(language: Language) -> str:
    return "（金额略）" if language == "zh" else "(amount withheld)"


def _replaced(text: str, spans: Iterable[tuple[Span, str]]) -> str:
    """Longer spans win where they overlap; a stand-in is not said twice in a row."""
    chosen: list[tuple[Span, str]] = []
    for span, words in sorted(spans, key=lambda pair: (-len(pair[0]), pair[0].start)):
        if not any(span.overlaps(other) for other, _ in chosen):
            chosen.append((span, words))
    parts, position = [], 0
    for span, words in sorted(chosen, key=lambda pair: pair[0].start):
        parts += [text[position : span.start], words]
        position = span.end
    whole = "".join([*parts, text[position:]])
    for words in {words for _, words in chosen}:
        whole = re.sub(rf"({re.escape(words)})(?:\s*[（(]?{re.escape(words)}[）)]?)+", r"\1", whole)
    return whole
