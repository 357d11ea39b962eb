"""What a customer asks the bidder whether he can do or has is asked for; small talk and the seller's questions are not."""

from __future__ import annotations

import pytest

from assistant.drafting.need.read import read_need
from ingest.read import read
from knowledge.presales import Need


def need_of(text: str, name: str = "need.txt") -> Need:
    return read_need(read(name, text.encode()).document)


def texts(need: Need) -> list[str]:
    return list(dict.fromkeys(requirement.text for requirement in need.requirements))


@pytest.mark.parametrize(
    "question",
    [
        "Can you do IP54?",
        "Do you have a UL certificate?",
        "Can you restore a single mailbox?",
        "Could you quote for a palletiser doing nine hundred cartons an hour, with an error rate under 0.5 per cent?",
        "Does the system support single sign-on?",
        "Is there an API?",
        "能否提供一套每小时九百箱的码垛线？",
        "有没有CE认证？",
        "故障后三小时能到场吗？",
        "你们支持国密算法吗？",
        "是否支持离线安装？",
    ],
)
def test_whether_the_bidder_can_is_asked_for(question: str) -> None:
    need = need_of(
        f"We look at several vendors.\n\n{question}\n" if question.isascii() else f"您好：\n\n{question}\n"
    )
    assert texts(need) == [question]


@pytest.mark.parametrize(
    "question",
    [
        "Can you call me tomorrow?",
        "Do you have time on Tuesday?",
        "Could you tell me who looks after this?",
        "Do you have any questions?",
        "能发份资料吗？",
        "你们明天有空吗？",
        "现在能联网吗？",
        "还有没有什么问题？",
    ],
)
def test_what_people_ask_of_each_other_is_no_requirement(question: str) -> None:
    assert not texts(need_of(f"{question}\n"))


def test_the_seller_who_asks_what_is_wanted_asks_for_nothing() -> None:
    chat = (
        "李姐 10:02\n我们食堂要换两台洗碗机\n小王 10:05\n李姐您好，主要有什么要求？\n"
        "李姐 10:07\n每小时不少于一千二百件\n小王 10:08\n好的\n"
    )
    found = texts(need_of(chat))
    assert "每小时不少于一千二百件" in found
    assert not [text for text in found if "什么要求" in text]


def test_one_thing_more_goes_with_what_was_asked_before() -> None:
    mail = "We'd want copies nobody can delete.\nTwo-factor login, obviously. MariaDB too.\n"
    assert texts(need_of(mail))[1:] == ["Two-factor login, obviously", "MariaDB too"]


def test_one_thing_more_after_what_was_told_is_told() -> None:
    assert not texts(need_of("Last year we bought a new press.\nA second oven too.\n"))


@pytest.mark.parametrize("name", ["恒达老赵", "老赵"])
def test_a_speaker_is_known_by_house_and_name(name: str) -> None:
    chat = f"{name}：码垛线要两条\n销售小周：好的\n{name}：坏了四小时内要有人来\n"
    assert texts(need_of(chat)) == ["码垛线要两条", "坏了四小时内要有人来"]


@pytest.mark.parametrize(
    ("line", "value", "unit"),
    [
        ("We have about £300k.", "300k", "£"),
        ("We can spend up to 1.4 million pounds.", "1.4 million", "pounds"),
        ("预算四百来万。", "四百", "万"),
        ("预算两百多万。", "两百", "万"),
    ],
)
def test_what_can_be_spent_is_the_budget(line: str, value: str, unit: str) -> None:
    budgets = [r for r in need_of(f"{line}\n").requirements if r.topic in ("budget", "预算")]
    assert [(r.value, r.unit) for r in budgets] == [(value, unit)]


def test_pounds_that_weigh_are_no_budget() -> None:
    need = need_of("The lift must carry 500 pounds.\n")
    assert [(r.value, r.topic == "budget") for r in need.requirements] == [("500", False)]
