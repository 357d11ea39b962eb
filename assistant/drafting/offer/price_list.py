"""Rows of price lists: which column is the price, in which currency and scale, per what, until when."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assistant.drafting.evidence.candidates import Candidate
from assistant.drafting.evidence.points import citations_of
from assistant.drafting.evidence.reading import Line
from assistant.grounding.folding import fold
from knowledge.evidence import Citation, Document

_PRICE = re.compile(
    r"(?:(?:含税|不含税|未税|标准|目录|列表|公开|市场|参考|产品|设备|销售|综合)*(?:单价|价格|报价)|"
    r"(?:含税|不含税|未税|标准|目录|列表)+价|(?:(?:standard|list|unit|catalogue|catalog|net|public)\s*)*price)"
    r"(?P<label>\s*(?:[(\[/,:].*|(?:in\s+)?(?:[a-z]{3}|[a-z]{0,2}\$|[¥€£])|[百千万十亿]*元.*)?)"
)
_DISCOUNT = re.compile(r"量价|折|优惠|代理|渠道|底价|成本|discount|volume|partner|floor|cost|valid|有效")
_NAME = re.compile(r"名称|产品|项目|品名|服务内容|描述|item|product|name|description|service")
_MODEL = re.compile(r"型号|编码|编号|代码|料号|model|part|sku|code")
_UNIT = re.compile(r"^(?:计价|计量|销售)?单位(?!价)|^unit(?:s| of measure)?$|uom")
_VALID = re.compile(r"有效|valid|expir|截止")
_RETIRED = re.compile(
    r"停产|停售|退市|下架|停止销售|discontinued|end[- ]of[- ](?:life|sale)|\beol\b|obsolete|withdrawn"
)
_REPLACES = re.compile(
    r"(?:停产|停售|下架)(?:的?(?:型号|产品|款|设备))?\s*[a-z0-9][a-z0-9-]*\s*的?(?:替代|替换|后继|接替|升级)|"
    r"(?:replaces|successor (?:of|to)|replacement (?:of|for))\b"
)
"""Of a model that stands in for a retired one."""
_CURRENCIES = {
    "CNY": "元 人民币 人民币元 元人民币 rmb cny ¥ 块 yuan",
    "USD": "usd us$ $ 美元 美金 dollar dollars",
    "EUR": "eur € 欧元 euro euros",
    "HKD": "hkd hk$ 港元 港币",
    "JPY": "jpy 日元 日圆 日币 yen",
    "GBP": "gbp £ 英镑",
}
_CODES = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
_SCALES = {
    "百万": 10**6, "千万": 10**7, "十万": 10**5, "万": 10**4, "千": 1000, "百": 100, "亿": 10**8, "k": 1000,
    "thousand": 1000, "million": 10**6,
}  # fmt: skip
_MONEY_LIKE = re.compile(r"[元圆币镑$€£¥]|^[a-z]{3}$|dollar|euro|yen")
_TAX = re.compile(
    r"(?:不?含|未|免)税(?:价)?|(?:incl|excl)\w*\.?\s*(?:of\s+)?(?:tax|vat)?|net|gross|\d+%|税率\d*%?|ex|vat|tax"
)
_DIVISOR = re.compile(r"(?P<many>\d+|[百千万](?!克|瓦|米|伏)|thousand\s*)?(?P<unit>.+)")
_NUMBER = re.compile(
    r"(?P<before>[a-z¥$€£]{0,4})\s*(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<after>[^\d]{0,8})"
)
_NOTE = re.compile(
    r"(?:单位|币种|货币|currency|prices?\s+(?:are\s+)?in)\s*(?:均|一律|统一)?(?:为|以|是|:)?\s*(?P<label>[^\s。.,;)]{1,12})"
)
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d))?"
)
_VALID_NOTE = re.compile(r"(?:有效期|valid (?:until|through|to)|有效至)[^。\n]{0,30}")


@dataclass(frozen=True)
class Money:
    """What a number of a price column counts: ``factor`` of ``currency`` for ``per`` of ``unit``."""

    currency: str
    factor: Decimal = Decimal(1)
    per: Decimal = Decimal(1)
    unit: str = ""


@dataclass(frozen=True)
class PriceRow:
    """One row of a price list. ``price`` is in whole units of ``currency`` for one ``unit``; ``None`` where
    that is unknown or the row is retired."""

    model: str
    name: str
    unit: str
    written: str
    price: Decimal | None
    currency: str | None
    valid: str
    citations: tuple[Citation, ...]
    retired: bool = False

    def expired(self, today: str) -> str:
        """The ISO date the price ended on when that is before ``today`` (ISO), else an empty string."""
        ends = [end for match in _DATE.finditer(fold(self.valid)) if (end := _last_day(match))]
        return ends[-1] if ends and today and ends[-1] < today[:10] else ""


def admitted(candidate: Candidate) -> bool:
    """Whether a price list's prices may be offered: the customer's own, or nobody's and made to be reused."""
    if candidate.source.kind != "price_list":
        return False
    return not candidate.past_deal if candidate.source.customer else candidate.source.reusable


def price_rows(candidate: Candidate) -> list[PriceRow]:
    """Rows of a price list's tables: those with a price column and something in it."""
    return [
        row
        for block in candidate.blocks
        for line in block.lines
        if line.statement.cells and (row := _row(candidate, candidate.document, line)) is not None
    ]


