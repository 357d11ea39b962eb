"""What we say to people, in Chinese and English: one key, two files, the same variables."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]


@functools.cache
def _texts(language: Language) -> dict[str, str]:
    path = Path(__file__).with_name(f"{language}.json")
    loaded: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def text(language: Language, key: str, **values: object) -> str:
    """The sentence called ``key``, filled with ``values``. ``KeyError`` when there is none."""
    return _texts(language)[key].format(**values)
