"""Whether two numbers of one indicator speak of the same thing: whose it is, what is counted, which stage."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.drafting.words.terms import features
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity
from assistant.grounding.units import HOUR, TIMES

_OTHERS = re.compile(
    r"竞品|友商|竞争对手|对手|竞对|其他(?:厂商|品牌|供应商|产品)|同行|行业(?:平均|水平)|市面|"
    r"\bcompetit|\brival|other vendors?|industry average"
)
_OURS = re.compile(r"我[们方司公]|本(?:方案|产品|公司|系统|项目|平台)|\b(?:our|ours|we)\b")
_LOG = re.compile(
    r"(?:修订|修改|变更|更改|更新)(?:内容|记录|历史|说明|日志|摘要)|版本(?:历史|记录)|"
    r"revision (?:history|record)|change (?:log|history|record)|changelog|description of change"
)
_SAME_COUNT = (
    "人 名 位 用户 并发用户 并发 坐席 座席 账号 people person user staff employee operator agent seat fte personnel",
    "单 订单 order",
    "件 包裹 piece item parcel",
    "托 托盘 pallet",
    "箱 carton case box tote",
    "台 套 辆 部 设备 machine device robot vehicle set",
    "次 query request transaction call visit",
    "条 条记录 record message event",
    "路 通道 channel camera stream",
    "节点 node", "站点 点位 site", "终端 terminal", "接口 interface", "货位 库位 location", "课时 学时",
)  # fmt: skip
"""What goes by several names, in both languages; 个 and unit count any of these."""
_COUNTED = {name: order for order, names in enumerate(_SAME_COUNT) for name in names.split()}
_ANYTHING = frozenset({"个", "unit"})
_EVERY = re.compile(
    r"每个?(?P<a>秒|分钟|小时|天|日|周|月|季度|年)|单?(?P<b>[日月年])(?:均|处理|吞吐|峰值|产能|订单|单量)|单(?P<c>日)|"
    r"\b(?:per|each|every) (?P<d>second|minute|hour|day|week|month|quarter|year)\b|"
    r"\b(?P<e>hour|week|month|year)ly\b|\b(?P<f>dai)ly\b"
)
_A_MONTH = re.compile(r"\s*(?:/|每)\s*月")
_UP = re.compile(r"提升|提高|增加|增长|上升|翻番|improv|increas|rais|grow|效率|产能")
_DOWN = re.compile(
    r"降低|减少|节省|下降|缩短|节约|节能|压缩|reduc|sav(?:e|ing)|cut\b|decreas|lower|fewer|less"
)
_OFFSET = re.compile(r"(?P<event>(?:(?![在于自从由])[\u3400-\u9fff]){2,10}?)(?:之后|以后|后|起|之日起)")
_OFFSET_EN = re.compile(r"(?:after|from|of|following)\s+(?:the\s+)?(?P<event>(?:[a-z-]+\s?){1,3})")
_START = re.compile(
    r"合同|签[订约署]|中标|启动|开工|进场|订单|下单|award|contract|kick|order|signature|signing|start|notice"
)
_STAGES = (
    ("acceptance", re.compile(r"终验|初验|验收|\bacceptance")),
    ("trial", re.compile(r"试运行|试用|\btrial|pilot")),
    ("supply", re.compile(r"到货|供货|交货|发货|备货|供应周期|\bshipment|ship\b|delivery of")),
    ("training", re.compile(r"培训|\btraining")),
    ("part", re.compile(r"设计|调研|蓝图|安装|调试|开发|测试|第.{1,2}(?:阶段|期)|\bdesign|install|commission|\btest|phase")),
)  # fmt: skip
_WHOLE = re.compile(
    r"工期|总|整体|全部|上线|投产|竣工|(?:实施|建设|项目)周期|建设期|实施期|go[- ]live|"
    r"in production|overall|timeline|period of performance"
)


def of_another(text: str, place: int) -> bool:
    """Whether the number at ``place`` is a competitor's: the last party named before it is not ours."""
    before = fold(text)[:place]
    other, own = (max((m.start() for m in p.finditer(before)), default=-1) for p in (_OTHERS, _OURS))
    return other > own


