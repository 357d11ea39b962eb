"""The library on behalf of one person: find, list, show, remove. Rights travel with every call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.known_values import must_know_values
from ingest.originals import Originals
from knowledge.evidence import Document, Facets, Found, Principal, Source
from knowledge.ports import Vectors
from knowledge.presales import Customer, Deal
from knowledge.store import parties, sources
from knowledge.store.record import Record

if TYPE_CHECKING:
    from assistant.retrieval.search import Retrieval

EVERYTHING = Facets()


class PersonalLibrary:
    """``knowledge.ports.Library`` over the record, carrying who asks."""

    def __init__(
        self,
        record: Record,
        retrieval: Retrieval,
        originals: Originals,
        principal: Principal,
        path: str = "auto",
        index: str = "",
    ) -> None:
        self._record = record
        self._retrieval = retrieval
        self._originals = originals
        self.principal = principal
        self.index = index
        """Fingerprint of the vectors that answer, for provenance; empty where words answer alone."""
        self._path = path

    def search(self, query: str, facets: Facets | None = None, limit: int = 10) -> Found:
        return self._retrieval.search(
            self.principal, query, self._widened(facets or EVERYTHING), limit=limit, path=self._path
        )

    def nearness(self, questions: Sequence[str], passages: Sequence[str]) -> Vectors | None:
        return self._retrieval.nearness(questions, passages)

    def sources(self, facets: Facets | None = None) -> list[Source]:
        return [source for source, _ in self.listed(facets)]

    def listed(self, facets: Facets | None = None) -> list[tuple[Source, int]]:
        """Readable sources with their numbers of chunks, by collection and path."""
        with self._record.reading() as connection:
            return list(sources.listed(connection, self.principal, self._widened(facets or EVERYTHING)))

    def must_know(self, names: Iterable[str]) -> None:
        """``NotFound`` for the first of ``names`` (ids, paths, file names) that no readable document has."""
        with self._record.reading() as connection:
            for name in sorted(names):
                sources.must_know(connection, self.principal, name)

    def must_know_filters(self, facets: Facets) -> None:
        """``NotFound``, with what comes near, for a document, customer, industry, product or collection in
        ``facets`` that nobody knows."""
        self.must_know(facets.documents)
        if facets.customers or facets.industries or facets.products or facets.collections:
            must_know_values(facets, self.sources(), self.customers())

    def show(self, name: str, collection: str | None = None) -> tuple[Source, Document]:
        """A source by document id, path or file name, with its document."""
        with self._record.reading() as connection:
            return sources.document(connection, self.principal, name, collection)

    def document(self, document_id: str) -> Document:
        return self.show(document_id)[1]

    def original(self, document_id: str) -> bytes:
        """The file as it came; ``NotFound`` without the right or without an original."""
        self.show(document_id)
        return self._originals.read(document_id)

    def remove(self, names: Sequence[str], collection: str | None = None) -> list[Source]:
        """Forgets every version of the documents called ``names``, all of them or none: gone from every
        answer at once. ``NotFound`` when a name is nobody's or several documents'."""
        with self._record.reading() as connection:
            found = [sources.own(connection, self.principal, name, collection) for name in names]
        chosen = list({(source.collection, source.path): source for source in found}.values())
        self.forget(chosen)
        return chosen

    def forget(self, chosen: Iterable[Source]) -> None:
        """Forgets every version of exactly these sources, all of them or none."""
        with self._record.writing() as connection:
            dropped = [one for source in chosen for one in sources.forget(connection, self.principal, source)]
        for document_id in dropped:
            self._originals.forget(document_id)

    def customers(self) -> list[Customer]:
        with self._record.reading() as connection:
            return parties.all_customers(connection)

    def every_customer(self) -> list[Customer]:
        """The register and, by name alone, every customer any source was ever kept under, whoever owns it.

        For masking only: a name here may come from a source the person has no right to read."""
        with self._record.reading() as connection:
            known = parties.all_customers(connection)
            named = sources.customer_names(connection)
        spelt = {form.casefold() for c in known for form in (c.id, c.name, *c.short_names)}
        return [*known, *(Customer(id=name, name=name) for name in named if name.casefold() not in spelt)]

    def deals(self) -> list[Deal]:
        with self._record.reading() as connection:
            return parties.all_deals(connection, self.principal)

    def _widened(self, facets: Facets) -> Facets:
        """A customer asked for by any of its names is looked for under all of them."""
        if not facets.customers:
            return facets
        return facets.model_copy(update={"customers": self._every_name(facets.customers)})

    def _every_name(self, asked: Sequence[str]) -> tuple[str, ...]:
        with self._record.reading() as connection:
            known = [
                {name.casefold() for name in (customer.id, customer.name, *customer.short_names)}
                for customer in parties.all_customers(connection)
            ]
        names = {name.casefold() for name in asked}
        return tuple(sorted(names.union(*(group for group in known if group & names))))
