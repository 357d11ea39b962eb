"""A file becomes searchable: admit, read in a worker, cut, one transaction. Vectors follow.

Each file ends in one named outcome and a bad one never stops the batch.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingest.admit import check_size
from ingest.arrivals import Arrival, arrivals_of, readable
from ingest.chunk import chunks_of
from ingest.manifest import Manifests
from ingest.metadata import Metadata, checked
from ingest.notices import notice_of
from ingest.originals import Originals
from ingest.records import describe, describe_again
from ingest.rows import BadRow, Row, RowFiles
from ingest.sandbox import Worker
from knowledge.errors import CannotRead
from knowledge.evidence import Document, Principal, Source, document_id_of
from knowledge.store import documents, sources
from knowledge.store.record import Record

Progress = Callable[[int, int], None]
"""(files done, files to do)."""

ROWS_AT_ONCE = 200
"""Rows of a .jsonl file committed together; none is acknowledged before its commit."""


@dataclass(frozen=True)
class Arrived:
    """What became of one file or row."""

    source: str
    outcome: str
    document_id: str | None = None
    kind: str | None = None
    title: str | None = None
    language: str | None = None
    year: int | None = None
    chunks: int = 0
    version: int | None = None
    guessed: tuple[str, ...] = ()
    why: tuple[str, str] | None = None
    warnings: tuple[str, ...] = ()

    def reason(self, language: str = "zh") -> str | None:
        """Why it ended so, for a person; ``None`` when there is nothing to say."""
        return self.why[0 if language == "zh" else 1] if self.why else None


SameName = Literal["ask", "version", "another"]
"""What other bytes under a known name are. ``ask``: a new version where they come from the same place or
the old place is gone, else an outcome that asks."""


@dataclass(frozen=True)
class Said:
    """What the person said about everything in one call, and where it goes."""

    about: Metadata = field(default_factory=dict)
    collection: str = "library"
    same_name: SameName = "ask"
    uploaded: bool = False


class Intake:
    """Takes files in on behalf of one person."""

    def __init__(
        self, record: Record, originals: Originals, principal: Principal, worker: Worker | None = None
    ) -> None:
        """``worker`` reads the files where one caller keeps one; else every call of ``add`` has its own."""
        self._record = record
        self._originals = originals
        self._principal = principal
        self._worker = worker

    def add(
        self,
        paths: Sequence[Path],
        about: Mapping[str, object] | None = None,
        *,
        collection: str = "library",
        same_name: SameName = "ask",
        uploaded: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[Arrived]:
        """Every file under ``paths``, each with its outcome as soon as it is safe in the record.

        ``about`` is metadata that holds for all of them and wins over manifests and front matter. Files that are
        ``uploaded`` lie here for a moment only: no place of theirs is remembered.
        Raises NotFound for a path that is not there and WrongMetadata for a value of ``about`` that
        cannot be understood, both before anything is read.
        """
        said = Said(checked(about or {}), collection, same_name, uploaded)
        arrivals = arrivals_of(paths)
        manifests = Manifests()
        rows = RowFiles({arrival.path: arrival.name for arrival in arrivals if _has_rows(arrival)})
        with contextlib.nullcontext(self._worker) if self._worker else Worker() as worker:
            for done, arrival in enumerate(arrivals, 1):
                if _has_rows(arrival):
                    yield from self._rows(worker, arrival, said, rows, progress)
                else:
                    yield self._file(worker, arrival, said, manifests)
                if progress is not None:
                    progress(done, len(arrivals))
        if all(path.is_dir() for path in paths):
            yield from (_refused(name, error) for name, error in manifests.absent())

    def known(self, collection: str, name: str) -> Source | None:
        """The person's current source of a name."""
        with self._record.reading() as connection:
            found = sources.current(connection, self._principal.user, collection, name)
        return found[1] if found else None

    def _file(self, worker: Worker, arrival: Arrival, said: Said, manifests: Manifests) -> Arrived:
        path = self._path(arrival, said)
        try:
            content = _bytes(arrival.path)
            row = manifests.row(arrival.folder, arrival.path)
            unchanged = self._unchanged(path, content, {**row, **said.about}, said.collection)
            if unchanged is not None:
                return unchanged
            self._ask_about(path, arrival, said)
            reading = worker.read(readable(arrival.path.name), content)
        except CannotRead as error:
            return _refused(path, error)
        about = self._owned({**row, **said.about})
        source = describe(reading.document, path, reading.front_matter, about, said.collection)
        self._originals.keep(reading.document.id, content)
        origin = None if said.uploaded else readable(str(arrival.path))
        return self._store([(reading.document, source)], origin)[0]

    def _owned(self, about: Metadata) -> Metadata:
        """Whoever adds a document owns it; nobody adds in another's name."""
        return {**about, "owner": self._principal.user}

    def _unchanged(self, path: str, content: bytes, about: Metadata, collection: str) -> Arrived | None:
        """Known bytes under a known name cost a hash; what is newly said about them is kept."""
        identity = document_id_of(content)
        with self._record.reading() as connection:
            known = sources.current(connection, self._principal.user, collection, path)
            if known is None or known[1].document_id != identity:
                return None
            count = documents.chunk_count(connection, identity)
        number, source, _ = known
        described = describe_again(source, {**about, "owner": source.owner})
        if described != source:
            with self._record.writing() as connection:
                sources.describe(connection, number, described)
        return _arrived("unchanged", described, count, updated=described != source)

    def _path(self, arrival: Arrival, said: Said) -> str:
        """The name a file goes by: the one it got when it was added from the same place before."""
        user, collection = self._principal.user, said.collection
        with self._record.reading() as connection:
            before = sources.path_of_origin(connection, user, collection, readable(str(arrival.path)))
            if before is not None or said.same_name != "another":
                return before or arrival.name
            name, count = arrival.name, 1
            stem, dot, suffix = arrival.name.rpartition(".")
            while sources.current(connection, user, collection, name) is not None:
                count += 1
                name = f"{stem} ({count}).{suffix}" if dot else f"{arrival.name} ({count})"
        return name

    def _ask_about(self, path: str, arrival: Arrival, said: Said) -> None:
        """Raises CannotRead ``known name`` where other bytes may be another document: they come from
        another place while the old one is still there, or belong to another customer."""
        if said.same_name != "ask":
            return
        with self._record.reading() as connection:
            known = sources.current(connection, self._principal.user, said.collection, path)
        if known is None:
            return
        _, source, origin = known
        if origin == readable(str(arrival.path)):
            return
        moved = origin is not None and not Path(origin).exists()
        customer = said.about.get("customer")
        if not moved or (customer and source.customer and customer != source.customer):
            where = (
                (f"来自 {origin}", f"from {origin}")
                if origin
                else ("来处未记，如页面上传", "from where is not known, as of uploads")
            )
            raise CannotRead(
                "known name",
                f"已有同名文档（{where[0]}）。是它的新版本请加 --new-version，是另一份文档请加 --another。",
                f"A document of this name exists ({where[1]}). Say --new-version if this is its new "
                "version, --another if it is another document.",
            )

    def _rows(
        self, worker: Worker, arrival: Arrival, said: Said, files: RowFiles, progress: Progress | None
    ) -> Iterator[Arrived]:
        """One document a line; a bad line has its outcome like a bad file."""
        waiting: list[tuple[Document, Source]] = []
        try:
            size = arrival.path.stat().st_size
            arrival.path.open("rb").close()
        except OSError as error:
            yield _refused(arrival.name, _closed(error))
            return
        for row in files.rows(arrival.path):
            read = self._row(worker, row, said)
            if isinstance(read, Arrived):
                yield read
            else:
                waiting.append(read)
            if len(waiting) == ROWS_AT_ONCE:
                yield from self._store(waiting)
                waiting = []
                if progress is not None:
                    progress(row.read, size)
        yield from self._store(waiting)

    def _row(self, worker: Worker, row: Row | BadRow, said: Said) -> tuple[Document, Source] | Arrived:
        """What a line holds, or what became of it already."""
        if isinstance(row, BadRow):
            return _refused(row.path, row.error)
        about = {**row.about, **said.about}
        unchanged = self._unchanged(row.path, row.content, about, said.collection)
        if unchanged is not None:
            return unchanged
        try:
            document = worker.read(f"{row.path}.record", row.content).document
        except CannotRead as error:
            return _refused(row.path, row.told(error))
        return document, describe(document, row.path, {}, self._owned(about), said.collection)

    def _store(self, batch: Sequence[tuple[Document, Source]], origin: str | None = None) -> list[Arrived]:
        """Documents, chunks, words and sources in one transaction: all safe, or none."""
        cut = [(document, source, chunks_of(document)) for document, source in batch]
        arrived = []
        with self._record.writing() as connection:
            for document, source, chunks in cut:
                known = sources.names_of_document(connection, source, document.id)
                number = documents.put(connection, document, chunks)
                version = sources.put(connection, source, number, origin)
                told = source.model_copy(update={"version": version})
                arrived.append(_arrived("indexed", told, len(chunks), document.warnings, same_text=known))
        return arrived


