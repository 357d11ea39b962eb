"""Evidence for a section or a requirement: blocks that pass tests a person can be shown.

Retrieval has proposed the documents; here each block must either stand under a heading that means the
section, in a document about the same subject, or name the requirement's object. Nearest is not relevant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.evidence.asked import ALONE_SHARE, OBJECT_SHARE, Asked, is_rare, named_object
from assistant.drafting.evidence.candidates import Candidate
from assistant.drafting.evidence.columns import told
from assistant.drafting.evidence.denials import denies, goes_on_denying
from assistant.drafting.evidence.fit import Fit, fit
from assistant.drafting.evidence.headings import section_of, tells_of_customer
from assistant.drafting.evidence.meaning import Passage
from assistant.drafting.evidence.measured import closeness, of_project, same_indicator
from assistant.drafting.evidence.reading import Line, ReadBlock, is_refused
from assistant.drafting.evidence.subject import Subject, titles
from assistant.drafting.template import Template, TemplateSection
from assistant.drafting.words.statements import clauses
from assistant.drafting.words.terms import (
    codes,
    comparable,
    conflicts,
    features,
    model_codes,
    overlap,
    same_code,
)
from assistant.drafting.words.topics import topic_named
from assistant.grounding.folding import fold
from assistant.grounding.numbers import quantities
from knowledge.evidence import Document, Span

_PROJECT_SECTIONS = frozenset({"service", "plan"})
_ANYWHERE = "architecture"
"""The section of what belongs nowhere else: the heading of the evidence may know better."""
_OWN_PLACE = frozenset({"deployment"})
"""What stands under such a heading is quoted there, whichever section the requirement was sent to."""
_MOST_LINES = 2
"""Lines of a block that answer one requirement."""
_OPENING = 12
"""Characters in which a statement names what it is about."""
_CHANGE_NOTE = re.compile(
    r"\bpull request\b|\bprs?\s*[:：#]|\(#\d+\)|修复了?.{0,40}(?:问题|缺陷)", re.IGNORECASE
)
"""An entry of a list of changes: an answer when asked for, never said unasked."""


@dataclass(frozen=True)
class Evidence:
    """Lines of one block that carry something, and why they may."""

    candidate: Candidate
    block_index: int
    lines: tuple[Line, ...]
    score: float
    why: str
    fit: Fit = "unknown"
    home: str | None = None
    """The section its own heading means, where that is the better place to quote it."""

    @property
    def by_words(self) -> bool:
        """It names what is asked, and neither its model number nor its indicator."""
        return self.why.startswith("terms:")

    @property
    def key(self) -> tuple[str, int]:
        return self.candidate.document.id, self.block_index


def for_requirement(
    asked: Asked, found: Sequence[Candidate], subject: Subject, section: TemplateSection, template: Template
) -> list[Evidence]:
    """Blocks that name the requirement's object, best first.

    What any project has (质保, 到场, 工期) is only taken from where a document speaks of that, and
    nothing else is taken from there.
    """

    def judge(candidate: Candidate, block: ReadBlock) -> Evidence | None:
        here = section_of(candidate.document, candidate.document.blocks[block.index], template, levels=1)
        if here not in (None, section.key) and (of_project(asked.requirement) or here in _PROJECT_SECTIONS):
            return None
        evidence = _names_object(asked, candidate, block, subject)
        return replace(evidence, home=here) if evidence and here in _OWN_PLACE else evidence

    return _ranked(found, section, judge)


def for_section(
    section: TemplateSection, template: Template, found: Sequence[Candidate], subject: Subject
) -> list[Evidence]:
    """Blocks under a heading that means the section, in documents about the need's subject, best first."""

    def judge(candidate: Candidate, block: ReadBlock) -> Evidence | None:
        document = candidate.document
        nearest = section_of(document, document.blocks[block.index], template, levels=1)
        if nearest == section.key:
            return _under_heading(section, candidate, block, subject)
        if nearest is not None or section_of(document, document.blocks[block.index], template) != section.key:
            return None
        if _of_another(section, template, block):
            return None
        return _under_heading(section, candidate, _in_words_of(section, block), subject)

    return _ranked([c for c in found if c.speaks_unasked], section, judge)


def _of_another(section: TemplateSection, template: Template, block: ReadBlock) -> bool:
    """Whether the nearest heading uses the words of another section (验收 under 服务)."""
    headings = block.lines[0].statement.headings
    nearest = fold(headings[-1]) if headings else ""
    return any(
        fold(word) in nearest
        for other in template.sections
        if other.key != section.key
        for word in other.words
    )


