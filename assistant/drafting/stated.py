"""Sections made of the need alone: its background, its requirements, and the questions that stay open."""

from __future__ import annotations

from assistant.drafting.evidence.answers import MOST_POINTS
from assistant.drafting.phrases import clipped, shown_value
from assistant.drafting.routing import SUBMISSION
from assistant.drafting.template import TemplateSection
from assistant.drafting.work import Work, section_with
from knowledge.presales import Gap, OutlineTable, Point, Section


def background(work: Work, section: TemplateSection) -> Section:
    """What the customer says about itself, pains included, in its words and order."""
    need = work.need
    told = [span for span in need.background if len(span) >= 8]
    pains = [span for span in told if span in need.pains][: MOST_POINTS - 2]
    facts = [span for span in told if span not in need.pains][: MOST_POINTS - len(pains)]
    kept = sorted([*facts, *pains], key=lambda span: span.start)
    points = [Point(text=" ".join(span.of(need.text).split()), basis="need") for span in kept]
    return section_with(section, points=tuple(points))


def requirements(work: Work, section: TemplateSection) -> Section:
    phrases = work.phrases
    header = phrases.say("序号|需求|指标|回应章节", "No.|Requirement|Value|Answered in").split("|")
    rows = tuple(
        (str(number), clipped(r.text, 160), shown_value(r, phrases.language), r.section or "")
        for number, r in enumerate(work.requirements, start=1)
    )
    title = phrases.say("需求清单", "Requirements")
    tables = (OutlineTable(title=title, header=tuple(header), rows=rows),) if rows else ()
    asked = tuple(i for i, r in enumerate(work.requirements) if r.topic in SUBMISSION)
    gaps = [_submission_gap(work, asked)] if asked else []
    if not rows:
        text = phrases.say(
            "需求文件中没有识别出明确的要求。", "no explicit requirement was found in the need."
        )
        ask = phrases.say(
            "请客户给出功能、性能、工期、预算方面的具体要求。",
            "What are the functions, figures, dates and budget required?",
        )
        gaps.append(Gap(text=text, ask=ask, whom=section.whom))
    return section_with(section, tables=tables, gaps=tuple(gaps))


def _submission_gap(work: Work, asked: tuple[int, ...]) -> Gap:
    phrases = work.phrases
    quotes = [f"“{clipped(work.requirements[i].text, 50)}”" for i in asked[:3]]
    more = phrases.say("等", ", …") if len(asked) > len(quotes) else ""
    return Gap(
        text=phrases.say("应答文件本身的要求 ", "requirements on the response itself: ")
        + phrases.say("、", ", ").join(quotes)
        + more,
        ask=phrases.say("由谁准备应答文件，何时提交？", "Who prepares the response, and by when?"),
        whom=phrases.say("投标负责人", "bid manager"),
        answers=asked,
    )


def questions(work: Work, section: TemplateSection) -> Section:
    """Every gap of the sections before, as questions by whom they go to."""
    asked = [(gap.whom, gap.ask, done.heading) for done in work.sections for gap in done.gaps]
    if not asked:
        return section_with(section)
    order = list(dict.fromkeys(whom for whom, *_ in asked))
    rows = tuple(sorted(dict.fromkeys(asked), key=lambda row: order.index(row[0])))
    header = work.phrases.say("问谁|问题|章节", "Whom|Question|Section").split("|")
    title = work.phrases.say("待确认问题清单", "Open questions")
    return section_with(section, tables=(OutlineTable(title=title, header=tuple(header), rows=rows),))
