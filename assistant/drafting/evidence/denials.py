"""Whether words say that something cannot be had, or refuse what the other side does not."""

from __future__ import annotations

import re

from assistant.drafting.words.equivalents import Concept, equivalents
from assistant.drafting.words.terms import features, overlap, stem
from assistant.grounding.folding import fold

_COMPOUND = re.compile(
    r"无(?:线|感|缝|纸|损|源|极|尘|菌|痕|级|刷|障碍|故障|铅|卤|毒|油|水|氧|机盐|状态|关|论)|"
    r"无人(?:值守|值班|机|驾驶|车|仓|叉车|化|看守|配送|超市|零售|干预|船|艇|售货)|不间断|不锈|不动产|不仅|不断|不同|不限|不等|"
    r"不(?:得|能|可|应|会|允许)?(?:少于|低于|小于|短于|多于|高于|大于|长于|晚于|早于|超过|超出)|免(?:密|费|维护|拆|驱|布线|疫|税|提)|"
    r"门禁|禁区|禁毒|\b(?:not? (?:less|more|fewer|later|earlier|longer|only|lower|higher)|(?:not|never) (?:to )?exceed)\b"
)
"""Words with 无, 不, 免, 禁, no or not in them that refuse nothing."""
_REFUSAL = re.compile(r"不|无|没|免|禁|\bnon-|\b(?:no|not|never|none|without|nobody|cannot)\b|n't\b")
_AVERTS = re.compile(
    r"隔离|杜绝|防止|拒绝|拦截|阻断|\b(?:prevent|avoid|block|den(?:y|ies)|isolat|prohibit|forbid)"
)
_PART = r"(?:available|supported|offered|included|provided|possible|covered|implemented|integrated)"
_VERB = r"(?:support|offer|provide|include|cover|propose|implement)"
_NOT_HAD = re.compile(
    r"不支持|不提供|不具备|不包含|不含(?!税)|暂不|暂未|暂无|尚不|尚无|尚未(?!发现|出现|发生)|无法|没有(?!任何)|"
    r"不能(?!视为|够?[超低少高大晚多停断])|做不到|(?<![如若凡])未(?:能)?(?:提供|支持|实现|具备|包含|开发|集成|配备|纳入|取得|获得?|通过)|"
    r"不(?:带(?!电)|配备|配置|附带|适用于)|已(?:停产|停售|过期|失效)|即将(?:推出|发布|上线)|(?:尚|还)在(?:测试|开发|办理|申请|认证|研发)|"
    r"正在(?:办理|测试|申请|认证)|(?:办理|申请|认证|测试)中(?![心国])|"
    r"[需须]要?另行(?:采购|购买|开发|报价|购置|定制)|另行采购|正在(?:开发|研发|规划)|(?:开发|研发|规划)中(?![心国])|"
    r"(?:计划|预计|拟)[在于将]?\s*\d{4}\s*年[^,。;]{0,12}(?:提供|支持|发布|上线|推出|实现)|不在[^,。;]{0,8}范围|范围之?外|"
    rf"\b(?:not (?:yet |currently )?{_PART}|(?:is|are|was|were)n't (?:yet |currently )?{_PART}|unavailable|unsupported|"
    rf"(?:do|does|can|will)(?: not|n't) (?:yet |currently )?{_VERB}|cannot|no support for|"
    r"planned for (?:\d{4}|q[1-4]|v?\d|release|version|a (?:later|future))|(?:is|are|still) (?:in progress|pending|discontinued)|"
    r"coming soon|awaiting (?:certification|approval|tests?)|(?:certification|approval) pending|not certified|"
    r"under development|in development|on the roadmap|"
    r"lack(?:s|ing)?\b|(?:out of|outside(?: the)?|not in) scope|exclud(?:ed|es)\b(?! (?:vat|tax))|"
    r"(?:purchased|sold|licensed|bought) separately)"
)
_STANDARD = re.compile(r"标配|标准配置|\b(?:as standard|included in the price|at no extra)\b")
_OPTION = re.compile(r"选配|选装|可选|选购|另购|\b(?:optional|at extra cost|sold separately)\b")
_WITHOUT = re.compile(
    r"(?<!有)无(?!需|须|论|法|限|忧|关|效)(?P<zh>[\u3400-\u9fff]{2,10}?)(?:功能|能力|接口|模块)|"
    r"\b(?:has|have|offers?|provides?|includes?|there (?:is|are)) no "
    r"(?!single point|fail|loss|downtime|outage|interrupt|impact|effect|limit|known|defect|error|more|less|fewer)"
    r"(?P<en>[a-z][a-z -]{2,40})"
)
_FORBIDS = re.compile(
    r"(?:不得|禁止|严禁|不允许|不准|不许|\b(?:must|shall|may) not|\b(?:prohibit|forbid)\w*|"
    r"not (?:allowed|permitted))[^,.;。]{0,8}$"
)
_FORBIDDEN = re.compile(
    r"^[^,.;。]{0,8}(?:不允许|禁止|\b(?:not (?:allowed|permitted)|prohibited|forbidden)\b)"
)
_ANSWER = re.compile(
    r"满足|符合|支持|响应|应答|具备|提供|compl[iy]|support|\bmet\b|meets|available|status|included"
)
_DEVIATION = re.compile(r"偏离|差异|deviat|exception")
_NO = re.compile(r"^\s*(?:否|无|不|未|[×✗✘✕○〇◯△▲◐]|x\b|n(?:o|one)?\b)")
"""What a cell of answers says that is no plain yes; an open circle or a triangle is “in part” or “optional”."""
_REFUSED = re.compile(
    r"^\s*(?:不满足|不符合|不响应|未满足|负偏离|部分(?:满足|符合|响应)|not (?:met|compliant|complied)|non-?complian|"
    r"partial(?:ly)?(?: complian| met|$)|does not (?:comply|meet)|negative)"
)
_LABELLED = re.compile(r"(?:^|[|/,;。\s])(?P<head>[^|/,;。:]{1,20}):\s*(?P<said>[^|/,;。:]+)")


