"""Which block of evidence answers which requirement, decided for the whole draft: no block is quoted twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.drafting.evidence.asked import Asked
from assistant.drafting.evidence.blocks import Evidence, by_meaning, for_requirement
from assistant.drafting.evidence.candidates import Candidate, languages_first
from assistant.drafting.evidence.fit import UNPROVEN
from assistant.drafting.evidence.meaning import Meaning, Nearness
from assistant.drafting.evidence.parts import parts_of, untold
from assistant.drafting.evidence.points import says_the_same
from assistant.drafting.evidence.reading import Line
from assistant.drafting.evidence.subject import Subject
from assistant.drafting.template import Template, TemplateSection
from assistant.drafting.words.terms import rarities

MOST_POINTS = 6
"""Points of one section."""
MOST_LINES = 4
"""Lines of one block that one point quotes."""
_TRIED = 8
SPECIAL = frozenset({"background", "requirements", "cost", "cases", "questions"})
"""Sections that are not answered by quoting evidence for each requirement."""


@dataclass
class Quoted:
    """A block that will be quoted: in which section, its lines, and the requirements it answers."""

    section: str
    evidence: Evidence
    answers: list[int]


@dataclass
class Plan:
    """Quoted blocks by their key, requirements that stay open, and those that only found too little."""

    quoted: dict[tuple[str, int], Quoted] = field(default_factory=dict)
    evidence: dict[int, list[Evidence]] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    short: set[int] = field(default_factory=set)
    partly: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Requirements that list several things, with those of them nothing that is quoted tells."""

    def of(self, section: str) -> list[Quoted]:
        """What ``section`` quotes, in the order of the requirements answered."""
        return sorted((q for q in self.quoted.values() if q.section == section), key=lambda q: min(q.answers))

    def room(self, section: str) -> bool:
        return sum(quoted.section == section for quoted in self.quoted.values()) < MOST_POINTS


def plan(
    asked: Sequence[Asked],
    found: Sequence[Candidate],
    subject: Subject,
    template: Template,
    nearness: Nearness,
) -> Plan:
    """Evidence for every requirement in order; what meets it before what may, and that before what falls short,
    own language first."""
    made = Plan()
    told = rarities([line.features for one in found for block in one.blocks for line in block.lines])
    asked = [replace(one, rarity=told) for one in asked]
    sections = {section.heading: section for section in template.sections if section.key not in SPECIAL}
    meaning = Meaning([one.clause for one in asked], found, nearness)
    for index, one in enumerate(asked):
        section = sections.get(one.requirement.section or "")
        if section is not None:
            made.evidence[index] = _evidence((index, one), found, subject, template, meaning)
    for index in sorted(made.evidence, key=lambda index: not _is_proven(made.evidence[index])):
        if index not in made.answered:
            routed = sections[asked[index].requirement.section or ""]
            _quote(made, index, routed, {section.key: section for section in sections.values()})
    for index in sorted(made.answered):
        _complete(made, index, asked[index], sections)
    made.answered -= made.partly.keys()
    made.short -= made.answered
    return made


def _evidence(
    which: tuple[int, Asked],
    found: Sequence[Candidate],
    subject: Subject,
    template: Template,
    meaning: Meaning,
) -> list[Evidence]:
    """What names the requirement's object and does not mean something else, and what stands out by its meaning."""
    index, asked = which
    section = next(s for s in template.sections if s.heading == asked.requirement.section)
    evidence: list[Evidence] = []
    for group in languages_first(found, subject.language):
        named = for_requirement(asked, group, subject, section, template)
        named = [*_witnessed(named[:_TRIED], index, group, meaning), *named[_TRIED:]]
        meant = by_meaning(asked, meaning.outstanding(index, group), subject, section, template)
        known = {(e.key, line.statement.span) for e in named for line in e.lines}
        meant = [e for e in meant if not all((e.key, line.statement.span) in known for line in e.lines)]
        evidence += [_as_delivered(e) for e in [*named, *meant]]
        if any(choice.fit != "silent" for choice in evidence):
            break
    return sorted(evidence, key=lambda choice: (choice.fit in UNPROVEN, choice.fit == "fails"))


