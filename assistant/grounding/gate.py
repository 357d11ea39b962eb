"""What stands between a draft and the customer: other customers' names, people and prices, and open ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.grounding.mask import money
from assistant.grounding.names import Register, register
from assistant.grounding.numbers import number_tokens
from assistant.grounding.people import people
from knowledge.ports import Library
from knowledge.presales import Outline, Point, Section

OPEN_ENDS = ("待补", "TO FILL", "待确认", "TBD")
_LONGEST = 40


@dataclass(frozen=True)
class Obstacle:
    """One thing to settle: where it stands, what it is, what to do about it."""

    section: str
    place: str
    reason: str
    """``name``, ``person``, ``price``, ``open`` or ``unsupported``."""
    zh: str
    en: str


def obstacles(outline: Outline, library: Library) -> tuple[Obstacle, ...]:
    """Everything that keeps ``outline`` from its customer, in reading order; empty when it may go."""
    names = register(library.every_customer(), library.sources(), outline.customer)
    found: list[Obstacle] = []
    for place, text in _texts(outline):
        found += _names(names, place, text)
        found += _open_ends(place, text)
    for section in outline.sections:
        for number, point in enumerate(section.points, start=1):
            found += _of_past_deal(outline, (section.heading, str(number)), point)
        for table in section.tables if section.key != "cost" else ():
            for row in table.rows:
                for cell in row:
                    found += _amounts(outline, (section.heading, table.title), cell)
        found += _gaps(section)
    found += [
        Obstacle(
            "",
            one.text,
            "unsupported",
            f"有一句没有依据：“{_short(one.text)}”（{one.reason}）。请补充依据或删去。",
            f"Nothing supports “{_short(one.text)}” ({one.reason}). Add evidence or delete it.",
        )
        for one in outline.unsupported
    ]
    return tuple(dict.fromkeys(found))


def _texts(outline: Outline) -> Iterator[tuple[tuple[str, str], str]]:
    yield (outline.title, ""), outline.title
    for section in outline.sections:
        for number, point in enumerate(section.points, start=1):
            yield (section.heading, str(number)), point.text
        for table in section.tables:
            for row in (table.header, *table.rows):
                for cell in row:
                    yield (section.heading, table.title), cell


def _names(names: Register, place: tuple[str, str], text: str) -> Iterable[Obstacle]:
    for hit in names.find(text):
        written = hit.span.of(text)
        person = hit.name.role == "person"
        yield Obstacle(
            *place,
            hit.name.role if person else "name",
            f"“{_where(place)}”里有其他客户的{'人名' if person else '名称'}“{written}”。请改成不指名的说法。",
            f"“{_where(place)}” names another customer's {'person' if person else 'name'} “{written}”. Say it without the name.",
        )


def _open_ends(place: tuple[str, str], text: str) -> Iterable[Obstacle]:
    if any(mark in text for mark in OPEN_ENDS):
        yield Obstacle(
            *place,
            "open",
            f"“{_where(place)}”里还有待补的内容：{_short(text)}。请填写或删去。",
            f"“{_where(place)}” still has something to fill: {_short(text)}. Fill it in or delete it.",
        )


def _of_past_deal(outline: Outline, place: tuple[str, str], point: Point) -> Iterable[Obstacle]:
    """Amounts of money said of a past deal that the customer's own need does not state, and its people."""
    if point.past_deal:
        yield from _amounts(outline, place, point.text)
        yield from _people(place, point.text)


def _people(place: tuple[str, str], text: str) -> Iterable[Obstacle]:
    """People and ways to reach them, seen without a register."""
    for span in people(text):
        written = span.of(text)
        yield Obstacle(
            *place,
            "person",
            f"“{_where(place)}”里有往期项目的人员或联系方式“{written}”。请删去。",
            f"“{_where(place)}” has a past deal's person or contact “{written}”. Delete it.",
        )


def _amounts(outline: Outline, place: tuple[str, str], text: str) -> Iterable[Obstacle]:
    """Amounts of money in ``text`` that the customer's own need does not state; our prices stand in the cost table."""
    known = number_tokens(outline.need)
    for span in money(text):
        written = span.of(text)
        if not number_tokens(written) <= known:
            yield Obstacle(
                *place,
                "price",
                f"“{_where(place)}”里有其他客户的价格“{written}”。请删去。",
                f"“{_where(place)}” states another customer's price “{written}”. Delete it.",
            )


def _gaps(section: Section) -> Iterable[Obstacle]:
    for gap in section.gaps:
        yield Obstacle(
            section.heading,
            gap.text,
            "open",
            f"“{section.heading}”有待补：{_short(gap.text.removeprefix('待补：'))}。请向{gap.whom}确认：{gap.ask}",
            f"“{section.heading}” has a gap: {_short(gap.text.removeprefix('TO FILL: '))}. Ask {gap.whom}: {gap.ask}",
        )


def _where(place: tuple[str, str]) -> str:
    return " · ".join(part for part in place if part)


def _short(text: str) -> str:
    line = " ".join(text.split()).rstrip("。.")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
