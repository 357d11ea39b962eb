"""Who speaks in a need made of talk: a chat's lines with names and times, minutes with “name: …”, quoted mail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.words.topics import topics_in
from assistant.grounding.folding import fold
from assistant.grounding.people import people
from knowledge.evidence import Span

Voice = Literal["customer", "bidder", "quoted"]

_DAY = r"(?:(?:20\d{2}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?,?\s*)"
_PART = r"(?:[上下]午|晚上|凌晨|星期[一二三四五六日]|周[一二三四五六日])?"
_TIME = rf"[\[(【]?{_DAY}?{_PART}\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*[ap]m)?[\])】]?"
_NAME = r"[^\d,，。;；:：!?！？|]{1,24}(?:[（(][^（）()]{1,16}[)）])?"
_CHAT_HEAD = re.compile(rf"(?:{_TIME}\s*(?P<after>{_NAME})?|(?P<before>{_NAME})\s+{_TIME})\s*[:：]?")
_TIMED = re.compile(rf"(?:{_TIME}\s*(?P<after>{_NAME})|(?P<before>{_NAME})\s+{_TIME})\s*[:：]\s*(?=\S)")
_SPAN_OF_TIME = re.compile(r":\d{2}\s*(?:-|~|到|至|to|until)|^(?:到|至|次日|-|~)")
_NAMED = re.compile(r"(?P<name>[^\d\s,，。;；:：!?！？|][^\d,，。;；:：!?！？|]{0,20})[:：][ \t]*(?=\S)")
_PERSON = re.compile(
    r"(?:局长|处长|科长|院长|校长|部长|主任|经理|总监|总|工|老师|先生|女士|书记|厂长|教授|医生|护士长|队长|站长|"
    r"所长|会长|秘书|助理|组长|主管|馆长|董|客户|甲方|乙方|厂家|供应商|我方|对方|\b(?:mr|ms|mrs|dr|prof)\b.*|customer|client|vendor|"
    r"supplier|us|sales)(?:[（(][^（）()]{1,16}[)）])?$"
)
_BIDDER = re.compile(
    r"^(?:我|我方|乙方|供应商|厂家|厂商|售前|销售|me|us|vendor|supplier|sales|presales)(?![\u3400-\u9fff])|"
    r"^(?:售前|销售|乙方|厂家|厂商|供应商)|"
    r"[（(](?:[^（）()]*(?:厂家|厂商|供应商|乙方|我方|售前|集成商|vendor|supplier|presales)[^（）()]*|销售|sales)[)）]"
)
_ATTENDED = re.compile(
    r"(?m)(?:(?:参会|参加|与会|出席|在场|到场)(?:人员|人|单位)?|^\W*(?:attendees|attended|present|participants))[:：]"
    r"([^\n]*(?:\n[^\n]+){0,2})"
)
_OUR_SIDE = re.compile(
    r"(?:(?:我们这边|我方|我司|乙方|供应商|厂家|厂商)\s*[:：]?|(?:our side|for us|from us|vendor|supplier)\s*:)([^；;。\n]*)"
)
_LATIN = re.compile(
    r"(?m)^[ \t]*(?:[-*•][ \t]+)?([A-Z][a-z]+(?: [A-Z][a-z]+)?(?: \([^()\n]{1,16}\))?):[ \t]*\S"
)
_PERSONS_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[a-z][a-z'-]+")
_LINES = re.compile(r"\n|(?<=[。；！？])")
_ROLES = re.compile(r"(?:我方|我司|乙方|售前|销售|工程师|顾问|sales|presales)$")
_DATED = re.compile(r"\d[-/.月]\d{1,2}日?,?\s*[^\d]{0,4}\d{1,2}:\d{2}")
_TALKERS = 2
_FAMILIAR = re.compile(
    r"(?P<house>[\u3400-\u9fff]{2,4})?[老小阿大](?P<surname>[\u3400-\u9fff])(?:[总工哥姐])?"
)
_CALLED = re.compile(r"[\u3400-\u9fff]{2,4}")
_ANSWERING = re.compile(
    r"(?P<side>q|a|问|答|提问|回答|question|answer)\s?\d{0,2}\s*[:：][ \t]*(?=\S)", re.IGNORECASE
)
_LABEL = re.compile(
    r"from|to|date|sent|subject|cc|bcc|re|fwd?|note|item|name|site|location|place|type|model|description|remarks?|"
    r"option|phase|step|section|part|example|scope|goal|need|must|should|problem|today|future|product|system|requirements?"
)
_ASKED_SIDE = ("q", "问", "提")
_OUR_OFFER = re.compile(
    r"我们?(?:[今明后本下]\S{1,3}|尽快|马上|先|会|这边|来|\s)*(?:给|出|发|提交|做)(?:[您你]们?|贵司)?(?:一?[个版份])?(?:初步|详细|技术)?(?:的)?(?:方案|报价)"
    r"|\b(?:we|i)(?:'ll| will| can) (?:send|prepare|share|submit)\b[^.]{0,24}\b(?:proposal|quot\w+|offer)"
)
"""Said by whoever makes the offer."""
_SHORT_NAME = 14
_QUOTED = re.compile(r"[ \t]*>")


@dataclass(frozen=True)
class Head:
    """A speaker's name at the head of a statement and the length of that head; ``timed``: with the time, as chats do."""

    name: str
    length: int
    timed: bool = False


