"""The sentences a draft says by itself, in both languages; everything else it says is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafting.words.topics import TOPICS
from assistant.grounding.currencies import SYMBOLS
from assistant.grounding.folding import fold
from assistant.grounding.mask import customer_stand_in
from assistant.grounding.remarks import note
from assistant.grounding.units import unit_of
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

    def past_deal(self, industry: str | None, outcome: str | None = None) -> str:
        """Whose project evidence is of; what was offered and not won, or is not yet signed, is no project."""
        customer = customer_stand_in(industry, self.language)
        if outcome in ("lost", "withdrawn", "open"):
            return self.say(f"在给{customer}的方案中：", f"In a proposal to {customer}: ")
        return self.say(f"在{customer}项目中：", f"In a past project for {customer}: ")

    def notes(self, why: str, outcome: str | None = None) -> str:
        """The draft's own notes behind evidence: that it does not show a requirement to be met, by its fit
        ``why``, and that the deal it was offered in ended otherwise than with a project."""
        said = {
            "fails": ("未达到本次要求的指标，不能视为满足", "falls short of this requirement"),
            "unclear": (
                "口径不同或不足以判断，须确认是否满足",
                "states it differently or leaves it open: to be confirmed",
            ),
            "denied": ("资料说明做不到，不能视为满足", "the record says it cannot be had"),
            "lost": ("该方案未中标，未实施", "that proposal was not won and not built"),
            "withdrawn": ("该方案未中标，未实施", "that proposal was not won and not built"),
            "open": ("该方案未签约", "that proposal is not signed yet"),
        }
        told = [said[code] for code in (why, outcome) if code in said]
        return "".join(note(self.say(*words), self.language) for words in told)

    def ruled(self, rule: str) -> str:
        """The note behind a point that promises what a ``rule`` of our own papers holds back."""
        zh, en = f"内部口径“{rule}”，请核实能否这样说", f"our own rule says “{rule}”: may this be promised?"
        return note(self.say(zh, en), self.language)

    @property
    def to_fill(self) -> str:
        return TO_FILL["zh" if self.language == "zh" else "en"]

    def unanswered(self, requirement: Requirement, falls_short: bool) -> tuple[str, str]:
        """(gap text, question) for a requirement without evidence."""
        quote, figure = clipped(requirement.text), shown_value(requirement, self.language)
        if falls_short:
            return (
                self.say(
                    f"“{quote}”：已有资料中的指标低于要求，或不足以证明满足。",
                    f"“{quote}”: what the record states falls short, or does not prove it.",
                ),
                self.say(
                    f"{figure or '该要求'}能否做到？需要什么条件，有没有更新的实测或产品资料？",
                    f"Can we reach {figure or 'this'}? Under what conditions, and is there newer evidence?",
                ),
            )
        missing = self.say(f"“{quote}”：资料中没有依据。", f"“{quote}”: the record holds no evidence.")
        if figure and not counts_things(requirement):
            apart = "" if requirement.topic else " "
            proof = "请给出产品资料、测试报告或项目依据"
            zh = f"能否承诺{apart}{figure}？{proof}（“{clipped(requirement.text, 40)}”）。"
            en = f"Can we commit to {figure}? Which product sheet, test or project shows it (“{clipped(requirement.text, 60)}”)?"
            return missing, self.say(zh, en)
        return missing, self.say(
            f"“{clipped(requirement.text, 60)}”如何满足？有没有可以引用的产品资料或项目？",
            f"How do we meet “{quote}”? Is there a product sheet or project to cite?",
        )

    def partly_answered(self, requirement: Requirement, untold: Sequence[str]) -> tuple[str, str]:
        """(gap text, question) for a requirement of several things of which the record tells only some."""
        quote, rest = clipped(requirement.text), self.say("、", ", ").join(untold)
        return (
            self.say(
                f"“{quote}”：资料只谈到其中一部分，没有依据的是：{rest}。",
                f"“{quote}”: the record tells a part of it only; without evidence: {rest}.",
            ),
            self.say(
                f"{rest}如何满足？有没有可以引用的资料？",
                f"How do we meet {rest}? Is there a source to cite?",
            ),
        )

    def empty_section(self, heading: str, purpose: str) -> tuple[str, str]:
        return (
            self.say(f"{heading}，资料中没有可引用的内容。", f"{heading}; the record holds nothing to cite."),
            self.say(
                f"本节要说清：{purpose}。有没有相近项目的资料可以补充？",
                f"This section must say: {purpose}. Which past work can be added?",
            ),
        )

    def unstated(self, topic: str) -> str:
        return self.say(f"需求中没有说明{topic}。", f"the need does not state the {topic}.")


def clipped(text: str, longest: int = 90) -> str:
    """One line of at most ``longest`` characters, without the closing stop."""
    line = " ".join(text.split()).rstrip("。；;，,.")
    return line if len(line) <= longest else line[: longest - 1] + "…"


def counts_things(requirement: Requirement) -> bool:
    """Whether the value is how many of something the customer has or wants (75 只): nothing a supplier commits to."""
    topic = next((t for t in TOPICS if requirement.topic in (t.zh, t.en)), None)
    if topic is not None and topic.better != "given":
        return False
    return unit_of(requirement.unit or "").dimension.startswith(("count:", "number"))


def shown_value(requirement: Requirement, language: Language) -> str:
    """“处理量 5,000 件/小时”, “质保 三年”, “budget $1.2 million”; empty without a value."""
    if requirement.value is None:
        return ""
    before = fold(requirement.unit or " ")[-1] in SYMBOLS
    unit = requirement.unit or ""
    joint = "" if unit in ("%", "℃", "") or "\u3400" <= requirement.value[-1] <= "\u9fff" else " "
    figure = f"{unit}{requirement.value}" if before else f"{requirement.value}{joint}{unit}"
    return f"{requirement.topic} {figure}" if requirement.topic else figure
