"""Speech written down without punctuation, cut where a speaker takes breath: at connectives and at new subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.words.moments import moments
from assistant.drafting.words.topics import BY_KEY
from assistant.grounding.cite import trim
from assistant.grounding.folding import fold
from assistant.grounding.numbers import quantities
from knowledge.evidence import Span

LONGEST_BREATH = 40
"""Chinese characters in a row without a mark: longer than written sentences leave them, so that it was spoken."""
_SPOKEN = re.compile(rf"[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9]{{{LONGEST_BREATH},}}")
_ANOTHER = re.compile(
    r"还有就是|还有(?!几|一些|点)|然后|另外|再就是|(?<=.)你们(?:先|就|能)?(?:报|给|出)|一共|总共|每[层台套个间栋楼家站人天月年]"
)
_ASKS_AGAIN = re.compile(r"(?<![也都还才就])(?:要能|得能|必须|需要|希望)")
_OF_PROJECT = re.compile("预算|工期|质保|保修|维保")
_SUBJECTS = tuple(
    BY_KEY[key].pattern
    for key in (
        "retention",
        "accuracy",
        "availability",
        "concurrency",
        "storage",
        "bandwidth",
        "load",
        "training",
    )
)
_SHORTEST = 4


def breaths(text: str, span: Span) -> Iterator[Span]:
    """``span`` cut into the parts of a run-on sentence; whole where it is punctuated."""
    words = span.of(text)
    run = _SPOKEN.search(words)
    if run is None:
        yield span
        return
    start = 0
    for cut in sorted(set(_cuts(fold(words)))):
        if (
            run.start() < cut < run.end()
            and cut - start >= _SHORTEST
            and _ends(words[start:cut], words[cut:])
        ):
            yield trim(text, Span(start=span.start + start, end=span.start + cut))
            start = cut
    yield trim(text, Span(start=span.start + start, end=span.end))


def _cuts(folded: str) -> Iterator[int]:
    for pattern in (_ANOTHER, _OF_PROJECT, _ASKS_AGAIN, *_SUBJECTS):
        yield from (match.start() for match in pattern.finditer(folded))
    yield from (place.start for place, kind in moments(folded) if kind == "date")


def _ends(before: str, behind: str) -> bool:
    """Whether a new part begins with ``behind``; a name that may belong to what was said needs a figure before it."""
    if _ANOTHER.match(behind) or _OF_PROJECT.match(behind):
        return True
    dated = any(place.start == 0 and kind == "date" for place, kind in moments(behind))
    return dated or bool(quantities(before))
