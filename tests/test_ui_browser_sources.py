"""In a real browser: a cited PDF opens as its page with a box, a cited sheet as rows under their header."""

from __future__ import annotations

import base64
import re
import shutil
from pathlib import Path

import pytest
from conftest import SampleCompany
from test_ui_browser import CHROMIUM, served, visiting
from test_ui_sources import yellow

from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.evidence import Citation, Span
from knowledge.presales import Outline, Point, Section
from knowledge.store import outlines

pytestmark = [
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed"),
]


def quoted(workspace: Workspace, name: str, words: str) -> Point:
    """A point that cites the first line of the document called ``name`` that says ``words``."""
    source, document = workspace.library.show(name)
    at = document.text.index(words)
    start = document.text.rfind("\n", 0, at) + 1
    end = document.text.find("\n", at)
    quote = document.text[start:end]
    cited = Citation(
        document_id=document.id, source=source.path, span=Span(start=start, end=end), quote=quote, label=source.title
    )  # fmt: skip
    return Point(text=quote, citations=(cited,))


def test_a_cited_pdf_opens_as_its_page_with_a_box_and_a_cited_sheet_as_rows_under_their_header(
    sample_company: SampleCompany, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_company.home, home)
    workspace = Workspace.open(Settings.from_environment(home, "zh"))
    points = (
        quoted(workspace, "HY-AMR系列产品手册.pdf", "整机质保"),
        quoted(workspace, "产品与服务价格表2026H2.xlsx", "HY-AMR600S"),
    )
    section = Section(heading="服务与保障", key="service", points=points)
    with workspace.record.writing() as connection:
        made = Outline(id="cited", title="两处出处", sections=(section,))
        outlines.save(connection, workspace.settings.principal, made)
    with served(home) as address, visiting(address) as visit:
        page = visit.page
        visit.open("outlines?id=cited")
        drawer = page.get_by_role("dialog")

        def open_citation(number: int) -> None:
            buttons = page.locator("button.cite").filter(has_text=re.compile(rf"^{number}$"))
            buttons.filter(visible=True).first.click()
            drawer.wait_for()

        open_citation(1)
        picture = drawer.locator("img").first
        picture.wait_for()
        kind, data = (picture.get_attribute("src") or "").split(",", 1)
        boxed = yellow(base64.b64decode(data))
        assert kind.startswith("data:image/")
        assert boxed is not None and boxed[1] - boxed[0] < 0.2  # the passage, not the page
        drawer.get_by_text("HY-AMR系列产品手册.pdf").first.wait_for()
        page.keyboard.press("Escape")
        drawer.wait_for(state="hidden")

        open_citation(2)
        row = drawer.locator("tr.marked")
        row.first.wait_for()
        assert row.count() == 1
        assert "HY-AMR600S" in row.first.inner_text()
        assert "型号" in drawer.locator("table thead").first.inner_text()
        assert drawer.locator("table tr").count() > 3  # the rows around it too
        assert visit.strangers == []
