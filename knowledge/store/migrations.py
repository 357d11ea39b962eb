"""Older records brought up to ``schema.VERSION``, one step a version, in the transaction that opens them.

A step is SQL as it was when written; it uses nothing of ``schema``, which moves on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import sqlalchemy as sa


def rights_of_deals(connection: sa.Connection) -> None:
    """1 → 2: the owner and the readers of a deal move from its body to where SQL can ask for them."""
    run = connection.exec_driver_sql
    run("ALTER TABLE deals ADD COLUMN owner TEXT NOT NULL DEFAULT 'local'")
    run(
        "CREATE TABLE deal_access (deal_id TEXT NOT NULL REFERENCES deals (id) ON DELETE CASCADE, "
        "grantee TEXT NOT NULL, PRIMARY KEY (deal_id, grantee))"
    )
    for identity, body in run("SELECT id, body FROM deals").all():
        said = json.loads(body)
        run("UPDATE deals SET owner = ? WHERE id = ?", (said.get("owner", "local"), identity))
        for grantee in sorted(set(said.get("access", ()))):
            run("INSERT INTO deal_access (deal_id, grantee) VALUES (?, ?)", (identity, grantee))


STEPS: Mapping[int, Callable[[sa.Connection], None]] = {1: rights_of_deals}
"""From version → what makes it the next one."""
