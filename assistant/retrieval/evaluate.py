"""How well questions find their documents: hit@k, MRR@10 and nDCG@10, documents as the unit.

The passages found are read as documents, each where its first passage stands. With ``g`` gold documents::

    hit@k = 1 if one of them is among the first k        MRR@10 = 1 / rank of the first of them within 10
    nDCG@10 = Σ 1/log2(rank + 1) over those within 10, divided by Σ 1/log2(i + 1) for i = 1 … min(g, 10)

(Järvelin and Kekäläinen 2002, relevance 0 or 1.) Figures are means over the questions.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from statistics import fmean
from typing import Any

from assistant.retrieval.search import Retrieval
from knowledge.errors import NotFound
from knowledge.evidence import Facets, Found, Passage, Principal

Gold = tuple[str, tuple[str, ...], Facets]
"""Question, gold documents by id, source path or file name, and the facets it is asked through."""

MODES = ("words", "meaning", "both")
DEPTH = 10
_PASSAGES = 50
"""Passages asked for, so that ten documents stand among them."""


def evaluate(retrieval: Retrieval, principal: Principal, gold: Sequence[Gold]) -> list[dict[str, Any]]:
    """One row for each way of ranking: ``mode, questions, hit1, hit5, hit10, mrr10, ndcg10``.

    ``meaning`` and ``both`` are left out where no model is ready. ``NotFound`` names the gold documents
    that ``principal`` cannot find here: a question about them would be a miss nobody could avoid.
    """
    wanted = _gold_documents(retrieval, principal, gold)
    rows = []
    for mode in MODES:
        rankings = [_ranking(retrieval, principal, line, mode) for line in gold]
        if any(ranking is None for ranking in rankings):
            continue
        known = [ranking for ranking in rankings if ranking is not None]
        rows.append({"mode": mode, "questions": len(gold), **measures(known, wanted)})
    return rows


def measures(rankings: Sequence[Sequence[str]], gold: Sequence[Collection[str]]) -> dict[str, float]:
    """Means over the questions; ``rankings[i]`` are different document ids, best first."""
    pairs = list(zip(rankings, gold, strict=True))
    if not pairs:
        return dict.fromkeys(("hit1", "hit5", "hit10", "mrr10", "ndcg10"), 0.0)
    return {
        **{f"hit{k}": fmean(hit(ranking, wanted, k) for ranking, wanted in pairs) for k in (1, 5, 10)},
        "mrr10": fmean(reciprocal_rank(ranking, wanted) for ranking, wanted in pairs),
        "ndcg10": fmean(ndcg(ranking, wanted) for ranking, wanted in pairs),
    }


def hit(ranking: Sequence[str], wanted: Collection[str], k: int) -> float:
    """1 if one of ``wanted`` is among the first ``k``, else 0."""
    return float(any(document in wanted for document in ranking[:k]))


def reciprocal_rank(ranking: Sequence[str], wanted: Collection[str]) -> float:
    """1 / rank of the first of ``wanted`` within ``DEPTH``, else 0."""
    ranks = (rank for rank, document in enumerate(ranking[:DEPTH], 1) if document in wanted)
    return 1 / next(ranks, math.inf)


def ndcg(ranking: Sequence[str], wanted: Collection[str]) -> float:
    """Discounted gain within ``DEPTH`` over the best possible one."""
    gains = [1 / math.log2(rank + 1) for rank, one in enumerate(ranking[:DEPTH], 1) if one in wanted]
    best = [1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), DEPTH) + 1)]
    return sum(gains) / sum(best) if best else 0.0


def documents_in_order(found: Sequence[Passage]) -> list[str]:
    """Document ids, each where its first passage stands; of repeats folded into a passage, right after it."""
    ids: list[str] = []
    for passage in found:
        ids.append(passage.chunk.document_id)
        ids += [chunk_id.rsplit(":", 1)[0] for chunk_id in passage.folded]
    return list(dict.fromkeys(ids))


def _ranking(retrieval: Retrieval, principal: Principal, line: Gold, mode: str) -> list[str] | None:
    question, _, facets = line
    found: Found = retrieval.search(principal, question, facets, _PASSAGES, mode, "chroma")
    return None if found.notice == "words-only:no-model" else documents_in_order(found.passages)


def _gold_documents(retrieval: Retrieval, principal: Principal, gold: Sequence[Gold]) -> list[frozenset[str]]:
    names = {name for _, documents, _ in gold for name in documents}
    known = {name: retrieval.documents_called(principal, name) for name in sorted(names)}
    unknown = [name for name, ids in known.items() if not ids]
    if unknown:
        shown = unknown[:8]
        raise NotFound(
            f"标准答案里有 {len(unknown)} 份文档在库中找不到：{'、'.join(shown)}。请先添加它们，或更正名称。",
            f"{len(unknown)} gold documents are not in the library: {', '.join(shown)}. "
            "Add them or correct their names.",
        )
    return [frozenset(one for name in documents for one in known[name]) for _, documents, _ in gold]
