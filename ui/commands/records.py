"""What the commands for records share: a value from options or lines, checked, saved, listed and shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import typer

from ui.commands.files import json_lines, naming, said, unusable
from ui.commands.options import many
from ui.console import Console

if TYPE_CHECKING:
    from pydantic import ValidationError

    from knowledge.presales import Customer, Deal

Record = TypeVar("Record", bound="Customer | Deal")


def new_id(prefix: str, name: str) -> str:
    """An id made from a name: the same name gives the same id."""
    return f"{prefix}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def given(**options: Any) -> dict[str, Any]:
    """The options somebody gave."""
    return {name: value for name, value in options.items() if value is not None}


def changed(console: Console, kind: type[Record], before: dict[str, Any], values: dict[str, Any]) -> Record:
    """``before`` with ``values`` over it, checked; the person hears which field is wrong."""
    from pydantic import ValidationError

    try:
        return cast("Record", kind.model_validate({**before, **values}))
    except ValidationError as error:
        raise typer.BadParameter(console.text("records.bad", reasons=_reasons(error))) from error


def save_new(console: Console, record: Record, existing: Iterable[Record]) -> Record:
    """Saves a record that is new. ``Conflict`` when its id is of another one: adding replaces nothing."""
    same_id = (one for one in existing if one.id == record.id)
    if any(one.model_dump(exclude={"owner"}) != record.model_dump(exclude={"owner"}) for one in same_id):
        from knowledge.errors import Conflict

        raise Conflict(*said("records.exists", name=record.name, id=record.id))
    with console.workspace.saving() as save:
        return save(record)


def save_lines(console: Console, path: Path, kind: type[Record]) -> list[Record]:
    """Every line of a .jsonl file, added or replaced by id; a bad one is named and nothing is saved."""
    lines = [(number, _record(path, number, line, kind)) for number, line in json_lines(path)]
    saved = []
    with console.workspace.saving() as save:
        for number, record in lines:
            with naming(path, number):
                saved.append(save(record))
    return saved


def _record(path: Path, number: int, line: dict[str, Any], kind: type[Record]) -> Record:
    from pydantic import ValidationError

    try:
        return cast("Record", kind.model_validate(line))
    except ValidationError as error:
        raise unusable("records.bad_line", path=path, number=number, reason=_reasons(error)) from error


def list_records(console: Console, records: Iterable[Record], columns: Sequence[str]) -> None:
    """A JSON line or a row of ``columns`` for each."""
    if console.as_json:
        for record in records:
            console.emit(record.model_dump(mode="json"))
        return
    console.rows(
        [console.text(f"column.{name}") for name in columns],
        [[many(getattr(record, name)) for name in columns] for record in records],
    )


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
        for problem in error.errors(include_url=False)
    )
