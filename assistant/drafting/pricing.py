"""The cost table: quantities from the need, unit prices from cited price-list rows, subtotals by code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.drafting.candidates import Candidate
from assistant.drafting.phrases import Phrases
from assistant.drafting.points import citations_of
from assistant.drafting.reading import Line
from assistant.drafting.terms import model_codes, same_code
from assistant.grounding.folding import fold, squeeze
from assistant.grounding.numbers import quantities
from knowledge.evidence import Citation, Document
from knowledge.presales import Need, OutlineTable

_PRICE = re.compile(r"单价|列表价|目录价|标准价|含税价|价格|^报价|unit price|list price|price|rate")
_DISCOUNT = re.compile(r"量价|折|优惠|代理|渠道|底价|成本|discount|volume|partner|floor|cost|valid|有效")
_NAME = re.compile(r"名称|产品|项目|品名|服务内容|描述|item|product|name|description|service")
_MODEL = re.compile(r"型号|编码|编号|代码|料号|model|part|sku|code")
_UNIT = re.compile(r"^(?:计价|计量|销售)?单位(?!价)|^unit(?:s| of measure)?$|uom")
_VALID = re.compile(r"有效|valid")
_CURRENCY = re.compile(r"(万元|千元|元|人民币|rmb|cny|¥|usd|us\$|\$|美元|eur|€|欧元)")
_MONEY_UNITS: dict[str, tuple[str, Decimal]] = {
    "万元": ("CNY", Decimal(10_000)), "千元": ("CNY", Decimal(1000)), "元": ("CNY", Decimal(1)),
    "人民币": ("CNY", Decimal(1)), "rmb": ("CNY", Decimal(1)), "cny": ("CNY", Decimal(1)), "¥": ("CNY", Decimal(1)),
    "usd": ("USD", Decimal(1)), "us$": ("USD", Decimal(1)), "$": ("USD", Decimal(1)), "美元": ("USD", Decimal(1)),
    "eur": ("EUR", Decimal(1)), "€": ("EUR", Decimal(1)), "欧元": ("EUR", Decimal(1)),
}  # fmt: skip
_SIGNS = {"CNY": " 元", "USD": " USD", "EUR": " EUR"}
MOST_ROWS = 20


@dataclass(frozen=True)
class PriceRow:
    """One row of a price list. ``price`` is in whole units of ``currency``; ``None`` where that is unknown."""

    model: str
    name: str
    unit: str
    written: str
    price: Decimal | None
    currency: str | None
    valid: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Item:
    """Something to price: how the need or the evidence names it, and how many the need asks for."""

    name: str
    amount: Decimal | None
    unit: str


def cost_table(
    need: Need, found: Sequence[Candidate], components: Iterable[str], phrases: Phrases
) -> OutlineTable | None:
    """Item, quantity, unit price, subtotal and validity; ``None`` when there is nothing to price.

    Items are what the need counts, then what the cited evidence names by model. A row matches by model
    exactly, or by its whole name. The total stands only when every row has a subtotal in one currency.
    """
    prices = [
        row for candidate in found if candidate.source.kind == "price_list" for row in price_rows(candidate)
    ]
    counted = needed_items(need, prices)
    known = {fold(item.name) for item in counted}
    named = [Item(c, None, "") for c in dict.fromkeys(components) if fold(c) not in known]
    priced = [(item, match(item.name, prices)) for item in counted]
    priced += [(item, row) for item in named if (row := match(item.name, prices)) is not None]
    if not priced:
        return None
    return _table(priced[:MOST_ROWS], phrases)


def price_rows(candidate: Candidate) -> list[PriceRow]:
    """Rows of a price list's tables: those with a price column and a price in it."""
    document = candidate.document
    return [
        row
        for block in candidate.blocks
        for line in block.lines
        if line.statement.cells and (row := _row(candidate, document, line)) is not None
    ]


