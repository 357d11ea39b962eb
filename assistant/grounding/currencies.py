"""Currencies as needs write them: ISO 4217 codes and signs before or behind an amount."""

from __future__ import annotations

_CODES = """
eur usd gbp cny chf sgd hkd aud nzd jpy krw twd thb myr idr vnd inr pkr bdt lkr nok sek dkk isk pln czk huf
bgn uah kzt rub ils aed sar qar kwd omr bhd egp zar ngn kes ghs brl mxn clp uyu mop mnt
"""
CODES = tuple(_CODES.split())
WORD_CODES = ("cad", "try", "php", "mad", "pen", "cop", "ron", "ars")
"""Codes that are words of other trades too (CAD, PHP): money only beside an amount of thousands or more."""
SIGNS: dict[str, str] = {
    "¥": "CNY", "￥": "CNY", "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "hk$": "HKD", "nt$": "TWD",
    "s$": "SGD", "a$": "AUD", "c$": "CAD", "r$": "BRL", "₹": "INR", "₩": "KRW", "₽": "RUB", "₫": "VND",
    "฿": "THB", "rmb": "CNY", **{code: code.upper() for code in (*CODES, *WORD_CODES)},
}  # fmt: skip
"""Folded sign or code before an amount, and its currency."""
SYMBOLS = "$¥€£₹₩₽₫฿"
_GREAT = r"\s?(?:\d[\d.]*\s?(?:thousand|million|billion|mn?|bn|k)\b|\d{1,3}(?:,\d{3})+|\d{4})"
SIGN = (
    rf"(?:(?<![a-z])(?:us|hk|nt|[sacr])\$|[{SYMBOLS}]|(?<![a-z])(?:rmb|{'|'.join(CODES)})(?=\s?\d)"
    rf"|(?<![a-z])(?:{'|'.join(WORD_CODES)})(?={_GREAT}))"
)
"""A sign or code before a number, in folded text."""
CODE_BEHIND = rf"(?:[mk]?(?:{'|'.join(CODES)})|(?<=illion )(?:{'|'.join(WORD_CODES)}))(?![a-z0-9])"
"""A code behind an amount, in folded text; ``28 MNOK`` are millions."""
