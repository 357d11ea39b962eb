"""Sources: where a document came from, with metadata, rights and versions."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from knowledge.errors import Conflict, NotAllowed, NotFound
from knowledge.evidence import Document, Facets, Principal, Source
from knowledge.store import schema
from knowledge.store.documents import drop_unsourced, get, now
from knowledge.store.record import advance_generation
from knowledge.store.rights import folded, readable, within

TABLE = schema.sources
COLUMNS = tuple(name for name in Source.model_fields if name != "document_id")


def current(
    connection: sa.Connection, owner: str, collection: str, path: str
) -> tuple[int, Source, str | None] | None:
    """(number, source, origin) of the owner's current version under a name."""
    rows = connection.execute(
        _selected().where(_named(owner, collection, path), TABLE.c.standing == "current")
    )
    return next(((row.n, _source(row), row.origin) for row in rows), None)


def path_of_origin(connection: sa.Connection, owner: str, collection: str, origin: str) -> str | None:
    """The name a file on disk was given when its owner added it before."""
    return connection.scalar(
        sa.select(TABLE.c.path)
        .where(TABLE.c.owner == owner, TABLE.c.collection == collection)
        .where(TABLE.c.origin == origin, TABLE.c.standing == "current")
        .order_by(TABLE.c.n.desc())
    )


def names_of_document(connection: sa.Connection, source: Source, document_id: str) -> list[str]:
    """The other names under which the owner of ``source`` keeps the same bytes now, sorted."""
    rows = connection.execute(
        _selected().where(
            TABLE.c.owner == source.owner, TABLE.c.standing == "current", schema.documents.c.id == document_id
        )
    )
    names = {row.path for row in rows if (row.collection, row.path) != (source.collection, source.path)}
    return sorted(names)


def put(connection: sa.Connection, source: Source, document_n: int, origin: str | None = None) -> int:
    """Makes ``source`` the current version of its owner's name; the one before becomes superseded.

    The version is counted here and returned; the generation advances.
    """
    same_name = _named(source.owner, source.collection, source.path)
    latest = connection.scalar(sa.select(sa.func.max(TABLE.c.version)).where(same_name)) or 0
    connection.execute(
        sa.update(TABLE).where(same_name, TABLE.c.standing == "current").values(standing="superseded")
    )
    inserted = connection.execute(
        sa.insert(TABLE).values(
            **_values(source),
            version=latest + 1,
            document_n=document_n,
            origin=origin,
            added_at=source.added_at or now(),
        )
    )
    key = inserted.inserted_primary_key
    if key is None:
        raise Conflict("来源没有写入，请重试。", "The source was not written; try again.")
    _write_lists(connection, int(key[0]), source)
    advance_generation(connection)
    return int(latest) + 1


def describe(connection: sa.Connection, number: int, source: Source, origin: str | None = None) -> None:
    """Changes the metadata of a version in place; its name, version and document stay."""
    values = _values(source)
    if origin is not None:
        values["origin"] = origin
    connection.execute(sa.update(TABLE).where(TABLE.c.n == number).values(**values))
    for child in (schema.source_products, schema.source_access):
        connection.execute(sa.delete(child).where(child.c.source_n == number))
    _write_lists(connection, number, source)
    advance_generation(connection)


def listed(
    connection: sa.Connection, principal: Principal, facets: Facets | None = None
) -> Iterator[tuple[Source, int]]:
    """Sources ``principal`` may read with their numbers of chunks, by collection and path."""
    rows = connection.execute(
        _selected(schema.documents.c.chunks)
        .where(readable(principal), within(facets or Facets()))
        .order_by(TABLE.c.collection, TABLE.c.path, TABLE.c.version)
    )
    return ((_source(row), row.chunks) for row in rows)


def find(
    connection: sa.Connection, principal: Principal, name: str, standings: tuple[str, ...] = ("current",)
) -> list[tuple[int, Source]]:
    """Readable sources called ``name``: a document id, a path, or the end of a path."""
    facets = Facets.model_validate({"documents": (name,), "standings": standings})
    rows = connection.execute(_selected().where(readable(principal), within(facets)).order_by(TABLE.c.n))
    found = [(row.n, _source(row)) for row in rows]
    exact = [(number, source) for number, source in found if name in (source.path, source.document_id)]
    return exact or found


def must_know(connection: sa.Connection, principal: Principal, name: str) -> None:
    """``NotFound`` when no current source ``principal`` may read is called ``name``."""
    if not find(connection, principal, name):
        raise _not_one(name, [])


