"""The component table: what the cited evidence names, by layer of the template; nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.drafting.phrases import Phrases, clipped
from assistant.drafting.template import Layer
from assistant.drafting.words.terms import conflicts, model_codes
from assistant.grounding.folding import fold
from assistant.grounding.mask import masked
from assistant.grounding.names import Register
from knowledge.evidence import Citation
from knowledge.presales import OutlineTable, Point

MOST_COMPONENTS = 24
_EDITION = re.compile(
    r"(?<![a-z0-9-])(?P<stem>[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<edition>std|pro|ent|lite|basic|plus|max|standard|enterprise)(?![a-z0-9-])"
)
_STANDARD = re.compile(r"^(?:gb|ga|yd|dl|jb|jt|hj|iso|iec|ieee|nist|rfc|en|fips|s\d|p\d|h\.)", re.IGNORECASE)


def component_table(
    points: Sequence[Point],
    layers: Sequence[Layer],
    products: Iterable[str],
    register: Register,
    phrases: Phrases,
    need: str = "",
) -> OutlineTable | None:
    """Layer, component and what the evidence says of it, in the template's order of layers; cited row by row.

    Siblings of a model the text ``need`` names (HY-AMR600S beside HY-AMR600, -STD beside -PRO) are left out.
    """
    rows: list[tuple[int, str, str, Citation]] = []
    seen: set[str] = set()
    for point in points:
        for citation in point.citations:
            for name, order in components_of(citation.quote, layers, tuple(products)):
                if (
                    fold(name) in seen
                    or register.find(name, (citation.document_id,))
                    or is_sibling(name, need)
                ):
                    continue
                seen.add(fold(name))
                rows.append(
                    (order, name, _said_of(name, citation, register, phrases, point.past_deal), citation)
                )
    if not rows:
        return None
    rows = sorted(rows, key=lambda row: row[0])[:MOST_COMPONENTS]
    header = phrases.say("层次|组件|资料中的说明", "Layer|Component|What the record says").split("|")
    return OutlineTable(
        title=phrases.say("总体架构组件", "Architecture components"),
        header=tuple(header),
        rows=tuple((layers[order].name, name, said) for order, name, said, _ in rows),
        citations=tuple((citation,) for *_, citation in rows),
    )


def is_sibling(name: str, need: str) -> bool:
    """Whether ``name`` is another model or edition than the one of its family that ``need`` names."""
    if conflicts(need, name):
        return True
    edition = _EDITION.fullmatch(fold(name))
    named = {
        m.group("edition") for m in _EDITION.finditer(fold(need)) if edition and m["stem"] == edition["stem"]
    }
    return bool(edition and named and edition["edition"] not in named)


def components_of(quote: str, layers: Sequence[Layer], products: Sequence[str]) -> list[tuple[str, int]]:
    """(component, index of its layer): products and models ``quote`` names, and whole names of layer words."""
    folded = fold(quote)
    named = [p for p in products if len(p) > 1 and _whole(fold(p), folded)]
    for code in sorted(model_codes(quote), key=folded.find):
        place = folded.find(code)
        if (
            place >= 0
            and re.match(r"[a-z]{2,}.*.{3}$", code)
            and not _STANDARD.match(code)
            and not any(code in fold(p) for p in named)
        ):
            named.append(quote[place : place + len(code)])
    placed = [(name, _layer_near(name, quote, layers)) for name in named]
    found = [(name, order) for name, order in placed if order is not None]
    taken = {fold(name) for name, _ in found}
    for order, layer in enumerate(layers):
        for alias in layer.aliases:
            word = fold(alias)
            specific = len(alias) >= 3 if not alias.isascii() else len(alias) > 1
            if specific and _whole(word, folded) and not any(word in name for name in taken):
                at = folded.find(word)
                found.append((quote[at : at + len(word)], order))
                taken.add(word)
    return found


def _whole(word: str, folded: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9-])", folded) is not None
    return word in folded


def _layer_near(name: str, quote: str, layers: Sequence[Layer]) -> int | None:
    """The layer whose word stands in the component's name, else nearest to it in the quote."""
    folded, place = fold(quote), fold(quote).find(fold(name))
    ranked = []
    for order, layer in enumerate(layers):
        for word in map(fold, layer.aliases):
            if _whole(word, fold(name)) or (not word.isascii() and word in fold(name)):
                ranked.append((-1, order))
            if _whole(word, folded):
                ranked += [(abs(m.end() - place), order) for m in re.finditer(re.escape(word), folded)]
    near = [entry for entry in ranked if entry[0] <= 40]
    return min(near)[1] if near else None


def _said_of(name: str, citation: Citation, register: Register, phrases: Phrases, past_deal: bool) -> str:
    """The clause of the quote that names the component; of a row only its first cell and that one."""
    cells = citation.quote.split(" | ")
    if len(cells) > 1:
        own = next((cell for cell in cells if fold(name) in fold(cell)), cells[0])
        clause = own if own == cells[0] else f"{cells[0]}{phrases.say('：', ': ')}{own}"
    else:
        parts = re.split(r"(?<=[，。；;\n])|(?<=\.)\s", citation.quote)
        clause = next((part for part in parts if fold(name) in fold(part)), citation.quote)
    said, home = clipped(clause, 60).strip("，,"), (citation.document_id,)
    return masked(said, register, phrases.language, prices=past_deal, documents=home)
