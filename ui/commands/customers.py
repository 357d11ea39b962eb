"""``customers``: who we sell to, and every name they go by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.commands.options import many
from ui.commands.records import changed, given, list_records, new_id, save_lines, save_new
from ui.console import Console, console_of

app = typer.Typer(no_args_is_help=True, help="客户与名称登记 · customers and their names")

Short = Annotated[list[str] | None, typer.Option("--short", help="简称，可多次 · short name, repeatable")]
People = Annotated[
    list[str] | None, typer.Option("--person", help="姓名[:角色]，可多次 · name[:role], repeatable")
]
Industry = Annotated[str | None, typer.Option("--industry", help="行业 · industry")]


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="全称 · full name")] = "",
    identity: Annotated[str, typer.Option("--id", help="编号，默认自动 · id, made when absent")] = "",
    short: Short = None,
    person: People = None,
    industry: Industry = None,
    file: Annotated[Path | None, typer.Option("--file", help="每行一个客户 · .jsonl, one a line")] = None,
) -> None:
    """添加客户 · Add a customer."""
    from knowledge.presales import Customer

    console = console_of(context)
    if file is not None:
        added = save_lines(console, file, Customer)
    elif name.strip():
        values = given(name=name.strip(), short_names=short, people=_people(person), industry=industry)
        customer = changed(console, Customer, {}, {"id": identity or new_id("C", name.strip()), **values})
        added = [save_new(console, customer, console.workspace.library.customers())]
    else:
        raise typer.BadParameter(console.text("customers.name_or_file"))
    for customer in added:
        _tell(console, customer)


@app.command()
def edit(
    context: typer.Context,
    customer: Annotated[str, typer.Argument(help="编号或名称 · id or name")],
    name: Annotated[str | None, typer.Option("--name", help="全称 · full name")] = None,
    short: Short = None,
    person: People = None,
    industry: Industry = None,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", help="去掉的简称或姓名，可多次 · a name to remove, repeatable"),
    ] = None,
) -> None:
    """修改客户：简称与人员会追加，用 --drop 去掉 · Change a customer; names are added, --drop removes one."""
    from knowledge.presales import Customer

    console = console_of(context)
    before = console.workspace.customer(customer).model_dump()
    values = given(name=name, industry=industry)
    gone = set(drop or ())
    short_names = dict.fromkeys([*before["short_names"], *(short or ())])
    people = {one["name"]: one for one in [*before["people"], *(_people(person) or ())]}
    values["short_names"] = [one for one in short_names if one not in gone]
    values["people"] = [one for name, one in people.items() if name not in gone]
    _tell(console, console.workspace.save_customer(changed(console, Customer, before, values)))


@app.command(name="list")
def list_(context: typer.Context) -> None:
    """列出客户 · List customers."""
    console = console_of(context)
    names = ("id", "name", "short_names", "industry")
    list_records(console, console.workspace.library.customers(), names)


@app.command()
def show(
    context: typer.Context, customer: Annotated[str, typer.Argument(help="编号或名称 · id or name")]
) -> None:
    """显示一个客户 · Show one customer."""
    console = console_of(context)
    _tell(console, console.workspace.customer(customer))


def _people(person: list[str] | None) -> list[dict[str, Any]] | None:
    """``name[:role]`` of every entry."""
    if person is None:
        return None
    split = [entry.replace("：", ":").partition(":") for entry in person]
    return [{"name": who.strip(), "role": role.strip() or None} for who, _, role in split]


def _tell(console: Console, customer: Any) -> None:
    if console.as_json:
        console.emit(customer.model_dump(mode="json"))
        return
    console.out(f"{customer.id}  {customer.name}")
    for field in ("short_names", "industry", "people"):
        value = getattr(customer, field)
        if value:
            shown = (
                many([f"{p.name}（{p.role}）" if p.role else p.name for p in value])
                if field == "people"
                else many(value)
            )
            console.out(f"  {console.text(f'column.{field}')}: {shown}")
