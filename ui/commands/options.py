"""How options' values are shown."""

from __future__ import annotations


def many(value: object) -> str:
    """A value as one readable line."""
    if isinstance(value, (tuple, list)):
        return "、".join(str(item) for item in value)
    return str(value)
