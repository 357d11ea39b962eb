"""The customer's copy is reachable: the sample company's draft, edited as a person would, goes out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from assistant.drafting.export import markdown
from assistant.grounding.gate import handed_over
from assistant.grounding.prices import worth
from assistant.grounding.remarks import internal, notes, without_notes
from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.errors import NotAllowed
from knowledge.evidence import Unsupported
from knowledge.presales import Customer, Deal, Outline
from knowledge.store import outlines

EXAMPLES = Path(__file__).parent.parent / "examples"
ANSWER = "- 系统部署在贵方机房，断网时本地继续作业。"
QUANTITIES = {"HY-AMR600S": "12 台", "HY-WS-P": "6 套", "HY-SH12": "400 组", "HY-CV60": "60 米"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample company with its customers and deals, found by words alone."""
    home = tmp_path_factory.mktemp("copy")
    opened = Workspace.open(Settings(home=home, models=home / "none"))
    for line in (EXAMPLES / "customers.jsonl").read_text(encoding="utf-8").splitlines():
        opened.save_customer(Customer.model_validate_json(line))
    for line in (EXAMPLES / "deals.jsonl").read_text(encoding="utf-8").splitlines():
        opened.save_deal(Deal.model_validate_json(line))
    assert {each.outcome for each in opened.intake.add([EXAMPLES / "library"], {})} == {"indexed"}
    yield opened


@pytest.fixture(scope="module")
def drafted(workspace: Workspace) -> Outline:
    """The sample draft, with a statement the last check took out of it."""
    with workspace.reader() as worker:
        made = workspace.desk.draft(worker, "need.md", (EXAMPLES / "need.md").read_bytes())
    kept = made.model_copy(
        update={"unsupported": (Unsupported(text="可用性 99.999%", reason="no-citation"),)}
    )
    with workspace.record.writing() as connection:
        return outlines.save(connection, workspace.settings.principal, kept)


