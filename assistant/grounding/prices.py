"""Amounts of money in an offer that are another customer's, by rules a person can be told.

An amount is held back where
1. the line was drawn from another customer's document, or stands in a table that is no cost table; or
2. the line speaks of another, an earlier or a similar customer or project; or
3. it equals an amount in another customer's document this draft cites, or of another customer's registered deal,
   and neither this draft's cost tables nor a document of our own it cites state it.

An amount the customer's own need states is never held back.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.grounding.folding import fold
from assistant.grounding.money import legible, money
from assistant.grounding.names import names_of, spelling
from assistant.grounding.numbers import quantities
from assistant.grounding.spelled import han_value
from knowledge.errors import NotFound
from knowledge.evidence import Citation, Span
from knowledge.ports import Library
from knowledge.presales import Deal, Outline, OutlineTable, Point

_OTHERS = re.compile(
    r"(?:另|其他|其它|别的|别家|某|上一|上个|上次|上家|前一|以往|以前|之前|此前|往期|过去|曾|去年|前年|同类|类似|相似|同行|同等|老)"
    r"[^,，。;；\n]{0,10}?(?:客户|项目|甲方|业主|合同|单位|公司|企业|集团|工厂|用户|案例|工程|订单|成交|医院|学校|一家)|上期"
    r"|那家|他家|人家|别人|成交价?|中标价|往期项目"
    r"|\b(?:another|other|previous(?:ly)?|prior|past|earlier|last|similar|comparable|different|former|elsewhere)\b[^.;\n]{0,40}?"
    r"\b(?:customers?|clients?|projects?|deals?|contracts?|compan(?:y|ies)|buyers?|orders?|engagements?|sites?|plants?)\b"
    r"|\b(?:someone|somebody) else\b|\belsewhere\b|\b(?:customer|client) [a-z]\b(?!')"
)
_SCALES = (
    ("亿", 10**8),
    ("千万", 10**7),
    ("百万", 10**6),
    ("十万", 10**5),
    ("万", 10**4),
    ("w", 10**4),
    ("million", 10**6),
    ("k", 10**3),
)
_SPELLED = re.compile(
    r"(?<![\d几])[一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟零〇]{1,20}[万亿](?!几)"
)
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Foreign:
    """An amount that is held back: where in the line, and by which rule."""

    span: Span
    rule: str
    """``drawn``, ``spoken`` or ``equal``."""
    source: str = ""
    """Of ``equal``: the document or deal that has the same amount."""


class Prices:
    """What is known about amounts while one outline is looked at."""

    def __init__(
        self, outline: Outline, library: Library, own: str | None, deals: Sequence[Deal] = ()
    ) -> None:
        self._mine = names_of(library.customers(), own) if own else frozenset[str]()
        self._foreign_documents = {
            source.document_id: source.path
            for source in library.sources()
            if source.customer and spelling(source.customer) not in self._mine
        }
        self._asked = worth(outline.need)
        cited = list(_citations(outline))
        ours = (c.quote for c in cited if c.document_id not in self._foreign_documents)
        offered = (cell for table in _cost_tables(outline) for row in table.rows for cell in row)
        self._ours = self._asked.union(*(worth(text) for text in (*ours, *offered)))
        self._others = dict(self._amounts_of_others(cited, library, deals))

    def drawn_from_another(self, point: Point) -> bool:
        """Whether ``point`` tells what was done for another customer."""
        return point.past_deal or any(c.document_id in self._foreign_documents for c in point.citations)

    def foreign(self, text: str, *, drawn: bool = False, offer: bool = False) -> Iterator[Foreign]:
        """Amounts in one line (a point, a row) to hold back. ``drawn``: by rule 1 every amount;
        ``offer``: it is a row of a cost table, where rule 3 does not hold."""
        spoken = drawn or _OTHERS.search(fold(text)) is not None
        for span in _apart(money(text)):
            worths = worth_of(span.of(text))
            if worths & self._asked:
                continue
            same = next((self._others[one] for one in sorted(worths - self._ours) if one in self._others), "")
            if spoken:
                yield Foreign(span, "drawn" if drawn else "spoken")
            elif same and not offer:
                yield Foreign(span, "equal", same)

    def _amounts_of_others(
        self, cited: Iterable[Citation], library: Library, deals: Sequence[Deal]
    ) -> Iterator[tuple[Decimal, str]]:
        for document_id in dict.fromkeys(c.document_id for c in cited):
            path = self._foreign_documents.get(document_id)
            if path is None:
                continue
            with contextlib.suppress(NotFound):
                yield from ((one, path) for one in worth(library.document(document_id).text))
        for deal in deals:
            if deal.amount is not None and spelling(deal.customer) not in self._mine:
                yield Decimal(str(deal.amount)), deal.id


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """``spans`` in order, of those that overlap the one that begins first and is longest."""
    end = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= end:
            yield span
            end = span.end


def worth(text: str) -> frozenset[Decimal]:
    """Every amount of money in ``text``, in units of its currency."""
    return frozenset(one for span in money(text) for one in worth_of(span.of(text)))


def worth_of(written: str) -> frozenset[Decimal]:
    """What an amount may come to: 568 万元 is 5,680,000; a bare 568 may also be 568 万."""
    folded = legible(written)
    known = [q for q in quantities(folded) if q.dimension.startswith(("money", "rate:money"))]
    if known:
        return frozenset(bound.normalize() for q in known for bound in (q.low, q.high))
    if spelled := _SPELLED.search(re.sub("[多余来]", "", folded)):
        return frozenset({han_value(spelled.group()).normalize()})
    scale = next((times for word, times in _SCALES if word in folded), None)
    numbers = [Decimal(found.replace(",", "")) for found in _NUMBER.findall(folded)]
    times = (1, 10**4) if scale is None else (scale,)
    return frozenset((number * each).normalize() for number in numbers for each in times)


def _citations(outline: Outline) -> Iterator[Citation]:
    for section in outline.sections:
        for point in section.points:
            yield from point.citations
        for table in section.tables:
            for row in table.citations:
                yield from row


def _cost_tables(outline: Outline) -> Iterator[OutlineTable]:
    for section in outline.sections:
        if section.key == "cost":
            yield from section.tables
