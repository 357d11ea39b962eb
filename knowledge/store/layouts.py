"""Companies' Word layouts, kept in the record by name."""

from __future__ import annotations

import sqlalchemy as sa

from knowledge.errors import NotFound
from knowledge.store.documents import now
from knowledge.store.schema import layouts


def put(connection: sa.Connection, name: str, content: bytes) -> None:
    """Adds or replaces."""
    connection.execute(sa.delete(layouts).where(layouts.c.name == name))
    connection.execute(sa.insert(layouts).values(name=name, content=content, added_at=now()))


def get(connection: sa.Connection, name: str) -> bytes:
    content = connection.scalar(sa.select(layouts.c.content).where(layouts.c.name == name))
    if content is None:
        known = "、".join(names(connection)) or "—"
        raise NotFound(
            f"没有名为“{name}”的 Word 版式（现有：{known}）。用 presales template add 公司模板.docx 添加。",
            f"There is no Word layout “{name}” (known: {known}). Add one with presales template add COMPANY.docx.",
        )
    return bytes(content)


def names(connection: sa.Connection) -> list[str]:
    return list(connection.scalars(sa.select(layouts.c.name).order_by(layouts.c.name)))
