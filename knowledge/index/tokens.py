"""Our own tokens: what full text is searched by, the same for text and question.

Text is folded first (``knowledge.index.folding``). Then runs of Chinese, Japanese and Korean characters
become overlapping pairs (a run of one character stays one), and words, numbers, model numbers and standards
become whole tokens in one spelling, followed by their reasonable parts::

    GB/T 28181-2016 → gbt28181-2016 gbt28181 gb28181 28181 gb 2016       5,000 → 5000       99.9% → 99.9% 99.9
    HY-AMR600S → hyamr600s hy amr600s amr 600                            v1.14.0 → 1.14.0 1.14
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from knowledge.index.folding import fold

TOKENIZER = "pairs-1"
"""Version of the tokens; documents stored under another one are tokenised again."""

_BODIES = "ansi|astm|bs|din|en|gb|gbt|gbz|gjb|iec|ieee|iso|itu|jb|jis|nist|rfc|ul|wcag|yd|ydt"
_PAIRED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = "a-z0-9\u00b5\u00df-\u02af\u0370-\u1fff"
_TOKEN = re.compile(
    rf"(?P<paired>[{_PAIRED}]+)"
    rf"|(?P<standard>(?:[a-z]{{2,5}}/[a-z]{{1,4}}|{_BODIES}) ?-?"
    rf"\d{{2,}}(?:\.\d+)*[a-z]{{0,2}}(?:[-:]\d{{1,4}})*)(?![{_LETTER}])"
    rf"|(?P<amount>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?%?)(?!\d)"
    rf"|(?P<percent>\d+(?:\.\d+)?%)"
    rf"|(?P<symbol>c\+\+|[cf]#)(?![{_LETTER}])"
    rf"|(?P<word>[{_LETTER}]+(?:[-_./'&+][{_LETTER}]+)*)"
)
_STANDARD_PARTS = re.compile(r"([a-z]+)(?:/([a-z]+))? ?-?(\d+(?:\.\d+)*[a-z]*)(.*)")
_RUNS = re.compile(r"\d+(?:\.\d+)*|[^\d.]+")


def tokens(text: str) -> list[str]:
    """The tokens of ``text`` in reading order, repeats kept."""
    found: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        piece = match.group()
        if match.lastgroup == "paired":
            found += [piece] if len(piece) == 1 else map("".join, pairwise(piece))
        elif match.lastgroup == "standard":
            found += _standard(piece)
        elif match.lastgroup in ("amount", "percent"):
            found += _amount(piece)
        elif match.lastgroup == "symbol":
            found.append(piece)
        else:
            found += _word(piece)
    return found


def is_single_character(token: str) -> bool:
    """Whether ``token`` is one Chinese, Japanese or Korean character: a run too short to be a pair."""
    return len(token) == 1 and re.fullmatch(f"[{_PAIRED}]", token) is not None


def _amount(piece: str) -> Iterator[str]:
    """``5,000`` as ``5000``; a percentage also without its sign."""
    whole = piece.replace(",", "")
    number = whole.rstrip("%")
    if number != whole:
        yield whole
    yield _number(number)


def _standard(piece: str) -> Iterator[str]:
    """A standard in one spelling, with and without its year, then its number and who issued it."""
    matched = _STANDARD_PARTS.fullmatch(piece)
    if matched is None:
        return
    issuer, second, number, edition = matched.groups()
    whole = issuer + (second or "") + number
    if edition:
        yield whole + edition.replace(":", "-")
    yield whole
    issuers = [name for name in (issuer, second or "") if len(name) > 1]
    if second:
        yield from (name + number for name in issuers)
    yield number
    yield from issuers
    yield from (_number(part) for part in re.split("[-:]", edition) if part)


def _word(piece: str) -> Iterator[str]:
    plain = piece if piece.isascii() else _without_accents(piece)
    if plain.isalpha():
        yield plain
    elif any(map(str.isdigit, plain)):
        yield from _with_digits(plain)
    else:
        yield from _compound(plain)


def _compound(piece: str) -> Iterator[str]:
    """``kube-batch`` as one word and as its two; ``and/or`` as two; ``customer's`` as ``customer``."""
    for side in re.split(r"[./&+]", piece):
        bare = side.removesuffix("'s").replace("'", "")
        parts = [part for part in re.split("[-_]", bare) if part]
        if len(parts) > 1:
            yield "".join(parts)
        yield from parts


def _with_digits(piece: str) -> Iterator[str]:
    """A number, date, version or model number: whole where it has letters, then its parts."""
    parts = [part for part in re.split("[-_/&+']", piece) if part]
    has_letters = any(map(str.isalpha, piece))
    if has_letters and len(parts) > 1:
        yield "".join(parts)
    for part in parts:
        runs = _RUNS.findall(part)
        if len(runs) == 1:
            yield from _number_and_series(part)
            continue
        version = re.fullmatch(r"v(\d+(?:\.\d+)+)", part)
        if version:
            yield from _number_and_series(version[1])
            continue
        yield part
        yield from (_number(run) for run in runs if len(run) > 1)


def _number_and_series(number: str) -> Iterator[str]:
    """A number; of a version such as ``1.14.0`` also the series ``1.14``."""
    yield _number(number)
    levels = number.split(".")
    if len(levels) > 2:
        yield ".".join(levels[:2])


def _number(run: str) -> str:
    """One spelling of a number: no leading zeros, no ``.00``; anything else as it is."""
    if not run[:1].isdigit():
        return run
    return re.sub(r"^0+(?=\d)", "", run.removesuffix(".00"))


def _without_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
