"""Whether a document is about the same thing as a need, by terms a person can be shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.terms import codes, features, grades, model_codes, overlap, same_code, siblings
from assistant.grounding.folding import fold
from knowledge.evidence import Document, Source
from knowledge.presales import Need

SHARE = 0.25
"""Part of the weight of a need's repeated terms that a past project must be about to be of the same subject."""
FEWEST = 3
"""Distinct terms it must share besides; two where the industry is the same."""
_OFTEN = 3
"""Times a term stands in a document that is about it, when no heading has it."""
_MOST_WEIGHT = 4
_BRACKETS = re.compile(r"[（(【\[].*?(?:[）)】\]]|$)")


@dataclass(frozen=True)
class Subject:
    """What a need is about: weighted terms, codes, grades, products, industry."""

    weights: tuple[tuple[str, float], ...]
    codes: frozenset[str]
    """Model numbers and standards the need names."""
    named: frozenset[str]
    """Every code and acronym the need names."""
    products: tuple[str, ...]
    industry: str | None
    text: str


@dataclass(frozen=True)
class Likeness:
    """Why a document is about the same thing; empty ``reasons`` means it is not."""

    reasons: tuple[str, ...] = ()
    share: float = 0.0
    terms: tuple[str, ...] = ()
    same_industry: bool = False
    same_product: bool = False

    def __bool__(self) -> bool:
        return bool(self.reasons)


def subject_of(need: Need, sources: Iterable[Source]) -> Subject:
    """The need's subject; its industry and products also where the need's text names one the library knows."""
    known = list(sources)
    spoken = [r.text for r in need.requirements if r.topic not in ("应答要求", "submission")]
    told = [span.of(need.text) for span in need.background]
    counted: Counter[str] = Counter()
    for text in dict.fromkeys([*spoken, *told]):
        counted.update(features(text).keys())
    named = " ".join([_BRACKETS.sub(" ", need.title), *need.products])
    for term in features(named):
        counted[term] += 2
    repeated = {term: count for term, count in counted.items() if count > 1}
    weights = sorted((repeated or counted).items(), key=lambda pair: (-pair[1], pair[0]))
    folded = fold(need.text)
    products = (p for source in known for p in source.products if len(p) > 2 and fold(p) in folded)
    return Subject(
        weights=tuple((term, float(min(count, _MOST_WEIGHT))) for term, count in weights),
        codes=frozenset(model_codes(" ".join([*spoken, need.title, *need.products]))),
        named=codes(" ".join([need.text, *need.products])),
        products=tuple(dict.fromkeys([*need.products, *products])),
        industry=need.industry or _industry(folded, known),
        text=" ".join([need.title, *spoken]),
    )


def _industry(folded: str, sources: Iterable[Source]) -> str | None:
    """The library's industry the need names most often."""
    named = Counter({s.industry: folded.count(fold(s.industry)) for s in sources if s.industry})
    best = sorted(((count, name) for name, count in named.items() if count), reverse=True)
    return best[0][1] if best else None


def likeness(subject: Subject, source: Source, document: Document) -> Likeness:
    """Whether, and why, ``document`` is about the need's subject.

    A shared product is enough. A product sheet is about it when its title or headings name two of the
    need's terms (or one of its codes). A past project must be about ``SHARE`` of the need's repeated
    terms and ``FEWEST`` of them; a shared industry halves that. Documents of a sibling (another grade,
    a model one character apart) are not about it.
    """
    title, body = _profile(document)
    head = f"{source.title} {document.title} {' '.join(source.products)}"
    if _is_sibling(subject, head):
        return Likeness()
    about = [(term, weight) for term, weight in subject.weights if term in title or body.get(term, 0) >= _OFTEN]
    total = sum(weight for _, weight in subject.weights) or 1.0
    share = sum(weight for _, weight in about) / total
    product = _shared_product(subject, source, head)
    industry = bool(subject.industry and source.industry and fold(subject.industry) == fold(source.industry))
    reasons = [f"product:{product}"] if product else []
    if source.kind == "product":
        enough = overlap(subject.text, dict.fromkeys(title, 1)).shared > 1
    else:
        enough = share >= (SHARE / 2 if industry else SHARE) and len(about) >= (2 if industry else FEWEST)
    if enough:
        reasons += ["industry"] if industry else []
        reasons += [f"term:{term}" for term, _ in about[:4]] or ["terms"]
    return Likeness(tuple(reasons), share, tuple(term for term, _ in about), industry, bool(product))


def _is_sibling(subject: Subject, head: str) -> bool:
    asked, given = grades(subject.text), grades(head)
    if asked and given and not asked & given:
        return True
    own = model_codes(head)
    if not own or not subject.codes:
        return False
    if any(same_code(code, other) for code in subject.codes for other in own):
        return False
    return any(siblings(code, other) for code in subject.codes for other in own)


def _shared_product(subject: Subject, source: Source, head: str) -> str | None:
    wanted = {fold(product) for product in subject.products}
    for product in source.products:
        if fold(product) in wanted:
            return product
    named = codes(head)
    return next((c for c in sorted(subject.codes) if any(same_code(c, other) for other in named)), None)


@lru_cache(maxsize=512)
def _profile_of(document_id: str, text: str, title: str) -> tuple[frozenset[str], dict[str, int]]:
    del document_id
    return frozenset(features(title)), dict(features(text))


def _profile(document: Document) -> tuple[frozenset[str], dict[str, int]]:
    """(terms of title and headings, counts of the terms of the whole text)."""
    headings = " ".join(b.span.of(document.text) for b in document.blocks if b.kind == "heading")
    return _profile_of(document.id, document.text, f"{document.title} {headings}")
