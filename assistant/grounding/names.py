"""The register of customers' names: found however they are spelt, so that none reaches another's draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.grounding.counted import is_counted
from assistant.grounding.folding import Squeezed, fold
from assistant.grounding.traditional import SIMPLIFIED
from knowledge.evidence import Source, Span
from knowledge.presales import Customer

_HAN = re.compile("[\u3400-\u9fff]")
_COMPANY = re.compile(
    r"(?:[（(][^（）()]{1,8}[）)])?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|集团|公司|"
    r",?\s*(?:pte|pty|pvt|sdn)\.?,?\s*(?:ltd|limited|bhd)\.?|,?\s*(?:gmbh\s*&\s*co\.?\s*(?:kg|ohg)(?:aa)?|co\.?,?\s*ltd\.?|ltd\.?|inc\.?|llc|gmbh|corp(?:oration)?\.?|plc|limited|company|group|holdings|b\.v\.|s\.a\.))$",
    re.IGNORECASE,
)
_PLACES = """
北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川
贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 深圳 广州 苏州 南京 杭州 成都 武汉 西安 青岛 大连 宁波
厦门 无锡 佛山 东莞 长沙 郑州 合肥 济南 福州 昆明 沈阳 哈尔滨 常州 温州 嘉兴 绍兴 珠海 惠州 中山 南通 徐州
烟台 潍坊 石家庄 太原 南昌 南宁 贵阳 兰州 海口 长春 扬州 镇江 泰州 盐城 台州 金华 湖州 芜湖 洛阳 襄阳 宜昌 江南 华东 华南
昆山 张家港 常熟 太仓 江阴 宜兴 义乌 慈溪 余姚 海宁 桐乡 诸暨 晋江 石狮 顺德 南海 胶州 即墨 寿光 滕州 浏阳 增城
从化 福清 溧阳 丹阳
"""
_REGIONS = tuple(_PLACES.split())
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

Role = Literal["customer", "person"]


@dataclass(frozen=True)
class Name:
    """A name in the register; ``owner`` is the customer's id (or name where it has no record)."""

    text: str
    role: Role
    owner: str
    industry: str | None = None


@dataclass(frozen=True)
class Hit:
    """Where a name stands in a text."""

    span: Span
    name: Name


class Register:
    """Names of every customer but the one a draft is for; what stands inside one of its ``own`` names is none."""

    def __init__(self, names: Iterable[Name], own: Iterable[str] = ()) -> None:
        self._own = sorted(own, key=lambda form: (-len(form), form))
        self._by_form: dict[str, Name] = {}
        for name in names:
            form = spelling(name.text)
            if len(form) > 1:
                self._by_form.setdefault(form, name)
        forms = sorted(self._by_form, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(map(re.escape, forms))) if forms else None

    def find(self, text: str) -> tuple[Hit, ...]:
        """Names in ``text``, longest first where they overlap; width, case, spaces,
        separators and traditional characters do not matter."""
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
            elif _stands_alone(text, squeezed, match, self._by_form[match.group()].text):
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
    for source in sources:
        if source.customer and spelling(source.customer) not in known | mine:
            names += [
                Name(text, "customer", source.customer, source.industry)
                for text in _derived(source.customer)
                if spelling(text) not in mine
            ]
    kept = [name for name in names if spelling(name.text) not in mine]
    return Register(kept, [form for form in mine if len(form) >= _SHORTEST_DERIVED])


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
    place = next((r for r in sorted(_REGIONS, key=len, reverse=True) if bare.startswith(r)), None)
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


def _stands_alone(text: str, squeezed: Squeezed, match: re.Match[str], name: str) -> bool:
    """Latin names must not be part of a longer word, nor be put together from its crumbs."""
    span = squeezed.span(*match.span())
    folded = fold(text)
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
