"""Words and meaning in one score: the convex sum of their shares, not of their ranks.

``score = (near + λ · told) / (1 + λ)`` in [0, 1], where ``near = minmax(cosine)`` over the ``POOL`` nearest
allowed passages and ``told = bm25 / bm25_max(question)`` (after Bruch, Gai and Ingber 2023, with the theoretical
maximum for BM25). Ranks would let one shared digit outrank the right passage of the other language; a share
of what the question could have matched does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LAMBDA = 1.0
"""Weight of words: the one an independent measurement on eight public sets found (the issue, “Search”)."""

POOL = 100
"""Nearest passages the cosines are scaled over; the same whichever index proposes them."""


@dataclass(frozen=True)
class Scored:
    """A chunk with its fused score, its share of BM25 and its cosine (``None`` without a vector)."""

    number: int
    score: float
    told: float
    cosine: float | None


def fuse(
    words: Mapping[int, float],
    maximum: float,
    nearest: Sequence[float],
    cosines: Mapping[int, float],
    weight: float = LAMBDA,
) -> list[Scored]:
    """Candidates best first, ties by number.

    ``words`` has BM25 and ``cosines`` the cosine of the candidates; ``nearest`` holds the pool's cosines, best
    first. A candidate without a vector is taken to be as near as its words are told.
    """
    told = {number: score / maximum if maximum > 0 else 0.0 for number, score in words.items()}
    best_told = max(told.values(), default=0.0)
    scored = []
    for number in words.keys() | cosines.keys():
        share = told.get(number, 0.0)
        cosine = cosines.get(number)
        near = share / best_told if cosine is None and best_told > 0 else _scaled(cosine, nearest)
        scored.append(Scored(number, (near + weight * share) / (1 + weight), share, cosine))
    return sorted(scored, key=lambda one: (-one.score, one.number))


def words_alone(words: Mapping[int, float], maximum: float) -> list[Scored]:
    """Candidates by their share of BM25, best first, ties by number."""
    shares = {number: score / maximum if maximum > 0 else 0.0 for number, score in words.items()}
    scored = [Scored(number, share, share, None) for number, share in shares.items()]
    return sorted(scored, key=lambda one: (-one.score, one.number))


def meaning_alone(nearest: Sequence[tuple[int, float]], pool: int = POOL) -> list[Scored]:
    """Candidates by cosine, best first; the pool's best is 1 and its last 0."""
    cosines = [cosine for _, cosine in nearest[:pool]]
    return [Scored(number, _scaled(cosine, cosines), 0.0, cosine) for number, cosine in nearest]


def _scaled(cosine: float | None, nearest: Sequence[float]) -> float:
    """0 at the pool's last and below, 1 at its best; 1 for all where they are one."""
    if cosine is None or not nearest:
        return 0.0
    best, last = nearest[0], nearest[-1]
    if best <= last:
        return 1.0 if cosine >= last else 0.0
    return min(1.0, max(0.0, (cosine - last) / (best - last)))
