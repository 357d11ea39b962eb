"""What our own papers tell us not to promise: a drafted point that promises it carries the rule as a note.

A rule is a sentence of a FAQ, or of another paper of our own this draft reads, that says not to promise something, or
to ask first. What it is about stands in quotation marks, beside the words of the rule, in the clause before, or
in the question it answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.drafting.evidence.candidates import Candidate
from assistant.drafting.evidence.denials import denies
from assistant.drafting.phrases import Phrases
from assistant.drafting.words.statements import statements
from assistant.drafting.words.terms import codes, features
from assistant.drafting.words.topics import topics_in
from assistant.grounding.cite import resolve
from assistant.grounding.folding import fold
from assistant.grounding.mask import masked
from assistant.grounding.names import Register
from assistant.grounding.numbers import Quantity, quantities
from assistant.grounding.remarks import without_notes
from knowledge.evidence import Citation, Document, Facets, Source
from knowledge.ports import Library
from knowledge.presales import Point, Section

MOST_PAPERS = 64
"""FAQ documents looked at beside those the draft reads anyway; a larger collection of them is found by search."""
_RULE = re.compile(
    r"(?:不要|请?勿|切勿|不得|不能|别|严禁)(?:再|随意|轻易|对外|向客户)*(?:承诺|答应|许诺|保证|写进?|说|报(?![表告警]))"
    r"|(?:须|需|要|应)(?:先)?(?:上报|请示|报批|审批)|(?:须|需|要)[^，。；、]{0,14}(?:批准|审批|会签)"
    r"|\b(?:do not|don't|never|must not|should not) (?:ever )?(?:promise|quote|commit to|offer|guarantee|say|write|agree to)"
    r"|\b(?:needs?|requires?|subject to|only with)\b[^.;,]{0,40}\bapproval\b"
)
_QUOTED = re.compile('[“「"]([^”」"]{2,60})[”」"]')
_CLAUSE = re.compile(r"[，、；;。]|,(?!\d{3})|\.\s|\s-\s|——")
_SENTENCE = re.compile(r"[^。；;！!\n]+")
_VERBS = frozenset({"承诺", "保证", "答应", "promise", "guarantee", "approval", "commit"})
_LONGEST = 120


@dataclass(frozen=True)
class Rule:
    """``thing`` is what may not be promised; ``question`` is what it answers, ``about`` all the words around it."""

    thing: str
    question: str
    about: str
    citation: Citation


def rules(library: Library, found: Sequence[Candidate]) -> tuple[Rule, ...]:
    """Every rule of our own papers, each once, in order of papers and text."""
    papers = {c.document.id: (c.document, c.source) for c in found if not c.past_deal}
    for source in library.sources(Facets(kinds=("faq",)))[:MOST_PAPERS]:
        if source.customer is None and source.document_id not in papers:
            papers[source.document_id] = (library.document(source.document_id), source)
    return tuple(rule for document, source in papers.values() for rule in _rules(document, source))


def _rules(document: Document, source: Source) -> Iterator[Rule]:
    question = ""
    for statement in statements(document):
        text = statement.text(document)
        if text.rstrip().endswith(("?", "？")):
            question = text
        match = _RULE.search(fold(text))
        if match is None or len(text) > _LONGEST:
            continue
        citation = resolve(document, statement.span, source=source)
        heading = statement.headings[-1] if statement.headings else ""
        if isinstance(citation, Citation):
            about = f"{heading}\n{question}\n{text}"
            yield from (Rule(thing, question, about, citation) for thing in _things(text, match, question))


def _things(text: str, match: re.Match[str], question: str) -> list[str]:
    """What the rule found in ``text`` is about: the first place that names or counts something."""
    quoted = [thing for thing in _QUOTED.findall(text) if _says(thing)]
    if quoted:
        return quoted
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, match.start())), default=0)
    behind = _CLAUSE.search(text, match.end())
    beside = f"{text[start : match.start()]} {text[match.end() : behind.start() if behind else len(text)]}"
    before = _CLAUSE.split(text[:start].rstrip("，,；; "))[-1]
    return [next((part for part in (beside, before, question) if _says(part)), "")]


def _says(text: str) -> bool:
    return bool(_named(text) or quantities(text))


def _named(text: str) -> frozenset[str]:
    return frozenset(features(text)) - _VERBS | codes(text)


def warned(
    sections: Iterable[Section], known: Sequence[Rule], register: Register, phrases: Phrases
) -> tuple[Section, ...]:
    """``sections`` with the rules their points go against behind those points, each rule cited."""
    return tuple(
        section.model_copy(
            update={"points": tuple(_warned(point, known, register, phrases) for point in section.points)}
        )
        for section in sections
    )


def _warned(point: Point, known: Sequence[Rule], register: Register, phrases: Phrases) -> Point:
    if point.basis not in ("source", "lesson", "judgement"):
        return point
    against = {rule.citation: None for rule in known if promises(point.text, rule)}
    if not against:
        return point
    said = []
    for citation in against:
        words = masked(citation.quote, register, phrases.language, prices=False)
        said.append(phrases.ruled(words))
    cited = tuple(dict.fromkeys((*point.citations, *against)))
    return point.model_copy(update={"text": point.text + "".join(said), "citations": cited})


def promises(text: str, rule: Rule) -> bool:
    """Whether a sentence of ``text`` promises what ``rule`` is about: in one clause a figure it forbids of the same
    thing, or where it gives none the thing itself."""
    for match in _SENTENCE.finditer(without_notes(text)):
        sentence = match.group()
        if _RULE.search(fold(sentence)) or denies(sentence, ""):
            continue
        if _figured(rule, sentence) if quantities(rule.thing) else _names(rule, sentence):
            return True
    return False


def _figured(rule: Rule, sentence: str) -> bool:
    """A forbidden figure beside what the rule names; a rule that names nothing is about what its question names,
    or measures."""
    own, asked = _named(rule.thing), _named(rule.question)
    for clause in _CLAUSE.split(sentence):
        if own:
            same = own <= _named(clause)
        elif asked:
            same = asked <= _named(sentence)
        else:
            same = bool(topics_in(rule.question) & topics_in(clause))
        figures = ((one, said) for one in quantities(rule.thing) for said in quantities(clause))
        if same and any(_forbidden(one, said, clause) for one, said in figures):
            return True
    return False


def _names(rule: Rule, sentence: str) -> bool:
    """The thing by all its words; by a single one only together with another word of the rule or its question."""
    own, said = _named(rule.thing), _named(sentence)
    around = _named(rule.about) - own
    return bool(own) and own <= said and (len(own) > 1 or not around or bool(around & said))


def _forbidden(rule: Quantity, said: Quantity, clause: str) -> bool:
    """Whether ``said`` is a figure the rule's figure forbids: as much or more, less than it, or just it."""
    low, high = said.low, said.high
    if rule.dimension == "number":
        written = re.sub("[^0-9.]", "", said.value.of(clause).split("~")[0])
        if not re.fullmatch(r"\d+(?:\.\d+)?", written):
            return False
        low = high = Decimal(written)
    elif rule.dimension != said.dimension:
        return False
    if rule.comparator == ">=":
        return high >= rule.low
    if rule.comparator == "<=":
        return low < rule.high
    return (low, high) == (rule.low, rule.high)
