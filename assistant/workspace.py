"""The one composition root: settings in, the product's verbs out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.library import PersonalLibrary
from assistant.settings import Settings
from ingest.embed import Progress, embed_missing
from ingest.originals import Originals
from knowledge.errors import Misconfigured
from knowledge.evidence import Facets
from knowledge.presales import Customer, Deal
from knowledge.store import parties, vectors
from knowledge.store.parties import Party, Save
from knowledge.store.record import Record

if TYPE_CHECKING:
    from assistant.desk import OutlineDesk
    from assistant.retrieval.search import Retrieval
    from ingest.pipeline import Intake
    from ingest.sandbox import Worker
    from knowledge.ports import Embedder


class Workspace:
    """One home folder opened for one person. Heavy parts are made when first needed."""

    def __init__(self, settings: Settings, record: Record) -> None:
        self.settings = settings
        self.record = record
        self.originals = Originals(settings.home / "originals")
        self._embedder: Embedder | None = None

    @classmethod
    def open(cls, settings: Settings) -> Workspace:
        """Opens or creates the home folder. ``Misconfigured`` when it cannot be used."""
        return cls(settings, Record(settings.home))

    # -- find ---------------------------------------------------------------------------------

    @cached_property
    def retrieval(self) -> Retrieval:
        from assistant.retrieval.search import Retrieval

        return Retrieval(self.record, self.embedder, self.settings.home / "indexes")

    @cached_property
    def library(self) -> PersonalLibrary:
        """For one question: exact over the stored vectors while the library is small."""
        return self._library("auto")

    @cached_property
    def batch_library(self) -> PersonalLibrary:
        """For many questions in one process, and the app: broad ones go through Chroma."""
        return self._library("chroma")

    def _library(self, path: str) -> PersonalLibrary:
        return PersonalLibrary(
            self.record,
            self.retrieval,
            self.originals,
            self.settings.principal,
            path,
            index=self._fingerprint() or "",
        )

    def evaluate(self, gold: Sequence[tuple[str, tuple[str, ...], Facets]]) -> list[dict[str, Any]]:
        """hit@k, MRR@10, nDCG@10 for words, meaning and both over (question, documents, facets)."""
        from assistant.retrieval.evaluate import evaluate

        return evaluate(self.retrieval, self.settings.principal, gold)

    # -- take in ------------------------------------------------------------------------------

    @cached_property
    def intake(self) -> Intake:
        from ingest.pipeline import Intake

        return Intake(self.record, self.originals, self.settings.principal)

    @contextlib.contextmanager
    def reader(self) -> Iterator[Worker]:
        """A worker process that reads files, for the length of a ``with``."""
        from ingest.sandbox import Worker

        with Worker() as worker:
            yield worker

    def waiting_for_meaning(self) -> int:
        """Chunks without vectors under the prepared model; all of them when none is prepared."""
        with self.record.reading() as connection:
            return sum(chunks for _, chunks in vectors.missing(connection, self._fingerprint() or ""))

    def embed(self, progress: Progress | None = None) -> int:
        """Vectors for every chunk that has none; returns how many. ``Misconfigured`` without a model."""
        embedder = self.embedder()
        if embedder is None:
            raise _no_model()
        embedded = embed_missing(self.record, embedder, progress)
        if embedded:
            self.retrieval.keep()
        return embedded

    def rebuild(self) -> dict[str, int]:
        """The indexes from the record, without one embedding call; returns what they hold."""
        return self.retrieval.rebuild()

    # -- meaning ------------------------------------------------------------------------------

    def embedder(self, prepare: Callable[[str], None] | None = None) -> Embedder | None:
        """The prepared model, or ``None``; with ``prepare`` the built-in one is prepared when missing,
        each step told to ``prepare``."""
        if self._embedder is None:
            if prepare is not None and self._fingerprint() is None:
                with contextlib.suppress(Misconfigured):
                    self.prepare_model(None, None, prepare)
            self._embedder = self._opened()
        return self._embedder

    def _opened(self) -> Embedder | None:
        from knowledge.index.embedding import open_embedder

        if self._fingerprint() is None:
            return None
        return open_embedder(self.settings.models, threads=self.settings.threads)

    def _fingerprint(self) -> str | None:
        from knowledge.index.manifest import find_prepared

        try:
            return find_prepared(self.settings.models).manifest.fingerprint
        except Misconfigured:
            return None

    def prepare_model(
        self,
        model: str | None,
        archive: Path | None,
        progress: Callable[[str], None],
        runtime: Any = "onnx",
        prefixes: tuple[str, str] | None = None,
    ) -> dict[str, Any]:
        """Makes a model ready and the default one. ``Misconfigured`` says what is missing."""
        from knowledge.index.prepare import prepare

        prepared = prepare(
            self.settings.models,
            model,
            archive,
            progress,
            runtime=runtime,
            prefixes=prefixes,
            language=self.settings.language,
        )
        manifest = prepared.manifest
        return {
            "name": manifest.name,
            "folder": str(prepared.folder),
            "fingerprint": manifest.fingerprint,
            "dimension": manifest.dimension,
        }

    # -- draft --------------------------------------------------------------------------------

    @cached_property
    def desk(self) -> OutlineDesk:
        from assistant.desk import OutlineDesk

        return OutlineDesk(self.record, self.batch_library, self.settings.home / "templates")

    # -- customers and deals ------------------------------------------------------------------

    def customer(self, name: str) -> Customer:
        """By id, name or short name."""
        with self.record.reading() as connection:
            return parties.customer(connection, name)

    @contextlib.contextmanager
    def saving(self) -> Iterator[Save]:
        """One transaction: every customer and deal given to the function inside is saved, or none."""
        with self.record.writing() as connection:

            def save(party: Party) -> Party:
                return parties.save(connection, self.settings.principal, party)

            yield save

    def save_customer(self, customer: Customer) -> Customer:
        with self.saving() as save:
            return save(customer)

    def deal(self, deal_id: str) -> Deal:
        with self.record.reading() as connection:
            return parties.deal(connection, self.settings.principal, deal_id)

    def save_deal(self, deal: Deal) -> Deal:
        """Stores the deal under its customer's id."""
        with self.saving() as save:
            return save(deal)


def _no_model() -> Misconfigured:
    return Misconfigured(
        "还没有准备语义模型。请运行 presales model prepare。",
        "No embedding model is prepared. Run presales model prepare.",
    )