def denies(words: str, asked: str) -> bool:
    """Whether a clause says that something cannot be had, and ``asked`` does not ask for just that (no component
    runs as root, 网络中断时不停); or one of the two forbids what the other has."""
    folded = fold(words)
    if _STANDARD.search(fold(asked)) and _OPTION.search(folded):
        return True
    if not _refuses(asked):
        if _NOT_HAD.search(_COMPOUND.sub(" ", folded)):
            return True
        without = _WITHOUT.search(_COMPOUND.sub(" ", folded))
        if without and overlap(asked, features(without.group("zh") or without.group("en"))).shared:
            return True
    return _opposed(words, asked)


def goes_on_denying(words: str) -> bool:
    """Whether a clause only says of what was named before it that it cannot be had (，计划在 2028 年版本提供)."""
    folded = _COMPOUND.sub(" ", fold(words))
    match = _NOT_HAD.search(folded)
    return match is not None and not features(f"{folded[: match.start()]} {folded[match.end() :]}")


def refused(head: str, cell: str) -> bool:
    """Whether the cell of a table of compliance under ``head`` says that what is asked for is not met."""
    head, cell = fold(head), fold(cell)
    if _REFUSED.search(cell):
        return True
    return bool(_ANSWER.search(head) and not _DEVIATION.search(head) and _NO.search(cell)) and not re.match(
        r"\s*(?:无负?偏离|无差异|不适用|no deviation|no exception)", cell
    )


def refused_in_words(text: str) -> bool:
    """Whether a text says so with the head before a colon (是否支持：否, Compliant: No)."""
    return any(refused(m.group("head"), m.group("said")) for m in _LABELLED.finditer(fold(text)))


def _refuses(text: str) -> bool:
    return _REFUSAL.search(_COMPOUND.sub(" ", fold(text))) is not None


def _opposed(words: str, asked: str) -> bool:
    """Whether exactly one of two texts forbids what both name by the same words, and the other does not refuse."""
    one, two = fold(words), fold(asked)
    named = [
        {_by(text, concept): concept for concept in equivalents(stem).found_in(text)} for text in (one, two)
    ]
    for key in named[0].keys() & named[1].keys():
        forbids = [_forbids(text, names[key]) for text, names in zip((one, two), named, strict=True)]
        if forbids[0] != forbids[1]:
            other = asked if forbids[0] else words
            return not _refuses(other) and not _AVERTS.search(fold(other))
    return False


def _by(text: str, concept: Concept) -> tuple[str, ...]:
    return (concept.name, *(stem(word) for word in text[concept.start : concept.end].split()))


def _forbids(text: str, concept: Concept) -> bool:
    return bool(_FORBIDS.search(text[: concept.start]) or _FORBIDDEN.search(text[concept.end :]))
