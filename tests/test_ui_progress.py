"""Progress: counts and the time that remains, on stderr, with and without a terminal; nothing on stdout."""

from __future__ import annotations

import io
import re

import pytest

from ui import progress
from ui.console import Console
from ui.progress import Progress
from ui.texts import text

CONSOLE = Console(home="", as_json=True, language="zh")
TITLE = text("zh", "progress.embedding")


class Clock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(progress, "time", made)
    return made


def test_without_a_terminal_a_line_now_and_then_tells_counts_and_seconds_left(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with Progress(CONSOLE, "progress.embedding") as shown:
        for done in range(0, 101, 10):  # a second each ten
            shown.at(done, 100)
            clock.now += 4
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert 2 <= len(lines) <= 5
    assert lines[0] == f"{TITLE} 30/100, ~28 s"  # twelve seconds for thirty: 0.4 s each for seventy
    assert [int(re.search(r"~(\d+) s", line).group(1)) for line in lines] == sorted(  # type: ignore[union-attr]
        (int(re.search(r"~(\d+) s", line).group(1)) for line in lines),  # type: ignore[union-attr]
        reverse=True,
    )


def test_quick_work_says_nothing(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(CONSOLE, "progress.embedding") as shown:
        for done in range(11):
            shown.at(done, 10)
            clock.now += 0.1
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_bar_shows_counts_and_the_time_that_remains(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("sys.stderr", terminal)
    with Progress(CONSOLE, "progress.embedding") as shown:
        shown.at(25, 100)
        shown._bar.refresh()
        (task,) = shown._bar.tasks
        assert (task.completed, task.total) == (25, 100)
        shown.at(100, 100)
        shown._bar.refresh()
    drawn = terminal.getvalue()
    assert TITLE in drawn and "25/100" in drawn and "100/100" in drawn
    assert re.search(r"\d:\d\d:\d\d|-:--:--", drawn)
    assert capsys.readouterr().out == ""


def test_work_that_fails_leaves_no_bar_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    with pytest.raises(ZeroDivisionError), Progress(CONSOLE, "progress.embedding") as shown:
        raise ZeroDivisionError
    assert not shown._bar.live.is_started
