"""A customer's need as read: requirements with their values, background and pains, all slices of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.drafting.need.cues import Mood, is_firm, mood_of
from assistant.drafting.need.demands import (
    Kind,
    adds_to_asked,
    asks_for_response,
    ground_of,
    is_rule,
    kind_of,
    opens_demands,
)
from assistant.drafting.need.lines import is_bare_heading
from assistant.drafting.need.marks import is_marked
from assistant.drafting.need.parameters import Parameter, lists_payments, of_part
from assistant.drafting.need.rows import asks_of_row, row_of
from assistant.drafting.need.segments import announcement, pieces, segments
from assistant.drafting.need.settling import Ask, Read, settled
from assistant.drafting.need.surroundings import Placed, is_question, itemized, placed
from assistant.drafting.need.turns import turns_of
from assistant.drafting.words.statements import Statement
from assistant.drafting.words.topics import BY_KEY
from assistant.grounding.folding import squeeze
from knowledge.evidence import Document, Span
from knowledge.presales import Need, Requirement

PROJECT_TOPICS = frozenset({"budget", "schedule", "warranty", "validity"})
"""Indicators of the project itself: named anywhere, they bind."""
LONGEST_LIST = 80
"""Requirements of the longest need; beyond it those without a value are left to the reader."""
_LONGEST_STATEMENT = 700
_LONGEST_TITLE = 60
_TITLE_LABEL = re.compile(
    r"^(?:(?:项目|工程|采购|客户|单位|公司)?(?:名称|全称)|主题|标题|"
    r"(?:project|customer)(?: name)?|subject|title)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
"""Before a title that a form gives: 项目名称：…"""
_MAIL_HEAD = re.compile(
    r"(?:from|sender|to|date|sent|发件人|寄件人|收件人|发送时间|日期)\s*[:：]|-{3,}", re.IGNORECASE
)
_MAIL_SUBJECT = re.compile(r"(?mi)^[ \t]*(?:subject|主题)[ \t]*[:：][ \t]*(\S[^\n]{1,80})$")
_LETTER = 8000
"""Characters of a need written by one hand (some four pages). In it a sentence that does not say whether it asks
goes with its neighbours; in a longer, formal document what is asked is said with a modal, a figure or a heading."""


def read_need(
    document: Document,
    customer: str | None = None,
    industry: str | None = None,
    products: Sequence[str] = (),
) -> Need:
    """What ``document`` asks for. Deterministic; every text, value and unit is a slice of ``document.text``."""
    read = [_judged(document, entry) for entry in placed(document)]
    read = _without_quotations(settled(read, short=len(document.text) <= _LETTER))
    asked = [
        requirement
        for entry in read
        if entry.kind in ("requirement", "submission")
        for requirement in _requirements(document, entry)
    ]
    return Need(
        text=document.text,
        title=_title(document, read),
        language=document.language,
        customer=customer,
        industry=industry,
        products=tuple(products),
        requirements=_kept(asked),
        background=_spans(read, ("fact", "pain")),
        pains=_spans(read, ("pain",)),
    )


def _title(document: Document, read: Sequence[Read]) -> str:
    """The document's title without whoever speaks in it; of a chat that begins with a mere name, what is first asked."""
    title = document.title
    start = document.text.find(title)
    if start < 0 or not document.title_guessed:
        return title
    asked = (entry.statement.text(document) for entry in read if entry.kind == "requirement")
    first = next(asked, title)[:_LONGEST_TITLE]
    if _MAIL_HEAD.match(title):
        subject = _MAIL_SUBJECT.search(document.text)
        return subject.group(1).strip() if subject else first
    head = turns_of(document.text).head(Span(start=start, end=start + len(title)))
    said = title[head.length :].strip() if head else _TITLE_LABEL.sub("", title)
    return said or first


