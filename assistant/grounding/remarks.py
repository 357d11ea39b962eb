"""Words of the house to itself: the notes a draft makes behind a point, and talk its sources hold for colleagues.

Neither is the customer's to read. A note is taken away by the person who has looked into what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounding.folding import fold
from knowledge.evidence import Language, Span

_NOTE = re.compile(r"\s?(?:〔批注：[^〕]*〕|\[Note: [^\]]*\])")
_NOTE_BEFORE = re.compile(
    r"[（(](?:[^（）()]{0,40}(?:未达到本次要求|不能视为满足|须确认|待核实|未中标|未签约|falls short of this|"
    r"to be confirmed|it cannot be had|not won|not signed yet)[^（）()]{0,40})[）)]"
)
"""What a person or an earlier version puts in round brackets, where no customer may read it either."""
_ROOM = r"(?:研发|商务|产品|技术|法务|财务|售前|销售|总部|总监|区域总监)(?:中心|团队|同事|部门?|经理)?"
_INTERNAL = re.compile(
    rf"(?:清单|资料|细节|名单|价格)?(?:请|须|需)?(?:向|找|问|咨询|联系)(?:我司|公司|内部)?{_ROOM}"
    r"(?:索取|索要|确认|申请|核实|了解|审批|报备|要(?![求点]))"
    rf"|(?:须|需|要|由|经|报)[^，。；,;\n]{{0,8}}{_ROOM}(?:与[^，。；,;\n]{{0,6}})?(?:批准|审批|会签)"
    r"|(?:不要|请?勿|切勿|不得|别)(?:再|轻易|随意)?(?:对外|向客户)?(?:承诺|答应|许诺)|(?:不要|勿|不得)写进?[“\"「]|"
    r"(?:须|需|要|应)(?:先)?上报(?=[。；;，,]|$)|(?:承诺|报价|折扣)[^，。；]{0,6}都?[须要]上报"
    r"|[仅只]供?(?:限)?内部(?:使用|参考|掌握|传阅)|内部(?:掌握|口径|底价)|(?:请勿|不得|勿)外传|话术|对外(?:只|一律不)[说报]"
    r"|\binternal(?:ly)? (?:only|use only|use)\b|\bfor internal use\b|\bnot for customers\b|\bfor sales only\b"
    r"|\b(?:do not|don't|never) (?:promise|quote|commit)\b|\bask (?:r&d|engineering|product management|legal|finance)\b"
    r"|\b(?:needs?|requires?) (?:[a-z]+ ){0,3}(?:director|finance|management|head office)(?:'s)? approval\b"
)


def note(words: str, language: Language) -> str:
    """``words`` as the draft's own note, to stand behind a point."""
    words = words.replace("〕", "）").replace("]", ")")
    return f"〔批注：{words}〕" if language == "zh" else f" [Note: {words}]"


def notes(text: str) -> Iterator[Span]:
    """Spans of notes."""
    for pattern in (_NOTE, _NOTE_BEFORE):
        yield from (Span(start=m.start(), end=m.end()) for m in pattern.finditer(text))


def without_notes(text: str) -> str:
    """``text`` as it stands once its notes are looked into."""
    return _NOTE_BEFORE.sub("", _NOTE.sub("", text))


def internal(text: str) -> Iterator[Span]:
    """Spans of talk among colleagues: whom to ask within, what to hold back, who must agree first."""
    yield from (Span(start=m.start(), end=m.end()) for m in _INTERNAL.finditer(fold(text)))
