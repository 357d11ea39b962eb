"""The offer's own sections: what it costs by the price list, and similar cases."""

from __future__ import annotations

import re

from assistant.drafting.evidence.candidates import languages_first
from assistant.drafting.evidence.denials import denies
from assistant.drafting.evidence.points import is_repeated, point_of
from assistant.drafting.offer.cases import reasons, similar_cases
from assistant.drafting.offer.pricing import cost_table
from assistant.drafting.template import TemplateSection
from assistant.drafting.words.terms import conflicts, model_codes, siblings
from assistant.drafting.work import Work, section_with
from knowledge.presales import Gap, Point, Section

_CLAUSE = re.compile(r"[，。；;\n|]|,\s|\.\s|[而但]|\b(?:but|while|whereas)\b")


def cost(work: Work, section: TemplateSection) -> Section:
    phrases = work.phrases
    named = _priced_models(work)
    table = cost_table(work.need, work.found, named, phrases, work.made_at)
    asked = tuple(work.routed_to(section))
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
    return section_with(section, tables=(table,) if table else (), gaps=tuple(gaps))


def _priced_models(work: Work) -> list[str]:
    """Models the quotes of architecture and deployment name, then products of the projects quoted there
    that were built and are about the need as a whole. A quote that names several of one family, or one the
    need does not want, has not chosen; a model it says cannot do it is no rival."""
    built = [p for s in work.sections if s.key in ("architecture", "deployment") for p in s.points]
    quotes = [citation.quote for point in built for citation in point.citations]
    named: list[str] = []
    for codes in map(sorted, map(offered_models, quotes)):
        named += [c.upper() for c in codes if not any(siblings(c, other) for other in codes)]
    quoted = {citation.document_id for point in built for citation in point.citations}
    built_before = [c for c in work.found if c.past_deal and c.outcome in (None, "won")]
    alike = [c for c in built_before if c.document.id in quoted and c.likeness.throughout]
    named += [p for c in alike for p in c.source.products]
    return [name for name in dict.fromkeys(named) if not conflicts(work.subject.text, name)]


def offered_models(quote: str) -> frozenset[str]:
    """The models of ``quote`` without those of a clause that says what cannot be had (HS-N8 不支持)."""
    cut = [part for part in _CLAUSE.split(quote) if part]
    offered = [model_codes(part) for part in cut if not denies(part, "")]
    refused = [model_codes(part) for part in cut if denies(part, "")]
    return frozenset().union(*offered) - frozenset().union(*refused)


def cases(work: Work, section: TemplateSection) -> Section:
    asked = tuple(work.routed_to(section))
    points: list[Point] = []
    own, other = languages_first(work.found, work.need.language)
    for group in (own, other):
        if points:
            break
        for evidence, won in similar_cases(
            section, work.template, group, work.subject, work.deals, work.used
        ):
            point = point_of(evidence, work.register, work.phrases, asked)
            if point is None or is_repeated(point, [*work.points, *points]):
                continue
            work.used.add(evidence.key)
            why = reasons(evidence, won, work.phrases)
            mark = work.phrases.say(f"【{why}】", f"[{why}] ")
            points.append(point.model_copy(update={"text": mark + point.text}))
    work.points += points
    gaps: tuple[Gap, ...] = ()
    if not points:
        text, ask = work.phrases.empty_section(section.heading, section.purpose)
        gaps = (Gap(text=text, ask=ask, whom=section.whom, answers=asked),)
    return section_with(section, points=tuple(points), gaps=gaps)
