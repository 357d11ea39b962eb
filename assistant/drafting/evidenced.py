"""Sections that quote the record: what answers each requirement, what past work says besides, and gaps."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.evidence.answers import MOST_POINTS
from assistant.drafting.evidence.blocks import Evidence, for_section
from assistant.drafting.evidence.candidates import Candidate, languages_first
from assistant.drafting.evidence.columns import told
from assistant.drafting.evidence.fit import UNPROVEN, fit
from assistant.drafting.evidence.points import is_repeated, point_of
from assistant.drafting.phrases import clipped
from assistant.drafting.template import TemplateSection
from assistant.drafting.words.topics import topic_named
from assistant.drafting.work import Work, section_with
from assistant.grounding.cite import label
from assistant.grounding.mask import masked
from knowledge.presales import Gap, Point, Requirement, Section

MOST_GAPS = 12
MOST_FROM_ONE_DOCUMENT = 2
MOST_PLACES = 2
_TOO_LITTLE = frozenset({"fails", "unclear", "denied"})
_OWN_SITE = frozenset({"area"})
"""Indicators that describe the customer's site: nothing of ours answers them."""


def evidenced(work: Work, section: TemplateSection) -> Section:
    """Requirements in order, each with its evidence or a gap; then what past work says under such headings."""
    points, gaps = _answers(work, section)
    points += _more(work, section, points)
    work.points += points
    if not points and not gaps:
        text, ask = work.phrases.empty_section(section.heading, section.purpose)
        gaps.append(Gap(text=text, ask=ask, whom=section.whom))
    return section_with(section, points=tuple(points), gaps=tuple(gaps))


def _answers(work: Work, section: TemplateSection) -> tuple[list[Point], list[Gap]]:
    points = []
    for quoted in work.plan.of(section.key):
        answers = tuple(index for index in quoted.answers if index not in work.plan.partly)
        point = point_of(quoted.evidence, work.register, work.phrases, answers)
        if point is not None:
            points.append(point)
    open_ones = [
        i
        for i in work.routed_to(section)
        if i not in work.plan.answered and not _describes_site(work.requirements[i])
    ]
    return points, _gaps(work, section, open_ones)


def _describes_site(requirement: Requirement) -> bool:
    topic = topic_named(requirement.topic)
    return topic is not None and topic.key in _OWN_SITE


def _gaps(work: Work, section: TemplateSection, open_ones: Sequence[int]) -> list[Gap]:
    """One gap per statement that nothing answers, naming what to ask and whom."""
    grouped: dict[str, list[int]] = {}
    for index in open_ones:
        grouped.setdefault(work.requirements[index].text, []).append(index)
    gaps = []
    listed = list(grouped.values())
    for indexes in listed[:MOST_GAPS]:
        first = work.requirements[indexes[0]]
        text, ask = work.phrases.unanswered(first, any(i in work.plan.short for i in indexes))
        text += _seen(work, indexes)
        untold = next((work.plan.partly[i] for i in indexes if i in work.plan.partly), ())
        if untold:
            text, ask = work.phrases.partly_answered(first, untold)
        left = None if untold else _left(work, indexes)
        if left is not None:
            text = _elsewhere(work, first, left)
        gaps.append(Gap(text=text, ask=ask, whom=_whom(section, left), answers=tuple(indexes)))
    rest = tuple(index for indexes in listed[MOST_GAPS:] for index in indexes)
    return [*gaps, _rest(work, section, rest)] if rest else gaps


def _rest(work: Work, section: TemplateSection, rest: tuple[int, ...]) -> Gap:
    """The requirements past a readable list of gaps, as one: they stand in the requirement table."""
    first = clipped(work.requirements[rest[0]].text, 50)
    return Gap(
        text=work.phrases.say(
            f"“{first}”等其余要求：资料中没有依据，见需求清单。",
            f"“{first}” and the other requirements of this section: no evidence, see the list of requirements.",
        ),
        ask=work.phrases.say(
            "需求清单中其余各条如何满足？", "How do we meet the remaining requirements of the list?"
        ),
        whom=section.whom,
        answers=rest,
    )


