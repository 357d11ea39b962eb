"""What masking leaves whole: no number is cut in two, and a number with a unit of its own is no price."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.folding import fold
from assistant.grounding.mask import masked
from assistant.grounding.money import money
from assistant.grounding.names import register
from assistant.grounding.people import people
from knowledge.presales import Customer, Person

NAMES = register(
    [
        Customer(
            id="c1",
            name="苏州恒远物流有限公司",
            short_names=("恒远", "360"),
            industry="仓储",
            people=(Person(name="陈国强"), Person(name="Tan Li Wen")),
        ),
        Customer(id="c2", name="Merivale Harbour Logistics Pte. Ltd."),
    ]
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
PRICE_WORDS = (
    "合同 ≥",
    "合同约定",
    "报价：",
    "单价",
    "成交",
    "费用为",
    "预算 ",
    "造价约",
    "投入",
    "尾款",
    "cost of ",
    "budget: ",
    "price ",
)
UNITS = (
    "件/小时",
    " 件/小时",
    "kW",
    " kW",
    " ℃",
    "℃",
    "%",
    "％",
    " %",
    " 台",
    "台",
    " 路",
    "路",
    " ms",
    "ms",
    " GB",
    "GB",
    " jobs/day",
    " jobs per day",
    " 万件/天",
    "万㎡",
    "人次",
    " 个 SKU",
    "个月",
    " 工作日",
    " d",
    "托/h",
    " order lines per hour",
    "mm",
    " m²",
    " V",
    "Hz",
    " 倍",
    "级",
    " units",
    "TB",
    " kWh",
    "节点",
    "套",
    " lux",
    "×600 mm",
    "㎡",
    " rpm",
    " Mbps",
    "dB",
)
WRITTEN = st.one_of(
    st.integers(2, 99_999).map(str),
    st.integers(1_000, 999_999).map("{:,}".format),
    st.decimals("0.1", "9999", places=2).map(str),
    st.tuples(st.integers(2, 99), st.integers(100, 999)).map(lambda pair: f"{pair[0]}~{pair[1]}"),
)
AMOUNTS = (
    "{} 元",
    "{}元",
    "{} 万元",
    "{}万",
    "{} 亿元",
    "¥{}",
    "￥{}",
    "USD {}",
    "USD{}",
    "{} USD",
    "${}",
    "€{}",
    "{} €",
    "£{}",
    "EUR {}",
    "RMB {}",
    "HK${}",
    "{} 美元",
    "人民币 {} 元",
    "S${}",
    "{} 万美元",
    "{} million dollars",
    "报价 {}",
    "合同额：{}",
    "price {}",
    "SGD {}",
    "₹{}",
    "NOK {}",
    "{} 块钱",
    "总价 {}（含税）",
    "成交 {} 个左右",
    "报价 {} 支付",
    "报价 {} 包干",
    "budget of {} in total",
)
AROUND = st.sampled_from(["", "，", "共", " ", "（", "约 ", "D+", "T", "-", "合同", "12、", "系统", "each "])
TEXT = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *PRICE_WORDS,
                *UNITS,
                "万",
                "亿",
                "元",
                "$",
                "+",
                "-",
                "~",
                ",",
                ".",
                "、",
                " ",
                "。",
                "|",
                "D",
                "电话",
                "恒远",
                "一",
                "折",
                "k",
                "w",
            ]
        ),
        st.text("0123456789", min_size=1, max_size=5),
        st.text(max_size=3),
    ),
    max_size=14,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_masking_never_cuts_a_number_in_two(text: str) -> None:
    numbers = [match.group() for match in NUMBER.finditer(fold(text))]
    for left in NUMBER.findall(fold(masked(text, NAMES, "zh", prices=True))):
        assert left in numbers


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(PRICE_WORDS),
    WRITTEN,
    st.sampled_from(UNITS),
    st.sampled_from(["", "，实测达标", "。", " ("]),
)
def test_a_number_with_a_unit_that_is_no_currency_stays(
    before: str, number: str, unit: str, after: str
) -> None:
    text = f"{before}{number}{unit}{after}"
    assert masked(text, NAMES, "zh", prices=True) == text


@settings(max_examples=400, deadline=None)
@given(
    AROUND,
    st.sampled_from(AMOUNTS),
    WRITTEN,
    st.sampled_from(["", "，", "。", " | ", "、12 台", " 另计", "/年"]),
)
def test_every_amount_of_money_goes(before: str, amount: str, number: str, after: str) -> None:
    text = masked(f"{before} {amount.format(number)}{after}", NAMES, "zh", prices=True)
    assert not {*re.split("~", number)} & {*NUMBER.findall(text)} - {"12"}


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["联系", "电话：", "", "Tel: ", "请致电 ", "call "]),
    st.sampled_from(
        [
            "13{d}",
            "+86 13{d}",
            "138-0013-{e}",
            "138 0013 {e}",
            "021-5555{e}",
            "(0512) 6666 {e}",
            "400-820-{e}",
            "+65 6123 {e}",
            "+1 (415) 555-{e}",
            "+44 20 7946 {e}",
            "(202) 555-{e}",
            "415-555-{e}",
            "+8613{d}",
            "chen.gq{e}@example.com",
        ]
    ),
    st.integers(0, 999_999_999),
    st.sampled_from(["", "，", " 转告", "。", "联系人"]),
)
def test_every_telephone_and_mail_address_goes(before: str, form: str, digits: int, after: str) -> None:
    contact = form.format(d=f"{digits:09d}", e=f"{digits % 10_000:04d}")
    text = masked(f"{before}{contact}{after}", NAMES, "zh", prices=True)
    assert not re.search(r"\d", text)
    assert "example" not in text


@pytest.mark.parametrize(
    "word", ["{}", "由{}验收", "Mr {}", "联系人：{}（信息部）", "{}经理", "请{}确认", "与 {} 对接"]
)
@pytest.mark.parametrize(
    "name", ["陈国强", "Tan Li Wen", "恒远", "苏州恒远物流有限公司", "Merivale Harbour Logistics"]
)
def test_nothing_is_left_of_a_registered_name(word: str, name: str) -> None:
    left = masked(word.format(name), NAMES, "zh", prices=True)
    assert not any(piece in left for piece in (*name.split(), "恒远", "国强"))


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_what_is_masked_has_nothing_left_to_mask(text: str) -> None:
    once = masked(text, NAMES, "zh", prices=True)
    assert not list(people(once))
    assert masked(once, NAMES, "zh", prices=True) == once


@pytest.mark.parametrize(
    "text",
    [
        "货架验收：时间 D+110 d",
        "合同生效后 T+30 日",
        "峰值：合同 ≥4,800件/小时，实测 4,830件/小时",
        "预算一般为二级的 3~5 倍",
        "功率 380W，电压 220V",
        "报价含 4K 摄像机 12 台",
        "报价含 AMR600。",
        "价格表 2026H2",
        "合同附件 3",
        "三元锂电池",
        "EUR 800×1200 托盘",
        "每晚 22:30 施工",
        "施工要求",
        "，方案确认后",
        "，方可验收",
        "于现场验收",
        "高级工程师",
        "方案经理",
        "金额确认",
        "WeChat group",
        "月活超过 1 亿",
        "目录下 10 万多个文件",
        "400 万像素+384×288",
        "360 台",
        "3.60",
        "回路 12 号机柜",
        "投入播种墙，每站 24 格",
        "合同 2024-05-18 签订",
        "性价比提高 2",
        "投入使用 380",
    ],
)
def test_words_and_figures_that_are_no_secret_stay(text: str) -> None:
    assert masked(text, NAMES, "zh", prices=True) == text


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("报价 18.5万、20万、22 万", ("18", "20", "22")),
        ("报价 380、12 台", ("380",)),
        ("18-20 万", ("18", "20")),
        ("12.5/13.2 万", ("12", "13")),
        ("总价 4,630,000 5 年质保", ("4,630",)),
        ("报价 2000-2500", ("2000", "2500")),
        ("合同总价 | 486 | 655", ("486", "655")),
        ("方案王经理", ("王",)),
        ("Contact: Farid Hamzah", ("Farid", "Hamzah")),
        ("星湖街 328 号 5 幢 301 室", ("328", "星湖", "301")),
        ("合同编号：HT-2024-118", ("2024", "118")),
        ("安排在 12 Harbour View Road", ("12", "Harbour")),
        ("运维组ops@acme.com处理", ("ops", "acme")),
    ],
)
def test_lists_ranges_addresses_and_contract_numbers_go(text: str, secrets: tuple[str, ...]) -> None:
    left = masked(text, NAMES, "zh", prices=True)
    assert not any(secret in left for secret in secrets)


def test_words_beside_what_is_masked_stay_readable() -> None:
    said = masked(
        "本方案适用于恒远（以下简称“恒远”），年维保报价：第 2 年起 28 万元/年（含季度巡检 4 次）",
        NAMES,
        "zh",
        prices=True,
    )
    assert said == "本方案适用于某仓储客户，年维保报价：第 2 年起 （金额略）（含季度巡检 4 次）"
    english = masked(
        "Merivale Harbour Logistics Pte. Ltd. and Ms Tan Li Wen agreed", NAMES, "en", prices=True
    )
    assert english == "the customer and a contact agreed"


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_amounts_lie_within_their_text(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in money(text))
