"""What the commands for records share: a value from options or lines, checked, with a clear sentence."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from ui.commands.search import json_lines
from ui.console import Console

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Record = TypeVar("Record", bound="BaseModel")


def new_id(prefix: str, name: str) -> str:
    """An id made from a name: the same name gives the same id."""
    return f"{prefix}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def changed(console: Console, kind: type[Record], before: dict[str, Any], values: dict[str, Any]) -> Record:
    """``before`` with ``values`` over it, checked; the person hears which field is wrong."""
    from pydantic import ValidationError

    try:
        return kind.model_validate({**before, **values})
    except ValidationError as error:
        raise typer.BadParameter(_said(console, error)) from error


def from_lines(console: Console, path: Path, kind: type[Record]) -> list[Record]:
    """Every line of a .jsonl file, or a sentence naming the first bad one and nothing done."""
    from pydantic import ValidationError

    records = []
    for number, line in enumerate(json_lines(console, path), 1):
        try:
            records.append(kind.model_validate(line))
        except ValidationError as error:
            raise typer.BadParameter(
                console.text("records.bad_line", path=path, number=number, reason=_said(console, error))
            ) from error
    return records


def _said(console: Console, error: ValidationError) -> str:
    reasons = [
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
        for problem in error.errors(include_url=False)
    ]
    return console.text("records.bad", reasons="; ".join(reasons))
