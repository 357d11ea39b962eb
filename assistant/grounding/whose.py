"""Whose need it is: what the caller said, or what the need says of itself; a name merely mentioned never counts.

A registered customer taken for the need's own opens its documents, people and prices to the draft. So every
form that counts is listed here, the name in it must be the whole name, a word of comparison near it makes it
count for nothing, and where statements disagree nobody is the customer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.grounding.names import is_named, register, spelling
from assistant.grounding.whole_names import ORGANISATION, WholeNames
from knowledge.presales import Customer, Outline

_CUES = re.compile(
    r"像|如同|好比|参[照考观]|借鉴|学习|对标|标杆|同款|同样|相同|一致|类似|同类|相似|仿照|模式|那样|一样|考察|走访|拜访|合作|伙伴"
    r"|供应商|竞争|对手|友商|同行|案例|业绩|经验|推荐|介绍|听说|据说|曾经?|以前|此前|之前|样板|样本|示范|兄弟|上下?游|代理|服务商"
    r"|承包|总包|集成商|中标|厂商|供货|品牌|[看见去用做]过|成功|区别|不同于|别的|其他|其它|另一|外单位|纪要|蓝本|原型(?![设图机])|(?<![表档件单告同案])模板|范本|为例|为样|版本为基础|照搬|翻版|复刻"
    r"|\b(?:like|similar|same|such as|referenc\w*|refer|benchmark\w*|model(?:l?(?:ed|ing))?"
    r"|(?<!report )(?<!email )(?<!document )templates?|blueprints?|replica\w*|visit\w*|tour\w*|compet\w*|rivals?|partners?"
    r"|suppliers?|vendors?|cases?|examples?|previous\w*|former\w*|past|unlike|versus|vs|instead|other|another|recommend\w*"
    r"|heard|inspired|agents?|contractors?|consultants?|as (?:built|done|delivered|installed)|style|type|showcase)\b",
    re.IGNORECASE,
)
"""Words near a name that make it a comparison, a reference, a partner or a rival."""
_STRONG = (
    "客户全称|客户名称|客户单位|甲方|甲方单位|甲方名称|采购人|采购人名称|采购单位|采购方|招标人|招标人名称|招标单位|招标方|建设单位|项目单位"
    "|业主|业主单位|需求方|需求单位|用户单位|使用单位|发包人|发包方|委托方|委托单位|买方|需方|询价人|询价单位"
    "|customer name|name of (?:the )?(?:customer|client|buyer|purchaser|organi[sz]ation|company)|client name|purchaser|buyer"
    "|procuring entity|contracting (?:authority|entity)|issued by|issuing (?:agency|organi[sz]ation)"
)
_WEAK = "客户|单位名称|单位|公司名称|公司|企业名称|用户|发件人|customer|client|company|organi[sz]ation|owner|from|agency"
"""Labels that say it only at the head of a need and before a colon: further down they also head lists of others."""
_HEAD = 800
"""Characters of a need's head."""
_FORM_BEHIND = r",(?=\s?(?:ltd|limited|inc|llc|corp|gmbh|plc|s\.a|b\.v|pte|pvt|pty|sdn)\b)"
"""A comma inside a name: Acme Co., Ltd."""
_NEXT_LABEL = re.compile(r"\s+(?:[\u3400-\u9fff]{2,10}|[A-Z][A-Za-z]*(?:\s[a-z]+)?)\s?[:：]")
"""The next field of a line that has several: 采购人：X　采购编号：Y."""
_POINTED = re.compile(r"\b(?:ltd|bhd|inc|co|corp|s\.a|b\.v|s\.p\.a)$", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:^\W{{0,4}}|[|。；;])\s*(?:\d{{1,2}}[.、)]\s*)?(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))"
    r"(?:\s?[（(][^（）()]{1,12}[）)])?\s?(?:[:：|]|(?(strong)[为是][:：]?|[:：|]))\s?"
    rf"(?P<name>(?:[^|，,。；;\n（(【\[“”\"]|{_FORM_BEHIND}){{2,60}})",
    re.IGNORECASE,
)
_WE = "我司|我公司|本公司|我们公司|我院|本院|我校|本校|我单位|本单位|我方|我们|我行|我局|我委|我中心"
_SELF = re.compile(
    rf"(?:{_WE})(?:名称)?(?:是|为|即|系)\s?(?P<a>[^，,。；;：:\n（(]{{2,40}})"
    rf"|(?:{_WE})[（(](?:名称[:：])?(?P<b>[^（）()，,。；;\n]{{2,40}})[）)]"
    rf"|\b(?:we|our company|our organi[sz]ation)(?: are|'re| is|,| at)\s+(?P<c>(?:[^,;:\n]|{_FORM_BEHIND}){{2,60}}?)"
    rf"(?=(?!{_FORM_BEHIND})[,;:\n(]|(?<!pte)(?<!sdn)(?<!pvt)(?<!pty)(?<!co)\.(?:\s|$)|$|\s(?:need|want|would|are|is|have|plan|require|seek|run|operate|intend|wish|invite|request|look|hope|expect)\b)"
    rf"|\b(?:on behalf of|(?:writing|write) (?:to you )?from)\s+(?P<d>(?:[^,;:\n]|{_FORM_BEHIND}){{2,60}}?)"
    rf"(?=(?!{_FORM_BEHIND})[,;:\n(]|(?<!pte)(?<!sdn)(?<!pvt)(?<!pty)(?<!co)\.(?:\s|$)|$)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?P<name>[^，,。；;：:|\n（()）“”\"]{2,60})\s?[（(]\s?"
    r"(?:(?:以下)?(?:简称|称)(?:为)?|下称|hereinafter(?: referred to as| called)?|the|“|\")\s?(?:the\s)?"
    r"[“\"'‘]?(?:我司|我公司|本公司|我院|本院|我校|甲方|采购人|招标人|买方|需方|业主|用户|客户|需求方|we|us"
    r"|customer|client|buyer|purchaser|company)[”\"'’]?\s?[）)]",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"此致|敬礼|顺祝|商祺|谢谢|盼复|盖章|公章|regards|sincerely|faithfully|\bthanks\b|thank you"
    r"|^\W?\d{4}\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?日?\W?$",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\s*[（(]\s*(?:盖章|公章|章)\s*[）)]\s*$")
_LAST_LINES = 6
_FIELD = re.compile(
    r"联系人|联系电话|联系方式|电话|所属行业|行业|地址|项目名称|项目|日期|部门|负责人|规模|contact|industry|phone|project|date|address",
    re.I,
)
_QUOTED = re.compile(
    r"合同|协议|节选|摘录|附件|^附[:：]|摘自|转载|报道|新闻|乙方|原文|excerpt|contract|agreement|press",
    re.IGNORECASE,
)
"""Words of a line right above that make what follows a paper of somebody else's."""
_SENTENCE = re.compile(
    r"[，,。！？；;]|[我贵您你也想]|希望|\b(?:we|our|us|you|your|want|need|wish)\b", re.IGNORECASE
)
"""What makes a line no title."""
_OPENING = re.compile(r"^(?:\W|关于|re[:：]|fwd?[:：]|答复|转发)+", re.IGNORECASE)
_JOINED = re.compile(r"\s?(?:[与和及、/&+,，]|联合|and\b|[式版型]|-?(?:style|like|type))", re.IGNORECASE)
_FOR_AT_END = re.compile(r"\b(?:from|for|by|at)\s+(?P<name>[^,;:]{2,60}?)[.)\s]*$", re.IGNORECASE)
_HEADING_LINE = 24


@dataclass(frozen=True)
class Whose:
    """Whose a need is: ``name`` as registered, told or stated; ``None`` where nobody says, or two say otherwise."""

    name: str | None = None
    registered: Customer | None = None
    disputed: bool = False
    """The caller names one customer and the need states another."""


def whose(text: str, titles: Sequence[str], told: str | None, customers: Sequence[Customer]) -> Whose:
    """The customer of the need ``text`` under one of ``titles``.

    In this order: what the caller ``told``; what the need states of itself (a label such as 客户名称 or Client,
    “我们是…”, “We at …”, letterhead, signature); a registered customer its title begins with. A registered
    customer's name that stands anywhere else says nothing.
    """
    stated = _stated(text, customers) or _titled(titles, customers)
    if told:
        known = next((one for one in customers if is_named(one, told)), None)
        other = bool(stated) and not any(_same(one, told, known) for one in stated)
        return Whose(known.name if known else told, known, disputed=other)
    registered = {one.id: one for one in stated if isinstance(one, Customer)}
    if registered:
        only = next(iter(registered.values()))
        alone = len(registered) == 1 and len(stated) == 1
        return Whose(only.name, only) if alone else Whose()
    names = {spelling(one): one for one in stated if isinstance(one, str)}
    longest = max(names, key=len, default="")
    agreed = longest and all(form in longest for form in names)
    return Whose(names[longest]) if agreed else Whose()


def confirmed_customer(outline: Outline, customers: Sequence[Customer]) -> str | None:
    """Whose ``outline`` may be taken to be: the customer it was told, else what its need states, read anew.

    A draft that only says it is a customer's is not believed."""
    if outline.customer_told:
        return outline.customer
    titles = [PurePosixPath(outline.need_document or "").stem, outline.need.strip().split("\n", 1)[0]]
    return whose(outline.need, titles, None, customers).name


def _same(stated: Customer | str, told: str, known: Customer | None) -> bool:
    if isinstance(stated, Customer):
        return known is not None and known.id == stated.id
    mine = {spelling(told)} | ({spelling(known.name)} if known else set())
    return any(form in spelling(stated) or spelling(stated) in form for form in mine)


def _stated(text: str, customers: Sequence[Customer]) -> tuple[Customer | str, ...]:
    """Registered customers and names of organisations the need states to be its own, each once."""
    lines = text.split("\n")
    known, found = WholeNames(customers), dict[str, Customer | str]()
    written: dict[tuple[str, bool], None] = {}
    place = 0
    for number, line in enumerate(lines):
        said = list(_in_line(line, head=place < _HEAD))
        if said and not _compared(lines, number):
            written.update(dict.fromkeys(said))
        place += len(line) + 1
    for name, registered_only in written:
        _take(found, name, known, registered_only=registered_only)
    for name in _letterhead_and_signature(lines):
        if customer := known.of(_bare(name), official=True):
            found.setdefault(customer.id, customer)
    return tuple(found.values())


def _in_line(line: str, *, head: bool) -> Iterator[tuple[str, bool]]:
    """(name, whether only a registered customer counts) for each statement of a line without comparison."""
    for sentence in re.split(r"(?<=[。！？!?；;])", line[:2000]):
        if _CUES.search(sentence):
            continue
        for match in _LABEL.finditer(sentence):
            if _is_column(sentence, match):
                continue
            if match.group("strong") or head:
                yield match.group("name"), (match.group("weak") or "").casefold() in ("发件人", "from")
                if joined := _also(sentence, match.end("name")):
                    yield joined, True
        for match in _SELF.finditer(sentence):
            yield next(filter(None, match.groups())), False
        for match in _CALLED.finditer(sentence):
            yield match.group("name"), False


def _is_column(row: str, match: re.Match[str]) -> bool:
    """Whether a label stands over or before several cells, as in a comparison, and not before its one value."""
    if "|" not in match.group():
        return False
    cells = [cell.strip() for cell in row.strip(" |").split("|")]
    return len(cells) != 2 and not (len(cells) == 4 and _FIELD.fullmatch(cells[2]))


def _also(sentence: str, end: int) -> str | None:
    """A second name listed right after the first: “甲方：甲公司、乙公司” says two."""
    second = re.match(r"\s?[,，/](?P<name>[^|，,。；;\n（(]{2,40})", sentence[end:])
    return second.group("name") if second else None


def _take(
    found: dict[str, Customer | str], written: str, known: WholeNames, *, registered_only: bool
) -> None:
    name = _bare(written)
    customer = known.of(name)
    if customer is not None:
        found.setdefault(customer.id, customer)
    elif not registered_only and ORGANISATION.search(name) and not re.search(r"[的请须]|应[当该]", name):
        found.setdefault(spelling(name), name)
    for part in re.split(r"[、/和与及&]|\band\b", name) if customer is None else ():
        if one := known.of(part.strip()):
            found.update({one.id: one, spelling(name): name})


def _bare(written: str) -> str:
    """``written`` up to the next field of its line, without stamps and marks; “Bhd.” keeps its point."""
    name = _NEXT_LABEL.split(written)[0]
    name = _STAMP.sub("", name).strip(" \t\u3000*_#•·-—:：\"'“”")
    bare = name.strip(".")
    return f"{bare}." if name.endswith(".") and _POINTED.search(bare) else bare


def _compared(lines: Sequence[str], number: int) -> bool:
    """Whether the heading or the lead above a line speaks of references, partners or rivals."""
    before = [line.strip() for line in lines[max(0, number - 12) : number] if line.strip()]
    if before and _QUOTED.search(before[-1]):
        return True
    for line in reversed(before):
        lead = line.endswith((":", "："))
        heading = len(line) <= _HEADING_LINE and not re.search(r"[，,。；;|]|[:：].", line)
        if lead or heading:
            return _CUES.search(line) is not None
    return False


def _letterhead_and_signature(lines: Sequence[str]) -> Iterator[str]:
    """The first line, and short last lines from the one before a closing or a date: where they are full names."""
    written = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    if not written:
        return
    yield written[0][1]
    last = written[1:][-_LAST_LINES:]
    closed = next((place for place, (_, line) in enumerate(last) if _CLOSING.search(line)), None)
    if closed is None or len(written) < 3:
        return
    for number, line in last[max(0, closed - 1) :]:
        if len(line) <= 60 and not _CUES.search(line) and not _compared(lines, number):
            yield line


def _titled(titles: Iterable[str], customers: Sequence[Customer]) -> tuple[Customer, ...]:
    """The registered customer a title begins with, or, in English, ends on after from, for or by."""
    names = register(customers)
    for title in titles:
        bare = _OPENING.sub("", title)
        hits = [hit for hit in names.find(bare) if hit.name.role == "customer"]
        if len({hit.name.owner for hit in hits}) != 1 or _CUES.search(bare) or _SENTENCE.search(bare):
            continue
        first = hits[0]
        owner = next(one for one in customers if one.id == first.name.owner)
        ends = _FOR_AT_END.search(bare)
        if first.span.start == 0 and _ends_here(bare, first.span.end, owner):
            return (owner,)
        if ends and is_named(owner, ends.group("name")):
            return (owner,)
    return ()


def _ends_here(title: str, end: int, owner: Customer) -> bool:
    """Whether the name that ends at ``end`` is whole: not joined to another, nor the front of a longer one."""
    rest = title[end:]
    if _JOINED.match(rest):
        return False
    longer = re.match(r"[\u3400-\u9fff（）()]{0,16}?(?:公司|集团|医院|学校|大学|学院)", rest)
    whole = spelling(title[:end]) == spelling(owner.name)
    short = len(spelling(title[:end])) < 3 and bool(re.match(r"[\u3400-\u9fff]", rest))
    return whole or not (longer or short)
