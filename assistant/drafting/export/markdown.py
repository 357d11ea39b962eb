"""An outline as Markdown in which no document's text can become a link, a picture or HTML."""

from __future__ import annotations

import re

from assistant.drafting.export.manuscript import (
    Aside,
    Block,
    Grid,
    Heading,
    Manuscript,
    Missing,
    SourceEntry,
    Statement,
    compose,
)
from knowledge.presales import Outline

# Everything that opens inline or block markup in CommonMark, GFM tables and strikethrough,
# dollar mathematics and Streamlit's :directives[...].
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&#$!{}@]")
# What makes a bare address a link in GFM and linkify: scheme colons, double slashes, domain dots.
_ADDRESS = re.compile(r":(?=[A-Za-z/])|/(?=/)|(?<=/)/|(?<=[^\W_])\.(?=[^\W\d_])")
_LIST_MARK = re.compile(r"^(?:\d{1,9}(?=[.)])|(?=[+=\-]))")


def render(outline: Outline, *, for_customer: bool = False) -> str:
    """The whole outline; ``for_customer`` leaves out everything internal."""
    manuscript = compose(outline, for_customer=for_customer)
    parts = [f"# {escaped(manuscript.title)}", *_opening(manuscript)]
    previous: Block | None = None
    for block in manuscript.blocks:
        text = _block(block, manuscript)
        if _is_item(previous) and _is_item(block):
            parts[-1] += "\n" + text
        else:
            parts.append(text)
        previous = block
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """``text`` (one line) so that any Markdown reader shows exactly it."""
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _ADDRESS.sub(lambda found: f"\\{found[0]}", text)
    return _LIST_MARK.sub(r"\g<0>\\", text)


def _opening(manuscript: Manuscript) -> list[str]:
    words = manuscript.words
    meta = " · ".join(f"{escaped(name)}{words.colon}{escaped(value)}" for name, value in manuscript.meta)
    return [f"**{words.internal_draft}**" if manuscript.internal else "", meta]


def _is_item(block: Block | None) -> bool:
    return isinstance(block, Statement) and not block.opening


def _block(block: Block, manuscript: Manuscript) -> str:
    text = ""  # a picture is its own file
    match block:
        case Heading():
            text = f"{'#' * (block.level + 1)} {escaped(block.text)}"
        case Statement():
            text = _statement(block)
        case Missing():
            question = f"\\\n{escaped(block.question)}" if block.question else ""
            text = _quoted(f"**{block.label}**{manuscript.words.colon}{escaped(block.text)}{question}")
        case Grid():
            text = _grid(block, manuscript)
        case Aside():
            text = f"*{escaped(block.text)}*"
        case SourceEntry():
            text = _source(block)
    return text


def _statement(block: Statement) -> str:
    label = f"**{block.past_deal}** " if block.past_deal else ""
    basis = f" ({block.basis})" if block.basis else ""
    line = f"{label}{escaped(block.text)}{_numbers(block.references)}{basis}"
    return line if block.opening else f"- {line}"


def _source(entry: SourceEntry) -> str:
    line = f"{_numbers((entry.number,))} {escaped(entry.label)} — {escaped(entry.file)}"
    return f"{line}\n\n{_quoted(escaped(entry.quote))}"


def _grid(grid: Grid, manuscript: Manuscript) -> str:
    header = [escaped(cell) for cell in grid.header]
    rows = [[escaped(cell) for cell in row] for row in grid.rows]
    if grid.references:
        header.append(escaped(manuscript.words.evidence))
        for row, numbers in zip(rows, grid.references, strict=True):
            row.append(_numbers(numbers))
    lines = [header, ["---"] * len(header), *rows]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    return f"**{escaped(grid.title)}**\n\n{table}" if grid.title else table


def _numbers(numbers: tuple[int, ...]) -> str:
    return "".join(f"\\[{number}\\]" for number in numbers)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))
