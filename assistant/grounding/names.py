"""The register of customers' names: found however they are spelt, so that none reaches another's draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from assistant.grounding.counted import is_counted
from assistant.grounding.folding import Squeezed, fold
from assistant.grounding.short_names import REGIONS, ShortNames, organisations_in, short_names
from assistant.grounding.traditional import SIMPLIFIED
from knowledge.evidence import Source, Span
from knowledge.presales import Customer

_HAN = re.compile("[\u3400-\u9fff]")
_COMPANY = re.compile(
    r"(?:[（(][^（）()]{1,8}[）)])?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|集团|公司|"
    r",?\s*(?:pte|pty|pvt|sdn)\.?,?\s*(?:ltd|limited|bhd)\.?|,?\s*(?:gmbh\s*&\s*co\.?\s*(?:kg|ohg)(?:aa)?|co\.?,?\s*ltd\.?|ltd\.?|inc\.?|llc|gmbh|corp(?:oration)?\.?|plc|limited|company|group|holdings|b\.v\.|s\.a\.))$",
    re.IGNORECASE,
)
_DROPPED = re.compile(r"[\s_\-.'·•‧\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""What may stand between the characters of a name: white space, separators, characters of no width."""
_GENERIC = frozenset(
    """
    advanced allied american asian associated atlantic british canadian central century china chinese city
    classic coastal continental digital eastern electric energy engineering enterprise european express first
    future general german global golden grand great green group health hong indian industrial innovative
    integrated international japan korea logistics metro modern national north northern ocean pacific people
    power premier prime public quality rapid regional royal shanghai beijing shenzhen silver smart solar south
    southern special standard state systems technology trade union united universal urban water western world
    """.split()  # noqa: SIM905
)
"""First words of English company names that name no company by themselves."""
_SHORTEST_LEADING = 5
_SHORTEST_DERIVED = 3
"""Characters of the shortest name derived from a longer one; shorter pieces are ordinary words."""

_OF_A_DEAL = ("case", "proposal")
"""Kinds of documents that are somebody's even where nobody recorded whose."""
_BEFORE_A_NAME = re.compile("[^\u3400-\u9fff]|[为由在与和对向给是从请被让将把及了于帮助到因按经据替该且而但]")

Role = Literal["customer", "person"]


@dataclass(frozen=True)
class Name:
    """A name in the register; ``owner`` is the customer's id (or name where it has no record)."""

    text: str
    role: Role
    owner: str
    industry: str | None = None
    begins_a_word: bool = False
    """Counts only where no other word may reach into it: 为天和部署, not 今天和明天."""


@dataclass(frozen=True)
class Hit:
    """Where a name stands in a text."""

    span: Span
    name: Name


class Register:
    """Names of every customer but the one a draft is for; what stands inside one of its ``own`` names is none."""

    def __init__(
        self,
        names: Iterable[Name],
        own: Iterable[str] = (),
        at_home: Mapping[str, Sequence[Name]] | None = None,
    ) -> None:
        """``at_home``: by document id, what only that document's own words call its customer."""
        names = tuple(names)
        self._own = sorted(own, key=lambda form: (-len(form), form))
        self._names, self._at_home = names, dict(at_home or {})
        self._homes: dict[tuple[str, ...], Register] = {}
        self._by_form: dict[str, Name] = {}
        for name in names:
            form = spelling(name.text)
            if len(form) > 1:
                self._by_form.setdefault(form, name)
        forms = sorted(self._by_form, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(map(re.escape, forms))) if forms else None

    def find(self, text: str, documents: Iterable[str] = ()) -> tuple[Hit, ...]:
        """Names in ``text``, longest first where they overlap; width, case, spaces,
        separators and traditional characters do not matter. ``documents`` are those its words come from."""
        homes = tuple(sorted({document for document in documents if document in self._at_home}))
        if homes:
            if homes not in self._homes:
                called = [name for home in homes for name in self._at_home[home]]
                self._homes[homes] = Register([*self._names, *called], self._own)
            return self._homes[homes].find(text)
        if self._pattern is None:
            return ()
        squeezed = _plain(text)
        hits, position = [], 0
        mine = [
            Span(start=m.start(), end=m.end())
            for f in self._own
            for m in re.finditer(re.escape(f), squeezed.text)
        ]
        while match := self._pattern.search(squeezed.text, position):
            inside = Span(start=match.start(), end=match.end())
            if any(own.holds(inside) for own in mine):
                position = match.end()
            elif _stands_alone(text, squeezed, match, self._by_form[match.group()]):
                name = self._by_form[match.group()]
                hits.append(Hit(_with_its_point(text, squeezed.span(*match.span()), name.text), name))
                position = match.end()
            else:
                position = match.start() + 1
        return tuple(hits)


