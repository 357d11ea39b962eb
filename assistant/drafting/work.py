"""What the sections of one draft share while it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.drafting.evidence.answers import Plan
from assistant.drafting.evidence.candidates import Candidate
from assistant.drafting.evidence.subject import Subject
from assistant.drafting.phrases import Phrases
from assistant.drafting.template import Template, TemplateSection
from assistant.grounding.names import Register
from assistant.grounding.whose import Whose
from knowledge.presales import Deal, Need, Point, Requirement, Section


@dataclass
class Work:
    """A draft in the making; ``used`` blocks serve no second time."""

    need: Need
    requirements: tuple[Requirement, ...]
    template: Template
    subject: Subject
    found: tuple[Candidate, ...]
    plan: Plan
    register: Register
    phrases: Phrases
    facts: dict[str, str | None]
    owner: Whose = field(default_factory=Whose)
    deals: Sequence[Deal] = ()
    made_at: str = ""
    """ISO time the draft is made at: prices that ended before it are not used."""
    used: set[tuple[str, int]] = field(default_factory=set)
    points: list[Point] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def routed_to(self, section: TemplateSection) -> list[int]:
        """Indexes of the requirements ``section`` answers, in the need's order."""
        return [i for i, r in enumerate(self.requirements) if r.section == section.heading]


def section_with(section: TemplateSection, **parts: object) -> Section:
    """An outline's section for a template's."""
    return Section.model_validate({"heading": section.heading, "key": section.key, **parts})
