"""What stands between a draft and the customer: other customers' names, people and prices, files, open ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.grounding.mask import unnamed
from assistant.grounding.names import Name, Register, register, without_legal_form
from assistant.grounding.people import people
from assistant.grounding.prices import Foreign, Prices
from assistant.grounding.remarks import internal, notes
from assistant.grounding.standing import TOLD, Fate, fates
from assistant.grounding.whose import confirmed_customer
from knowledge.evidence import Citation
from knowledge.ports import Library
from knowledge.presales import Deal, Outline, Section

OPEN_ENDS = ("待补", "TO FILL", "待确认", "TBD")
QUESTIONS = "questions"
"""Key of the section whose tables list what is to be asked of whom: they are never printed for a customer."""
_LONGEST = 40
_FOREIGN = {
    "drawn": (
        "里有其他客户的价格“{written}”。请删去。",
        " states another customer's price “{written}”. Delete it.",
    ),
    "spoken": (
        "说到其他客户或项目，里面的金额“{written}”会露出别人的价格：“{line}”。请删去金额，或改成不提别人的说法。",
        " speaks of another customer or project, and “{written}” tells its price: “{line}”. Delete the amount, or say it "
        "without the other.",
    ),
    "equal": (
        "里的金额“{written}”与其他客户的资料（{source}）里的相同：“{line}”。请删去；若是本次报价，请先写进成本估算表。",
        ": “{written}” equals an amount of another customer's ({source}): “{line}”. Delete it; if it is this offer's own "
        "price, state it in the cost table first.",
    ),
}


@dataclass(frozen=True)
class Obstacle:
    """One thing to settle: where it stands, what it is, what to do about it."""

    section: str
    place: str
    reason: str
    """``name``, ``person``, ``price``, ``file``, ``open``, ``note``, ``internal`` or ``source``."""
    zh: str
    en: str


def obstacles(outline: Outline, library: Library, deals: Sequence[Deal] = ()) -> tuple[Obstacle, ...]:
    """Everything that keeps ``outline`` from its customer, in reading order; empty when it may go.

    What the customer's copy does not print does not stand in its way: ``unsupported`` statements have been taken
    out of the draft already, and the list of open questions is internal. ``deals`` are those whose amounts must
    not be repeated to others. Whose the outline is, is read anew (``confirmed_customer``).
    """
    own = confirmed_customer(outline, library.customers())
    names = register(library.every_customer(), library.sources(), own)
    prices = Prices(outline, library, own, deals)
    found: list[Obstacle] = []
    for place, text, home in _texts(outline):
        found += _names(names, place, text, home)
        found += _open_ends(place, text)
        found += _files(outline, place, text)
    rivals = _rivals(deals)
    known = fates(outline, library)
    for section in outline.sections:
        found += _of_rivals(section, rivals)
        found += _of_lost_sources(section, known)
        found += _of_the_house(section)
        found += _of_points(section, prices)
        found += _of_tables(section, prices)
        found += _gaps(section)
    return tuple(dict.fromkeys(found))


def handed_over(outline: Outline, library: Library) -> Outline:
    """``outline`` as its customer's copy is made of it: other customers its need names are masked in the list of
    requirements, the one part of the copy nobody can edit."""
    own = confirmed_customer(outline, library.customers())
    names = register(library.every_customer(), library.sources(), own)
    said = tuple(
        one.model_copy(update={"text": unnamed(one.text, names, outline.language)})
        for one in outline.requirements
    )
    return outline.model_copy(update={"requirements": said})


def _texts(outline: Outline) -> Iterator[tuple[tuple[str, str], str, frozenset[str]]]:
    """(place, text, ids of the documents it cites) of all that is printed."""
    yield (outline.title, ""), outline.title, frozenset()
    for section in outline.sections:
        for number, point in enumerate(section.points, start=1):
            home = frozenset(citation.document_id for citation in point.citations)
            yield (section.heading, str(number)), point.text, home
        for table in section.tables if section.key != QUESTIONS else ():
            home = frozenset(citation.document_id for row in table.citations for citation in row)
            yield (section.heading, table.title), table.title, frozenset()
            for row in (table.header, *table.rows):
                for cell in row:
                    yield (section.heading, table.title), cell, home


def _of_points(section: Section, prices: Prices) -> Iterator[Obstacle]:
    for number, point in enumerate(section.points, start=1):
        place = (section.heading, str(number))
        drawn = prices.drawn_from_another(point)
        if point.basis != "need":
            for foreign in prices.foreign(point.text, drawn=drawn):
                yield _price(place, point.text, foreign)
        if drawn:
            yield from _people(place, point.text)


def _of_tables(section: Section, prices: Prices) -> Iterator[Obstacle]:
    """Outside a cost table every amount is another's; in one, those of rows that speak of another."""
    for table in section.tables if section.key not in (QUESTIONS, "requirements") else ():
        for row in table.rows:
            line = " ".join(row)
            for foreign in prices.foreign(line, drawn=section.key != "cost", offer=section.key == "cost"):
                yield _price((section.heading, table.title), line, foreign)


