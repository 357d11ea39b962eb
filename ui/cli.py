"""``presales``: parse, call one verb of the workspace, print. Heavy imports wait inside the verbs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from ui.commands import app as face
from ui.commands import customers, deals, library, models, outlines, search, templates
from ui.console import Console, asked_language, guarded, hoisted

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="售前知识助手 · Presales Assistant: past work becomes searchable, a need becomes a cited outline.",
)


@app.callback()
def globals_(
    context: typer.Context,
    home: str = typer.Option("", "--home", help="数据文件夹 · data folder (default: per user)"),
    json: bool = typer.Option(False, "--json", help="每行一个 JSON 对象 · one JSON object per line"),
    lang: str = typer.Option("", "--lang", help="zh | en"),
) -> None:
    context.obj = Console.open(home=home, as_json=json, language=lang)


library.register(app)
search.register(app)
outlines.register(app)
templates.register(app)
models.register(app)
face.register(app)
app.add_typer(customers.app, name="customers")
app.add_typer(deals.app, name="deals")


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point. Exit codes: 0 done, 1 said why not, 2 wrong usage."""
    given = hoisted(list(sys.argv[1:] if arguments is None else arguments))
    sys.exit(guarded(lambda: app(given, prog_name="presales"), asked_language(given)))


if __name__ == "__main__":
    main()