def as_a_person(text: str) -> str:
    """Every gap answered or deleted, every cell to fill filled, every note looked into."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("- [ ] "):
            lines.append(_filled(line) if line.startswith("|") else _settled(line))
        elif ANSWER not in lines:
            lines.append(ANSWER)
    return "\n".join(lines) + "\n"


def _settled(line: str) -> str:
    """The line without its notes and without what it tells colleagues."""
    return without_notes(line).replace("，清单向研发索取", "")


def _filled(row: str) -> str:
    """The row with its quantity, and its subtotal left to the quotation."""
    model = next((name for name in QUANTITIES if name in row), "")
    return row.replace("待补", QUANTITIES.get(model, "1 套"), 1).replace("待补", "见报价单")


def test_the_sample_need_says_whose_it_is(drafted: Outline) -> None:
    assert drafted.customer == "禾穗优选供应链管理有限公司"
    assert not drafted.customer_told


def test_the_customers_copy_is_refused_while_something_is_open_and_reached_by_editing(
    workspace: Workspace, drafted: Outline
) -> None:
    with pytest.raises(NotAllowed):
        workspace.desk.export(drafted, "docx", for_customer=True)
    edited = workspace.desk.edited(drafted.id, as_a_person(workspace.desk.editable(drafted.id)))
    assert edited.unsupported
    assert workspace.desk.obstacles(edited) == ()
    copy = workspace.desk.export(edited, "md", for_customer=True).decode()
    word = docx.Document(io.BytesIO(workspace.desk.export(edited, "docx", for_customer=True)))
    said = "\n".join([copy, *(paragraph.text for paragraph in word.paragraphs)])
    said += "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "断网时本地继续作业" in said
    assert "12 台" in said
    assert not any(word in said for word in ("99.999", "need.md", "待补", "瑞谷", "郑怀远", "内部稿"))


def test_nothing_the_house_says_to_itself_is_in_a_copy_that_goes_out(
    workspace: Workspace, drafted: Outline
) -> None:
    kept = [point.text for section in drafted.sections for point in section.points]
    assert any(list(notes(text)) for text in kept)
    assert {"note", "internal"} <= {one.reason for one in workspace.desk.obstacles(drafted)}
    edited = workspace.desk.edited(drafted.id, as_a_person(workspace.desk.editable(drafted.id)))
    copy = workspace.desk.export(edited, "md", for_customer=True).decode()
    assert not [*notes(copy), *internal(copy)]


def test_taking_a_note_away_keeps_the_points_evidence(workspace: Workspace, drafted: Outline) -> None:
    edited = workspace.desk.edited(drafted.id, without_notes(workspace.desk.editable(drafted.id)))
    said = {p.text: p for s in edited.sections for p in s.points}
    noted = [p for s in drafted.sections for p in s.points if list(notes(p.text))]
    assert noted
    for point in noted:
        assert said[without_notes(point.text)].citations == point.citations


def test_a_price_of_another_customer_typed_in_keeps_the_copy_back(
    workspace: Workspace, drafted: Outline
) -> None:
    desk = workspace.desk
    text = as_a_person(desk.editable(drafted.id))
    marker = "## 服务与保障"
    typed = text.replace(marker, f"- 我们给另一家客户的成交价是 568 万元\n\n{marker}")
    changed = desk.edited(drafted.id, typed)
    (found,) = desk.obstacles(changed)
    assert found.reason == "price"
    assert "另一家客户的成交价是 568 万元" in found.zh
    quiet = desk.editable(drafted.id).replace("我们给另一家客户的成交价是 568 万元", "总价 568 万元")
    (found,) = desk.obstacles(desk.edited(drafted.id, quiet))
    assert found.reason == "price"
    assert "总价 568 万元" in found.zh


MENTIONS = [
    "希望像{name}那样采用货到人，{person}介绍过效果。",
    "我们去年参观过{name}，{person}说成交价不高。",
    "{name}是我们的客户，他们的{person}推荐了贵司。",
    "参考客户：{name}（{person}）",
    "We visited {name} and {person} showed us around.",
]


@pytest.mark.parametrize(
    ("form", "owner", "stated"),
    [(form, ("C-001", "C-008")[n % 2], n % 3 == 0) for n, form in enumerate(MENTIONS)],
)
def test_a_customer_the_need_mentions_reaches_neither_draft_nor_copy(
    workspace: Workspace, form: str, owner: str, stated: bool
) -> None:
    register = {one.id: one for one in workspace.library.customers()}
    other = register[owner]
    need = (EXAMPLES / "need.md").read_text(encoding="utf-8")
    if not stated:
        need = need.replace("客户全称：禾穗优选供应链管理有限公司，做", "做")
    for name, spot in zip(
        (other.name, *other.short_names), ("## 他们要什么", "## 商务", "## 其他"), strict=False
    ):
        need = need.replace(spot, f"{form.format(name=name, person=other.people[0].name)}\n\n{spot}")
    with workspace.reader() as worker:
        outline = workspace.desk.draft(worker, "need.md", need.encode())
    assert outline.customer == ("禾穗优选供应链管理有限公司" if stated else None)
    points = [point for section in outline.sections for point in section.points]
    assert sum(point.past_deal for point in points) >= 3
    said = [outline.title, *(point.text for point in points)]
    said += [cell for s in outline.sections for t in s.tables for row in t.rows for cell in row]
    said += [f"{gap.text}{gap.ask}" for s in outline.sections for gap in s.gaps]
    copy = markdown.render(handed_over(outline, workspace.library), for_customer=True)
    text = "\n".join([*said, copy])
    names = [n for c in register.values() for n in (c.name, *c.short_names, *(p.name for p in c.people))]
    assert [name for name in names if name in text] == []
    amounts = [Decimal(str(deal.amount)) for deal in workspace.library.deals() if deal.amount]
    assert not worth(text) & set(amounts)
