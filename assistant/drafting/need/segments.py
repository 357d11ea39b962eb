"""A sentence that asks, cut into the shortest parts that each still say what is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.drafting.need.cues import ASKING, BOUNDING, CHANGING, NOW, Mood, is_firm, mood_of
from assistant.drafting.need.marks import is_marked
from assistant.drafting.words.moments import moments
from assistant.drafting.words.ratings import names_itself, ratings
from assistant.grounding.cite import trim
from assistant.grounding.folding import fold
from assistant.grounding.numbers import quantities
from knowledge.evidence import Span

_CUT = re.compile(r"[，；;]|,(?=\s)(?!\s\d{3}\b)(?!(?<=\d,)\s(?:19|20)\d\d\b)|、")
_BRACKETS = re.compile(r"[（(][^（）()]{0,200}[)）]")
_ANNOUNCES = re.compile(
    r"说|讲|提|补充|要求|需求|想法|意见|意思|清楚|如下|希望|目标|\b(?:want|need|add|ask|follow|wish|"
    r"require|said|says)\w*\b"
)
_ANNOUNCEMENT = re.compile(r"[^，,。]{0,12}(?:意思|想法)是?[，,]|[^：:]{0,40}[：:]\s*(?=\S)")
_CONDITION = re.compile(
    r"^(?:如果|若|当|一旦|万一|凡|if|when|whenever|once|after|before|in case|should|where|while|during|"
    r"at peak|for)\b|^(?:如果|若|当|一旦|万一|凡)"
    r"|(?:时|之?后|以后|的话|情况下|期间)$"
)
_EXISTS = re.compile(r"^(?:另外|还)?(?:我们)?(?:有|共有|一共有)|^there (?:is|are)\b")
_FILLER = re.compile(
    r"大概|大约|约|左右|一共|总共|共计?|合计|先|按|算|就|预计|暂定|至少|不少于|不超过|不低于|最多|最少|"
    r"最长|以上|以内|之?内|以下|上下|多|可以|"
    r"\b(?:about|roughly|in total|altogether|plus|and|at most|at least|up to|in|within|of|the|to|a|by|for|"
    r"on|with)\b|[\W_]+"
)
_CONTINUES = re.compile(
    r"^(?:and |but |or |also |then )*(?:must|shall|should|may|can|will|need|be|is|are|which|that|who|with|"
    r"including|as|to|from|by|for|in|on|at|without|"
    r"of|not|per|so)\b|^[由以问并即含从使按先再]|^(?:包括|用于|其中|且|大概|大约)"
)
_CONNECTIVE = re.compile(r"^(?:也|都|还|但是?|并且?|而且|另外|同时|且|再|，|,|\s)+")
_LEADING = re.compile(
    r"^(?:(?:and|but|also|so|then|plus)\s+|(?:嗯+|哦|好的?|对|对了|ok|yes|right)[，,]\s*|(?:并且|而且|但是|但|另外|同时(?=[，,]|需|要|应|须|必须|能|也|还|请)|以及|其中)[，,]?\s*)(?=\S)",
    re.IGNORECASE,
)
_TURNS_TO_NOW = re.compile(r"^(?:所以|因此|这次|本次|现在|这回)|^(?:so|therefore|now|hence|this time)\b")
"""Ends a story told before what is asked."""
_TAG = re.compile(
    r"(?:(?:你们|贵司|贵方|咱们)?(?:能)?(?:行不行|行吗|可以吗|可不可以|能不能做|能做吗|做不做|做得了吗|支持吗|有没有)|"
    r"(?:is|would) that (?:be )?(?:possible|feasible|ok(?:ay)?)|can you do (?:that|this|it))\W*$"
)
_OF_EACH = re.compile(r"^(?:每次|每回|一般|平均|通常)")
"""Goes on telling of what was told before."""
_LEAST_NAME = 2


@dataclass(frozen=True)
class Segment:
    """A part of a sentence; ``valued``: it holds a quantity or a date."""

    span: Span
    mood: Mood
    valued: bool


def segments(text: str, span: Span) -> tuple[Span, ...]:
    """The parts of the sentence ``span`` that each ask for something of their own, in reading order.

    A part without subject, name or value of its own continues the part before; a condition opens the
    part behind it. Parts that only tell are left out, unless nothing else remains.
    """
    if is_marked(span.of(text)) or _asks_back(text, span):
        return (_bare(text, span),)
    parts = [_segment(text, part) for part in pieces(text, span)]
    if len(parts) == 1:
        return (_bare(text, parts[0].span),)
    joined = _joined(text, parts)
    return tuple(_bare(text, part.span) for part in joined) or (_bare(text, span),)


def pieces(text: str, span: Span) -> list[Span]:
    """``span`` behind its announcement (他补充：), cut at commas outside brackets; 、 cuts between two values."""
    start = span.start + len(announcement(text, span))
    body = text[start : span.end]
    closed = [match.span() for match in _BRACKETS.finditer(body)]
    cuts = []
    last = 0
    for match in _CUT.finditer(body):
        inside = any(a < match.start() < b for a, b in closed)
        listed = match.group() == "、" and not (
            _values(body[last : match.start()]) and _values(body[match.end() : match.end() + 24])
        )
        if not inside and not listed:
            cuts.append(start + match.end())
            last = match.end()
    edges = [start, *cuts, span.end]
    parts = (trim(text, Span(start=a, end=b)) for a, b in pairwise(edges))
    return [part for part in parts if re.search(r"\w", part.of(text))] or [span]


def _asks_back(text: str, span: Span) -> bool:
    """Whether the sentence ends by asking whether the bidder does what its parts before name (你们行不行)."""
    *before, last = pieces(text, span)
    return bool(before) and _TAG.match(fold(last.of(text)).strip()) is not None


def announcement(text: str, span: Span) -> str:
    """“屈主任把要求讲得比较清楚：” at the head of a sentence; empty where there is none."""
    match = _ANNOUNCEMENT.match(span.of(text))
    if not match or _values(match.group()) or not _ANNOUNCES.search(fold(match.group())):
        return ""
    return match.group()


def _values(text: str) -> bool:
    measured = any(
        q.unit is not None or q.comparator != "=" or q.dimension != "number" for q in quantities(text)
    )
    return measured or any(True for _ in moments(text)) or any(True for _ in ratings(text))


def _segment(text: str, span: Span) -> Segment:
    words = span.of(text)
    return Segment(span, mood_of(words), _values(words))


def _joined(text: str, parts: Sequence[Segment]) -> list[Segment]:
    done: list[Segment] = []
    waiting: Segment | None = None
    telling = False
    for index, own in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        if _only_tells(text, own) and not _scopes(text, own, done, following):
            telling = not done
            waiting = waiting if waiting and _CONDITION.search(fold(waiting.span.of(text))) else None
            continue
        words = own.span.of(text)
        if telling and _OF_EACH.match(words) and not is_firm(words):
            continue
        if telling and own.mood != "asks" and not _TURNS_TO_NOW.match(fold(own.span.of(text))):
            continue
        telling = False
        part, waiting = own if waiting is None else _merged(waiting, own), None
        if following is not None and _waits(text, part, bool(done), following):
            waiting = part
        elif done and not _stands(text, part):
            done[-1] = _merged(done[-1], part)
        else:
            done.append(part)
    if waiting is not None:
        done.append(waiting)
    return done


def _only_tells(text: str, part: Segment) -> bool:
    return part.mood == "tells" or (part.mood == "state" and NOW.search(fold(part.span.of(text))) is not None)


def _scopes(text: str, part: Segment, done: list[Segment], following: Segment | None) -> bool:
    """Whether a part about the present gives the scope of what is asked: 要能审计，现在有 5 个实例."""
    if not part.valued or part.mood != "state":
        return False
    return bool(done) or (
        following is not None and following.mood == "asks" and not _has_subject(text, following)
    )


def _waits(text: str, part: Segment, later: bool, following: Segment) -> bool:
    """Whether ``part`` opens the part behind it: a condition, a place, what there is."""
    words = fold(part.span.of(text))
    if _CONDITION.search(words) and not (part.mood == "asks" and part.valued):
        return True
    if part.mood == "asks":
        return False
    return (not part.valued and not later) or (bool(_EXISTS.match(words)) and following.mood == "asks")


def _stands(text: str, part: Segment) -> bool:
    """Whether a part can be read alone: it asks and has a subject, or it has a value with a name."""
    if part.mood == "asks":
        return _has_subject(text, part)
    words = fold(part.span.of(text))
    return (
        part.valued
        and part.mood not in ("state", "tells")
        and not _CONTINUES.match(words)
        and len(named(part.span.of(text))) >= _LEAST_NAME
    )


def _has_subject(text: str, part: Segment) -> bool:
    words = fold(part.span.of(text))
    if _CONTINUES.match(words):
        return False
    bare = _CONNECTIVE.sub("", words)
    cues = [found for cue in (ASKING, BOUNDING, CHANGING) if (found := cue.search(bare))]
    before = bare[: min(cue.start() for cue in cues)] if cues else bare
    return len(before.strip()) >= _LEAST_NAME and not re.search(r"的时候\s*$|时\s*$", before)


def named(words: str) -> str:
    """What remains of ``words``, folded, without quantities, dates, ratings of something and fillers."""
    kept, last = [], 0
    rated = (span for span in ratings(words) if not names_itself(span.of(words)))
    counted = (q.value if q.dimension == "service hours" else q.span for q in quantities(words))
    measured = (*counted, *(span for span, _ in moments(words)), *rated)
    for span in sorted(measured, key=lambda span: span.start):
        kept.append(words[last : span.start])
        last = max(last, span.end)
    return _FILLER.sub("", fold(" ".join([*kept, words[last:]])))


def _merged(first: Segment, second: Segment) -> Segment:
    mood: Mood = "asks" if "asks" in (first.mood, second.mood) else first.mood
    return replace(
        first,
        span=Span(start=first.span.start, end=second.span.end),
        mood=mood,
        valued=first.valued or second.valued,
    )


def _bare(text: str, span: Span) -> Span:
    """``span`` without the connective before it and the stop behind it."""
    words = span.of(text)
    lead = _LEADING.match(words)
    start = lead.end() if lead else 0
    end = len(words.rstrip().rstrip("，。；;,、.!！"))
    if end - start < _LEAST_NAME:
        return span
    return Span(start=span.start + start, end=span.start + end)
