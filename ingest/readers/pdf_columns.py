"""Tables without ruling lines: neighbouring lines whose words stand in the same columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ingest.readers.pdf_page import Line
from ingest.readers.pdf_tables import RuledTable

MIN_ROWS = 3
"""Two lines with gaps may be chance; three in the same columns are a table."""
_MAX_CELL = 30
"""Characters of the average cell; longer ones are two columns of running text."""


def tables_among(lines: Sequence[Line]) -> Iterator[list[Line] | RuledTable]:
    """``lines`` in order, runs that form a table replaced by it."""
    plain: list[Line] = []
    for (_, gapped), group in groupby(lines, key=lambda line: (line.page, len(line.parts) > 1)):
        run = list(group)
        table = _table(run) if gapped and len(run) >= MIN_ROWS else None
        if table is None:
            plain += run
            continue
        if plain:
            yield plain
        plain = []
        yield table
    if plain:
        yield plain


def _table(run: list[Line]) -> RuledTable | None:
    """The run as a table, when most of its lines have the same number of parts in the same columns."""
    width, count = Counter(len(line.parts) for line in run).most_common(1)[0]
    if count < max(MIN_ROWS - 1, 0.6 * len(run)):
        return None
    model = [line for line in run if len(line.parts) == width]
    columns = [
        (min(line.parts[index].left for line in model), max(line.parts[index].right for line in model))
        for index in range(width)
    ]
    apart = all(first[1] < second[0] for first, second in pairwise(columns))
    rows = [_row(line, columns) for line in run]
    cells = [cell for row in rows for cell in row if cell]
    if not apart or sum(map(len, cells)) > _MAX_CELL * len(cells):
        return None
    box = (columns[0][0], run[0].top, columns[-1][1], run[-1].bottom)
    page = run[0].page
    return RuledTable(page, page, box, tuple(rows), tuple(left for left, _ in columns))


def _row(line: Line, columns: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """Each part of ``line`` in the column it overlaps most, or lies nearest to."""
    row = [""] * len(columns)
    for part in line.parts:
        middle = (part.left + part.right) / 2

        def distance(
            index: int, left: float = part.left, right: float = part.right, at: float = middle
        ) -> float:
            overlap = min(columns[index][1], right) - max(columns[index][0], left)
            return -overlap if overlap > 0 else abs(sum(columns[index]) / 2 - at)

        best = min(range(len(columns)), key=distance)
        row[best] = f"{row[best]} {part.text}".strip()
    return tuple(row)
