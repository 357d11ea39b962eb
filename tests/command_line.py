"""The command line run inside the test's process: what ``presales ARGUMENTS`` says and how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from ui.cli import main


@dataclass(frozen=True)
class Ended:
    """Exit code, standard output and standard error of one command."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every line of the output as JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


def presales(
    home: Path, *arguments: str, environment: Mapping[str, str] | None = None, stdin: str = ""
) -> Ended:
    """No model is at hand (one home's own empty models folder), so that words answer alone, at once."""
    out, err = io.StringIO(), io.StringIO()
    settings = {"PRESALES_MODELS": str(home / "no models"), **(environment or {})}
    with (
        mock.patch.dict(os.environ, settings),
        mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main(["--home", str(home), *arguments])
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Ended(code, out.getvalue(), err.getvalue())
