"""Whether the meaning of evidence agrees with its words: a line that names what one requirement asks and is
nearer in meaning to most of the others says something else of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.drafting.evidence.blocks import Evidence
from assistant.drafting.evidence.reading import Line
from knowledge.ports import Vectors

NEAREST_PART = 1 / 3
"""Of the need's other requirements at most this part may be nearer in meaning to a line than the one it is to
answer. Compared along the line and not along the requirement, so that language and length cancel out."""
FEWEST = 6
"""Requirements of a need from which such a part says something."""

Nearness = Callable[[Sequence[str], Sequence[str]], Vectors | None]
"""Cosines of questions (rows) with passages (columns), shape (len(questions), len(passages)); ``None`` where
no model is ready."""


def agreeing(
    evidence: Mapping[int, Sequence[Evidence]], clauses: Sequence[str], nearness: Nearness, most: int
) -> dict[int, list[Evidence]]:
    """``evidence`` by requirement without what names its words only; the first ``most`` of each are looked at.

    ``clauses`` are the texts of all requirements. A model number or a comparable indicator needs no second
    witness; without a model everything is kept.
    """
    kept = {index: list(found) for index, found in evidence.items()}
    texts = list(dict.fromkeys(clauses))
    looked = {index: [e for e in found[:most] if _by_words(e)] for index, found in kept.items()}
    lines = list(dict.fromkeys(_said(line) for found in looked.values() for e in found for line in e.lines))
    if len(texts) < FEWEST or not lines:
        return kept
    near = nearness(texts, lines)
    if near is None:
        return kept
    rows = {text: row for row, text in enumerate(texts)}
    columns = {line: column for column, line in enumerate(lines)}

    def agrees(index: int, choice: Evidence) -> bool:
        row = rows[clauses[index]]
        seen = (near[:, columns[_said(line)]] for line in choice.lines)
        return any((one > one[row]).sum() <= NEAREST_PART * (len(texts) - 1) for one in seen)

    for index, found in looked.items():
        others = [choice for choice in found if not agrees(index, choice)]
        kept[index] = [choice for choice in kept[index] if choice not in others]
    return kept


def _by_words(evidence: Evidence) -> bool:
    return evidence.why.startswith("terms:")


def _said(line: Line) -> str:
    return " ".join(line.text.split())
