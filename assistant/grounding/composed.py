"""Figures of several parts that are one value: 1 000 台, 3×10^6, 10+2 台, 1/2 小时, 零下 20 度, -20～60℃."""

from __future__ import annotations

import re
from decimal import Decimal

JOIN = r"\s*(?:-|–|—|~|至|到|to)\s*"
GROUPED = r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)"
_TEMPERATURE = r"\s*(?:[℃℉]|°[cf]|摄氏度|华氏度|度(?!电))"
_LETTER = r"\s?[cf](?![a-z0-9-])"
_FIGURE = r"\d{1,3}(?:\.\d{1,3})?"
DEGREES = rf"-{_FIGURE}(?:{_LETTER})?{JOIN}[-+]?{_FIGURE}(?={_LETTER})|{_FIGURE}(?:{_LETTER})?{JOIN}\+?{_FIGURE}(?={_LETTER})"
"""-20 to 60 C: a range whose unit is one letter."""
_TEMPERED = re.compile(r"温|\b(?:temp|ambient|degree|thermal|heat|cold|cool|climat)")


def composed(unit: str, time: str) -> str:
    """The pattern of such a figure in folded text; ``unit`` and ``time`` are patterns of what may follow."""
    return (
        rf"{GROUPED}(?=\s*(?:{unit}))|(?:\d{{1,9}}(?:\.\d{{1,9}})?\s?[x×*]\s?)?10\^\d{{1,2}}|"
        rf"\d{{1,9}}\+\d{{1,9}}(?=\s*(?:{unit}))|(?:1/[2-58]|2/[35]|3/[458])(?=\s*(?:{time}))|"
        rf"零下\s*\d{{1,3}}(?:\.\d+)?(?={_TEMPERATURE})|"
        rf"-\d{{1,3}}(?:\.\d+)?(?:(?:{_TEMPERATURE})?{JOIN}[-+]?\d{{1,3}}(?:\.\d+)?)?(?={_TEMPERATURE})|"
        r"\d{1,4}(?:\.\d+)?\s+by\s+\d{1,4}(?:\.\d+)?(?=[\s-]*(?:inch|cm\b|mm\b|feet\b|ft\b))"
    )


def in_degrees(folded: str, start: int) -> bool:
    """Whether the letter behind the range at ``start`` is a degree: below zero, or where a temperature is named."""
    return folded[start] == "-" or _TEMPERED.search(folded[max(0, start - 60) : start]) is not None


def composed_bounds(written: str) -> tuple[Decimal, Decimal] | None:
    """The bounds of what ``composed`` matched, without its unit; None for other figures."""
    power = re.fullmatch(r"(?:([\d.]+)\s?[x×*]\s?)?10\^(\d+)", written)
    if power:
        value = Decimal(power.group(1) or 1) * Decimal(10) ** int(power.group(2))
    elif part := re.fullmatch(r"(\d)/(\d)", written):
        value = Decimal(part.group(1)) / Decimal(part.group(2))
    elif re.fullmatch(r"\d+\+\d+", written):
        value = sum(map(Decimal, written.split("+")), Decimal(0))
    elif re.fullmatch(GROUPED, written):
        value = Decimal(re.sub(r"\D", "", written))
    elif re.match(r"零下\s*\d", written):
        value = -Decimal(written[2:].strip())
    elif written.startswith("-"):
        first, *rest = re.findall(
            r"(?:(?<=\D)-|^-|(?<=至)-)?\d+(?:\.\d+)?", re.sub(r"(?<=\d)-", "~", written)
        )
        return Decimal(first), Decimal(rest[-1] if rest else first)
    else:
        return None
    return value, value
