"""What a requirement lists (OPC UA、Modbus 和 MQTT): evidence that tells one of several things is no whole answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.drafting.evidence.reading import Line
from assistant.drafting.words.terms import comparable, features, overlap
from assistant.grounding.folding import fold

_ANY_ONE = re.compile(r"或|要么|任[一意选]|之一|其一|例如|比如|\bor\b|\beither\b|\be\.g|\bsuch as\b")
"""One of these is enough, or they are only examples."""
_SEPARATOR = re.compile(
    r"[、,，;；。|:：]|(?<=[\w\s])(?:以及|和|与|及)(?=[\w\s])|\s(?:and|plus|as well as|&)\s"
)
_LISTED = re.compile(r"、")
_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9.+#/-]*(?: [A-Z0-9][A-Za-z0-9.+#/-]*)*")
_SURELY = re.compile(r"[A-Z].*[A-Z\d]")
"""A name and not only a word that begins a sentence."""
_VERBS = re.compile(
    r".*(?:支持|提供|具备|具有|包括|包含|含有?|接入|对接|实现|采用|使用|通过|完成|兼容|适配|满足|覆盖|可以?|须|需|应|能够?|进行|的|将)"
)
_BEHIND = re.compile(r"(?<=..)(?:由|要能?|须|应|(?<!功)能|可|都|均|进行|的|等|[一两双多]个|对接|双向).*$")
_ENDS = re.compile(
    r"(?:等(?:[\u3400-\u9fff]{0,6})|(?:协议|接口|功能|模块|能力|方式|系统|平台|设备|服务)+)\s*$"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LONGEST = 12
"""Characters of an item; what is longer is a clause of its own."""
_HALF = 1 / 2


def parts_of(text: str) -> tuple[str, ...]:
    """The things ``text`` lists, where all of them are asked for: names in Latin letters on both sides of a comma
    or “and”, and the items of a Chinese list (、); empty where fewer than two are."""
    if _ANY_ONE.search(fold(text)):
        return ()
    text = text.partition(" | ")[2] or text
    pieces = [piece.strip() for piece in _SEPARATOR.split(text) if piece and piece.strip()]
    names = dict.fromkeys(_names(pieces, _CHINESE.search(text) is not None))
    listed = dict.fromkeys(_items(text)) if _LISTED.search(text) else {}
    parts = [*names, *(item for item in listed if not any(name in item for name in names))]
    return tuple(parts) if len(parts) > 1 else ()


def untold(parts: Iterable[str], lines: Iterable[Line]) -> tuple[str, ...]:
    """Those of ``parts`` that no line tells; names in Latin letters are the same in both
    languages, another part that cannot be compared with any line's language is left out."""
    told = [(fold(f"{line.context}\n{line.text}"), line.features) for line in lines]
    return tuple(
        part
        for part in parts
        if features(part)
        and (part.isascii() or any(comparable(part, found) for _, found in told))
        and not any(_tells(part, text, found) for text, found in told)
    )


def _tells(part: str, text: str, found: Mapping[str, int]) -> bool:
    folded = fold(part)
    if re.search(rf"(?<![a-z0-9]){re.escape(folded)}(?![a-z0-9])", text):
        return True
    shared = overlap(part, found)
    return shared.shared > 0 and shared.share >= (1 if folded.isascii() else _HALF)


def _names(pieces: Sequence[str], chinese: bool) -> list[str]:
    """Names in Latin letters: in Chinese text all; in English those a piece begins with, and those the piece before
    such a one ends with."""
    if chinese:
        return [match.group() for piece in pieces for match in _NAME.finditer(piece)]
    found = []
    for order, piece in enumerate(pieces):
        first = _NAME.match(piece)
        if first and (order or _SURELY.search(first.group()) or first.end() == len(piece)):
            found.append(first.group())
        elif order + 1 < len(pieces) and _NAME.match(pieces[order + 1]):
            found += [match.group() for match in _NAME.finditer(piece) if match.end() == len(piece)]
    return found


def _items(text: str) -> list[str]:
    """The items of Chinese lists in ``text``, without the verb in front of the first and the kind behind the last."""
    found = []
    for run in re.split(r"[,，;；。|:：()（）]", text):
        if "、" not in run:
            continue
        items = re.split(r"、|以及|和|与|及", run)
        for order, item in enumerate(items):
            bare = (_VERBS.sub("", item) if order == 0 else item).strip()
            bare = _BEHIND.sub("", _ENDS.sub("", bare)) or bare
            if _CHINESE.search(bare) and len(bare) <= _LONGEST and not re.search(r"\d", bare):
                found.append(bare)
    return found
