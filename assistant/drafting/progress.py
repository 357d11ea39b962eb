"""What a draft in the making is doing, told while it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["reading", "finding", "comparing", "writing", "checking"]


@dataclass(frozen=True)
class Step:
    """What begins now: the need is read, documents are found, evidence is compared with the requirements,
    then section after section is written, then the whole is checked."""

    stage: Stage
    done: int = 0
    """Sections written so far."""
    of: int = 0
    """Sections of the template; 0 until the need has been read."""
    heading: str = ""
    """The section that begins, while writing."""


OnProgress = Callable[[Step], None]


def unheard(step: Step) -> None:
    """For a draft that nobody watches."""
