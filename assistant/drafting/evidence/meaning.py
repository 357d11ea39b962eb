"""What lines of evidence mean beside what they name: which line stands out for a requirement, and which says
something else than its words suggest.

Every comparison is among many, never against a fixed cosine: language, length and the model's narrow range cancel.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from assistant.drafting.evidence.candidates import Candidate
from assistant.drafting.evidence.reading import Line, ReadBlock, is_worded
from knowledge.ports import Vectors

NEAREST_PART = 1 / 3
"""Of the need's other requirements at most this part may be nearer to a line than the one it is to answer."""
FEWEST = 6
"""Requirements of a need, and lines, from which such comparisons say something."""
CLEARLY = 2.0
"""Standard deviations above the mean of all lines from which a line is near to a requirement: the usual level at which
chance is left out of account (one line in fifty)."""
MOST_LINES = 2_000
"""Lines compared, of the documents proposed first: some ten seconds on an office laptop."""

Nearness = Callable[[Sequence[str], Sequence[str]], Vectors | None]
"""Cosines of questions (rows) with passages (columns), shape (len(questions), len(passages)); ``None`` where
no model is ready."""


@dataclass(frozen=True)
class Passage:
    """A line that may answer by what it means, and where it stands."""

    candidate: Candidate
    block: ReadBlock
    line: Line


class Meaning:
    """The requirements of one need (``clauses``) and the lines of its candidates, compared by meaning."""

    def __init__(self, clauses: Sequence[str], found: Sequence[Candidate], nearness: Nearness) -> None:
        self._clauses = list(clauses)
        self._texts = list(dict.fromkeys(clauses))
        self._rows = {text: row for row, text in enumerate(self._texts)}
        self._nearness = nearness
        self._near: dict[str, Vectors] = {}
        self._ready = len(self._texts) >= FEWEST
        passages = (
            Passage(candidate, block, line)
            for candidate in found
            if candidate.suggests
            for block in candidate.blocks
            for line in block.lines
            if is_worded(line.text)
        )
        self._passages = list(islice(passages, MOST_LINES if self._ready else 0))
        self._compare(said(passage.line) for passage in self._passages)

    def contradicts(self, index: int, lines: Sequence[Line]) -> bool:
        """Whether each of ``lines`` is nearer to more than ``NEAREST_PART`` of the other requirements than to
        requirement ``index``."""
        self._compare(map(said, lines))
        if not self._ready:
            return False
        row, most = self._rows[self._clauses[index]], NEAREST_PART * (len(self._texts) - 1)
        return all((self._near[said(line)] > self._near[said(line)][row]).sum() > most for line in lines)

    def supports(self, index: int, lines: Sequence[Line], group: Sequence[Candidate]) -> bool:
        """Whether one of ``lines`` is clearly nearer to requirement ``index`` than the lines of ``group`` are."""
        self._compare(map(said, lines))
        passages = self._of(group)
        if not self._ready or len(passages) < FEWEST:
            return True
        row = self._rows[self._clauses[index]]
        along = np.array([self._near[said(p.line)][row] for p in passages])
        nearest = max(self._near[said(line)][row] for line in lines)
        return bool(nearest - along.mean() >= CLEARLY * along.std())

    def outstanding(self, index: int, group: Sequence[Candidate]) -> list[Passage]:
        """The lines of ``group`` that mean requirement ``index``, if any stands out, nearest first: nearer to it than
        to any other requirement, and farther above the mean of the n lines than the largest of n random ones would
        be (√(2 ln n) deviations, Donoho and Johnstone's universal threshold)."""
        passages = self._of(group)
        if not self._ready or len(passages) < FEWEST:
            return []
        near = np.stack([self._near[said(p.line)] for p in passages], axis=1)
        row = self._rows[self._clauses[index]]
        along = near[row]
        above = (along - along.mean()) / (float(along.std()) or 1.0)
        least = math.sqrt(2 * math.log(len(passages)))
        order = np.argsort(-above, kind="stable")
        return [passages[k] for k in order if above[k] >= least and along[k] >= near[:, k].max()]

    def _of(self, group: Sequence[Candidate]) -> list[Passage]:
        members = {id(candidate) for candidate in group}
        return [passage for passage in self._passages if id(passage.candidate) in members]

    def _compare(self, texts: Iterable[str]) -> None:
        missing = [text for text in dict.fromkeys(texts) if text not in self._near] if self._ready else []
        if not missing:
            return
        near = self._nearness(self._texts, missing)
        self._ready = near is not None
        if near is not None:
            self._near |= {text: near[:, column] for column, text in enumerate(missing)}


def said(line: Line) -> str:
    """The line under its heading: what is compared."""
    heading = line.statement.headings[-1] if line.statement.headings else ""
    text = " ".join(line.text.split())
    return f"{heading}：{text}" if heading else text
