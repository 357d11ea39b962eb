"""Amounts of money however they are written: signs, codes, words for a price, bare 万 and 亿, Chinese numerals.

Linear in the text: every pattern begins where a run of digits or numerals begins, takes the whole of it, and
what stands between a word for a price and its amount is bounded. Made for another customer's words, where a
figure too many is withheld rather than one too few; but no figure is cut in two, and one with a unit that is no
currency is no price because a word for a price is near.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from assistant.grounding.counted import is_counted
from assistant.grounding.folding import fold
from assistant.grounding.numbers import quantities
from assistant.grounding.traditional import SIMPLIFIED
from knowledge.evidence import Span

_BEGINS = r"(?<![\d.])(?<!\d,)"
_GROUPED = r"\d{1,3}(?:[ ,]\d{3}){1,5}(?![\d])"
_NUMBER = rf"(?>(?:{_GROUPED}|\d{{1,15}}(?:,\d{{3}}){{0,5}})(?:\.\d{{1,6}})?)"
_SCALE = (
    r"(?>\s{0,2}(?:十万|百万|千万|万|亿|千|w(?![a-z])"
    r"|k(?![a-z])|mn(?![a-z])|(?<=\d)m(?![a-z/\d])|bn(?![a-z])|million|billion|thousand)(?:\d(?!\d))?)"
)
_YUAN = r"(?>\s{0,2}(?:元|圆|块钱)整?|\s{0,2}(?:rmb|cny)(?![a-z]))"
_ONE = f"(?>{_NUMBER}{_SCALE}?{_YUAN}?)"
_RANGE = r"\s?(?:-|~|至|到|to)\s?"
_AMOUNT = f"(?>{_ONE}(?:{_RANGE}{_ONE})?)"
_NUMERALS = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_HAN = f"(?<![{_NUMERALS}第])[{_NUMERALS}]{{1,20}}"
_ABOUT = rf"(?:(?<![{_NUMERALS}几第])(?!几[万亿])[{_NUMERALS}几]{{1,20}}[多余来]?)"
"""三百来万, 两百多万, 十几万."""
_COMMAS = r"(?>\d[\d,]{0,20}(?:\.\d{1,6})?)"
"""A number whose commas stand wherever the writer put them: 1,2500 元."""
_CODES = "rm|usd|eur|gbp|cny|rmb|sgd|hkd|jpy|chf|aud|cad|myr|inr|krw|twd|ntd|thb|nzd|sek|nok|dkk|aed|idr|vnd|brl|mxn|zar|pln"
_CURRENCY = "人民币|港币|港元|日元|日币|美元|美金|欧元|英镑|新台币|台币|韩元|澳元|加元|新元|新币|瑞郎|泰铢|卢比|卢布|林吉特"
_PRICE_WORD = (
    r"(?<!评)价(?!比|值观)|(?<![条这此该两几])款(?!式)|(?<![免消老])费(?!时|力)|成本|投入(?!使用|运行|运营|生产|商用)|预算|合同|报价|"
    r"金额(?!略)|成交|造价|投资|总额|营收|(?:优惠|打折|折|让利)后|花[了费掉]|"
    r"(?<![a-z])(?:costs?|costing|prices?|priced|pricing|invoiced?|billed|budget|paid|pays?|fees?|worth|charged|"
    r"spent|quoted?|contract value|amount(?! withheld))(?![a-z])"
)
_CODED = re.compile(
    rf"(?<![a-z])(?:{_CODES})\s?{_AMOUNT}(?!\s?[x×*]\s?\d)"
    rf"|(?<![a-z])(?:hk|nt|us|sg|s|a|c|r|nz|rm)?[$¥€£₩₹฿₫₽]\s?(?>{_NUMBER}(?:\s{{0,2}}m(?![a-z]))?{_SCALE}?)"
    rf"|(?:{_CURRENCY})(?:\(大写\))?\s?(?:{_AMOUNT}|{_HAN}[万亿]?元?整?)"
    rf"|{_BEGINS}{_NUMBER}(?:\s{{0,2}}m(?![a-z]))?{_SCALE}?\s?"
    rf"(?:(?:{_CODES})(?![a-z])|[$€£¥](?!\s?\d)|(?:港|日|美|欧|韩|加|新|澳)元|{_CURRENCY}"
    r"|pounds sterling|yen(?![a-z])|ringgit|baht|rupees|francs|元(?!素|器|件|组|化|年|旦))"
    rf"|{_BEGINS}{_COMMAS}\s{{0,2}}(?:[十百千]?[万亿])?\s?(?:元(?!素|器|件|组|化|年|旦)|圆(?![形柱钢管弧孔角盘锥周心环头筒片棒满球桌]))"
)
_AGREED = re.compile(
    r"(?<![a-z])(?:signed|closed|sold|settled|agreed|bought|won|awarded|came in|landed)\s(?:[a-z]{1,9}\s)?(?:at|for|on)\s"
    rf"(?:(?:about|around|roughly|some|nearly)\s)?(?P<amount>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?:\.\d{{1,2}})?|{_NUMBER}\s?(?:million|billion|mn?|bn|k)(?![a-z]))"
)
_APIECE = re.compile(
    rf"{_BEGINS}(?P<amount>(?>\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{5,9}})(?:\.\d{{1,2}})?)(?=\s(?:apiece|each)(?![a-z]))"
)
_PRICED = re.compile(
    rf"(?:{_PRICE_WORD})(?:(?!金额略|编号略|地址略|某负责人)[^\d。；;\n]){{0,12}}?(?<!%)(?P<amount>(?>\d[\do]{{0,8}}万元?|{_AMOUNT}))"
)
_NEXT = re.compile(rf"\s?(?:、|,|和|及|或|/|\||and|or|->|→|降[到至]|调[整到至]为?)\s?(?P<amount>{_AMOUNT})")
_MILLIONS = re.compile(
    rf"(?:预算|报价|总价|金额|(?<![a-z])(?:budget|price[ds]?|costs?|worth|amount|value))[\s:]{{0,2}}"
    rf"(?:(?:of|is|was|about|约|为)\s?)?(?P<amount>{_NUMBER}\s?m)(?![a-z/\d])"
)
_SCALED = re.compile(
    rf"{_BEGINS}(?>{_GROUPED}|\d[\do,]{{0,12}})(?:\.\d{{1,6}})?\s{{0,2}}[多余来几]?\s?"
    r"(?P<scale>(?:十万|百万|千万|万|亿)(?:元整?|\d(?!\d))?|w(?![a-z]))(?=(?P<after>[^\n]{0,6}))"
)
_HAN_SCALED = re.compile(rf"{_ABOUT}(?P<scale>[万亿](?:元整?)?)(?=(?P<after>[^\n]{{0,6}}))")
_ELEMENT = "化素件旦宵组对论锂方次电催前"
"""What makes of 元 an element: 三元锂电池, 一元化."""
_HAN_MONEY = re.compile(
    rf"(?!二元){_HAN}[万亿]?(?:元|圆)(?![{_ELEMENT}])整?"
    r"|(?=[壹贰叁肆伍陆柒捌玖]?[拾佰仟])[壹贰叁肆伍陆柒捌玖拾佰仟]{2,20}[万亿]?(?:元|圆)?整?"
)
_HEADED = re.compile(rf"[百千万亿]元\)?\s{{0,2}}[:|]\s{{0,2}}(?P<amount>{_NUMBER})")
_OFF = re.compile(r"(?:[一二三四五六七八九]{1,2}|(?<![\d.])\d{1,2}(?:\.\d)?)折(?![叠线弯射旧页扇返算])")
_BARE = re.compile(
    r"\s{0,2}(?:$|[,。;:!?、()\]|]|/(?!小时|天|日|秒|分|时|h|d)|每(?!小时|天|日|秒|分)|一[台套个]|左右|以[内上下]|含税|不含|多|余|整|封顶|起"
    r"|-|~|至|到|和|及|或|另[计付]|包干|成交|支付|优惠)"
)
_COUNTED_BEFORE = re.compile(
    r"(?:日均|每天|每日|每小时|处理|单量|用户|库位|面积|产量|产能|吞吐|存储|数据|库存|里程|订单|人口|规模|支持|并发|峰值|容量"
    r"|月活|日活|活跃|下载|访问|请求|调用)[^,。;\n]{0,8}$"
)
_WATTS_BEFORE = re.compile(
    r"(?:功率|功耗|耗电|供电|电源|充电|加热|激光|灯|电机|马达|power|poe|led|\d\s?[va])[^。;\n]{0,8}$"
)
_LOWER_BOUND = re.compile(rf"(?<![a-z\d_.,/+-]){_ONE}\s?(?:-|~|至|到|/)\s?$")
_NO_AMOUNT = re.compile(rf"(?<=[元圆])[{_ELEMENT}]|(?<=二元)|\s?[x×*]\s?\d")
"""After a quantity of money, what makes it none: EUR 800×1200 is a pallet."""
_TIMES = re.compile(
    r"(?<=\d)\s?[x×*]\s?\d{1,5}(?![\d.]|,\d|\s?[x×*])\s{0,2}"
    r"(?:=|(?P<noun>[台套个件只条路间项年月人天批块张]|units?|pcs|sets?)|$|[,。;!?、)|\n])"
)
"""A price times how many: 18,000×36; 1200×800 without a noun may be a pallet, 18,000×600 mm is a size."""
_WHEREIN = re.compile(
    r"\s?(?:\((?:[十百千]?[万亿])?元\))?[^\d。;\n]{0,8}?(?:其中|分别|包括|including|of which)"
)
_PART = re.compile(
    rf"[^\d。;\n]{{0,16}}?(?<![a-z\d.-])(?P<amount>{_NUMBER})(?=\s?(?:$|[,。;、)\n]|和|及|万|亿|元|and))"
)
"""What a total is made up of: 总价 268.5（万元），其中设备 180，服务 88.5."""
_APOSTROPHE = re.compile(r"(?<=\d)['’‘](?=\d{3}(?!\d))")
_CHEQUE = re.compile("参(?=[拾佰仟万亿])")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*")
_MOST_LISTED = 8
"""Amounts read on after one near a word for a price: 报价 380、420 和 460."""


def money(text: str) -> tuple[Span, ...]:
    """Spans of amounts of money: with a currency's sign, unit or code, near a word for a price without a unit
    of their own, or a bare amount of 万 or 亿 that counts nothing named. No span cuts a number in two."""
    folded = legible(text)
    known = [
        q.span
        for q in quantities(folded)
        if q.dimension.startswith(("money", "rate:money")) and not _NO_AMOUNT.match(folded, q.span.end)
    ]
    whole = [_span(m) for p in (_CODED, _HAN_MONEY, _OFF) for m in p.finditer(folded)]
    headed = [_span(m, "amount") for p in (_HEADED, _MILLIONS, _APIECE) for m in p.finditer(folded)]
    bare = [
        Span(start=m.start(), end=m.end("scale"))
        for p in (_SCALED, _HAN_SCALED)
        for m in p.finditer(folded)
        if _is_money(folded, m)
    ]
    found = [*known, *whole, *headed, *_priced(folded), *_agreed(folded), *bare]
    found += _parts(folded, sorted({span.end for span in found}))
    return whole_numbers(folded, (_with_lower_bound(folded, span) for span in found))


def legible(text: str) -> str:
    """``text`` folded for reading amounts, character for character: simplified characters, 1'250'000 as 1,250,000."""
    folded = _APOSTROPHE.sub(",", fold(text).translate(SIMPLIFIED))
    return _CHEQUE.sub("叁", folded)


def whole_numbers(folded: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans``, each widened to the whole of the numbers it begins or ends in."""
    tokens = [m.span() for m in _TOKEN.finditer(folded)]
    starts = [start for start, _ in tokens]

    def cut(place: int) -> tuple[int, int]:
        start, end = tokens[max(0, bisect_right(starts, place) - 1)] if tokens else (place, place)
        return (start, end) if start < place < end else (place, place)

    return tuple(Span(start=cut(span.start)[0], end=cut(span.end)[1]) for span in spans)


