"""Output whose reader may leave: what is said after that is dropped, and the work goes on."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO


class Unbroken:
    """A text stream that never raises ``BrokenPipeError``; everything else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, words: str) -> int:
        try:
            return self._stream.write(words)
        except BrokenPipeError:
            self._unheard()
            return len(words)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._unheard()

    def _unheard(self) -> None:
        """The descriptor goes to nowhere, so that what is still buffered can be let go at exit."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Standard output and error outlive their readers for the length of a ``with``."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Unbroken(sys.stdout), Unbroken(sys.stderr)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before
