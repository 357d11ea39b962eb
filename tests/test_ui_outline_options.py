"""``outline`` takes a need from anywhere and whose it is from the command line; templates and layouts by name."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
import sample_layouts
import water_company
from command_line import presales

from knowledge.presales import Outline

NEED = "# 冷链仓库改造需求\n\n- 断网后 30 分钟内恢复\n- 质保不少于 3 年\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A product sheet, a customer and a deal of theirs."""
    folder = tmp_path_factory.mktemp("options")
    (folder / "LeakEye.md").write_text(water_company.PRODUCT, encoding="utf-8")
    made = folder / "home"
    said = ("--kind", "product", "--product", "LeakEye", "--words-only")
    assert presales(made, "add", str(folder / "LeakEye.md"), *said).code == 0
    assert presales(made, "customers", "add", "云溪供水有限公司", "--short", "云溪", "--id", "C1").code == 0
    deal = ("--customer", "C1", "--id", "D1", "--industry", "供水", "--product", "LeakEye")
    assert presales(made, "deals", "add", "一期", *deal).code == 0
    return made


def drafted(home: Path, *arguments: str, stdin: str = "") -> Outline:
    ended = presales(home, "outline", *arguments, "--json", stdin=stdin)
    assert ended.code == 0, ended.err
    (row,) = ended.rows
    return Outline.model_validate(row)


def test_a_need_is_read_alike_from_standard_input_text_markdown_and_word(home: Path, tmp_path: Path) -> None:
    (tmp_path / "need.md").write_text(NEED, encoding="utf-8")
    (tmp_path / "need.txt").write_text(NEED.replace("# ", ""), encoding="gb18030")
    word = docx.Document()
    word.add_heading("冷链仓库改造需求", 1)
    for line in ("断网后 30 分钟内恢复", "质保不少于 3 年"):
        word.add_paragraph(line, style="List Bullet")
    word.save(str(tmp_path / "need.docx"))
    read = {
        name: drafted(home, str(tmp_path / name)) for name in ("need.md", "need.txt", "need.docx")
    } | {"stdin.md": drafted(home, "-", stdin=NEED)}  # fmt: skip
    for name, outline in read.items():
        assert outline.need_document == name
        assert [(r.value, r.unit) for r in outline.requirements] == [("30", "分钟"), ("3", "年")], name
        assert all(r.span.of(outline.need) == r.text for r in outline.requirements)


def test_customer_deal_industry_and_product_are_kept_as_told(home: Path) -> None:
    plain = drafted(home, "-", stdin=NEED)
    assert (plain.customer, plain.deal, plain.customer_told) == (None, None, False)
    told = drafted(home, "-", "--customer", "云溪", stdin=NEED)
    assert (told.customer, told.customer_told) == ("云溪供水有限公司", True)
    of_deal = drafted(home, "-", "--deal", "D1", stdin=NEED)
    assert (of_deal.customer, of_deal.deal) == ("云溪供水有限公司", "D1")


def test_a_product_told_is_what_the_draft_is_about(home: Path) -> None:
    """The need does not name it; told, its sheet answers; told another, it is no subject."""
    need = "# 管网改造需求\n\n- 双机热备\n- 平台本地部署\n- 漏损异常 30 分钟内告警\n"

    def cited(*options: str) -> set[str]:
        outline = drafted(home, "-", *options, stdin=need)
        return {c.source for s in outline.sections for p in s.points for c in p.citations}

    assert cited("--product", "LeakEye", "--industry", "供水") == {"LeakEye.md"}
    assert cited("--product", "LeakEye") >= cited()


