"""Money however loosely it is written: after a comma, in traditional characters, about so much, misplaced commas."""

from __future__ import annotations

import time

import pytest

from assistant.grounding.mask import masked
from assistant.grounding.money import money
from assistant.grounding.names import register
from assistant.grounding.prices import worth

NAMES = register([])


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("流程对接 36 台流量计，45 万封顶", ("45",)),
        ("双方签约，268 万", ("268",)),
        ("谈了三轮，268w", ("268",)),
        ("3 期共，1.2 亿", ("1.2",)),
        ("谈妥,1,200 万", ("1,200", "200")),
        ("總價 268 萬", ("268",)),
        ("總費用約 268 萬", ("268",)),
        ("預算 1,200 萬元整", ("1,200", "萬")),
        ("單價 12,500 圓", ("12,500", "圓")),
        ("合同額 268 萬元", ("268", "萬")),
        ("人民币 268 萬圓整", ("268", "萬", "圓")),
        ("貳佰陸拾捌萬圓整", ("貳", "佰", "捌", "萬")),
        ("參佰萬圓整", ("參", "佰")),
        ("268 多万", ("268", "万")),
        ("最终 268 余万", ("268",)),
        ("花了两百多万", ("两百", "万")),
        ("价格约三百来万", ("三百", "万")),
        ("优惠后 2680000", ("2680000",)),
        ("设备费 18,000×36", ("18,000",)),
        ("单价 18000*36 台", ("18000",)),
        ("单价 1,2500 元", ("1,2500", "2500")),
        ("they signed at 2.4 million", ("2.4",)),
        ("the deal closed at 45,000", ("45",)),
        ("costing 33,500 apiece", ("33",)),
        ("at 33,500 each", ("33",)),
        ("总价 268.5（万元），其中设备 180，服务 88.5", ("268", "180", "88")),
        ("总价 268.5 万元，其中设备 180、服务 88.5。", ("268", "180", "88")),
        ("1'250'000 CHF", ("250", "000", "1'")),
        ("CHF 1’250’000", ("250", "000")),
    ],
)
def test_money_goes_after_a_comma_in_traditional_characters_and_in_loose_words(
    text: str, secrets: tuple[str, ...]
) -> None:
    left = masked(text, NAMES, "zh", prices=True)
    assert not any(secret in left for secret in secrets)


@pytest.mark.parametrize(
    "text",
    [
        "两百多万件",
        "三百来万人次",
        "十几万件",
        "性能优化后 2680000 条",
        "投入 1200×800 托盘",
        "设备费含 18,000×36 mm 导轨",
        "合同 ≥4,800×2 件",
        "signed 2.4 million records",
        "agreed on 1,200 users",
        "总价 12 项，其中设备 180 台，服务 88 次",
        "产品共 3 期，1.2 万㎡",
        "每天處理，3 萬件",
        "优惠后 12 台",
        "12 圆孔",
        "Pricing%20Sheet",
    ],
)
def test_counts_in_loose_words_and_sizes_stay(text: str) -> None:
    assert masked(text, NAMES, "zh", prices=True) == text


@pytest.mark.parametrize("pattern", ["1,2", "总价 1，其中 ", "1'000'", "几十", "signed at ", "费 1×", "1，"])
def test_loosely_written_money_is_read_in_linear_time(pattern: str) -> None:
    begun = time.process_time()
    money(pattern * 4_000)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("268 萬元", 2_680_000),
        ("268 多万", 2_680_000),
        ("两百多万", 2_000_000),
        ("1'250'000 CHF", 1_250_000),
    ],
)
def test_an_amount_comes_to_the_same_however_it_is_written(written: str, yuan: int) -> None:
    assert yuan in worth(written)
