"""An outline on paper: the numbers of the Word file, everything said, gaps in sight."""

from __future__ import annotations

import pytest
import sample_outlines

from assistant.drafting.export.manuscript import SourceEntry, compose
from knowledge.presales import Outline
from ui.outline_paper import citations_of, drawn
from ui.paper import Block, Run


def every_run(blocks: list[Block]) -> list[Run]:
    found: list[Run] = []
    for block in blocks:
        found += block.get("runs", [])
        found += [
            run for row in [*block.get("header", []), *block.get("rows", [])] for cell in row for run in cell
        ]
        found += every_run(block.get("blocks", []))
    return found


OUTLINES = [sample_outlines.warehouse()]


@pytest.mark.parametrize("outline", OUTLINES)
def test_citations_carry_the_numbers_of_the_word_file(outline: Outline) -> None:
    entries = [block for block in compose(outline).blocks if isinstance(block, SourceEntry)]
    cited = citations_of(outline)
    assert len(entries) > 1
    assert [entry.number for entry in entries] == list(range(1, len(cited) + 1))
    assert [entry.label for entry in entries] == [citation.label for citation in cited]
    assert [entry.file for entry in entries] == [citation.source for citation in cited]


@pytest.mark.parametrize("outline", OUTLINES)
def test_every_citation_button_opens_one_of_the_citations(outline: Outline) -> None:
    blocks, _ = drawn(outline)
    pressed = {run["value"] for run in every_run(blocks) if run["role"] == "cite"}
    assert pressed == {str(number) for number in range(1, len(citations_of(outline)) + 1)}


@pytest.mark.parametrize("outline", OUTLINES)
def test_nothing_an_outline_says_is_left_out(outline: Outline) -> None:
    blocks, _ = drawn(outline)
    said = "\n".join(run["text"] for run in every_run(blocks))
    for section in outline.sections:
        assert section.heading in said
        for point in section.points:
            assert " ".join(point.text.split()) in said
        for gap in section.gaps:
            assert gap.ask in said
            assert gap.whom in said
    for statement in outline.unsupported:
        assert statement.reason in said


@pytest.mark.parametrize("outline", OUTLINES)
def test_gaps_are_visible_in_the_page_and_in_the_contents(outline: Outline) -> None:
    blocks, contents = drawn(outline)
    gaps = sum(len(section.gaps) for section in outline.sections)
    assert sum(block["kind"] == "gap" for block in blocks) == gaps > 0
    flagged = [entry for entry in contents if entry["alert"]]
    assert len(flagged) == sum(bool(section.gaps) for section in outline.sections)


def test_the_contents_point_at_parts_of_the_page() -> None:
    blocks, contents = drawn(sample_outlines.warehouse())
    anchors = [block.get("anchor") for block in blocks if block.get("anchor")]
    assert [entry["anchor"] for entry in contents] == anchors
    assert len(set(anchors)) == len(anchors)
