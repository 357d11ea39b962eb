"""Outline templates: editable YAML, read strictly, with the line of a mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template as AsciiSentence
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.errors import Misconfigured, NotFound
from knowledge.evidence import DocumentKind, Language
from knowledge.model import Value

BUILT_IN = Path(__file__).parent / "templates"
_MAX_BYTES = 200_000


class Sentence(AsciiSentence):
    """``$name`` and ``${name}`` with names in Latin letters or Chinese characters."""

    idpattern = r"(?:[A-Za-z_]+|[\u4e00-\u9fff]+)"
    flags = re.NOFLAG


class Fact(Value):
    """What only the customer knows. ``topic`` is an indicator's key; unstated, ``ask`` is asked."""

    topic: str
    ask: str


class Layer(Value):
    """A layer of the architecture and the words its components go by."""

    name: str
    aliases: tuple[str, ...]


class TemplateSection(Value):
    """One section: what it is called, what may serve it, how it opens, whom to ask."""

    key: str
    heading: str
    purpose: str = ""
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    opening: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    whom: str = ""
    layers: tuple[Layer, ...] = ()


class Template(Value):
    """An outline's plan: sections in order."""

    name: str
    language: Language
    title: str
    sections: tuple[TemplateSection, ...]

    def section(self, key: str) -> TemplateSection | None:
        return next((section for section in self.sections if section.key == key), None)


def load_template(name: str, language: Language, folder: Path | None = None) -> Template:
    """Template ``name`` for ``language`` (others than zh are answered in English).

    ``folder`` holds a person's own copies, which win: ``NAME.zh.yaml`` or ``NAME.yaml``.
    Raises NotFound, or Misconfigured with the file and line of a mistake.
    """
    path = template_file(name, "zh" if language == "zh" else "en", folder)
    return parse_template(path.read_bytes()[:_MAX_BYTES].decode("utf-8", "replace"), str(path))


def template_file(name: str, tongue: str, folder: Path | None = None) -> Path:
    """The file ``load_template`` reads for ``name`` in ``tongue``, zh or en. ``NotFound`` names those there are."""
    candidates = [
        place / file
        for place in ([folder] if folder else []) + [BUILT_IN]
        for file in (f"{name}.{tongue}.yaml", f"{name}.yaml")
    ]
    path = next((path for path in candidates if path.is_file()), None)
    if path is None or Path(name).name != name:
        known = ", ".join(template_names(folder))
        raise NotFound(
            f"没有名为“{name}”的大纲模板（{tongue}）。现有：{known}。",
            f"There is no outline template “{name}” ({tongue}). There are: {known}.",
        )
    return path


def template_names(folder: Path | None = None) -> tuple[str, ...]:
    """Names of the templates at hand, a person's own and the built-in ones."""
    places = [place for place in (folder, BUILT_IN) if place and place.is_dir()]
    return tuple(sorted({path.name.split(".")[0] for place in places for path in place.glob("*.yaml")}))


def parse_template(text: str, where: str) -> Template:
    """A template from YAML. Raises Misconfigured, naming ``where``, the line and what is wrong."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _mistake(where, mark.line + 1 if mark else 1, str(getattr(error, "problem", error))) from error
    if not isinstance(data, dict):
        raise _mistake(where, 1, "a mapping with name, language, title and sections is expected")
    try:
        template = Template.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise _mistake(where, _line(node, first["loc"]), what) from error
    _check(template, node, where)
    return template


def _check(template: Template, node: Any, where: str) -> None:
    seen: set[str] = set()
    for index, section in enumerate(template.sections):
        if section.key in seen:
            raise _mistake(
                where, _line(node, ("sections", index, "key")), f"key “{section.key}” is used twice"
            )
        seen.add(section.key)
        for position, sentence in enumerate(section.opening):
            if not Sentence(sentence).is_valid():
                line = _line(node, ("sections", index, "opening", position))
                raise _mistake(where, line, "a lone $ in an opening; write $$ for the sign itself")


def _line(node: Any, path: tuple[int | str, ...]) -> int:
    """The line of the deepest node on ``path`` that exists, counted from 1."""
    for step in path:
        following = None
        if isinstance(node, yaml.MappingNode):
            following = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            following = node.value[step]
        if following is None:
            break
        node = following
    return int(node.start_mark.line) + 1 if node is not None else 1


def _mistake(where: str, line: int, what: str) -> Misconfigured:
    return Misconfigured(
        f"大纲模板 {where} 第 {line} 行有误：{what}。请改正后重试。",
        f"Outline template {where}, line {line}: {what}. Correct it and try again.",
    )


def filled(sentence: str, facts: Mapping[str, str | None]) -> str | None:
    """``sentence`` with its facts, or ``None`` when one of them is unknown: nothing is invented."""
    template = Sentence(sentence)
    names = template.get_identifiers()
    if any(not facts.get(name) for name in names):
        return None
    return template.substitute({name: facts[name] or "" for name in names})