def _has_rows(arrival: Arrival) -> bool:
    return arrival.path.suffix.lower() == ".jsonl"


def _bytes(path: Path) -> bytes:
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise _closed(error) from error


def _closed(error: OSError) -> CannotRead:
    return CannotRead(
        "corrupt",
        f"打不开：{error.strerror}。请检查文件权限。",
        f"It cannot be opened: {error.strerror}. Check its permissions.",
    )


def _refused(path: str, error: CannotRead) -> Arrived:
    return Arrived(source=path, outcome=error.outcome, why=(error.zh, error.en))


def _arrived(
    outcome: str,
    source: Source,
    chunks: int,
    warnings: tuple[str, ...] = (),
    *,
    updated: bool = False,
    same_text: Sequence[str] = (),
) -> Arrived:
    why = notice_of(warnings, source.version if outcome == "indexed" else 1, same_text)
    if updated:
        why = ("文字未变，元数据已更新。", "The text is unchanged; its metadata was updated.")
    return Arrived(
        source=source.path,
        outcome=outcome,
        document_id=source.document_id,
        kind=source.kind,
        title=source.title,
        language=source.language,
        year=source.year,
        chunks=chunks,
        version=source.version,
        guessed=source.guessed,
        why=why,
        warnings=warnings,
    )
