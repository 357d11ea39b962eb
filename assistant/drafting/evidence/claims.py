"""What a statement allows its number to be: bounds, changes from one value to another, aims, options."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from assistant.drafting.words.topics import Better
from assistant.grounding.folding import fold
from assistant.grounding.numbers import Quantity

Verdict = Literal["meets", "fails", "unclear"]
INFINITE = Decimal("Infinity")
_ABOUT = Decimal("0.1")
"""“About” leaves a tenth either way."""
_AS_DAYS = Decimal(365) / Decimal(360) - 1
"""How far a month counted as 30 days is from a twelfth of a year."""
_SHIFT, _DAY = Decimal(8), Decimal(24)
"""Hours of the shortest and of the longest day of work, between an hour's output and a day's."""
_SHORT_OF = re.compile(
    r"(?:不足|不到|不及|未达到?|未能达到|没有?达到|达不到|(?<![不得能])(?:低于|少于|小于)|"
    r"(?<!no )(?<!not )(?:less than|below|under|short of))"
    r"\s*(?:了|约|an?)?\s*$"
)
_NO_LESS = re.compile(r"不(?:能|可|应|会|允许)(?:低|少|小|短)于\s*$")
_NO_MORE = re.compile(r"不(?:能|可|应|会|允许)(?:超过|超出|(?:高|大|多|长|晚)于)\s*$")
_REACHING = re.compile(r"(?:达到|控制在|保持在|维持在)\s*:?\s*$")
_WITHIN = re.compile(r"^\s*(?:及?以内|之内|内(?![部容存网外])|及?以下|or less|or fewer)")
_CAPACITY = re.compile(r"(?:最多|最大|最高|峰值|up to|maximum(?: of)?)[^\d,，;；不低少小]{0,8}$")
"""What a thing can do at most is what it can do."""
_AT_BEST = re.compile(
    r"(?:最快|最短|最早|\b(?:as (?:fast|quick(?:ly)?|soon|short|little) as|at best|best case|fastest|quickest))"
    r"[^\d,，;；]{0,8}$"
)
"""What a time is at best, it may exceed."""
_NOT = re.compile(
    r"未能|未达|没有?达|不能(?![超低少高大晚多])|无法|不具备|不支持|不提供|不承诺|不保证|做不到|达不到|难以|尚未|不满足|未满足|不适用|"
    r"\b(?:(?:cannot|can't|does not|do not|don't|doesn't)(?! exceed)|unable|fail(?:s|ed)? to|"
    r"not (?:yet )?(?:support|meet|met|reach|provide|achiev|guarantee)\w*|never(?! exceed))\b"
)
_NOT_BEHIND = re.compile(
    r"^[^\d,，。;；]{0,8}(?:无法|不能|未能|达不到|做不到|未达|没有达到|not (?:met|reached|achieved|supported))"
)
_AIM = re.compile(r"目标|计划|预期|力争|争取|拟|规划|期望|预计|\b(?:target|goal|plan|aim|expect)")
_FACT = re.compile(r"实际|实测|达成|结果为|\b(?:actual|measured|achieved|in fact)")
_CHANGED = re.compile(
    r"^[^\d]{0,12}?(?:提高|提升|上升|增加|增长|升|下降|降低|减少|缩短|压缩|降|跌|改|调整|变|扩[大展]?|延长|升级|优化|"
    r"reduced|increased|improved|dropped|fell|rose|cut|down|up)[^\d]{0,4}?(?:到|至|为|成|\bto)\s*[^\d]{0,6}$"
)
_OPTIONAL = re.compile(
    r"(?:可(?:以|选择?|另|按需|付费)?\s*(?:延长|延保|扩展|扩容|扩充|升级|增加|增至|定制|选配|选购|加购|购买)|选配|可选|另购|选购|"
    r"\boptional|\b(?:can|may|could) (?:optionally )?be \w+|\b(?:extend|expand|upgrad)[ia]ble)[^\d]{0,16}$"
)
_OPTIONAL_BEHIND = re.compile(r"^\s*\(?\s*(?:选配|可选|另购|选购|optional)")
"""What can be had besides is no figure of what is offered (1 年，可延长至 5 年)."""
_CHANGE = re.compile(
    r"提高|提升|上升|增加|增长|下降|降低|减少|缩短|压缩|reduc|increas|improv|drop|fell|rose|cut|从|由"
)
_FROM = re.compile(r"(?:从|由|自|\bfrom)\s*$")
_WORKING = re.compile(r"工作[日天]|工作小时|business (?:day|hour)|working (?:day|hour)")
_CALENDAR = re.compile(r"月|季|年|month|quarter|year")
_BEFORE = re.compile(
    r"(?:改造|上线|实施|优化|升级|建设|项目)前|原来?(?!则|理|因|料)|以前|过去|现状|目前|\b(?:before|previously|formerly)\b"
)


@dataclass(frozen=True)
class Claim:
    """The values a statement allows, in base units; ``floor`` and ``ceiling`` mark what it promises at worst.

    ``certain`` is false of aims and denials: they prove nothing; what can be added is ``optional``.
    Times in working days are ``working``, those in months, quarters and years ``calendar``.
    """

    low: Decimal
    high: Decimal
    floor: bool = False
    ceiling: bool = False
    certain: bool = True
    optional: bool = False
    working: bool = False
    calendar: bool = False


def superseded(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether ``second``, the next number of the same indicator, is what ``first`` became (从 8 降到 2)."""
    folded = fold(text)
    between = folded[first.span.end : second.span.start]
    if _CHANGED.search(between):
        return True
    aim, fact = _AIM.search(folded[: first.span.start]), _FACT.search(between)
    return bool(
        (aim and fact) or (_BEFORE.search(folded[: first.span.start]) and re.search(r"现|后|now", between))
    )


