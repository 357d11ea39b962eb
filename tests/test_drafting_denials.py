"""No false yes: what is refused, asked of others, optional, forbidden or hidden in another word answers nothing."""

from __future__ import annotations

import pytest
from small_library import need_of

from assistant.drafting.evidence.asked import OBJECT_SHARE, asked_for, named_object
from assistant.drafting.evidence.blocks import _denies
from assistant.drafting.evidence.denials import denies, goes_on_denying
from assistant.drafting.evidence.fit import fit
from assistant.drafting.evidence.reading import Line, is_refused, read_blocks, stated
from assistant.drafting.need.read import read_need
from assistant.drafting.words.equivalents import MARK, Equivalents
from assistant.drafting.words.terms import features, stem
from ingest.read import read
from knowledge.evidence import Document
from knowledge.presales import Requirement


def _line(text: str, at: int = 0) -> tuple[Document, Line]:
    document = read("docs/evidence.md", f"# 说明\n\n{text}\n".encode()).document
    return document, read_blocks(document)[0].lines[at]


def _table(*rows: str) -> tuple[Document, Line]:
    cells = rows[0].count("|") - 1
    return _line("\n".join((rows[0], "|" + "---|" * cells, *rows[1:])))


def _asked(text: str) -> Requirement:
    return read_need(need_of(f"# 需求\n\n## 要求\n- {text}\n")).requirements[0]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("| 序号 | 招标规格 | 投标规格 |", "| 一 | 录像保存不少于 90 天 | 见技术方案 |"),
        ("| 序号 | 招标规格 | 投标规格 |", "| 一 | 录像保存不少于九十天 | 见技术方案 |"),
        ("| Item | Tender | Status |", "| Storage | recordings kept ninety days | see the proposal |"),
        ("| 序号 | 条款 | 符合情况 |", "| 一 | 录像保存不少于 90 天 | 见技术方案 |"),
    ],
)
def test_what_a_tender_asks_is_no_figure_of_ours(head: str, row: str) -> None:
    document, line = _table(head, row)
    said = stated(document, line)
    assert len(said) == len(line.text)
    assert fit(_asked("录像保存不少于 90 天"), said, line.context) == "silent"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("| 招标规格 | 投标规格 | 偏离 |", "| 录像保存不少于 90 天 | 不满足 | 负偏离 |"), True),
        (("| 招标要求 | 是否满足 |", "| 录像保存不少于 90 天 | 否 |"), True),
        (("| 条款 | 符合情况 |", "| 录像保存不少于 90 天 | 不符合 |"), True),
        (("| Requirement | Compliant |", "| Recordings are kept 90 days | No |"), True),
        (("| 要求 | 响应 |", "| 质保不少于三年 | 负偏离 |"), True),
        (("| 功能 | 时长 | 是否支持 |", "| 录像保存 | 90 天 | 否 |"), True),
        (("| 功能 | 支持 |", "| 录像保存 90 天 | 无 |"), True),
        (("| 功能 | 支持 |", "| 录像保存 90 天 | × |"), True),
        (("| 要求 | 响应 | 偏离 |", "| 录像保存 90 天 | 满足 | 无 |"), False),
        (("| 要求 | 响应 | 是否偏离 |", "| 录像保存 90 天 | 满足 | 否 |"), False),
        (("| 要求 | 响应 |", "| 录像保存 90 天 | 无偏离 |"), False),
        (("| No. | Requirement | Compliant |", "| No 4 | Recordings are kept 90 days | Yes |"), False),
        (("| 功能 | 是否收费 |", "| 录像保存 90 天 | 否 |"), False),
    ],
)
def test_a_row_that_refuses_is_denied_and_no_deviation_is_not(rows: tuple[str, ...], expected: bool) -> None:
    document, line = _table(*rows)
    assert is_refused(document, line) is expected
    if expected:
        assert _denies(asked_for(_asked("录像保存不少于 90 天"), "录像保存不少于 90 天"), document, line)


@pytest.mark.parametrize(
    "text", ["录像保存 90 天，是否支持：否。", "Recordings kept 90 days / Compliant: No"]
)
def test_a_refusal_behind_a_colon_is_one(text: str) -> None:
    assert is_refused(*_line(text))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("人脸比对暂未支持", "须提供人脸比对"),
        ("人脸比对功能尚未实现", "须提供人脸比对"),
        ("人脸比对需另行采购", "须提供人脸比对"),
        ("人脸比对计划在 2028 年版本提供", "须提供人脸比对"),
        ("人脸比对正在开发中", "须提供人脸比对"),
        ("本版本未提供人脸比对", "须提供人脸比对"),
        ("本产品无人脸比对功能", "须提供人脸比对"),
        ("Single sign-on is not yet supported", "must support single sign-on"),
        ("Single sign-on isn't supported", "must support single sign-on"),
        ("The product has no single sign-on", "must support single sign-on"),
        ("Single sign-on is planned for 2028", "must support single sign-on"),
        ("The product lacks single sign-on", "must support single sign-on"),
        ("Single sign-on is out of scope", "must support single sign-on"),
        ("Single sign-on is excluded", "must support single sign-on"),
        ("暂不支持无线漫游切换", "须支持无线漫游切换"),
        ("不提供不间断电源", "须配置不间断电源"),
        ("无感支付暂不支持", "支持无感支付"),
        ("免密登录暂不支持", "支持免密登录"),
        ("不锈钢机柜无法提供", "机柜采用不锈钢材质"),
        ("门禁联动暂不支持", "须支持门禁联动"),
        ("录像保存 90 天暂不支持", "录像保存不少于 90 天"),
        ("支持公有云部署", "不得使用公有云"),
    ],
)
def test_a_denial_in_other_words_is_one(words: str, asked: str) -> None:
    assert denies(words, asked)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("支持无人值守功能", "须支持无人值守"),
        ("支持无线充电功能", "须支持无线充电"),
        ("升级期间不停业", "升级期间不得停业"),
        ("The cluster has no single point of failure", "The cluster must be highly available"),
        ("The price excludes VAT", "state the price"),
        ("与公有云物理隔离", "不得使用公有云"),
        ("如未提供则按标准配置，支持人脸比对", "须提供人脸比对"),
    ],
)
def test_what_only_looks_like_a_denial_is_none(words: str, asked: str) -> None:
    assert not denies(words, asked)


