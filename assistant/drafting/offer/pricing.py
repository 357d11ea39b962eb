"""The cost table: quantities from the need, unit prices from cited price-list rows, subtotals by code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from assistant.drafting.evidence.candidates import Candidate
from assistant.drafting.offer.counted import Item, declined, has_model, needed_items
from assistant.drafting.offer.price_list import PriceRow, admitted, price_rows
from assistant.drafting.phrases import Phrases
from assistant.drafting.words.terms import model_codes
from assistant.grounding.folding import fold, squeeze
from knowledge.presales import Need, OutlineTable

MOST_ROWS = 20


def cost_table(
    need: Need, found: Sequence[Candidate], components: Iterable[str], phrases: Phrases, made_at: str = ""
) -> OutlineTable | None:
    """Item, quantity, unit price, subtotal and validity; ``None`` when there is nothing to price.

    Items are what the need names, then the ``components`` the draft's own evidence names by model, whose
    quantity only a design can tell. A row matches by model exactly, or by its whole name. A price that ended before
    ``made_at`` (ISO) is not used. The total stands only when every row has a subtotal in one currency.
    """
    prices = [row for candidate in found if admitted(candidate) for row in price_rows(candidate)]
    needed = needed_items(need, prices)
    priced = [(item, match(item.name, prices)) for item in needed]
    priced += [
        (Item(row.model or row.name, None, ""), row)
        for row in _cited(components, prices, priced, declined(need, prices))
    ]
    return _table(priced[:MOST_ROWS], phrases, made_at) if priced else None


def _cited(
    components: Iterable[str],
    prices: Sequence[PriceRow],
    priced: Sequence[tuple[Item, PriceRow | None]],
    unwanted: frozenset[str],
) -> list[PriceRow]:
    """Rows of the models the evidence names and the need does not, and does not decline; of several of one
    name none."""
    known = unwanted | {fold(one.name) for _, one in priced if one} | {fold(item.name) for item, _ in priced}
    rows: dict[str, list[PriceRow]] = {}
    for name in dict.fromkeys(components):
        row = match(name, prices)
        if row and row.model and fold(row.name) not in known and fold(row.model) not in known:
            rows.setdefault(fold(row.name), []).append(row)
    return [found[0] for found in rows.values() if len({row.model for row in found}) == 1]


def match(name: str, prices: Sequence[PriceRow]) -> PriceRow | None:
    """The one row for ``name``: same model, else same whole name, else the only one whose name holds it;
    ``None`` when several differ in price. Rows still sold come before retired ones."""
    wanted = model_codes(name)
    rows = [row for row in prices if row.model and fold(row.model) == fold(name)]
    rows = rows or ([row for row in prices if any(has_model(row, c) for c in wanted)] if wanted else [])
    rows = rows or [row for row in prices if squeeze(row.name).text == squeeze(name).text]
    if not rows and not wanted and len(name) > 3:
        rows = [row for row in prices if squeeze(name).text in squeeze(f"{row.model} {row.name}").text]
    rows = [row for row in rows if not row.retired] or rows
    distinct = {(row.price, row.written, row.currency, fold(row.unit)) for row in rows}
    return rows[0] if len(distinct) == 1 else None


def _table(priced: Sequence[tuple[Item, PriceRow | None]], phrases: Phrases, made_at: str) -> OutlineTable:
    header = phrases.say(
        "项目|数量|单价|小计|价格有效期", "Item|Quantity|Unit price|Subtotal|Price valid until"
    ).split("|")
    rows, cited, subtotals = [], [], []
    for item, row in priced:
        subtotal = _subtotal(item, row, made_at)
        subtotals.append((subtotal, row.currency if row else None))
        rows.append(_cells(item, row, subtotal, phrases, made_at))
        cited.append(row.citations if row else ())
    rows.append(_total(subtotals, phrases))
    cited.append(())
    title = phrases.say("成本估算", "Cost estimate")
    return OutlineTable(title=title, header=tuple(header), rows=tuple(rows), citations=tuple(cited))


def _cells(
    item: Item, row: PriceRow | None, subtotal: Decimal | None, phrases: Phrases, made_at: str
) -> tuple[str, ...]:
    name = item.name
    if row and row.name and squeeze(row.name).text != squeeze(name).text:
        name = f"{item.name}（{row.name}）" if phrases.language == "zh" else f"{item.name} ({row.name})"
    total = _shown(subtotal, row.currency, phrases) if row and subtotal is not None else phrases.to_fill
    valid = (row.valid if row else "") or phrases.say("未注明", "not stated")
    return name, _quantity(item, phrases), _unit_price(row, phrases, made_at), total, valid


def _quantity(item: Item, phrases: Phrases) -> str:
    if item.amount is not None:
        return f"{item.amount.normalize():f} {item.unit}".strip()
    if not item.several:
        return phrases.to_fill
    counts = phrases.say("、", ", ").join(item.several)
    return phrases.say(
        f"{phrases.to_fill}：需求里有 {counts}，请确认数量",
        f"{phrases.to_fill}: the need says {counts}; which is it?",
    )


def _unit_price(row: PriceRow | None, phrases: Phrases, made_at: str) -> str:
    if row is None:
        return phrases.to_fill
    if row.retired:
        return phrases.say(
            f"{phrases.to_fill}：产品已停产或停售，请确认替代型号",
            f"{phrases.to_fill}: discontinued; which model replaces it?",
        )
    if ended := row.expired(made_at):
        return phrases.say(
            f"{phrases.to_fill}：价格已过期（{ended}），请商务确认",
            f"{phrases.to_fill}: the price ended on {ended}; ask sales",
        )
    if row.price is None:
        return phrases.to_fill
    return _shown(row.price, row.currency, phrases) + (f"/{row.unit}" if row.unit else "")


def _subtotal(item: Item, row: PriceRow | None, made_at: str) -> Decimal | None:
    if row is None or row.price is None or item.amount is None or row.expired(made_at):
        return None
    return item.amount * row.price


def _total(subtotals: Sequence[tuple[Decimal | None, str | None]], phrases: Phrases) -> tuple[str, ...]:
    currencies = {currency for _, currency in subtotals}
    amounts = [amount for amount, _ in subtotals if amount is not None]
    whole = len(amounts) == len(subtotals) and len(currencies) == 1
    shown = _shown(sum(amounts, Decimal(0)), currencies.pop(), phrases) if whole else phrases.to_fill
    return phrases.say("合计（仅所列项目）", "Total of the items listed"), "", "", shown, ""


def _shown(amount: Decimal, currency: str | None, phrases: Phrases) -> str:
    """At least two decimals where there are any, all where a price is a part of a cent; 120 元 in a Chinese draft,
    CNY 120 in an English one, so that no other currency is taken for it. Nothing is converted."""
    number = (
        f"{amount.quantize(Decimal('0.01')):,f}"
        if amount == amount.quantize(Decimal("0.01"))
        else f"{amount:,f}"
    )
    number = number.rstrip("0").rstrip(".") if "." in number else number
    chinese = f"{number} 元" if currency == "CNY" else f"{number} {currency}"
    return phrases.say(chinese, f"{currency} {number}")