@dataclass(frozen=True)
class Turns:
    """The speakers of one text: names seen before a colon, and those who speak for the bidder."""

    text: str
    speakers: frozenset[str]
    bidders: frozenset[str]
    chatters: frozenset[str] = frozenset()
    """Names beside times of day, in a chat without dates."""
    answering: bool = False
    """Questions and answers are marked as such (Q: … A: …, 问：… 答：…)."""

    def head(self, span: Span) -> Head | None:
        """The speaker a statement begins with; the head may be all of it."""
        words = span.of(self.text)
        folded = fold(words)
        whole = _CHAT_HEAD.fullmatch(folded) or _TIMED.match(folded)
        if whole and (_is_dated(whole) or _name_of(whole) in self.chatters):
            return Head(_name_of(whole), whole.end(), timed=True)
        if self.answering and (side := _ANSWERING.match(words)):
            return Head("", side.end())
        named = _NAMED.match(words)
        if named and fold(named.group("name")).strip() in self.speakers:
            return Head(fold(named.group("name")).strip(), named.end())
        return None

    def voice(self, name: str) -> Voice:
        return "bidder" if name in self.bidders or _speaks_for_bidder(name, self.bidders) else "customer"

    def tells_of_bidder(self, span: Span) -> bool:
        """Whether a statement's subject is one of the bidder's people, as in “Tom sends the checklist”."""
        folded = fold(self.text[span.start : span.start + 24])
        return any(re.match(rf"{re.escape(name)}(?![a-z])", folded) for name in self.bidders)

    def is_quoted(self, span: Span) -> bool:
        """Whether the statement stands in a line that a mail quotes (``> …``)."""
        return _QUOTED.match(self.text, self.text.rfind("\n", 0, span.start) + 1) is not None


def turns_of(text: str) -> Turns:
    """The speakers of ``text``: who is named before a colon with a title, or twice and more at the head of a line."""
    lines = [fold(line).strip() for line in _LINES.split(text)]
    names = Counter(
        match.group("name").strip() for line in lines if (match := _NAMED.match(line)) is not None
    )
    attended = _attended_for_bidder(text)
    speakers = {name for name in names if _PERSON.search(name)}
    speakers |= {name for name in names if _speaks_for_bidder(name, attended)}
    latin = Counter(fold(match.group(1)) for match in _LATIN.finditer(text))
    speakers |= {name for name, count in latin.items() if count > 1 and not _is_label(name)}
    speakers |= {name for name, count in names.items() if _is_called(name, count)}
    chatters = _chatters(lines)
    bidders = attended | _offering(lines, speakers | chatters)
    return Turns(text, frozenset(speakers), bidders, chatters, _marks_answers(lines))


