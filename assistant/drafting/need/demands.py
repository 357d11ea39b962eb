"""What makes a sentence of a need a requirement, a fact, or boilerplate: its cues and the heading above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.drafting.need.cues import ASKING, WEAK, Mood
from assistant.drafting.need.marks import is_legend, is_marked
from assistant.grounding.folding import fold

Kind = Literal["requirement", "submission", "fact", "pain", "noise", "open"]
"""``open``: the sentence itself does not say; its neighbours do."""
Ground = Literal["asks", "tells", "law", "open"]

_STORY = re.compile(r"^as an? .{3,120}?\bi (?:want|need|can|would)")
_ASKING = re.compile(
    r"需求|要求|要什么|想要|目标|功能|指标|范围|建设内容|建设任务|技术|规格|参数|预算|工期|进度|交付|服务|"
    r"质保|验收|接口|性能|部署|安全|期望|诉求|采购内容|清单|时间|资金|"
    r"\basked|(?:they|we|customer) (?:want|need|ask)|"
    r"requirement|objective|scope|deliverable|specification|feature|goal|must|need|service level|timeline|"
    r"budget|schedule|"
    r"performance|expectation|what we|wish|constraint|task|user stor|support|deploy|security|integration|"
    r"training|ceiling|vision|\bconditions?\b|commercial|"
    r"费用|经费|想法|要解决|解决什么|我们想|想做|建设|内容|商务|约定|改造|实施|验收|条件"
)
_TELLING = re.compile(
    r"背景|现状|现在|情况|概况|简介|关于|介绍|痛点|问题|挑战|困难|基本情况|项目概述|background|about|"
    r"introduction|current|problem|challenge|pain|context|who we are|overview|situation|prototype|"
    r"user types|"
    r"history|(?:^|\bthe |\bour )(?:company|organi[sz]ation|client|customer|site|plant|firm)$|企业|公司$|"
    r"联系人|联系方式|^contacts?$"
)
_LAW = re.compile(
    r"合同条款|评分|评标|评审|投标人须知|投标须知|文件格式|法律|违约|保密|资格审查|附件格式|clause|provision|"
    r"terms and conditions|evaluation|basis of award|"
    r"representation|certification|protest|incorporated by reference|points? of contact|"
    r"deadlines and response|roles and responsib|contract administration|invoic|attachments?$|"
    r"limitation of funds"
)
_ACTIONS = re.compile(
    r"下一步|行动项|待办|后续(?:工作|安排|计划|事项)|会后|任务分工|"
    r"next steps?|^(?:what(?:'s| is| happens) )?next$|action items?|^actions?$|to[- ]?dos?\b|follow[- ]?up"
)
"""What both sides do after the meeting."""
_QUESTION = re.compile(
    r"(?:多少|什么|哪|吗|几|呢|怎么|\b(?:what|how|which|who|when|could you|can you|do you)\b).{0,40}[?？]$"
)
_LEGAL_SENTENCE = re.compile(
    r"pursuant|\bfar\b|\bclauses?\b|\bprovisions?\b|represents that|pub\. ?l\.|u\.s\.c|hereby|indemnif|"
    r"\bherein\b|terms and conditions|"
    r"confidentiality agreement|\blitigation|appropriat(?:ed|ions act)|\bdebarment|仲裁|违约金|解除合同|"
    r"废标|无效投标|法律责任|履约保证金|诉讼"
)
_SUBMISSION = re.compile(
    r"^(?:sealed )?bids? (?:shall|must)\b|"
    r"\b(?:offerors?|quotations?|quot(?:e|er|es|ers)|bidders?|proposals?|submissions?|r[eé]sum[eé]s?|"
    r"cover page|oral presentations?|letters? of intent|"
    r"questions? (?:or|and|must|shall|received)|correspondence)\b|\byour (?:firm|company|bpa|response|"
    r"best)\b|e-?buy\b|pricing narrative|投标人|投标文件|响应文件|报价文件|应答文件|报价单须|询价截止|"
    r"递交|版方案|去汇报|方案汇报|提交方案|方案[^,。]{0,10}发我|报价[^,。]{0,8}发|出个方案|报个总?价|发(?:我|给我)$|"
    r"send (?:us|me) (?:your|an?) "
)
_OFFERING = re.compile(
    r"投标文件|响应文件|报价文件|应答文件|投标书|标书|密封|截止|递交|开标|保证金|份数|正本|副本|装订|盖章|签[字章]|"
    r"澄清|答疑|授权书|报名|报价单|投标(?:函|有效期|费用|报价)"
)
"""The papers and the day of an offer: formalities of submitting it."""
_BIDDER_ALONE = re.compile(r"投标人|bidders?|offerors?")
_DELIVERS = re.compile(
    r"投标人|\b(?:bidders?|offerors?) (?:shall|must|should|has to|have to) (?:\w+ly )?(?:provide|ensure|guarantee|supply|"
    r"install|deliver(?! (?:its|the|their) (?:bid|offer|proposal|quot))|support|maintain|train|hold|be certified|have)\b"
)
_REPLY = re.compile(
    r"(?:^|please |must |shall )(?:reply|respond)\s+(?:by|before|no later than)\b|"
    r"\b(?:replies|responses)\s+(?:(?:are|is|must be|shall be)\s+)?(?:due|received by)\b"
)
"""When the bidder has to answer."""
_PRICED = re.compile(
    r"\b(?:(?:can|could|would|will) you|please|to) (?:please )?quote (?:us |me )?(?:a price )?(?:for|on) "
)
"""Asks for the goods named behind it."""
_GUARANTEE = re.compile(r"(?:投标|磋商|谈判|响应)保证金")
_BUYER = re.compile(
    r"^(?:the )?(?:government|agency|buyer|customer|contracting officer|co|cor|purchaser|client|18f|"
    r"gsa)\b(?!-)[^,.]{0,40}?\b(?:will|shall|intends?|does|is|has|may|contemplates|reserves|expects to|can)\b"
    r"|^(?:采购人|招标人|买方|甲方)(?:将|有权|保留|负责|提供)"
)
_QUALIFIED = re.compile(
    r"(?:投标人|供应商|承包人|中标人|乙方|卖方)[^,。;]{0,12}(?:具有|具备|持有|拥有|取得|承诺|保证|提供|负责)|"
    r"^(?:具有|具备|持有)[^。;]{0,40}(?:资质|许可证|证书|认证)|(?:类似|同类)[^,。;]{0,12}业绩"
)
"""What the bidder must be, hold or promise."""
_PAIN = re.compile(
    r"痛点|全靠|招人|难(?!度)|报损|缺了|缺人|不好|瓶颈|问题|人工|经常|频繁|无法|不能|不足|滞后|缓慢|太慢|"
    r"出错|差错|困难|难以|缺乏|缺少|投诉|依赖|浪费|效率低|成本高|老化|超负荷|不准|断货|积压|停机|漏|孤岛|"
    r"\b(?:manual(?:ly)?|errors?|slow|difficult|burden|lacks?|unable|outdated|aging|painful|cannot|can't|"
    r"bottleneck|complain|downtime|delays?|inflexible|struggl\w+|inaccurate|expensive|fragile)\b"
)
_LEAD_IN = re.compile(
    r"(?:如下|以下|见[上下附]表|following|as follows|below(?! \d)|wish list)[^。.]{0,24}[:：.。]?$|[:：]$"
    r"|(?:here(?: is|'s| are)|this is) (?:what|our)\b[^.]{0,24}[:.]?$|(?:是这样|这样的|说一下|列一下|对一下)[^,。]{0,12}[:：。]?$"
)
_NOISE = re.compile(
    r"^(?:注|备注|附|联系人|联系电话|电话|邮箱|地址|日期|编号|询价编号|项目编号|hello|hi|dear|您好|你好|"
    r"尊敬的|tel|email|phone|date|to|from|subject|attn|re|cc|"
    r"发件人|收件人|抄送|主题|事由|参会(?:人员?)?|参加(?:人员)?|与会(?:人员)?|出席|主持|记录(?:人)?|"
    r"会议(?:时间|地点)|地点|编制)\s*(?:[:：,，]|$)"
    r"|\b(?:prepared|compiled|written|drafted|issued) by\b|\bversion \d"
    r"|^(?:询价|项目)编号|^时间\s*[:：]\s*20\d\d|^[a-z]{1,2} ?= ?\w+"
)
_RULE = re.compile(
    r"^(?:if|should|when(?:ever)?|in case)\b(?!.*\b(?:we|our|us|i|my|they|he|she|nobody|no one)\b)"
    r"|^(?:如果|若|一旦|万一)(?![^。]*[我咱])"
)
_ADDS = re.compile(
    r"(?!(?:you|me|same|we|i|they|he|she|it|this|that)\b)[^.;:!?。；：！？]{3,50}"
    r"(?:,? (?:too|as well|obviously|of course|naturally)|"
    r",\s*(?:当然|那是当然|一样)|(?:也一样|也算上|同样|也是))[.!。]?"
)
"""Names one thing more without a verb: Postgres too, two-factor login of course."""
_EXCLUDED = re.compile(r"not required|not in scope|out of scope|不包含|不在.{0,6}范围|不需要")
_POINTER = re.compile(
    r"^(?:refer to|see|note that|please (?:note|see|go to|visit|subscribe|refer)|详见|参见|见附)\b"
)
_AND = re.compile(r"[与和及、/&]")
_SMALLEST = 4


def is_rule(statement: str) -> bool:
    """Whether a statement says what happens in some case, and not what then becomes of those who speak."""
    folded = fold(statement).strip()
    return _RULE.match(folded) is not None and _PAIN.search(folded) is None


def adds_to_asked(statement: str) -> bool:
    """Whether a statement only names one thing more, of the kind said before it."""
    return _ADDS.fullmatch(fold(statement).strip()) is not None


def ground_of(headings: Sequence[str]) -> Ground:
    """What the headings above say of the text below; the innermost that says anything decides.

    In a Chinese heading its last word is its head (建设背景 tells); two things joined leave it open (现状与需求).
    """
    for heading in reversed(headings):
        folded = fold(heading)
        if _LAW.search(folded) or _ACTIONS.search(folded):
            return "law"
        asks = max((match.end() for match in _ASKING.finditer(folded)), default=-1)
        tells = max((match.end() for match in _TELLING.finditer(folded)), default=-1)
        if asks >= 0 <= tells and (_AND.search(folded) or folded.isascii()):
            return "open"
        if asks >= 0 or tells >= 0:
            return "asks" if asks > tells else "tells"
    return "open"


def asks_for_response(line: str) -> bool:
    """Whether a line speaks of the bidder's offer, not of what is to be delivered."""
    folded = _PRICED.sub("", fold(line))
    if _REPLY.search(folded):
        return True
    found = {match.group() for match in _SUBMISSION.finditer(folded)}
    if found and all(_BIDDER_ALONE.fullmatch(word) for word in found) and _DELIVERS.search(folded):
        return _OFFERING.search(folded) is not None
    return bool(found) or _GUARANTEE.search(folded) is not None


