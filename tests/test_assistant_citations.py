"""Citations are slices of their source, whatever is asked for; names are found however they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import need_of
from water_company import CUSTOMERS, DISTRICT, PRODUCT

from assistant.grounding.cite import resolve
from assistant.grounding.mask import masked
from assistant.grounding.names import register
from knowledge.evidence import Citation, Document, Source, Span, Unsupported
from knowledge.presales import Customer, Person

DOCUMENT = need_of(DISTRICT, "方案.md")
SOURCE = Source(path="方案.md", document_id=DOCUMENT.id, title="城关供水方案")
WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})


def _holds(document: Document, cited: Citation | Unsupported) -> Citation:
    assert isinstance(cited, Citation)
    assert cited.span.of(document.text) == cited.quote
    return cited


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DOCUMENT.text)), st.integers(0, len(DOCUMENT.text)))
def test_every_span_is_cited_as_the_slice_it_is_or_called_unsupported(one: int, two: int) -> None:
    span = Span(start=min(one, two), end=max(one, two))
    cited = resolve(DOCUMENT, span, source=SOURCE)
    if span.of(DOCUMENT.text).strip():
        assert _holds(DOCUMENT, cited).match == "exact"
    else:
        assert isinstance(cited, Unsupported)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_quote_in_other_widths_and_with_other_spaces_is_still_found_and_sliced(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DOCUMENT.text) - 12))
    words = DOCUMENT.text[start : start + 12]
    if len("".join(words.split())) < 6:
        return
    cited = _holds(DOCUMENT, resolve(DOCUMENT, " ".join(words.translate(WIDE)), source=SOURCE))
    assert (
        "".join(cited.quote.split()).casefold() == "".join(words.split()).casefold()
        or cited.match == "normalised"
    )


def test_a_quote_whose_words_all_stand_in_one_block_is_a_passage() -> None:
    cited = _holds(DOCUMENT, resolve(DOCUMENT, "故障巡检：每季度一次，4 小时到场", source=SOURCE))
    assert cited.match == "passage"
    assert "每季度巡检一次" in cited.quote


@pytest.mark.parametrize("invented", ["质保 9 年", "支持量子加密通信", "故障 40 小时到场", "   "])
def test_what_the_source_does_not_say_is_unsupported(invented: str) -> None:
    assert isinstance(resolve(DOCUMENT, invented, source=SOURCE), Unsupported)


def test_a_label_names_file_and_heading() -> None:
    cited = _holds(DOCUMENT, resolve(DOCUMENT, "双机热备", source=SOURCE))
    assert cited.label == "城关供水方案, 3 部署方案"
    assert cited.source == "方案.md"


NAMES = register(CUSTOMERS)


@pytest.mark.parametrize(
    "text",
    [
        "青浦城关供水有限公司",
        "城 关 供 水",
        "城关\n供水",
        "ＩＯＮ Water Ltd",
        "ion water",
        "由向南星主任确认",
        "ＩＯＮ项目",
    ],
)
def test_a_name_is_found_whatever_its_width_case_or_spaces(text: str) -> None:
    assert NAMES.find(text)


@pytest.mark.parametrize("text", ["information", "aviation water", "stations", "供水管网", "i on"])
def test_a_short_name_is_not_found_inside_other_words(text: str) -> None:
    assert not NAMES.find(text)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["青浦城关供水有限公司", "城关供水", "向南星", "ION", "蓝坪污水处理有限公司"]),
    st.text(alphabet="的在和，。 上线后每天运行、（）", max_size=8),
    st.text(alphabet="，。 ；！（）", max_size=8),
)
def test_no_registered_name_survives_masking(name: str, before: str, after: str) -> None:
    text = masked(f"{before} {name} {after}", NAMES, "zh", prices=True)
    assert not NAMES.find(text)


def test_the_needs_own_customer_is_never_masked() -> None:
    own = register(CUSTOMERS, own="城关供水")
    assert not own.find("青浦城关供水有限公司与向南星")
    assert own.find("蓝坪污水")


def test_prices_people_and_telephones_of_another_customer_go() -> None:
    text = "合同额 268 万元，联系人王经理 13812345678，每台 ¥12,500，质保 2 年"
    said = masked(text, NAMES, "zh", prices=True)
    assert not any(secret in said for secret in ("268", "12,500", "138", "王经理"))
    assert "质保 2 年" in said


@pytest.mark.parametrize(
    "text",
    [
        "The price is USD 742,000, delivered",
        "报价 742,000 含税",
        "合同额为 742,000",
        "共 742,000 元",
        "￥742,000",
        "742,000 EUR net",
    ],
)
def test_an_amount_of_money_goes_however_it_is_written(text: str) -> None:
    assert "742" not in masked(text, NAMES, "en", prices=True)


@pytest.mark.parametrize(
    "text", ["价格有效期 60 天", "投资回收期 2 年", "费用占比 15%", "处理 742 件/小时", "成本降低 18%"]
)
def test_what_is_no_money_stays(text: str) -> None:
    assert masked(text, NAMES, "zh", prices=True) == text


def test_a_customer_known_only_from_a_documents_metadata_is_masked_too() -> None:
    source = Source(path="a.md", document_id="x", customer="昆山禾穗物流有限公司", industry="物流")
    names = register((), [source])
    assert masked("禾穗物流已验收", names, "zh", prices=False) == "某物流客户已验收"


def test_the_longest_name_wins() -> None:
    names = register(
        [Customer(id="1", name="华东", short_names=("华东轴承厂",), people=(Person(name="李想"),))]
    )
    assert [hit.span.of("华东轴承厂") for hit in names.find("华东轴承厂")] == ["华东轴承厂"]


def test_product_words_stay_as_they_are() -> None:
    assert masked(PRODUCT, NAMES, "zh", prices=False) == PRODUCT
