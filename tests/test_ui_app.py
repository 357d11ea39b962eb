"""The pages' logic, run without a browser: what is asked, refused, kept and said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sample_outlines
from streamlit.testing.v1 import AppTest

from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.errors import Misconfigured
from knowledge.presales import Outline, Provenance
from knowledge.store import outlines
from ui.texts import Language, text

APP = str(Path(__file__).parents[1] / "ui" / "app.py")
NEED = "# 冷链仓库\n\n我们要建一座冷链仓库。\n\n1. 断网后 30 分钟内恢复。\n2. 质保期 3 年。\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PRESALES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PRESALES_MODELS", str(tmp_path / "no models"))
    monkeypatch.setenv("PRESALES_LANGUAGE", "zh")
    monkeypatch.setattr(Workspace, "prepare_model", _without_weights)
    return tmp_path / "home"


def _without_weights(*_: object) -> None:
    """A machine on which no model can be prepared: the pages then work by words alone."""
    raise Misconfigured("没有权重", "no weights")


def opened(home: Path) -> Workspace:
    return Workspace.open(Settings(home=home, models=home / "no models"))


def library_page() -> None:
    from ui.pages import library
    from ui.widgets import told

    with told():
        library.show()


def outline_page() -> None:
    from ui.pages import outline
    from ui.widgets import told

    with told():
        outline.show()


def app(page: Callable[[], None], language: Language = "zh") -> AppTest:
    made = AppTest.from_function(page, default_timeout=90)
    made.session_state["language"] = language
    return made


def on_paper(at: AppTest) -> str:
    """Everything drawn on paper, as the data that travels to the browser."""
    return "\n".join(
        json.dumps(json.loads(element.proto.json), ensure_ascii=False) for element in at.get("bidi_component")
    )


def kept(home: Path) -> Outline:
    """A stored outline that belongs to the local user."""
    workspace = opened(home)
    with workspace.record.writing() as connection:
        return outlines.save(connection, workspace.settings.principal, sample_outlines.warehouse())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_app_opens_on_an_empty_home(
    home: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv("PRESALES_LANGUAGE", language)
    at = AppTest.from_file(APP, default_timeout=90).run()
    assert not at.exception
    assert not at.error
    assert at.title[0].value == text(language, "page.library.title")
    assert text(language, "page.library.empty") in [info.value for info in at.info]


@pytest.mark.parametrize(
    ("language", "page"), [("zh", outline_page), ("en", outline_page), ("en", library_page)]
)
def test_every_page_speaks_the_chosen_language(
    home: Path, language: Language, page: Callable[[], None]
) -> None:
    at = app(page, language).run()
    assert not at.error
    name = "outline" if page is outline_page else "library"
    assert at.title[0].value == text(language, f"page.{name}.title")
    assert at.caption[0].value == text(language, f"page.{name}.lead")


def add(at: AppTest, *files: tuple[str, str]) -> AppTest:
    at.file_uploader[0].set_value([(name, words.encode(), "text/markdown") for name, words in files]).run()
    return at


def test_an_upload_ends_in_named_outcomes_and_is_found_by_words(home: Path) -> None:
    at = app(library_page).run()
    add(at, ("冷链方案.md", "# 冷链方案\n\n断网后三十分钟内恢复作业。"), ("坏.docx", "not a zip"))
    at.button(key="add").click().run()
    assert not at.exception
    said = on_paper(at)
    assert text("zh", "page.outcome.indexed") in said
    assert "坏.docx" in said
    assert {one.outcome for one in at.session_state["arrived"]} > {"indexed"}
    assert text("zh", "page.add.without_model") in [warning.value for warning in at.warning]
    at.text_input(key="query").set_value("断网恢复").run()
    assert '"text": "断网", "role": "word"' in on_paper(at)
    notices = " ".join(caption.value for caption in at.caption)
    assert text("zh", "page.find.meaning", ready=0, of=1) in notices
    assert text("zh", "page.notice.words-only:no-model") in notices


def test_a_known_name_with_other_bytes_is_asked_about_before_anything_is_done(home: Path) -> None:
    at = app(library_page).run()
    add(at, ("甲.md", "# 甲\n\n原来的内容。")).button(key="add").click().run()
    add(at, ("甲.md", "# 甲\n\n改过的内容。"))
    assert at.button(key="add").disabled
    question = at.radio[0]
    assert "甲" in question.label
    question.set_value(True).run()
    assert not at.button(key="add").disabled
    at.button(key="add").click().run()
    held = sorted(source.path for source, _ in opened(home).library.listed())
    assert held == ["甲 (2).md", "甲.md"]


def test_asking_for_vectors_without_a_model_is_answered(home: Path) -> None:
    at = app(library_page).run()
    add(at, ("甲.md", "# 甲\n\n一。")).button(key="add").click().run()
    at.session_state["arrived"] = []
    at.run()
    assert not at.warning
    at.button(key="embed").click().run()
    assert [one.value for one in at.warning] == [text("zh", "page.add.without_model")]


def test_a_selection_ends_when_other_rows_are_shown(home: Path) -> None:
    at = app(library_page).run()
    add(at, ("甲.md", "# 甲\n\n一。"), ("乙.md", "# 乙\n\n二。")).button(key="add").click().run()
    before = at.dataframe[0].proto.id
    at.text_input(key="list_words").set_value("不分大小写的甲").run()
    none_shown = at.dataframe[0].proto.id
    at.text_input(key="list_words").set_value("甲").run()
    assert len({before, none_shown, at.dataframe[0].proto.id}) == 3
    at.text_input(key="list_words").set_value("").run()
    assert at.dataframe[0].proto.id == before


def test_an_unexpected_error_gives_a_number_and_no_detail(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Workspace) -> int:
        raise RuntimeError("a secret detail")

    at = app(library_page).run()
    add(at, ("甲.md", "# 甲\n\n内容。")).button(key="add").click().run()
    monkeypatch.setattr(Workspace, "waiting_for_meaning", fails)
    at.run()
    assert len(at.error) == 1
    assert "secret" not in at.error[0].value
    assert not at.exception


def test_a_home_that_cannot_be_used_says_what_to_do(home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where a folder should be")
    at = app(library_page).run()
    assert len(at.error) == 1
    assert "home" in at.error[0].value
    assert not at.exception


def test_an_unknown_outline_is_a_sentence_with_a_way_back(home: Path) -> None:
    at = app(outline_page)
    at.query_params["id"] = "nothing"
    at.run()
    assert "nothing" in at.error[0].value
    at.button(key="back").click().run()
    assert not at.error


def test_a_draft_without_a_need_asks_for_one(home: Path) -> None:
    at = app(outline_page).run()
    at.button(key="draft").click().run()
    assert text("zh", "page.draft.nothing") in [info.value for info in at.info]


def test_a_need_becomes_an_outline_whose_gaps_are_in_sight(home: Path) -> None:
    at = app(outline_page).run()
    at.text_area(key="need").set_value(NEED).run()
    at.button(key="draft").click().run()
    assert not at.error
    assert not at.exception
    said = on_paper(at)
    assert '"kind": "gap"' in said
    assert at.query_params["id"] == opened(home).desk.listed()[0][0].id


def test_a_citation_whose_source_is_gone_says_so_and_withholds_its_quote(home: Path) -> None:
    outline = kept(home)
    at = app(outline_page)
    at.query_params["id"] = outline.id
    at.session_state["open_citation"] = "1"
    at.run()
    assert len(at.error) == 1
    first = next(
        point.citations[0] for section in outline.sections for point in section.points if point.citations
    )
    said = on_paper(at)
    assert '"text": "（原文不再可读）", "role": "passage"' in said
    assert f'"text": "{first.quote}", "role": "passage"' not in said


def test_an_edit_against_an_older_version_is_told_and_keeps_the_text(home: Path) -> None:
    outline = kept(home)
    at = app(outline_page)
    at.query_params["id"] = outline.id
    at.run()
    at.button(key="edit").click().run()
    mine = at.text_area(key="edited_text").value + "\n"
    desk = opened(home).desk
    desk.set_status(outline.id, "in_review")
    at.text_area(key="edited_text").set_value(mine.replace("分层架构", "分层结构")).run()
    at.button(key="save").click().run()
    assert len(at.error) == 1
    assert "分层结构" in at.text_area(key="edited_text").value
    assert desk.get(outline.id).version == 2


@pytest.mark.parametrize(("ready", "said"), [((0, 9), "只按词"), ((4, 9), "4/9"), ((9, 9), ""), (None, "")])
def test_a_draft_says_on_its_page_when_evidence_was_found_by_words_alone(
    home: Path, ready: tuple[int, int] | None, said: str
) -> None:
    workspace = opened(home)
    made = Provenance(made_at="2026-11-20T08:00:00", meaning_ready=ready)
    outline = sample_outlines.warehouse().model_copy(update={"provenance": made})
    with workspace.record.writing() as connection:
        stored = outlines.save(connection, workspace.settings.principal, outline)
    at = app(outline_page)
    at.query_params["id"] = stored.id
    at.run()
    assert [said in one.value for one in at.warning] == [True] * bool(said)


def test_a_saved_edit_is_a_new_version(home: Path) -> None:
    outline = kept(home)
    at = app(outline_page)
    at.query_params["id"] = outline.id
    at.run()
    at.button(key="edit").click().run()
    words = at.text_area(key="edited_text").value
    title = outline.title
    at.text_area(key="edited_text").set_value(words.replace(f"# {title}", f"# {title}（修订）")).run()
    at.button(key="save").click().run()
    assert not at.error
    latest = opened(home).desk.get(outline.id)
    assert (latest.version, latest.title) == (2, f"{title}（修订）")
    assert "（修订）" in on_paper(at)


def test_what_stands_in_the_way_of_the_customer_is_listed(home: Path) -> None:
    outline = kept(home)
    at = app(outline_page)
    at.query_params["id"] = outline.id
    at.run()
    at.button(key="for_customer").click().run()
    workspace = opened(home)
    obstacles = workspace.desk.obstacles(workspace.desk.get(outline.id))
    assert obstacles
    said = on_paper(at)
    assert all(json.dumps(one.zh, ensure_ascii=False) in said for one in obstacles)
    assert not [button for button in at.get("download_button") if "for_customer" in button.proto.id]


def test_the_status_is_changed_by_a_person(home: Path) -> None:
    outline = kept(home)
    at = app(outline_page)
    at.query_params["id"] = outline.id
    at.run()
    at.selectbox[0].set_value("in_review").run()
    assert opened(home).desk.get(outline.id).status == "in_review"


def test_a_status_there_is_none_of_is_never_stored(home: Path) -> None:
    outline = kept(home)
    desk = opened(home).desk
    with pytest.raises(Misconfigured):
        desk.set_status(outline.id, "草稿")  # type: ignore[arg-type]
    assert desk.get(outline.id).status == outline.status
