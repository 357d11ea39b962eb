"""A stored outline outlives its sources: what may no longer be cited is marked, and leaves for no customer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import presales

from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.presales import Outline

NEED = "# 远传水表需求\n\n客户名称：新安水务有限公司\n\n## 服务要求\n\n- 远传水表质保不少于 24 个月\n- 提供 7×24 小时技术支持\n"
PRODUCT = "# 远传水表产品手册\n\n## 售后服务\n\n远传水表质保 24 个月。提供 7×24 小时技术支持。\n"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "手册.md"
    file.write_text(PRODUCT, encoding="utf-8")
    made = tmp_path / "home"
    assert presales(made, "add", str(file), "--words-only", "--kind", "product").code == 0
    (tmp_path / "need.md").write_text(NEED, encoding="utf-8")
    assert presales(made, "outline", str(tmp_path / "need.md"), "--json").code == 0
    yield made


def _outline(home: Path) -> tuple[Workspace, Outline]:
    opened = Workspace.open(Settings(home=home, models=home / "none"))
    ((outline, _),) = opened.desk.listed()
    return opened, outline


def _reasons(home: Path) -> set[str]:
    opened, outline = _outline(home)
    return {one.reason for one in opened.desk.obstacles(outline)}


def test_a_source_that_stands_is_no_obstacle(home: Path) -> None:
    opened, outline = _outline(home)
    assert any(point.citations for section in outline.sections for point in section.points)
    assert "source" not in _reasons(home)
    assert opened.desk.shown(outline) == outline


def test_a_removed_sources_quote_is_withheld_and_the_copy_waits(home: Path) -> None:
    assert presales(home, "remove", "手册.md").code == 0
    opened, outline = _outline(home)
    assert "source" in _reasons(home)
    shown = presales(home, "outline", "show", outline.id)
    assert "资料已移除或不再可读" in shown.out
    cited = {c.quote for s in opened.desk.shown(outline).sections for p in s.points for c in p.citations}
    assert cited == {"（原文不再可读）"}


def test_a_source_that_was_replaced_or_taken_from_reuse_is_told(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "手册.md"
    assert presales(home, "add", str(file), "--words-only", "--not-reusable").code == 0
    assert "source" in _reasons(home)
    assert presales(home, "add", str(file), "--words-only", "--reusable").code == 0
    assert "source" not in _reasons(home)
    file.write_text(PRODUCT.replace("24 个月", "12 个月"), encoding="utf-8")
    assert presales(home, "add", str(file), "--words-only").code == 0
    _, outline = _outline(home)
    assert "资料已有新版" in presales(home, "outline", "show", outline.id).out


def test_a_persons_own_judgement_stands_without_the_lost_source(home: Path) -> None:
    assert presales(home, "remove", "手册.md").code == 0
    opened, outline = _outline(home)
    text = "\n".join(
        line.rsplit("{", 1)[0] if line.startswith("- ") and ".p" in line else line
        for line in opened.desk.editable(outline.id).splitlines()
    )
    opened.desk.edited(outline.id, text)
    assert "source" not in _reasons(home)
