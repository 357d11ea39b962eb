"""Which documents may serve a draft: proposed by retrieval, admitted by facets, kind, standing and subject."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from assistant.drafting.evidence.quotable import quotable
from assistant.drafting.evidence.reading import ReadBlock, read_blocks
from assistant.drafting.evidence.subject import Likeness, Subject, likenesses
from assistant.drafting.template import Template
from assistant.grounding.folding import fold
from assistant.grounding.names import names_of, spelling
from knowledge.errors import NotFound
from knowledge.evidence import Document, DocumentKind, Facets, Language, Source
from knowledge.ports import Library
from knowledge.presales import Deal, Need, Outcome

MOST_DOCUMENTS = 32
"""Documents read for one draft, those retrieval proposes most often first."""
PER_QUERY = 20
_VERSION = re.compile(
    r"[\s_.\-（(]*(?:(?:v|ver|version|第)\s*(\d+(?:\.\d+)*)\s*(?:版|稿)?|((?:19|20)\d{2})\s*年?版)[)）]?(?![a-z0-9])"
)
_LOST = re.compile(
    r"未中[标选]|没中标?|落标|丢标|丢单|输单|流标|废标|陪标|\bnot[ _-](?:won|awarded)\b|\bunsuccessful\b|"
    r"\b(?:bid|deal|tender|proposal|rfp)[ _-]+lost\b|\blost[ _-]+(?:bid|deal|tender|proposal|rfp)\b|[(（\[]lost[)）\]]"
)
"""What people write on the file of a bid that came to nothing."""
_DISCARDED = re.compile(r"作废|废止|已失效|旧版|过期|superseded|obsolete|withdrawn|deprecated")


@dataclass(frozen=True)
class Candidate:
    """A document that may serve, why, and under what conditions."""

    source: Source
    document: Document
    likeness: Likeness
    blocks: tuple[ReadBlock, ...]
    rank: int
    past_deal: bool
    """It tells what was done for another customer."""
    outcome: Outcome | None = None
    """How its deal ended: as registered, where the person may read that, or as its own name says."""

    @property
    def lost(self) -> bool:
        return self.outcome in ("lost", "withdrawn")

    @property
    def general(self) -> bool:
        """A paper of the house that is about no one subject (FAQ, terms of service): each of its blocks speaks for
        itself."""
        return self.source.kind in ("faq", "other") and not self.past_deal

    @property
    def suggests(self) -> bool:
        """Whether its lines may answer by what they mean: it is about the subject, or a paper of the house."""
        return (bool(self.likeness) or self.general) and self.source.kind != "price_list"

    @property
    def speaks_unasked(self) -> bool:
        """Our own texts about the subject, and past projects that are about it as a whole."""
        return (
            self.likeness.throughout
            if self.past_deal
            else bool(self.likeness) and self.likeness.reasons != ("title",)
        )


def candidates(
    library: Library,
    need: Need,
    template: Template,
    subject: Subject,
    deals: Sequence[Deal] = (),
) -> tuple[Candidate, ...]:
    """Documents that may serve, best proposed first; at most ``MOST_DOCUMENTS``."""
    kinds = _kinds(template)
    usable = usable_sources(library.sources(Facets(kinds=kinds)), need)
    own = names_of(library.customers(), need.customer) if need.customer else frozenset[str]()
    outcomes = {deal.id: deal.outcome for deal in deals}
    proposed = []
    for name in _proposed(library, need, template, kinds, usable):
        with contextlib.suppress(NotFound):
            proposed.append((usable[name], library.document(usable[name].document_id)))
    proposed = [(s, d) for s, d in proposed if d.text.strip() != need.text.strip()][:MOST_DOCUMENTS]
    return tuple(
        Candidate(
            source=source,
            document=document,
            likeness=like,
            blocks=quotable(document, read_blocks(document)),
            rank=rank,
            past_deal=is_past_deal(source, own),
            outcome=outcomes.get(source.deal or "") or _told_outcome(source),
        )
        for rank, ((source, document), like) in enumerate(
            zip(proposed, _with_deals(proposed, likenesses(subject, proposed)), strict=True)
        )
    )


def _told_outcome(source: Source) -> Outcome | None:
    """How its deal ended, by its file's name or title, where nobody registered it."""
    told = source.kind == "proposal" and _LOST.search(fold(f"{source.path} {source.title}"))
    return "lost" if told else None