def claim_of(text: str, start: int, quantity: Quantity) -> Claim:
    """What ``text`` allows ``quantity`` to be; its clause begins at ``start``."""
    folded = fold(text)
    before, behind = folded[start : quantity.span.start], folded[quantity.span.end :]
    low, high = sorted((quantity.low, quantity.high))
    if low != high and _FROM.search(before) and _CHANGE.search(before[:-1] + behind[:8]):
        low = high = quantity.high
    unit = fold(quantity.unit.of(text)) if quantity.unit else ""
    aim, fact = _last(_AIM, before), _last(_FACT, before)
    denied = _NOT.search(before) or _NOT_BEHIND.search(behind)
    certain = not denied and aim <= fact
    optional = _OPTIONAL.search(before) or _OPTIONAL_BEHIND.search(behind)
    kind = dict(
        certain=certain,
        optional=bool(optional),
        working=bool(_WORKING.search(unit)),
        calendar=bool(_CALENDAR.search(unit)),
    )
    if quantity.comparator == "~":
        return Claim(low * (1 - _ABOUT), high * (1 + _ABOUT), **kind)
    if _CAPACITY.search(before):
        return Claim(low, high, **kind)
    below = _SHORT_OF.search(before) or (_WITHIN.search(behind) and _REACHING.search(before))
    if _NO_LESS.search(before):
        return Claim(low, INFINITE, floor=True, **kind)
    if below or _NO_MORE.search(before) or quantity.comparator == "<=":
        return Claim(min(low, Decimal(0)), high, ceiling=True, **kind)
    if quantity.comparator == ">=":
        return Claim(low, INFINITE, floor=True, **kind)
    return Claim(low, INFINITE if _AT_BEST.search(before) else high, **kind)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def judged(wanted: Claim, offered: Claim, direction: Better) -> Verdict:
    """Whether every value ``offered`` allows is as good as what is asked for, none of them, or some.

    A promise of the same kind that promises less (≤ 8 小时 for ≤ 2 小时) falls short.
    """
    verdict = _more(wanted, offered) if direction == "more" else _less(wanted, offered)
    short = offered.certain and verdict == "fails"
    return verdict if short or _holds(wanted, offered) else "unclear"


def _holds(wanted: Claim, offered: Claim) -> bool:
    """Whether what is offered is said for certain, and not only as an option where none is asked for."""
    return offered.certain and (wanted.optional or not offered.optional)


def _more(wanted: Claim, offered: Claim) -> Verdict:
    least, most = _asked(wanted)
    slack = _slack(wanted, offered)
    if offered.low * slack >= most:
        return "unclear" if wanted.working and not offered.working else "meets"
    if offered.high * slack < least or (offered.floor and offered.low * slack < least):
        return "unclear" if offered.working and not wanted.working else "fails"
    return "unclear"


def _less(wanted: Claim, offered: Claim) -> Verdict:
    least, most = _asked(wanted)
    slack = _slack(wanted, offered)
    if offered.high <= least * slack:
        return "unclear" if offered.working and not wanted.working else "meets"
    if offered.low > most * slack or (offered.ceiling and offered.high > most * slack):
        return "unclear" if wanted.working and not offered.working else "fails"
    return "unclear"


def _asked(wanted: Claim) -> tuple[Decimal, Decimal]:
    """The least and the most strictly read bound: they differ where a range is asked for."""
    if wanted.ceiling:
        return wanted.high, wanted.high
    return wanted.low, wanted.low if wanted.floor else wanted.high


def _slack(wanted: Claim, offered: Claim) -> Decimal:
    return 1 + _AS_DAYS if wanted.calendar != offered.calendar else Decimal(1)


def contained(wanted: Claim, offered: Claim) -> Verdict:
    """Whether a range to work in (-20 to 60 ℃) is covered by the one offered."""
    if not _holds(wanted, offered):
        return "unclear"
    return "meets" if offered.low <= wanted.low and wanted.high <= offered.high else "fails"


def over_a_day(claim: Claim, hourly: bool) -> Claim:
    """``claim``, a rate, where an hour's output (``hourly``) is compared with a day's or a day's with an hour's."""
    if hourly:
        return replace(claim, low=claim.low * _SHIFT / _DAY, floor=False, ceiling=False)
    return replace(claim, high=claim.high * _DAY / _SHIFT, floor=False, ceiling=False)