def _in_words_of(section: TemplateSection, block: ReadBlock) -> ReadBlock:
    """The lines that use the section's own words: what an outer heading says of them is not enough."""
    lines = (line for line in block.lines if any(fold(word) in fold(line.text) for word in section.words))
    return replace(block, lines=tuple(lines))


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
        key=lambda e: (
            -round(e.score, 6),
            kinds.index(e.candidate.source.kind),
            e.candidate.rank,
            e.block_index,
        ),
    )


def by_meaning(
    asked: Asked, passages: Sequence[Passage], subject: Subject, section: TemplateSection, template: Template
) -> list[Evidence]:
    """Evidence of lines that stand out by what they mean, best first; quoted where their own heading belongs."""
    found: dict[tuple[str, int], Evidence] = {}
    for passage in passages:
        candidate, block, line = passage.candidate, passage.block, passage.line
        if candidate.source.kind not in section.kinds or not _names_something(asked, line):
            continue
        if not _may_answer(asked, candidate, block, line, subject):
            continue
        key = candidate.document.id, block.index
        before = found[key].lines if key in found else ()
        lines = _in_order([*before, line][:_MOST_LINES])
        verdict = _fit_of(asked, candidate.document, lines, same_thing=True)
        here = section_of(candidate.document, candidate.document.blocks[block.index], template, levels=1)
        home = here if section.key == _ANYWHERE else None
        score = candidate.likeness.share
        found[key] = Evidence(candidate, block.index, lines, score, "meaning", verdict, home)
    return list(found.values())


def _names_something(asked: Asked, line: Line) -> bool:
    """Whether ``line``, its heading or its column names a word of the requirement that few lines use, or a word and
    its very figure: meaning alone is not relevance."""
    shared = features(asked.clause).keys() & line.features.keys()
    wanted = {(q.dimension, q.low, q.high) for q in quantities(asked.clause)}
    given = {(q.dimension, q.low, q.high) for q in line.quantities}
    return is_rare(asked, shared) or bool(shared and wanted & given)


def _may_answer(asked: Asked, candidate: Candidate, block: ReadBlock, line: Line, subject: Subject) -> bool:
    """Whether ``line`` may answer at all: it tells of what we did, of no sibling of what is asked and no other
    product than the need's."""
    of_what = topic_named(asked.requirement.topic)
    if candidate.general and of_what is not None and of_what.section == "plan":
        return False
    if candidate.past_deal and tells_of_customer(block.lines[0]):
        return False
    if conflicts(asked.clause, line.context) or conflicts(asked.clause, line.text):
        return False
    if candidate.general and _of_other_products(line, subject):
        return False
    return not _sibling_only(subject, asked, candidate, line)


def _names_object(asked: Asked, candidate: Candidate, block: ReadBlock, subject: Subject) -> Evidence | None:
    chosen = [
        (verdict[0], line, verdict[1])
        for line in block.lines
        if (verdict := _carries(asked, candidate, line, subject)) is not None
        and _may_answer(asked, candidate, block, line, subject)
    ]
    if not chosen:
        return None
    chosen = [entry for entry in chosen if not _denies(asked, candidate.document, entry[1])] or chosen
    chosen.sort(key=lambda entry: (-entry[0], entry[1].statement.span.start))
    kept = _in_order([line for score, line, _ in chosen[:_MOST_LINES] if score >= chosen[0][0] - 1])
    score = chosen[0][0] + candidate.likeness.share
    score += max(closeness(asked.requirement, line.text, line.context) for line in kept)
    verdict_of_fit = _fit_of(asked, candidate.document, kept)
    return Evidence(candidate, block.index, kept, score, chosen[0][2], verdict_of_fit)


def _fit_of(asked: Asked, document: Document, lines: Sequence[Line], same_thing: bool = False) -> Fit:
    """The strongest verdict of the lines: one that denies it, one that meets, else one that fails, one that
    leaves it open, one that is silent."""
    verdicts = {fit(asked.requirement, *told(document, line), same_thing) for line in lines}
    if all(_denies(asked, document, line) for line in lines):
        return "denied"
    if {"meets", "fails"} <= verdicts:
        return "unclear"
    ranked: tuple[Fit, ...] = ("meets", "fails", "unclear", "silent")
    return next((verdict for verdict in ranked if verdict in verdicts), "unknown")