def _row(candidate: Candidate, document: Document, line: Line) -> PriceRow | None:
    header = _column_names(document, line)
    cells = [cell.of(document.text).strip() for cell in line.statement.cells]
    columns = [i for i, name in enumerate(header) if _PRICE.search(name) and i < len(cells)]
    price_column = next((i for i in columns if not _DISCOUNT.search(header[i])), None)
    if price_column is None:
        return None
    number = re.fullmatch(
        r"[¥$€]?\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(万元|元)?", fold(cells[price_column])
    )
    if number is None:
        return None
    money = _money_unit(document, line, header[price_column], cells[price_column])
    amount = Decimal(number.group(1).replace(",", ""))

    def cell(pattern: re.Pattern[str], skip: re.Pattern[str] | None = None) -> str:
        columns = (i for i, n in enumerate(header) if pattern.search(n) and not (skip and skip.search(n)))
        return next((cells[i] for i in columns if i < len(cells) and i != price_column), "")

    return PriceRow(
        model=cell(_MODEL),
        name=cell(_NAME, _MODEL),
        unit=cell(_UNIT),
        written=cells[price_column],
        price=amount * money[1] if money else None,
        currency=money[0] if money else None,
        valid=cell(_VALID),
        citations=tuple(citations_of(document, candidate.source, line)),
    )


def _column_names(document: Document, line: Line) -> list[str]:
    """Names of the columns, from the lowest header row upwards (“列表价 价格（元/含税）”)."""
    table = line.statement.block.table
    rows = table.rows[: table.header_rows] if table else ()
    columns = zip(*reversed(rows), strict=False)
    return [
        " ".join(dict.fromkeys(fold(cell.of(document.text)).strip() for cell in column)) for column in columns
    ]


def _money_unit(document: Document, line: Line, header: str, cell: str) -> tuple[str, Decimal] | None:
    """The currency of a price: its cell, its column's name, else a note of the same sheet or heading (单位：万元)."""
    for text in (fold(cell), header):
        found = _CURRENCY.search(text)
        if found:
            return _MONEY_UNITS[found.group(1)]
    block = line.statement.block
    for other in document.blocks:
        near = other.place.sheet == block.place.sheet and (
            block.place.sheet or other.headings == block.headings
        )
        note = fold(other.span.of(document.text)) if near and other.table is None else ""
        found = re.search(
            r"(?:单位|价格|币种|currency|prices? (?:are )?in)[^。.\n]{0,12}?" + _CURRENCY.pattern, note
        )
        if found:
            return _MONEY_UNITS[found.group(1)]
    return None


def needed_items(need: Need, prices: Sequence[PriceRow]) -> list[Item]:
    """What the need counts: products it names by model or by a price row's whole name, with their number."""
    items: dict[str, Item] = {}
    for requirement in need.requirements:
        text = requirement.text
        counts = [q for q in quantities(text) if q.dimension.startswith("count:")]
        for name in _named_in(text, prices):
            at = fold(text).find(fold(name))
            nearest = min(
                counts, key=lambda q: (_distance(text, q.span.start, at), q.span.start), default=None
            )
            alone = nearest is not None and requirement.value == nearest.value.of(text).strip()
            amount = nearest.low if nearest is not None and alone and nearest.low == nearest.high else None
            unit = nearest.unit.of(text).strip() if amount is not None and nearest and nearest.unit else ""
            if name not in items or (items[name].amount is None and amount is not None):
                items[name] = Item(name, amount, unit)
    return list(items.values())


def _distance(text: str, number: int, name: int) -> int:
    """Characters between a number and a name, other commas counting double: a list pairs neighbours."""
    low, high = sorted((number, name))
    return high - low + 20 * len(re.findall(r"[，、,；;]", text[low:high]))


def _named_in(text: str, prices: Sequence[PriceRow]) -> list[str]:
    models = [code for code in sorted(model_codes(text)) if any(_has_model(row, code) for row in prices)]
    models += [fold(row.model) for row in prices if row.model and _stands(fold(row.model), fold(text))]
    models = list(dict.fromkeys(models))
    spoken = squeeze(text).text
    names = [row.name for row in prices if len(row.name) >= 3 and squeeze(row.name).text in spoken]
    written = {fold(row.model): row.model for row in prices}
    return [written.get(code, code.upper()) for code in models] + [n for n in dict.fromkeys(names)]


