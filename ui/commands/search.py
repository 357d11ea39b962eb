"""``search`` and ``eval``: find passages, and measure how well they are found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.files import json_lines, naming, unusable
from ui.commands.filters import (
    Collections,
    Customers,
    Industries,
    Kinds,
    Products,
    Years,
    facets_of_line,
    facets_of_options,
)
from ui.console import Console, console_of

if TYPE_CHECKING:
    from knowledge.evidence import Facets, Found, Passage


MOST = 200
"""Passages of one answer."""
_GOLD = ("question", "documents")
"""Of a gold line; there ``documents`` are the right answers, ``document`` filters."""


def register(app: typer.Typer) -> None:
    app.command()(search)
    app.command(name="eval")(evaluate)


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="要找什么 · what to find")] = "",
    queries: Annotated[Path | None, typer.Option(help='每行一个 {"query": …} · one query a line')] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="最多几条 · at most so many")] = 10,
    kind: Kinds = None,
    document: Annotated[list[str] | None, typer.Option(help="文档编号或路径 · document id or path")] = None,
    customer: Customers = None,
    industry: Industries = None,
    product: Products = None,
    year: Years = None,
    language: Annotated[list[str] | None, typer.Option(help="zh | en")] = None,
    collection: Collections = None,
) -> None:
    """检索原文段落 · Find passages."""
    console = console_of(context)
    if bool(query.strip()) == (queries is not None):
        raise typer.BadParameter(console.text("search.one_of"))
    options = {
        "kinds": kind, "documents": document, "customers": customer, "industries": industry,
        "products": product, "years": year, "languages": language, "collections": collection,
    }  # fmt: skip
    facets = facets_of_options(console, **options)
    if queries is None:
        console.workspace.library.must_know_filters(facets)
        _tell(console, console.workspace.library.search(query, facets, limit))
        return
    asked = _asked(console, queries, limit, options)
    for line, chosen, most in asked:
        _tell(console, console.workspace.batch_library.search(line, chosen, most))


def _asked(
    console: Console, queries: Path, limit: int, options: dict[str, Any]
) -> list[tuple[str, Facets, int]]:
    """(query, facets, limit) of every line; a line that cannot be understood is named and nothing is done."""
    asked = []
    known: set[Facets] = set()
    for number, line in json_lines(queries, "query"):
        facets = facets_of_line(queries, number, line, ("query", "limit"), **options)
        if facets not in known:
            with naming(queries, number):
                console.workspace.batch_library.must_know_filters(facets)
        known.add(facets)
        asked.append((str(line["query"]), facets, _limit(queries, number, line, limit)))
    return asked


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(help='每行 {"question", "documents", …} · gold, one a line')],
) -> None:
    """检索质量：hit@k、MRR@10、nDCG@10 · Retrieval quality on gold questions."""
    console = console_of(context)
    lines = [
        (str(line["question"]), _named(line["documents"]), facets_of_line(gold, number, line, _GOLD))
        for number, line in json_lines(gold, "question", "documents")
    ]
    for row in console.workspace.evaluate(lines):
        if console.as_json:
            console.emit(row)
        else:
            console.out(console.text("eval.row", **row))


def _named(documents: Any) -> tuple[str, ...]:
    """Gold documents: one name or a list of them."""
    return tuple(map(str, documents)) if isinstance(documents, list) else (str(documents),)


def _limit(path: Path, number: int, line: dict[str, Any], default: int) -> int:
    """A line's own limit, 1 to 200."""
    asked = line.get("limit", default)
    if isinstance(asked, bool) or not isinstance(asked, int) or not 1 <= asked <= MOST:
        raise unusable("search.limit", path=path, number=number, most=MOST)
    return asked


def _tell(console: Console, found: Found) -> None:
    if console.as_json:
        console.emit(
            {
                "query": found.query,
                "hits": [_hit(rank, passage) for rank, passage in enumerate(found.passages, 1)],
                "meaning_ready": list(found.meaning_ready),
                "notice": found.notice,
            }
        )
        return
    ready, of = found.meaning_ready
    if found.notice:
        console.say(f"notice.{found.notice}", ready=ready, of=of)
    if not found.passages:
        console.say("search.nothing")
    for rank, passage in enumerate(found.passages, 1):
        console.out(f"{rank}. {label(console, passage)}  ({passage.score:.3f})")
        console.out(_indented(passage.chunk.text))
        console.out()


def _hit(rank: int, passage: Passage) -> dict[str, Any]:
    chunk, source = passage.chunk, passage.source
    return {
        "rank": rank,
        "document_id": source.document_id,
        "source": source.path,
        "collection": source.collection,
        "title": source.title,
        "kind": source.kind,
        "score": round(passage.score, 6),
        "text": chunk.text,
        "context": list(passage.context),
        "span": [chunk.span.start, chunk.span.end],
        "page": chunk.place.page,
        "headings": list(chunk.headings),
    }


def label(console: Console, passage: Passage) -> str:
    """“标题, 第 4 页, 部署 [source]”."""
    place = passage.chunk.place
    parts = [passage.source.title or passage.source.path]
    if place.page:
        parts.append(console.text("place.page", page=place.page))
    if place.sheet:
        parts.append(console.text("place.sheet", sheet=place.sheet))
    parts += [" › ".join(passage.chunk.headings)] if passage.chunk.headings else []
    return f"{', '.join(parts)} [{passage.source.path}]"


def _indented(text: str, width: int = 300) -> str:
    shown = text if len(text) <= width else text[:width] + "…"
    return "\n".join(f"   {line}" for line in shown.splitlines())
