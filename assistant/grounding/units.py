"""Units people write in needs and proposals, with their dimension and size in a base unit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from assistant.grounding import currencies
from assistant.grounding.folding import fold

MINUTE, HOUR, DAY = 60, 3600, 86_400
YEAR = 365 * DAY
MONTH = YEAR // 12
"""A twelfth of a year, so that 36 months are 3 years exactly; 30 days are one within a tolerance."""


class Unit(NamedTuple):
    """``factor`` base units of ``dimension`` (seconds, yuan, percent, bytes, metres, kilograms, watts …)."""

    dimension: str
    factor: Decimal


def _family(dimension: str, units: dict[str, str | int]) -> dict[str, Unit]:
    return {
        name: Unit(dimension, Decimal(factor)) for names, factor in units.items() for name in names.split("|")
    }


TIMES: dict[str, Unit] = _family(
    "duration",
    {
        "毫秒|ms|millisecond|milliseconds": "0.001",
        "秒钟|秒|s|sec|secs|second|seconds": 1,
        "分钟|min|mins|minute|minutes": MINUTE,
        "个小时|小时|个钟头|钟头|个多小时|个多钟头|h|hr|hrs|hour|hours": HOUR,
        "个工作小时|工作小时|business hour|business hours|working hour|working hours": HOUR,
        "刻钟|个刻钟": 15 * MINUTE,
        "个工作日|工作日|个工作天|工作天|个自然日|自然日|个自然天|自然天|个日历天|日历天|个日历日|日历日|天|日|day|days": DAY,
        "business day|business days|working day|working days|calendar day|calendar days": DAY,
        "个星期|星期|个多星期|个周|周|week|weeks": 7 * DAY,
        "fortnight|fortnights": 14 * DAY,
        "个月|月|个多月|month|months|calendar months": MONTH,
        "个季度|季度|quarter|quarters": 3 * MONTH,
        "周年|年|year|years|yr|yrs": YEAR,
    },
)
YUAN = _family("money:CNY", {"元人民币|人民币|块钱|元": 1})
_MONEY = {
    **YUAN,
    **_family("money:CNY", {"rmb|cny|yuan": 1}),
    **_family("money:USD", {"美元|usd|us dollars|dollars|dollar": 1}),
    **_family("money:EUR", {"欧元|eur|euros|euro": 1}),
    **{
        code: Unit(f"money:{code.upper()}", Decimal(1))
        for code in (*currencies.CODES, *currencies.WORD_CODES)
    },
    **{
        scale + code: Unit(f"money:{code.upper()}", Decimal(factor))
        for code in currencies.CODES
        for scale, factor in (("m", 1_000_000), ("k", 1000))
        if scale + code not in currencies.CODES
    },
}
SIGNS: dict[str, Unit] = {
    sign: Unit(f"money:{currency}", Decimal(1)) for sign, currency in currencies.SIGNS.items()
}
_MEASURES = {
    **_family("ratio", {"%|percent|per cent": 1, "‰": "0.1", "个百分点|百分点": 1, "成": 10}),
    **_family("data", {"kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "pb": 10**15}),
    **_family("bandwidth", {"kbps": 10**3, "mbps": 10**6, "gbps": 10**9, "兆带宽": 10**6}),
    **_family(
        "length",
        {
            "毫米|mm|millimetre|millimetres|millimeter|millimeters": "0.001",
            "厘米|公分|cm|centimetre|centimetres|centimeter|centimeters": "0.01",
            "分米": "0.1",
            "米|m|metre|metres": 1,
            "公里|千米|km|kilometre|kilometres|kilometer|kilometers": 1000,
            "微米|μm|um": "0.000001",
            "英寸|寸|inch|inches": "0.0254",
            "英里|mile|miles": "1609.344",
        },
    ),
    **_family(
        "area", {"平方米|平米|㎡|m²|m2|square metres|square meters|sqm": 1, "亩": "666.67", "公顷": 10_000}
    ),
    **_family("volume", {"立方米|m³|m3|方": 1, "升|l": "0.001"}),
    **_family("mass", {"克|g": "0.001", "公斤|千克|kg": 1, "吨|t|tons|tonnes": 1000}),
    **_family(
        "power", {"w|瓦": 1, "kw|千瓦": 1000, "mw|兆瓦": 10**6, "kva": 1000, "kwp": 1000, "mwp": 10**6}
    ),
    **_family("energy", {"kwh|千瓦时|度电": 1, "mwh|兆瓦时": 1000}),
    **_family("temperature", {"℃|°c|摄氏度|度": 1}),
    **_family("temperature:F", {"℉|°f|华氏度": 1}),
    **_family("voltage", {"v|伏": 1, "kv|千伏": 1000}),
    **_family("pressure", {"千帕|kpa": 1000, "兆帕|mpa": 10**6, "pa": 1, "bar": 100_000, "mbar": 100}),
    **_family("current", {"ma": "0.001", "安培": 1}),
    **_family("frequency", {"hz": 1, "khz": 1000, "mhz": 10**6, "ghz": 10**9}),
    **_family("speed", {"m/s|米/秒": 1, "km/h": "0.27777778", "mph|miles per hour": "0.44704"}),
    **_family(
        "concentration",
        {
            "mg/l|ppm": 1,
            "g/l": 1000,
            "ug/l|μg/l|ppb": "0.001",
            "mg/m3|mg/m³": 1,
            "ug/m3|μg/m3|μg/m³": "0.001",
        },
    ),
    **_family("light", {"lux|lx|勒克斯": 1}),
    **_family("resolution", {"dpi|ppi": 1}),
    **_family("turning", {"rpm|转/分": 1}),
    **_family("force", {"n": 1, "kn": 1000}),
    **_family("loudness", {"db(a)|dba|db|分贝": 1}),
    **_family("rate:次", {"qps|tps|rps|eps": 1}),
}
LETTERS: dict[str, Unit] = {"c": Unit("temperature", Decimal(1)), "f": Unit("temperature:F", Decimal(1))}
"""Letters that are degrees behind a range of temperatures only (-20 to 60 C); the two scales do not compare."""
_CLASSIFIERS = """
人次 人天 人日 人月 个节点 个站点 个门店 个点位 个库位 个货位 个用户 个并发用户 个并发 并发用户 个终端 条记录 个接口 个工位
并发 用户 节点 站点 门店 点位 库位 货位 终端 接口 通道 坐席 座席 床位 机柜 线体 工位 设备
人 名 位 台 套 件 单 个 条 路 只 辆 家 间 栋 幢 层 点 站 份 张 批 箱 托 托盘 块 次 笔 项 根 支 处 座 组 户 页
班次 版 包 册 车 颗 核 轮 班 分 幅 部 枚 株 棵 盏 杆 艘 列 节 段 排 场 门 扇 口 种 类 头 学时 课时 台班 像素 sku skus
架次 架 所 场次 例 袋 瓶 罐 桶 面 把 副 道 盘 片
"""
CLASSIFIERS = tuple(_CLASSIFIERS.split())

KNOWN: dict[str, Unit] = {
    **TIMES,
    **_MONEY,
    **_MEASURES,
    **{name: Unit(f"count:{name.removeprefix('个') or '个'}", Decimal(1)) for name in CLASSIFIERS},
}
SCALES: dict[str, Decimal] = {
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "thousand": Decimal(1000),
    "million": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "k": Decimal(1000),
    "m": Decimal(1_000_000),
    "mn": Decimal(1_000_000),
    "bn": Decimal(1_000_000_000),
}


def unit_of(written: str) -> Unit:
    """The unit ``written`` names: ``万件/小时`` is 10,000/3,600 of ``rate:件``; unknown words count themselves."""
    folded = " ".join(fold(written).split()).replace("圆", "元")
    if not folded:
        return Unit("number", Decimal(1))
    if folded in KNOWN or folded in LETTERS:
        return KNOWN.get(folded) or LETTERS[folded]
    parts = re.split(r"\s*(?:/|每|\bper\b(?! cent)|\ba\b|\beach\b)\s*", folded, maxsplit=1)
    if len(parts) == 2 and parts[0] and parts[1]:
        return rate(unit_of(parts[0]), parts[1])
    for scale in sorted((s for s in SCALES if not s.isascii()), key=len, reverse=True):
        if folded.startswith(scale) and folded != scale:
            inner = unit_of(folded[len(scale) :])
            return Unit(inner.dimension, inner.factor * SCALES[scale])
    if folded in SCALES:
        return Unit("number", SCALES[folded])
    return Unit(f"count:{_singular(folded.split()[-1])}", Decimal(1))


def rate(counted: Unit, divisor: str) -> Unit:
    """``counted`` per ``divisor``: a thing of one in a time, a length in a time a speed, a quotient otherwise."""
    time = TIMES.get(divisor)
    thing = counted.dimension.removeprefix("count:")
    if time is None:
        return Unit(f"{thing}/{divisor}", counted.factor)
    return Unit("speed" if thing == "length" else f"rate:{thing}", counted.factor / time.factor)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
