"""Figures of one quantity compare whatever unit, numeral or word they are written in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import need_of

from assistant.drafting.evidence.fit import fit
from assistant.drafting.need.read import read_need
from assistant.grounding.numbers import quantities
from knowledge.presales import Requirement

ORDER = ("fails", "unclear", "meets")


def _units(written: str) -> tuple[tuple[str, Decimal], ...]:
    """``h 60 天 1440``: units with their size in the first one."""
    words = written.split()
    return tuple((unit, Decimal(size)) for unit, size in zip(words[::2], words[1::2], strict=True))


SCALES: dict[str, tuple[str, str, tuple[tuple[str, Decimal], ...]]] = {
    "arrival": ("到场时间不超过 {}", "到场时间 {}", _units("分钟 1 小时 60 h 60 天 1440")),
    "latency": ("页面响应时间不超过 {}", "页面响应时间 {}", _units("ms 1 毫秒 1 秒 1000 s 1000")),
    "warranty": ("质保不少于 {}", "质保 {}", _units("个月 1 months 1 年 12 years 12")),
    "power": ("功率不超过 {}", "功率 {}", _units("W 1 kW 1000 千瓦 1000 MW 1000000")),
    "storage": ("存储容量不少于 {}", "存储容量 {}", _units("GB 1 TB 1000 PB 1000000")),
    "errors": ("差错率不超过 {}", "差错率 {}", _units("‰ 1 % 10")),
    "records": ("每天处理不少于 {}", "每天处理 {}", _units("单 1 万单 10000 亿单 100000000")),
    "length": ("定位精度不超过 {}", "定位精度 {}", _units("mm 1 厘米 10 米 1000")),
}
LESS_IS_BETTER = {"arrival", "latency", "power", "errors", "length"}


def asked(text: str) -> Requirement:
    """The first requirement with a number of a need that says ``text``."""
    found = read_need(need_of(f"# 项目需求\n\n## 技术要求\n\n- {text}\n")).requirements
    return next(r for r in found if r.value)


WANTED = {
    key: [asked(form.format(f"{figure} {units[0][0]}")) for figure in (3, 40, 700)]
    for key, (form, _, units) in SCALES.items()
}


@settings(deadline=None)
@given(st.data())
def test_a_figure_in_another_unit_of_the_quantity_never_changes_the_outcome(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(SCALES)))
    _, offer, units = SCALES[key]
    (one, first), (two, second) = (data.draw(st.sampled_from(units)) for _ in range(2))
    figure = Decimal(data.draw(st.integers(1, 900))) * second
    wanted = data.draw(st.sampled_from(WANTED[key]))
    verdicts = {
        fit(wanted, offer.format(f"{(figure / factor).normalize():f} {unit}"))
        for unit, factor in ((one, first), (two, second))
        if (figure / factor).as_tuple().exponent > -6 and (figure / factor) < 10**9  # type: ignore[operator]
    }
    assert len(verdicts) <= 1


@settings(deadline=None)
@given(st.data())
def test_a_worse_figure_is_never_judged_better(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(SCALES)))
    _, offer, units = SCALES[key]
    unit, _ = data.draw(st.sampled_from(units))
    low, high = sorted(data.draw(st.tuples(st.integers(1, 1500), st.integers(1, 1500))))
    better, worse = (low, high) if key in LESS_IS_BETTER else (high, low)
    wanted = data.draw(st.sampled_from(WANTED[key]))
    verdicts = [fit(wanted, offer.format(f"{figure} {unit}")) for figure in (worse, better)]
    assert ORDER.index(verdicts[0]) <= ORDER.index(verdicts[1])


@pytest.mark.parametrize(
    ("need", "evidence", "verdict"),
    [
        ("差错率不超过千分之一", "差错率 0.5‰", "meets"),
        ("差错率不超过 0.1%", "差错率万分之五", "meets"),
        ("差错率不超过 0.1%", "差错率千分之五", "fails"),
        ("可用性不低于百分之九十九点九", "可用性 99.95%", "meets"),
        ("能耗降低三分之一", "能耗降低 20%", "fails"),
        ("Reduce energy use by one tenth", "Energy use reduced by 12%", "meets"),
        ("Error rate no more than one tenth of a percent", "error rate 0.05%", "meets"),
        ("识别率九成以上", "识别率 95%", "meets"),
        ("故障半天内恢复", "故障 6 小时内恢复", "meets"),
        ("故障 20 分钟内响应", "故障一刻钟内响应", "meets"),
        ("故障三刻钟内响应", "故障 1 小时内响应", "fails"),
        ("7×24 小时支持", "7×24 小时热线", "meets"),
        ("7×24 小时支持", "5×8 小时支持", "fails"),
        ("24/7 support", "8x5 support", "fails"),
        ("Warranty of 24 months", "warranty of 3 yrs", "meets"),
        ("On-site time <= 4 h", "4-hour on-site response", "meets"),
        ("On-site time <= 4 h", "Engineers on site within 4 hours", "meets"),
        ("On-site time <= 4 h", "4 小时内到场", "meets"),
        ("On-site time <= 4 h", "8-hour on-site response", "fails"),
        ("到场时间 ≤ 4 小时", "Our engineers reach the site in 3 hours", "meets"),
    ],
)
def test_words_and_signs_for_a_figure_are_the_figure(need: str, evidence: str, verdict: str) -> None:
    assert fit(asked(need), evidence) == verdict


@pytest.mark.parametrize("text", ["a third party checks it", "one third-party audit", "第三分之间", "百分号"])
def test_an_ordinal_is_no_share(text: str) -> None:
    assert not [q for q in quantities(text) if q.dimension == "ratio"]
