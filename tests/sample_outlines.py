"""Outlines as the drafting makes them, for the tests of what is exported from them."""

from __future__ import annotations

from knowledge.evidence import Citation, Span, Unsupported
from knowledge.presales import (
    Gap,
    Outline,
    OutlineTable,
    Point,
    Provenance,
    Requirement,
    Section,
)

_SOURCES = (
    ("华北某医药流通中心_智能仓储方案_v2.docx", "第 4 页", "总体架构"),
    ("产品手册_WMS-700.pdf", "第 12 页", "接口与集成"),
    ("案例_华东冷链分拨中心.md", "", "实施过程"),
    ("2024报价单.xlsx", "软件 表第 18 行", ""),
    ("FAQ_售后服务.md", "", "响应时间"),
)
_QUOTES = (
    "系统采用分层架构，设备控制层（WCS）与管理层（WMS）之间以消息队列解耦，单点故障不影响其余巷道作业。",
    "支持与 SAP ECC 6.0、S/4HANA 及用友 U8+ 双向对接，标准接口 46 个，平均响应 180 毫秒。",
    "项目自 2023 年 3 月进场，分三个阶段切换，期间仓库不停产，切换窗口均安排在夜间 22:00–次日 6:00。",
    "WMS-700 标准版许可（含 20 并发），每套 286,000 元，含一年质保。",
    "A 级故障 15 分钟响应、4 小时到场，B 级故障 30 分钟响应、次日到场；年度可用性承诺不低于 99.9%。",
)


def _cite(number: int, start: int = 0) -> Citation:
    path, page, heading = _SOURCES[number % len(_SOURCES)]
    quote = _QUOTES[number % len(_QUOTES)]
    return Citation(
        document_id=f"{number % len(_SOURCES):016x}",
        source=f"projects/{path}",
        span=Span(start=start * 100, end=start * 100 + len(quote)),
        quote=quote,
        label=", ".join(part for part in (path.rsplit(".", 1)[0], page, heading) if part),
    )


def _requirements(rows: list[tuple[str, str | None, str | None, str | None, str]]) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(
            text=text, value=value, unit=unit, topic=topic, section=section, span=Span(start=i, end=i + 1)
        )
        for i, (text, value, unit, topic, section) in enumerate(rows)
    )


