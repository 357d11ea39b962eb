"""Another customer's name does not pass because somebody wrote it short, and ordinary words are no short names."""

from __future__ import annotations

import pytest

from assistant.grounding.mask import masked
from assistant.grounding.names import register
from assistant.grounding.short_names import organisations_in, short_names
from assistant.grounding.whole_names import ORGANISATION
from knowledge.evidence import Source
from knowledge.presales import Customer

CUSTOMERS = (
    "天和生物科技股份有限公司",
    "苏州明德口腔医院",
    "东海市公共交通集团有限公司",
    "Northmoor Hospitals Trust",
)


def _source(customer: str | None, path: str = "案例.md", document: str = "d") -> Source:
    return Source(path=path, document_id=document, kind="case", customer=customer)


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize(
    ("customer", "said", "name"),
    [
        (CUSTOMERS[0], "为天和生物部署集中监控平台 1 套。", "天和"),
        (CUSTOMERS[0], "天和的机房设双路供电自动切换。", "天和"),
        (CUSTOMERS[0], "系统由天和验收。", "天和"),
        (CUSTOMERS[1], "明德口腔配置消毒追溯系统。", "明德"),
        (CUSTOMERS[1], "苏州明德的器械包追溯到人。", "明德"),
        (CUSTOMERS[2], "东海公交 1200 台车载终端。", "东海公交"),
        (CUSTOMERS[2], "东海公共交通的终端。", "东海"),
        (CUSTOMERS[3], "Northmoor Hospitals runs two sites.", "Northmoor"),
    ],
)
def test_a_customer_is_masked_by_its_short_name_in_its_own_words(
    customer: str, said: str, name: str, recorded: bool
) -> None:
    known = [Customer(id="c1", name=customer)] if recorded else []
    names = register(known, [_source(customer)], "江城研究有限公司")
    assert name not in masked(said, names, "zh", prices=True, documents=["d"])


@pytest.mark.parametrize("said", ["东海公交 1200 台车载终端", "明德口腔配置追溯系统", "天和生物的探头"])
def test_short_names_of_two_words_are_found_in_anybodys_text(said: str) -> None:
    names = register([], [_source(one, document=one) for one in CUSTOMERS], "江城研究有限公司")
    assert names.find(said)


@pytest.mark.parametrize(
    "said",
    [
        "今天和明天的班次", "每天和夜间各巡检一次", "公共交通一卡通", "口腔科器械清洗", "生物样本库", "在东海沿岸的项目",
        "苏州的机房", "Hospitals need backups", "天和地", "集团采购", "明德",
    ],
)  # fmt: skip
def test_ordinary_texts_are_not_mangled(said: str) -> None:
    names = register([], [_source(one, document=one) for one in CUSTOMERS], "江城研究有限公司")
    assert masked(said, names, "zh", prices=False) == said


@pytest.mark.parametrize(
    "said", ["今天和明天的班次", "每天和夜间各巡检一次", "白天和夜班", "生物样本", "科技创新"]
)
def test_at_home_two_characters_count_only_where_a_word_begins(said: str) -> None:
    names = register([], [_source(CUSTOMERS[0])], None)
    assert masked(said, names, "zh", prices=False, documents=["d"]) == said


@pytest.mark.parametrize(
    "name",
    ["深圳市智能科技", "中国电力科技", "江南水务", "华东物流", "智慧城市科技", "上海国际贸易", "人民医院"],
)
def test_places_and_common_words_never_stand_for_a_customer(name: str) -> None:
    short = short_names(name)
    common = {
        "智能",
        "中国",
        "中国电力",
        "江南",
        "华东",
        "智慧",
        "上海",
        "国际",
        "人民",
        "深圳",
        "智慧城市",
        "电力",
    }
    assert not common & {*short.anywhere, *short.at_home}


def test_a_draft_keeps_its_own_customers_short_names() -> None:
    own = Customer(id="c1", name=CUSTOMERS[0])
    names = register([own], [_source(CUSTOMERS[0])], own.name)
    assert not names.find("为天和生物部署，天和的机房", ["d"])


HAITANG = _source(None, "海棠医院电梯投标书（丢单）.md")
SAID = "海棠医院的病床梯采用贯通门设计，院方总务处李国强要求担架床直进。海棠的井道不变。"


def test_a_past_deal_without_a_customer_belongs_to_the_organisation_its_title_names() -> None:
    text = masked(SAID, register([], [HAITANG], "嘉运医院有限公司"), "zh", prices=True, documents=["d"])
    assert "海棠" not in text
    assert "李国强" not in text
    assert "贯通门设计" in text
    assert "担架床直进" in text


def test_the_organisation_in_a_title_is_nobody_elsewhere_and_not_masked_for_itself() -> None:
    assert not register([], [HAITANG], "嘉运医院有限公司").find(SAID)
    assert not register([], [HAITANG], "海棠医院").find(SAID, ["d"])


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("海棠医院住院楼电梯投标书", ("海棠医院",)), ("Marlow Bank proposal", ("Marlow Bank",)), ("智慧医院解决方案", ()),
        ("某三甲医院智慧病房方案", ()),
        ("数据中心方案", ()), ("城市综合广场案例", ()),
    ],
)  # fmt: skip
def test_organisations_in_titles_are_names_and_not_kinds(title: str, found: tuple[str, ...]) -> None:
    assert organisations_in(title) == found


@pytest.mark.parametrize(
    ("said", "person"),
    [("院方总务处李国强要求直进", "李国强"), ("采购部王敏负责验收", "王敏"), ("护士长王丽评价良好", "王丽")],
)
def test_people_behind_their_department_are_masked(said: str, person: str) -> None:
    assert person not in masked(said, register([]), "zh", prices=True)


@pytest.mark.parametrize(
    "said",
    [
        "工程部施工要求", "设备科高温要求", "采购部统一要求", "业主方任何要求", "信息科金额确认",
        "护理部常规要求", "甲方要求改造",
        "生产部白班负责", "财务部严格审批", "技术部高级工程师负责", "项目部高度认为", "仓储中心高压要求",
    ],
)  # fmt: skip
def test_departments_with_ordinary_words_behind_them_name_nobody(said: str) -> None:
    assert masked(said, register([]), "zh", prices=True) == said


@pytest.mark.parametrize("name", ["Northmoor Hospitals Trust", "Leeds City Council", "Wellcome Foundation"])
def test_trusts_councils_and_foundations_are_organisations(name: str) -> None:
    assert ORGANISATION.search(name)
