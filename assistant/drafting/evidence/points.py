"""Evidence becomes points: quoted words, masked, labelled as a past deal's, each with its citations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafting.evidence.blocks import Evidence
from assistant.drafting.evidence.fit import UNPROVEN
from assistant.drafting.evidence.quotable import MONEY_COLUMN, UNSPOKEN
from assistant.drafting.evidence.reading import Line
from assistant.drafting.phrases import Phrases
from assistant.drafting.words.terms import features
from assistant.grounding.cite import resolve
from assistant.grounding.folding import fold, squeeze
from assistant.grounding.mask import masked
from assistant.grounding.names import Register
from assistant.grounding.numbers import quantities
from knowledge.evidence import Citation, Document, Source
from knowledge.presales import Point

_ANSWER = re.compile(r"^(?:答|回答|A|Answer)\s*[:：]\s*")
_REFERENCE = re.compile(r"[,，;；.。]?\s*(?:related prs?|相关\s*prs?)\s*[:：].*$", re.IGNORECASE | re.DOTALL)
"""Where a release note names its source code change."""
_MOST_CELLS = 3
_SHORT_ROW = 80
"""Characters up to which a row is read out whole."""
_MARKUP = re.compile(r"\{/[^}]*\}|<!--.*?-->", re.DOTALL)
"""Comments of a page's source."""
_REMARK_COLUMN = re.compile(
    r"备注|^注$|^说明$|现状|^(?:改造|建设|实施)?前$|remark|^notes?$|^before$|^current"
)
_HEADS = re.compile(
    r"目标|指标|级别|名称|项目?$|用途|对象|层次|风险|节点|里程碑|阶段|设备|控制点|检测项|参数|类别|^item|^measure|^parameter|"
    r"^milestone|^risk|^requirement|^trade|^quantity|^phase|^metric|^layer"
)
"""Columns whose cell says what the row is about."""
REPEATED = 3 / 4
NEAR_DUPLICATE = 0.8
"""Jaccard of character trigrams from which two points say the same (near-duplicates of copied text)."""


def point_of(
    evidence: Evidence, register: Register, phrases: Phrases, answers: tuple[int, ...] = ()
) -> Point | None:
    """The point ``evidence`` makes, or ``None`` when nothing of it can be cited; it answers the
    requirements ``answers`` unless its figures do not show that."""
    candidate = evidence.candidate
    citations, said = [], []
    for line in evidence.lines:
        cited = citations_of(candidate.document, candidate.source, line)
        if cited:
            citations += cited
            said.append(spoken(candidate.document, line, phrases, prices=not candidate.past_deal))
    if not citations:
        return None
    words = phrases.join(said)
    home = (candidate.document.id,)
    text = masked(words, register, phrases.language, prices=candidate.past_deal, documents=home)
    prefix = phrases.past_deal(candidate.source.industry, candidate.outcome) if candidate.past_deal else ""
    suffix = phrases.notes(evidence.fit, candidate.outcome if candidate.past_deal else None)
    return Point(
        text=f"{prefix}{text}{suffix}",
        basis="source",
        citations=tuple(dict.fromkeys(citations)),
        answers=() if evidence.fit in UNPROVEN else answers,
        past_deal=candidate.past_deal,
    )


def citations_of(document: Document, source: Source, line: Line) -> list[Citation]:
    """The line's citation; a table row is followed by its header's."""
    spans = [line.statement.span]
    if line.statement.header and line.statement.cells:
        first, last = line.statement.header[0], line.statement.header[-1]
        spans.append(first.model_copy(update={"end": last.end}))
    resolved = (resolve(document, span, source=source) for span in spans)
    return [citation for citation in resolved if isinstance(citation, Citation)]


def spoken(document: Document, line: Line, phrases: Phrases, *, prices: bool) -> str:
    """The line as read aloud: a sentence as it is, a row as “column: cell” without serial numbers and
    names of people, and without ``prices`` without its columns of money."""
    statement = line.statement
    if not statement.cells:
        return _REFERENCE.sub("", _ANSWER.sub("", " ".join(_MARKUP.sub(" ", line.text).split()))).replace(
            "**", ""
        )
    pairs: list[tuple[str, str]] = []
    for name, value in _named_cells(document, line):
        silent = UNSPOKEN.match(fold(name).strip()) or (not prices and MONEY_COLUMN.search(fold(name)))
        if value.strip("-—–/ ") and value not in {said for _, said in pairs} and not silent:
            pairs.append((name, value))
    return _read_out(pairs, phrases)


def _read_out(pairs: Sequence[tuple[str, str]], phrases: Phrases) -> str:
    """A row's cells: what it is about, then the others by name; of long rows without remarks and former states."""
    if len(pairs) > _MOST_CELLS and sum(len(name) + len(value) for name, value in pairs) > _SHORT_ROW:
        telling = [p for p in pairs[1:] if not _REMARK_COLUMN.search(fold(p[0]))]
        pairs = [pairs[0], *telling[: _MOST_CELLS - 1]]
    colon, comma = phrases.say("：", ": "), phrases.say("，", ", ")
    said = [f"{name}{colon}{value}" if name and name != value else value for name, value in pairs]
    if len(pairs) < 2 or not _HEADS.search(fold(pairs[0][0])):
        return phrases.say("；", "; ").join(said)
    named = [f"{name} {value}" if name and name != value else value for name, value in pairs[1:]]
    return f"{pairs[0][1]}{colon}{comma.join(named)}"


def _named_cells(document: Document, line: Line) -> list[tuple[str, str]]:
    """(name, cell): by the column's header, or in a table of “label | value” pairs by the cell before."""
    cells = [cell.of(document.text).strip() for cell in line.statement.cells]
    table = line.statement.block.table
    if table is not None and _is_paired([[c.of(document.text) for c in row] for row in table.rows]):
        return list(zip(cells[::2], cells[1::2], strict=True))
    header = [cell.of(document.text).strip() for cell in line.statement.header]
    names = [*header, *[""] * len(cells)][: len(cells)]
    return list(zip(names, cells, strict=True))


def _is_paired(rows: Sequence[Sequence[str]]) -> bool:
    """Whether every other column holds labels: short, without digits, and never a value's."""
    if len(rows) < 2 or len(rows[0]) not in (4, 6):
        return False
    labels = [cell.strip() for row in rows for cell in row[::2] if cell.strip()]
    return all(len(label) <= 10 and not re.search(r"\d", label) for label in labels) and len(
        set(labels)
    ) == len(labels)


def says_the_same(first: str, second: str) -> bool:
    """Whether two texts are near-duplicates."""
    one, two = _trigrams(first), _trigrams(second)
    return bool(one and two) and len(one & two) / len(one | two) >= NEAR_DUPLICATE


def _trigrams(text: str) -> frozenset[str]:
    plain = re.sub(r"[^\w]", "", squeeze(text).text)
    return frozenset(plain[i : i + 3] for i in range(max(1, len(plain) - 2)))


def is_repeated(point: Point, points: Sequence[Point]) -> bool:
    """Whether ``points`` say it already: nearly in the same words, or one of them gives most of its figures
    (three quarters of two at least) and some of its words."""
    return any(
        says_the_same(point.text, other.text) or _same_figures(point.text, other.text) for other in points
    )


def _same_figures(text: str, other: str) -> bool:
    ours, theirs = ({(q.dimension, q.low, q.high) for q in quantities(said)} for said in (text, other))
    told = features(text).keys() & features(other).keys()
    return len(ours) > 1 and len(ours & theirs) >= REPEATED * len(ours) and len(told) > 1
