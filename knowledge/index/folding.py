"""Folding for matching: width, case, compatibility forms, radicals and dashes, with a way back.

NFKC alone is not enough: Chinese PDFs yield radicals (``⻚ ⻓ ⼾``) where the page shows characters. The
supplement block U+2E80-2EF3 has no compatibility mapping, and three Kangxi radicals map to forms that
simplified text does not use. Equivalents follow Unicode's EquivalentUnifiedIdeograph.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.evidence import Span

_SUPPLEMENT_START = 0x2E80
_SUPPLEMENT = (
    "一厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄㣺扌攵\u2e9a旡日月歺母"
    "民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网网网羊羊羋耂肀聿肉臼艹艹"
    "艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食食飠"
    "饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_VARIANTS = {"戶": "户", "戸": "户", "靑": "青", "黃": "黄"}
_PLAIN = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    **dict.fromkeys("‘’‛′´", "'"),
    **dict.fromkeys("“”„‟″", '"'),
}  # fmt: skip
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_JOINING = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff"
                      "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f]")  # fmt: skip


class Folded(NamedTuple):
    """Folded text and the way back: ``offsets[i]`` is where in the original character ``i`` begins.

    ``offsets`` has one entry more than ``text``, the original's length, and never falls.
    """

    text: str
    offsets: npt.NDArray[np.int64]

    def span(self, start: int, end: int) -> Span:
        """The shortest span of the original that holds folded characters ``[start, end)``."""
        if end <= start:
            return Span(start=int(self.offsets[start]), end=int(self.offsets[start]))
        last = int(self.offsets[end - 1])
        after = int(np.searchsorted(self.offsets, last, side="right"))
        return Span(
            start=int(self.offsets[start]),
            end=int(self.offsets[after]) if after < len(self.offsets) else last,
        )


def fold(text: str) -> str:
    """``folded(text).text``, without the way back."""
    if text.isascii():
        return _spaced(text.lower())
    if _JOINING.search(text):
        return "".join(_fold_cluster(cluster) for cluster in _clusters(text))
    return text.translate(_TABLE)


def folded(text: str) -> Folded:
    """Folds ``text`` and remembers where every folded character came from."""
    pieces = _clusters(text) if _JOINING.search(text) else list(text)
    folds = [_fold_cluster(piece) if len(piece) > 1 else _TABLE[ord(piece)] for piece in pieces]
    starts = np.cumsum([0, *map(len, pieces)])
    lengths = np.fromiter(map(len, folds), dtype=np.int64, count=len(folds))
    offsets = np.append(np.repeat(starts[:-1], lengths), len(text))
    return Folded("".join(folds), offsets)


class _Table(dict[int, str]):
    """What each character folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        result = _fold_cluster(chr(code))
        self[code] = result
        return result


_TABLE = _Table()


def _fold_cluster(cluster: str) -> str:
    """A character with its combining marks, folded."""
    mapped = "".join(_radical(character) for character in cluster)
    composed = unicodedata.normalize("NFKC", mapped).casefold()
    composed = unicodedata.normalize("NFKC", composed)
    visible = _UNSEEN.sub("", composed)
    return _spaced("".join(_PLAIN.get(c, _VARIANTS.get(c, c)) for c in visible))


def _spaced(text: str) -> str:
    return re.sub(r"\s", " ", text)


def _radical(character: str) -> str:
    at = ord(character) - _SUPPLEMENT_START
    if 0 <= at < len(_SUPPLEMENT):
        return _SUPPLEMENT[at]
    return _PLAIN.get(character, character)


def _clusters(text: str) -> list[str]:
    """``text`` cut before every character that does not join the one before it."""
    clusters: list[str] = []
    for character in text:
        if clusters and _JOINING.match(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
