"""Numbers that are no price because they count, measure, name or date something.

A number is counted where a unit that is no currency follows it (4,800 件/小时, 12 路, 65 ℃, 1,200 jobs/day),
and it names something where a word for a part or a model stands before it (附件 3, AMR600). The units are those
of ``units`` and a closed list of nouns: an unknown word after an amount near a word for a price is no unit.
"""

from __future__ import annotations

import re

from assistant.grounding.units import KNOWN

_OTHER_WORDS = {
    "个": r"(?!左右|上下|多|吧|以|含|不含|打包|包干|成交|封顶|起|\s{0,2}(?:$|[,。;!?、()|]))",
    "人": "(?!民币)",
    "台": "(?!币)",
    "单": "(?!价|独)",
    "分": "(?!期|批|三|两|四|五|别|摊)",
    "支": "(?!付|出)",
    "节": "(?!省|约)",
    "列": "(?!入|支)",
    "次": "(?!年|月|日)",
    "日": "(?!元|圆|币|后|前)",
    "包": "(?!干|含|括|税)",
    "成": "(?!交|本)",
    "升": "(?!至|到|级)",
    "方": "(?!案)",
    "组": "(?!成)",
    "位": "(?!于)",
    "处": "(?!理)",
    "类": "(?!似)",
    "条": "(?!件|款)",
    "项": "(?!目)",
    "家": "(?!电)",
    "名": "(?!义)",
    "根": "(?!据)",
    "排": "(?!除)",
    "套": "(?!用)",
    "批": "(?!准|复)",
    "间": "(?!接)",
    "只": "(?!含|是|有|包|限|要|能)",
    "周": "(?!期)",
    "核": "(?!算|减|定|准)",
    "部": "(?!分|署)",
    "平": "(?!均|台)",
    "步": "(?!骤)",
    "款": "(?!项)",
    "期": "(?!间|限|内)",
}
"""Units of one character, with what must not follow: 380 支付, 380 包干, 成交 380 个左右 are amounts."""
_NO_UNIT = frozenset({"块", "m", "k", "w"})
"""Colloquial for 元; and letters that also scale an amount."""
_MORE_UNITS = """
格 期 级 季 月 号 孔 芯 针 档 步 题 字 行 圈 道 架 瓶 桶 袋 盒 卷 粒 片 匹 趟 回路 平 款 倍 ‰ 上半年 下半年 财年 多个 余个
多台 余台 多家 余家 多人 余人 多种 余种 米 节点 巷道 栏 元件 元器件
"""
_NOUNS = (
    "pcs?|ea|d|sets?|rows?|(?:order )?lines?|jobs?|orders?|totes?|pallets?|cases?|cartons?|boxes|items?|pieces?|"
    "robots?|users?|people|persons?|staff|units?|nodes?|sites?|stations?|cameras?|channels?|sensors?|points?|"
    "racks?|shelves|servers?|seats?|sessions?|requests?|transactions?|messages?|records?|documents?|pages?|"
    "shifts?|visits?|engineers?|cards?|gpus?|cpus?|v?cores?|vcpus?|pods?|containers?|bytes?|fps|times|ports?|"
    "modules?|licen[cs]es?|types?|stages?|phases?|met(?:re|er)s?|feet|ft|lbs?|va|m?ah|nm|ml|fte|bits?|bps|aisles?|"
    "doors?|floors?|zones?|tags?|drives?|vehicles?|trucks?|beds?|rooms?|warehouses?|stores?|applications?|"
    "quarters?|nights?|fold|concurrent|simultaneous|h[12]|q[1-4]|st|nd|rd|th"
)
_TIME = "(?:ms|s|sec|seconds?|min|minutes?|h|hr|hours?|d|days?|weeks?|months?|years?|shifts?)"
_PAID = "(?:total|all|net|gross|flat|fees?|prices?|costs?|paid|payable|due|vat|usd|eur|cny|rmb|dollars?|euros?|yuan)"
_HAN = sorted(
    {name for name, unit in KNOWN.items() if not name.isascii() and not unit.dimension.startswith("money")}
    | {*_MORE_UNITS.split(), *_OTHER_WORDS},
    key=lambda name: (-len(name), name),
)
_LATIN = sorted(
    (name for name, unit in KNOWN.items() if name.isascii() and not unit.dimension.startswith("money")),
    key=lambda name: (-len(name), name),
)
_UNIT = "|".join(re.escape(name) + _OTHER_WORDS.get(name, "") for name in _HAN if name not in _NO_UNIT)
_LETTERS = "|".join(re.escape(name) for name in _LATIN if name not in _NO_UNIT)
_COUNTS = re.compile(
    rf"\s{{0,2}}(?:{_UNIT})|[\s-]{{0,2}}(?:{_LETTERS}|{_NOUNS})(?![a-z])|\s{{1,2}}m(?![a-z])|m/|[万千百亿]\s?(?:{_UNIT})"
    rf"|\s{{0,2}}(?!{_PAID}(?![a-z]))[a-z][a-z-]{{1,20}}(?:\s[a-z-]{{2,20}})?\s?/\s?{_TIME}(?![a-z])"
    rf"|\s{{0,2}}(?!{_PAID}(?![a-z]))(?:[a-z-]{{2,20}}\s)?[a-z-]{{2,20}}s\sper\s{_TIME}(?![a-z])"
    r"|[-/.:,]?\d|\s?[x×*]\s?\d|\s{0,2}%|(?<=[248]k)\s?(?:高清|超高清|超清|摄像|球机|枪机|相机|分辨率|屏|显示|视频|video|display|resolution)"
)
_NAMED = re.compile(
    r"(?:[a-z]|[a-z]\d{0,4}[-_/]|(?:型号|编号|序号|版本|规格|附件|附录|附表|见表|第|图|章节|号|no\.)(?:全称|为|是)?\s?:?\s?)$"
)
_DATE = re.compile(r"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])(?!\d)")


def is_counted(folded: str, start: int, end: int) -> bool:
    """Whether the number ``folded[start:end]`` has a unit that is no currency, or names or dates something."""
    return (
        _COUNTS.match(folded, end) is not None
        or _NAMED.search(folded[max(0, start - 8) : start]) is not None
        or _DATE.match(folded, start) is not None
    )
