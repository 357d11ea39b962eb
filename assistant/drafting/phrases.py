"""The sentences a draft says by itself, in both languages; everything else it says is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.grounding.mask import customer_stand_in
from knowledge.evidence import Language
from knowledge.presales import Requirement

TO_FILL = {"zh": "待补", "en": "TO FILL"}


@dataclass(frozen=True)
class Phrases:
    """Template words of a draft in ``language`` (``zh``; English for every other)."""

    language: Language

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def join(self, parts: Sequence[str]) -> str:
        """Quoted sentences as running text."""
        if self.language == "zh":
            return "".join(p if p[-1] in "。！？；" or p is parts[-1] else p + "；" for p in parts)
        return " ".join(p if p[-1] in ".!?;:" or p is parts[-1] else p + ";" for p in parts)

    def past_deal(self, industry: str | None) -> str:
        customer = customer_stand_in(industry, self.language)
        return self.say(f"在{customer}项目中：", f"In a past project for {customer}: ")

    @property
    def below(self) -> str:
        return self.say("（该指标低于本次要求，不能视为满足）", " (falls short of this requirement)")

    @property
    def to_fill(self) -> str:
        return TO_FILL["zh" if self.language == "zh" else "en"]

    def unanswered(self, requirement: Requirement, falls_short: bool) -> tuple[str, str]:
        """(gap text, question) for a requirement without evidence."""
        quote = clipped(requirement.text)
        if falls_short:
            return (
                self.say(
                    f"待补：“{quote}”，已有资料的指标低于要求。", f"TO FILL: “{quote}”; what the record states falls short."
                ),
                self.say(
                    f"“{quote}”能否做到？需要什么条件，有没有更新的实测或产品资料？",
                    f"Can we meet “{quote}”? Under what conditions, and is there newer evidence?",
                ),
            )
        return (
            self.say(f"待补：“{quote}”，资料中没有依据。", f"TO FILL: “{quote}”; the record holds no evidence."),
            self.say(
                f"“{quote}”我们如何满足？有没有可以引用的产品资料或项目？",
                f"How do we meet “{quote}”? Is there a product sheet or project to cite?",
            ),
        )

    def empty_section(self, heading: str, purpose: str) -> tuple[str, str]:
        return (
            self.say(f"待补：{heading}，资料中没有可引用的内容。", f"TO FILL: {heading}; the record holds nothing to cite."),
            self.say(f"本节要说清：{purpose}。有没有相近项目的资料可以补充？", f"This section must say: {purpose}. Which past work can be added?"),
        )

    def unstated(self, topic: str) -> str:
        return self.say(f"待补：需求中没有说明{topic}。", f"TO FILL: the need does not state the {topic}.")


def clipped(text: str, longest: int = 90) -> str:
    """One line of at most ``longest`` characters, without the closing stop."""
    line = " ".join(text.split()).rstrip("。；;，,.")
    return line if len(line) <= longest else line[: longest - 1] + "…"
