"""Dates to meet and times of day, as values of a need: 明年 6 月底, by 31 March, 22:00 到次日 8:00."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounding.folding import fold
from assistant.grounding.naming_digits import DAYPART, MONTH
from knowledge.evidence import Span

_YEAR = r"(?:20\d{2}\s*年|[今明后次]年|本年)"
_HAN_DATES = (
    rf"(?:{_YEAR}\s*)?\d{{1,2}}\s*月\s*(?:\d{{1,2}}\s*[日号]|底|初|末|[上中下]旬)",
    rf"{_YEAR}\s*\d{{1,2}}\s*月份?(?!\d)",
    rf"{_YEAR}\s*(?:年?[底初中末]|[上下]半年|第?[一二三四]季度|春节|元旦|国庆|[暑寒]假|汛期|q[1-4])",
    r"(?<!\d)\d{1,2}\s*月份?(?=(?:之|以)?前)",
    r"(?:春节|元旦|国庆|五一|十一|中秋|[暑寒]假|双\s?11|双十一|618|年底|年中|月底|季度末|开学|汛期|供暖季|"
    r"采暖季)(?=(?:之|以)?前)",
    r"20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)",
)
_HAN_MONTH = r"[一二三四五六七八九十]{1,2}月(?:份|底|初|中旬)?(?=(?:之|以)?[前底初份]|上线|完|交)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ENGLISH_DATE = (
    rf"\b{MONTH}\s+{_DAY}(?!\d)(?:,?\s+20\d{{2}})?|(?<!\d){_DAY}\s+(?:of\s+)?{MONTH}(?:,?\s+20\d{{2}})?|"
    rf"\b{MONTH}\s+20\d{{2}}(?!\d)"
    rf"|\b(?:the\s+)?(?:end|middle|beginning|start)\s+of\s+(?:{MONTH}|q[1-4]|the year|next year|"
    rf"the quarter)(?:\s+20\d{{2}})?"
    rf"|\b(?:q[1-4]|mid-?\s?{MONTH}|early\s+{MONTH}|late\s+{MONTH})(?:\s+20\d{{2}})?"
    rf"|(?<=\bby )(?:christmas|easter|summer|{MONTH})|(?<=\bbefore )(?:christmas|easter|summer|{MONTH})"
)
_DATE = "|".join((*_HAN_DATES, _HAN_MONTH, _ENGLISH_DATE))
DATES = re.compile(rf"(?:{_DATE})(?P<until>\s*(?:to|until|and|-|~|到|至)\s*(?:{_DATE}))?")

_HOUR = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_CLOCK = (
    rf"(?:{DAYPART}\s*(?:\d{{1,2}}:\d{{2}}|{_HOUR}\s*[点时](?!内)(?:半|\d{{1,2}}分)?)|"
    rf"(?<![\d:])\d{{1,2}}:\d{{2}}(?!\d)(?:\s*[ap]\.?m\b)?"
    r"|(?<![\d:])\d{1,2}\s*[ap]\.?m\b|(?<![\d一二三四五六七八九十])"
    r"零点(?![零〇一二三四五六七八九](?!十))|(?<=\bat )(?:midnight|noon))"
)
_UNTIL = r"\s*(?:-|~|到|至|to|and|until|till)\s*(?:次日|第二天|翌日|隔天|the next day)?\s*"
_BARE = r"(?<![\d:])\d{1,2}\s*点"
CLOCKS = re.compile(rf"(?:{_CLOCK}|{_BARE})(?:{_UNTIL}(?:{_CLOCK}|{_BARE}))|{_CLOCK}")

_DUE = re.compile(
    r"前|截止|不晚于|上线|交付|完成|投产|投运|装完|到位|见效|开通|用上|割接|竣工|投用|启用|进场|开工|启动|"
    r"开始|弄完|做完|验收|测评|交货|到货|切换"
    r"|\b(?:by|before|no later than|deadline|due|go[- ]live|launch|complet\w*|until|start\w*|begin\w*|"
    r"between|from|live|ready|finish\w*|deliver\w*)\b"
)


_AT = re.compile(r"\s{0,2}(?:,\s?|at\s|@\s?)?\s?")
"""Between a day and its hour: ``April 8, 2016 at 7 PM`` is one moment."""


def moments(text: str) -> Iterator[tuple[Span, str]]:
    """Spans in ``text`` of dates something is due and of times of day, each ``"date"`` or ``"clock"``."""
    folded = fold(text)
    hours = {span.start: span for span in (_trimmed(folded, match) for match in CLOCKS.finditer(folded))}
    due = _DUE.search(folded) is not None
    for match in DATES.finditer(folded):
        if due or match.group("until"):
            day = _trimmed(folded, match)
            gap = _AT.match(folded, day.end)
            hour = hours.pop(gap.end(), None) if gap else None
            yield (Span(start=day.start, end=hour.end) if hour else day), "date"
    yield from ((span, "clock") for span in hours.values())


def _trimmed(folded: str, match: re.Match[str]) -> Span:
    """The match without white space at its ends."""
    found = match.group()
    lead = len(found) - len(found.lstrip())
    return Span(start=match.start() + lead, end=match.start() + len(found.rstrip()))
