"""``template``: the outline templates a draft follows, and the company's Word layouts it is set in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.files import read_bytes
from ui.console import Console, console_of

if TYPE_CHECKING:
    from assistant.drafting.shelf import Shelved

template = typer.Typer(no_args_is_help=True, help="大纲模板与 Word 版式 · outline templates and Word layouts")

Name = Annotated[str, typer.Argument(help="大纲模板名 · outline template")]
In = Annotated[str, typer.Option("--in", help="zh | en，默认界面语言 · default as spoken")]


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
    """列出大纲模板与 Word 版式 · List outline templates and Word layouts."""
    console = console_of(context)
    desk = console.workspace.desk
    templates, layouts = desk.templates.listed(), desk.layouts()
    if console.as_json:
        for one in templates:
            console.emit(_row(one))
        for name in layouts:
            console.emit({"type": "layout", "name": name})
        return
    console.out(console.text("template.outlines"))
    for one in templates:
        whose = console.text("template.own" if one.own else "template.built_in")
        console.out(f"  {one.name} ({one.language})  {whose}  {one.path}")
    console.out(console.text("template.layouts"))
    for name in layouts or ["—"]:
        console.out(f"  {name}")


@template.command()
def show(context: typer.Context, name: Name = "default", language: In = "") -> None:
    """显示一个大纲模板 · Show an outline template."""
    console = console_of(context)
    tongue = _tongue(console, language)
    shelf = console.workspace.desk.templates
    shelved = shelf.called(name, tongue)
    if console.as_json:
        console.emit({**_row(shelved), "text": shelf.text(shelved)})
    else:
        console.out(shelf.text(shelved))


@template.command()
def copy(
    context: typer.Context,
    name: Name = "default",
    new_name: Annotated[str, typer.Argument(help="新名字；不给则沿用，替代内置的 · new name")] = "",
) -> None:
    """复制一个大纲模板到数据文件夹以便修改 · Copy an outline template into the data folder, ready to edit."""
    console = console_of(context)
    for made in console.workspace.desk.templates.copy(name, new_name):
        if console.as_json:
            console.emit(_row(made))
        else:
            console.out(console.text("template.copied", path=made.path, name=made.name))


def _tongue(console: Console, asked: str) -> str:
    if asked not in ("", "zh", "en"):
        raise typer.BadParameter(console.text("template.language"))
    return asked or console.language


def _row(one: Shelved) -> dict[str, Any]:
    return {
        "type": "outline",
        "name": one.name,
        "language": one.language,
        "own": one.own,
        "path": str(one.path),
    }
