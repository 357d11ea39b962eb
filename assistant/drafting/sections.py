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
    gaps = (*built.gaps, *_unstated(work, section))
    return built.model_copy(update={"points": (*opening, *built.points), "gaps": gaps})


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
