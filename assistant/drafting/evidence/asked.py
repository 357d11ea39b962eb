"""A requirement as evidence is looked for, and whether a line names its object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.drafting.evidence.reading import Line
from assistant.drafting.words.equivalents import equivalents
from assistant.drafting.words.statements import clauses
from assistant.drafting.words.terms import (
    Overlap,
    capabilities,
    comparable,
    features,
    model_codes,
    overlap,
    stem,
    telling,
)
from assistant.grounding.folding import fold
from knowledge.evidence import Span
from knowledge.presales import Requirement

OBJECT_SHARE = 1 / 2
"""Part of a requirement's content words (two at least) one line must hold to name its object."""
ALONE_SHARE = 2 / 3
"""The same in a document that is not about the need's subject."""


DONE_SHARE = 1 / 3
"""The same in another language, where one of the words is a capability that few speak of (定时任务, single sign-on);
in its own language a single capability must be half of what is asked."""
LONG = 40
"""Terms of a sentence that is read clause by clause."""


@dataclass(frozen=True)
class Asked:
    """A requirement as evidence is looked for: its clause, its sentence, its parts, codes and number."""

    requirement: Requirement
    clause: str
    sentence: str
    parts: tuple[str, ...]
    codes: frozenset[str]
    measured: str
    """The comma-separated part of the clause that holds its value."""
    rarity: Mapping[str, float] = field(default_factory=dict)
    """How much each term tells among the candidates' lines (``terms.rarities``)."""


def asked_for(requirement: Requirement, need_text: str) -> Asked:
    """``requirement`` with the sentence of the need it stands in."""
    start, end = requirement.span.start, requirement.span.end
    before = max(need_text.rfind(stop, 0, start) for stop in "。；;！\n") + 1
    stops = [at for stop in "。；;！\n" if (at := need_text.find(stop, max(start, end - 1))) >= 0]
    sentence = need_text[before : min(stops, default=len(need_text))]
    span = Span(start=0, end=len(requirement.text))
    cut = clauses(requirement.text, span) if requirement.value is None else ()
    pieces = [piece.of(requirement.text) for piece in clauses(requirement.text, span)]
    parts = tuple(p.of(requirement.text) for p in cut if len(features(p.of(requirement.text))) > 1)
    return Asked(
        requirement=requirement,
        clause=requirement.text,
        sentence=sentence,
        parts=parts or (requirement.text,),
        codes=model_codes(requirement.text),
        measured=next((p for p in pieces if requirement.value and requirement.value in p), requirement.text),
    )


def named_object(asked: Asked, line: Line, least: float) -> Overlap | None:
    """The part of the requirement that ``line`` names with two words and ``least`` of them, if any; one of
    them must tell the requirement from others. A requirement of one rare word is named by it where the document
    is about the same subject; in another language, where less can be compared, one of them must be rare."""
    parts = [part for part in asked.parts if _worth_a_look(part, line)]
    windows = _windows(line)
    named = [overlap(part, told) for part in parts if _tells(asked, part, line) for told in windows]
    related = least < ALONE_SHARE
    foreign = comparable(asked.clause, line.features) != features(asked.clause).keys()
    enough = [
        found
        for found in named
        if found.share >= least
        and is_rare(asked, found.terms)
        and (
            (found.shared >= 2 and (related or _several(found.terms)))
            or (related and found.total == 1 and _rare(asked, found.terms))
        )
    ]
    whole = overlap(asked.clause, line.features)
    if (
        related
        and whole.share >= (DONE_SHARE if foreign else OBJECT_SHARE)
        and _does(asked, whole.terms)
        and _all_done(asked, line)
    ):
        enough += [whole] if not foreign or _several(whole.terms) else []
    return max(enough, key=lambda found: (found.share, found.shared), default=None)


def _windows(line: Line) -> list[Mapping[str, int]]:
    """What a line says: all of it, or of a long sentence each three neighbouring clauses; a long list of other
    things names many words by chance."""
    if line.statement.cells or len(line.features) <= LONG:
        return [line.features]
    cut = [part.of(line.text) for part in clauses(line.text, Span(start=0, end=len(line.text)))]
    return [features("，".join(cut[at : at + 3])) for at in range(max(1, len(cut) - 2))]


def _several(terms: Sequence[str]) -> bool:
    """Whether more than one thing is named: a concept of two words is one."""
    return len({term.partition("·")[0] for term in terms}) > 1


def _tells(asked: Asked, part: str, line: Line) -> bool:
    return not telling(comparable(part, line.features), asked.rarity).isdisjoint(line.features)


def _does(asked: Asked, terms: Sequence[str]) -> bool:
    """Whether one of ``terms`` is a capability that at most √n of the candidates' n lines speak of."""
    return is_rare(asked, capabilities(terms))


def _all_done(asked: Asked, line: Line) -> bool:
    """Whether ``line`` names every capability the clause names (支持双因素认证、短信通知和数据脱敏)."""
    folded = fold(asked.clause)
    named = (concept.terms[0] for concept in equivalents(stem).found_in(folded))
    return capabilities(named) <= line.features.keys()


def _rare(asked: Asked, terms: Sequence[str]) -> bool:
    """Whether ``terms`` are more than a word everybody uses: two pairs of characters, at most √n of the
    candidates' n lines with one of them."""
    return len(terms) > 1 and is_rare(asked, terms)


def is_rare(asked: Asked, terms: Iterable[str]) -> bool:
    """Whether one of ``terms`` is used by at most √n of the candidates' n lines."""
    return any(asked.rarity.get(term, 1.0) >= 1 / 2 for term in terms)


def _worth_a_look(part: str, line: Line) -> bool:
    return not features(part).keys().isdisjoint(line.features)
