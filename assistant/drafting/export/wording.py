"""The words an exported outline says by itself, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.evidence import Language
from knowledge.presales import Basis, OutlineStatus


@dataclass(frozen=True)
class Wording:
    """Everything an export prints that is not in the outline."""

    internal_draft: str
    contents: str
    customer: str
    status: str
    version: str
    need: str
    record: str
    searched: str
    words_only: str
    meaning_partial: str
    statuses: dict[OutlineStatus, str]
    bases: dict[Basis, str]
    in_chinese: str
    past_deal: str
    to_fill: str
    to_confirm: str
    ask: str
    trace: str
    trace_header: tuple[str, str, str, str, str]
    answered: str
    evidenced: str
    """Quoted evidence without a figure to compare: a person decides whether it answers."""
    open: str
    unanswered: str
    legend: str
    evidence: str
    figure: str
    table: str
    unsupported: str
    unsupported_header: tuple[str, str]
    sources: str
    sources_note: str
    page: tuple[str, str]
    colon: str


ZH = Wording(
    internal_draft="内部稿",
    contents="目录",
    customer="客户",
    status="状态",
    version="版本",
    need="需求来源",
    record="大纲编号",
    searched="检索",
    words_only="没有语义模型，只按词查找依据（运行 presales model prepare 后可重新起草）",
    meaning_partial="语义向量就绪 {ready}/{of} 个片段，其余只按词查找依据",
    statuses={"draft": "草稿", "in_review": "评审中", "final": "定稿"},
    bases={"source": "来源", "lesson": "经验", "judgement": "判断", "need": "需求", "template": "模板"},
    in_chinese="中文原文",
    past_deal="往期项目经验",
    to_fill="待补",
    to_confirm="待确认",
    ask="请问",
    trace="需求响应一览",
    trace_header=("序号", "需求", "指标", "对应章节", "状态"),
    answered="已回应",
    evidenced="有依据",
    open="待补",
    unanswered="未回应",
    legend="已回应：依据中的数值达到要求，或有人写了回应；有依据：引了相关原文，没有数值可比，是否满足请核对；待补：没有依据，已列出要问的问题；未回应：草稿里既没有依据也没有提问，请自行处理。",
    evidence="引用",
    figure="图",
    table="表",
    unsupported="未采用的说法",
    unsupported_header=("说法", "原因"),
    sources="来源清单",
    sources_note="引文逐字摘自资料原文，仅供内部核对。",
    page=("第 ", " 页"),
    colon="：",
)

EN = Wording(
    internal_draft="INTERNAL DRAFT",
    contents="Contents",
    customer="Customer",
    status="Status",
    version="Version",
    need="Need from",
    record="Outline",
    searched="Searched",
    words_only="by words only, no embedding model (run presales model prepare, then draft again)",
    meaning_partial="meaning ready for {ready} of {of} passages, the rest by words",
    statuses={"draft": "draft", "in_review": "in review", "final": "final"},
    bases={
        "source": "source",
        "lesson": "lesson",
        "judgement": "judgement",
        "need": "need",
        "template": "template",
    },
    in_chinese="quoted in Chinese",
    past_deal="Past deal",
    to_fill="TO FILL",
    to_confirm="To be confirmed",
    ask="Ask",
    trace="Response to requirements",
    trace_header=("No.", "Requirement", "Figure", "Section", "Status"),
    answered="answered",
    evidenced="evidence",
    open="TO FILL",
    unanswered="not answered",
    legend="answered: a figure of the evidence meets it, or a person has answered; evidence: the record is quoted and gives no "
    "figure to compare, check whether it answers; TO FILL: no evidence, a question is listed; not answered: the draft has "
    "neither evidence nor a question, settle it yourself.",
    evidence="Refs",
    figure="Figure",
    table="Table",
    unsupported="Statements not used",
    unsupported_header=("Statement", "Reason"),
    sources="Sources",
    sources_note="Quotes are verbatim from the sources, for internal checking only.",
    page=("Page ", ""),
    colon=": ",
)


def wording(language: Language) -> Wording:
    """Chinese for ``zh``, English for every other language."""
    return ZH if language == "zh" else EN
