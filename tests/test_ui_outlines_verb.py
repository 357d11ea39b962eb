"""``outline`` on the command line: what goes to stdout, and how it ends."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
import sample_outlines
import water_company
from command_line import presales

from assistant.drafting.edit import Change
from assistant.drafting.export.manuscript import compose
from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.presales import Outline
from knowledge.store import outlines
from ui.commands.outlines import _changed
from ui.console import Console


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


NEED = """# 云溪县仓储改造需求

客户名称：云溪冷链有限公司

## 要求
- 拣选处理量不低于 5,000 件/小时
- 质保不少于 3 年
- 预算 300 万元
"""


def need_file(folder: Path, text: str = NEED, name: str = "n2.md") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def with_library(home: Path, folder: Path) -> str:
    """A product sheet that answers a need, kept without vectors; returns the need's file."""
    sheet = folder / "LeakEye.md"
    sheet.write_text(water_company.PRODUCT, encoding="utf-8")
    workspace = Workspace.open(Settings(home=home, models=home / "no models"))
    list(workspace.intake.add([sheet], {"kind": "product", "products": ("LeakEye",)}))
    return need_file(folder, water_company.NEED)


def test_two_equal_versions_are_one_object_without_changes(tmp_path: Path) -> None:
    outline = kept(tmp_path)
    assert presales(tmp_path, "outline", "diff", outline, "1", "1", "--json").rows == [
        {"id": outline, "old": 1, "new": 1, "changes": []}
    ]
    presales(tmp_path, "outline", "edit", outline, "--status", "final")
    text = presales(tmp_path, "outline", "edit", outline).out.replace("解决方案", "方案")
    presales(tmp_path, "outline", "edit", outline, need_file(tmp_path, text, "edited.md"))
    (told,) = presales(tmp_path, "outline", "diff", outline, "--json").rows
    assert (told["old"], told["new"]) == (1, 3)
    assert [change["what"] for change in told["changes"]] == ["title"]


def test_a_need_drafted_twice_in_one_second_is_two_records(tmp_path: Path) -> None:
    path = need_file(tmp_path)
    with mock.patch("assistant.desk.now", return_value="2026-11-20T08:00:00+00:00"):
        drafted = [presales(tmp_path, "outline", path, "--json").rows[0] for _ in range(3)]
    assert len({one["id"] for one in drafted}) == 3
    assert {one["version"] for one in drafted} == {1}
    assert len(presales(tmp_path, "outlines", "--json").rows) == 3


def test_spans_are_pairs_as_search_prints_them_and_old_records_load(tmp_path: Path) -> None:
    (drafted,) = presales(tmp_path, "outline", with_library(tmp_path, tmp_path), "--json").rows
    cited = [c for s in drafted["sections"] for p in s["points"] for c in p["citations"]]
    assert cited
    for citation in cited:
        start, end = citation["span"]
        assert end - start == len(citation["quote"])
    assert all(drafted["need"][slice(*r["span"])] == r["text"] for r in drafted["requirements"])
    named = Outline.model_validate(drafted).model_dump(mode="json")
    assert named["requirements"][0]["span"].keys() == {"start", "end"}
    assert Outline.model_validate(named) == Outline.model_validate(drafted)


def test_an_unregistered_customer_is_said_to_be_and_an_unknown_deal_is_refused(tmp_path: Path) -> None:
    path = need_file(tmp_path)
    ended = presales(tmp_path, "outline", path, "--customer", "云溪冷链", "--json")
    assert (ended.code, ended.rows[0]["customer"]) == (0, "云溪冷链")
    assert "customers add 云溪冷链" in ended.err
    refused = presales(tmp_path, "outline", path, "--deal", "D-404")
    assert (refused.code, refused.out) == (1, "")
    assert "D-404" in refused.err
    assert len(presales(tmp_path, "outlines", "--json").rows) == 1
    presales(tmp_path, "customers", "add", "云溪冷链有限公司", "--short", "云溪冷链")
    assert "customers add" not in presales(tmp_path, "outline", path, "--customer", "云溪冷链").err


def test_a_deal_of_another_customer_than_the_one_named_is_refused(tmp_path: Path) -> None:
    presales(tmp_path, "customers", "add", "云溪冷链有限公司")
    presales(tmp_path, "deals", "add", "冷链", "--id", "D-1", "--customer", "云溪冷链有限公司")
    path = need_file(tmp_path)
    assert (
        presales(tmp_path, "outline", path, "--deal", "D-1", "--json").rows[0]["customer"]
        == "云溪冷链有限公司"
    )
    refused = presales(tmp_path, "outline", path, "--deal", "D-1", "--customer", "恒远物流")
    assert refused.code == 1
    assert "云溪冷链有限公司" in refused.err


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("我们要建一个冷链仓库，拣选处理量不低于 5,000 件/小时。", "我们要建一个冷链仓库"),
        ("您好！\n想上一套货到人系统，预算 300 万元。", "想上一套货到人系统"),
        (
            "We need a warehouse system for 5,000 items/h. Budget 300k USD.",
            "We need a warehouse system for 5,000 items/h",
        ),
        ("客户名称：云溪冷链有限公司\n拣选处理量不低于 5,000 件/小时。", "云溪冷链有限公司解决方案大纲"),
    ],
)
def test_a_need_without_a_title_is_titled_by_whose_it_is_or_its_first_words(
    tmp_path: Path, text: str, title: str
) -> None:
    (drafted,) = presales(tmp_path, "outline", "-", "--json", stdin=text).rows
    assert drafted["title"] == title


def test_a_draft_made_without_a_model_says_so_on_stderr_in_its_provenance_and_on_its_first_lines(
    tmp_path: Path,
) -> None:
    ended = presales(tmp_path, "outline", with_library(tmp_path, tmp_path), "--json")
    ready, of = ended.rows[0]["provenance"]["meaning_ready"]
    assert (ready, of > 0) == (0, True)
    assert "仅按词" in ended.err
    shown = presales(tmp_path, "outline", "show", ended.rows[0]["id"]).out
    assert "只按词" in "\n".join(shown.splitlines()[:6])
    outline = Outline.model_validate(ended.rows[0])
    said = [line for line in compose(outline).meta if "只按词" in line[1]]
    assert len(said) == 1
    assert not [line for line in compose(outline, for_customer=True).meta if "只按词" in line[1]]
    ready_one = outline.model_copy(
        update={
            "provenance": outline.provenance
            and outline.provenance.model_copy(update={"meaning_ready": (3, 3)})
        }
    )
    assert not [line for line in compose(ready_one).meta if "只按词" in line[1]]


def test_a_difference_is_told_in_the_language_that_is_spoken() -> None:
    change = Change(section="服务", kind="changed", what="point", before="旧话", after="新话")
    said = {language: _changed(Console("", False, language), change) for language in ("zh", "en")}
    assert not [word for word in ("changed", "point", "judgement") if word in said["zh"]]
    assert "旧话 → 新话" in said["zh"]
    assert "changed point" in said["en"]