def _rivals(deals: Sequence[Deal]) -> Register:
    """The competitors the register of deals names, with and without their legal form."""
    told = {deal.competitor.strip() for deal in deals if deal.competitor}
    forms = {form for name in told for form in (name, without_legal_form(name)) if len(form) > 1}
    return Register(Name(form, "customer", form) for form in sorted(forms))


def _of_rivals(section: Section, rivals: Register) -> Iterator[Obstacle]:
    """Competitors named in points that are not the customer's own words."""
    for number, point in enumerate(section.points, start=1):
        for hit in rivals.find(point.text) if point.basis != "need" else ():
            place, written = (section.heading, str(number)), hit.span.of(point.text)
            yield Obstacle(
                *place,
                "name",
                f"“{_where(place)}”提到竞争对手“{written}”。请改成不指名的说法。",
                f"“{_where(place)}” names the competitor “{written}”. Say it without the name.",
            )


def _of_lost_sources(section: Section, known: Mapping[str, Fate]) -> Iterator[Obstacle]:
    """Points and rows that stand on a document which may no longer be cited as it was."""
    cited = [((section.heading, str(n)), point.citations) for n, point in enumerate(section.points, start=1)]
    for table in section.tables if section.key != QUESTIONS else ():
        cited += [((section.heading, table.title), row) for row in table.citations[: len(table.rows)]]
    for place, citations in cited:
        for citation in citations:
            if fate := known.get(citation.document_id):
                zh, en = TOLD[fate]
                yield Obstacle(
                    *place,
                    "source",
                    f"“{_where(place)}”的依据“{citation.label}”：{zh}。请重新起草；或核实后改写这一条并去掉行尾的 {{…}} 标记，"
                    "作为自己的判断；或删去。",
                    f"“{_where(place)}” stands on “{citation.label}”: {en}. Draft again; or look into it, rewrite the line "
                    "and take the {…} mark at its end away, so that it is your own judgement; or delete it.",
                )


def _of_the_house(section: Section) -> Iterator[Obstacle]:
    """Notes and talk among colleagues, in points and tables that are not the customer's own words."""
    for number, point in enumerate(section.points, start=1):
        if point.basis != "need":
            yield from _remarks((section.heading, str(number)), point.text, point.citations)
    for table in section.tables if section.key not in (QUESTIONS, "requirements") else ():
        for row in table.rows:
            for cell in row:
                yield from _remarks((section.heading, table.title), cell)


def _remarks(place: tuple[str, str], text: str, cited: Sequence[Citation] = ()) -> Iterator[Obstacle]:
    noted = tuple(notes(text))
    for span in noted:
        said = span.of(text).strip()
        rule = next((c.label for c in cited if c.quote in said), "")
        zh, en = (f"（见 {rule}）", f" (see {rule})") if rule else ("", "")
        yield Obstacle(
            *place,
            "note",
            f"“{_where(place)}”带着内部批注{said}{zh}。请核实：属实就删去批注，否则改写或删去这一条。",
            f"“{_where(place)}” carries the internal note {said}{en}. Look into it: delete the note if the line may "
            "stand, else rewrite or delete the line.",
        )
    for span in internal(text):
        if any(one.overlaps(span) for one in noted):
            continue
        said = span.of(text)
        yield Obstacle(
            *place,
            "internal",
            f"“{_where(place)}”里有只给同事看的话“{said}”。请删去或改写。",
            f"“{_where(place)}” has words meant for colleagues: “{said}”. Delete or rewrite them.",
        )


def _price(place: tuple[str, str], line: str, foreign: Foreign) -> Obstacle:
    said = {"written": foreign.span.of(line), "line": _short(line, 80), "source": foreign.source}
    zh, en = (words.format(**said) for words in _FOREIGN[foreign.rule])
    return Obstacle(*place, "price", f"“{_where(place)}”{zh}", f"“{_where(place)}”{en}")


def _files(outline: Outline, place: tuple[str, str], text: str) -> Iterator[Obstacle]:
    """Names of the need's file and of cited files, where a person wrote them."""
    cited = (c.source for s in outline.sections for p in s.points for c in p.citations)
    for name in dict.fromkeys(PurePosixPath(path).name for path in (outline.need_document or "", *cited)):
        if "." in name and name in text:
            yield Obstacle(
                *place,
                "file",
                f"“{_where(place)}”里有文件名“{name}”。请删去。",
                f"“{_where(place)}” names the file “{name}”. Delete it.",
            )


def _names(names: Register, place: tuple[str, str], text: str, home: frozenset[str]) -> Iterable[Obstacle]:
    for hit in names.find(text, home):
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


def _short(text: str, longest: int = _LONGEST) -> str:
    line = " ".join(text.split()).rstrip("。.")
    return line if len(line) <= longest else line[: longest - 1] + "…"
