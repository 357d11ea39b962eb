"""Similar cases: what was done for customers like this one, won deals first, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from assistant.drafting.evidence.blocks import Evidence
from assistant.drafting.evidence.candidates import Candidate
from assistant.drafting.evidence.headings import section_of, tells_of_customer
from assistant.drafting.evidence.reading import Line
from assistant.drafting.evidence.subject import Subject
from assistant.drafting.phrases import Phrases
from assistant.drafting.template import Template, TemplateSection
from assistant.drafting.words.terms import conflicts, features
from knowledge.presales import Deal

MOST_CASES = 4
FEWEST = 3
"""Words of the subject in the line that introduces a project whose results are not told."""
LONGEST = 200
"""Characters of a line that sums a project up."""
FIGURE = 2
"""Words of the subject that a figure of a result outweighs."""
_DEFINITION = re.compile(
    r"^(?:the )?[\w(). -]{2,60}? (?:is|are) (?:an?|the|one of)\b|^.{2,24}?是(?:一[种个款类项]|指)|^所谓",
    re.IGNORECASE,
)
"""What a word means is nothing that was done."""


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
    past = [
        c
        for c in found
        if c.past_deal
        and c.likeness.throughout
        and c.outcome in (None, "won")
        and c.source.kind in section.kinds
    ]
    told = [(c, _achieved(c, section, template, subject, used)) for c in past]
    similar = [(c, e) for c, e in told if e is not None]
    ranked = sorted(
        similar,
        key=lambda pair: (
            pair[0].source.deal not in won,
            not pair[0].likeness.same_industry,
            not pair[0].likeness.same_product,
            not pair[0].likeness,
            section.kinds.index(pair[0].source.kind),
            -round(pair[0].likeness.share, 6),
            pair[0].rank,
        ),
    )
    cases: dict[str, tuple[Evidence, str]] = {}
    for candidate, evidence in ranked:
        owner = candidate.source.customer or candidate.document.id
        cases.setdefault(owner, (evidence, "won" if candidate.source.deal in won else ""))
    return list(cases.values())[:MOST_CASES]


def _achieved(
    candidate: Candidate,
    section: TemplateSection,
    template: Template,
    subject: Subject,
    used: Set[tuple[str, int]],
) -> Evidence | None:
    """What came of a past project about the same subject: the two lines under a heading of results that say
    most of it, figures first. A project of the same industry or product whose results are not told apart is
    shown by the first lines with figures that speak of the subject."""
    document, terms = candidate.document, features(subject.text)
    near = candidate.likeness.same_industry or candidate.likeness.same_product
    best: tuple[float, int, tuple[Line, ...]] | None = None
    for block in candidate.blocks:
        results = section_of(document, document.blocks[block.index], template, levels=1) == section.key
        prose = document.blocks[block.index].kind != "table"
        if (document.id, block.index) in used or not (results or (prose and near)):
            continue
        lines = [
            line
            for line in block.lines
            if (results or _tells_a_figure(line))
            and len(line.text) <= LONGEST
            and not conflicts(subject.text, line.text)
        ]
        if not lines:
            continue
        worth = {line.statement.span: _worth(line, terms, FIGURE if results else 0) for line in lines}
        scored = sorted(lines, key=lambda line: (-worth[line.statement.span], line.statement.span.start))[:2]
        first = worth[scored[0].statement.span]
        if not results and first < FEWEST:
            continue
        score = 100 + first if results else -float(block.index)
        if best is None or score > best[0]:
            best = (score, block.index, tuple(sorted(scored, key=lambda line: line.statement.span.start)))
    return Evidence(candidate, best[1], best[2], best[0], "case") if best else None


def _tells_a_figure(line: Line) -> bool:
    """Whether a line outside the results states a measured fact of the project, not of its customer."""
    return bool(line.quantities) and not tells_of_customer(line) and not _DEFINITION.search(line.text)


def _worth(line: Line, wanted: Mapping[str, int], figure: int) -> float:
    return sum(1 for term in features(line.text) if term in wanted) + figure * min(3, len(line.quantities))


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
