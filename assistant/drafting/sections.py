"""One section of a draft at a time: points that answer requirements, points under its headings, gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.drafting.architecture import component_table
from assistant.drafting.asked import Asked
from assistant.drafting.candidates import Candidate, languages_first
from assistant.drafting.cases import reasons, similar_cases
from assistant.drafting.evidence import Evidence, for_requirement, for_section
from assistant.drafting.facts import states
from assistant.drafting.fit import topic_named
from assistant.drafting.phrases import Phrases, clipped, shown_value
from assistant.drafting.points import is_repeated, point_of, says_the_same
from assistant.drafting.pricing import cost_table
from assistant.drafting.routing import SUBMISSION
from assistant.drafting.subject import Subject
from assistant.drafting.template import Template, TemplateSection, filled
from assistant.drafting.terms import model_codes
from assistant.grounding.cite import label
from assistant.grounding.mask import masked
from assistant.grounding.names import Register
from knowledge.presales import Deal, Gap, Need, OutlineTable, Point, Requirement, Section

MOST_POINTS = 6
MOST_GAPS = 12
MOST_LINES = 4
"""Lines of one block that one point quotes."""
MOST_FROM_ONE_DOCUMENT = 2
_OWN_SITE = frozenset({"area"})
"""Indicators that describe the customer's site: nothing of ours answers them."""


@dataclass
class Draft:
    """What the sections of one draft share; ``used`` blocks serve no second time."""

    need: Need
    requirements: tuple[Requirement, ...]
    template: Template
    subject: Subject
    found: tuple[Candidate, ...]
    register: Register
    phrases: Phrases
    facts: dict[str, str | None]
    asked: tuple[Asked, ...] = ()
    deals: Sequence[Deal] = ()
    used: set[tuple[str, int]] = field(default_factory=set)
    points: list[Point] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def routed_to(self, section: TemplateSection) -> list[int]:
        """Indexes of the requirements ``section`` answers, in the need's order."""
        return [i for i, r in enumerate(self.requirements) if r.section == section.heading]


def draft_section(draft: Draft, section: TemplateSection) -> Section:
    """``section`` with its opening, points, gaps and tables."""
    builders: dict[str, Callable[[Draft, TemplateSection], Section]] = {
        "background": _background,
        "requirements": _requirements,
        "cost": _cost,
        "cases": _cases,
        "questions": _questions,
    }
    built = builders.get(section.key, _evidenced)(draft, section)
    opening = tuple(
        Point(text=text, basis="template")
        for sentence in section.opening
        if (text := filled(sentence, draft.facts)) is not None
    )
    gaps = (*built.gaps, *_unstated(draft, section))
    return built.model_copy(update={"points": (*opening, *built.points), "gaps": gaps})


def _section(section: TemplateSection, **parts: object) -> Section:
    return Section.model_validate({"heading": section.heading, "key": section.key, **parts})


def _unstated(draft: Draft, section: TemplateSection) -> list[Gap]:
    phrases = draft.phrases
    customer = phrases.say("客户", "customer")
    names = {"pains": ("痛点", "pain points"), "deployment": ("部署方式", "deployment"), "budget": ("预算", "budget"),
             "schedule": ("工期", "schedule")}  # fmt: skip
    return [
        Gap(
            text=phrases.unstated(phrases.say(*names.get(fact.topic, (fact.topic, fact.topic)))),
            ask=fact.ask,
            whom=customer,
        )
        for fact in section.facts
        if not states(draft.need, fact.topic)
    ]


def _background(draft: Draft, section: TemplateSection) -> Section:
    """What the customer says about itself, pains included, in its words and order."""
    need = draft.need
    told = [span for span in need.background if len(span) >= 8]
    pains = [span for span in told if span in need.pains][: MOST_POINTS - 2]
    facts = [span for span in told if span not in need.pains][: MOST_POINTS - len(pains)]
    kept = sorted([*facts, *pains], key=lambda span: span.start)
    points = [Point(text=" ".join(span.of(need.text).split()), basis="need") for span in kept]
    return _section(section, points=tuple(points))


