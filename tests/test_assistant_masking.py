"""What another customer's words must not carry: names however they are spelt, people, amounts of money."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.drafting.candidates import is_past_deal
from assistant.grounding.names import names_of, register
from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.evidence import Source
from knowledge.presales import Customer, Person

CUSTOMERS = [
    Customer(
        id="c1", name="苏州恒远物流有限公司", short_names=("恒远",), industry="仓储",
        people=(Person(name="陈国强"), Person(name="Alice Wong")),
    ),
    Customer(id="c2", name="Northwind Traders Ltd.", short_names=("NWT",)),
    Customer(id="c3", name="華光電子股份有限公司"),
]  # fmt: skip
NAMES = register(CUSTOMERS, (), "别家")


@pytest.mark.parametrize(
    "text",
    [
        "恒遠物流上線", "蘇州恆遠物流有限公司", "恒\u200b远物流", "恒·远", "陳國強經理", "Wong, Alice", "NORTHWIND",
        "Northwind's site", "N W T", "N.W.T.", "NWT2024", "northwind-traders.com", "Northwind_Traders", "华光电子", "華光電子",
    ],
)  # fmt: skip
def test_a_name_is_found_in_traditional_characters_with_separators_and_in_domains(text: str) -> None:
    assert NAMES.find(text)


@pytest.mark.parametrize("text", ["远程恒温", "the north wind", "general traders", "华北光电", "information"])
def test_ordinary_words_are_no_names(text: str) -> None:
    assert not NAMES.find(text)


@pytest.mark.parametrize(
    "kept_as", ["恒远", "c1", "苏州恒远物流有限公司", "蘇州恆遠物流有限公司", "恒远物流"]
)
@pytest.mark.parametrize("needed_as", ["恒远", "c1", "苏州恒远物流有限公司"])
def test_a_customers_own_document_is_its_own_by_any_of_its_names(kept_as: str, needed_as: str) -> None:
    source = Source(path="a.md", document_id="x", kind="proposal", customer=kept_as)
    own = names_of(CUSTOMERS, needed_as)
    assert not is_past_deal(source, own)
    assert not register(CUSTOMERS, [source], needed_as).find("恒远物流与陈国强")
    assert is_past_deal(source, names_of(CUSTOMERS, "NWT"))


def test_every_customer_ever_named_is_known_for_masking_and_listed_nowhere(tmp_path: Path) -> None:
    work = Workspace.open(Settings.from_environment(tmp_path / "home"))
    file = tmp_path / "a.md"
    file.write_text("# 旧案例\n\n内容\n", encoding="utf-8")
    list(work.intake.add([file], {"kind": "other", "customer": "大润发超市"}))
    file.write_text("# 旧案例\n\n内容改\n", encoding="utf-8")
    list(work.intake.add([file], {"kind": "other", "customer": "禾穗连锁"}))
    assert {"大润发超市", "禾穗连锁"} <= {c.name for c in work.library.every_customer()}
    assert not work.library.customers()
