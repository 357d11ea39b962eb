"""What a need counts: items it names by a price row's model or whole name, each with its own count only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.drafting.offer.price_list import PriceRow
from assistant.drafting.offer.wanted import added, continued, for_each, in_stock, not_wanted
from assistant.drafting.words.terms import model_codes, same_code
from assistant.grounding.folding import fold, squeeze
from assistant.grounding.numbers import quantities
from knowledge.evidence import Span
from knowledge.presales import Need

_COUNTERS = frozenset(
    [
        "台",
        "套",
        "个",
        "件",
        "只",
        "部",
        "座",
        "支",
        "组",
        "块",
        "条",
        "unit",
        "units",
        "set",
        "sets",
        "pc",
        "pcs",
        "piece",
        "pieces",
    ]
)
_BEFORE_NAME = re.compile(
    r"(?:[^\u3400-\u9fff]|采购|购置|需要|需|要|配置|配备|部署|建设|新增|提供|包括|包含|含|供|购|用|和|与|及|或|的|[台套个件只部座支组块条])$|^$"
)
_AFTER_NAME = re.compile(
    r"$|[^\u3400-\u9fff]|[一二两三四五六七八九十百千须应的和与及共各不至约能可在要数等需合计总]"
)
_BETWEEN = re.compile(
    r"[\s(:×x*|]*(?P<tail>[\u3400-\u9fff]{0,10}?)[\s):|,、]*"
    r"(?:的?(?:采购)?数量|共计|合计|总计|共|各|为|quantity|qty|at least)?[\s:×x*]*"
    r"(?:不少于|不低于|至少|约)?\s*"
)
_LEADING = re.compile(
    r"\s*(?:以上)?(?:的)?[\u3400-\u9fff]{0,6}\s*|\s*(?:of\s+)?(?:the\s+)?(?:[a-z-]+\s+){0,2}"
)
_UNRELATED = re.compile(r"支持|处理|每|现|已|保留|达|能|扩|覆盖|容量|连接|接入|管理\d|和|与|及|或|配|带")


_SENTENCE = 300
"""Characters of a sentence that are read before and behind a requirement."""


@dataclass(frozen=True)
class Item:
    """Something to price: how the need or the evidence names it, and how many the need asks for.

    ``several`` are the counts as written where the need gives more than one; ``amount`` is then ``None``.
    """

    name: str
    amount: Decimal | None
    unit: str
    several: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Count:
    span: Span
    amount: Decimal
    unit: str
    written: str


@dataclass(frozen=True)
class _Mention:
    span: Span
    name: str
    rows: tuple[PriceRow, ...]


@dataclass(frozen=True)
class _Asked:
    """A mention with the counts that stand with it; ``whole`` where one of them may be how many there are."""

    mention: _Mention
    counts: tuple[_Count, ...]
    whole: bool = True

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(sorted({fold(row.model) or fold(row.name) for row in self.mention.rows}))


def needed_items(need: Need, prices: Sequence[PriceRow]) -> list[Item]:
    """Items in the order the need names them; a model and its name are one item when one row is both."""
    found: dict[tuple[str, ...], list[_Asked]] = {}
    for text, start in _texts(need):
        for asked in _counted(text, start, prices):
            found.setdefault(asked.key, []).append(asked)
    return [_item(said) for said in found.values()]


def declined(need: Need, prices: Sequence[PriceRow]) -> frozenset[str]:
    """Folded models and names of the rows the need says it does not want."""
    rows = [
        row
        for requirement in need.requirements
        for mention in _mentions(fold(requirement.text), prices)
        if not_wanted(fold(requirement.text), mention.span)
        for row in mention.rows
    ]
    return frozenset(fold(name) for row in rows for name in (row.model, row.name) if name)


def _texts(need: Need) -> list[tuple[str, int]]:
    """Each requirement with what its sentence says before it and counts on behind it, and where it begins."""
    found = []
    for requirement in need.requirements:
        span = requirement.span
        before = re.search(r"[^。；;\n]*$", need.text[max(0, span.start - _SENTENCE) : span.start])
        lead = before.group() if before and "|" not in before.group() else ""
        behind = continued(need.text[: span.end + _SENTENCE], span.end, requirement.text)
        found.append((lead + requirement.text + behind, len(lead)))
    return list(dict.fromkeys(found))


def _item(said: Sequence[_Asked]) -> Item:
    names = [asked.mention.name for asked in said]
    name = next((name for name in names if re.search(r"[A-Za-z]", name)), names[0])
    counts = [count for asked in said for count in asked.counts]
    different = {(count.amount, count.unit): count for count in counts}
    if len(different) == 1 and all(asked.whole for asked in said):
        return Item(name, counts[0].amount, counts[0].unit)
    return Item(name, None, "", tuple(dict.fromkeys(count.written for count in counts)))


def _counted(text: str, start: int, prices: Sequence[PriceRow]) -> list[_Asked]:
    """What ``text`` names from ``start`` on that is to be had, with the counts that stand directly with it."""
    folded = fold(text)
    named = [m for m in _mentions(folded, prices) if m.span.start >= start and not not_wanted(folded, m.span)]
    mentions = [m for m in named if not in_stock(folded, m.span)]
    every = [c for c in _counts(text) if c.span.start >= start]
    counts = [c for c in every if not in_stock(folded, c.span)]
    owned, free = _owned(folded, mentions, counts)
    result = []
    for at, mention in enumerate(mentions):
        own = owned.get(at, [])
        units = {count.unit for count in own}
        own += [c for c in free if c.unit in units]
        fitting = tuple(c for c in own if _fits(c.unit, mention.rows))
        several = sum(m.span.start < c.span.start for c in fitting[:1] for m in mentions) > 1
        if any(for_each(folded, count.span, mention.span, several) for count in fitting):
            others = tuple(c for c in (*owned.get(at, ()), *free) if c not in fitting)
            result.append(_Asked(mention, (*fitting, *others), whole=False))
        elif len(mention.name) > 3 or fitting:
            result.append(_Asked(mention, fitting))
    return result + _on_top(folded, [m for m in named if m not in mentions], free)


def _owned(
    folded: str, mentions: Sequence[_Mention], counts: Sequence[_Count]
) -> tuple[dict[int, list[_Count]], list[_Count]]:
    """The counts of each mention, by its index, and those that stand with none."""
    owned: dict[int, list[_Count]] = {}
    free: list[_Count] = []
    leading = bool(mentions and counts and counts[0].span.start < mentions[0].span.start)
    for count in counts:
        near = [
            (gap, at) for at, m in enumerate(mentions) if (gap := _gap(folded, m, count, leading)) is not None
        ]
        if near:
            owned.setdefault(min(near)[1], []).append(count)
        else:
            free.append(count)
    return owned, free


def _on_top(folded: str, there: Sequence[_Mention], free: Sequence[_Count]) -> list[_Asked]:
    """What is there already and is bought again: counts behind its name that stand with no other item."""
    found = []
    for at, mention in enumerate(there):
        until = there[at + 1].span.start if at + 1 < len(there) else len(folded)
        more = tuple(
            count
            for count in free
            if mention.span.end <= count.span.start < until
            and added(folded, count.span)
            and _fits(count.unit, mention.rows)
        )
        if more:
            found.append(_Asked(mention, more))
    return found


def _gap(folded: str, mention: _Mention, count: _Count, leading: bool) -> float | None:
    """How far a count stands from its item when nothing else stands between; ``None`` when it is not its own."""
    if count.span.start >= mention.span.end:
        between = folded[mention.span.end : count.span.start]
        match = _BETWEEN.fullmatch(between)
        direct = match is not None and not _UNRELATED.search(between)
        return len(between) + (0.5 if leading else 0) if direct else None
    between = folded[count.span.end : mention.span.start] if count.span.end <= mention.span.start else ","
    direct = _LEADING.fullmatch(between) is not None and not _UNRELATED.search(between)
    return len(between) + (0 if leading else 0.5) if direct else None


def _counts(text: str) -> list[_Count]:
    found = []
    folded = fold(text)
    for q in quantities(text):
        unit = q.unit.of(text).strip() if q.unit else ""
        multiplied = re.search(r"(?:[×x*]|数量[:为]?|qty:?|quantity:?)\s*$", folded[: q.span.start])
        if q.low == q.high and (q.dimension.startswith("count:") or (q.dimension == "number" and multiplied)):
            plain = re.sub("^[十百千万亿]+(?=.)", "", fold(unit))
            found.append(_Count(q.span, q.low, plain, q.span.of(text).strip()))
    return [*found, *_cell_counts(text)]


def _cell_counts(text: str) -> list[_Count]:
    """The one whole number that is a cell of its own in a row, with the cell that is its counter."""
    cells = [(m.start(), m.group()) for m in re.finditer(r"[^|]+", text)]
    bare = [(at, cell) for at, cell in cells if re.fullmatch(r"\s*\d{1,6}\s*", cell)]
    if len(cells) < 2 or len(bare) != 1:
        return []
    unit = next((cell.strip() for _, cell in cells if fold(cell).strip() in _COUNTERS), "")
    at, cell = bare[0]
    return [
        _Count(Span(start=at, end=at + len(cell)), Decimal(cell.strip()), fold(unit), cell.strip() + unit)
    ]


def _fits(unit: str, rows: Iterable[PriceRow]) -> bool:
    """Whether a count's unit is the rows' unit, or a plain counter where they name none."""
    units = {fold(row.unit).strip() for row in rows}
    latin = frozenset(one for one in _COUNTERS if one.isascii())
    return not unit or all(
        unit == wanted
        or (not wanted and unit in _COUNTERS)
        or (unit in latin and wanted in latin | {"台", "套", "个"})
        for wanted in units
    )


def _mentions(folded: str, prices: Sequence[PriceRow]) -> list[_Mention]:
    """Rows ``folded`` names by model or whole name, in order; neighbours that are one row are one mention."""
    found: list[_Mention] = []
    for model in {row.model for row in prices if row.model}:
        rows = tuple(row for row in prices if fold(row.model) == fold(model))
        found += [_Mention(span, model, rows) for span in _places(fold(model), folded)]
    for code in model_codes(folded):
        rows = tuple(row for row in prices if fold(row.model) != code and has_model(row, code))
        found += [_Mention(span, code.upper(), rows) for span in _places(code, folded) if rows]
    for name in {row.name for row in prices if len(row.name) >= 3}:
        rows = tuple(row for row in prices if fold(row.name) == fold(name))
        found += [_Mention(span, name, rows) for span in _named(name, folded)]
    return _joined(folded, found)


def _joined(folded: str, found: Sequence[_Mention]) -> list[_Mention]:
    kept: list[_Mention] = []
    for mention in sorted(found, key=lambda m: (m.span.start, -m.span.end, m.name)):
        last = kept[-1] if kept else None
        shared = tuple(row for row in last.rows if row in mention.rows) if last else ()
        if last and mention.span.start < last.span.end:
            continue
        between = folded[last.span.end : mention.span.start] if last else "."
        if last and shared and re.fullmatch(r"[\s()|,:\"“”]{0,4}", between):
            span = Span(start=last.span.start, end=mention.span.end)
            name = last.name if last.name in {row.model for row in shared} else mention.name
            kept[-1] = _Mention(span, name, shared)
        else:
            kept.append(mention)
    return kept


def _places(model: str, folded: str) -> list[Span]:
    pattern = rf"(?<![a-z0-9-]){re.escape(model)}(?![a-z0-9]|-[a-z0-9])"
    return [Span(start=m.start(), end=m.end()) for m in re.finditer(pattern, folded)]


def _named(name: str, folded: str) -> list[Span]:
    """Where ``name`` stands as a whole, not as a part of a longer Chinese name or word."""
    pattern = r"\s*".join(map(re.escape, squeeze(name).text))
    found = []
    for match in re.finditer(pattern, folded):
        before, after = (
            folded[max(0, match.start() - 2) : match.start()],
            folded[match.end() : match.end() + 1],
        )
        han = not name.isascii()
        whole = _BEFORE_NAME.search(before) and _AFTER_NAME.match(after) if han else _bounded(before, after)
        if whole:
            found.append(Span(start=match.start(), end=match.end()))
    return found


def _bounded(before: str, after: str) -> bool:
    return not re.search(r"[a-z0-9]$", before) and not re.match(r"[a-z0-9]", after)


def has_model(row: PriceRow, code: str) -> bool:
    """Whether ``row`` is the model ``code`` names (a standard may be named without its year)."""
    named = model_codes(row.model) or model_codes(row.name)
    return any(same_code(code, other) for other in named)
