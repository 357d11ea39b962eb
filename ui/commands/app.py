"""``ui``: the app in a browser, on this machine only."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.console import console_of


def register(app: typer.Typer) -> None:
    app.command(name="ui")(serve)


def serve(
    context: typer.Context,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="端口，默认 8501 起第一个空闲的 · port")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="打开浏览器 · open a browser (default)")
    ] = True,
) -> None:
    """在浏览器里使用（仅本机可访问）· The app in a browser, reachable from this machine only."""
    from ui import serving

    console = console_of(context)
    chosen = serving.free_port(port)
    console.say("ui.starting", address=f"http://{serving.ADDRESS}:{chosen}")
    serving.serve(console.workspace.settings, chosen, browser=browser)
