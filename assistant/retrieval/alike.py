"""Near-duplicates: the same passage in two files is shown once.

Two passages are alike when nine tenths of their tokens agree and nothing that changes a commitment differs:
no figure, no model number, no Chinese numeral, no negation. 等保二级 and 等保三级, AMR600 and AMR600S, version
1's price and version 2's stay apart however much the rest agrees.
"""

from __future__ import annotations

from knowledge.index.tokens import tokens

SHARE = 0.9
"""Jaccard similarity of token sets from which two texts are near-duplicates: nine tenths, as is usual."""

_TELLING = frozenset("零〇一二两三四五六七八九十百千万亿甲乙丙丁不无未非没勿免否禁")
_TELLING_WORDS = frozenset({"no", "not", "non", "without", "never", "except", "dont", "cannot"})

Tokens = frozenset[str]


class Seen:
    """Texts met so far, best first, by name; tells which earlier one a text repeats."""

    def __init__(self) -> None:
        self._tokens: dict[str, Tokens] = {}

    def original_of(self, name: str, text: str) -> str | None:
        """The name of the earlier text that ``text`` repeats; else ``None``, and it is remembered."""
        found = frozenset(tokens(text))
        original = next((known for known, kept in self._tokens.items() if alike(kept, found)), None)
        if original is None:
            self._tokens[name] = found
        return original


def alike(one: Tokens, other: Tokens) -> bool:
    """Whether two passages with these tokens say the same."""
    if not one or not other or min(len(one), len(other)) < SHARE * max(len(one), len(other)):
        return False
    common = len(one & other)
    if common < SHARE * (len(one) + len(other) - common):
        return False
    return not any(_tells(token) for token in one ^ other)


def _tells(token: str) -> bool:
    """Whether a token changes what is promised."""
    if token in _TELLING_WORDS:
        return True
    return any(character.isdigit() or character in _TELLING for character in token)
