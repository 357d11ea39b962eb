"""``outline`` on the command line: what goes to stdout, and how it ends."""

from __future__ import annotations

from pathlib import Path

import sample_outlines
from command_line import presales

from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.store import outlines


def kept(home: Path) -> str:
    """The id of a stored outline."""
    workspace = Workspace.open(Settings(home=home, models=home / "no models"))
    with workspace.record.writing() as connection:
        return outlines.save(connection, workspace.settings.principal, sample_outlines.warehouse()).id


def test_the_text_to_edit_is_a_json_line_when_json_is_asked_for(tmp_path: Path) -> None:
    outline = kept(tmp_path)
    plain = presales(tmp_path, "outline", "edit", outline)
    (asked,) = presales(tmp_path, "outline", "edit", outline, "--json").rows
    assert asked == {"id": outline, "markdown": plain.out.removesuffix("\n")}
    file = tmp_path / "edited.md"
    file.write_text(asked["markdown"].replace("解决方案", "方案"), encoding="utf-8")
    (saved,) = presales(tmp_path, "outline", "edit", outline, str(file), "--json").rows
    assert saved["version"] == 2
