"""Similar cases: what was done for customers like this one, won deals first, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from assistant.drafting.evidence.blocks import Evidence, section_of, tells_of_customer
from assistant.drafting.evidence.candidates import Candidate
from assistant.drafting.evidence.fit import asked_quantity, comparable
from assistant.drafting.evidence.reading import Line
from assistant.drafting.evidence.subject import Subject
from assistant.drafting.phrases import Phrases
from assistant.drafting.template import Template, TemplateSection
from assistant.drafting.words.terms import conflicts, features, overlap
from knowledge.presales import Deal, Requirement

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
SAME_RESULT = 1 / 3
"""Part of a requirement's words a result must name to be one of the same kind."""


def similar_cases(  # noqa: PLR0917
    section: TemplateSection,
    template: Template,
    found: Sequence[Candidate],
    subject: Subject,
    deals: Sequence[Deal],
    used: Set[tuple[str, int]],
    wanted: Sequence[Requirement] = (),
) -> list[tuple[Evidence, str]]:
    """(what one past deal achieved, why it is similar), won first; deals that were lost are no success.

    A past deal that achieved what one of ``wanted`` asks for is similar too.
    """
    won = {deal.id for deal in deals if deal.outcome == "won"}
    past = [c for c in found if c.past_deal and not c.lost and c.source.kind in section.kinds]
    told = [(c, _achieved(c, section, template, subject, used, wanted)) for c in past]
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
    wanted: Sequence[Requirement],
) -> Evidence | None:
    """What came of a past project: the two lines under a heading of results that say most of it, figures first.

    A project about another subject counts where such a line names what a requirement asks for. A project about
    the same subject whose results are not told apart is shown by the first prose that speaks of it.
    """
    document, terms = candidate.document, features(subject.text)
    best: tuple[float, int, tuple[Line, ...]] | None = None
    for block in candidate.blocks:
        results = section_of(document, document.blocks[block.index], template, levels=1) == section.key
        prose = document.blocks[block.index].kind != "table"
        if (document.id, block.index) in used or not (results or (candidate.likeness and prose)):
            continue
        lines = [
            line
            for line in block.lines
            if (results or not (tells_of_customer(line) or _DEFINITION.search(line.text)))
            and not conflicts(subject.text, line.text)
        ]
        if not candidate.likeness:
            lines = [line for line in lines if line.quantities and _named(wanted, line)]
        lines = [line for line in lines if len(line.text) <= LONGEST]
        if not lines:
            continue
        figures = FIGURE if results else 0
        worth = {line.statement.span: _worth(line, terms, figures) for line in lines}
        scored = sorted(lines, key=lambda line: (-worth[line.statement.span], line.statement.span.start))[:2]
        first = worth[scored[0].statement.span]
        if not results and first < FEWEST:
            continue
        score = 100 + first if results else -float(block.index)
        if best is None or score > best[0]:
            best = (score, block.index, tuple(sorted(scored, key=lambda line: line.statement.span.start)))
    return Evidence(candidate, best[1], best[2], best[0], "case") if best else None


def _named(wanted: Sequence[Requirement], line: Line) -> bool:
    """Whether the line measures what one of ``wanted`` asks for: two of its words, or one and a number of its kind."""
    said = features(line.text)
    for requirement in wanted:
        one, asked = overlap(requirement.text, said), asked_quantity(requirement)
        if one.shared >= 2 and one.share >= SAME_RESULT:
            return True
        if one.shared and asked and any(comparable(asked, quantity) for quantity in line.quantities):
            return True
    return False


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
