"""One section of a draft at a time: its opening, what it says, and what it has to ask."""

from __future__ import annotations

from collections.abc import Callable

from assistant.drafting.evidenced import evidenced
from assistant.drafting.facts import states
from assistant.drafting.offer.architecture import component_table
from assistant.drafting.offered import cases, cost
from assistant.drafting.stated import background, questions, requirements
from assistant.drafting.template import TemplateSection, filled
from assistant.drafting.work import Work
from assistant.grounding.mask import unnamed
from knowledge.presales import Gap, Point, Section

_BUILDERS: dict[str, Callable[[Work, TemplateSection], Section]] = {
    "background": background,
    "requirements": requirements,
    "cost": cost,
    "cases": cases,
    "questions": questions,
}
_FACTS = {
    "pains": ("痛点", "pain points"),
    "deployment": ("部署方式", "deployment"),
    "budget": ("预算", "budget"),
    "schedule": ("工期", "schedule"),
}


def draft_section(work: Work, section: TemplateSection) -> Section:
    """``section`` with its opening, points, gaps and tables."""
    built = _BUILDERS.get(section.key, evidenced)(work, section)
    opening = tuple(
        Point(text=text, basis="template")
        for sentence in section.opening
        if (text := filled(sentence, work.facts)) is not None
    )
    gaps = (*built.gaps, *_whose_it_is(work, section), *_unstated(work, section))
    return _unnamed(work, built.model_copy(update={"points": (*opening, *built.points), "gaps": gaps}))


def _unnamed(work: Work, section: Section) -> Section:
    """``section`` with the other customers the need itself names masked: its words go on to be copied."""

    def said(text: str) -> str:
        return unnamed(text, work.register, work.phrases.language)

    return section.model_copy(
        update={
            "points": tuple(
                point.model_copy(update={"text": said(point.text)}) if point.basis != "source" else point
                for point in section.points
            ),
            "gaps": tuple(
                gap.model_copy(update={"text": said(gap.text), "ask": said(gap.ask)}) for gap in section.gaps
            ),
            "tables": tuple(
                table.model_copy(update={"rows": tuple(tuple(map(said, row)) for row in table.rows)})
                for table in section.tables
            ),
        }
    )


def _whose_it_is(work: Work, section: TemplateSection) -> list[Gap]:
    """The question whose need it is, where nobody says, or where need and caller say otherwise."""
    phrases = work.phrases
    first = work.template.sections[0].key == section.key
    if not first or (work.owner.name is not None and not work.owner.disputed):
        return []
    text = phrases.say(
        "需求没有写明是哪家客户的；文中提到的其他单位不算。已登记的客户一律按其他客户处理。",
        "the need does not say whose it is; organisations it merely mentions do not count. "
        "Every registered customer is treated as another.",
    )
    if work.owner.disputed:
        text = phrases.say(
            "需求自称的客户，与起草时指定的客户不是同一家。",
            "the need says it is another customer's than the one named for this draft.",
        )
    ask = phrases.say(
        "这是哪家客户的需求？请用 --customer（页面上的“客户”）指明后重新起草；新客户先用 customers add 登记。",
        "Whose need is it? Name the customer with --customer (“Customer” on the page) and draft again; "
        "a new one is registered with customers add.",
    )
    return [Gap(text=text, ask=ask, whom=phrases.say("销售", "sales"))]


def _unstated(work: Work, section: TemplateSection) -> list[Gap]:
    """What only the customer knows and the need does not say."""
    phrases = work.phrases
    return [
        Gap(
            text=phrases.unstated(phrases.say(*_FACTS.get(fact.topic, (fact.topic, fact.topic)))),
            ask=fact.ask,
            whom=phrases.say("客户", "customer"),
        )
        for fact in section.facts
        if not states(work.need, fact.topic)
    ]


def with_components(work: Work) -> tuple[Section, ...]:
    """The sections with the component table, made of what architecture and deployment cite."""
    products = tuple(dict.fromkeys(p for c in work.found for p in c.source.products))
    layered = {section.key: section.layers for section in work.template.sections if section.layers}
    cited = [p for s in work.sections if s.key in (*layered, "deployment") for p in s.points]
    done = []
    for section in work.sections:
        layers = layered.get(section.key)
        table = (
            component_table(cited, layers, products, work.register, work.phrases, work.need.text)
            if layers
            else None
        )
        done.append(section.model_copy(update={"tables": (*section.tables, table)}) if table else section)
    return tuple(done)