def _requirements(draft: Draft, section: TemplateSection) -> Section:
    phrases = draft.phrases
    header = phrases.say("序号|需求|指标|回应章节", "No.|Requirement|Value|Answered in").split("|")
    rows = tuple(
        (str(number), clipped(r.text, 160), shown_value(r, phrases.language), r.section or "")
        for number, r in enumerate(draft.requirements, start=1)
    )
    title = phrases.say("需求清单", "Requirements")
    tables = (OutlineTable(title=title, header=tuple(header), rows=rows),) if rows else ()
    asked = tuple(i for i, r in enumerate(draft.requirements) if r.topic in SUBMISSION)
    gaps = [_submission_gap(draft, asked)] if asked else []
    if not rows:
        text = phrases.say(
            "需求文件中没有识别出明确的要求。", "no explicit requirement was found in the need."
        )
        ask = phrases.say(
            "请客户给出功能、性能、工期、预算方面的具体要求。",
            "What are the functions, figures, dates and budget required?",
        )
        gaps.append(Gap(text=text, ask=ask, whom=section.whom))
    return _section(section, tables=tables, gaps=tuple(gaps))


def _submission_gap(draft: Draft, asked: tuple[int, ...]) -> Gap:
    phrases = draft.phrases
    quotes = [f"“{clipped(draft.requirements[i].text, 50)}”" for i in asked[:3]]
    more = phrases.say("等", ", …") if len(asked) > len(quotes) else ""
    return Gap(
        text=phrases.say("应答文件本身的要求 ", "requirements on the response itself: ")
        + phrases.say("、", ", ").join(quotes)
        + more,
        ask=phrases.say("由谁准备应答文件，何时提交？", "Who prepares the response, and by when?"),
        whom=phrases.say("投标负责人", "bid manager"),
        answers=asked,
    )


def _evidenced(draft: Draft, section: TemplateSection) -> Section:
    """Requirements in order, each with its evidence or a gap; then what past work says under such headings."""
    points, gaps = _answers(draft, section)
    points += _more(draft, section, points)
    draft.points += points
    if not points and not gaps:
        text, ask = draft.phrases.empty_section(section.heading, section.purpose)
        gaps.append(Gap(text=text, ask=ask, whom=section.whom))
    return _section(section, points=tuple(points), gaps=tuple(gaps))


def with_components(draft: Draft) -> tuple[Section, ...]:
    """The sections with the component table, made of what architecture and deployment cite."""
    products = tuple(dict.fromkeys(p for c in draft.found for p in c.source.products))
    layered = {section.key: section.layers for section in draft.template.sections if section.layers}
    cited = [p for s in draft.sections if s.key in (*layered, "deployment") for p in s.points]
    done = []
    for section in draft.sections:
        layers = layered.get(section.key)
        table = component_table(cited, layers, products, draft.register, draft.phrases) if layers else None
        done.append(section.model_copy(update={"tables": (*section.tables, table)}) if table else section)
    return tuple(done)


def _answers(draft: Draft, section: TemplateSection) -> tuple[list[Point], list[Gap]]:
    asked = [i for i in draft.routed_to(section) if not _describes_site(draft.requirements[i])]
    evidence = {i: _evidence_for(draft, section, i) for i in asked}
    chosen: dict[tuple[str, int], tuple[Evidence, list[int]]] = {}
    answered: set[int] = set()
    for index in asked:
        if index in answered:
            continue
        choice = _choice(draft, evidence[index], chosen)
        if choice is None:
            continue
        before = chosen.get(choice.key)
        shared = [i for i in asked if i not in answered and _also_answers(choice, evidence[i])] or [index]
        merged = _merged(before[0], choice) if before else choice
        chosen[choice.key] = (merged, [*(before[1] if before else []), *shared])
        if choice.fit != "fails":
            answered.update(shared)
    short = {i for choice, indexes in chosen.values() if choice.fit == "fails" for i in indexes}
    points = []
    for key, (choice, indexes) in chosen.items():
        point = point_of(choice, draft.register, draft.phrases, tuple(indexes))
        draft.used.add(key)
        if point is not None:
            points.append(point)
    return points, _gaps(draft, section, [i for i in asked if i not in answered], evidence, short)


def _choice(
    draft: Draft, evidence: Sequence[Evidence], chosen: dict[tuple[str, int], tuple[Evidence, list[int]]]
) -> Evidence | None:
    """The best evidence there is room for: a new block, or one this section quotes already."""
    for choice in evidence[:8]:
        before = chosen.get(choice.key)
        if before is not None:
            if (
                "fails" not in (choice.fit, before[0].fit)
                and len(_merged(before[0], choice).lines) <= MOST_LINES
            ):
                return choice
        elif (
            choice.key not in draft.used
            and len(chosen) < MOST_POINTS
            and not _said_before(draft, choice, chosen)
        ):
            return choice
    return None