def _with_deals(proposed: Sequence[tuple[Source, Document]], found: Sequence[Likeness]) -> list[Likeness]:
    """A document of the same deal as one that is about the subject is about it too, as much as that one."""
    deals: dict[str, bool] = {}
    for (source, _), like in zip(proposed, found, strict=True):
        if like and source.deal:
            deals[source.deal] = deals.get(source.deal, False) or like.throughout
    return [
        like
        if like or source.deal not in deals
        else replace(like, reasons=(f"deal:{source.deal}",), throughout=deals[source.deal])
        for (source, _), like in zip(proposed, found, strict=True)
    ]


def _kinds(template: Template) -> tuple[DocumentKind, ...]:
    return tuple(dict.fromkeys(kind for section in template.sections for kind in section.kinds))


def usable_sources(sources: Iterable[Source], need: Need) -> dict[str, Source]:
    """Sources that may serve, by document id: current, the newest version of their name, one per document."""
    current = [
        s for s in sources if s.standing == "current" and not _DISCARDED.search(fold(f"{s.path} {s.title}"))
    ]
    return {
        s.document_id: s for s in sorted(_newest(current), key=lambda s: (s.collection, s.path), reverse=True)
    }


def _newest(sources: Iterable[Source]) -> list[Source]:
    """Of files that differ in nothing but a version number (方案_v1, 方案_v2) the highest."""
    families: dict[tuple[str, str], list[tuple[tuple[int, ...], Source]]] = defaultdict(list)
    for source in sources:
        path = PurePosixPath(fold(source.path).replace("\\", "/"))
        match = _VERSION.search(path.stem)
        version = tuple(map(int, (match.group(1) or match.group(2)).split("."))) if match else (0,)
        bare = _VERSION.sub("", path.stem) if match else path.stem
        families[(source.collection, f"{path.parent}/{bare}")].append((version, source))
    kept = []
    for family in families.values():
        newest = max(version for version, _ in family)
        kept += [source for version, source in family if version == newest]
    return kept


def _proposed(
    library: Library,
    need: Need,
    template: Template,
    kinds: tuple[DocumentKind, ...],
    usable: dict[str, Source],
) -> list[str]:
    """Document ids by how well they answer the need's queries (reciprocal ranks summed), own language first."""
    scores: dict[str, float] = defaultdict(float)
    for query in _queries(need, template):
        for languages in ((need.language,), ()):
            facets = Facets(kinds=kinds, languages=languages)
            passages = library.search(query, facets, limit=PER_QUERY).passages
            ids = dict.fromkeys(passage.chunk.document_id for passage in passages)
            for rank, document_id in enumerate(i for i in ids if i in usable):
                scores[document_id] += 1.0 / (rank + 1)
    own = {name for name in scores if usable[name].language == need.language}
    ranked = sorted(scores, key=lambda name: (name not in own, -round(scores[name], 9), usable[name].path))
    priced = [n for n, s in sorted(usable.items(), key=lambda p: p[1].path) if s.kind == "price_list"]
    return list(dict.fromkeys([*ranked[: MOST_DOCUMENTS - len(priced[:4])], *priced[:4]]))


def _queries(need: Need, template: Template) -> list[str]:
    """What is asked of retrieval: the need as a whole, each requirement, each section about the need."""
    title = need.title
    asked = [r.text for r in need.requirements if r.topic not in ("应答要求", "submission")][:40]
    about = [f"{title} {section.heading}" for section in template.sections if section.kinds]
    return list(dict.fromkeys([f"{title} {' '.join(need.products)}".strip(), *asked, *about]))


def is_past_deal(source: Source, own: frozenset[str]) -> bool:
    """A case or proposal, or any document kept under a customer, that is not this customer's own.

    ``own`` are the spellings of the need's customer (``names_of``)."""
    if source.customer:
        return spelling(source.customer) not in own
    return source.kind in ("case", "proposal")


def languages_first(
    found: Iterable[Candidate], language: Language
) -> tuple[list[Candidate], list[Candidate]]:
    """(in ``language``, in another), each in order."""
    listed = list(found)
    own = [c for c in listed if c.source.language == language]
    return own, [c for c in listed if c.source.language != language]