def _left(work: Work, indexes: Sequence[int]) -> Evidence | None:
    """Evidence for a gap's requirements that is not quoted: there was no room, or it gives no figure."""
    if any(i in work.plan.short for i in indexes):
        return None
    left = [e for i in indexes for e in work.plan.evidence.get(i, ())]
    best = next((e for e in left if e.fit not in UNPROVEN), None)
    return best or next((e for e in left if e.fit == "silent"), None)


def _seen(work: Work, indexes: Sequence[int]) -> str:
    """Where what falls short, or does not prove the requirement, stands."""
    if not any(i in work.plan.short for i in indexes):
        return ""
    telling = (e for i in indexes for e in work.plan.evidence.get(i, ()) if e.fit in _TOO_LITTLE)
    places = dict.fromkeys(_place(work, evidence) for evidence in telling)
    where = work.phrases.say("、", ", ").join([*places][:MOST_PLACES])
    return work.phrases.say(f"见：{where}。", f" See {where}.")


def _place(work: Work, evidence: Evidence) -> str:
    """The file and place of the first line of ``evidence``, without names of other customers."""
    candidate = evidence.candidate
    where = label(candidate.document, evidence.lines[0].statement.span, candidate.source)
    home = (candidate.document.id,)
    return masked(where, work.register, work.phrases.language, prices=False, documents=home)


def _elsewhere(work: Work, requirement: Requirement, left: Evidence) -> str:
    """What a gap says of evidence that is not quoted, and where it stands."""
    where = _place(work, left)
    quote = clipped(requirement.text)
    if left.fit == "silent" and requirement.value is None:
        return work.phrases.say(
            f"“{quote}”：资料中有相近的内容，是否就是所要的请核对：{where}。",
            f"“{quote}”: the record speaks of something near; check whether it is what is asked: {where}.",
        )
    if left.fit == "silent":
        return work.phrases.say(
            f"“{quote}”：资料谈到此事，但没有可比的数值，见：{where}。",
            f"“{quote}”: the record speaks of it and gives no comparable figure, see {where}.",
        )
    return work.phrases.say(
        f"“{quote}”，本节篇幅已满，可参考：{where}。", f"“{quote}”; no room left here, see {where}."
    )


def _whom(section: TemplateSection, evidence: Evidence | None) -> str:
    owner = evidence.candidate.source.owner if evidence else "local"
    return owner if owner != "local" else section.whom


def _heard(work: Work) -> list[Candidate]:
    """Who may speak to a section unasked: our own product texts, and past projects quoted for something
    the need asks or of its industry or products. A project that merely shares words has nothing to say."""
    answering = {quoted.evidence.candidate.document.id for quoted in work.plan.quoted.values()}
    return [
        candidate
        for candidate in work.found
        if not candidate.past_deal
        or candidate.likeness.same_industry
        or candidate.likeness.same_product
        or candidate.document.id in answering
    ]


def _promises_less(work: Work, section: TemplateSection, evidence: Evidence) -> bool:
    """Whether a figure of it falls short of what the section is asked for: nobody offers that unasked."""
    document = evidence.candidate.document
    return any(
        fit(requirement, *told(document, line)) == "fails"
        for line in evidence.lines
        if line.quantities
        for requirement in work.requirements
        if requirement.value and requirement.section == section.heading
    )


def _more(work: Work, section: TemplateSection, points: Sequence[Point]) -> list[Point]:
    """Points from blocks under the section's headings, own language first, few from one document."""
    added: list[Point] = []
    own, other = languages_first(_heard(work), work.need.language)
    for group in (own, other):
        if group is other and (added or points):
            break
        for evidence in for_section(section, work.template, group, work.subject):
            if len(points) + len(added) >= MOST_POINTS:
                return added
            here = evidence.candidate.document.id
            said = sum(p.citations[0].document_id == here for p in added)
            if (
                evidence.key in work.used
                or said >= MOST_FROM_ONE_DOCUMENT
                or _promises_less(work, section, evidence)
            ):
                continue
            point = point_of(evidence, work.register, work.phrases)
            if point is not None and not is_repeated(point, [*work.points, *points, *added]):
                work.used.add(evidence.key)
                added.append(point)
    return added
