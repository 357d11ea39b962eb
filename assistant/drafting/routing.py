"""Which section answers which requirement: by indicator, by the words it uses, by the need's own heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafting.template import Template, TemplateSection
from assistant.drafting.words.topics import topic_named
from assistant.grounding.folding import fold
from knowledge.presales import Requirement

SUBMISSION = ("应答要求", "submission")
_OF_SERVICE = re.compile(
    r"故障|服务|报修|运维|维保|到场|售后|incident|support|ticket|help ?desk|on[- ]?site|maintenance"
)
_INSTANTS = frozenset({"ms", "毫秒", "μs", "us", "微秒", "milliseconds"})
"""What takes so short a time is the system's own doing, no step of a plan."""
_COMMON = 3
"""Words of the fallback section are everyday words: it takes this many to outweigh one of another's."""


def routed(requirements: Sequence[Requirement], template: Template) -> tuple[Requirement, ...]:
    """``requirements`` with the heading of the section that answers each."""
    return tuple(r.model_copy(update={"section": _section(r, template).heading}) for r in requirements)


def _section(requirement: Requirement, template: Template) -> TemplateSection:
    fallback = template.section("architecture") or template.sections[0]
    if requirement.topic in SUBMISSION:
        return template.section("requirements") or fallback
    topic = topic_named(requirement.topic)
    if topic is not None:
        key = topic.section
        if topic.key == "latency":
            about = fold(f"{requirement.text} {requirement.heading or ''}")
            key = "service" if _OF_SERVICE.search(about) else "architecture"
        chosen = template.section(key) if key else None
        if chosen is not None:
            return chosen
    return _by_words(requirement, template, fallback)


def _by_words(requirement: Requirement, template: Template, fallback: TemplateSection) -> TemplateSection:
    if fold(requirement.unit or "") in _INSTANTS:
        return fallback
    text, heading = fold(requirement.text), fold(requirement.heading or "")
    best, best_score = fallback, 0.0
    for section in template.sections:
        hits = 2.0 * _hits(section.words, text) + _hits(section.words, heading)
        score = hits / _COMMON if section.key == fallback.key else hits
        if score > best_score:
            best, best_score = section, score
    return best


def _hits(words: Sequence[str], text: str) -> int:
    return sum(1 for word in words if _stands(fold(word), text))


def _stands(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}", text) is not None if word.isascii() else word in text