def _judged(document: Document, entry: Placed) -> Read:
    statement = entry.statement
    marked = is_marked(statement.text(document))
    if not marked and (len(statement.span) > _LONGEST_STATEMENT or entry.voice == "bidder"):
        return Read(statement, "noise", "neutral", talk=entry.talk)
    asks = _asks(document, statement, entry.headings)
    values = [value for _, found in asks for value in found]
    mood = _mood(document, statement)
    text, lead = statement.text(document), entry.lead
    paid = lists_payments(text)
    headings = (*entry.headings, *([lead] if lead else []))
    kind = kind_of(
        text,
        headings,
        mood,
        measured=any(value.topic for value in values),
        valued=bool(values),
        project=paid
        or any(value.named and value.topic and value.topic.key in PROJECT_TOPICS for value in values),
        listed=statement.block.kind in ("list", "table"),
    )
    if kind == "submission" and not values and "shall" not in text:
        kind = "noise"
    lead_mood: Mood = "neutral" if asks_for_response(lead) else mood_of(lead)
    return Read(
        statement,
        kind,
        mood,
        asks,
        lead=lead_mood,
        item=itemized(document, statement.block),
        required=ground_of(headings) == "asks" or (bool(headings) and is_question(headings[-1])),
        quoted=entry.voice == "quoted",
        opens=opens_demands(text),
        talk=entry.talk,
        rule=is_rule(text),
        adds=adds_to_asked(text),
        marked=marked,
    )


def _without_quotations(read: Sequence[Read]) -> list[Read]:
    """``read`` with what a mail quotes as noise, where the mail itself asks: the quoted words are the other side's."""
    if not any(entry.kind == "requirement" and not entry.quoted for entry in read):
        return list(read)
    return [replace(entry, kind="noise") if entry.quoted and not entry.marked else entry for entry in read]


def _asks(document: Document, statement: Statement, over: tuple[str, ...]) -> tuple[Ask, ...]:
    if statement.cells:
        return tuple(asks_of_row(document, statement))
    parts = segments(document.text, statement.span)
    if lists_payments(statement.text(document)):
        return ((Span(start=parts[0].start, end=parts[-1].end), ()),)
    return tuple((part, tuple(of_part(document, part, over or statement.headings))) for part in parts)


def _mood(document: Document, statement: Statement) -> Mood:
    """A sentence asks when one of its parts does, else tells when one does; a bound alone yields to what is told."""
    text = document.text
    spans: Sequence[Span] = (statement.span,)
    if statement.cells:
        row = row_of(document, statement)
        spans = [row.cells[column] for column in row.told]
    parts = [piece.of(text) for span in spans if len(span) for piece in pieces(text, span)]
    said = {mood_of(part) for part in parts}
    announced = announcement(text, statement.span)
    firm = any(mood_of(part) == "asks" and is_firm(part) for part in (*parts, announced))
    if firm or is_bare_heading(announced) or ("asks" in said and "tells" not in said):
        return "asks"
    order: tuple[Mood, ...] = ("tells", "state")
    return next((mood for mood in order if mood in said), "neutral")


def _requirements(document: Document, entry: Read) -> Iterator[Requirement]:
    """One requirement for each value of each part, and one for a part without a value."""
    headings = entry.statement.headings
    for span, values in entry.asks:
        for value in values or (None,):
            yield Requirement(
                text=span.of(document.text),
                value=value.value if value else None,
                unit=value.unit if value else None,
                topic=_topic(span.of(document.text), value, entry.kind, document.language),
                span=span,
                heading=headings[-1] if headings else None,
            )


def _topic(words: str, value: Parameter | None, kind: Kind, language: str) -> str | None:
    if kind == "submission":
        return "应答要求" if language == "zh" else "submission"
    if value is None:
        return BY_KEY["payment"].label(language) if lists_payments(words) else None
    return value.topic.label(language) if value.topic else None


def _kept(asked: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """Without repeats, and short enough to read: those with values first to stay, in the need's order."""
    unique: dict[tuple[str, str | None, str | None], Requirement] = {}
    for requirement in asked:
        key = (squeeze(requirement.text).text, requirement.value, requirement.unit)
        unique.setdefault(key, requirement)
    ordered = list(unique.values())
    if len(ordered) > LONGEST_LIST:
        ranked = sorted(
            ordered,
            key=lambda r: (not is_marked(r.text), r.topic in ("应答要求", "submission"), r.value is None),
        )
        longest = max(LONGEST_LIST, sum(is_marked(r.text) for r in ordered))
        chosen = {id(requirement) for requirement in ranked[:longest]}
        ordered = [requirement for requirement in ordered if id(requirement) in chosen]
    return tuple(ordered)


def _spans(read: Iterable[Read], kinds: tuple[Kind, ...]) -> tuple[Span, ...]:
    return tuple(entry.statement.span for entry in read if entry.kind in kinds)