def register(
    customers: Sequence[Customer], sources: Iterable[Source] = (), own: str | None = None
) -> Register:
    """The register to mask a draft for ``own`` against (a customer's id, name or short name)."""
    known = {spelling(name) for customer in customers for name in _spellings(customer)}
    mine = names_of(customers, own) if own else frozenset[str]()
    others = [c for c in customers if not (own and mine & {spelling(c.id), spelling(c.name)})]
    names = [name for customer in others for name in _names(customer)]
    sources = tuple(sources)
    for source in sources:
        if source.customer and spelling(source.customer) not in known | mine:
            names += [
                Name(text, "customer", source.customer, source.industry)
                for text in _derived(source.customer)
                if spelling(text) not in mine
            ]
    kept = [name for name in names if spelling(name.text) not in mine]
    told = {spelling(name.text) for name in kept}
    spoken = mine | {
        spelling(form) for form in (*_shortened(own or "").anywhere, *_shortened(own or "").at_home)
    }
    others_names = {(c.name, c.id, c.industry): None for c in others}
    others_names |= {
        (s.customer, s.customer, s.industry): None
        for s in sources
        if s.customer and spelling(s.customer) not in known | mine
    }
    for name, owner, industry in others_names:
        forms = (form for form in _shortened(name).anywhere if spelling(form) not in spoken | told)
        kept += [Name(form, "customer", owner, industry) for form in forms]
    at_home: dict[str, tuple[Name, ...]] = {}
    for source in sources:
        called = [n for n in _at_home(source, customers) if spelling(n.text) not in spoken]
        if called and not (source.customer and spelling(source.customer) in mine):
            at_home[source.document_id] = (*at_home.get(source.document_id, ()), *called)
    return Register(kept, [form for form in mine if len(form) >= _SHORTEST_DERIVED], at_home)


def _at_home(source: Source, customers: Sequence[Customer]) -> list[Name]:
    """What the words of ``source`` call its customer; where none is recorded, the organisations its title names."""
    if source.customer:
        recorded = next((one for one in customers if is_named(one, source.customer)), None)
        forms = list(_shortened(recorded.name if recorded else source.customer).at_home)
    else:
        forms = []
        titles = (source.title, PurePosixPath(source.path).stem)
        named = dict.fromkeys(n for title in titles for n in organisations_in(title))
        for name in named if source.kind in _OF_A_DEAL else ():
            short = _shortened(name)
            forms += [*_derived(name), *short.anywhere, *short.at_home]
    owner = source.customer or source.path
    return [
        Name(form, "customer", owner, source.industry, begins_a_word=len(form) < _SHORTEST_DERIVED)
        for form in dict.fromkeys(forms)
    ]


def _shortened(name: str) -> ShortNames:
    return short_names(without_legal_form(name))


def spelling(name: str) -> str:
    """A name as it compares."""
    return _plain(name).text


def _plain(text: str) -> Squeezed:
    folded = fold(text).translate(SIMPLIFIED)
    kept = [(place, character) for place, character in enumerate(folded) if not _DROPPED.match(character)]
    return Squeezed("".join(c for _, c in kept), tuple(place for place, _ in kept))


def names_of(customers: Iterable[Customer], name: str) -> frozenset[str]:
    """Every spelling of the customer called ``name``, itself included; compare with ``spelling``.

    What is only derived from ``name`` takes nothing away from another customer: 华澄有限公司 is not the 华澄 of
    华澄精密轴承, and its documents are not its own."""
    forms = frozenset(spelling(form) for form in _derived(name))
    own = set(forms)
    for customer in customers:
        known = {spelling(written) for written in _spellings(customer)}
        if spelling(name) in known or spelling(customer.name) in forms:
            own |= known
        else:
            own -= known
    return frozenset(own | {spelling(name)})