def warehouse(long_rows: int = 0) -> Outline:
    """A Chinese outline with every kind of content; ``long_rows`` lengthens the price table."""
    requirements = _requirements(
        [
            ("日处理订单量不低于 5,000 单，大促峰值 12,000 单", "5,000", "单/日", "处理量", "总体方案与架构"),
            ("与现有 SAP S/4HANA 对接，库存同步延迟不超过 5 秒", "5", "秒", "同步延迟", "总体方案与架构"),
            ("切换期间仓库不停产", None, None, None, "实施计划与里程碑"),
            ("故障 15 分钟内响应，4 小时到场", "15", "分钟", "响应时间", "服务与保障"),
            ("总预算控制在 380 万元以内", "380", "万元", "预算", "成本估算"),
            ("通过等保三级测评", None, None, "等保", "部署模型"),
            ("2026 年 9 月 30 日前上线", "2026 年 9 月 30 日", None, "工期", "实施计划与里程碑"),
        ]
    )
    components = (
        ("业务层", "WMS-700 仓储管理系统", "入库、上架、拣选、盘点、波次"),
        ("业务层", "订单协同门户", "货主自助下单与对账"),
        ("集成层", "ERP 集成网关", "与 SAP S/4HANA 双向同步，标准接口 46 个"),
        ("集成层", "消息队列（主备）", "层间解耦，断点续传"),
        ("控制层", "WCS-300 设备控制系统", "巷道堆垛机、穿梭车与输送线调度"),
        ("控制层", "监控大屏与告警模块", "设备状态、作业看板、短信告警"),
        ("设备层", "四向穿梭车 ×12", "载重 1.5 t"),
        ("设备层", "提升机与输送线", "能力 240 托/小时"),
        ("设备层", "RFID 通道门", "整托识别"),
        ("基础设施层", "待补", "客户机房条件未知"),
    )
    architecture = OutlineTable(
        title="系统组成",
        header=("层", "组件", "作用"),
        rows=components,
        citations=(*((_cite(i % 3, i),) for i in range(9)), ()),
    )
    price_rows = [
        ("WMS-700 标准版许可（含 20 并发）", "1 套", "286,000", "286,000"),
        ("WCS-300 设备控制系统", "1 套", "198,000", "198,000"),
        ("四向穿梭车", "12 台", "85,000", "1,020,000"),
        *(
            (f"备件与选配 {n:02d}", f"{n} 件", f"{n * 1100:,}", f"{n * n * 1100:,}")
            for n in range(1, long_rows + 1)
        ),
        ("SAP 接口实施", "待补", "1,800 元/人天", "待补"),
        ("合计", "", "", "待补"),
    ]
    prices = OutlineTable(
        title="费用估算（元，含税）",
        header=("项目", "数量", "单价", "小计"),
        rows=tuple(price_rows),
        citations=tuple((_cite(3, n),) if n < len(price_rows) - 1 else () for n in range(len(price_rows))),
    )
    return Outline(
        id="a3f09c5512d7e844",
        version=3,
        status="in_review",
        title="华清医药物流中心智能仓储项目解决方案",
        customer="华清医药物流有限公司",
        need_document="华清医药_需求邮件_20260312.md",
        need="…",
        requirements=requirements,
        sections=_sections(architecture, prices),
        unsupported=(
            Unsupported(text="系统可用性可达 99.999%", reason="资料中最高承诺为 99.9%，没有依据支持该数字。"),
            Unsupported(text="同类项目均一次通过等保三级", reason="只找到二级测评的记录。"),
        ),
        provenance=Provenance(made_at="2026-03-14T09:00:00"),
    )


def _sections(architecture: OutlineTable, prices: OutlineTable) -> tuple[Section, ...]:
    return (
        Section(
            heading="客户背景与痛点",
            key="background",
            points=(
                Point(
                    text="华清医药物流有限公司计划对现有物流中心进行智能化改造，本方案围绕需求邮件中提出的 7 项要求展开，"
                    "逐项给出做法、依据与尚待确认的事项。",
                    basis="template",
                ),
                Point(
                    text="现有仓库日均 3,200 单，大促期间积压最长 36 小时，拣选差错率 0.8%。",
                    basis="need",
                    answers=(0,),
                ),
                Point(
                    text="库存数据每天夜间批量同步，白天账实不符，客服无法实时答复货主。",
                    basis="need",
                    answers=(1,),
                ),
            ),
        ),
        Section(
            heading="总体方案与架构",
            key="architecture",
            points=(
                Point(
                    text="系统采用分层架构，设备控制层与管理层之间以消息队列解耦，单点故障不影响其余巷道作业。",
                    citations=(_cite(0), _cite(1)),
                    answers=(0, 1),
                    past_deal=True,
                ),
                Point(
                    text="WMS-700 支持与 SAP ECC 6.0、S/4HANA 双向对接，标准接口 46 个，平均响应 180 毫秒。",
                    citations=(_cite(1),),
                    answers=(1,),
                ),
                Point(
                    text="峰值 12,000 单建议按 1.3 倍冗余配置穿梭车，需结合实际 SKU 分布核算。",
                    basis="judgement",
                    answers=(0,),
                ),
            ),
            tables=(architecture,),
        ),
        Section(
            heading="部署模型",
            key="deployment",
            points=(
                Point(
                    text="主备双机部署于客户机房，数据库每日全量、每 15 分钟增量备份。",
                    citations=(_cite(0, 7),),
                    past_deal=True,
                ),
            ),
            gaps=(
                Gap(
                    text="资料中没有等保三级测评的通过记录。",
                    ask="本项目是否由我方负责等保三级测评？测评机构由谁指定？",
                    whom="客户信息部",
                    answers=(5,),
                ),
                Gap(text="客户机房的供电与机柜余量未知。", ask="请提供机房平面图与 UPS 容量。", whom="客户"),
            ),
        ),
        Section(
            heading="实施计划与里程碑",
            key="plan",
            points=(
                Point(
                    text="分三个阶段切换，期间仓库不停产，切换窗口均安排在夜间 22:00–次日 6:00。",
                    citations=(_cite(2),),
                    answers=(2,),
                    past_deal=True,
                ),
                Point(
                    text="旧系统与新系统至少并行一周，避免重演同类项目切换当日数据回退的问题。",
                    basis="lesson",
                    citations=(_cite(2, 3),),
                ),
            ),
            tables=(
                OutlineTable(
                    title="里程碑",
                    header=("阶段", "内容", "完成时间"),
                    rows=(
                        ("一", "蓝图设计与接口确认", "合同生效后 4 周"),
                        ("二", "一期巷道切换与联调", "合同生效后 12 周"),
                        ("三", "全部巷道切换、试运行、验收", "待补"),
                    ),
                ),
            ),
        ),
        Section(
            heading="服务与保障",
            key="service",
            points=(
                Point(
                    text="A 级故障 15 分钟响应、4 小时到场；年度可用性承诺不低于 99.9%。",
                    citations=(_cite(4),),
                    answers=(3,),
                ),
            ),
        ),
        Section(heading="成本估算", key="cost", tables=(prices,)),
        Section(
            heading="风险与对策",
            key="risks",
            points=(
                Point(
                    text="SKU 主数据质量不足会拖慢上线，建议蓝图阶段先做一次主数据盘点。", basis="judgement"
                ),
            ),
        ),
        Section(heading="同类案例", key="cases", points=tuple(_case(number) for number in range(4))),
    )


