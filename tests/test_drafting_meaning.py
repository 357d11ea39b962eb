"""A line answers when its meaning agrees with its words, and when it stands out by its meaning and names one of them:
not when it names them and is nearer to everything else."""

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
    assert any(WALKS in passage for passage in library.asked)
    assert not _answered(outline, "能量回馈")
    index = next(i for i, r in enumerate(outline.requirements) if "能量回馈" in r.text)
    assert any(index in gap.answers for s in outline.sections for gap in s.gaps)


def test_a_line_nearest_to_the_requirement_it_names_answers_it() -> None:
    assert _answered(_outline(Judging("批次管理")), "能量回馈")


def test_a_need_of_few_requirements_tells_nothing_by_comparison() -> None:
    few = "\n".join(NEED.splitlines()[:7])
    assert _answered(_outline(Judging("能量回馈"), few), "能量回馈")


TALK = """# 水厂加压泵房改造 建设方案

## 控制
液位到 95% 时进水阀关闭，动作不超过 30 秒。
地面积水时排污泵自动启动。
泵组按夜间小流量休眠。
柜门打开时声光提示。
变频器带输入电抗器。
现场触摸屏显示压力曲线。
通讯中断时就地自动运行。
照明与通风由柜内供电。
"""
COLLOQUIAL = """# 加压泵房需求

## 要求
- 水箱满了自己把进水关死，要在 40 秒内到位
- 与金蝶云星空双向对接
- 输送线采用链式输送
- 提供操作培训
- 码垛采用六轴机器人
- 出库口设置外形检测
- 仓储系统支持批次管理
"""


class Meaning(SmallLibrary):
    """A small library in which one question means one passage, and everything else is equally far."""

    def __init__(self, question: str, passage: str, text: str = TALK) -> None:
        super().__init__()
        self.pair = question, passage
        self.add("faq/泵房.md", text, kind="faq", reusable=True)

    def nearness(self, questions: Sequence[str], passages: Sequence[str]) -> Vectors:
        question, passage = self.pair
        rows = [[0.9 if question in q and passage in p else 0.5 for p in passages] for q in questions]
        return np.array(rows, np.float32)


def test_a_line_that_stands_out_by_its_meaning_and_meets_the_figure_answers() -> None:
    outline = _outline(Meaning("进水关死", "进水阀"), COLLOQUIAL)
    index = next(i for i, r in enumerate(outline.requirements) if "进水关死" in r.text)
    points = [p for s in outline.sections for p in s.points if index in p.answers]
    assert points and all("进水阀" in p.text for p in points)


def test_a_line_of_the_same_meaning_that_falls_short_is_no_answer() -> None:
    library = Meaning("进水关死", "进水阀", TALK.replace("30 秒", "90 秒"))
    assert not _answered(_outline(library, COLLOQUIAL), "进水关死")


def test_meaning_alone_is_not_relevance() -> None:
    library = Meaning("金蝶", "照明与通风")
    assert not _answered(_outline(library, COLLOQUIAL), "金蝶")


def test_no_line_stands_out_where_all_mean_the_same() -> None:
    library = Meaning("进水关死", "")
    assert not _answered(_outline(library, COLLOQUIAL), "进水关死")
