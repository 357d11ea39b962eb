"""Lines of a need put together again, and lines that name a chat, a part or a writer and ask nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.drafting.need.breaths import breaths
from assistant.drafting.need.cues import mood_of
from assistant.drafting.need.marks import is_marked
from assistant.drafting.need.segments import named
from assistant.drafting.words.statements import Statement, of_block
from assistant.grounding.folding import fold
from assistant.grounding.numbers import quantities
from assistant.grounding.people import people
from knowledge.evidence import Document, Span

_SIGN_OFF = re.compile(
    r"(?:(?:with )?(?:best|kind|warm)?\s*(?:regards|rgds|wishes)|br|thanks|many thanks|thank you|cheers|sincerely|"
    r"yours (?:sincerely|faithfully|truly)|此致|敬礼|祝好|顺颂商祺|(?:顺祝)?商祺)[,，.。!！]*"
)
_LONGEST_SIGNED = 60
_LONGEST_CAPTION = 24
_NUMBER = re.compile(r"(?:^|\n)[ \t]*(\d{1,2}(?:\.\d{1,2}){1,3})[.、]?[ \t]*$")
_BELOW = re.compile(
    r"\s*\n\s*[★▲]?\s*(?:[（(][\d一二三四五六七八九十]{1,3}[)）]|\d{1,2}[)）、]|[①-⑳]|[a-z][)）]|[•·–—*-]\s)"
)
_PEOPLE = re.compile(r"count:(?:人|名|位|people|person|member|user)")
_WHOSE = (
    r"我[们方司]的?|本?项目|客户|用户|采购|招标|询价|技术|业务|功能|建设|系统|总体|具体|主要|基本|详细|商务|服务|的|"
    r"our|my|the|customer'?s?|client'?s?|project|technical|functional|business|system|main|key|detailed|general|"
    r"basic|user|service|purchase|procurement|tender|list of|summary of"
)
_WANTED = r"需求|要求|诉求|requirements?|needs|requests?(?: for (?:quotation|proposal)s?)?|demands|rf[pq]|specifications?"
_FORM = (
    r"说明书?|清单|书|描述|列表|概述|概要|文档|文件|汇总|整理|内容|一览表?|表|如下|list|documents?|summary|overview|description|statement|"
    r"(?:are )?as follows|below"
)
_HEADING_WORDS = re.compile(
    rf"(?:(?:{_WHOSE})\s*){{0,4}}(?:{_WANTED})(?:\s*[与和及/&、]\s*(?:{_WANTED}))?(?:\s*(?:{_FORM})){{0,3}}\s*[:：.。]?"
    r"|(?:what|here is what) (?:we|they|i|you) (?:need|want|ask for|require)\s*[:.]?"
)
"""Nothing but the words by which needs are headed: 项目需求说明, Customer requirements."""
_STREET = re.compile(
    r"[\u3400-\u9fff]{2,}(?:路|街|道|巷|弄)\s?\d+\s?[号弄](?:[\u3400-\u9fff\d]{0,10}[号栋楼层室座])?"
    r"|\d{1,5}[a-z]?,? (?:[a-z]+ ){1,3}(?:street|st|road|rd|lane|ln|avenue|ave|drive|square|way|place)\b[^.;:]{0,40}"
)
_LONGEST_REACHED = 14
"""Letters of a name and a post beside a telephone or a mail address."""
_NUMBERED = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*(?:[.、．)）]\s*|\s+)(?=\S)")
_ORDINAL = re.compile(r"\s*(\d{1,2})([.、．])(?!\d)\s*\S")
_SAID = re.compile(r"[，。；！？,;!?：:]")
_NAMED = 2


def rejoined(document: Document) -> Iterator[Statement]:
    """The statements of ``document``, the later sentences of a marked line in that line, and a bare amount with
    its question.
    """
    last: Statement | None = None
    for statement in _stated(document):
        if last is not None and _continues(document, last, statement):
            last = replace(last, span=Span(start=last.span.start, end=statement.span.end))
            continue
        if last is not None:
            yield last
        last = statement
    if last is not None:
        yield last


def _stated(document: Document) -> Iterator[Statement]:
    """Every statement, and headings that are lines themselves: marked (★5.3.1 工期：120 日历天), or a numbered line that
    asks with a figure, or the first or the last item of a numbered list.
    """
    blocks = document.blocks
    for block, above, below in zip(blocks, (None, *blocks[:-1]), (*blocks[1:], None), strict=True):
        if block.kind in ("paragraph", "list", "table", "note"):
            for statement in of_block(document, block):
                parts = (statement.span,) if statement.cells else breaths(document.text, statement.span)
                yield from (replace(statement, span=part) for part in parts)
        elif block.kind == "heading":
            words = block.span.of(document.text)
            says = _SAID.search(words) or quantities(words) or mood_of(words) == "asks"
            first = (
                below is not None and below.kind == "list" and _counts_on(words, below.span.of(document.text))
            )
            last = (
                above is not None and above.kind == "list" and _counts_on(above.span.of(document.text), words)
            )
            asks = bool(quantities(words)) and mood_of(words) == "asks"
            if first or asks or (says and (last or is_marked(words))):
                headings = tuple(" ".join(span.of(document.text).split()) for span in block.headings)
                number = _NUMBERED.match(words)
                start = number.end() if number and not _begins_with_a_measure(words) else 0
                span = Span(start=block.span.start + start, end=block.span.end)
                yield Statement(span, block, headings)


def _begins_with_a_measure(words: str) -> bool:
    """Whether a line's first figure is no number of the line but measures: 48 万封顶, 30 天内完成."""
    first = next(iter(quantities(words)), None)
    return (
        first is not None
        and first.unit is not None
        and first.span.start == len(words) - len(words.lstrip())
        and first.value.of(words).isdigit()
        and not first.dimension.startswith("count:")
    )


