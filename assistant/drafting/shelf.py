"""The outline templates at hand: a person's own files, which win, and the built-in ones to copy from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from assistant.drafting.template import BUILT_IN, template_file, template_names
from knowledge.errors import CannotRead, Conflict, Misconfigured, NotFound

TONGUES = ("zh", "en")
_NAME = re.compile(r"[\w-]+")
_NAME_LINE = re.compile(r"^name:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Shelved:
    """One outline template in one language: the file a draft would follow."""

    name: str
    language: str
    path: Path
    own: bool
    """A person's own file, not the built-in one."""


class TemplateShelf:
    """Templates in ``folder`` (``NAME.zh.yaml``, ``NAME.en.yaml`` or ``NAME.yaml``) over the built-in ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def listed(self) -> list[Shelved]:
        """Every template by name and language."""
        return [
            shelved
            for name in template_names(self.folder)
            for tongue in TONGUES
            if (shelved := self._of(name, tongue)) is not None
        ]

    def called(self, name: str, language: str) -> Shelved:
        """``NotFound`` names the templates there are."""
        path = template_file(name, language, self.folder)
        return Shelved(name, language, path, own=path.parent != BUILT_IN)

    def text(self, shelved: Shelved) -> str:
        """The template as it is written."""
        try:
            return shelved.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CannotRead(
                "corrupt",
                f"无法读取模板 {shelved.path}：{error}。请另存为 UTF-8 编码后重试。",
                f"Cannot read the template {shelved.path}: {error}. Save it as UTF-8 and try again.",
            ) from error

    def copy(self, name: str, new_name: str = "") -> list[Shelved]:
        """Copies ``name`` in every language to the person's own folder, to be edited there.

        Without ``new_name`` the copy keeps the name and is used in place of the built-in one. ``NotFound``
        when there is no such template, ``Conflict`` when a file is there already: nothing is overwritten.
        """
        target = new_name or name
        if not _NAME.fullmatch(target):
            raise Misconfigured(
                f"模板名“{target}”只能用文字、数字、_ 和 -。",
                f"A template's name has letters, digits, _ and - only, not “{target}”.",
            )
        originals = [one for tongue in TONGUES if (one := self._of(name, tongue)) is not None]
        if not originals:
            self.called(name, TONGUES[0])  # says which there are
        made = {self.folder / f"{target}.{one.language}.yaml": one for one in originals}
        taken = next((path for path in made if path.exists()), None)
        if taken is not None:
            raise Conflict(
                f"{taken} 已存在，没有覆盖。请直接修改它，或另给一个名字。",
                f"{taken} exists and was not overwritten. Edit it, or give another name.",
            )
        for path, original in made.items():
            _write(path, _NAME_LINE.sub(f"name: {target}", self.text(original), count=1))
        return [Shelved(target, one.language, path, own=True) for path, one in made.items()]

    def _of(self, name: str, tongue: str) -> Shelved | None:
        try:
            return self.called(name, tongue)
        except NotFound:
            return None


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise Misconfigured(
            f"无法写入 {path}：{error.strerror}。请检查权限。",
            f"Cannot write {path}: {error.strerror}. Check its permissions.",
        ) from error