def _stands(model: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9-]){re.escape(model)}(?![a-z0-9-])", text) is not None


def _has_model(row: PriceRow, code: str) -> bool:
    named = model_codes(row.model) or model_codes(row.name)
    return any(same_code(code, other) for other in named)


def match(name: str, prices: Sequence[PriceRow]) -> PriceRow | None:
    """The one row for ``name``: same model, else same whole name, else the only one whose name holds it;
    ``None`` when several differ in price."""
    wanted = model_codes(name)
    rows = [row for row in prices if row.model and fold(row.model) == fold(name)]
    rows = rows or (
        [row for row in prices if any(_has_model(row, code) for code in wanted)] if wanted else []
    )
    rows = rows or [row for row in prices if squeeze(row.name).text == squeeze(name).text]
    if not rows and not wanted and len(name) > 3:
        rows = [row for row in prices if squeeze(name).text in squeeze(f"{row.model} {row.name}").text]
    distinct = {(row.written, row.currency) for row in rows}
    return rows[0] if len(distinct) == 1 else None


def _table(priced: Sequence[tuple[Item, PriceRow | None]], phrases: Phrases) -> OutlineTable:
    header = phrases.say(
        "项目|数量|单价|小计|价格有效期", "Item|Quantity|Unit price|Subtotal|Price valid until"
    ).split("|")
    rows, cited, subtotals = [], [], []
    for item, row in priced:
        subtotal = _subtotal(item, row)
        subtotals.append((subtotal, row.currency if row else None))
        rows.append(_cells(item, row, subtotal, phrases))
        cited.append(row.citations if row else ())
    rows.append(_total(subtotals, phrases))
    cited.append(())
    title = phrases.say("成本估算", "Cost estimate")
    return OutlineTable(title=title, header=tuple(header), rows=tuple(rows), citations=tuple(cited))


def _cells(item: Item, row: PriceRow | None, subtotal: Decimal | None, phrases: Phrases) -> tuple[str, ...]:
    name = item.name
    if row and row.name and squeeze(row.name).text != squeeze(name).text:
        name = f"{item.name}（{row.name}）" if phrases.language == "zh" else f"{item.name} ({row.name})"
    amount = (
        f"{item.amount.normalize():f} {item.unit}".strip() if item.amount is not None else phrases.to_fill
    )
    price = (
        _shown(row.price, row.currency)
        if row and row.price is not None
        else (row.written if row else phrases.to_fill)
    )
    if row and row.unit and row.price is not None:
        price += f"/{row.unit}"
    total = _shown(subtotal, row.currency) if row and subtotal is not None else phrases.to_fill
    return name, amount, price, total, (row.valid if row else "") or phrases.say("未注明", "not stated")


def _subtotal(item: Item, row: PriceRow | None) -> Decimal | None:
    if row is None or row.price is None or item.amount is None:
        return None
    if row.unit and item.unit and fold(row.unit) != fold(item.unit):
        return None
    return item.amount * row.price


def _total(subtotals: Sequence[tuple[Decimal | None, str | None]], phrases: Phrases) -> tuple[str, ...]:
    currencies = {currency for _, currency in subtotals}
    amounts = [amount for amount, _ in subtotals if amount is not None]
    whole = len(amounts) == len(subtotals) and len(currencies) == 1
    shown = _shown(sum(amounts, Decimal(0)), currencies.pop()) if whole else phrases.to_fill
    return phrases.say("合计（仅所列项目）", "Total of the items listed"), "", "", shown, ""


def _shown(amount: Decimal | None, currency: str | None) -> str:
    if amount is None:
        return ""
    number = f"{amount:,.2f}".rstrip("0").rstrip(".")
    return f"{number}{_SIGNS.get(currency or '', '')}"
