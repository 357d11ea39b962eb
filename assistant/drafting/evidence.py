"""Evidence for a section or a requirement: blocks that pass tests a person can be shown.

Retrieval has proposed the documents; here each block must either stand under a heading that means the
section, in a document about the same subject, or name the requirement's object. Nearest is not relevant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.candidates import Candidate
from assistant.drafting.fit import Fit, asked_quantity, comparable, fit, topic_named
from assistant.drafting.reading import Line, ReadBlock
from assistant.drafting.subject import Subject
from assistant.drafting.template import Template, TemplateSection
from assistant.drafting.terms import codes, conflicts, features, model_codes, same_code
from assistant.grounding.folding import fold
from knowledge.evidence import Block, Document
from knowledge.presales import Requirement

OBJECT_SHARE = 1 / 3
"""Part of a requirement's content terms one statement must hold to name its object; two terms at least."""


@dataclass(frozen=True)
class Evidence:
    """Lines of one block that carry something, and why they may."""

    candidate: Candidate
    block_index: int
    lines: tuple[Line, ...]
    score: float
    why: str
    fit: Fit = "unknown"

    @property
    def key(self) -> tuple[str, int]:
        return self.candidate.document.id, self.block_index


def for_requirement(
    requirement: Requirement, found: Sequence[Candidate], subject: Subject, section: TemplateSection
) -> list[Evidence]:
    """Blocks that name the requirement's object, best first."""

    def judge(candidate: Candidate, block: ReadBlock) -> Evidence | None:
        return _names_object(requirement, candidate, block, subject)

    return _ranked(found, section, judge)


def for_section(
    section: TemplateSection, template: Template, found: Sequence[Candidate], subject: Subject
) -> list[Evidence]:
    """Blocks under a heading that means the section, in documents about the need's subject, best first."""

    def judge(candidate: Candidate, block: ReadBlock) -> Evidence | None:
        document = candidate.document
        if section_of(document, document.blocks[block.index], template) != section.key:
            return None
        return _under_heading(section, candidate, block, subject)

    return _ranked([c for c in found if c.likeness], section, judge)


def _ranked(
    found: Sequence[Candidate],
    section: TemplateSection,
    judge: Callable[[Candidate, ReadBlock], Evidence | None],
) -> list[Evidence]:
    judged = [
        evidence
        for candidate in found
        if candidate.source.kind in section.kinds and candidate.source.kind != "price_list"
        for block in candidate.blocks
        if (evidence := judge(candidate, block)) is not None
    ]
    kinds = section.kinds
    return sorted(
        judged,
        key=lambda e: (-round(e.score, 6), kinds.index(e.candidate.source.kind), e.candidate.rank, e.block_index),
    )


def section_of(document: Document, block: Block, template: Template) -> str | None:
    """Key of the section the innermost telling heading above ``block`` means; the longest alias wins."""
    for span in reversed(block.headings):
        heading = fold(" ".join(span.of(document.text).split()))
        if span.start == 0 or heading == fold(document.title):
            continue
        matches = [
            (len(alias), -order, section.key)
            for order, section in enumerate(template.sections)
            for alias in section.aliases
            if _means(heading, fold(alias))
        ]
        if matches:
            return max(matches)[2]
    return None


@lru_cache(maxsize=8192)
def _means(heading: str, alias: str) -> bool:
    if alias.isascii():
        return re.search(rf"\b{re.escape(alias)}(?:s|es)?\b", heading) is not None
    return alias in heading


def _names_object(
    requirement: Requirement, candidate: Candidate, block: ReadBlock, subject: Subject
) -> Evidence | None:
    chosen: list[tuple[float, Line, str]] = []
    for line in block.lines:
        verdict = _carries(requirement, candidate, line)
        if verdict is None or conflicts(requirement.text, line.context):
            continue
        if not _sibling_only(subject, requirement, candidate, line):
            chosen.append((*verdict[:1], line, verdict[1]))
    if not chosen:
        return None
    chosen.sort(key=lambda entry: (-entry[0], entry[1].statement.span.start))
    kept = _in_order([line for _, line, _ in chosen[:2]])
    score = chosen[0][0] + candidate.likeness.share
    verdict_of_fit = fit(requirement, " ".join(line.text for line in kept))
    return Evidence(candidate, block.index, kept, score, chosen[0][2], verdict_of_fit)


def _in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.statement.span.start))


def _sibling_only(subject: Subject, requirement: Requirement, candidate: Candidate, line: Line) -> bool:
    """The document speaks of a sibling of what the need asks for, and this line not of the thing itself."""
    head = f"{candidate.source.title} {candidate.document.title} {' '.join(candidate.source.products)}"
    if not conflicts(subject.text, head):
        return False
    return not any(same_code(c, other) for c in model_codes(requirement.text) for other in line.codes)


def _carries(requirement: Requirement, candidate: Candidate, line: Line) -> tuple[float, str] | None:
    """(score, why) when a line names what the requirement is about."""
    wanted = features(requirement.text)
    shared = [term for term in wanted if term in line.features]
    share = len(shared) / len(wanted) if wanted else 0.0
    named = codes(requirement.text)
    exact = sorted(c for c in named if re.search(r"\d", c) and any(same_code(c, g) for g in line.codes))
    if exact and (len(shared) > len(exact) or len(wanted) <= len(exact)):
        return 3.0 + share, f"code:{exact[0]}"
    if candidate.likeness and _same_indicator(requirement, line) and (shared or not wanted):
        return 2.0 + share, f"indicator:{requirement.topic}"
    enough = len(shared) >= 2 and share >= OBJECT_SHARE
    if enough and (candidate.likeness or (share >= 2 * OBJECT_SHARE and len(shared) >= 3)):
        return 1.0 + share, "terms:" + ",".join(sorted(shared)[:4])
    return None


def _same_indicator(requirement: Requirement, line: Line) -> bool:
    topic, wanted = topic_named(requirement.topic), asked_quantity(requirement)
    if topic is None or wanted is None or not topic.pattern.search(fold(line.context)):
        return False
    return any(comparable(wanted, quantity) for quantity in line.quantities)


def _under_heading(
    section: TemplateSection, candidate: Candidate, block: ReadBlock, subject: Subject
) -> Evidence | None:
    wanted = features(subject.text)
    scored = []
    for line in block.lines:
        if conflicts(subject.text, line.text):
            continue
        shared = sum(1 for term in features(line.text) if term in wanted)
        topical = any(fold(word) in fold(line.text) for word in section.words)
        scored.append((shared + 0.5 * min(2, len(line.quantities)) + 0.5 * topical, line))
    if not scored:
        return None
    document_block = candidate.document.blocks[block.index]
    most = 2 if document_block.kind == "paragraph" else 3
    best = sorted(scored, key=lambda entry: (-entry[0], entry[1].statement.span.start))[:most]
    kept = _in_order([line for _, line in best])
    heading = kept[0].statement.headings[-1] if kept[0].statement.headings else ""
    score = candidate.likeness.share * 4 + best[0][0] / 4
    return Evidence(candidate, block.index, kept, score, f"heading:{heading}")