def _witnessed(
    named: Sequence[Evidence], index: int, group: Sequence[Candidate], meaning: Meaning
) -> list[Evidence]:
    """What names the requirement by words alone: nothing where its meaning says otherwise, and ``silent``, unless it
    meets a figure, where its meaning is not clearly near."""
    kept = []
    for choice in named:
        if not choice.by_words or choice.fit == "meets":
            kept.append(choice)
        elif not meaning.contradicts(index, choice.lines):
            near = meaning.supports(index, choice.lines, group)
            kept.append(choice if near else replace(choice, fit="silent"))
    return kept


def _as_delivered(evidence: Evidence) -> Evidence:
    """A figure offered to another customer in a bid that was not won or is not signed was never delivered: it
    shows what was promised and proves nothing by itself."""
    candidate = evidence.candidate
    promised = candidate.past_deal and candidate.outcome in ("lost", "withdrawn", "open")
    return replace(evidence, fit="unclear") if promised and evidence.fit == "meets" else evidence


def _is_proven(choices: Sequence[Evidence]) -> bool:
    """Whether any of ``choices`` answers: such requirements are served first, what falls short takes what is left."""
    return any(choice.fit not in UNPROVEN for choice in choices)


def _quote(made: Plan, index: int, routed: TemplateSection, sections: Mapping[str, TemplateSection]) -> None:
    telling = [choice for choice in made.evidence[index] if choice.fit != "silent"]
    places = ((c, sections.get(c.home or "", routed)) for c in telling[:_TRIED])
    chosen = next(((c, place) for c, place in places if _fits_in(made, c, place)), None)
    if chosen is None:
        if telling and not _is_proven(telling):
            made.short.add(index)
        return
    choice, section = chosen
    unproven = choice.fit in UNPROVEN
    shared = [index] if unproven else [i for i in made.evidence if _also(made, choice, i)] or [index]
    _put(made, choice, section, shared)
    (made.short if unproven else made.answered).update(shared)


def _put(made: Plan, choice: Evidence, section: TemplateSection, answers: list[int]) -> None:
    before = made.quoted.get(choice.key)
    if before is None:
        made.quoted[choice.key] = Quoted(section.key, choice, answers)
    else:
        before.evidence = merged(before.evidence, choice)
        before.answers += [index for index in answers if index not in before.answers]


def _complete(made: Plan, index: int, asked: Asked, sections: Mapping[str, TemplateSection]) -> None:
    """Quote more where one block tells only some of the things a requirement lists; note what stays untold."""
    parts = parts_of(asked.requirement.text) if asked.requirement.value is None else ()
    missing = untold(parts, _lines_for(made, index))
    keys = {section.key: section for section in sections.values()}
    routed = sections[asked.requirement.section or ""]
    for choice in made.evidence[index][: _TRIED if missing else 0]:
        place = keys.get(choice.home or "", routed)
        if choice.fit in UNPROVEN or len(untold(missing, choice.lines)) == len(missing):
            continue
        if _fits_in(made, choice, place):
            _put(made, choice, place, [index])
            missing = untold(missing, choice.lines)
    if missing:
        made.partly[index] = missing


def _lines_for(made: Plan, index: int) -> list[Line]:
    """The lines quoted for a requirement."""
    return [line for q in made.quoted.values() if index in q.answers for line in q.evidence.lines]


def _fits_in(made: Plan, choice: Evidence, section: TemplateSection) -> bool:
    """There is room for a new block, or for more lines of one that is quoted already."""
    before = made.quoted.get(choice.key)
    if before is not None:
        clear = not UNPROVEN & {choice.fit, before.evidence.fit}
        return clear and len(merged(before.evidence, choice).lines) <= MOST_LINES
    words = said(choice)
    return made.room(section.key) and not any(
        says_the_same(words, said(q.evidence)) for q in made.quoted.values()
    )


def _also(made: Plan, choice: Evidence, index: int) -> bool:
    """Whether the same lines answer requirement ``index`` too."""
    if index in made.answered:
        return False
    return any(
        e.key == choice.key and e.lines == choice.lines and e.fit not in UNPROVEN
        for e in made.evidence[index]
    )


def said(evidence: Evidence) -> str:
    """The words of its lines."""
    return " ".join(line.text for line in evidence.lines)


def merged(first: Evidence, second: Evidence) -> Evidence:
    """Two choices of one block as one, their lines in reading order."""
    lines = {line.statement.span: line for line in (*first.lines, *second.lines)}
    return replace(first, lines=tuple(lines[span] for span in sorted(lines, key=lambda span: span.start)))
