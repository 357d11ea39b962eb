"""A draft holds nothing its person may not read: no citation, source, label or word, in the record and in files."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from small_library import need_of

from assistant.drafting.export import markdown, word
from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.template import load_template
from assistant.settings import Settings
from assistant.workspace import Workspace
from ingest.chunk import chunks_of
from ingest.read import read
from knowledge.errors import NotFound
from knowledge.evidence import Principal, Source
from knowledge.presales import Customer, Deal, Outline
from knowledge.store import documents, parties, sources

ZH = load_template("default", "zh")
NEED = """# 供水管网漏损监测需求

客户名称：云溪供水有限公司

- 漏损异常 30 分钟内告警
- 质保不少于 2 年，故障 4 小时到场
- 平台本地部署，双机热备
- 电磁流量计 LD-200 共 12 台
- 工期不超过 6 个月
"""
KINDS = ("case", "product", "proposal", "price_list", "faq")
PEOPLE = ("anna", "bo")
"""Two people; ``sales`` is a group of the first."""
RIGHTS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from([(), ("anna",), ("bo",), ("sales",)])),
    min_size=len(KINDS),
    max_size=len(KINDS),
)
ANNA = Principal(user="anna", groups=("sales",))


def text_of(number: int, kind: str) -> str:
    """A document that answers the need under every heading, with a word nobody else says."""
    canary = f"口令{'甲乙丙丁戊'[number]}{number}号"
    if kind == "price_list":
        row = f"| LD-200 | 电磁流量计{canary} | 台 | 1{number}500 |"
        return f"# 价格表 {canary}\n\n| 型号 | 名称 | 单位 | 单价 |\n|---|---|---|---|\n{row}\n"
    return f"""# 供水管网漏损监测 {canary}

## 总体方案
{canary}平台按夜间最小流量法分析供水管网漏损，漏损异常 {20 + number} 分钟内告警。

## 部署方案
{canary}平台本地部署在供水调度机房，双机热备。

## 实施计划
{canary}供水项目总工期 {3 + number % 3} 个月。

## 售后服务
{canary}质保 {2 + number} 年，故障 {4 - number % 2} 小时到场。

## 风险与对策
{canary}安装电磁流量计 LD-200 需要停水，安排在夜间。
"""


def stocked(folder: Path, rights: list[tuple[str, tuple[str, ...]]]) -> Workspace:
    """One document of each kind with the given owner and readers, and a deal of each past project."""
    workspace = Workspace.open(Settings(home=folder, models=folder / "no models", principal=ANNA))
    with workspace.record.writing() as connection:
        for number, (kind, (owner, access)) in enumerate(zip(KINDS, rights, strict=True)):
            path = f"{kind}-{number}.md"
            document = read(path, text_of(number, kind).encode()).document
            kept = documents.put(connection, document, chunks_of(document))
            past = (
                {"customer": f"第{number}供水公司", "industry": "供水"}
                if kind in ("case", "proposal")
                else {}
            )
            about = {"kind": kind, "owner": owner, "access": access, "title": document.title, **past}
            source = Source.model_validate({"path": path, "document_id": document.id, **about})
            sources.put(connection, source, kept)
    return workspace


def exported(outline: Outline) -> str:
    """Everything the internal draft says, as Markdown and as Word."""
    opened = docx.Document(io.BytesIO(word.render(outline)))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([markdown.render(outline), *(p.text for p in opened.paragraphs), *cells])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rights=RIGHTS)
@example(rights=[("anna", ())] * len(KINDS))
@example(rights=[("bo", ())] * len(KINDS))
def test_a_draft_cites_names_and_exports_only_what_its_person_may_read(
    tmp_path_factory: pytest.TempPathFactory, rights: list[tuple[str, tuple[str, ...]]]
) -> None:
    workspace = stocked(tmp_path_factory.mktemp("rights"), rights)
    readable = {
        f"{kind}-{number}.md"
        for number, (kind, (owner, access)) in enumerate(zip(KINDS, rights, strict=True))
        if owner == "anna" or {"anna", "sales"} & set(access)
    }
    outline = draft(
        workspace.library, read_need(need_of(NEED)), ZH, made_at="2026-11-20T08:00:00",
        deals=workspace.library.deals(),
    )  # fmt: skip
    cited = {c.source for s in outline.sections for p in s.points for c in p.citations}
    cited |= {c.source for s in outline.sections for t in s.tables for row in t.citations for c in row}
    assert cited <= readable
    assert bool(cited) == bool(readable)
    said = exported(outline).replace("\\", "")
    for number, kind in enumerate(KINDS):
        hidden = f"{kind}-{number}.md" not in readable
        assert not hidden or f"口令{'甲乙丙丁戊'[number]}" not in said
        assert not hidden or f"{kind}-{number}" not in said


def test_another_persons_outline_is_not_listed_shown_edited_compared_or_exported(tmp_path: Path) -> None:
    anna = stocked(tmp_path, [("anna", ())] * len(KINDS))
    with anna.reader() as worker:
        made = anna.desk.draft(worker, "need.md", NEED.encode())
    assert anna.desk.get(made.id).sections == made.sections
    bo = Workspace.open(
        Settings(home=tmp_path, models=tmp_path / "no models", principal=Principal(user="bo"))
    )
    assert bo.desk.listed() == []
    text = anna.desk.editable(made.id)
    for refused in (
        lambda: bo.desk.get(made.id),
        lambda: bo.desk.editable(made.id),
        lambda: bo.desk.edited(made.id, text),
        lambda: bo.desk.set_status(made.id, "final"),
        lambda: bo.desk.differences(made.id, 1, 1),
    ):
        with pytest.raises(NotFound):
            refused()
    cited = {c.document_id for s in made.sections for p in s.points for c in p.citations}
    assert cited
    for document_id in cited:
        with pytest.raises(NotFound):
            bo.library.original(document_id)
        with pytest.raises(NotFound):
            bo.library.document(document_id)


def test_a_deal_one_may_not_read_is_no_basis_of_a_draft(tmp_path: Path) -> None:
    """Whether a case was lost is known from its deal; a deal of somebody else tells nothing and answers nothing."""
    anna = stocked(tmp_path, [("anna", ())] * len(KINDS))
    with anna.record.writing() as connection:
        parties.save_customer(connection, Principal(user="bo"), Customer(id="C", name="云溪供水有限公司"))
        parties.save_deal(connection, Principal(user="bo"), Deal(id="D", name="一期", customer="C"))
    assert anna.library.deals() == []
    with anna.reader() as worker, pytest.raises(NotFound):
        anna.desk.draft(worker, "need.md", NEED.encode(), deal="D")
