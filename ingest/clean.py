"""Characters nobody sees are taken out of a document's text, and counted for the reviewer."""

from __future__ import annotations

import re
from collections import Counter

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_KINDS: tuple[tuple[str, str], ...] = (
    ("tag-characters-removed", "[\U000e0000-\U000e007f]+"),
    ("bidi-characters-removed", "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+"),
    (
        "zero-width-removed",
        "[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff\U000e0100-\U000e01ef\ufe00-\ufe0e]+",
    ),
    ("control-characters-removed", "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\ufffe\uffff]+"),
)
_PATTERNS = tuple((code, re.compile(pattern)) for code, pattern in _KINDS)
_SUSPECT = re.compile("|".join(pattern for _, pattern in _KINDS))
_SURROGATE = re.compile("[\ud800-\udfff]")
_BULLET_GLYPHS = re.compile("[\uf0b7\uf06c\uf0a7\uf0d8\uf0fc\uf06e\uf075\uf09f]")


def clean(text: str, removed: Counter[str] | None = None) -> str:
    """``text`` without control, bidi, zero-width and tag characters; tabs and newlines stay.

    Every line end becomes ``\\n``; lone surrogates become U+FFFD; private-use bullets become ``•``.
    Counts go into ``removed`` under their warning codes.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATE.sub("\ufffd", text)
    text = _BULLET_GLYPHS.sub("•", text)
    if not _SUSPECT.search(text):
        return text
    for code, pattern in _PATTERNS:
        before = len(text)
        text = pattern.sub("", text)
        if removed is not None and len(text) < before:
            removed[code] += before - len(text)
    return text


def warning_codes(removed: Counter[str]) -> tuple[str, ...]:
    """``("control-characters-removed:3", …)``, sorted."""
    return tuple(f"{code}:{count}" for code, count in sorted(removed.items()))