def _row(candidate: Candidate, document: Document, line: Line) -> PriceRow | None:
    header = _column_names(document, line)
    cells = [cell.of(document.text).strip() for cell in line.statement.cells]
    priced = next(
        (i for i, names in enumerate(header) if i < len(cells) and cells[i] and _is_price(names)), None
    )
    if priced is None:
        return None
    joined = [" ".join(names) for names in header]

    def cell(pattern: re.Pattern[str], skip: re.Pattern[str] | None = None) -> str:
        columns = (i for i, n in enumerate(joined) if pattern.search(n) and not (skip and skip.search(n)))
        return next((cells[i] for i in columns if i < len(cells) and i != priced), "")

    amount, money = _priced(document, line, header[priced], cells[priced])
    retired = any(_RETIRED.search(text) and not _REPLACES.search(text) for text in map(fold, cells))
    known = amount is not None and money is not None and not retired
    return PriceRow(
        model=cell(_MODEL),
        name=cell(_NAME, _MODEL),
        unit=cell(_UNIT) or (money.unit if money else ""),
        written=cells[priced],
        price=amount * money.factor / money.per if known and amount is not None and money else None,
        currency=money.currency if money else None,
        valid=cell(_VALID) or _noted_validity(document, line),
        citations=tuple(citations_of(document, candidate.source, line)),
        retired=retired,
    )


def _is_price(names: tuple[str, ...]) -> bool:
    return any(_PRICE.fullmatch(name) for name in names) and not any(_DISCOUNT.search(n) for n in names)


def _column_names(document: Document, line: Line) -> list[tuple[str, ...]]:
    """Names of the columns, each from the lowest header row upwards (列表价, 价格(元/含税))."""
    table = line.statement.block.table
    rows = table.rows[: table.header_rows] if table else ()
    columns = zip(*reversed(rows), strict=False)
    return [
        tuple(dict.fromkeys(fold(cell.of(document.text)).strip() for cell in column)) for column in columns
    ]


def _priced(
    document: Document, line: Line, names: tuple[str, ...], cell: str
) -> tuple[Decimal | None, Money | None]:
    """(number, what it counts): the currency of the cell, else of its column, else a note of the sheet."""
    match = _NUMBER.fullmatch(fold(cell))
    if match is None:
        return None, None
    number = Decimal(match.group("number").replace(",", ""))
    labels = [found.group("label") for name in names if (found := _PRICE.fullmatch(name))]
    columns = [label for label in labels if label.strip()]
    column = next((money_of(label) for label in columns if names_money(label)), None)
    said = match.group("before") or match.group("after").strip()
    if said:
        money = money_of(said)
        if money is not None and column is not None and not money.unit:
            money = replace(money, unit=column.unit, per=column.per)
        return number, money
    if any(names_money(label) for label in columns):
        return number, column
    return number, _noted(document, line)


def names_money(label: str) -> bool:
    """Whether a label speaks of a currency at all, known or not."""
    return any(_MONEY_LIKE.search(part) and not _TAX.fullmatch(part) for part in _parts(label))


def _parts(label: str) -> list[str]:
    return [part for part in re.split(r"[\s()\[\]/,:;|]+|每|\bper\b|\bin\b", fold(label)) if part]


def money_of(label: str) -> Money | None:
    """``(万元/台)`` 10,000 yuan for one 台, ``(元/千次)`` a thousandth of a yuan; ``None`` when any part of
    it is not understood."""
    money, divisors = None, []
    for part in _parts(label):
        scaled = next(
            (
                Money(_CODES[part[len(scale) :].strip()], Decimal(_SCALES.get(scale, 1)))
                for scale in ("", *sorted(_SCALES, key=len, reverse=True))
                if part.startswith(scale) and part[len(scale) :].strip() in _CODES
            ),
            None,
        )
        if _TAX.fullmatch(part):
            continue
        if scaled is not None and money in (None, scaled):
            money = scaled
        elif scaled is not None or money is None or (_MONEY_LIKE.search(part) and not part.isascii()):
            return None
        else:
            divisors.append(part)
    if money is None or len(divisors) > 1:
        return None
    return _divided(money, divisors[0]) if divisors else money


def _divided(money: Money, divisor: str) -> Money | None:
    match = _DIVISOR.fullmatch(divisor)
    if match is None:
        return None
    many = (match.group("many") or "1").strip()
    per = Decimal(many) if many.isdigit() else Decimal(_SCALES[many])
    return replace(money, per=per, unit=match.group("unit")) if per else None


def _noted(document: Document, line: Line) -> Money | None:
    """The one currency notes of the same sheet or heading name (单位：万元); ``None`` when they disagree."""
    labels = [m.group("label") for note in _notes(document, line) for m in _NOTE.finditer(note)]
    found = {money_of(label) for label in labels if names_money(label)}
    return found.pop() if len(found) == 1 else None


def _noted_validity(document: Document, line: Line) -> str:
    found = [m.group() for note in _notes(document, line) for m in _VALID_NOTE.finditer(note)]
    return next((text.strip() for text in found if _DATE.search(text)), "")


def _notes(document: Document, line: Line) -> Iterator[str]:
    block = line.statement.block
    for other in document.blocks:
        same_place = other.place.sheet == block.place.sheet
        if same_place and other.table is None and (block.place.sheet or other.headings == block.headings):
            yield fold(other.span.of(document.text))


def _last_day(match: re.Match[str]) -> str:
    """The ISO date a match of ``_DATE`` ends on, a month on its last day; empty when there is no such day."""
    year, month = int(match.group("year")), int(match.group("month"))
    if not 1 <= month <= 12:
        return ""
    last = calendar.monthrange(year, month)[1]
    day = int(match.group("day") or last)
    return date(year, month, day).isoformat() if 1 <= day <= last else ""
