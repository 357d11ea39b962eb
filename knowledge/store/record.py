"""Opening the record: one SQLite file, write-ahead log, durable commits, one writer at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from knowledge.errors import Conflict, Misconfigured
from knowledge.store import schema
from knowledge.store.migrations import STEPS
from knowledge.store.rights import folded

BUSY_SECONDS = 30
"""How long a writer waits for another one before it says so."""


class Record:
    """The database under ``folder``. Connections are per thread; processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._engine = _engine(folder / "record.db")
        self._prepare()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent snapshot."""
        with _told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that is wholly in the record, on disk, or not at all."""
        with _told(), self._engine.connect() as opened:
            connection = opened.execution_options(presales_writer=True)
            with connection.begin():
                yield connection

    @property
    def generation(self) -> int:
        """Rises with every change of what can be found; indexes older than it reopen."""
        with self.reading() as connection:
            return generation(connection)

    def close(self) -> None:
        self._engine.dispose()

    def _prepare(self) -> None:
        with self.reading() as connection:
            if _version(connection) == schema.VERSION:
                return
        with self.writing() as connection:  # another process may have been here in between
            found = _version(connection)
            if found is None:
                schema.metadata.create_all(connection)
                write_meta(connection, "generation", "0")
            else:
                _bring_up(connection, found)
            write_meta(connection, "schema", str(schema.VERSION))


def generation(connection: sa.Connection) -> int:
    return int(read_meta(connection, "generation") or 0)


def advance_generation(connection: sa.Connection) -> int:
    """Tells every reader, in every process, that what can be found has changed."""
    following = generation(connection) + 1
    write_meta(connection, "generation", str(following))
    return following


def read_meta(connection: sa.Connection, key: str) -> str | None:
    table = schema.meta
    return connection.scalar(sa.select(table.c.value).where(table.c.key == key))


def write_meta(connection: sa.Connection, key: str, value: str) -> None:
    table = schema.meta
    changed = connection.execute(sa.update(table).where(table.c.key == key).values(value=value))
    if changed.rowcount == 0:
        connection.execute(sa.insert(table).values(key=key, value=value))


def _engine(path: Path) -> sa.Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(
            f"不能写入数据文件夹 {path.parent}：{error.strerror}。请换一个文件夹（--home）或检查权限。",
            f"Cannot write the data folder {path.parent}: {error.strerror}. Choose another with --home "
            "or check its permissions.",
        ) from error
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})

    @sa.event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("presales_fold", 1, _fold, deterministic=True)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writer = connection.get_execution_options().get("presales_writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def _fold(name: str | None) -> str | None:
    return None if name is None else folded(name)


def _version(connection: sa.Connection) -> int | None:
    """The schema the record has; ``None`` where there is none yet."""
    if not sa.inspect(connection).has_table("meta"):
        return None
    return int(read_meta(connection, "schema") or 0)


def _bring_up(connection: sa.Connection, found: int) -> None:
    """Every step from ``found`` to this program's schema. ``Misconfigured`` when there is no way."""
    steps = [STEPS.get(version) for version in range(found, schema.VERSION)]
    if found > schema.VERSION or None in steps:
        raise Misconfigured(
            f"数据文件夹的版本是 {found}，本程序需要 {schema.VERSION}。请使用相同版本的程序，或换一个 --home。",
            f"This data folder has schema {found}; this program needs {schema.VERSION}. Use the program "
            "version that made it, or another --home.",
        )
    for step in steps:
        if step is not None:
            step(connection)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turns the database's own complaints into sentences that say what to do."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.DatabaseError) as error:
        if isinstance(error, sa.exc.IntegrityError):
            raise
        raise _sentence(str(error.orig)) from error


def _sentence(reason: str) -> Misconfigured | Conflict:
    if "locked" in reason or "busy" in reason:
        return Conflict(
            "数据库正被另一个程序写入，请稍后重试。",
            "Another program is writing to the database; try again in a moment.",
        )
    if "full" in reason:
        return Misconfigured(
            "磁盘已满，没有写入任何内容。请腾出空间后重试。",
            "The disk is full; nothing was written. Free some space and try again.",
        )
    if "readonly" in reason or "unable to open" in reason:
        return Misconfigured(
            f"数据文件夹不可写（{reason}）。请检查权限，或换一个 --home。",
            f"The data folder cannot be written ({reason}). Check its permissions or choose another --home.",
        )
    return Misconfigured(
        f"数据库不能使用：{reason}。请从备份恢复，或换一个 --home。",
        f"The database cannot be used: {reason}. Restore it from a backup or choose another --home.",
    )