def _case(number: int) -> Point:
    return Point(
        text=f"某医药行业客户（{2021 + number} 年）：改造后日处理能力由 3,000 单提升至 7,500 单，差错率降至 0.05%。",
        citations=(_cite(0, 20 + number), _cite(2, 30 + number)),
        past_deal=True,
    )


def cloud() -> Outline:
    """An English outline with thirty different citations."""
    requirements = _requirements(
        [
            (
                "Process 2 million events per day with no loss",
                "2 million",
                "events/day",
                "throughput",
                "Solution and architecture",
            ),
            ("99.95% monthly availability", "99.95", "%", "availability", "Service and support"),
            ("Data stays in the EU", None, None, None, "Deployment model"),
        ]
    )
    points = tuple(
        Point(
            text=f"The ingestion tier scales out in steps of {n + 1} nodes; a step took {n + 3} minutes in the last load test.",
            citations=(_cite(n, n), _cite(n + 1, 40 + n)),
            answers=(0,),
            past_deal=n % 3 == 0,
        )
        for n in range(15)
    )
    table = OutlineTable(
        title="Components",
        header=("Layer", "Component", "Purpose"),
        rows=(
            ("Edge", "API gateway", "Authentication and rate limits"),
            ("Platform", "Stream processor", "Ordering, de-duplication"),
            ("Platform", "Object store with lifecycle rules", "Raw events, 13 months"),
            ("Insight", "Dashboard service", "Self-service reports"),
        ),
        citations=tuple((_cite(n, 90 + n),) for n in range(4)),
    )
    return Outline(
        id="77aa00c1d2e3f456",
        title="Event platform for Northwind Logistics",
        language="en",
        customer="Northwind Logistics Ltd",
        need_document="rfq_northwind.md",
        requirements=requirements,
        sections=(
            Section(heading="Solution and architecture", key="architecture", points=points, tables=(table,)),
            Section(
                heading="Deployment model",
                key="deployment",
                gaps=(
                    Gap(
                        text="No source names an EU region.",
                        ask="Which region do we offer?",
                        whom="cloud operations",
                        answers=(2,),
                    ),
                ),
            ),
            Section(
                heading="Service and support",
                key="service",
                points=(
                    Point(text="Support answers within 15 minutes.", citations=(_cite(4, 60),), answers=(1,)),
                ),
            ),
        ),
    )