def records_a_change(context: str) -> bool:
    """Whether ``context`` is a list of changes to the document, which states nothing of the offer."""
    return _LOG.search(fold(context)) is not None


def same_count(one: str, two: str) -> bool:
    """Whether two things counted (件, 单, users) are the same by another name at most."""
    if one == two:
        return True
    if {one, two} & _ANYTHING:
        return all(name in _COUNTED or name in _ANYTHING for name in (one, two))
    return one in _COUNTED and _COUNTED.get(two) == _COUNTED[one]


def counts_people(counted: str) -> bool:
    """Whether a count may be one of users: of people by any name, of 个, or of nothing named."""
    return not counted or counted in _ANYTHING or same_count(counted, "用户")


def per_time(text: str, start: int, quantity: Quantity) -> Quantity:
    """``quantity`` as a rate where its clause (from ``start``) says so in front: 每天 2 万单 is 2 万单/天."""
    if not quantity.dimension.startswith("count:"):
        return quantity
    period = _period(text, start, quantity)
    if period is None:
        return quantity
    dimension = f"rate:{quantity.dimension.removeprefix('count:')}"
    return replace(quantity, low=quantity.low / period, high=quantity.high / period, dimension=dimension)


def _period(text: str, start: int, quantity: Quantity) -> Decimal | None:
    """Seconds of the time named right behind a count (/月) or in front of it in its clause (每天)."""
    folded = fold(text)
    if _A_MONTH.match(folded[quantity.span.end :]):
        return TIMES["个月"].factor
    spans = list(_EVERY.finditer(folded[start : quantity.span.start]))
    return _seconds(spans[-1]) if spans else None


def _seconds(match: re.Match[str]) -> Decimal:
    written = next(group for group in match.groups() if group)
    return TIMES[{"dai": "day", "月": "个月"}.get(written, written)].factor


def is_hourly(text: str, start: int, quantity: Quantity) -> bool:
    """Whether a rate is counted by the hour or less, not by the day or more."""
    unit = fold(quantity.unit.of(text)) if quantity.unit else ""
    divisor = re.split(r"\s*(?:/|每|\bper\b|\ban?\b|\beach\b)\s*", unit)[-1].strip()
    time = TIMES.get(divisor)
    if time is not None and time.dimension == "duration":
        return time.factor <= HOUR
    period = _period(text, start, quantity)
    return period is None or period <= HOUR


def same_change(requirement: str, words: str) -> bool:
    """Whether two improvements go the same way and are of the same thing (能耗降低, not 能耗提高 or 人工减少)."""
    one, two = fold(requirement), fold(words)
    if bool(_DOWN.search(one)) != bool(_DOWN.search(two)):
        return False
    things = [set(features(_DOWN.sub(" ", _UP.sub(" ", text)))) for text in (one, two)]
    return not things[0] or bool(things[0] & things[1])


def same_stage(requirement: str, words: str) -> bool:
    """Whether two times are of the same stage, counted from the same event (终验 in 60 days after 上线 is no 工期)."""
    return _stage(fold(requirement)) == _stage(fold(words))


def _stage(words: str) -> tuple[str, str]:
    event = ""
    for pattern in (_OFFSET, _OFFSET_EN):
        for match in pattern.finditer(words):
            named = match.group("event")
            if not _START.search(named) and (pattern is _OFFSET or _is_event(named)):
                event = _of_which(named)
        words = pattern.sub(" ", words)
    return _of_which(words), event


def _is_event(words: str) -> bool:
    return bool(_WHOLE.search(words) or any(pattern.search(words) for _, pattern in _STAGES))


def _of_which(words: str) -> str:
    if _WHOLE.search(words):
        return "whole"
    return next((stage for stage, pattern in _STAGES if pattern.search(words)), "whole")
