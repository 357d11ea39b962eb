"""Progress with counts and remaining time, on stderr; quiet lines where there is no terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

import typer

from ui.console import Console

_LINE_SECONDS = 10.0
"""Without a terminal, a line this often is enough to see that work goes on."""


class Progress:
    """``with Progress(console, key) as progress: progress.at(done, total)``."""

    def __init__(self, console: Console, key: str) -> None:
        self._title = console.text(key)
        self._bar: Any = None
        self._task: Any = None
        self._started = time.monotonic()
        self._told = self._started
        self._interactive = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        if self._interactive:
            from rich.console import Console as Terminal
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                console=Terminal(stderr=True), transient=True,
            )  # fmt: skip
            self._bar.start()
            self._task = self._bar.add_task(self._title, total=None)
        return self

    def at(self, done: int, total: int) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)
            return
        now = time.monotonic()
        if now - self._told >= _LINE_SECONDS and done:
            self._told = now
            left = (now - self._started) / done * (total - done)
            typer.echo(f"{self._title} {done}/{total}, ~{left:.0f} s", err=True)

    def step(self, words: str, done: int, total: int) -> None:
        """What begins now; ``total`` 0 is not known yet."""
        if self._bar is not None:
            self._bar.update(self._task, description=words, completed=done, total=total or None)
            return
        now = time.monotonic()
        if now - self._told >= _LINE_SECONDS:
            self._told = now
            typer.echo(words, err=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