def is_named(customer: Customer, name: str) -> bool:
    """Whether ``name`` is the customer's id, name or one of its short names."""
    return spelling(name) in {spelling(known) for known in _spellings(customer)}


def _spellings(customer: Customer) -> tuple[str, ...]:
    return (customer.id, customer.name, *customer.short_names, *_derived(customer.name))


def _names(customer: Customer) -> list[Name]:
    spellings = dict.fromkeys((*_derived(customer.name), *customer.short_names))
    called = [Name(text, "customer", customer.id, customer.industry) for text in spellings]
    people = [
        Name(text, "person", customer.id, customer.industry)
        for p in customer.people
        for text in _orders(p.name)
    ]
    return called + people


def without_legal_form(name: str) -> str:
    """苏州恒远物流有限公司 → 苏州恒远物流."""
    return _COMPANY.sub("", name.strip()).strip(" ,，")


def _derived(name: str) -> tuple[str, ...]:
    """``name``, and without its legal form and its leading place: 苏州恒远物流有限公司 → 恒远物流."""
    forms = [name]
    bare = without_legal_form(name)
    forms.append(bare)
    place = next((r for r in REGIONS if bare.startswith(r)), None)
    if place:
        forms.append(re.sub("^[省市]", "", bare[len(place) :]))
    words = bare.split()
    if len(words) > 1 and words[0].isascii() and words[0].isalpha():
        leading = words[0]
        if len(leading) >= _SHORTEST_LEADING and leading.casefold() not in _GENERIC:
            forms.append(leading)
    long_enough = (form for form in forms if len(form) >= _SHORTEST_DERIVED or form == name)
    return tuple(dict.fromkeys(long_enough))


def _orders(name: str) -> tuple[str, ...]:
    """A person's name as it is, and a Latin one with its last word first: Alice Wong, “Wong, Alice”."""
    words = name.split()
    if len(words) < 2 or not name.isascii():
        return (name,)
    return (name, f"{words[-1]}, {' '.join(words[:-1])}", f"{words[-1]} {' '.join(words[:-1])}")


def _stands_alone(text: str, squeezed: Squeezed, match: re.Match[str], told: Name) -> bool:
    """Latin names must not be part of a longer word, nor be put together from its crumbs."""
    span = squeezed.span(*match.span())
    folded, name = fold(text), told.text
    if told.begins_a_word and span.start and not _BEFORE_A_NAME.match(folded[span.start - 1]):
        return False
    first, last = folded[span.start], folded[span.end - 1]
    if _cuts_a_number(folded, span) or (match.group().isdigit() and _is_figure(folded, span, name)):
        return False
    before = folded[span.start - 1] if span.start else " "
    after = folded[span.end] if span.end < len(folded) else " "
    numbered = after.isdigit() and last.isalpha() and len(match.group()) >= _SHORTEST_DERIVED
    if (_latin(first) and _latin(before)) or (_latin(last) and _latin(after) and not numbered):
        return False
    written = folded[span.start : span.end]
    spelt_out = re.fullmatch(r"\w(?:\s\w)+", written) is not None
    one_word = len(match.group()) <= 4 or not re.search(r"\s", name.strip())
    return spelt_out or not (one_word and match.group().isascii() and re.search(r"\s", written))


def _cuts_a_number(folded: str, span: Span) -> bool:
    """Whether a match begins or ends inside a number: the 58 of 2.58 is nobody's name."""
    around = (folded[max(0, span.start - 2) : span.start + 1], folded[span.end - 1 : span.end + 2])
    return any(re.search(r"\d[.,]?\d$", around[0][-n:]) for n in (2, 3)) or any(
        re.match(r"\d[.,]?\d", around[1][:n]) for n in (2, 3)
    )


def _is_figure(folded: str, span: Span, name: str) -> bool:
    """Whether a name of digits only stands for a quantity here: 360 台, or 3.60 that only spells like it."""
    return span.of(folded) != fold(name).strip() or is_counted(folded, span.start, span.end)


def _with_its_point(text: str, span: Span, name: str) -> Span:
    """``span`` with the point of “Ltd.” where that does not end the sentence."""
    if name.endswith(".") and re.match(r"\.(?:\s?[,;:)|]|\s[a-z])", text[span.end : span.end + 3]):
        return Span(start=span.start, end=span.end + 1)
    return span


def _latin(character: str) -> bool:
    return character.isalnum() and not _HAN.match(character)
