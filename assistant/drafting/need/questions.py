"""Questions to the bidder that ask for what they name: can you do IP54, 能否提供…, 有没有 UL 认证.

All patterns are searched in folded text (``assistant.grounding.folding.fold``: lower case, half width).
"""

from __future__ import annotations

import re

_WHETHER_EN = re.compile(
    r"^(?:(?:and|so|also|then|but|well|ok|please|plus)[, ]+)*(?:"
    r"(?:can|could|would|will) (?:you(?:r [a-z-]+){0,4}|the (?:system|product|solution|unit|machine)|it|they) "
    r"(?:also |even |still |please |possibly )?[a-z]|"
    r"(?:do|does) (?:you(?:r [a-z-]+){0,4}|the (?:system|product|solution|unit|machine)|it|they) "
    r"(?:also |even |still )?(?:have|hold|do|offer|support|provide|include|supply|sell|stock|cover|come|meet|"
    r"comply|work|run|handle|carry|guarantee|deliver|speak|integrate|allow|let|keep)\b|"
    r"(?:are you|is (?:it|the (?:system|product|solution|unit|machine))|are they) (?:also )?"
    r"(?:certified|able|compliant|compatible|accredited|rated|approved|available)\b|"
    r"(?:is|are) there (?:an? |any )?[a-z]"
    r")"
)
_PARTICLE = r"(?:[吗嘛么不没]|没有|呢)?[呀啊呢]?"
_WHETHER_ZH = re.compile(
    r"能否|可否|是否(?:能|可以?|支持|具备|具有|提供|包含|包括|带|有)|(?:有没有|有无)(?=[^\W_])|支不支持|支持不支持|"
    r"包不包|含不含|带不带|做不做得|能不能|可不可以|"
    rf"(?:能|可以|支持|做得到|提供|具备|(?:^|你们|贵司|贵方|你家)(?:也|还|都)?(?:有|带|含|包))[^,。;?]{{1,24}}(?:[吗嘛么]|不){_PARTICLE}\?$"
)
_BETWEEN_PEOPLE = re.compile(
    r"\b(?:call|phone|ring|meet|talk|speak to|chat|come (?:by|over|to)|visit|let (?:me|us) know|tell|confirm|explain|"
    r"remind|forward|check|have a look|look at|send|resend|e?mail|share|join|reply|respond|get back|hear|remember|think|"
    r"questions?|time (?:on|for|to|this|next|tomorrow)|a minute|a moment|any (?:news|update)s?|do me)\b|"
    r"电话|微信(?!报警|通知|推送|登录)|见面|面谈|聊|过来|拜访|发(?:我|一?[份下个]|给|过来)|资料|时间[吗?]|空[吗?]|有空|问题[吗?]|疑问|"
    r"介绍|解释|说明一下|讲(?:一?下|讲)|看(?:一?下|看|懂|到吗)|知道|告诉|理解|明白|确认|方便|来着|推荐"
)
"""What people ask of each other, not of what is to be bought."""
_OF_NOW = re.compile(
    r"目前|现在|现有|现状|贵(?:司|公司|院|校|厂|方)?现|您(?:这?边|们|那)|"
    r"\b(?:today|currently|at present|at the moment|right now|existing)\b"
)
"""Asked of the one who buys."""
_WANTS_OPEN = re.compile(
    r"(?:什么|哪些|啥|怎样|何种?)[^,。;]{0,6}(?:要求|需求|诉求|期望|想法)[吗呢呀啊]?\?$|(?:要求|需求|诉求)(?:是什么|有哪些|是啥)[呢呀啊]?\?$|"
    r"\bwhat (?:are|is) your (?:[a-z]+ )?(?:requirement|need|expectation|budget)s?\b|"
    r"\bwhat (?:exactly )?(?:do|would) you (?:need|want|like|expect|require)\b"
)
_LONGEST = 240


def asks_whether(folded: str) -> bool:
    """Whether a clause asks the bidder if he can do or has something: whoever asks that asks for it."""
    if len(folded) > _LONGEST or _BETWEEN_PEOPLE.search(folded) or _OF_NOW.search(folded):
        return False
    return _WHETHER_EN.match(folded) is not None or _WHETHER_ZH.search(folded) is not None


def asks_for_needs(folded: str) -> bool:
    """Whether a clause asks the customer what he wants (主要有什么要求？): the seller's words."""
    return _WANTS_OPEN.search(folded) is not None
