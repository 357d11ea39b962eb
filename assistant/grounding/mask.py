"""Another customer's words made fit for this one's eyes: no names, no people, no prices."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.grounding.names import Register
from assistant.grounding.numbers import quantities
from knowledge.evidence import Language, Span

_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_TITLED = re.compile(
    rf"(?<![\u3400-\u9fff])[{_SURNAMES}](?:总监|总工|总|经理|主任|处长|科长|院长|厂长|主管|部长|先生|女士)(?![\u3400-\u9fff]{{0,1}}室)"
    rf"|(?<=[人由请与和及：:、])[{_SURNAMES}](?:总监|总工|总|经理|主任|处长|科长|院长|厂长|主管|部长|先生|女士)"
    r"|\b(?:Mr|Mrs|Ms|Dr)\.\s+[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?"
)


def masked(text: str, register: Register, language: Language, *, prices: bool) -> str:
    """``text`` with every registered name masked; with ``prices`` also amounts, titles and contacts go.

    ``prices`` is set where the words come from another customer's document.
    """
    spans = [(hit.span, _stand_in(hit.name.role, hit.name.industry, language)) for hit in register.find(text)]
    if prices:
        spans += [(span, _no_price(language)) for span in money(text)]
        person = _stand_in("person", None, language)
        for pattern in (_CONTACT, _TITLED):
            spans += [(Span(start=m.start(), end=m.end()), person) for m in pattern.finditer(text)]
    return _replaced(text, spans)


_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s*(?:万|亿|千|k\b|m\b|million|billion|thousand))?(?:\s*(?:元|rmb|cny))?"
_CODED = re.compile(
    rf"\b(?:usd|eur|gbp|cny|rmb|sgd|hkd|jpy|chf|aud|cad|myr|inr)\s?{_AMOUNT}|人民币\s?{_AMOUNT}"
    rf"|{_AMOUNT}\s?\b(?:usd|eur|gbp|cny|rmb|sgd|hkd|jpy|chf|aud|cad|myr|inr)\b",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"(?:合同额|合同价|合同金额|总价|金额|报价|造价|单价|成交价|中标价|费用|投资|预算"
    r"|(?:price|cost|amount|fee|contract value|budget) (?:is|was|of))"
    rf"[^\d。；;\n]{{0,8}}?(?P<amount>{_AMOUNT})(?!\s*[\d%％年个月天日周页次台套期件人])",
    re.IGNORECASE,
)


def money(text: str) -> tuple[Span, ...]:
    """Spans of amounts of money: with a currency's sign, unit or code, or behind a word for a price."""
    known = _measured_money(text)
    coded = [Span(start=m.start(), end=m.end()) for m in _CODED.finditer(text)]
    priced = [Span(start=m.start("amount"), end=m.end("amount")) for m in _PRICED.finditer(text)]
    return (*known, *coded, *priced)


def _measured_money(text: str) -> tuple[Span, ...]:
    return tuple(
        q.span for q in quantities(text) if q.dimension.split("/")[0].startswith(("money", "rate:money"))
    )


def customer_stand_in(industry: str | None, language: Language) -> str:
    """「某仓储客户」, “a warehousing customer”."""
    if language == "zh":
        return f"某{industry or ''}客户"
    return f"a customer in {industry}" if industry and industry.isascii() else "a customer"


def _stand_in(role: str, industry: str | None, language: Language) -> str:
    if role == "person":
        return "某负责人" if language == "zh" else "a contact"
    return customer_stand_in(industry, language) if language == "zh" else "the customer"


def _no_price(language: Language) -> str:
    return "（金额略）" if language == "zh" else "(amount withheld)"


def _replaced(text: str, spans: Iterable[tuple[Span, str]]) -> str:
    """Longer spans win where they overlap; a stand-in is not said twice in a row."""
    chosen: list[tuple[Span, str]] = []
    for span, words in sorted(spans, key=lambda pair: (-len(pair[0]), pair[0].start)):
        if not any(span.overlaps(other) for other, _ in chosen):
            chosen.append((span, words))
    parts, position = [], 0
    for span, words in sorted(chosen, key=lambda pair: pair[0].start):
        parts += [text[position : span.start], words]
        position = span.end
    whole = "".join([*parts, text[position:]])
    for words in {words for _, words in chosen}:
        whole = re.sub(rf"({re.escape(words)})(?:\s*[（(]?{re.escape(words)}[）)]?)+", r"\1", whole)
    return whole
