"""Tenders and chats line by line: what is marked or asked of the bidder stays, what only names or signs goes."""

from __future__ import annotations

import pytest

from assistant.drafting.need.read import LONGEST_LIST, read_need
from ingest.read import read
from knowledge.presales import Need


def need_of(text: str, name: str = "need.md") -> Need:
    return read_need(read(name, text.encode()).document)


def texts(need: Need) -> list[str]:
    return list(dict.fromkeys(requirement.text for requirement in need.requirements))


@pytest.mark.parametrize(
    "line",
    [
        "投标人须承诺由新平台替代现有的年度巡检工作",
        "投标人应提供原厂三年质保",
        "供应商须保证系统一次性通过测评",
        "乙方须提供 7×24 小时驻场服务",
        "投标人须具有安防工程企业壹级资质",
        "防爆等级不低于 Ex d IIB T4 的设备证书持有人须为投标人",
        "近五年同类园区业绩不少于 3 个，须附合同金额与业主联系人",
        "The bidder shall provide 24/7 support with 30 minutes response",
    ],
)
def test_what_the_bidder_must_deliver_is_a_requirement(line: str) -> None:
    need = need_of(f"## 商务\n\n1. {line}\n")
    assert texts(need) == [line]
    assert not {r.topic for r in need.requirements} & {"应答要求", "submission"}


@pytest.mark.parametrize(
    "line",
    [
        "投标人须在截止时间前递交投标文件一式五份",
        "投标文件正本 1 份须密封",
        "投标保证金：9 万元",
        "Bidders must submit three copies of the proposal by 5 May",
    ],
)
def test_the_formalities_of_an_offer_are_submission(line: str) -> None:
    topics = {r.topic for r in need_of(f"## 商务\n\n1. {line}\n").requirements}
    assert topics in ({"应答要求"}, {"submission"})


@pytest.mark.parametrize("heading", ["项目背景", "评分标准", "合同条款", "不包含", "备注"])
@pytest.mark.parametrize("mark", ["★", "▲"])
@pytest.mark.parametrize(
    "line", ["目前的机房可能漏水", "投标人提供原厂授权书", "设备为全新", "违约金按日计", "投标文件须密封"]
)
def test_a_marked_line_is_a_requirement_whatever_else(heading: str, mark: str, line: str) -> None:
    assert f"{mark}{line}" in texts(need_of(f"## {heading}\n\n{mark}{line}。\n"))


def test_no_marked_line_is_cut_from_a_long_list() -> None:
    lines = [f"设备甲{index} 须不少于 {index + 10} 台；" for index in range(LONGEST_LIST)]
    need = need_of("\n".join([*lines, "★外观为白色。"]), "need.txt")
    assert "★外观为白色" in texts(need)


def test_a_marked_line_is_not_split_from_its_mark() -> None:
    need = need_of(
        "★（1）缓存不低于 5 天，断电续传不少于 2 小时；失败须重传。\n▲（2）新增球机 36 台、枪机 12 台；\n"
    )
    assert texts(need) == [
        "★（1）缓存不低于 5 天，断电续传不少于 2 小时；失败须重传",
        "▲（2）新增球机 36 台、枪机 12 台",
    ]


def test_a_row_keeps_its_mark_and_the_remark_that_qualifies_it() -> None:
    need = need_of(
        "| 序号 | 参数 | 要求 | 重要性 | 备注 |\n|---|---|---|---|---|\n| 1 | 亮度 | 不低于 800 流明 | ★ | |\n"
        "| 2 | 功耗 | 不大于 30 W | | 仅前端 38 台 |\n| 3 | 供电 | 后备 60 分钟 | | 现在只有 20 分钟 |\n"
    )
    assert texts(need) == [
        "亮度 | 不低于 800 流明 | ★",
        "功耗 | 不大于 30 W |  | 仅前端 38 台",
        "供电 | 后备 60 分钟",
    ]
    assert not {"38", "20"} & {r.value for r in need.requirements}


def test_a_marked_heading_that_asks_is_a_requirement() -> None:
    assert texts(need_of("# 需求\n\n### ★3.1 交货期：合同签订后 60 天内\n\n设备须全新。\n"))[0] == (
        "★3.1 交货期：合同签订后 60 天内"
    )


def test_what_explains_the_marks_asks_nothing() -> None:
    need = need_of("带“★”条款不满足按无效投标处理；带“▲”为重要参数，每项负偏离扣 3 分。\n\n系统须国产。\n")
    assert texts(need) == ["系统须国产"]


def test_a_numbered_line_over_numbered_items_is_their_heading() -> None:
    need = need_of("## 技术要求\n\n5.2.1 视频监控\n★（1）支持国标；\n（2）录像保存不少于 30 天；\n")
    assert texts(need) == ["★（1）支持国标", "录像保存不少于 30 天"]


CHAT = """【微信群】某某纺织 需求沟通  11月20日
某某-武科长 09:12
立体库货位不低于 6000 个
某某-武科长 09:31
断电了怎么办？我们这边一个月停两三次电，每次不超过十分钟，系统别丢数据
某某-武科长 09:42
对了车间里面有粉尘，机器人防护等级至少 IP54
某某-武科长 09:45
还有顺便问问，食堂消费机和宿舍门禁你们做不做？大概 1200 人
某某-武科长 09:50
别家也来过了，说可以先租后买，你们行不行
"""


def test_a_chat_keeps_whole_questions_and_neither_its_title_nor_what_happens_now() -> None:
    need = need_of(CHAT, "need.txt")
    assert texts(need) == [
        "立体库货位不低于 6000 个",
        "系统别丢数据",
        "对了车间里面有粉尘，机器人防护等级至少 IP54",
        "还有顺便问问，食堂消费机和宿舍门禁你们做不做？大概 1200 人",
        "别家也来过了，说可以先租后买，你们行不行",
    ]
    assert need.pains == ()


def test_a_signature_asks_nothing() -> None:
    need = need_of(
        "Hi team,\n\nWhat matters to us:\n\n- Racks must carry 550 kg.\n- Data stays in Malaysia.\n\n"
        "Rgds,\nJane Doe\nHead of Operations\n",
        "need.txt",
    )
    assert texts(need) == ["Racks must carry 550 kg", "Data stays in Malaysia"]


def test_payment_terms_are_one_requirement() -> None:
    (only,) = need_of("## 商务要求\n\n付款：预付款 10%，到货 40%，验收 45%，质保金 5%；\n").requirements
    assert (only.value, only.topic) == (None, "付款")


@pytest.mark.parametrize(
    ("line", "text", "topic"),
    [
        ("质保期：自竣工验收合格之日起不少于三年", "质保期：自竣工验收合格之日起不少于三年", "质保"),
        ("同时在线 300 用户。", "同时在线 300 用户", "并发"),
    ],
)
def test_a_value_is_what_its_line_calls_it(line: str, text: str, topic: str) -> None:
    (only,) = need_of(f"## 要求\n\n1. {line}\n").requirements
    assert (only.text, only.topic) == (text, topic)


def test_how_far_back_a_proof_may_lie_is_no_value() -> None:
    assert {r.value for r in need_of("近三年类似业绩不少于 2 个。\n", "need.txt").requirements} == {"2"}
