"""Which language a text is in, by its script; and what counts as Chinese writing."""

from __future__ import annotations

import re

from knowledge.evidence import Language

HAN = "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, radicals and extensions, as the inside of a regular-expression class."""
WIDE = HAN + "\u3000-\u30ff\u3100-\u312f\u31a0-\u31bf\uac00-\ud7af\uff00-\uffef"
"""Han, kana, hangul and full-width punctuation: written without spaces between words."""

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3041-\u30fa]")
_LATIN = re.compile("[A-Za-z]")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 200_000


def language_of(text: str) -> Language:
    """``zh`` when Han characters carry at least a fifth of what is said, ``en`` for plain Latin.

    A Han character says about as much as three Latin letters, so Chinese with many English
    product names stays Chinese. Kana, Hangul, Cyrillic and accented Latin are ``other``.
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return "other"
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    latin = len(_LATIN.findall(sample))
    if kana > 0.15 * (han + kana):
        return "other"
    if 3 * han >= 0.2 * (3 * han + letters - han):
        return "zh"
    plain = latin >= 0.8 * letters and len(_ACCENTED.findall(sample)) <= 0.02 * letters
    return "en" if plain else "other"


def join_lines(first: str, second: str) -> str:
    """Two lines of one paragraph as running text: Chinese without a space, hyphenated words rejoined."""
    if not first or not second:
        return first + second
    if re.search(r"[^\W\d_]-$", first) and second[0].islower():
        return first[:-1] + second
    if re.search(r"\w-$", first) and second[0].isalnum():
        return first + second  # HY-|AMR660, 22239-|2019: the hyphen belongs to the name
    wide = re.compile(f"[{WIDE}]")
    if wide.match(first[-1]) or wide.match(second[0]):
        return first + second
    return f"{first} {second}"