def test_an_outline_lives_through_list_show_edit_status_diff_and_export(home: Path, tmp_path: Path) -> None:
    made = drafted(home, "-", "--customer", "云溪", stdin=NEED)
    (listed,) = [row for row in presales(home, "outlines", "--json").rows if row["id"] == made.id]
    assert (listed["version"], listed["status"], listed["customer"]) == (1, "draft", "云溪供水有限公司")
    assert made.id in presales(home, "outlines").out
    assert Outline.model_validate(presales(home, "outline", "show", made.id, "--json").rows[0]) == made
    for number, status in enumerate(("in_review", "final", "draft"), 2):
        (moved,) = presales(home, "outline", "edit", made.id, "--status", status, "--json").rows
        assert (moved["version"], moved["status"]) == (number, status)
    assert (
        presales(home, "outline", "show", made.id, "--version", "2", "--json").rows[0]["status"]
        == "in_review"
    )
    changed = presales(home, "outline", "edit", made.id).out.replace(f"# {made.title}", "# 改过的题目")
    (tmp_path / "edited.md").write_text(changed, encoding="utf-8")
    (saved,) = presales(home, "outline", "edit", made.id, str(tmp_path / "edited.md"), "--json").rows
    assert (saved["version"], saved["title"]) == (5, "改过的题目")
    (told,) = presales(home, "outline", "diff", made.id, "1", "5", "--json").rows
    assert [change["after"] for change in told["changes"]] == ["改过的题目"]
    for name in ("out.md", "out.docx"):
        ended = presales(home, "outline", "export", made.id, "-o", str(tmp_path / name), "--json")
        (written,) = ended.rows
        assert written == {"id": made.id, "version": 5, "written": str(tmp_path / name)}
    assert "改过的题目" in (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "改过的题目" in docx.Document(str(tmp_path / "out.docx")).paragraphs[0].text
    old = presales(home, "outline", "export", made.id, "--version", "1", "-o", str(tmp_path / "old.md"))
    assert old.code == 0
    assert "改过的题目" not in (tmp_path / "old.md").read_text(encoding="utf-8")


def test_a_copied_template_is_followed_as_it_was_changed(home: Path) -> None:
    (zh, *_) = [
        r
        for r in presales(home, "template", "copy", "default", "短的", "--json").rows
        if r["language"] == "zh"
    ]
    path = Path(zh["path"])
    assert zh["own"] is True and path.is_relative_to(home)
    words = path.read_text(encoding="utf-8")
    assert words.count("同类案例") >= 1
    path.write_text(words.replace("同类案例", "我们做过的"), encoding="utf-8")
    headings = [section.heading for section in drafted(home, "-", "--template", "短的", stdin=NEED).sections]
    assert "我们做过的" in headings and "同类案例" not in headings
    shown = presales(home, "template", "show", "短的").out
    assert "我们做过的" in shown
    listed = presales(home, "template", "list", "--json").rows
    assert {"default", "短的"} <= {row["name"] for row in listed if row["type"] == "outline"}


def test_a_companys_layout_is_kept_and_its_header_is_on_the_exported_file(home: Path, tmp_path: Path) -> None:
    (tmp_path / "公司.docx").write_bytes(sample_layouts.company())
    (added,) = presales(home, "template", "add", str(tmp_path / "公司.docx"), "--json").rows
    assert added["name"] == "公司" and added["offers"]
    named = presales(home, "template", "add", str(tmp_path / "公司.docx"), "--name", "另一名", "--json").rows
    assert named[0]["name"] == "另一名"
    layouts = [
        row["name"] for row in presales(home, "template", "list", "--json").rows if row["type"] == "layout"
    ]
    assert {"公司", "另一名"} <= set(layouts)
    out = tmp_path / "方案.docx"
    ended = presales(home, "outline", "-", "--layout", "公司", "-o", str(out), stdin=NEED)
    assert ended.code == 0, ended.err
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as package:
        given = zipfile.ZipFile(io.BytesIO(sample_layouts.company()))
        assert package.read("word/header1.xml") == given.read("word/header1.xml")
        assert "远航智能是仓储与物流自动化的集成商" in package.read("word/document.xml").decode()
        assert "质保不少于 3 年" in package.read("word/document.xml").decode()


def test_several_files_are_written_from_one_draft(home: Path, tmp_path: Path) -> None:
    files = [tmp_path / "deep" / "a.docx", tmp_path / "b.md"]
    outputs = [part for file in files for part in ("-o", str(file))]
    ended = presales(home, "outline", "-", *outputs, "--json", stdin=NEED)
    assert ended.code == 0 and len(ended.rows) == 1
    assert all(file.is_file() and str(file) in ended.err for file in files)
    assert json.dumps(ended.rows[0]["title"], ensure_ascii=False).strip('"') in files[1].read_text("utf-8")
