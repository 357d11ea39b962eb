"""``add``, ``list``, ``show``, ``remove``, ``rebuild``: what the library holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.filters import (
    Collections,
    Customers,
    Industries,
    Kinds,
    Products,
    Years,
    facets_of_options,
)
from ui.commands.options import many
from ui.console import Console, console_of
from ui.progress import Progress

if TYPE_CHECKING:
    from ingest.pipeline import Arrived


Collection = Annotated[
    str | None, typer.Option("--collection", help="在哪个文集，同名时用 · in which collection")
]


def register(app: typer.Typer) -> None:
    for verb in (add, list_, show, remove, rebuild):
        app.command(name=verb.__name__.rstrip("_"))(verb)


def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹 · files and folders")],
    kind: Annotated[str, typer.Option(help="proposal case faq product tender meeting … / 方案 案例 …")] = "",
    customer: Annotated[str, typer.Option(help="客户 · customer it belongs to")] = "",
    deal: Annotated[str, typer.Option(help="商机 · deal id")] = "",
    industry: Annotated[str, typer.Option(help="行业 · industry")] = "",
    product: Annotated[list[str] | None, typer.Option(help="产品，可多次 · repeatable")] = None,
    year: Annotated[int | None, typer.Option(min=1900, max=2099, help="年份 · year")] = None,
    reusable: Annotated[
        bool | None,
        typer.Option("--reusable/--not-reusable", help="文字可否用于其他客户 · may serve other customers"),
    ] = None,
    collection: Annotated[str, typer.Option(help="文集 · collection")] = "library",
    another: Annotated[
        bool, typer.Option("--another", help="同名文件是另一份文档 · same name, another document")
    ] = False,
    new_version: Annotated[
        bool, typer.Option("--new-version", help="同名文件是新版本 · same name, a new version")
    ] = False,
    meaning: Annotated[
        bool, typer.Option("--meaning/--words-only", help="计算语义向量 · embed (default) or words only")
    ] = True,
) -> None:
    """添加文件：读取、切片、索引 · Read, chunk and index files."""
    console = console_of(context)
    facets_of_options(console, kinds=[kind] if kind else None)
    said: dict[str, Any] = {
        "kind": kind, "customer": customer, "deal": deal, "industry": industry,
        "products": tuple(product or ()), "year": year, "reusable": reusable,
    }  # fmt: skip
    said = {key: value for key, value in said.items() if value not in ("", (), None)}
    if another and new_version:
        raise typer.BadParameter(console.text("add.one_of"))
    same_name: Any = "another" if another else "version" if new_version else "ask"
    workspace = console.workspace
    outcomes: Counter[str] = Counter()
    guesses: list[Arrived] = []
    with Progress(console, "progress.reading") as progress:
        for arrived in workspace.intake.add(
            paths, said, collection=collection, same_name=same_name, progress=progress.at
        ):
            outcomes[arrived.outcome] += 1
            guesses += [arrived] if arrived.guessed else []
            _tell(console, arrived, collection)
    if meaning:
        embed(console)
    _summary(console, outcomes, guesses)


def embed(console: Console) -> None:
    """Vectors for what has none, with progress; says so when there is no model."""
    waiting = console.workspace.waiting_for_meaning()
    if not waiting:
        return
    embedder = console.workspace.embedder(prepare=lambda line: typer.echo(line, err=True))
    if embedder is None:
        console.say("meaning.absent")
        return
    with Progress(console, "progress.embedding") as progress:
        console.workspace.embed(progress.at)


def _tell(console: Console, arrived: Arrived, collection: str) -> None:
    if console.as_json:
        console.emit(
            {
                "source": arrived.source,
                "collection": collection,
                "document_id": arrived.document_id,
                "outcome": arrived.outcome,
                "reason": arrived.reason(console.language),
                "kind": arrived.kind,
                "chunks": arrived.chunks,
            }
        )
    elif arrived.outcome not in ("indexed", "unchanged") or arrived.why:
        console.say(
            "add.outcome", outcome=console.text(f"outcome.{arrived.outcome}"), source=arrived.source,
            reason=arrived.reason(console.language) or "",
        )  # fmt: skip


def _summary(console: Console, outcomes: Counter[str], guesses: list[Arrived]) -> None:
    if guesses:
        console.say("add.guesses", count=len(guesses))
        header = [console.text(f"column.{name}") for name in ("source", "kind", "title", "language", "year")]
        console.rows(header, [_guess_row(arrived) for arrived in guesses[:20]], err=True)
        if len(guesses) > 20:
            console.say("add.more", count=len(guesses) - 20)
    if not outcomes:
        console.say("add.nothing")
        return
    header = [console.text("column.outcome"), console.text("column.count")]
    rows = [(console.text(f"outcome.{name}"), count) for name, count in outcomes.most_common()]
    console.rows(header, rows, err=True)


def _guess_row(arrived: Arrived) -> list[object]:
    """Guessed values carry a question mark."""
    values = {
        "kind": arrived.kind,
        "title": arrived.title,
        "language": arrived.language,
        "year": arrived.year,
    }
    marked = [f"{value}?" if name in arrived.guessed and value else value for name, value in values.items()]
    return [arrived.source, *marked]


def list_(
    context: typer.Context,
    kind: Kinds = None,
    customer: Customers = None,
    industry: Industries = None,
    product: Products = None,
    year: Years = None,
    collection: Collections = None,
) -> None:
    """列出文档 · List what the library holds."""
    console = console_of(context)
    facets = facets_of_options(
        console, kinds=kind, customers=customer, industries=industry, products=product, years=year,
        collections=collection,
    )  # fmt: skip
    console.workspace.library.must_know_filters(facets)
    listed = console.workspace.library.listed(facets)
    if console.as_json:
        for source, chunks in listed:
            console.emit({**source.model_dump(mode="json"), "source": source.path, "chunks": chunks})
        return
    names = ("document", "source", "kind", "customer", "industry", "year", "version", "chunks", "collection")
    console.rows(
        [console.text(f"column.{name}") for name in names],
        [
            (s.document_id, s.path, f"{s.kind}{'?' if 'kind' in s.guessed else ''}", s.customer, s.industry,
             s.year, s.version, chunks, s.collection)
            for s, chunks in listed
        ],
    )  # fmt: skip
    console.say("list.count", count=len(listed))


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="文档编号或路径 · document id or path")],
    collection: Collection = None,
) -> None:
    """显示一份文档的全文与元数据 · Show one document."""
    console = console_of(context)
    source, document = console.workspace.library.show(name, collection)
    if console.as_json:
        console.emit(
            {
                **source.model_dump(mode="json"),
                "source": source.path,
                "pages": document.pages,
                "warnings": list(document.warnings),
                "text": document.text,
            }
        )
        return
    for field, value in source.model_dump(exclude_defaults=True).items():
        mark = " ?" if field in source.guessed else ""
        console.out(f"{field}: {many(value)}{mark}")
    if document.warnings:
        console.out(f"warnings: {many(document.warnings)}")
    console.out()
    console.out(document.text)


def remove(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(help="文档编号或路径 · document ids or paths")],
    collection: Collection = None,
) -> None:
    """移除文档（所有版本）；同名的须指明是哪一份 · Remove documents, every version; of namesakes say which."""
    console = console_of(context)
    for source in console.workspace.library.remove(names, collection):
        if console.as_json:
            console.emit(
                {
                    "source": source.path,
                    "collection": source.collection,
                    "document_id": source.document_id,
                    "outcome": "removed",
                }
            )
        else:
            console.say("remove.done", source=source.path)


def rebuild(context: typer.Context) -> None:
    """由记录重建索引，不重新计算向量 · Rebuild the indexes from the record, no embedding."""
    console = console_of(context)
    with Progress(console, "progress.rebuilding"):
        counts = console.workspace.rebuild()
    if console.as_json:
        console.emit(counts)
    else:
        console.say("rebuild.done", **counts)
