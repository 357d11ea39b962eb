"""What one person may find through some facets, read from the record once a generation."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import sqlalchemy as sa

from knowledge.evidence import Facets, Principal
from knowledge.index.allowed import Allowed
from knowledge.store import passages
from knowledge.store.record import generation

_MOST_KEPT = 32


@dataclass(frozen=True)
class View:
    """The chunks ``principal`` may find through ``facets``, as of one generation."""

    principal: Principal
    facets: Facets
    allowed: Allowed


class Views:
    """The views last asked for, of the newest generation met."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = -1
        self._kept: OrderedDict[tuple[Principal, Facets], View] = OrderedDict()

    def of(self, connection: sa.Connection, principal: Principal, facets: Facets) -> View:
        """As the snapshot behind ``connection`` has it."""
        current = generation(connection)
        with self._lock:
            if current != self._generation:
                self._kept.clear()
                self._generation = current
            known = self._kept.get((principal, facets))
        if known is not None:
            return known
        view = View(principal, facets, Allowed.of_ranges(passages.findable(connection, principal, facets)))
        with self._lock:
            if current == self._generation:
                self._kept[principal, facets] = view
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        return view
