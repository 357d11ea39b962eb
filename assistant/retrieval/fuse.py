"""Words and meaning in one score: the convex sum of their shares, not of their ranks.

``score = (near + λ · told) / (1 + λ)`` in [0, 1], where ``near = minmax(nearness)`` over the allowed passages
and ``told = bm25 / bm25_max(question)`` (after Bruch, Gai and Ingber 2023, with the theoretical maximum for
BM25). Ranks would let one shared digit outrank the right passage of the other language; a share of what the
question could have matched does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LAMBDA = 1.0
"""Weight of words: the one an independent measurement on eight public sets found (the issue, “Search”)."""


@dataclass(frozen=True)
class Scored:
    """A chunk with its fused score, its share of BM25 and its nearness (``None`` without a vector)."""

    number: int
    score: float
    told: float
    near: float | None


def fuse(
    words: Mapping[int, float],
    maximum: float,
    nearness: Mapping[int, float],
    least: float,
    weight: float = LAMBDA,
) -> list[Scored]:
    """Candidates best first, ties by number.

    ``words`` has BM25 and ``nearness`` the meaning of the candidates, of which the most anybody gets is among
    them; ``least`` is the least anybody gets. A candidate without a vector is taken to be as near as its
    words are told.
    """
    told = {number: score / maximum if maximum > 0 else 0.0 for number, score in words.items()}
    best_told = max(told.values(), default=0.0)
    most = max(nearness.values(), default=least)
    scored = []
    for number in words.keys() | nearness.keys():
        share = told.get(number, 0.0)
        known = nearness.get(number)
        near = share / best_told if known is None and best_told > 0 else _scaled(known, least, most)
        scored.append(Scored(number, (near + weight * share) / (1 + weight), share, known))
    return _ordered(scored)


def words_alone(words: Mapping[int, float], maximum: float) -> list[Scored]:
    """Candidates by their share of BM25, best first, ties by number."""
    shares = {number: score / maximum if maximum > 0 else 0.0 for number, score in words.items()}
    return _ordered([Scored(number, share, share, None) for number, share in shares.items()])


def meaning_alone(nearness: Mapping[int, float], least: float) -> list[Scored]:
    """Candidates by nearness, best first, ties by number; the best is 1."""
    most = max(nearness.values(), default=least)
    return _ordered(
        [Scored(number, _scaled(near, least, most), 0.0, near) for number, near in nearness.items()]
    )


def _ordered(scored: list[Scored]) -> list[Scored]:
    return sorted(scored, key=lambda one: (-one.score, one.number))


def _scaled(near: float | None, least: float, most: float) -> float:
    """0 at the least and below, 1 at the most; 1 for all where they are one."""
    if near is None:
        return 0.0
    if most <= least:
        return 1.0
    return max(0.0, (near - least) / (most - least))
