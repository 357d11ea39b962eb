"""What a spreadsheet cell shows: numbers without noise, dates as ISO, percentages as percentages."""

from __future__ import annotations

import datetime
import math
import re

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DECIMALS = re.compile(r"[0#?]?\.([0#?]+)")
_THOUSANDS = re.compile(r"[0#?](,+)(?![0#?,])")
"""Commas behind the last digit: shown in thousands, in millions."""
_CURRENCY = re.compile(r"[¥￥$€£]")


def shown(value: object, number_format: str = "General") -> str:
    """The text of a cell value under its number format; blank for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, number_format or "General")
    if isinstance(value, datetime.date | datetime.time):
        return _moment(value)
    return str(value).strip()


def _moment(value: datetime.date | datetime.time) -> str:
    """ISO date, with hours and minutes only where they are not midnight."""
    if isinstance(value, datetime.datetime):
        whole_day = value.time() == datetime.time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    return value.isoformat("minutes") if isinstance(value, datetime.time) else value.isoformat()


def _number(value: int | float, number_format: str) -> str:
    """1200.0 → 1200; 0.125 as ``0.0%`` → 12.5%; rounded as the format rounds, no thousands marks."""
    if not math.isfinite(value):
        return str(value)
    section = number_format.split(";", maxsplit=1)[0]
    plain = _QUOTED.sub("", section)
    decimals = _DECIMALS.search(plain)
    if scaled := _THOUSANDS.search(plain):
        value = value / 1000 ** len(scaled.group(1))
    if "%" in plain:
        return f"{_rounded(value * 100, len(decimals.group(1)) if decimals else 0)}%"
    rounds = decimals or re.search(r"[0#]", plain)
    if "E" in plain.upper() or "/" in plain or not rounds:
        text = _rounded(value, None)
    else:
        text = _rounded(value, len(decimals.group(1)) if decimals else 0)
    currency = _CURRENCY.search(section)
    return f"{currency.group()}{text}" if currency else text


def _rounded(value: int | float, decimals: int | None) -> str:
    """Decimal digits without trailing zeros; 15 significant digits where no rounding is asked for."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.15g}" if decimals is None else f"{value:.{decimals}f}"
    if "e" in text:
        text = f"{value:.15f}" if abs(value) < 1 else f"{value:.0f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
