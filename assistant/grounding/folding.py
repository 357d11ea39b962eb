"""Text as it compares: width, case and radicals folded, character for character, so that spans stay true."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge.evidence import Span
from knowledge.index import folding


@lru_cache(maxsize=70_000)
def _folded(character: str) -> str:
    plain = folding.fold(character)
    return character if len(plain) != 1 or character.isspace() else plain


def fold(text: str) -> str:
    """``text`` with half-width forms, lower case, plain dashes and unified radicals; the same length as ``text``."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@dataclass(frozen=True)
class Squeezed:
    """Folded text without white space, and where each of its characters stood."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span of the original that ``text[start:end]`` came from (``end > start``)."""
        return Span(start=self.places[start], end=self.places[end - 1] + 1)


def squeeze(text: str) -> Squeezed:
    """``text`` folded and without white space."""
    kept = [(place, character) for place, character in enumerate(fold(text)) if not character.isspace()]
    return Squeezed("".join(c for _, c in kept), tuple(place for place, _ in kept))
