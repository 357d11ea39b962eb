"""How people ask for things: what makes a sentence of a need a requirement, a fact, or boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.grounding.folding import fold

Kind = Literal["requirement", "submission", "fact", "pain", "noise"]
Ground = Literal["asks", "tells", "law", "open"]

_STRONG = re.compile(
    r"需要|需(?!求)|(?<![必需重主想不])要(?!求|是|么|害|点|素|闻|职|等|花|用)|必须|须(?!知)|要求|(?<![供响反适相效对])应(?!用|急|对|商|届|酬|收|付|力|答|运|邀|战|变)|应当|不少于|不低于|不超过|不得|不大于|至少|希望|期望|"
    r"想要|想(?=[上建做把用找在让要放加看能])|不能|不可|不得|只能|打算|计划(?=[在于将建采上])|拟(?=[建采购在新对])|控制在|[≥≤]|务必|请(?=提供|给出|说明|报价|包含|考虑)|确保|保证|诉求|"
    r"\b(?:shall|must|ha(?:s|ve) to|needs? to|need(?:s|ed)?|requires?|required|should|expect(?:s|ed)?|want(?:s)?|would like|looking for|seek(?:s|ing)?|"
    r"at least|no (?:more|less|later|longer|fewer) than|at most|wish(?:es)?|we ask|please|mandatory|is to be)\b"
)
_OURS = re.compile(
    r"\b(?:shall|must|we (?:need|want|require|expect|seek|would)|(?:is|are) (?:required|expected) to|looking for|seeking|seeks)\b"
)
_WEAK = re.compile(
    r"支持|能够|可以|实现|提供|满足|具备|配备|配置|采用|部署|对接|集成|建设|覆盖|预留|兼容|"
    r"\b(?:will (?:provide|include|be|allow|support|use|deliver)|supports?|provides?|enables?|integrat|deliver|able to|can)\b"
)
_STORY = re.compile(r"^as an? .{3,120}?\bi (?:want|need|can|would)")
_ASKING = re.compile(
    r"需求|要求|要什么|想要|目标|功能|指标|范围|建设内容|建设任务|技术|规格|参数|预算|工期|进度|交付|服务|质保|验收|接口|性能|部署|安全|期望|诉求|采购内容|清单|时间|资金|"
    r"requirement|objective|scope|deliverable|specification|feature|goal|must|need|service level|timeline|budget|schedule|"
    r"performance|expectation|what we|wish|constraint|task|user stor|support|deploy|security|integration|training|ceiling|vision"
)
_TELLING = re.compile(
    r"背景|现状|现在|情况|概况|简介|关于|介绍|痛点|问题|挑战|困难|基本情况|项目概述|background|about|introduction|current|problem|challenge|pain|context|who we are|overview|situation|prototype|user types"
)
_LAW = re.compile(
    r"合同条款|评分|评标|评审|投标人须知|投标须知|文件格式|法律|违约|保密|资格|附件格式|clause|provision|terms and conditions|evaluation|basis of award|"
    r"representation|certification|protest|incorporated by reference|points? of contact|deadlines and response|roles and responsib|contract administration|invoic|attachments?$|limitation of funds"
)
_LEGAL_SENTENCE = re.compile(
    r"pursuant|\bfar\b|\bclauses?\b|\bprovisions?\b|represents that|pub\. ?l\.|u\.s\.c|hereby|indemnif|\bherein\b|terms and conditions|"
    r"confidentiality agreement|\blitigation|appropriat(?:ed|ions act)|\bdebarment|仲裁|违约金|解除合同|废标|无效投标|法律责任|履约保证金|诉讼"
)
_SUBMISSION = re.compile(
    r"\b(?:offerors?|quotations?|quot(?:e|er|es|ers)|bidders?|proposals?|submissions?|r[eé]sum[eé]s?|cover page|oral presentations?|letters? of intent|"
    r"questions? (?:or|and|must|shall|received)|correspondence)\b|\byour (?:firm|company|bpa|response|best)\b|e-?buy\b|pricing narrative|投标人|投标文件|响应文件|报价文件|应答文件|报价单须|询价截止|递交|版方案|去汇报|方案汇报|提交方案"
)
_BUYER = re.compile(
    r"^(?:the )?(?:government|agency|buyer|customer|contracting officer|co|cor|purchaser|client|18f|gsa)\b[^,.]{0,40}?\b(?:will|shall|intends?|does|is|has|may|contemplates|reserves|expects to|can)\b"
    r"|^(?:采购人|招标人|买方|甲方)(?:将|有权|保留|负责|提供)"
)
_COMPANY_FACT = re.compile(
    r"成立于|创立|总部(?:位于|设)|注册资本|年营收|营业额|年产值|员工(?:总数)?约?\d|主营|旗下|founded|headquarter|annual revenue|employees?\b.*\b(?:serve|work)|was established|subsidiar"
)
_CURRENT = re.compile(
    r"客户(?:全称|名称)|单位名称|目前|现有|当前|现阶段|已运行|我司是|我们是|我公司是|\b(?:we are an?|we're an?|we (?:have|operate|run|see)|currently|at present|existing system|was built)\b"
)
_PAIN = re.compile(
    r"痛点|全靠|招人|难(?!度)|报损|缺了|缺人|不好|瓶颈|问题|人工|经常|频繁|无法|不能|不足|滞后|缓慢|太慢|出错|差错|困难|难以|缺乏|缺少|投诉|依赖|浪费|效率低|成本高|老化|超负荷|不准|断货|积压|停机|漏|孤岛|"
    r"\b(?:manual(?:ly)?|errors?|slow|difficult|burden|lacks?|unable|outdated|aging|painful|cannot|can't|bottleneck|complain|downtime|delays?|inflexible|struggl\w+|inaccurate|expensive|fragile)\b"
)
_LEAD_IN = re.compile(r"(?:如下|以下|following|as follows|below)[^。.]{0,24}[:：]?$|[:：]$")
_NOISE = re.compile(
    r"^(?:注|备注|附|联系人|联系电话|电话|邮箱|地址|日期|编号|hello|hi|dear|您好|你好|尊敬的|tel|email|phone|date|to|from|subject|attn|re)\s*(?:[:：,，]|$)"
)
_EXCLUDED = re.compile(r"not required|not in scope|out of scope|不包含|不在.{0,6}范围|不需要")
_POINTER = re.compile(
    r"^(?:refer to|see|note that|please (?:note|see|go to|visit|subscribe|refer)|详见|参见|见附)\b"
)
_SMALLEST = 4


def ground_of(headings: Sequence[str]) -> Ground:
    """What the headings above say of the text below; the innermost that says anything decides."""
    for heading in reversed(headings):
        folded = fold(heading)
        if _LAW.search(folded):
            return "law"
        asks, tells = bool(_ASKING.search(folded)), bool(_TELLING.search(folded))
        if asks and tells:
            return "open"
        if asks or tells:
            return "asks" if asks else "tells"
    return "open"


def kind_of(
    statement: str, headings: Sequence[str], *, measured: bool, project_value: bool, listed: bool
) -> Kind:
    """Whether ``statement`` asks, tells or is noise.

    ``measured``: it states a quantity of a known indicator; ``project_value``: a budget, a date or a
    duration of the project itself; ``listed``: it is a list item or a row of a table.
    """
    folded = fold(statement).strip()
    ground = ground_of(headings)
    if (headings and _EXCLUDED.search(fold(headings[-1]))) or _POINTER.match(folded):
        return "fact"
    if len(folded) < _SMALLEST or _NOISE.match(folded) or _LEGAL_SENTENCE.search(folded):
        return "noise"
    if _SUBMISSION.search(folded):
        return "submission" if _STRONG.search(folded) and ground != "law" else "noise"
    if ground == "law" or _BUYER.match(folded):
        return "noise"
    if _LEAD_IN.search(folded) and not measured:
        return "noise"
    asks = _asks(folded, ground, measured=measured, project_value=project_value, listed=listed)
    if asks:
        return "requirement"
    return "pain" if _PAIN.search(folded) else "fact"


def _asks(folded: str, ground: Ground, *, measured: bool, project_value: bool, listed: bool) -> bool:
    strong = bool(_STRONG.search(folded) or _STORY.match(folded))
    company = bool(_COMPANY_FACT.search(folded))
    if ground == "tells":
        told = bool(_OURS.search(folded)) if folded.isascii() else strong
        return (told and not _PAIN.search(folded)) or project_value
    if ground == "asks":
        return strong or (not company and (listed or measured or bool(_WEAK.search(folded))))
    if (company or _CURRENT.search(folded)) and not strong and not project_value:
        return False
    return (
        strong or project_value or measured or (bool(_WEAK.search(folded)) and (listed or len(folded) < 200))
    )