def document(
    connection: sa.Connection, principal: Principal, name: str, collection: str | None = None
) -> tuple[Source, Document]:
    """One readable source (of ``collection`` when one is given) and its document. ``NotFound`` when none
    or several answer to ``name``."""
    found = [one for one in find(connection, principal, name) if collection in (None, one[1].collection)]
    documents = {source.document_id for _, source in found}
    if len(documents) != 1:
        raise _not_one(name, [source for _, source in found])
    number = connection.scalar(sa.select(TABLE.c.document_n).where(TABLE.c.n == found[0][0]))
    return found[0][1], get(connection, int(number or 0))


def customer_names(connection: sa.Connection) -> list[str]:
    """Every customer any version of any source names, whoever owns it and whatever its standing, sorted.

    For masking only; never to be shown."""
    rows = connection.execute(sa.select(TABLE.c.customer).where(TABLE.c.customer.is_not(None)).distinct())
    return sorted(row.customer for row in rows if row.customer.strip())


def own(connection: sa.Connection, principal: Principal, name: str, collection: str | None = None) -> Source:
    """The person's one current source called ``name`` (in ``collection`` when one is given).

    ``NotFound`` if none is called so or several are, with how to say which; ``NotAllowed`` when all that
    are belong to others.
    """
    readable = [
        source for _, source in find(connection, principal, name) if collection in (None, source.collection)
    ]
    if not readable:
        raise _not_one(name, [])
    mine = [source for source in readable if source.owner == principal.user]
    if not mine:
        raise _not_yours(readable[0])
    if len(mine) > 1:
        raise _not_one(name, mine)
    return mine[0]


def remove(
    connection: sa.Connection, principal: Principal, name: str, collection: str | None = None
) -> tuple[Source, tuple[str, ...]]:
    """Forgets every version of the one source ``own`` finds; returns it and the documents dropped."""
    source = own(connection, principal, name, collection)
    return source, forget(connection, principal, source)


def forget(connection: sa.Connection, principal: Principal, source: Source) -> tuple[str, ...]:
    """Forgets every version of exactly that source's name in its collection, at once.

    Returns the ids of documents nothing names any more. ``NotAllowed`` when it is not the person's own,
    ``NotFound`` when it is not there (any more).
    """
    if source.owner != principal.user:
        raise _not_yours(source)
    same_name = _named(source.owner, source.collection, source.path)
    numbers = sa.select(TABLE.c.n).where(same_name)
    for child in (schema.source_products, schema.source_access):
        connection.execute(sa.delete(child).where(child.c.source_n.in_(numbers)))
    if connection.execute(sa.delete(TABLE).where(same_name)).rowcount == 0:
        raise _not_one(source.path, [])
    dropped = drop_unsourced(connection)
    advance_generation(connection)
    return dropped


def _named(owner: str, collection: str, path: str) -> sa.ColumnElement[bool]:
    return sa.and_(TABLE.c.owner == owner, TABLE.c.collection == collection, TABLE.c.path == path)


def _not_one(name: str, several: list[Source]) -> NotFound:
    if several:
        listed = "\n".join(f"  {one.document_id}  {one.path}  [{one.collection}]" for one in several[:20])
        return NotFound(
            f"“{name}”对应 {len(several)} 个文档（编号、路径、[文集]）：\n{listed}\n"
            "请写完整路径或文档编号；路径也相同的，再用 --collection 指明文集。",
            f"“{name}” names {len(several)} documents (id, path, [collection]):\n{listed}\n"
            "Give a full path or a document id; where paths are equal too, say which --collection.",
        )
    return NotFound(
        f"没有找到“{name}”。用 presales list 查看已有文档。",
        f"Nothing here is called “{name}”. See presales list.",
    )


def _not_yours(source: Source) -> NotAllowed:
    return NotAllowed(
        f"“{source.path}”属于 {source.owner}，只有所有者可以移除。",
        f"“{source.path}” belongs to {source.owner}; only its owner may remove it.",
    )


def _selected(*more: sa.ColumnElement[object]) -> sa.Select[tuple[object, ...]]:
    documents = schema.documents
    return sa.select(TABLE, documents.c.id.label("document_id"), *more).join(
        documents, documents.c.n == TABLE.c.document_n
    )


def _source(row: sa.Row[tuple[object, ...]]) -> Source:
    values = {name: row._mapping[name] for name in COLUMNS}
    return Source.model_validate({**values, "document_id": row._mapping["document_id"]})


def _values(source: Source) -> dict[str, object]:
    values = source.model_dump(exclude={"document_id", "version", "added_at"})
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _write_lists(connection: sa.Connection, number: int, source: Source) -> None:
    products = {folded(product) for product in source.products} - {""}
    if products:
        connection.execute(
            sa.insert(schema.source_products),
            [{"source_n": number, "product": product} for product in sorted(products)],
        )
    if source.access:
        connection.execute(
            sa.insert(schema.source_access),
            [{"source_n": number, "grantee": grantee} for grantee in sorted(set(source.access))],
        )
