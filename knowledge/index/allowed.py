"""The chunks a question may find: ranges from the record, as numbers and as a quick test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Allowed:
    """Rising chunk ``numbers``, and ``_lookup[number]`` for each number up to the highest."""

    numbers: Numbers
    _lookup: Mask

    @classmethod
    def of_ranges(cls, ranges: Numbers) -> Allowed:
        """From rows (document number, first chunk, chunks, …) as the record gives them."""
        return cls.of_numbers(numbers_in(ranges))

    @classmethod
    def of_numbers(cls, numbers: Numbers) -> Allowed:
        rising = numbers if bool((np.diff(numbers) > 0).all()) else np.unique(numbers)
        lookup = np.zeros(int(rising[-1]) + 2 if len(rising) else 1, dtype=np.bool_)
        lookup[rising] = True
        return cls(rising, lookup)

    def __len__(self) -> int:
        return len(self.numbers)

    def holds(self, numbers: Numbers) -> Mask:
        """Which of ``numbers`` are allowed, same shape."""
        return self._lookup[np.minimum(numbers, len(self._lookup) - 1)]


def numbers_in(ranges: Numbers) -> Numbers:
    """The chunk numbers of rows (document number, first chunk, chunks, …), in the rows' order."""
    if len(ranges) == 0:
        return np.empty(0, dtype=np.int64)
    firsts, counts = ranges[:, 1], ranges[:, 2]
    before = np.cumsum(counts) - counts
    return np.asarray(np.repeat(firsts - before, counts) + np.arange(counts.sum()), dtype=np.int64)


def best(numbers: Numbers, scores: npt.NDArray[np.float64], limit: int) -> list[tuple[int, float]]:
    """The ``limit`` highest scores as (number, score), best first, ties by number."""
    if limit <= 0 or len(scores) == 0:
        return []
    if limit < len(scores):
        bound = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        kept = np.flatnonzero(scores >= bound)
        numbers, scores = numbers[kept], scores[kept]
    order = np.lexsort((numbers, -scores))[:limit]
    return [(int(numbers[at]), float(scores[at])) for at in order]