def opens_demands(line: str) -> bool:
    """Whether a line announces what is asked: “here is what we need”, “要求如下”."""
    folded = fold(line).strip()
    return _LEAD_IN.search(folded) is not None and ground_of((line,)) == "asks"


def kind_of(
    statement: str,
    headings: Sequence[str],
    mood: Mood,
    *,
    measured: bool,
    valued: bool,
    project: bool,
    listed: bool,
) -> Kind:
    """Whether ``statement`` asks, tells or is noise.

    ``mood``: what its own words say; ``measured``: it states a quantity of a known indicator, ``valued`` any; ``project``: it
    names a budget, a date or a duration of the project itself; ``listed``: it is a list item or a table row.
    """
    if is_marked(statement):
        return "requirement"
    folded = fold(statement).strip()
    ground = ground_of(headings)
    excluded = (headings and _EXCLUDED.search(fold(headings[-1]))) or _POINTER.match(folded)
    idle = len(folded) < _SMALLEST or _NOISE.search(folded) or is_legend(statement)
    if excluded or idle or (_LEGAL_SENTENCE.search(folded) and not project):
        return "fact" if excluded else "noise"
    if asks_for_response(statement):
        asked = _REPLY.search(folded) or ASKING.search(folded) or _GUARANTEE.search(folded)
        return "submission" if asked and ground != "law" else "noise"
    leads = _LEAD_IN.search(folded) and not measured and not (valued and mood == "asks")
    if ground == "law" or _BUYER.match(folded) or leads:
        return "noise"
    qualified = _QUALIFIED.search(folded) is not None and mood != "tells"
    if _STORY.match(folded) or qualified or (project and mood != "tells"):
        return "requirement"
    kind = _under(ground, mood, folded, listed=listed, measured=measured)
    return "pain" if kind == "fact" and _PAIN.search(folded) else kind


def _under(ground: Ground, mood: Mood, folded: str, *, listed: bool, measured: bool) -> Kind:
    """What a sentence of ``mood`` is on ``ground``."""
    if ground == "tells":
        strong = mood == "asks" and ASKING.search(folded) and not _PAIN.search(folded)
        return "requirement" if strong else "fact"
    if mood in ("asks", "tells"):
        return "requirement" if mood == "asks" else "fact"
    if mood == "neutral" and not measured and _QUESTION.search(folded):
        return "fact"
    weak = WEAK.search(folded) is not None
    if ground == "asks":
        return "requirement" if listed or measured or weak else "open"
    if mood == "state":
        return "fact"
    return "requirement" if weak and listed else "open"