def _denies(asked: Asked, document: Document, line: Line) -> bool:
    """Whether the clause of ``line`` that names most of the requirement says it cannot be had, or the clause behind
    it, or the row it is."""
    if is_refused(document, line):
        return True
    cut = clauses(line.text, Span(start=0, end=len(line.text)))
    parts = [part.of(line.text) for part in cut] or [line.text]
    most = max(range(len(parts)), key=lambda at: overlap(asked.clause, features(parts[at])).shared)
    behind = parts[most + 1] if most + 1 < len(parts) and goes_on_denying(parts[most + 1]) else ""
    return denies(f"{parts[most]}{behind}", asked.clause)


def _in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.statement.span.start))


def _sibling_only(subject: Subject, asked: Asked, candidate: Candidate, line: Line) -> bool:
    """The document speaks of a sibling of what the need asks for, and this line not of the thing itself."""
    if not conflicts(subject.text, titles(candidate.source, candidate.document)):
        return False
    return not any(same_code(c, other) for c in model_codes(asked.sentence) for other in line.codes)


def _carries(asked: Asked, candidate: Candidate, line: Line, subject: Subject) -> tuple[float, str] | None:
    """(score, why) when a line names what the requirement is about."""
    common = features(asked.sentence).keys() & line.features.keys()
    if not common and not line.quantities:
        return None
    exact = sorted(c for c in asked.codes if any(same_code(c, given) for given in line.codes))
    if exact and len(common) > 1:
        return 3.0, f"code:{exact[0]}"
    if candidate.source.kind == "product" and not candidate.likeness:
        return None
    related = bool(candidate.likeness) or candidate.general
    if related and line.quantities and _same_thing(asked, line):
        alike = same_indicator(asked.requirement, line.text, line.context) or same_indicator(
            asked.requirement, *told(candidate.document, line)
        )
        if alike and not speaks_of_another(line, subject):
            return 2.0 + min(1.0, len(common) / 4), f"indicator:{asked.requirement.topic}"
    best = named_object(asked, line, OBJECT_SHARE if related else ALONE_SHARE)
    if best is not None:
        return 1.0 + best.share, "terms:" + ",".join(best.terms[:4])
    return None


def _same_thing(asked: Asked, line: Line) -> bool:
    """An indicator of any project needs no more; another needs the thing it is an indicator of (退货 800 件)."""
    wanted = comparable(asked.measured, line.features)
    return of_project(asked.requirement) or not wanted or bool(wanted & features(line.text).keys())


def speaks_of_another(line: Line, subject: Subject) -> bool:
    """Whether a line speaks of models the need knows nothing of."""
    models = frozenset(code for code in line.codes if re.search(r"\d", code))
    return bool(models) and not models & subject.named


def _of_other_products(line: Line, subject: Subject) -> bool:
    """Whether an answer about the house opens with a name the need does not know (“WMS 提供…”)."""
    opening = codes(" ".join(line.text.split()[:2])[:_OPENING])
    return bool(opening) and not opening & subject.named


def _under_heading(
    section: TemplateSection, candidate: Candidate, block: ReadBlock, subject: Subject
) -> Evidence | None:
    wanted = features(subject.text)
    scored = []
    for line in block.lines:
        if conflicts(subject.text, line.text) or (candidate.past_deal and tells_of_customer(line)):
            continue
        if is_refused(candidate.document, line):
            continue
        if candidate.general and overlap(subject.text, line.features).shared < 2:
            continue
        if _CHANGE_NOTE.search(line.text) or (section.layers and _of_other_products(line, subject)):
            continue
        shared = sum(1 for term in features(line.text) if term in wanted)
        topical = any(fold(word) in fold(line.text) for word in section.words)
        scored.append((shared + 0.5 * min(2, len(line.quantities)) + 0.5 * topical, line))
    if not scored:
        return None
    document_block = candidate.document.blocks[block.index]
    most = 3 if document_block.kind == "list" else 2
    best = sorted(scored, key=lambda entry: (-entry[0], entry[1].statement.span.start))[:most]
    kept = _in_order([line for _, line in best])
    heading = kept[0].statement.headings[-1] if kept[0].statement.headings else ""
    score = candidate.likeness.share * 4 + best[0][0] / 4
    return Evidence(candidate, block.index, kept, score, f"heading:{heading}")
