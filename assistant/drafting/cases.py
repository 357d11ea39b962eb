"""Similar cases: what was done for customers like this one, won deals first, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from assistant.drafting.candidates import Candidate
from assistant.drafting.evidence import Evidence, section_of, tells_of_customer
from assistant.drafting.phrases import Phrases
from assistant.drafting.reading import Line
from assistant.drafting.subject import Subject
from assistant.drafting.template import Template, TemplateSection
from assistant.drafting.terms import conflicts, features
from knowledge.presales import Deal

MOST_CASES = 4


def similar_cases(
    section: TemplateSection,
    template: Template,
    found: Sequence[Candidate],
    subject: Subject,
    deals: Sequence[Deal],
    used: Set[tuple[str, int]],
) -> list[tuple[Evidence, str]]:
    """(what one past deal achieved, why it is similar), won first; deals that were lost are no success."""
    won = {deal.id for deal in deals if deal.outcome == "won"}
    similar = [
        c for c in found if c.past_deal and c.likeness and not c.lost and c.source.kind in section.kinds
    ]
    ranked = sorted(
        similar,
        key=lambda c: (
            c.source.deal not in won,
            not c.likeness.same_industry,
            not c.likeness.same_product,
            section.kinds.index(c.source.kind),
            -round(c.likeness.share, 6),
            c.rank,
        ),
    )
    cases = []
    seen: set[str] = set()
    for candidate in ranked:
        owner = candidate.source.customer or candidate.document.id
        evidence = _achieved(candidate, section, template, subject, used)
        if evidence is not None and owner not in seen:
            seen.add(owner)
            cases.append((evidence, candidate.source.deal in won if candidate.source.deal else False))
    return [(evidence, "won" if is_won else "") for evidence, is_won in cases[:MOST_CASES]]


def _achieved(
    candidate: Candidate,
    section: TemplateSection,
    template: Template,
    subject: Subject,
    used: Set[tuple[str, int]],
) -> Evidence | None:
    """The block that tells what came of it: under a heading of results, figures first; else what it was about."""
    document = candidate.document
    wanted = features(subject.text)
    best: tuple[float, int, tuple[Line, ...]] | None = None
    for block in candidate.blocks:
        results = section_of(document, document.blocks[block.index], template) == section.key
        lines = [
            line
            for line in block.lines
            if (results or not tells_of_customer(line)) and not conflicts(subject.text, line.text)
        ]
        if not lines or (document.id, block.index) in used:
            continue
        scored = sorted(lines, key=lambda line: (-_worth(line, wanted), line.statement.span.start))[:2]
        prose = document.blocks[block.index].kind != "table"
        score = _worth(scored[0], wanted) + (10 if results else 0) + (3 if prose else 0)
        if best is None or score > best[0]:
            kept = tuple(sorted(scored, key=lambda line: line.statement.span.start))
            best = (score, block.index, kept)
    if best is None:
        return None
    return Evidence(candidate, best[1], best[2], best[0], "case")


def _worth(line: Line, wanted: Mapping[str, int]) -> float:
    return sum(1 for term in line.features if term in wanted) + min(3, len(line.quantities))


def reasons(evidence: Evidence, won: str, phrases: Phrases) -> str:
    """Why the case is similar, in words: 同行业、同产品、主题相同."""
    likeness = evidence.candidate.likeness
    said = [phrases.say("已成交", "won")] if won else []
    if likeness.same_industry:
        said.append(phrases.say("同行业", "same industry"))
    if likeness.same_product:
        said.append(phrases.say("同产品", "same product"))
    if not likeness.same_industry and not likeness.same_product:
        said.append(phrases.say("主题相近", "similar subject"))
    return phrases.say("、", ", ").join(said)