def _said_before(
    draft: Draft, choice: Evidence, chosen: dict[tuple[str, int], tuple[Evidence, list[int]]]
) -> bool:
    words = draft.phrases.join([line.text for line in choice.lines])
    others = [draft.phrases.join([line.text for line in other.lines]) for other, _ in chosen.values()]
    quoted = [draft.phrases.join([c.quote for c in point.citations]) for point in draft.points]
    return any(says_the_same(words, other) for other in (*others, *quoted))


def _merged(first: Evidence, second: Evidence) -> Evidence:
    """Two choices of one block as one, their lines in reading order."""
    lines = {line.statement.span: line for line in (*first.lines, *second.lines)}
    ordered = tuple(lines[span] for span in sorted(lines, key=lambda span: span.start))
    return replace(first, lines=ordered)


def _describes_site(requirement: Requirement) -> bool:
    topic = topic_named(requirement.topic)
    return topic is not None and topic.key in _OWN_SITE


def _evidence_for(draft: Draft, section: TemplateSection, index: int) -> list[Evidence]:
    """The requirement's evidence: what meets it before what falls short, own language before others."""
    for group in languages_first(draft.found, draft.need.language):
        found = for_requirement(draft.asked[index], group, draft.subject, section)
        if found:
            return sorted(found, key=lambda evidence: evidence.fit == "fails")
    return []


def _usable(draft: Draft, evidence: Sequence[Evidence]) -> list[Evidence]:
    return [e for e in evidence if e.key not in draft.used][:8]


def _also_answers(choice: Evidence, evidence: Sequence[Evidence]) -> bool:
    return any(e.key == choice.key and e.lines == choice.lines and e.fit != "fails" for e in evidence)


def _gaps(
    draft: Draft,
    section: TemplateSection,
    open_ones: Sequence[int],
    evidence: dict[int, list[Evidence]],
    short: set[int],
) -> list[Gap]:
    """One gap per statement that nothing answers, naming what to ask and whom."""
    grouped: dict[str, list[int]] = {}
    for index in open_ones:
        grouped.setdefault(draft.requirements[index].text, []).append(index)
    gaps = []
    listed = list(grouped.values())
    for indexes in listed[:MOST_GAPS]:
        first = draft.requirements[indexes[0]]
        text, ask = draft.phrases.unanswered(first, any(i in short for i in indexes))
        left = next((e for i in indexes for e in _usable(draft, evidence[i]) if e.fit != "fails"), None)
        if left is not None and not any(i in short for i in indexes):
            text = _left_out(draft, first, left)
        gaps.append(Gap(text=text, ask=ask, whom=_whom(section, left), answers=tuple(indexes)))
    rest = tuple(index for indexes in listed[MOST_GAPS:] for index in indexes)
    return [*gaps, _rest(draft, section, rest)] if rest else gaps


def _rest(draft: Draft, section: TemplateSection, rest: tuple[int, ...]) -> Gap:
    """The requirements past a readable list of gaps, as one: they stand in the requirement table."""
    first = clipped(draft.requirements[rest[0]].text, 50)
    return Gap(
        text=draft.phrases.say(
            f"“{first}”等其余要求：资料中没有依据，见需求清单。",
            f"“{first}” and the other requirements of this section: no evidence, see the list of requirements.",
        ),
        ask=draft.phrases.say(
            "需求清单中其余各条如何满足？", "How do we meet the remaining requirements of the list?"
        ),
        whom=section.whom,
        answers=rest,
    )


def _left_out(draft: Draft, requirement: Requirement, left: Evidence) -> str:
    source = left.candidate.source
    where = label(left.candidate.document, left.lines[0].statement.span, source)
    where = masked(where, draft.register, draft.phrases.language, prices=False)
    quote = clipped(requirement.text)
    return draft.phrases.say(
        f"“{quote}”，本节篇幅已满，可参考：{where}。", f"“{quote}”; no room left here, see {where}."
    )


def _whom(section: TemplateSection, evidence: Evidence | None) -> str:
    owner = evidence.candidate.source.owner if evidence else "local"
    return owner if owner != "local" else section.whom