def _span(match: re.Match[str], group: int | str = 0) -> Span:
    return Span(start=match.start(group), end=match.end(group))


def _priced(folded: str) -> Iterator[Span]:
    """Amounts near a word for a price, and those listed after them, that have no unit of their own."""
    for match in _PRICED.finditer(folded):
        following: re.Match[str] | None = match
        for _ in range(_MOST_LISTED):
            if following is None:
                break
            span = _span(following, "amount")
            if not is_counted(folded, span.start, span.end) or _multiplied(folded, span):
                yield span
            following = _NEXT.match(folded, span.end)


def _multiplied(folded: str, span: Span) -> bool:
    """Whether an amount of a thousand or more is multiplied by a number of pieces, and is no size."""
    times = _TIMES.match(folded, span.end)
    written = span.of(folded)
    if times is None or re.search(r"[≥≤<>=]\s?$", folded[max(0, span.start - 2) : span.start]):
        return False
    return "," in written or bool(times.group("noun") and re.search(r"\d{4}", written))


def _agreed(folded: str) -> Iterator[Span]:
    """Sums something was signed, sold or settled at, that count nothing."""
    for match in _AGREED.finditer(folded):
        if not is_counted(folded, *match.span("amount")):
            yield _span(match, "amount")


def _parts(folded: str, ends: Iterable[int]) -> Iterator[Span]:
    """The amounts without a unit that totals which end at ``ends`` (ascending) are said to be made up of."""
    read = 0
    for end in ends:
        following = _WHEREIN.match(folded, end) if end >= read else None
        for _ in range(_MOST_LISTED):
            following = following and _PART.match(folded, following.end())
            if following is None:
                break
            span = _span(following, "amount")
            read = span.end
            if not is_counted(folded, span.start, span.end):
                yield span


def _with_lower_bound(folded: str, span: Span) -> Span:
    """``span`` with the first half of the range it ends: 18-20 万, 12.5/13.2 万."""
    first = _LOWER_BOUND.search(folded[max(0, span.start - 24) : span.start])
    return Span(start=span.start - len(first.group()), end=span.end) if first else span


def _is_money(folded: str, match: re.Match[str]) -> bool:
    """Whether a bare amount of 万 or 亿 is money: it counts nothing, or a word for a price is just before."""
    start = _with_lower_bound(folded, _span(match)).start
    before = folded[max(0, start - 16) : start]
    if match.group("scale").endswith(("元", "整")):
        return True
    if not _BARE.match(match.group("after")) or is_counted(folded, match.start(), match.end("scale")):
        return False
    if re.search(_PRICE_WORD, before):
        return True
    if match.group("scale") == "w" and _WATTS_BEFORE.search(before):
        return False
    return not _COUNTED_BEFORE.search(before)
