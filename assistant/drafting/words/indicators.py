"""The common indicators of solution selling: how each is called in both languages and what it is measured in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.words.responding import RESPONSE

Better = Literal["more", "less", "given"]


SHORT = "duration:short"
_LONG = frozenset({"warranty", "schedule", "validity", "training", "retention"})
"""Indicators nobody states in seconds or minutes."""


@dataclass(frozen=True)
class Topic:
    """An indicator: how it is called, what it is measured in, and which direction is better.

    ``given`` marks what only the customer decides (budget, dates, how much there is of something).
    """

    key: str
    zh: str
    en: str
    pattern: re.Pattern[str]
    dimensions: tuple[str, ...]
    better: Better = "given"
    section: str | None = None
    of_counts: re.Pattern[str] | None = None
    """What must name it beside a plain count, where its other names say too little (peak, process)."""

    def label(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def measures(self, dimension: str) -> bool:
        """Whether a number of ``dimension`` can be this; ``duration:short`` is less than an hour."""
        if dimension == SHORT and self.key in _LONG:
            return False
        return any(dimension.startswith(prefix) for prefix in self.dimensions)

    def names(self, dimension: str) -> re.Pattern[str]:
        """What calls this by name beside a number of ``dimension``."""
        counted = dimension.startswith("count:") or dimension == "number"
        return self.of_counts if counted and self.of_counts is not None else self.pattern


def _topic(
    key: str,
    zh: str,
    en: str,
    words: str,
    dimensions: str,
    better: Better = "given",
    *,
    section: str | None = None,
    of_counts: str = "",
) -> Topic:
    return Topic(
        key, zh, en, _pattern(words), tuple(dimensions.split()), better, section,
        _pattern(of_counts) if of_counts else None,
    )  # fmt: skip


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile("|".join(_word(word) for word in words.split("|")))


def _word(word: str) -> str:
    return rf"\b{word}" if word.isascii() else word


COUNTS = "count: number"
RATES = "rate: speed bandwidth"

TOPICS: tuple[Topic, ...] = (
    _topic(
        "budget",
        "预算",
        "budget",
        "预算|投资|资金|限价|拦标价|总价|budget|ceiling|estimated cost|funding|not to exceed",
        "money",
        "less",
        section="cost",
    ),
    _topic(
        "warranty",
        "质保",
        "warranty",
        "质保|保修|维保|免费维护|质量保证|warrant|guarantee period|free maintenance",
        "duration",
        "more",
        section="service",
    ),
    _topic(
        "arrival",
        "到场时间",
        "on-site time",
        "到场|到现场|到达现场|抵达现场|上门|on[- ]?site (?:with|in|arriv|response|time|support|service|attend|visit|engineer)|on site|onsite|"
        "(?:reach|arrive at|come to|attend) (?:the |your )?(?:site|premises|plant|warehouse)",
        "duration",
        "less",
        section="service",
    ),
    _topic(
        "restore",
        "恢复时间",
        "recovery time",
        "恢复(?!点|演练|测试|培训|验证|出厂)|修复|解决时间|排除|rto|mttr|recovery time|restore|resolution|resolve",
        "duration",
        "less",
        section="service",
    ),
    _topic(
        "loss",
        "恢复点",
        "recovery point",
        "rpo|恢复点|数据丢失|recovery point|data loss",
        "duration",
        "less",
        section="architecture",
    ),
    _topic(
        "latency",
        "响应时间",
        "response time",
        f"{RESPONSE}|时延|延迟|延时|页面打开|查询时间|刷新|p9[059]|tp9[059]|latency|respon[sd]|page load|delay|refresh",
        "duration",
        "less",
    ),
    _topic(
        "response",
        "服务响应时间",
        "service response time",
        f"{RESPONSE}|接听|respon[sd]",
        "duration",
        "less",
        section="service",
    ),
    _topic(
        "retention",
        "保存时间",
        "retention",
        "保存|留存|存储时间|保留|存储周期|录像|retention|retain|kept for|stored for|archiv",
        "duration",
        "more",
        section="architecture",
    ),
    _topic(
        "training",
        "培训",
        "training",
        "培训|training|train(?:ed|ing)?\\b",
        "duration count: number",
        "more",
        section="service",
    ),
    _topic(
        "schedule",
        "工期",
        "schedule",
        "工期|(?:实施|建设|项目|供货|交货|整体)周期|建设期|实施期|交付|上线|完成|完工|[干做]完|竣工|投产|验收|试运行|交货|timeline|schedule|"
        "period of performance|go[- ]live|deliver|complete|launch|rollout|in production|award|weeks? from",
        "duration date",
        "less",
        section="plan",
    ),
    _topic(
        "validity",
        "有效期",
        "validity",
        "有效期|valid for|validity",
        "duration",
        "more",
        section="submission",
    ),
    _topic(
        "availability",
        "可用性",
        "availability",
        "可用性|可用率|可靠性|uptime|availab|sla\\b|[两三四五六七2-7]\\s?个\\s?[九9](?![折成\\d])|\\bnines\\b",
        "ratio",
        "more",
        section="service",
    ),
    _topic(
        "downtime",
        "停机时间",
        "downtime",
        "停机|宕机|停产|中断时间|业务中断|downtime|outage",
        "duration",
        "less",
        section="service",
    ),
    _topic(
        "accuracy",
        "准确率",
        "accuracy",
        "准确率|正确率|识别率|精度|合格率|accura|precision|recall",
        "ratio length",
        "more",
        section="architecture",
    ),
    _topic(
        "errors",
        "差错率",
        "error rate",
        "差错率|错误率|出错率|误差率|error rate",
        "ratio",
        "less",
        section="architecture",
    ),
    _topic(
        "false alarms",
        "误报率",
        "false alarm rate",
        "误报率|false alarm|false positive",
        "ratio",
        "less",
        section="architecture",
    ),
    _topic(
        "misses",
        "漏报率",
        "miss rate",
        "漏报率|漏检率|漏读率|miss rate|missed detection|false negative",
        "ratio",
        "less",
        section="architecture",
    ),
    _topic(
        "failures", "故障率", "failure rate", "故障率|failure rate", "ratio", "less", section="architecture"
    ),
    _topic("coverage", "覆盖率", "coverage", "覆盖率|覆盖|coverage", "ratio", "more", section="architecture"),
    _topic(
        "efficiency",
        "提升幅度",
        "improvement",
        "效率|提升|提高|降低|减少|节省|下降|节能|reduc|improv|increas|sav(?:e|ing)|cut\\b",
        "ratio",
        "more",
        section="architecture",
    ),
    _topic(
        "concurrency",
        "并发",
        "concurrency",
        "并发(?:用户|连接|访问|会话|请求)?数?|同时在线|concurren|simultaneous",
        f"{COUNTS} rate:",
        "more",
        section="architecture",
    ),
    _topic(
        "throughput",
        "处理量",
        "throughput",
        "处理能力|处理量|吞吐|分拣|产能|节拍|效率|每小时|每天|每日|日均|日处理|峰值|流量(?!计)|订单|出入库|"
        "throughput|capacity|per hour|per day|per second|process|handl|peak|volume",
        f"{RATES} count: number mass",
        "more",
        section="architecture",
        of_counts="处理能力|处理量|吞吐|分拣|产能|节拍|每小时|每天|每日|日均|日处理|峰值|throughput|"
        "(?:per|an?|every|each) (?:hour|day|minute|second|shift|week)\\b",
    ),
    _topic(
        "users",
        "用户数",
        "users",
        "用户|账号|账户|坐席|座席|在线人数|users?\\b|seats?\\b|accounts?\\b|log(?:ged)?[- ]?ins?\\b",
        COUNTS,
        "more",
        section="architecture",
    ),
    _topic(
        "service hours",
        "服务时间",
        "service hours",
        "7\\s*[x×*]\\s*24|24\\s*[x×*/]\\s*7|5\\s*[x×*]\\s*(?:8|9|10|12|24)|(?:8|9|10|12)\\s*[x×*/]\\s*5|值守|热线|support",
        "service hours",
        "more",
        section="service",
    ),
    _topic("area", "面积", "area", "面积|占地|平方|库房|area|floor|square", "area"),
    _topic(
        "storage",
        "存储容量",
        "storage",
        "容量|存储|硬盘|磁盘|数据量|storage|disk|capacity",
        "data",
        "more",
        section="architecture",
    ),
    _topic(
        "bandwidth",
        "带宽",
        "bandwidth",
        "带宽|网速|专线|bandwidth|uplink",
        "bandwidth",
        "more",
        section="deployment",
    ),
    _topic(
        "load", "载重", "load", "载重|负载|承重|额定载荷|payload|load", "mass", "more", section="architecture"
    ),
    _topic("size", "尺寸", "size", "高度|宽度|长度|尺寸|净高|跨度|height|width|length|aisle", "length"),
    _topic(
        "payment",
        "付款",
        "payment",
        "付款|预付|尾款|质保金|支付|payment|invoice|retainage",
        "ratio duration money",
        "given",
        section="cost",
    ),
    _topic(
        "team",
        "团队",
        "team",
        "项目经理|工程师|驻场|团队|人员配备|project manager|engineers?\\b|team|personnel|fte",
        COUNTS,
        "more",
        section="plan",
    ),
    _topic(
        "quantity", "数量", "quantity", "数量|共计|合计|套|quantity|qty|number of|total of|units?\\b", COUNTS
    ),
)
BY_DIMENSION = {"money": "budget", "rate:": "throughput", "service hours": "service hours", "date": "schedule",
                "area": "area", "data": "storage", "bandwidth": "bandwidth", "mass": "load", "length": "size"}  # fmt: skip
BY_KEY = {topic.key: topic for topic in TOPICS}