def _more(draft: Draft, section: TemplateSection, points: Sequence[Point]) -> list[Point]:
    """Points from blocks under the section's headings, own language first, few from one document."""
    added: list[Point] = []
    own, other = languages_first(draft.found, draft.need.language)
    for group in (own, other):
        if group is other and (added or points):
            break
        for evidence in for_section(section, draft.template, group, draft.subject):
            if len(points) + len(added) >= MOST_POINTS:
                return added
            here = evidence.candidate.document.id
            said = sum(p.citations[0].document_id == here for p in added)
            if evidence.key in draft.used or said >= MOST_FROM_ONE_DOCUMENT:
                continue
            point = point_of(evidence, draft.register, draft.phrases)
            if point is not None and not is_repeated(point, [*draft.points, *points, *added]):
                draft.used.add(evidence.key)
                added.append(point)
    return added


def _cost(draft: Draft, section: TemplateSection) -> Section:
    phrases = draft.phrases
    named = _priced_models(draft)
    table = cost_table(draft.need, draft.found, named, phrases)
    asked = tuple(draft.routed_to(section))
    whole = table is not None and not any(phrases.to_fill in cell for row in table.rows for cell in row)
    gaps = []
    if table is None:
        text = phrases.say(
            "需求中没有能与价格表对应的数量和产品。",
            "no quantity and product of the need matches a price list.",
        )
        ask = phrases.say(
            "请给出配置清单（产品型号与数量）和报价依据。", "Which models, how many, and at what price?"
        )
        gaps.append(Gap(text=text, ask=ask, whom=section.whom, answers=asked))
    elif not whole:
        text = phrases.say(
            "成本表中有数量或单价没有依据，合计未给出。",
            "some quantities or prices have no evidence; no total is given.",
        )
        ask = phrases.say(
            "请补充缺少的数量与单价，并核对是否在预算内。",
            "Which quantities and prices are missing, and does the total fit the budget?",
        )
        gaps.append(Gap(text=text, ask=ask, whom=section.whom, answers=asked))
    return _section(section, tables=(table,) if table else (), gaps=tuple(gaps))


def _priced_models(draft: Draft) -> list[str]:
    """Models the architecture and deployment cite, then products of past projects about the same subject."""
    built = [p for s in draft.sections if s.key in ("architecture", "deployment") for p in s.points]
    cited = [code.upper() for p in built for c in p.citations for code in sorted(model_codes(c.quote))]
    similar = sorted(
        (c for c in draft.found if c.past_deal and c.likeness and not c.lost), key=lambda c: -c.likeness.share
    )
    used = [product for c in similar[:1] for product in c.source.products]
    return [*used, *cited] if used else cited


def _cases(draft: Draft, section: TemplateSection) -> Section:
    asked = tuple(draft.routed_to(section))
    points: list[Point] = []
    own, other = languages_first(draft.found, draft.need.language)
    for group in (own, other):
        if points:
            break
        for evidence, won in similar_cases(
            section, draft.template, group, draft.subject, draft.deals, draft.used
        ):
            point = point_of(evidence, draft.register, draft.phrases, asked)
            if point is None or is_repeated(point, [*draft.points, *points]):
                continue
            draft.used.add(evidence.key)
            why = reasons(evidence, won, draft.phrases)
            mark = draft.phrases.say(f"【{why}】", f"[{why}] ")
            points.append(point.model_copy(update={"text": mark + point.text}))
    draft.points += points
    gaps: tuple[Gap, ...] = ()
    if not points:
        text, ask = draft.phrases.empty_section(section.heading, section.purpose)
        gaps = (Gap(text=text, ask=ask, whom=section.whom, answers=asked),)
    return _section(section, points=tuple(points), gaps=gaps)


def _questions(draft: Draft, section: TemplateSection) -> Section:
    """Every gap of the sections before, as questions by whom they go to."""
    asked = [(gap.whom, gap.ask, done.heading) for done in draft.sections for gap in done.gaps]
    if not asked:
        return _section(section)
    order = list(dict.fromkeys(whom for whom, *_ in asked))
    rows = tuple(sorted(dict.fromkeys(asked), key=lambda row: order.index(row[0])))
    header = draft.phrases.say("问谁|问题|章节", "Whom|Question|Section").split("|")
    title = draft.phrases.say("待确认问题清单", "Open questions")
    return _section(section, tables=(OutlineTable(title=title, header=tuple(header), rows=rows),))
