"""Outlines as records: every version is kept, and a save against an old version is told so."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from knowledge.errors import Conflict, NotFound
from knowledge.evidence import Principal
from knowledge.presales import Outline
from knowledge.store.documents import now
from knowledge.store.schema import outlines


def add(connection: sa.Connection, principal: Principal, outline: Outline) -> Outline:
    """Stores ``outline`` as version 1 of a record of its own: an id that is taken gives another one."""
    taken, attempt = outline.id, 1
    while connection.scalar(sa.select(sa.literal(1)).where(outlines.c.id == taken).limit(1)) is not None:
        attempt += 1
        taken = hashlib.sha256(f"{outline.id} {attempt}".encode()).hexdigest()[: len(outline.id)]
    return save(connection, principal, outline.model_copy(update={"id": taken}))


def save(connection: sa.Connection, principal: Principal, outline: Outline) -> Outline:
    """Stores ``outline`` as the version after ``outline.version`` (or as version 1 when new).

    ``Conflict`` when somebody saved that version's successor first.
    """
    latest = connection.scalar(sa.select(sa.func.max(outlines.c.version)).where(outlines.c.id == outline.id))
    if latest is not None:
        get(connection, principal, outline.id)
        if latest != outline.version:
            raise Conflict(
                f"大纲 {outline.id} 已被改到第 {latest} 版，您改的是第 {outline.version} 版。请先查看差异再保存。",
                f"Outline {outline.id} is at version {latest}; you changed version {outline.version}. "
                "Look at the difference, then save again.",
            )
    saved = outline.model_copy(update={"version": 1 if latest is None else latest + 1})
    connection.execute(
        sa.insert(outlines).values(
            id=saved.id,
            version=saved.version,
            owner=principal.user,
            title=saved.title,
            status=saved.status,
            customer=saved.customer,
            template=saved.template,
            saved_at=now(),
            body=saved.model_dump_json(),
        )
    )
    return saved


def get(
    connection: sa.Connection, principal: Principal, outline_id: str, version: int | None = None
) -> Outline:
    """One version (the latest by default); ``NotFound`` also when it is another person's."""
    query = sa.select(outlines.c.body).where(outlines.c.id == outline_id, outlines.c.owner == principal.user)
    if version is not None:
        query = query.where(outlines.c.version == version)
    body = connection.scalar(query.order_by(outlines.c.version.desc()))
    if body is None:
        raise NotFound(
            f"没有大纲 {outline_id}"
            + (f" 的第 {version} 版" if version else "")
            + "。用 presales outlines 查看。",
            f"There is no outline {outline_id}"
            + (f" version {version}" if version else "")
            + ". See presales outlines.",
        )
    return Outline.model_validate_json(body)


def listed(connection: sa.Connection, principal: Principal) -> list[tuple[Outline, str]]:
    """The latest version of each of the person's outlines with when it was saved, newest first."""
    latest = (
        sa.select(outlines.c.id, sa.func.max(outlines.c.version).label("version"))
        .where(outlines.c.owner == principal.user)
        .group_by(outlines.c.id)
        .subquery()
    )
    rows = connection.execute(
        sa.select(outlines.c.body, outlines.c.saved_at)
        .join(latest, (latest.c.id == outlines.c.id) & (latest.c.version == outlines.c.version))
        .order_by(outlines.c.saved_at.desc(), outlines.c.id)
    )
    return [(Outline.model_validate_json(row.body), row.saved_at) for row in rows]
