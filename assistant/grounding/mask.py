"""Another customer's words made fit for this one's eyes: no names, no people, no prices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.grounding.folding import fold
from assistant.grounding.money import money, whole_numbers
from assistant.grounding.names import Register
from assistant.grounding.people import people
from assistant.grounding.references import addresses, reference_numbers
from knowledge.evidence import Language, Span

__all__ = ["customer_stand_in", "masked", "money", "unnamed"]

_SENTENCE = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;\n]|$)")
_STAND_INS = {
    "price": {"zh": "（金额略）", "en": "(amount withheld)"},
    "address": {"zh": "（地址略）", "en": "(address withheld)"},
    "reference": {"zh": "（编号略）", "en": "(number withheld)"},
    "person": {"zh": "某负责人", "en": "a contact"},
}


def masked(
    text: str, register: Register, language: Language, *, prices: bool, documents: Iterable[str] = ()
) -> str:
    """``text`` with every registered name masked; with ``prices`` also amounts, people, ways to reach them,
    street addresses and the numbers of contracts go. No number is cut in two.

    ``prices`` is set where the words come from another customer's document; elsewhere amounts and people
    go from the sentences that name another customer. ``documents`` are the ids of those the words come from.
    """
    hits = register.find(text, documents)
    spans = [(hit.span, _stand_in(hit.name.role, hit.name.industry, language)) for hit in hits]
    told = [Span(start=m.start(), end=m.end()) for m in _SENTENCE.finditer(text)]
    other = [s for s in told if prices or any(s.overlaps(hit.span) for hit in hits)]
    if other:
        private = [
            (span, _STAND_INS[kind][language])
            for kind, found in (
                ("price", money(text)),
                ("person", people(text)),
                ("address", addresses(text)),
                ("reference", reference_numbers(text)),
            )
            for span in whole_numbers(fold(text), found)
        ]
        spans += [pair for pair in private if any(s.overlaps(pair[0]) for s in other)]
    return _replaced(text, spans)


def unnamed(text: str, register: Register, language: Language) -> str:
    """``text`` with registered names masked and nothing else: for a customer's own words, whose amounts stay."""
    spans = [(h.span, _stand_in(h.name.role, h.name.industry, language)) for h in register.find(text)]
    return _replaced(text, spans) if spans else text


def customer_stand_in(industry: str | None, language: Language) -> str:
    """「某仓储客户」, “a warehousing customer”."""
    if language == "zh":
        return f"某{industry or ''}客户"
    return f"a customer in {industry}" if industry and industry.isascii() else "a customer"


def _stand_in(role: str, industry: str | None, language: Language) -> str:
    if role == "person":
        return _STAND_INS["person"][language]
    return customer_stand_in(industry, language) if language == "zh" else "the customer"


def _replaced(text: str, spans: Sequence[tuple[Span, str]]) -> str:
    """Overlapping spans go as one, called by the longest; a stand-in is not said twice in a row."""
    parts: list[str] = []
    position = 0
    for span, words in _united(spans):
        parts += [text[position : span.start], words]
        position = span.end
    whole = "".join([*parts, text[position:]])
    for words in {words for _, words in spans}:
        same = re.escape(words)
        in_brackets = rf"[（(](?:以下)?(?:简称)?[“\"]?{same}[”\"]?[）)]"
        whole = re.sub(rf"({same})(?:\s*(?:{same}|{in_brackets}))+", r"\1", whole)
    return whole


def _united(spans: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Spans without overlaps, in order."""
    united: list[tuple[Span, str, int]] = []
    for span, words in sorted(spans, key=lambda pair: (pair[0].start, -pair[0].end)):
        last = united[-1] if united else None
        if last is None or span.start >= last[0].end:
            united.append((span, words, len(span)))
            continue
        both = Span(start=last[0].start, end=max(last[0].end, span.end))
        united[-1] = (both, words, len(span)) if len(span) > last[2] else (both, last[1], last[2])
    return [(span, words) for span, words, _ in united]
