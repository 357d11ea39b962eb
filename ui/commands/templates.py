"""``template``: the outline templates a draft follows, and the company's Word layouts it is set in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.files import read_bytes
from ui.console import console_of

template = typer.Typer(no_args_is_help=True, help="大纲模板与 Word 版式 · outline templates and Word layouts")


def register(app: typer.Typer) -> None:
    app.add_typer(template, name="template")


@template.command()
def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="公司模板.docx · COMPANY.docx")],
    name: Annotated[str, typer.Option(help="名称，默认文件名 · name")] = "",
) -> None:
    """添加公司的 Word 版式 · Keep a company's Word layout."""
    console = console_of(context)
    content = read_bytes(file)
    offers = console.workspace.desk.add_layout(name or file.stem, content)
    if console.as_json:
        console.emit({"name": name or file.stem, "offers": list(offers)})
    else:
        console.say("template.added", name=name or file.stem, offers="、".join(offers))


@template.command(name="list")
def list_(context: typer.Context) -> None:
    """列出 Word 版式 · List Word layouts."""
    console = console_of(context)
    for name in console.workspace.desk.layouts():
        if console.as_json:
            console.emit({"name": name})
        else:
            console.out(name)
