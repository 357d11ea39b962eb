"""What another customer's words must not carry: names however they are spelt, people, amounts of money."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assistant.drafting.evidence.candidates import is_past_deal
from assistant.grounding.mask import masked, money
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


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("成交 380 万", "380"), ("合同总额叁佰捌拾万元", "叁佰"), ("合同额约三百八十万", "三百八十"), ("380w", "380"),
        ("成交在 380 个左右", "380"), ("HK$ 300,000", "HK"), ("合同额为人民币（大写）叁佰", "叁佰"), ("每台 18.5万", "18"),
        ("18.5 万/台", "18"), ("18.88 万/年", "18"), ("优惠到八五折", "八五"), ("2.5百万", "2.5"), ("costs 45k per robot", "45"),
        ("3 800 000 元", "3 800"), ("三百八十万", "三百"), ("38O万元", "38"), ("单台价18万5", "18"), ("项目总投入 1.2 亿", "1.2"),
        ("NT$5,000", "NT"), ("港币 50 万", "50"), ("日元 500 万", "500"), ("万元: 380", "380"), ("首付款 113.28 万", "113"),
        ("138-0013-8000", "138"), ("138 0013 8000", "138"), ("021-5555 8888", "021"), ("(021)55558888", "021"),
        ("微信 chen_gq", "chen"), ("陈工", "陈"), ("李四经理", "李四"), ("欧阳总", "欧阳"), ("赵国华副总", "赵国华"),
        ("联系人：王建国", "王建国"), ("John Smith, IT manager", "Smith"), ("Ms Wong", "Wong"),
    ],
)  # fmt: skip
def test_amounts_and_people_of_another_customer_go_however_they_are_written(text: str, secret: str) -> None:
    assert secret not in masked(text, NAMES, "zh", prices=True)


@pytest.mark.parametrize(
    "text",
    [
        "每天处理 3 万件", "日均 12 万单", "仓库面积 2 万平方米", "处理能力 1.2 万/小时", "高性能总线", "周总结", "合同 12 份",
        "管道直径 380 mm", "工期 90 天，质保 3 年", "方案总体架构", "施工图",
    ],
)  # fmt: skip
def test_plain_quantities_and_words_stay(text: str) -> None:
    assert masked(text, NAMES, "zh", prices=True) == text


def test_a_product_text_loses_amounts_and_people_only_where_it_names_a_customer() -> None:
    said = masked("单价 30 万元。恒远已在用，单价 18 万元，王建国经理验收。", NAMES, "zh", prices=False)
    assert "30 万元" in said
    assert not any(secret in said for secret in ("18", "王建国", "恒远"))


@pytest.mark.parametrize("character", ["1", " ", "一", "1,", "价", "a", "1 "])
def test_money_is_found_in_linear_time(character: str) -> None:
    """Sixteen times the time for four times the text would be quadratic."""

    def cost(characters: int) -> float:
        begun = time.process_time()
        money(character * characters)
        return time.process_time() - begun

    assert min(cost(40_000) for _ in range(2)) < 10 * max(cost(10_000), 0.005)
