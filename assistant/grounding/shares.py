"""Shares in words: 百分之九十五, 千分之一, 三分之二; one tenth of, two thirds; 三个九, four nines."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.grounding.spelled import HAN_DIGITS, HAN_NUMBER, han_value

_WHOLES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000)}
HAN_SHARE = re.compile(
    rf"(?<![\d第])(?P<whole>[百千万]|[二三四五六七八九十])分之(?P<part>{HAN_NUMBER}(?:点[{HAN_DIGITS}]+)?|\d+(?:\.\d+)?)"
)
_PARTS = {
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "twentieth": 20,
    "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
ENGLISH_SHARE = re.compile(
    rf"(?<![\w-])(?:(?P<count>{'|'.join(_COUNTS)})[ -](?P<whole>{'|'.join(_PARTS)})s?)"
    r"(?P<percent> of (?:a |one )?per ?cent)?(?=\s*(?:of\b|or (?:more|less|better)|less\b|lower\b|fewer\b|more\b|[,.;:)]|$))"
)
"""A third behind which no thing stands: “a third party” is an ordinal."""
NINES = re.compile(
    r"(?<![\w.第])(?P<nines>[两三四五六七2-7])\s?个\s?[九9](?![\d.%十百千万折成点月天年个])"
    r"|(?<=[\u3400-\u9fff])(?<![第十百千万零一二两三四五六七八九])(?P<after>[两三四五六七2-7])\s?个\s?[九9](?![\d.%十百千万折成点月天年个])"
    r"|(?<![\w.-])(?P<english>two|three|four|five|six|seven|[2-7])[ -]nines(?![a-z])"
)
"""How people say 99.9 %: 三个九, 3 个 9, three nines."""
_NINES = {
    word: count
    for count, words in enumerate(("两 two", "三 three", "四 four", "五 five", "六 six", "七 seven"), 2)
    for word in words.split()
}

SHARES = (HAN_SHARE, ENGLISH_SHARE, NINES)


def percent_of(match: re.Match[str]) -> Decimal:
    """The value, in percent, of what ``HAN_SHARE`` or ``ENGLISH_SHARE`` matched, or ``NINES``."""
    if match.re is NINES:
        count = match.group("nines") or match.group("after") or match.group("english")
        return 100 - Decimal(100).scaleb(-(_NINES.get(count) or int(count)))
    whole = match.group("whole")
    if match.re is ENGLISH_SHARE:
        share = Decimal(100 * _COUNTS[match.group("count")]) / _PARTS[whole]
        return share / 100 if match.group("percent") else share
    return 100 * _part(match.group("part")) / (_WHOLES.get(whole) or han_value(whole))


def _part(written: str) -> Decimal:
    """九十九点九 99.9, 五 5, 0.5 as it is."""
    if re.match(r"\d", written):
        return Decimal(written)
    return han_value(written)
