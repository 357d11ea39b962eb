"""The presales nouns: needs and outlines, customers and deals."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from knowledge.evidence import Citation, Language, Span, Unsupported
from knowledge.model import Value

PROFILE_FIELDS = ("行业", "规模", "痛点", "预算", "决策链", "紧急度")
STAGE_ALIASES: dict[str, tuple[str, ...]] = {
    "初访": ("初次拜访", "首次拜访", "线索", "first visit", "first meeting", "lead", "discovery"),
    "需求确认": ("需求", "需求调研", "需求分析", "needs", "needs confirmed", "requirements", "qualification"),
    "方案设计": ("方案", "解决方案", "solution design", "solution", "design", "proposal"),
    "内部评审": ("评审", "方案评审", "internal review", "review"),
    "客户汇报": ("汇报", "方案汇报", "交流", "customer presentation", "presentation", "demo"),
    "投标/报价": (
        "投标",
        "报价",
        "投标报价",
        "商务报价",
        "bid/quotation",
        "bid",
        "tender",
        "quotation",
        "quote",
    ),
    "合同": ("签约", "合同签订", "商务谈判", "contract", "signing", "negotiation"),
    "复盘": ("项目复盘", "总结", "retrospective", "retro"),
}
"""The one list of stages, in order, each with what else people call it."""
STAGES = tuple(STAGE_ALIASES)


def stage_called(name: object) -> object:
    """The stage people call ``name`` (width, case and white space do not matter); else ``name`` itself."""
    wanted = _plain(name)
    known = (stage for stage, aliases in STAGE_ALIASES.items() if wanted in map(_plain, (stage, *aliases)))
    return next(known, name)


def _plain(name: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(name)).casefold().split())


Stage = Annotated[
    Literal["初访", "需求确认", "方案设计", "内部评审", "客户汇报", "投标/报价", "合同", "复盘"],
    BeforeValidator(stage_called),
]
Outcome = Literal["open", "won", "lost", "withdrawn"]
OutlineStatus = Literal["draft", "in_review", "final"]
Basis = Literal["source", "lesson", "judgement", "need", "template"]


class Requirement(Value):
    """One thing the customer asks for, sliced from the need's text."""

    text: str
    value: str | None = None
    """As written, e.g. ``5,000`` or ``99.9``."""
    unit: str | None = None
    section: str | None = None
    """Heading of the outline section that answers it."""
    topic: str | None = None
    """What the value measures, e.g. 处理量, 响应时间, 预算, 工期."""
    span: Span
    """In the need's text."""
    heading: str | None = None
    """The need's own heading above it, which says where the answer belongs."""


class Need(Value):
    """A customer's need as read: its text, requirements, and facts said by the customer."""

    text: str
    title: str
    language: Language
    customer: str | None = None
    industry: str | None = None
    products: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    background: tuple[Span, ...] = ()
    """What the customer says about itself: facts, not requirements."""
    pains: tuple[Span, ...] = ()
    """The part of ``background`` that says what hurts."""


class Point(Value):
    """One statement of an outline.

    ``text`` is what the reader sees (masked where the source is another customer's);
    ``citation.quote`` stays verbatim and is internal. ``basis == "source"`` needs ≥ 1 citation.
    """

    text: str
    basis: Basis = "source"
    citations: tuple[Citation, ...] = ()
    answers: tuple[int, ...] = ()
    """Indexes into ``Outline.requirements``."""
    past_deal: bool = False
    """Evidence of what was done for another customer, and labelled as such."""


class Gap(Value):
    """What the record cannot say: the question to ask, and whom."""

    text: str
    ask: str
    whom: str
    answers: tuple[int, ...] = ()


class OutlineTable(Value):
    """A table of an outline; a cell ``待补 / TO FILL`` is a gap in sight."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    citations: tuple[tuple[Citation, ...], ...] = ()
    """Per row."""


class Section(Value):
    """One section of an outline, in template order."""

    heading: str
    key: str
    """Which template section this is, e.g. ``deployment``."""
    points: tuple[Point, ...] = ()
    gaps: tuple[Gap, ...] = ()
    tables: tuple[OutlineTable, ...] = ()


class Provenance(Value):
    """What made a thing: left out when two results are compared."""

    made_at: str
    index: str = ""
    """Fingerprint of the index used."""
    meaning_ready: tuple[int, int] | None = None
    """(passages searched by meaning, of all) when it was made; ``(0, n)``: found by words alone."""
    model: str = "extractive"
    prompt: str = ""
    program: str = ""


class Outline(Value):
    """A cited solution outline; a record with versions."""

    id: str
    version: int = Field(default=1, ge=1)
    template: str = "default"
    status: OutlineStatus = "draft"
    title: str
    language: Language = "zh"
    customer: str | None = None
    customer_told: bool = False
    """Whether the person who asked for the draft said whose it is; else its need states it."""
    deal: str | None = None
    need_document: str | None = None
    """Where the need came from, as the person named it."""
    need: str = ""
    """The need's text: requirement spans are slices of it."""
    requirements: tuple[Requirement, ...] = ()
    sections: tuple[Section, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    provenance: Provenance | None = None


class Person(Value):
    name: str
    role: str | None = None


class Customer(Value):
    """A customer and every name it goes by: the register drafts are masked against."""

    id: str
    name: str
    short_names: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    industry: str | None = None
    profile: dict[str, str] = Field(default_factory=dict)
    """Keys are ``PROFILE_FIELDS``; a field without evidence is absent."""
    owner: str = "local"


class Deal(Value):
    """A deal with its six facets; open deals are not lost deals."""

    id: str
    name: str
    customer: str
    """Customer id."""
    industry: str | None = None
    size: str | None = None
    products: tuple[str, ...] = ()
    pain_points: tuple[str, ...] = ()
    budget_band: str | None = None
    geography: str | None = None
    add_ons: tuple[str, ...] = ()
    amount: float | None = Field(default=None, ge=0)
    """In yuan unless ``currency`` says otherwise."""
    currency: str = "CNY"
    stage: Stage = "初访"
    outcome: Outcome = "open"
    competitor: str | None = None
    reason: str | None = None
    opened: str | None = None
    closed: str | None = None
    """ISO dates."""
    owner: str = "local"
    access: tuple[str, ...] = ()
