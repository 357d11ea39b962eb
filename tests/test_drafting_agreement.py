"""A line answers when its meaning agrees with its words: not when it names them and is nearer to everything else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from small_library import SmallLibrary, need_of

from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.template import load_template
from knowledge.ports import Vectors
from knowledge.presales import Outline

NEED = """# 成品立体库需求

## 要求
- 堆垛机应支持能量回馈
- 仓储系统支持批次管理
- 与金蝶云星空双向对接
- 输送线采用链式输送
- 提供操作培训
- 码垛采用六轴机器人
- 出库口设置外形检测
"""
WALKS = "堆垛机的能量单元与回馈阻尼按行走速度 180 m/min 和起升速度 45 m/min 选型。"
PRODUCT = f"# 成品立体库 设备说明\n\n## 堆垛机\n{WALKS}\n"


class Judging(SmallLibrary):
    """A small library in which ``strange`` requirements' words are nearer to every line than the others'."""

    def __init__(self, far: str | None) -> None:
        super().__init__()
        self.far = far
        self.asked: list[str] = []
        self.add("products/立体库.md", PRODUCT, kind="product", reusable=True)

    def nearness(self, questions: Sequence[str], passages: Sequence[str]) -> Vectors | None:
        self.asked += passages
        if self.far is None:
            return None
        rows = [[0.1 if self.far in question else 0.8] * len(passages) for question in questions]
        return np.array(rows, np.float32)


def _outline(library: SmallLibrary, need: str = NEED) -> Outline:
    return draft(
        library, read_need(need_of(need)), load_template("default", "zh"), made_at="2026-11-20T08:00:00"
    )


def _answered(outline: Outline, words: str) -> bool:
    index = next(i for i, r in enumerate(outline.requirements) if words in r.text)
    return any(index in p.answers for s in outline.sections for p in s.points)


def test_words_alone_answer_where_no_model_is_ready() -> None:
    assert _answered(_outline(Judging(None)), "能量回馈")


def test_a_line_nearer_in_meaning_to_most_other_requirements_is_no_answer() -> None:
    library = Judging("能量回馈")
    outline = _outline(library)
    assert WALKS in library.asked
    assert not _answered(outline, "能量回馈")
    index = next(i for i, r in enumerate(outline.requirements) if "能量回馈" in r.text)
    assert any(index in gap.answers for s in outline.sections for gap in s.gaps)


def test_a_line_nearest_to_the_requirement_it_names_answers_it() -> None:
    assert _answered(_outline(Judging("批次管理")), "能量回馈")


def test_a_need_of_few_requirements_tells_nothing_by_comparison() -> None:
    few = "\n".join(NEED.splitlines()[:7])
    assert _answered(_outline(Judging("能量回馈"), few), "能量回馈")