def _counts_on(words: str, below: str) -> bool:
    """Whether a line numbered 1 stands right above one numbered 2: both are items of one list."""
    first = _ORDINAL.match(words.rpartition("\n")[2])
    second = _ORDINAL.match(below)
    if first is None or second is None or first.group(2) != second.group(2):
        return False
    return int(second.group(1)) == int(first.group(1)) + 1


def _continues(document: Document, last: Statement, statement: Statement) -> bool:
    if statement.cells or last.cells or statement.block is not last.block:
        return False
    first, second = last.text(document), statement.text(document)
    between = document.text[last.span.end : statement.span.start]
    if between.strip() or "\n" in between or first.endswith("\n"):
        return False
    if is_marked(first):
        return not is_marked(second)
    amount = bool(quantities(second)) and len(named(second)) < _NAMED
    return first.rstrip().endswith(("?", "？")) and mood_of(first) == "asks" and amount


def is_sign_off(words: str) -> bool:
    """Whether a line ends a mail; what stands below it is who wrote."""
    return _SIGN_OFF.fullmatch(fold(words).strip()) is not None


def is_signature(words: str) -> bool:
    """Whether a line below a sign-off names the writer: short, and asking for nothing."""
    return len(words) <= _LONGEST_SIGNED and mood_of(words) != "asks" and not is_marked(words)


def is_chat_title(words: str) -> bool:
    """Whether a line before a chat's first turn only says which chat it is; one that counts things says more."""
    if is_marked(words) or mood_of(words) != "neutral" or re.search(r"[。；！？;!?]", words):
        return False
    return not any(q.unit is not None and not _PEOPLE.match(q.dimension) for q in quantities(words))


def is_bare_heading(words: str) -> bool:
    """Whether a line is made of the words by which needs are headed and says nothing else (客户需求)."""
    return _HEADING_WORDS.fullmatch(fold(words).strip("#*【】[]《》<>=- \t")) is not None


def is_contact(words: str) -> bool:
    """Whether a line only says where somebody is reached: a telephone or mail with a name, a postal address."""
    folded = fold(words).strip()
    if is_marked(words) or mood_of(words) == "asks":
        return False
    if _STREET.fullmatch(folded):
        return True
    named = list(people(words))
    if not any(re.search(r"\d{4}|@", span.of(words)) for span in named):
        return False
    inside = {place for span in named for place in range(span.start, span.end)}
    rest = "".join(c for place, c in enumerate(words) if place not in inside and c.isalpha())
    return len(rest) <= _LONGEST_REACHED


def names_part(document: Document, span: Span) -> bool:
    """Whether a numbered line (5.2.1 视频监控) is the heading of the numbered items right below it."""
    text, words = document.text, span.of(document.text)
    numbered = _NUMBER.search(text[max(0, span.start - 24) : span.start])
    if numbered is None or len(words) > _LONGEST_CAPTION or _SAID.search(words) or quantities(words):
        return False
    deeper = re.match(rf"\s*\n\s*[★▲]?\s*{re.escape(numbered.group(1))}\.\d", text[span.end : span.end + 40])
    return (_BELOW.match(text, span.end) is not None or deeper is not None) and mood_of(words) != "asks"
