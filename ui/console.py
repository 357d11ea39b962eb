"""Talking to a person or a program: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ui.streams import unbroken
from ui.texts import Language, text

if TYPE_CHECKING:
    from assistant.workspace import Workspace

_WITH_VALUE = ("--home", "--lang")
_FLAGS = ("--json",)


def hoisted(arguments: list[str]) -> list[str]:
    """``--home``, ``--lang`` and ``--json`` may stand anywhere before ``--``; they move to the front."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in _FLAGS or argument.startswith(tuple(f"{name}=" for name in _WITH_VALUE)):
            front.append(argument)
        elif argument in _WITH_VALUE:
            front += [argument, *([value] if (value := next(waiting, None)) is not None else [])]
        else:
            rest.append(argument)
    return front + rest


class Console:
    """One invocation: how to speak, and the workspace, opened when a verb first needs it."""

    def __init__(self, home: str, as_json: bool, language: str) -> None:
        self._home = home
        self._language = language
        self.as_json = as_json

    @classmethod
    def open(cls, home: str, as_json: bool, language: str) -> Console:
        if language and language.lower() not in ("zh", "en"):
            raise typer.BadParameter(text("zh", "lang.unknown"))
        return cls(home, as_json, language)

    @cached_property
    def language(self) -> Language:
        """What was asked for, else what the settings say."""
        return spoken(self._language)

    @cached_property
    def workspace(self) -> Workspace:
        from assistant.settings import Settings
        from assistant.workspace import Workspace

        home = Path(self._home) if self._home else None
        return Workspace.open(Settings.from_environment(home, self.language))

    def text(self, key: str, **values: object) -> str:
        return text(self.language, key, **values)

    def say(self, key: str, **values: object) -> None:
        """A sentence for the person, on stderr."""
        typer.echo(self.text(key, **values), err=True)

    def emit(self, value: Any) -> None:
        """One JSON object on one line of stdout."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def out(self, line: str = "") -> None:
        """A line of the result, for people."""
        typer.echo(line)

    def rows(self, header: Sequence[str], rows: Iterable[Sequence[object]], err: bool = False) -> None:
        """A small table, for people."""
        from rich.console import Console as Terminal
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        for index, name in enumerate(header):
            table.add_column(name, overflow="fold", no_wrap=index == 0 and len(header) > 2)
        for row in rows:
            table.add_row(*("" if cell is None else str(cell) for cell in row))
        width = None if sys.stdout.isatty() else 160
        Terminal(stderr=err, width=width, highlight=False, markup=False).print(table)


def spoken(asked: str = "") -> Language:
    """``asked``, else the language of the settings."""
    if asked.lower() in ("zh", "en"):
        return "en" if asked.lower() == "en" else "zh"
    from assistant.settings import Settings

    return Settings.from_environment().language


def guarded(run: Callable[[], object], language: str = "") -> int:
    """Runs a command line; our errors become one sentence on stderr and exit code 1.

    A reader of our output that goes away (``| head``) does not stop the work.
    """
    from knowledge.errors import PresalesError

    with unbroken():
        try:
            run()
        except PresalesError as error:
            typer.echo(error.help(spoken(language)), err=True)
            return 1
        except Exception:  # our bug: the person gets a sentence, whoever mends it the traceback
            typer.echo(text(spoken(language), "bug", log=_logged()), err=True)
            return 1
        except KeyboardInterrupt:
            typer.echo(text(spoken(language), "interrupted"), err=True)
            return 1
        return 0


def _logged() -> Path:
    """The current exception's traceback at the end of the error log; returns the log."""
    import traceback

    import platformdirs

    folder = Path(platformdirs.user_log_path("presales-assistant", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "errors.log"
    with log.open("a", encoding="utf-8") as file:
        file.write(traceback.format_exc() + "\n")
    return log


def asked_language(hoisted_arguments: Sequence[str]) -> str:
    """What ``--lang`` of a hoisted command line says; empty when it says nothing."""
    for index, argument in enumerate(hoisted_arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang":
            return "".join(hoisted_arguments[index + 1 : index + 2])
        if argument == "--":
            break
    return ""


def console_of(context: typer.Context) -> Console:
    """The invocation's console, from typer's context."""
    console = context.find_root().obj
    assert isinstance(console, Console)  # noqa: S101 - set by the app's callback before any verb
    return console
