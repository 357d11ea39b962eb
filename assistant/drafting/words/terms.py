"""What a text is about, without a dictionary: codes, content words, pairs of Chinese characters, grades."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import ge
from pathlib import Path

from assistant.drafting.words.equivalents import MARK, equivalents
from assistant.grounding.folding import fold
from assistant.grounding.naming_digits import KINDS


def _common(language: str) -> frozenset[str]:
    """The common words of ``language`` from the list beside this module, which people may read and extend."""
    text = (Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8")
    part = text.split(f"[{language}]", 1)[1].split("\n[", 1)[0]
    return frozenset(part.split())


_FUNCTION_ZH = (
    "的了和与及或在对为将等是有由从向并以其该此个各每可须需应不无非于至到把被让使按经所之也都而且则若如但能会要请我你他它们这那"
    "上下中内外前后新旧一二三四五六七八九十两几第多少大小高低长短年月日号时分秒次点过去来做想跟还再就才又很更最只仅均约达"
)
_RUN = re.compile("[\u3400-\u9fff]+")
_SPLIT = re.compile("|".join([*sorted(_common("zh"), key=lambda w: (-len(w), w)), f"[{_FUNCTION_ZH}]"]))
_SAME_AS = (
    ("网络安全等级保护", " mlps "), ("等级保护", " mlps "), ("仓储管理系统", "wms "),
    ("仓库管理系统", "wms "), ("制造执行系统", "mes "), ("企业资源计划", "erp "), ("客户关系管理", "crm "),
    ("warehouse management system", "wms"), ("manufacturing execution system", "mes"),
    ("enterprise resource planning", "erp"), ("customer relationship management", "crm"),
)  # fmt: skip
"""Names that are spelt out as often as shortened, each with the spelling it compares by."""
_MLPS = re.compile("等保(?![险障护存持证管密洁修温养])")
_WORD = re.compile(r"(?<![a-z0-9])[a-z][a-z]+(?:[-'][a-z]+)*(?![a-z0-9])")
_CODE = re.compile(
    r"(?<![a-z0-9])(?:"
    r"(?:gb|gbz|ga|yd|dl|jb|jt|hj|gjb|sj|cj|qb)(?:/t|/z)?\s?\d{3,}(?:\.\d+)?(?:-\d{4})?"
    r"|(?:iso|iec|ieee|nist|rfc|en|ul|iso/iec)[\s-]?\d{3,}(?:[-:.]\d+)*"
    r"|[a-z]+(?:[-/.][a-z]+)*[-/.]?\d[a-z0-9]*(?:[-/.+][a-z0-9]+)*"
    r"|\d+[a-z]+\d*(?:-[a-z0-9]+)+"
    r")(?![a-z0-9])"
)
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)*(?![A-Za-z0-9])")
_MEASURE = re.compile(r"^(?:v?\d|[a-z]\d{1,2}$|phase|part|page|no\d)")
_GRADE = re.compile(
    r"(?:第)?([一二三四五六七八九]|[1-9])\s*级(?!别|联)|\b(?:level|tier|class|grade)\s+([ivx]{1,3}|\d|[a-d])\b"
    r"|([甲乙丙丁])级"
)
_RATING = re.compile(r"ip\d\d")
_AT_LEAST = (
    r"(?:不得?(?:低|小)于|不(?:应|能|可)(?:低|小)于|至少(?:为|达到?)?|达到?|>=|≥|at least|"
    r"(?:no|not) (?:less|lower) than|minimum(?: of)?|min\.?)(?:\s*(?:an?|rated))?"
)
_OR_MORE = (
    r"(?:等级|级|防护等?级?)?\s*(?:及?以上|或更高|及更高|或者更高|"
    r"or (?:better|higher|above|greater)|and above|minimum|\+)"
)
_HAN_DIGIT = {h: str(d) for d, h in enumerate("一二三四五六七八九", start=1)}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_ROMAN |= {sign: str(d % 5 + 1) for d, sign in enumerate("ⅠⅡⅢⅣⅤⅰⅱⅲⅳⅴ")}


def codes(text: str) -> frozenset[str]:
    """Model numbers, standards and acronyms, in one spelling (``GB/T 28181-2022`` → ``gb/t28181-2022``)."""
    folded = fold(text)
    found = {re.sub(r"\s+", "", match.group()) for match in _CODE.finditer(folded)}
    found |= {match.group().lower() for match in _ACRONYM.finditer(text) if len(match.group()) > 1}
    return frozenset(code for code in found if not _MEASURE.match(code) and len(code) > 1)


def model_codes(text: str) -> frozenset[str]:
    """The codes that carry a digit: model numbers and standards, where one character matters."""
    return frozenset(code for code in codes(text) if re.search(r"\d", code))


def same_code(wanted: str, offered: str) -> bool:
    """Equal, or a standard named without its year."""
    return wanted == offered or bool(re.fullmatch(re.escape(wanted) + r"[-:](?:19|20)\d{2}", offered))


def siblings(wanted: str, offered: str) -> bool:
    """Whether two codes differ but look like members of one family (HY-AMR600, HY-AMR600S; v1, v2)."""
    if same_code(wanted, offered) or same_code(offered, wanted):
        return False
    stem = re.match(r"[a-z/]+(?:-[a-z]+)*", wanted)
    other = re.match(r"[a-z/]+(?:-[a-z]+)*", offered)
    return bool(stem and other and len(stem.group()) > 1 and stem.group() == other.group())


def grades(text: str) -> frozenset[str]:
    """Grades by family, comparable: 三级, 第3级 and Tier III are ``level:3``, 甲级 is ``class:甲``, 三类 of what the law
    classes ``kind:3``."""
    found = set()
    for match in _GRADE.finditer(fold(text)):
        han, level, heavenly = match.groups()
        written = han or level
        if written:
            found.add(f"level:{_HAN_DIGIT.get(written, _ROMAN.get(written, written))}")
        else:
            found.add(f"class:{heavenly}")
    for match in KINDS.finditer(fold(text)):
        written = match.group("kind") or match.group("behind")
        found.add(f"kind:{_HAN_DIGIT.get(written, _ROMAN.get(written, written))}")
    return frozenset(found)


def other_grade(asked: frozenset[str], given: frozenset[str]) -> bool:
    """Whether ``given`` speaks of other grades only, in a family both speak of."""
    for family in {grade.partition(":")[0] for grade in asked}:
        wanted = {grade for grade in asked if grade.startswith(f"{family}:")}
        offered = {grade for grade in given if grade.startswith(f"{family}:")}
        if offered and not wanted & offered:
            return True
    return False


def conflicts(wanted: str, offered: str) -> bool:
    """Whether ``offered`` speaks of a sibling only: another grade, another model of the family."""
    if other_grade(grades(wanted), grades(offered)):
        return True
    offered_codes = model_codes(offered)
    for code in model_codes(wanted):
        if any(same_code(code, other) or _protects(wanted, code, other) for other in offered_codes):
            continue
        if any(siblings(code, other) for other in offered_codes):
            return True
    return False


def _protects(text: str, wanted: str, offered: str) -> bool:
    """Whether a rating of protection (IP67) is at least the one ``text`` asks for upwards (不低于 IP65): neither
    its digit for solids nor its digit for water is lower."""
    if not (_RATING.fullmatch(wanted) and _RATING.fullmatch(offered)):
        return False
    upwards = rf"{_AT_LEAST}\s*{wanted}(?!\d)|(?<![a-z]){wanted}(?!\d)\s*{_OR_MORE}"
    return re.search(upwards, fold(text)) is not None and all(map(ge, offered[2:], wanted[2:]))


@lru_cache(maxsize=4096)
def features(text: str) -> Mapping[str, int]:
    """Content features of ``text`` with their counts: codes, grades, English stems, pairs in Chinese content
    runs, concepts and the concepts inside their names (录像留存 names 录像 too)."""
    found: Counter[str] = Counter(feature for _, feature in _placed(text))
    folded = fold(text)
    for concept in equivalents(stem).found_in(folded):
        for inner in equivalents(stem).inside(folded[concept.start : concept.end]):
            found.update(inner.terms)
    return found


@lru_cache(maxsize=4096)
def words_of(text: str) -> Mapping[str, int]:
    """The features of ``text`` as it is worded, without concepts: what tells one subject from another in one
    language."""
    found: Counter[str] = Counter(feature for _, feature in _placed(text, concepts=False))
    return found


@lru_cache(maxsize=4096)
def _placed(text: str, concepts: bool = True) -> tuple[tuple[int, str], ...]:
    """(place, feature) in ``text``; neighbouring Chinese pairs overlap in one character. What goes by several
    names is one feature, the concept."""
    folded = fold(text)
    for long, short in _SAME_AS:
        folded = folded.replace(long, short)
    folded = _MLPS.sub(" mlps ", folded)
    named = equivalents(stem).found_in(folded) if concepts else ()
    mentioned = {folded[concept.start : concept.end] for concept in named}
    found = [(-1, code) for code in (codes(text) | _shortened(folded)) - mentioned] + [
        (-1, f"grade:{grade}") for grade in grades(text)
    ]
    for concept in named:
        found += [(concept.start, term) for term in concept.terms]
        folded = f"{folded[: concept.start]}{' ' * (concept.end - concept.start)}{folded[concept.end :]}"
    for match in _WORD.finditer(folded):
        word = match.group().removesuffix("'s")
        if stem(word) not in _COMMON_STEMS and len(word) > 2:
            found.append((match.start(), stem(word)))
    for match in _RUN.finditer(folded):
        start = match.start()
        for run in _pieces(match.group()):
            found += [(start + run[0] + i, run[1][i : i + 2]) for i in range(len(run[1]) - 1)]
    return tuple(found)


def _shortened(folded: str) -> frozenset[str]:
    return frozenset(
        short.strip() for _, short in _SAME_AS if short.isascii() and f"{short.strip()}" in folded.split()
    )


def _pieces(run: str) -> list[tuple[int, str]]:
    """Content pieces of a run of Chinese characters, with their offsets."""
    pieces, position = [], 0
    for cut in _SPLIT.finditer(run):
        pieces.append((position, run[position : cut.start()]))
        position = cut.end()
    pieces.append((position, run[position:]))
    return [piece for piece in pieces if len(piece[1]) > 1]


@dataclass(frozen=True)
class Overlap:
    """How much of an object a text names. A unit is a word: two Chinese characters, an English word, a code."""

    shared: int
    total: int
    terms: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.shared / self.total if self.total else 0.0


def overlap(wanted: str, offered: Mapping[str, int]) -> Overlap:
    """The units of ``wanted`` that a text with the features ``offered`` names, of those it could name."""
    could = comparable(wanted, offered)
    placed = [(place, term) for place, term in _placed(wanted) if term in could]
    common = [(place, term) for place, term in placed if term in offered]
    terms = tuple(dict.fromkeys(term for _, term in common))
    return Overlap(_units(common), _units(placed), terms)


def in_any_language(text: str) -> frozenset[str]:
    """The features of ``text`` that are the same in both languages: concepts, grades, codes and acronyms."""
    found = features(text)
    return frozenset(t for t in found if t.startswith((MARK, "grade:"))) | (codes(text) & found.keys())


def comparable(wanted: str, offered: Mapping[str, int]) -> frozenset[str]:
    """The terms of ``wanted`` that a text with the features ``offered`` could name: all in one language, only
    those that are the same in both where one is Chinese and the other is not."""
    chinese = any(_RUN.fullmatch(term) for term in offered)
    return in_any_language(wanted) if chinese != bool(_RUN.search(wanted)) else frozenset(features(wanted))


def capabilities(terms: Iterable[str]) -> frozenset[str]:
    """The ``terms`` that name something a solution does (定时任务, single sign-on), by whatever name."""
    return equivalents(stem).capabilities.intersection(terms)


def telling(wanted: Iterable[str], rarity: Mapping[str, float]) -> frozenset[str]:
    """The rarest third of the terms ``wanted`` that ``rarity`` lists, one at least: those that tell it from
    whatever else is said in the same trade."""
    listed = sorted((term for term in wanted if term in rarity), key=lambda t: (-rarity[t], t))
    return frozenset(listed[: math.ceil(len(listed) / 3)])


def rarities(texts: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """How much each term tells of ``texts`` (their features): ``log(1 + N/n) / log(1 + N)``, 1 for a term of
    one text only, near 0 for one that all use."""
    counts = Counter(term for features_of in texts for term in features_of)
    most = math.log(1 + len(texts)) if texts else 1.0
    return {term: math.log(1 + len(texts) / n) / most for term, n in counts.items()}


def _units(placed: Iterable[tuple[int, str]]) -> int:
    """Words in placed features: a run of neighbouring pairs of n characters is n // 2 words; repeats count once."""
    pairs = sorted({place for place, term in placed if place >= 0 and _RUN.fullmatch(term)})
    words = {term for place, term in placed if place < 0 or not _RUN.fullmatch(term)}
    units, length = len(words), 0
    for previous, place in zip([-9, *pairs], [*pairs, -9], strict=True):
        if place == previous + 1:
            length += 1
        else:
            units += length // 2
            length = 2
    return units


def stem(word: str) -> str:
    """An English word without its inflection, roughly: scheduling, schedules, scheduled → schedul."""
    for suffix in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "er", "e", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)] + ("i" if suffix == "ies" else "")
    return word


_COMMON_STEMS = frozenset(stem(word) for word in _common("en"))