def _is_label(name: str) -> bool:
    """Whether a word before a colon names a field of a mail or a form, and nobody."""
    return _LABEL.fullmatch(name) is not None or bool(topics_in(name))


def _is_called(name: str, count: int) -> bool:
    """Whether a name before a colon is a person's without a title: 老陈, or 陈建国 or 嘉运老陈 who
    speaks again and again.
    """
    familiar = _FAMILIAR.fullmatch(name)
    if familiar and (count > 1 or not familiar.group("house")):
        return _is_name(familiar.group("surname"))
    spoken = count > 1 and _CALLED.fullmatch(name) is not None
    return spoken and not _is_label(name) and _is_name(name)


def _is_name(words: str) -> bool:
    """Whether ``words`` with a title behind them are somebody, by what people are called."""
    return any(span.start == 0 and span.end > len(words) for span in people(f"{words}先生"))


def _marks_answers(lines: Iterable[str]) -> bool:
    """Whether lines begin with question and answer marks, both of them."""
    sides: list[str] = [match.group("side") for line in lines if (match := _ANSWERING.match(line))]
    asked = sum(side.startswith(_ASKED_SIDE) for side in sides)
    return 0 < asked < len(sides)


def _offering(lines: Sequence[str], speakers: Set[str]) -> frozenset[str]:
    """The speakers who promise the offer (我们下周给方案): they speak for the bidder."""
    found, name = set(), ""
    for line in lines:
        head = _CHAT_HEAD.fullmatch(line) or _TIMED.match(line) or _NAMED.match(line)
        named = (head.groupdict().get("name") or _name_of(head)).strip() if head else ""
        name = named if named in speakers else name
        if name and _OUR_OFFER.search(line):
            found.add(name)
    return frozenset(found)


def _chatters(lines: Iterable[str]) -> frozenset[str]:
    """Names that stand beside a time of day; those seen once count where several are seen again and again."""
    heads = [match for line in lines if (match := _CHAT_HEAD.fullmatch(line) or _TIMED.match(line))]
    seen = Counter(_name_of(match) for match in heads)
    often = {name for name, count in seen.items() if name and count > 1}
    if len(often) < _TALKERS:
        shapes = {_shape(match) for match in heads if _name_of(match) in often}
        return frozenset(name for match in heads if (name := _name_of(match)) and _shape(match) in shapes)
    return frozenset(name for name in seen if len(name) <= _SHORT_NAME)


def _name_of(head: re.Match[str]) -> str:
    groups = head.groupdict()
    return (groups.get("after") or groups.get("before") or "").strip()


def _shape(head: re.Match[str]) -> str:
    """How a head is written, whoever speaks and whenever: ``[00:00] :``."""
    name = _name_of(head)
    return (
        re.sub(r"\d+", "0", head.group().replace(name, "", 1).strip()) if len(name) <= _SHORT_NAME else name
    )


def _is_dated(head: re.Match[str]) -> bool:
    """Whether a day stands with the time, and no span of time (22:00 到次日 8:00)."""
    return _DATED.search(head.group()) is not None and not _SPAN_OF_TIME.search(head.group())


def _attended_for_bidder(text: str) -> frozenset[str]:
    """Names the attendance list gives for the bidder's side (“我方 毕然、售前 覃工”)."""
    found: set[str] = set()
    for listed in _ATTENDED.finditer(fold(text)):
        for side in _OUR_SIDE.finditer(listed.group(1)):
            found |= set(_names_in(re.split(r"[、,，/ \t()（）]+|\band\b", side.group(1))))
    return frozenset(found)


def _names_in(tokens: Iterable[str]) -> Iterable[str]:
    return (token for token in tokens if _PERSONS_NAME.fullmatch(token) and not _ROLES.search(token))


def _speaks_for_bidder(name: str, bidders: frozenset[str]) -> bool:
    return _BIDDER.search(name) is not None or any(bidder in name for bidder in bidders)
