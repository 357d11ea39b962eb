"""Lines that may be quoted stand alone; rows are read by what they are about; a past project by its results."""

from __future__ import annotations

import pytest
from small_library import need_of

from assistant.drafting.evidence.quotable import quotable
from assistant.drafting.evidence.reading import read_blocks
from assistant.drafting.facts import subject_line
from assistant.drafting.need.read import read_need
from knowledge.evidence import Document


def _lines(text: str) -> list[str]:
    document: Document = need_of(f"# 某系统说明\n\n## 功能\n\n{text}\n")
    return [line.text for block in quotable(document, read_blocks(document)) for line in block.lines]


@pytest.mark.parametrize(
    "text",
    [
        "但是这种方式在现场并不适合大规模使用。",
        "例如办公时间的空闲资源可以借给批处理作业使用。",
        "核心业务系统与门户系统的网络安全建设整体规划",
        "系统_x0002_支持设备接入与告警推送，延迟不超过 2 秒。",
        "我们假设有两个队列，各自的配额分别为 20 与 10 个。",
        "which is why the scheduler keeps every queue within its quota.",
        "The second follows two weeks later with all the remaining racks.",
        "我们郑重承诺：一心一意，随叫随到！",
    ],
)
def test_a_line_that_hangs_supposes_or_was_cut_off_is_not_quotable(text: str) -> None:
    assert _lines(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "系统支持设备接入与告警推送，延迟不超过 2 秒。",
        "故障 30 分钟内响应！",
        "The scheduler keeps every queue within its quota of nodes.",
    ],
)
def test_a_whole_sentence_is_quotable(text: str) -> None:
    assert _lines(text) == [text]


def test_a_mail_is_titled_by_its_subject_line() -> None:
    need = read_need(
        need_of("From: A. Person\n\nSubject: Water metering for two districts\n\nWe need 400 meters.")
    )
    assert subject_line(need.model_copy(update={"title": "need-07"})) == "Water metering for two districts"
    assert (
        subject_line(need.model_copy(update={"title": "From: A. Person"}))
        == "Water metering for two districts"
    )
