"""An outline as Markdown a person edits, read back without losing what was cited; and what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from assistant.drafting.words.terms import features
from assistant.grounding.folding import fold
from assistant.grounding.numbers import unsupported_numbers
from assistant.grounding.remarks import without_notes
from knowledge.errors import CannotRead, Conflict
from knowledge.evidence import Language
from knowledge.model import Value
from knowledge.presales import Gap, Outline, OutlineTable, Point, Section

What = Literal["point", "gap", "table", "title"]

_HEAD = re.compile(r"<!-- presales-outline (\S+) version (\d+) -->")
_POINT = re.compile(r"^- (?P<text>.+?)(?:\s*\{(?P<mark>\d+)\.p(?P<number>\d+)\})?\s*$")
_GAP = re.compile(r"^- \[ ?\] (?P<text>.+?)(?:\s*\{(?P<mark>\d+)\.g(?P<number>\d+)\})?\s*$")
_TABLE = re.compile(r"^<!-- table (\d+)\.t(\d+) -->$")
_NEGATION = re.compile(r"不|未|无|没有|非|\bno\b|\bnot\b|n't\b|\bnever\b|\bwithout\b|\bnone\b")
_PARTS: tuple[What, ...] = ("point", "gap", "table")
_SAME = 0.5
"""Similarity from which a removed and an added point count as one changed point."""


class Change(Value):
    """What differs between two versions: ``before`` is empty for what was added, ``after`` for what was removed."""

    section: str
    kind: Literal["added", "removed", "changed"]
    what: What
    before: str = ""
    after: str = ""


def to_markdown(outline: Outline) -> str:
    """``outline`` for editing: one line per point and gap, each with its mark ``{2.p0}``; sources as comments."""
    lines = [
        f"<!-- presales-outline {outline.id} version {outline.version} -->",
        *_guide(outline),
        f"# {outline.title}",
    ]
    for number, section in enumerate(outline.sections):
        lines += ["", f"## {section.heading}", ""]
        for index, point in enumerate(section.points):
            lines.append(f"- {_line(point.text)} {{{number}.p{index}}}")
            lines += [f"  <!-- {_line(c.label).replace('--', '—')} -->" for c in point.citations]
        lines += [
            f"- [ ] {_line(gap.text)} | {_line(gap.ask)} | {_line(gap.whom)} {{{number}.g{index}}}"
            for index, gap in enumerate(section.gaps)
        ]
        for index, table in enumerate(section.tables):
            lines += ["", f"<!-- table {number}.t{index} -->", f"**{_line(table.title)}**", "", *_grid(table)]
    return "\n".join(lines) + "\n"


def _guide(outline: Outline) -> list[str]:
    if outline.language == "zh":
        return [
            "<!-- 改文字、删行、加行（“- ”开头）都可以；行尾 {…} 是依据的标记，请保留。引文里没有的数字或说法记为“判断”。 -->"
        ]
    return [
        "<!-- Change, delete or add lines (beginning “- ”); keep the {…} at a line's end, it holds the evidence. "
        "What the quotes no longer say becomes a judgement. -->"
    ]


def _line(text: str) -> str:
    return " ".join(text.split())


def _grid(table: OutlineTable) -> list[str]:
    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(_line(cell).replace("|", "\\|") for cell in cells) + " |"

    return [row(table.header), "|" + "---|" * len(table.header), *map(row, table.rows)]


def from_markdown(outline: Outline, text: str) -> Outline:
    """``outline`` as ``text`` changes it; equal to ``outline`` when nothing was changed.

    ``Conflict`` when ``text`` was made from another version; ``CannotRead`` when it is no such text.
    """
    head = _HEAD.search(text)
    if head is None or head.group(1) != outline.id:
        raise CannotRead(
            "corrupt",
            f"这段文字不是大纲 {outline.id} 的编辑稿：第一行的标记不见了。请用 presales outline edit 重新取出。",
            f"This is not the editing text of outline {outline.id}: its first line is missing. Get it again.",
        )
    if int(head.group(2)) != outline.version:
        raise Conflict(
            f"编辑稿出自第 {head.group(2)} 版，现在是第 {outline.version} 版。请重新取出后再改。",
            f"The text is of version {head.group(2)}; the outline is at version {outline.version}. Get it again, then edit.",
        )
    parts = dict(_parts(text))
    title = parts.pop("", [""])[0] or outline.title
    unknown = [name for name in parts if name not in {section.heading for section in outline.sections}]
    if unknown:
        raise CannotRead(
            "corrupt",
            f"大纲里没有“{unknown[0]}”这一节；节标题请不要改。",
            f"The outline has no section “{unknown[0]}”; leave the section headings as they are.",
        )
    sections = [
        _section(outline, number, section, parts.get(section.heading, []))
        for number, section in enumerate(outline.sections)
    ]
    return outline.model_copy(update={"title": title, "sections": tuple(sections)})


def _parts(text: str) -> Iterator[tuple[str, list[str]]]:
    """("", [title]), then (heading, its lines)."""
    title = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "")
    yield "", [title]
    heading, lines = None, list[str]()
    for line in text.splitlines():
        if line.startswith("## "):
            if heading is not None:
                yield heading, lines
            heading, lines = line[3:].strip(), []
        elif heading is not None:
            lines.append(line)
    if heading is not None:
        yield heading, lines


def _section(outline: Outline, number: int, section: Section, lines: Sequence[str]) -> Section:
    points: list[Point] = []
    gaps: list[Gap] = []
    for line in lines:
        gap, point = _GAP.match(line), _POINT.match(line)
        if gap:
            gaps.append(_gap(outline, gap, section, number))
        elif point:
            points.append(_point(outline, point))
    tables = tuple(_table(table, number, index, lines) for index, table in enumerate(section.tables))
    kept = tuple(table for table in tables if table is not None)
    return section.model_copy(update={"points": tuple(points), "gaps": tuple(gaps), "tables": kept})


def _marked(outline: Outline, match: re.Match[str]) -> tuple[Section, int] | None:
    if match.group("mark") is None or int(match.group("mark")) >= len(outline.sections):
        return None
    return outline.sections[int(match.group("mark"))], int(match.group("number"))


def _point(outline: Outline, match: re.Match[str]) -> Point:
    text, marked = match.group("text").strip(), _marked(outline, match)
    if marked is None or marked[1] >= len(marked[0].points):
        return Point(text=text, basis="judgement")
    before = marked[0].points[marked[1]]
    if _line(before.text) == text:
        return before
    if before.basis in ("source", "lesson") and still_said(text, before):
        return before.model_copy(update={"text": text})
    if before.basis == "need" and text in _line(outline.need):
        return before.model_copy(update={"text": text})
    return Point(text=text, basis="judgement", answers=before.answers, past_deal=before.past_deal)


def still_said(text: str, before: Point) -> bool:
    """Whether the quotes of ``before`` still say ``text``: its numbers and content words occur in them,
    and it denies no more and no less than before. A note of the draft that was looked into and taken away
    changes nothing."""
    quotes = [citation.quote for citation in before.citations]
    if unsupported_numbers(text, quotes):
        return False
    known = features(" ".join([before.text, *quotes]))
    if any(term not in known for term in features(text)):
        return False
    now, then = (len(_NEGATION.findall(fold(without_notes(said)))) for said in (text, before.text))
    return now == then


def _gap(outline: Outline, match: re.Match[str], section: Section, number: int) -> Gap:
    said = [part.strip() for part in match.group("text").split(" | ")]
    marked = _marked(outline, match)
    before = None
    if marked is not None and marked[1] < len(marked[0].gaps):
        before = marked[0].gaps[marked[1]]
    text, ask, whom = (*said, "", "")[:3] if len(said) < 3 else (" | ".join(said[:-2]), said[-2], said[-1])
    if before is None:
        return Gap(text=text, ask=ask or text, whom=whom or section.heading)
    if [_line(before.text), _line(before.ask), _line(before.whom)] == [text, ask, whom]:
        return before
    return before.model_copy(update={"text": text, "ask": ask or before.ask, "whom": whom or before.whom})


def _table(table: OutlineTable, number: int, index: int, lines: Sequence[str]) -> OutlineTable | None:
    """The table as edited; ``None`` when it was deleted. A changed row keeps no citation."""
    start = next(
        (i for i, line in enumerate(lines) if line.strip() == f"<!-- table {number}.t{index} -->"), None
    )
    if start is None:
        return None
    after = lines[start + 1 :]
    end = next((i for i, line in enumerate(after) if _TABLE.match(line.strip())), len(after))
    grid = [_cells(line) for line in after[:end] if line.startswith("|")]
    rows = tuple(tuple((*cells, *[""] * len(table.header))[: len(table.header)]) for cells in grid[2:])
    before = {tuple(map(_line, row)): (row, position) for position, row in enumerate(table.rows)}
    cited = []
    for row in rows:
        known = before.get(row)
        cited.append(table.citations[known[1]] if known and known[1] < len(table.citations) else ())
    restored = tuple(before[row][0] if row in before else row for row in rows)
    citations = tuple(cited) if table.citations else ()
    return table.model_copy(update={"rows": restored, "citations": citations})


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner))


def diff(old: Outline, new: Outline) -> list[Change]:
    """Points, gaps and table rows added, removed and changed, section by section in the new order."""
    changes = _title(old, new)
    before = {section.heading: section for section in old.sections}
    after = {section.heading: section for section in new.sections}
    for heading in dict.fromkeys([*after, *before]):
        one, two = before.get(heading), after.get(heading)
        for what in _PARTS:
            changes += _changes(heading, what, _said(one, what, old.language), _said(two, what, new.language))
    return changes


def _title(old: Outline, new: Outline) -> list[Change]:
    if old.title == new.title:
        return []
    return [Change(section="", kind="changed", what="title", before=old.title, after=new.title)]


def _said(section: Section | None, what: What, language: Language) -> list[str]:
    if section is None:
        return []
    if what == "point":
        judged = "［判断］" if language == "zh" else " [judgement]"
        return [p.text if p.basis != "judgement" else f"{p.text}{judged}" for p in section.points]
    if what == "gap":
        return [f"{gap.text} {gap.ask} ({gap.whom})" for gap in section.gaps]
    return [" | ".join(row) for table in section.tables for row in table.rows]


def _changes(section: str, what: What, old: Sequence[str], new: Sequence[str]) -> list[Change]:
    gone = [text for text in old if text not in new]
    come = [text for text in new if text not in old]
    changes = []
    for text in come:
        near = max(gone, key=lambda other: SequenceMatcher(None, other, text).ratio(), default=None)
        if near is not None and SequenceMatcher(None, near, text).ratio() >= _SAME:
            gone.remove(near)
            changes.append(Change(section=section, kind="changed", what=what, before=near, after=text))
        else:
            changes.append(Change(section=section, kind="added", what=what, after=text))
    removed = [Change(section=section, kind="removed", what=what, before=text) for text in gone]
    return changes + removed
