"""Numbers written in words: 一千八百, 两, 半; eight, twenty-five, two hundred and fifty."""

from __future__ import annotations

import re
from decimal import Decimal

HAN_DIGITS = "零〇一二两三四五六七八九"
HAN_CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"
"""Numerals of contracts and cheques."""
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟俩仨", "一二三四五六七八九十百千两三")
HAN_NUMBER = f"[{HAN_DIGITS}十百千万亿半]+"
HAN_DECIMAL = f"[{HAN_DIGITS}十百千]+点[零〇一二三四五六七八九]{{1,4}}"
"""零点五, 一点三五; what follows must be a unit, for 两点五十 is a time of day."""
_HAN_ONE = f"(?:{HAN_DECIMAL}|{HAN_NUMBER})"

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: dict[str, Decimal] = {
    **{word: Decimal(value) for value, word in enumerate(_ONES, start=1)},
    **{word: Decimal(value) for value, word in enumerate(_TEENS, start=10)},
    **{word: Decimal(value) for word, value in zip(_TENS, range(20, 100, 10), strict=True)},
    "half": Decimal("0.5"),
    "once": Decimal(1),
    "twice": Decimal(2),
}
_POWERS = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

_TO_NINETY_NINE = f"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{'|'.join([*_TEENS, *_ONES])})"
ENGLISH_NUMBER = (
    "(?:"
    rf"(?<!\d )(?:half a |an? |(?:{'|'.join(_ONES)}) )?dozen|"
    rf"(?:{_TO_NINETY_NINE}|a(?= (?:hundred|thousand|million)))"
    rf"(?: (?:{'|'.join(_POWERS)})){{0,2}}(?:(?<=hundred) and {_TO_NINETY_NINE})?"
    ")"
)
"""Matches lower-case words; ``eight``, ``twenty-five``, ``two hundred and fifty``, ``three thousand``."""

_NOT_COUNTED = (
    r"and|or|to|of|in|for|the|at|on|with|per|by|from|is|are|as|that|than|which|who|may|can|must|shall|"
    r"will|should|has|have|plus|each|an?"
)
_WORD_UNIT = rf"(?:(?!(?:{_NOT_COUNTED})\b(?!-[a-z]))[a-z][a-z-]+)"
ENGLISH_COUNT = rf"{_WORD_UNIT}(?:\s+{_WORD_UNIT}){{0,2}}"
"""Up to three words that may name what is counted."""
_HALF = " and a half"
ENGLISH_FIGURE = (
    rf"(?:(?:{ENGLISH_NUMBER}|\d{{1,3}}){_HALF}|(?<=between ){_TO_NINETY_NINE} and {_TO_NINETY_NINE}"
    rf"|{_TO_NINETY_NINE} (?:to|or) {_TO_NINETY_NINE}|{ENGLISH_NUMBER})"
)
"""A number or a range of two in words: ``between three and five``, ``two to three``, ``one and a half``."""
_HALVED = "个半(?=小时|钟头|月|星期|工作日)"
HAN_FIGURE = (
    rf"(?:\d{{1,2}}\s?{_HALVED}|{_HAN_ONE}(?:{_HALVED})?(?:\s?[到至~-]\s?{_HAN_ONE}(?:{_HALVED})?)?"
    r"|(?<![他她它我你咱们])[俩仨](?!小时候))"
)
"""三, 三到五, 一点五, 四个半 (before 小时, 月 …), 4 个半, 俩."""


def han_value(written: str) -> Decimal:
    """``三`` 3, ``两百五十`` 250, ``十二万`` 120000, ``半`` 0.5, ``一点三五`` 1.35, ``零下十`` -10."""
    written = written.translate(_PLAIN)
    if written.startswith("零下"):
        return -han_value(written[2:])
    if "点" in written:
        whole, _, digits = written.partition("点")
        return han_value(whole) + sum(
            (han_value(d) / 10**place for place, d in enumerate(digits, start=1)), Decimal(0)
        )
    if written == "半":
        return Decimal("0.5")
    if written.endswith("个半"):
        count = written[:-2].strip()
        return (Decimal(count) if count.isdigit() else han_value(count)) + Decimal("0.5")
    total, section, digit = 0, 0, 0
    for character in written:
        if character in HAN_DIGITS:
            digit = 2 if character == "两" else "零一二三四五六七八九".find(character.replace("〇", "零"))
        elif character in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        elif character in "万亿":
            total = (total + section + digit) * (10_000 if character == "万" else 100_000_000)
            section = digit = 0
    return Decimal(total + section + digit)


def split_value(whole: str, rest: str) -> Decimal:
    """``两`` (米) ``五`` 2.5, ``一`` (吨) ``三五`` 1.35, ``3`` (年) ``半`` 3.5."""
    number = Decimal(whole) if whole.isdigit() else han_value(whole)
    if rest == "半":
        return number + Decimal("0.5")
    digits = "".join(
        digit if digit.isdigit() and digit.isascii() else str(han_value(digit)) for digit in rest
    )
    return number + Decimal(f"0.{digits}")


def spelled_bounds(written: str) -> tuple[Decimal, Decimal]:
    """The bounds of a figure or range in words: ``三到五`` 3 and 5, ``two to three``, ``four and a half`` 4.5 twice."""
    if not written.isascii():
        low, *high = (han_value(part.strip()) for part in re.split("[到至~-]", written))
        return low, high[0] if high else low
    if written.endswith(_HALF):
        whole = written.removesuffix(_HALF)
        value = (Decimal(whole) if whole.isdigit() else english_value(whole)) + Decimal("0.5")
        return value, value
    ends = re.fullmatch(rf"({_TO_NINETY_NINE}) (?:to|or|and) ({_TO_NINETY_NINE})", written)
    first, second = ends.groups() if ends else (written, written)
    return english_value(first), english_value(second)


def english_value(written: str) -> Decimal:
    """The value of what ``ENGLISH_NUMBER`` matched, or of half, once, twice."""
    if written.endswith("dozen"):
        first = written.split(maxsplit=1)[0]
        return 12 * (_VALUES.get(first) or Decimal(1))
    total, section = Decimal(0), Decimal(0)
    for word in re.split(r"[ -]", written):
        if word in ("thousand", "million"):
            total, section = total + (section or Decimal(1)) * _POWERS[word], Decimal(0)
        elif word == "hundred":
            section = (section or Decimal(1)) * 100
        elif word == "a":
            section = Decimal(1)
        elif word != "and":
            section += _VALUES[word]
    return Decimal(total + section)
