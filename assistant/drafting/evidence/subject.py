"""Whether a document is about the same thing as a need, by terms a person can be shown."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.words.terms import (
    codes,
    features,
    grades,
    in_any_language,
    model_codes,
    other_grade,
    overlap,
    same_code,
    siblings,
    words_of,
)
from assistant.drafting.words.topics import topic_named
from assistant.grounding.folding import fold
from knowledge.evidence import Document, Language, Source
from knowledge.presales import Need

SHARE = 0.15
"""Part of the need's terms (weighted, of those the proposed documents know) a document must be about.
Chosen on the development needs (decision 0004)."""
BESIDE_BEST = 0.3
"""And this part of what the best document has."""
WHOLE_SHARE, WHOLE_BESIDE = 0.2, 0.4
"""The same for a document that is heard unasked, and for a similar case."""
FEWEST, MOST = 3, 6
"""Distinct terms it must share: a quarter of the need's, at least and at most so many."""
_MOST_COUNTED = 3
_SATURATION, _LENGTH = 0.6, 0.75
"""BM25's k1 and b, with a low k1: a term said three times is said."""
_OF_ANY_PROJECT = frozenset({"service", "plan", "cost"})
_BRACKETS = re.compile(r"[（(【\[].*?(?:[）)】\]]|$)")


@dataclass(frozen=True)
class Subject:
    """What a need is about: weighted terms, codes, products, industry."""

    weights: Mapping[str, float]
    """Words as the need puts them, for documents in its language."""
    concepts: Mapping[str, float]
    """Its concepts, codes and grades, for documents in the other language."""
    language: Language
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
    throughout: bool = False
    """About the same thing as a whole: it may speak unasked."""

    def __bool__(self) -> bool:
        return bool(self.reasons)


def subject_of(need: Need, sources: Iterable[Source]) -> Subject:
    """The need's subject; its industry and products also where the need's text names one the library knows."""
    known = list(sources)
    spoken = _of_the_thing(need)
    title = _BRACKETS.sub(" ", need.title)
    texts = list(dict.fromkeys([*spoken, title, *need.products]))
    folded = fold(need.text)
    products = (p for source in known for p in source.products if len(p) > 2 and fold(p) in folded)
    return Subject(
        weights=_weights(map(words_of, texts)),
        concepts=_weights(dict.fromkeys(in_any_language(text), 1) for text in texts),
        language=need.language,
        codes=frozenset(model_codes(" ".join([*spoken, title, *need.products]))),
        named=codes(" ".join([need.text, *need.products])),
        products=tuple(dict.fromkeys([*need.products, *products])),
        industry=need.industry or _industry(folded, known),
        text=" ".join([title, *spoken]),
    )


def _weights(told: Iterable[Mapping[str, int]]) -> dict[str, float]:
    counted: Counter[str] = Counter()
    for one in told:
        counted.update(one.keys())
    return {term: math.sqrt(min(count, _MOST_COUNTED)) for term, count in sorted(counted.items())}


def _of_the_thing(need: Need) -> list[str]:
    """The requirements that say what is wanted: what any project has (质保, 工期, 预算) tells no subject."""
    asked = [r for r in need.requirements if r.topic not in ("应答要求", "submission")]
    telling = [r for r in asked if (t := topic_named(r.topic)) is None or t.section not in _OF_ANY_PROJECT]
    return [r.text for r in telling or asked]


def _industry(folded: str, sources: Iterable[Source]) -> str | None:
    """The library's industry the need names most often."""
    named = Counter({s.industry: folded.count(fold(s.industry)) for s in sources if s.industry})
    best = sorted(((count, name) for name, count in named.items() if count), reverse=True)
    return best[0][1] if best else None


