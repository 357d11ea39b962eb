"""What is shown: ranked passages with repeats folded away and neighbours read as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.retrieval.alike import Seen
from knowledge.evidence import Chunk, Passage, Place, Span

MOST_JOINED = 3
"""Chunks in one passage at most, so that a passage stays something to read, not a document."""

Slice = Callable[[str, Span], str]
"""The text of a span of a document, by the document's id."""


def shown(ranked: Iterable[Passage], limit: int, slice_of: Slice) -> list[Passage]:
    """The first ``limit`` different passages of ``ranked``, which is best first and read no further.

    A repeat is listed in the better one's ``folded``. A worse passage that adjoins a better one under the same
    heading becomes part of it: id, ordinal and score stay the better one's, the span covers both, so the text
    still is a slice of the document.
    """
    seen, runs = Seen(), list[_Run]()
    folded: dict[str, list[str]] = {}
    for passage in ranked if limit > 0 else ():
        original = seen.original_of(passage.chunk.id, passage.chunk.text)
        if original is not None:
            folded.setdefault(original, []).append(passage.chunk.id)
        elif not any(run.takes(passage, slice_of) for run in runs):
            runs.append(_Run(passage))
        if len(runs) == limit:
            break
    return [run.passage(slice_of, folded) for run in runs]


class _Run:
    """Chunks of one document in a row, around the best of them."""

    def __init__(self, best: Passage) -> None:
        self._best = best
        self._members = [best]

    def takes(self, passage: Passage, slice_of: Slice) -> bool:
        """Adds ``passage`` if it carries on at either end, with nothing but white space between."""
        first, last = self._members[0].chunk, self._members[-1].chunk
        chunk, best = passage.chunk, self._best.chunk
        same = (chunk.document_id, chunk.headings, chunk.kind) == (best.document_id, best.headings, best.kind)
        if not same or len(self._members) == MOST_JOINED:
            return False
        if chunk.ordinal == last.ordinal + 1 and _adjoin(last, chunk, slice_of):
            self._members.append(passage)
        elif chunk.ordinal == first.ordinal - 1 and _adjoin(chunk, first, slice_of):
            self._members.insert(0, passage)
        else:
            return False
        return True

    def passage(self, slice_of: Slice, folded: dict[str, list[str]]) -> Passage:
        """The best member, widened to the run, with what was folded into any of its members."""
        chunks = [member.chunk for member in self._members]
        repeats = tuple(chunk_id for chunk in chunks for chunk_id in folded.get(chunk.id, ()))
        if len(chunks) == 1:
            return self._best.model_copy(update={"folded": repeats}) if repeats else self._best
        span = Span(start=chunks[0].span.start, end=chunks[-1].span.end)
        context = self._context(span)
        chunk = self._best.chunk.model_copy(
            update={
                "span": span,
                "text": slice_of(self._best.chunk.document_id, span),
                "context": tuple(context),
                "place": _place(chunks),
            }
        )
        changes = {"chunk": chunk, "context": tuple(context.values()), "folded": repeats}
        return self._best.model_copy(update=changes)

    def _context(self, span: Span) -> dict[Span, str]:
        """The members' contexts that do not already stand in ``span``, in reading order."""
        spans = {
            one: text
            for member in self._members
            for one, text in zip(member.chunk.context, member.context, strict=True)
            if not span.holds(one)
        }
        return dict(sorted(spans.items(), key=lambda item: item[0].start))


def _adjoin(before: Chunk, after: Chunk, slice_of: Slice) -> bool:
    if before.span.end > after.span.start:
        return False
    between = Span(start=before.span.end, end=after.span.start)
    return not slice_of(before.document_id, between).strip()


def _place(chunks: Sequence[Chunk]) -> Place:
    """Where the run begins; of rows also where it ends."""
    first, last = chunks[0].place, chunks[-1].place
    return first if first.row is None else first.model_copy(update={"last_row": last.last_row or last.row})
