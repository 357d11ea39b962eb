"""Amounts of money however they are written: signs, codes, words for a price, bare 万 and 亿, Chinese numerals.

Linear in the text: every pattern begins where a run of digits or numerals begins, and what stands between a
word for a price and its amount is bounded. Made for another customer's words, where a figure too many is
withheld rather than one too few.
"""

from __future__ import annotations

import re

from assistant.grounding.folding import fold
from assistant.grounding.numbers import quantities
from knowledge.evidence import Span

_BEGINS = r"(?<![\d.,])"
_NUMBER = r"(?:\d{1,3}(?:[ ,]\d{3}){1,5}(?!\d)|\d{1,15}(?:,\d{3}){0,5})(?:\.\d{1,6})?"
_SCALE = (
    r"(?:\s{0,2}(?:十万|百万|千万|万|亿|千|w(?![a-z])"
    r"|k(?![a-z])|mn?(?![a-z])|bn(?![a-z])|million|billion|thousand)(?:\d(?!\d))?)"
)
_YUAN = r"(?:\s{0,2}(?:元|圆|块钱)整?|\s{0,2}(?:rmb|cny)(?![a-z]))"
_AMOUNT = f"{_NUMBER}{_SCALE}?{_YUAN}?"
_NUMERALS = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_HAN = f"(?<![{_NUMERALS}第])[{_NUMERALS}]{{1,20}}"
_CODES = "usd|eur|gbp|cny|rmb|sgd|hkd|jpy|chf|aud|cad|myr|inr|krw|twd|thb"
_PRICE_WORD = (
    r"价|款|费|成本|投入|预算|合同|报价|金额|成交|造价|投资|总额|营收|"
    r"\b(?:costs?|prices?|priced|budget|paid|pays?|fees?|worth|charged|spent|quoted?|contract value|amount)\b"
)
_THING = (
    r"\s{0,2}(?:[\d%％‰年个月天日周页次台套期件人份条项种类级倍小分秒单点家度平吨米公户座批只箱托张名位]|[-/.:]\d|"
    r"(?:kg|kw|mm|cm|km|gb|tb|mb|ms|db|days?|months?|years?|weeks?|hours?|units?|robots?|people|users?)(?![a-z])|℃|[x×*])"
)
_CODED = re.compile(
    rf"(?<![a-z])(?:{_CODES})\s?{_AMOUNT}|(?<![a-z])(?:hk|nt|us|sg|s|a|c|r)?[$¥€£]\s?{_AMOUNT}"
    rf"|(?:人民币|港币|港元|日元|日币|美元|美金|欧元|英镑|新台币|台币|韩元)(?:\(大写\))?\s?(?:{_AMOUNT}|{_HAN}[万亿]?元?整?)"
    rf"|{_BEGINS}{_NUMBER}{_SCALE}?\s?(?:(?:{_CODES})(?![a-z])|[$€£]|(?:港|日|美|欧|韩|加|新)元|港币|英镑|元)"
)
_PRICED = re.compile(
    rf"(?:{_PRICE_WORD})[^\d。；;\n]{{0,12}}?(?P<amount>(?:\d[\do]{{0,8}}万元?|{_AMOUNT}))(?!{_THING})"
)
_DEALT = re.compile(rf"成交[^\d。;\n]{{0,6}}(?P<amount>{_AMOUNT})")
_SCALED = re.compile(
    rf"{_BEGINS}\d[\do,]{{0,12}}(?:\.\d{{1,6}})?\s{{0,2}}(?:(?:十万|百万|千万|万|亿)(?:元整?|\d(?!\d))?|w(?![a-z]))(?P<after>[^\n]{{0,6}})"
)
_HAN_SCALED = re.compile(rf"{_HAN}[万亿](?P<yuan>元整?)?(?P<after>[^\n]{{0,6}})")
_HAN_MONEY = re.compile(rf"{_HAN}[万亿]?(?:元|圆)整?|[壹贰叁肆伍陆柒捌玖拾佰仟]{{2,20}}[万亿]?(?:元|圆)?整?")
_HEADED = re.compile(rf"[百千万亿]元\)?\s{{0,2}}[:|]\s{{0,2}}(?P<amount>{_NUMBER})")
_OFF = re.compile(r"(?:[一二三四五六七八九]{1,2}|(?<![\d.])\d{1,2}(?:\.\d)?)折(?![叠线弯射旧])")
_BARE = re.compile(
    r"\s{0,2}(?:$|[,。;:!?、()\]|]|/(?!小时|天|日|秒|分|时|h|d)|每(?!小时|天|日|秒|分)|一[台套个]|左右|以[内上下]|含税|不含|多|余|整|封顶|起)"
)
_COUNTED_BEFORE = re.compile(
    r"(?:日均|每天|每日|每小时|处理|单量|用户|库位|面积|产量|产能|吞吐|存储|数据|库存|里程|订单|人口|规模|支持|并发|峰值|容量)[^,。;\n]{0,8}$"
)


def money(text: str) -> tuple[Span, ...]:
    """Spans of amounts of money: with a currency's sign, unit or code, near a word for a price, or a bare
    amount of 万 or 亿 that counts nothing named."""
    folded = fold(text)
    known = [
        q.span for q in quantities(text) if q.dimension.split("/")[0].startswith(("money", "rate:money"))
    ]
    whole = [
        Span(start=m.start(), end=m.end()) for p in (_CODED, _HAN_MONEY, _OFF) for m in p.finditer(folded)
    ]
    named = [
        Span(start=m.start("amount"), end=m.end("amount"))
        for p in (_PRICED, _DEALT, _HEADED)
        for m in p.finditer(folded)
    ]
    bare = [
        Span(start=m.start(), end=m.start("after"))
        for p in (_SCALED, _HAN_SCALED)
        for m in p.finditer(folded)
        if _is_money(folded, m)
    ]
    return (*known, *whole, *named, *bare)


def _is_money(folded: str, match: re.Match[str]) -> bool:
    """Whether a bare amount of 万 or 亿 is money: it counts nothing, or a word for a price is just before."""
    before = folded[max(0, match.start() - 16) : match.start()]
    if match.group()[: match.start("after") - match.start()].endswith(("元", "整")):
        return True
    if not _BARE.match(match.group("after")):
        return False
    return re.search(_PRICE_WORD, before) is not None or not _COUNTED_BEFORE.search(before)
