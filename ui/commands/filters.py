"""Filters of the command line and of the lines of a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.files import naming, unusable
from ui.console import Console

if TYPE_CHECKING:
    from knowledge.evidence import Facets

Kinds = Annotated[list[str] | None, typer.Option("--kind", help="种类 · kind")]
Customers = Annotated[list[str] | None, typer.Option("--customer", help="客户 · customer")]
Industries = Annotated[list[str] | None, typer.Option("--industry", help="行业 · industry")]
Products = Annotated[list[str] | None, typer.Option("--product", help="产品 · product")]
Years = Annotated[list[int] | None, typer.Option("--year", help="年份 · year")]
Collections = Annotated[list[str] | None, typer.Option("--collection", help="文集 · collection")]


def facets_of_options(console: Console, **options: Iterable[Any] | None) -> Facets:
    """Facets of the command line; a value outside its set is wrong usage."""
    from assistant.facets import WrongFilter, facets_of

    try:
        return facets_of(**options)
    except WrongFilter as error:
        raise typer.BadParameter(error.help(console.language)) from error


def filters_of(line: Mapping[str, Any], reserved: Collection[str]) -> dict[str, list[Any]]:
    """The filters of a line, singular or plural, one value or a list; ``reserved`` fields are no filters.

    ``KeyError`` names a field that is neither.
    """
    from assistant.facets import FILTERS

    fields = {**{plural: plural for plural in FILTERS.values()}, **FILTERS}
    chosen: dict[str, list[Any]] = {}
    for name, value in line.items():
        if name in reserved:
            continue
        said = value if isinstance(value, list) else [] if value in (None, "") else [value]
        chosen[fields[name]] = chosen.get(fields[name], []) + said
    return {name: said for name, said in chosen.items() if said}


def facets_of_line(
    path: Path,
    number: int,
    line: Mapping[str, Any],
    reserved: Collection[str],
    **options: Iterable[Any] | None,
) -> Facets:
    """A line's filters over those of the command line. ``CannotRead`` names the line and what is wrong."""
    from assistant.facets import FILTERS, facets_of

    try:
        filters = filters_of(line, reserved)
    except KeyError as error:
        known = ", ".join([*reserved, *(name for name in FILTERS if name not in reserved)])
        field = error.args[0]
        raise unusable("jsonl.unknown", path=path, number=number, field=field, known=known) from error
    with naming(path, number):
        return facets_of(**{**options, **filters})
