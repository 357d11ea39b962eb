"""Talking to a person or a program: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

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

    def __init__(self, home: str, as_json: bool, language: Language) -> None:
        self._home = home
        self.as_json = as_json
        self.language = language
        self._workspace: Workspace | None = None

    @classmethod
    def open(cls, home: str, as_json: bool, language: str) -> Console:
        spoken = language or os.environ.get("PRESALES_LANGUAGE", "zh")
        if language and language.lower() not in ("zh", "en"):
            raise typer.BadParameter(text("zh", "lang.unknown"))
        return cls(home, as_json, "en" if spoken.lower().startswith("en") else "zh")

    @property
    def workspace(self) -> Workspace:
        if self._workspace is None:
            from assistant.settings import Settings
            from assistant.workspace import Workspace

            home = Path(self._home) if self._home else None
            self._workspace = Workspace.open(Settings.from_environment(home, self.language))
        return self._workspace

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


def guarded(run: Callable[[], object]) -> int:
    """Runs a command line; our errors become one sentence on stderr and exit code 1."""
    from knowledge.errors import PresalesError

    try:
        run()
    except PresalesError as error:
        spoken = "en" if _wants_english() else "zh"
        typer.echo(error.help(spoken), err=True)
        return 1
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the reader has gone; nothing left to say
        return 0
    except Exception:  # our bug: the person gets a sentence, whoever mends it the traceback
        typer.echo(text("en" if _wants_english() else "zh", "bug", log=_logged()), err=True)
        return 1
    except KeyboardInterrupt:
        typer.echo(text("en" if _wants_english() else "zh", "interrupted"), err=True)
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


def _wants_english() -> bool:
    given = hoisted(sys.argv[1:])
    spoken = os.environ.get("PRESALES_LANGUAGE", "zh")
    if "--lang" in given[:-1]:
        spoken = given[given.index("--lang") + 1]
    return spoken.lower().startswith("en")


def console_of(context: typer.Context) -> Console:
    """The invocation's console, from typer's context."""
    console = context.find_root().obj
    assert isinstance(console, Console)  # noqa: S101 - set by the app's callback before any verb
    return console
