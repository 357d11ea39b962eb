"""``deals``: minimal records of what we sell, with six facets, stage and outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.commands.options import many
from ui.commands.records import changed, given, list_records, new_id, save_lines, save_new
from ui.console import Console, console_of

app = typer.Typer(no_args_is_help=True, help="商机 · deals")

Customer = Annotated[str | None, typer.Option("--customer", help="客户编号或名称 · customer id or name")]
Industry = Annotated[str | None, typer.Option("--industry", help="行业 · industry")]
Size = Annotated[str | None, typer.Option("--size", help="规模 · size")]
Products = Annotated[list[str] | None, typer.Option("--product", help="产品，可多次 · repeatable")]
Pains = Annotated[list[str] | None, typer.Option("--pain", help="痛点，可多次 · pain point, repeatable")]
Budget = Annotated[str | None, typer.Option("--budget", help="预算区间 · budget band")]
Geography = Annotated[str | None, typer.Option("--geography", help="地域 · geography")]
Amount = Annotated[float | None, typer.Option("--amount", help="金额（元）· amount in yuan")]
Stage = Annotated[
    str | None, typer.Option("--stage", help="初访 需求确认 方案设计 … 复盘，别名亦可 · bid, contract …")
]
Outcome = Annotated[str | None, typer.Option("--outcome", help="open | won | lost | withdrawn")]
Competitor = Annotated[str | None, typer.Option("--competitor", help="竞争对手 · competitor")]
Reason = Annotated[str | None, typer.Option("--reason", help="输赢原因 · why won or lost")]


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="商机名称 · name of the deal")] = "",
    identity: Annotated[str, typer.Option("--id", help="编号，默认自动 · id, made when absent")] = "",
    customer: Customer = None,
    industry: Industry = None,
    size: Size = None,
    product: Products = None,
    pain: Pains = None,
    budget: Budget = None,
    geography: Geography = None,
    amount: Amount = None,
    stage: Stage = None,
    outcome: Outcome = None,
    competitor: Competitor = None,
    reason: Reason = None,
    file: Annotated[Path | None, typer.Option("--file", help="每行一个商机 · .jsonl, one a line")] = None,
) -> None:
    """添加商机 · Add a deal."""
    from knowledge.presales import Deal

    console = console_of(context)
    if file is not None:
        added = save_lines(console, file, Deal)
    elif name.strip() and customer:
        whose = console.workspace.customer(customer).id
        values = given(
            id=identity or new_id("D", f"{whose} {name.strip()}"), name=name.strip(), customer=whose,
            industry=industry, size=size, products=product, pain_points=pain, budget_band=budget,
            geography=geography, amount=amount, stage=stage, outcome=outcome, competitor=competitor,
            reason=reason,
        )  # fmt: skip
        deal = changed(console, Deal, {}, values)
        added = [save_new(console, deal, console.workspace.library.deals())]
    else:
        raise typer.BadParameter(console.text("deals.name_and_customer"))
    for deal in added:
        _tell(console, deal)


@app.command()
def edit(
    context: typer.Context,
    deal: Annotated[str, typer.Argument(help="编号 · id")],
    name: Annotated[str | None, typer.Option("--name", help="名称 · name")] = None,
    customer: Customer = None,
    industry: Industry = None,
    size: Size = None,
    product: Products = None,
    pain: Pains = None,
    budget: Budget = None,
    geography: Geography = None,
    amount: Amount = None,
    stage: Stage = None,
    outcome: Outcome = None,
    competitor: Competitor = None,
    reason: Reason = None,
) -> None:
    """修改商机；给出的列表替换原列表 · Change a deal; a given list replaces the old one."""
    from knowledge.presales import Deal

    console = console_of(context)
    before = console.workspace.deal(deal).model_dump()
    values = given(
        name=name, customer=customer, industry=industry, size=size, products=product, pain_points=pain,
        budget_band=budget, geography=geography, amount=amount, stage=stage, outcome=outcome,
        competitor=competitor, reason=reason,
    )  # fmt: skip
    _tell(console, console.workspace.save_deal(changed(console, Deal, before, values)))


@app.command(name="list")
def list_(context: typer.Context) -> None:
    """列出商机 · List deals."""
    console = console_of(context)
    names = ("id", "name", "customer", "industry", "stage", "outcome")
    list_records(console, console.workspace.library.deals(), names)


@app.command()
def show(context: typer.Context, deal: Annotated[str, typer.Argument(help="编号 · id")]) -> None:
    """显示一个商机 · Show one deal."""
    console = console_of(context)
    _tell(console, console.workspace.deal(deal))


def _tell(console: Console, deal: Any) -> None:
    if console.as_json:
        console.emit(deal.model_dump(mode="json"))
        return
    for field, value in deal.model_dump(exclude_defaults=True).items():
        console.out(f"{field}: {many(value)}")
