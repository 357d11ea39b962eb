"""Customers by their whole names: what is written is a customer's name, or nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.grounding.names import names_of, spelling, without_legal_form
from knowledge.presales import Customer

ORGANISATION = re.compile(
    r"(?:公司|集团|医院|学校|大学|学院|中学|小学|银行|[局厅委部]|委员会|管委会|政府|中心|研究[院所]|设计院|[^工]厂|协会|基金会|合作社|酒店|园区"
    r"|ltd\.?|limited|inc\.?|llc|gmbh|corp\.?|corporation|plc|company|group|university|hospital|bank|agency|authority|ministry"
    r"|department|council|trust|foundation|bhd\.?|b\.v\.?|n\.v\.?|s\.a\.?|s\.p\.a\.?|s\.r\.l\.?|co\.?\s?kg|kgaa|\bkg|\bse|ag|pty)$",
    re.IGNORECASE,
)
"""How the name of an organisation ends."""
_PART = re.compile(
    r"[^的和与及同]{0,12}(?:[部处科室厂组仓]|中心|分公司|分院|院区|校区|基地)|(?:[a-z]{0,20})(?:department|dept|office|branch|division|site|plant)"
)
"""A department or a branch, after its company's full name."""


class WholeNames:
    """Registered customers found by a name written in full: the official one, its id or one of its short names."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        known = list(customers)
        self._official = {spelling(one.name): one for one in known}
        self._every: dict[str, Customer | None] = {}
        for one in known:
            for form in names_of([one], one.name):
                shared = self._every.get(form, one)
                self._every[form] = one if shared is one else None
        self._longest_first = sorted(
            (form for form, one in self._official.items() if ORGANISATION.search(one.name)),
            key=len,
            reverse=True,
        )

    def of(self, name: str, *, official: bool = False) -> Customer | None:
        """The customer ``name`` is the whole name of (with ``official``, its official one), or a department's that
        begins with it; ``None`` also where two customers share the name."""
        form = spelling(name)
        found = self._official.get(form) or self._official.get(spelling(without_legal_form(name)))
        if found is None and not official:
            found = self._every.get(form)
        if found is not None:
            return found
        whole = next((one for one in self._longest_first if form.startswith(one)), None)
        return self._official[whole] if whole and _PART.fullmatch(form[len(whole) :]) else None
