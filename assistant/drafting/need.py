"""A customer's need as read: requirements with their values, background and pains, all slices of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.drafting.demands import Kind, kind_of
from assistant.drafting.parameters import Parameter, parameters
from assistant.drafting.statements import Statement, statements
from assistant.grounding.folding import squeeze
from knowledge.evidence import Document, Span
from knowledge.presales import Need, Requirement

PROJECT_TOPICS = frozenset({"budget", "schedule", "warranty", "validity"})
"""Indicators of the project itself: stated anywhere, they bind."""
LONGEST_LIST = 80
"""Requirements of the longest need; beyond it those without a value are left to the reader."""
_LONGEST_STATEMENT = 700


def read_need(
    document: Document,
    customer: str | None = None,
    industry: str | None = None,
    products: Sequence[str] = (),
) -> Need:
    """What ``document`` asks for. Deterministic; every text, value and unit is a slice of ``document.text``."""
    read = [(statement, *_judged(document, statement, lead)) for statement, lead in _with_leads(document)]
    asked = [
        requirement
        for statement, kind, values in read
        if kind in ("requirement", "submission")
        for requirement in _requirements(document, statement, values, kind)
    ]
    return Need(
        text=document.text,
        title=document.title,
        language=document.language,
        customer=customer,
        industry=industry,
        products=tuple(products),
        requirements=_kept(asked),
        background=_spans(read, ("fact", "pain")),
        pains=_spans(read, ("pain",)),
    )


def _with_leads(document: Document) -> Iterator[tuple[Statement, str]]:
    """Statements with the line that introduces their list or table (“核心诉求：”), if one does."""
    lead, last = "", ""
    block = None
    for statement in statements(document):
        if statement.block is not block:
            introduces = (
                block is not None and block.kind == "paragraph" and last.rstrip().endswith((":", "："))
            )
            listed = statement.block.kind in ("list", "table")
            lead, block = (last if introduces and listed else ""), statement.block
        last = statement.text(document)
        yield statement, lead


def _judged(document: Document, statement: Statement, lead: str) -> tuple[Kind, tuple[Parameter, ...]]:
    if len(statement.span) > _LONGEST_STATEMENT:
        return "noise", ()
    values = parameters(document, statement)
    kind = kind_of(
        statement.text(document),
        (*_headings(document, statement), *([lead] if lead else [])),
        measured=any(value.topic for value in values),
        project_value=any(value.topic and value.topic.key in PROJECT_TOPICS for value in values),
        listed=statement.block.kind in ("list", "table"),
    )
    if kind == "submission" and not values and "shall" not in statement.text(document):
        return "noise", values
    return kind, values


def _headings(document: Document, statement: Statement) -> tuple[str, ...]:
    """The headings above, without the document's own title: it stands over everything and tells nothing."""
    spans = statement.block.headings
    return tuple(
        heading
        for span, heading in zip(spans, statement.headings, strict=True)
        if span.start > 0 and squeeze(heading).text != squeeze(document.title).text
    )


def _requirements(
    document: Document, statement: Statement, values: Iterable[Parameter], kind: Kind
) -> Iterable[Requirement]:
    language = document.language
    heading = statement.headings[-1] if statement.headings else None
    found = [
        Requirement(
            text=value.clause.of(document.text),
            value=value.value,
            unit=value.unit,
            topic=_topic(value, kind, language),
            span=value.clause,
            heading=heading,
        )
        for value in values
    ]
    if found:
        return found
    topic = _topic(None, kind, language)
    text = statement.text(document)
    return [Requirement(text=text, topic=topic, span=statement.span, heading=heading)]


def _topic(value: Parameter | None, kind: Kind, language: str) -> str | None:
    if kind == "submission":
        return "应答要求" if language == "zh" else "submission"
    if value is None:
        return None
    return value.topic.label(language) if value.topic else value.label


def _kept(asked: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """Without repeats, and short enough to read: those with values first to stay, in the need's order."""
    unique: dict[tuple[str, str | None, str | None], Requirement] = {}
    for requirement in asked:
        key = (squeeze(requirement.text).text, requirement.value, requirement.unit)
        unique.setdefault(key, requirement)
    ordered = list(unique.values())
    if len(ordered) > LONGEST_LIST:
        ranked = sorted(ordered, key=lambda r: (r.topic in ("应答要求", "submission"), r.value is None))
        chosen = {id(requirement) for requirement in ranked[:LONGEST_LIST]}
        ordered = [requirement for requirement in ordered if id(requirement) in chosen]
    return tuple(ordered)


def _spans(
    read: Iterable[tuple[Statement, Kind, tuple[Parameter, ...]]], kinds: tuple[Kind, ...]
) -> tuple[Span, ...]:
    return tuple(statement.span for statement, kind, _ in read if kind in kinds)
