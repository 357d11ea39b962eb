"""What the words around an item or a count say of it: there already, added to that, not wanted, one of many."""

from __future__ import annotations

import re

from knowledge.evidence import Span

_CLAUSE = re.compile(r"[，。；;\n]|,(?!\d{3})|\.\s")
_STOCK = re.compile(
    r"现有|已有|原有|既有|保留|利旧|已部署|已购|已建|在用|\b(?:existing|already|retain|keep|installed base)\b"
)
_ADDED = re.compile(
    r"新增|增购|另购|另增|增配|增加|再购|再增|加购|添置|\b(?:additional(?:ly)?|another|further|add(?:ing)?|buy|purchase)\b"
)
_NOT_WANTED = re.compile(
    r"(?:不需要?|无需|无须|不必|不再|不考虑|(?:暂|本期)不|(?<![不非])不(?=采购|购买|购置|配置|配备))"
    r"(?:再|另行|另|额外|单独)?(?:采购|购买|购置|提供|配置|配备|部署|新增|报价|报)?\s*(?:的)?\s*$|"
    r"\b(?:no need (?:for|of)|(?:do|does|will)(?: not|n't) (?:need|require|want)|without|not (?:require|need)(?:ing)?)"
    r"\s+(?:an?\s+|any\s+|the\s+)?$"
)
_NOT_WANTED_BEHIND = re.compile(
    r"\s*[\u3400-\u9fff]{0,8}?(?:本期|暂时?|均|都)?(?:不需要|无需|无须|不必|不再|暂?不)(?:再)?(?:采购|购买|购置|配置|配备|部署|新增|报价)?"
    r"\s*(?:[，。；;,|)）]|$)|"
    r"\s*(?:[a-z]+\s){0,3}?(?:is|are)\s(?:not (?:required|needed|wanted)|no longer (?:required|needed))\b"
)
_PLACES = "站|店|层|栋|点|仓|库|厂|机房|楼|园区|校区|院区|车间|区域|网点|分公司|分支"
_OF_EACH = re.compile(
    r"每(?!天|日|小时|分钟?|秒|年|月|周|季|班|次|晚|夜|个?(?:月|小时|工作日|季度|星期)|[台套件只部块组座支条辆])|"
    rf"单(?=个?(?:{_PLACES}))|各(?![类种级方项]|自(?!配|需)|部门|单位|地区)|/\s*(?=个?(?:{_PLACES}))|"
    r"\b(?:each|per|every)\b(?!\s+(?:day|hour|minute|second|week|month|year|shift|units?|sets?|pieces?|pcs?|with|has|"
    r"have|having|must|shall|should|will|of which)\b)"
)
_DISTRIBUTED = re.compile(r"各\s*$")
_PHASE = "[期批区层楼栋部厂站店库处段侧端地址年仓院点]"
_SPARE = re.compile(r"(?:备用|备件|备品|预留|冗余|另备?)$")


def clause_around(folded: str, span: Span) -> Span:
    """The clause of ``folded`` that ``span`` stands in."""
    start = max((m.end() for m in _CLAUSE.finditer(folded, 0, span.start)), default=0)
    end = _CLAUSE.search(folded, span.end)
    return Span(start=start, end=end.start() if end else len(folded))


def in_stock(folded: str, span: Span) -> bool:
    """Whether the clause around ``span`` speaks of what is there already, and not of what comes on top."""
    clause = clause_around(folded, span)
    return _STOCK.search(clause.of(folded)) is not None and not _ADDED.search(
        folded[clause.start : span.start]
    )


def added(folded: str, span: Span) -> bool:
    """Whether the count at ``span`` is bought on top of what is there (新增 4 台, an additional 4 units)."""
    clause = clause_around(folded, span)
    return _ADDED.search(folded[clause.start : span.start]) is not None


def not_wanted(folded: str, span: Span) -> bool:
    """Whether the need says that it does not want what it names at ``span``."""
    clause = clause_around(folded, span)
    before = folded[clause.start : span.start]
    return _NOT_WANTED.search(before) is not None or _NOT_WANTED_BEHIND.match(folded, span.end) is not None


def for_each(folded: str, count: Span, item: Span, several: bool) -> bool:
    """Whether a count is one of as many as there are sites, floors … (每层 2 台, 2 units per site).

    A list goes on under what its first clause says (每个站点：甲 2 台，乙 1 台). 各 behind ``several`` items gives
    each item its count.
    """
    clause = clause_around(folded, count)
    start, first = clause.start, min(count.start, item.start)
    while start and folded[start - 1] in ",，" and not folded[start:first].strip():
        first = start - 1
        start = clause_around(folded, Span(start=first, end=first)).start
    before = folded[start : count.start]
    if several and _DISTRIBUTED.search(before):
        before = _DISTRIBUTED.sub("", before)
    behind = folded[count.end : clause.end]
    rest = re.match(r"\s*(?:每|/)\s*", behind)
    latin = behind if behind.isascii() else ""
    return bool(_OF_EACH.search(before) or _OF_EACH.search(latin) or (rest and _OF_EACH.search(behind)))


def continued(text: str, end: int, clause: str) -> str:
    """What follows ``clause`` behind ``end`` with 、 and counts the same item again (一期 2 台、二期 3 台).

    Another thing (交换机 3 台) has a name of its own: only places, phases, spares and bare counts go on.
    """
    behind = re.match(r"(?:、[^、，,。；;\n]{1,24})+", text[end:])
    own = re.search(r"([\u3400-\u9fff]*)\s*[\d一二两三四五六七八九十]+\s*[\u3400-\u9fff]{1,2}\s*$", clause)
    if behind is None or own is None:
        return ""
    taken = ""
    for piece in re.findall(r"、[^、]+", behind.group()):
        lead = re.match(r"、\s*([^\d]*?)\s*\d", piece)
        words = lead.group(1) if lead else "."
        if not (words == "" or _SPARE.search(words) or _is_place(words) or _is_place(own.group(1))):
            break
        taken += piece
    return taken


def _is_place(words: str) -> bool:
    return re.fullmatch(rf"[\u3400-\u9fffa-zA-Z]{{0,4}}{_PHASE}", words) is not None
