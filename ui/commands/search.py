"""``search`` and ``eval``: find passages, and measure how well they are found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.console import Console, console_of

if TYPE_CHECKING:
    from knowledge.evidence import Found, Passage


MOST = 200
"""Passages of one answer."""


def register(app: typer.Typer) -> None:
    app.command()(search)
    app.command(name="eval")(evaluate)


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="要找什么 · what to find")] = "",
    queries: Annotated[Path | None, typer.Option(help='每行一个 {"query": …} · one query a line')] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="最多几条 · at most so many")] = 10,
    kind: Annotated[list[str] | None, typer.Option(help="种类 · kind")] = None,
    document: Annotated[list[str] | None, typer.Option(help="文档编号或路径 · document id or path")] = None,
    customer: Annotated[list[str] | None, typer.Option(help="客户 · customer")] = None,
    industry: Annotated[list[str] | None, typer.Option(help="行业 · industry")] = None,
    product: Annotated[list[str] | None, typer.Option(help="产品 · product")] = None,
    year: Annotated[list[int] | None, typer.Option(help="年份 · year")] = None,
    language: Annotated[list[str] | None, typer.Option(help="zh | en")] = None,
) -> None:
    """检索原文段落 · Find passages."""
    from assistant.facets import facets_of

    console = console_of(context)
    if bool(query.strip()) == (queries is not None):
        raise typer.BadParameter(console.text("search.one_of"))
    options = {
        "kinds": kind, "documents": document, "customers": customer, "industries": industry,
        "products": product, "years": year, "languages": language,
    }  # fmt: skip
    if queries is None:
        _tell(console, console.workspace.library.search(query, facets_of(**options), limit))
        return
    library = console.workspace.batch_library
    for line in json_lines(console, queries, "query"):
        chosen = {**options, **plural(line)}
        _tell(console, library.search(str(line["query"]), facets_of(**chosen), _limit(console, line, limit)))


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(help='每行 {"question", "documents", …} · gold, one a line')],
) -> None:
    """检索质量：hit@k、MRR@10、nDCG@10 · Retrieval quality on gold questions."""
    from assistant.facets import facets_of

    console = console_of(context)
    lines = list(json_lines(console, gold, "question", "documents"))
    for row in console.workspace.evaluate(
        [(str(line["question"]), _named(line["documents"]), facets_of(**plural(line))) for line in lines]
    ):
        if console.as_json:
            console.emit(row)
        else:
            console.out(console.text("eval.row", **row))


def _named(documents: Any) -> tuple[str, ...]:
    """Gold documents: one name or a list of them."""
    return tuple(map(str, documents)) if isinstance(documents, list) else (str(documents),)


def json_lines(console: Console, path: Path, *needed: str) -> list[dict[str, Any]]:
    """Objects of a .jsonl file; a bad line is named, and nothing is done."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(console.text("jsonl.unreadable", path=path, error=error)) from error
    lines = []
    for number, raw in enumerate(content.splitlines(), 1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw)
        except ValueError as error:
            raise typer.BadParameter(console.text("jsonl.bad", path=path, number=number)) from error
        if not isinstance(value, dict) or any(name not in value for name in needed):
            fields = ", ".join(needed)
            raise typer.BadParameter(console.text("jsonl.lacks", path=path, number=number, fields=fields))
        lines.append(value)
    return lines


def _limit(console: Console, line: dict[str, Any], default: int) -> int:
    """A line's own limit, 1 to 200."""
    asked = line.get("limit", default)
    if not isinstance(asked, int) or not 1 <= asked <= MOST:
        raise typer.BadParameter(console.text("search.limit", query=line["query"], most=MOST))
    return asked


_FILTERS = {
    "kind": "kinds", "document": "documents", "customer": "customers", "industry": "industries",
    "product": "products", "year": "years", "language": "languages", "deal": "deals",
}  # fmt: skip


def plural(line: dict[str, Any]) -> dict[str, list[Any]]:
    """The filters of a line, singular or plural, one value or a list; ``documents`` of gold lines is gold."""
    chosen: dict[str, list[Any]] = {}
    for single, several in _FILTERS.items():
        value = line.get(single)
        if value is None and single != "document":
            value = line.get(several)
        if value not in (None, "", []):
            chosen[several] = list(value) if isinstance(value, list) else [value]
    return chosen


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
