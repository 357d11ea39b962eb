"""Drafts over real files: nothing quoted from a contents list, a header or the middle of a sentence; own language first."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import SampleCompany
from searchable import DATA

from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.evidence import Block, Citation, Document
from knowledge.presales import Outline

EXAMPLES = Path(__file__).parents[1] / "examples"
ENGLISH = b"""# Goods-to-person picking for a spare-parts warehouse

- The system shall run on premises and keep working when the network is down
- Robots shall carry loads of at least 500 kg
- Warranty of at least two years with spare parts
- The project shall take no more than six months
- Operators shall be trained before acceptance
"""
VOLCANO = """# 在线教育平台日志与数据分析需求

我们是一家在线教育公司，直播课堂用户增长很快。

- 云原生容器平台支持弹性扩缩容
- 数据分析平台支持实时查询
- 机器学习训练任务统一调度
- 迁移过程业务不中断
"""
DIRECTORY = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|\t)\s*\d+\s*$")
WHOLE = re.compile(r"[。！？!?；;：:.）)」”\"'%]")
LEADS = " \t|-*•·#>）)0123456789.、"

Draft = tuple[Workspace, Outline]


@pytest.fixture(scope="module")
def sample(sample_company: SampleCompany, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = tmp_path_factory.mktemp("real") / "home"
    shutil.copytree(sample_company.home, home)
    return Workspace.open(Settings.from_environment(home, "zh"))


@pytest.fixture(scope="module")
def volcano(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The public cases of a cloud vendor in two languages, found by words."""
    if not (DATA / "bilingual_case_volcano").is_dir():
        pytest.skip("needs ../shared/data/bilingual_case_volcano")
    home = tmp_path_factory.mktemp("volcano")
    opened = Workspace.open(Settings(home=home, models=home / "no models"))
    arrived = [one.outcome for one in opened.intake.add([DATA / "bilingual_case_volcano"], {"kind": "case"})]
    assert arrived.count("indexed") > 20
    return opened


@pytest.fixture(scope="module", params=["sample zh", "sample en", "volcano"])
def drafted(request: pytest.FixtureRequest) -> Draft:
    workspace: Workspace = request.getfixturevalue(request.param.split()[0])
    if request.param == "sample zh":
        return workspace, workspace.desk.listed()[0][0]
    content = ENGLISH if request.param == "sample en" else VOLCANO.encode()
    with workspace.reader() as worker:
        return workspace, workspace.desk.draft(worker, "need.md", content)


def points_cited(outline: Outline) -> list[Citation]:
    return [citation for s in outline.sections for point in s.points for citation in point.citations]


def block_of(document: Document, citation: Citation) -> Block:
    return next(block for block in document.blocks if block.span.holds(citation.span))


@pytest.mark.model
def test_no_contents_list_header_footer_or_heading_is_quoted(drafted: Draft) -> None:
    workspace, outline = drafted
    cited = points_cited(outline)
    assert cited
    for citation in cited:
        document = workspace.library.document(citation.document_id)
        block = block_of(document, citation)
        assert block.kind in ("paragraph", "list", "table", "note"), citation.quote
        assert not DIRECTORY.search(citation.quote)
        under = [span.of(document.text).replace("\u3000", "").strip() for span in block.headings]
        assert not {"目录", "目 录", "Contents", "Table of contents"} & set(under)
        running = [
            b.span.of(document.text).strip() for b in document.blocks if b.kind in ("header", "footer")
        ]
        assert citation.quote.strip() not in running
        assert citation.quote.strip() not in under


@pytest.mark.model
def test_a_quote_begins_and_ends_where_a_statement_does(drafted: Draft) -> None:
    """At its block's edge, at a line's, at a cell's, or at a mark that ends a clause: never within a word."""
    workspace, outline = drafted
    for citation in points_cited(outline):
        text = workspace.library.document(citation.document_id).text
        line = text[text.rfind("\n", 0, citation.span.start) + 1 : citation.span.start].rstrip(" \t|")
        after = text[citation.span.end :].lstrip(" \t|")[:1] or "\n"
        last = citation.quote.rstrip()[-1:]
        assert not line.strip(LEADS) or WHOLE.match(line[-1]), (line, citation.quote)
        assert after == "\n" or WHOLE.match(last) or WHOLE.match(after), (citation.quote, after)
        assert len(re.findall(r"\w", citation.quote)) >= 4


@pytest.mark.model
def test_another_language_speaks_unasked_only_where_the_needs_own_has_nothing_to_say(drafted: Draft) -> None:
    workspace, outline = drafted
    languages = {source.document_id: source.language for source in workspace.library.sources()}
    assert set(languages.values()) >= {"zh", "en"}
    for section in outline.sections:
        sourced = [point for point in section.points if point.citations]
        spoken = [languages[point.citations[0].document_id] for point in sourced]
        unasked = [language for point, language in zip(sourced, spoken, strict=True) if not point.answers]
        if outline.language in spoken:
            assert set(unasked) <= {outline.language}, section.heading