def test_a_clause_that_goes_on_denying_belongs_to_the_one_before() -> None:
    assert goes_on_denying("计划在 2028 年版本提供")
    assert not goes_on_denying("不支持指纹识别")
    document, line = _line("平台的人脸比对与布控报警，计划在 2028 年版本提供。")
    assert _denies(asked_for(_asked("须提供人脸比对"), "须提供人脸比对"), document, line)


@pytest.mark.parametrize(
    ("need", "evidence", "verdict"),
    [
        ("质保不少于 3 年", "标准质保 1 年，可延长至 5 年", "unclear"),
        ("录像保存不少于 90 天", "录像保存 30 天，可扩展至 90 天", "unclear"),
        ("质保不少于 3 年", "质保 5 年（选配）", "unclear"),
        (
            "Warranty of at least 3 years",
            "The warranty is 1 year and can be extended up to 5 years",
            "unclear",
        ),
        ("质保不少于 3 年", "标准质保 1 年，可延长至 2 年", "fails"),
        ("质保不少于 3 年", "质保 5 年", "meets"),
        ("录像保存不少于 90 天", "录像保存从 30 天延长至 90 天", "meets"),
    ],
)
def test_what_can_be_added_is_no_figure_of_what_is_offered(need: str, evidence: str, verdict: str) -> None:
    assert fit(_asked(need), evidence) == verdict


def test_opposites_share_no_concept() -> None:
    root = {term for term in features("must run as non-root") if term.startswith(MARK)}
    assert root
    assert not root & features("All services run as root").keys()
    forbidden = {term for term in features("本项目不得分包") if term.startswith(MARK)}
    assert forbidden
    assert not forbidden & features("Parts may be subcontracted").keys()


def test_every_capability_of_a_clause_must_be_named() -> None:
    requirement = _asked("支持双因素认证、短信通知和数据脱敏")
    asked = asked_for(requirement, requirement.text)
    assert named_object(asked, _line("登录采用双因素认证，由管理员设置。")[1], OBJECT_SHARE) is None
    whole = _line("登录采用双因素认证，支持短信通知，导出时数据脱敏。")[1]
    assert named_object(asked, whole, OBJECT_SHARE) is not None


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("确保安全", "安保"), ("创新风险", "新风"), ("货物业务", "物业"), ("每月台账", "月台"), ("最终验证", "终验"),
        ("增加密封", "加密"), ("输入住址", "办理入住"), ("返回单据", "签收"), ("营运单位", "运单"), ("货车位置", "车位"),
        ("线路灯光", "路灯"), ("写入库表", "入库"), ("暂停机制", "停机"), ("要求补传感器", "断点续传"),
        ("申报废水", "报废"), ("该环节能", "能效"), ("全国等保险", "等级保护"), ("一国密集", "国密"),
        ("the agent scrapes metrics", "报废"), ("smoke tests", "烟雾"), ("test fixtures", "夹具"),
        ("precision and recall", "召回"), ("privilege escalation", "逐级上报"),
    ],
)  # fmt: skip
def test_a_name_hidden_in_another_word_is_not_meant(text: str, concept: str) -> None:
    assert not any(term.partition("·")[0] == f"{MARK}{concept}" for term in features(text))


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("夜间保安巡逻", "安保"), ("新风机组", "新风"), ("数据加密存储", "加密"),
        ("smoke", "烟雾"), ("escalation path", "逐级上报"), ("通过等保三级", "等级保护"), ("货物入库", "入库"),
    ],
)  # fmt: skip
def test_the_name_itself_is_still_found(text: str, concept: str) -> None:
    assert any(term.partition("·")[0] == f"{MARK}{concept}" for term in features(text))


def test_protection_levels_are_not_read_into_insurance() -> None:
    assert "≈等级保护" in features("通过等保三级")
    assert "≈等级保护" not in features("全国等保险公司")


def test_a_word_hides_only_its_own_name() -> None:
    names = Equivalents("[room]\n保安 | guard\n安全帽 | helmet\n[hidden]\n保安 | 确保安\n", stem)
    assert [c.name for c in names.found_in("确保安全帽佩戴，保安检查")] == ["安全帽", "保安"]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("XY-150 未取得医疗器械注册证", "XY-150 须取得医疗器械注册证"),
        ("YS-G8 不带能量回馈装置", "YS-G8 须带能量回馈"),
        ("UL 认证正在办理", "须有 UL 认证"),
        ("五面扫码尚在测试", "支持五面扫码"),
        ("SOC 2 certification is in progress", "SOC 2 Type II certification"),
        ("PostgreSQL support is planned for release 9", "PostgreSQL must be supported"),
        ("以太网接口选配", "以太网接口须为标配"),
    ],
)
def test_what_is_not_there_yet_or_costs_extra_is_denied(words: str, asked: str) -> None:
    assert denies(words, asked)


@pytest.mark.parametrize(
    "words",
    ["不带电作业更安全，支持带载切换", "认证中心提供统一登录", "已通过 UL 认证", "网口标配，光口选配"],
)
def test_words_that_only_look_like_denials_deny_nothing(words: str) -> None:
    assert not denies(words, "须支持统一登录和 UL 认证")