def likenesses(subject: Subject, proposed: Sequence[tuple[Source, Document]]) -> list[Likeness]:
    """For each proposed document, in order, whether and why it is about the need's subject.

    A shared product is enough, and for a product sheet a title or headings that name two of the
    need's terms. Else it must speak of ``SHARE`` of the need's terms (BM25's saturation and length
    normalisation, weighted by rarity among the proposed), of at least ``BESIDE_BEST`` of what the best
    has, and of enough distinct terms; the same industry halves all three. Documents of a sibling
    (another grade, a model one character apart) are not about it.
    """
    found: dict[int, Likeness] = {}
    own = [i for i, (source, _) in enumerate(proposed) if source.language == subject.language]
    other = [i for i in range(len(proposed)) if i not in own]
    for indexes, weights, told_by in ((own, subject.weights, words_of), (other, subject.concepts, features)):
        group = [proposed[i] for i in indexes]
        found |= dict(zip(indexes, _compared(subject, group, weights, told_by), strict=True))
    return [found[i] for i in range(len(proposed))]


def _compared(
    subject: Subject,
    proposed: Sequence[tuple[Source, Document]],
    weights: Mapping[str, float],
    told_by: Callable[[str], Mapping[str, int]],
) -> list[Likeness]:
    """The likeness of documents of one language, compared among themselves."""
    told = [dict(told_by(document.text)) for _, document in proposed]
    shares = _shares(weights, told)
    best = max(shares, default=0.0)
    distinct = max(FEWEST, min(MOST, math.ceil(len(weights) / 4)))
    found = []
    for (source, document), counts, share in zip(proposed, told, shares, strict=True):
        terms = sorted((t for t in weights if t in counts), key=lambda t: (-weights[t], t))
        industry = bool(
            subject.industry and source.industry and fold(subject.industry) == fold(source.industry)
        )
        ease = 2 if industry else 1
        enough = share >= max(SHARE, BESIDE_BEST * best) / ease and len(terms) >= distinct / ease
        likeness = _likeness(subject, source, document, (share, tuple(terms), industry, enough))
        whole = likeness.same_product or (enough and share >= max(WHOLE_SHARE, WHOLE_BESIDE * best) / ease)
        found.append(replace(likeness, throughout=bool(likeness) and whole))
    return found


def _shares(weights: Mapping[str, float], told: Sequence[Mapping[str, int]]) -> list[float]:
    """Each document's part of the weight of the terms that any of them knows."""
    known = Counter(term for counts in told for term in weights if term in counts)
    rarity = {t: math.log(1 + (len(told) - n + 0.5) / (n + 0.5)) for t, n in known.items()}
    total = sum(weights[term] * rarity[term] for term in known) or 1.0
    lengths = [sum(counts.values()) for counts in told]
    average = sum(lengths) / len(lengths) if lengths and sum(lengths) else 1.0
    shares = []
    for counts, length in zip(told, lengths, strict=True):
        damping = _SATURATION * (1 - _LENGTH + _LENGTH * length / average)
        said = ((t, counts[t]) for t in known if t in counts)
        shares.append(sum(weights[t] * rarity[t] * n / (n + damping) for t, n in said) / total)
    return shares


def _likeness(
    subject: Subject, source: Source, document: Document, measured: tuple[float, tuple[str, ...], bool, bool]
) -> Likeness:
    share, terms, industry, enough = measured
    headings = " ".join(b.span.of(document.text) for b in document.blocks if b.kind == "heading")
    head = f"{source.title} {document.title} {' '.join(source.products)}"
    if _is_sibling(subject, titles(source, document)):
        return Likeness(share=share)
    product = _shared_product(subject, source, head)
    named = overlap(subject.text, features(f"{head} {headings}")).shared if source.kind == "product" else 0
    titled = named >= max(2, min(MOST, math.ceil(len(subject.weights) / 20)))
    reasons = [f"product:{product}"] if product else []
    reasons += ["title"] if titled and not enough else []
    if enough:
        reasons += (["industry"] if industry else []) + [f"term:{term}" for term in terms[:4]]
    return Likeness(tuple(reasons), share, terms, industry, bool(product))


def titles(source: Source, document: Document) -> str:
    """What a document says it is about as a whole: its titles; for a product sheet its products too."""
    products = source.products if source.kind == "product" else ()
    return " ".join([source.title, document.title, *products])


def _is_sibling(subject: Subject, head: str) -> bool:
    if other_grade(grades(subject.text), grades(head)):
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
