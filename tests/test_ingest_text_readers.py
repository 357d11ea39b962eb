"""Markdown, plain text and CSV as a person reads them, in whatever encoding they came."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.encoding import decode
from ingest.language import join_lines
from ingest.numbering import heading_styles, levels_of
from ingest.read import read
from knowledge.errors import CannotRead

CHINESE = "本方案面向某仓储企业，采用集群部署，处理量每日五万单，响应时间不超过二十分钟。\n第二行继续说明售后服务与保障。\n"


def blocks(name: str, text: str | bytes) -> list[tuple[str, str]]:
    content = text.encode() if isinstance(text, str) else text
    document = read(name, content).document
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"]
)
def test_chinese_text_survives_its_encoding(encoding):
    assert decode(CHINESE.encode(encoding))[0] == CHINESE


def test_traditional_chinese_in_big5_is_not_read_as_gb():
    text = "本公司提供完整的倉儲自動化解決方案，包含規劃、建置與維護服務，並有專人協助客戶導入。" * 3
    assert decode(text.encode("big5"))[0] == text


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
@settings(max_examples=150, deadline=None)
def test_utf8_is_read_back_exactly(text):
    content = text.encode()
    assume(b"\x00" not in content and not text.startswith(("\ufeff", "\ufffe")))
    assert decode(content) == (text, "utf-8", False)


@pytest.mark.parametrize("lead", range(4))
def test_a_long_chinese_file_is_text_wherever_the_sample_ends(lead):
    text = "a" * lead + "测试一行文字。" * 3000
    assert read("a.txt", text.encode()).document.text == text
    assert read("a.txt", text.encode("gb18030")).document.text == text


def test_unreadable_bytes_are_reported_not_hidden():
    document = read("a.txt", CHINESE.encode("gb18030") + b"\xff\xff\xff").document
    assert any(code.startswith(("undecodable-bytes", "encoding-guessed")) for code in document.warnings)


def test_markdown_markup_is_gone_and_its_structure_kept():
    text = (
        "---\ntitle: 某医院案例\n类型: 案例\n---\n# 概述\n<!-- 内部 -->\n部署见[链接](http://x) ![架构图](a.png)\n\n"
        "##1.1 背景\n- 甲\n  - 乙\n1. 丙\n\n| 型号 | 单价 |\n|---|---|\n| A-1 | **100** |\n\n```sh\n#1 x\n```\n"
    )
    assert blocks("a.md", text) == [
        ("heading", "概述"),
        ("paragraph", "部署见链接 架构图"),
        ("heading", "1.1 背景"),
        ("list", "• 甲\n  • 乙"),
        ("list", "1. 丙"),
        ("table", "型号 | 单价\nA-1 | 100"),
        ("code", "#1 x"),
    ]
    reading = read("a.md", text.encode())
    assert reading.document.title == "某医院案例" and not reading.document.title_guessed
    assert reading.front_matter["类型"] == "案例"


def test_broken_front_matter_is_dropped_with_a_warning():
    document = read("a.md", b"---\na: [1\nb: &x *x\n---\n\xe6\xad\xa3\xe6\x96\x87\n").document
    assert document.text == "正文" and "front-matter-unreadable" in document.warnings


def test_text_headings_come_only_from_clear_numbering():
    text = "第一章 总则\n本章说明范围。\n\n1.1 适用范围\n适用于全部项目。\n\n安装步骤：\n1. 打开柜门\n2. 接通电源\n3. 关闭柜门\n"
    found = blocks("a.txt", text)
    assert [words for kind, words in found if kind == "heading"] == ["第一章 总则", "1.1 适用范围"]
    assert ("list", "1. 打开柜门") in found or any(
        "1. 打开柜门" in words for kind, words in found if kind == "list"
    )


def test_hard_wrapped_english_is_rejoined_and_chinese_lines_are_not():
    wrapped = (
        "The platform is deployed in two data centres and every\n"
        "request is answered within two seconds even when\none of them is down."
    )
    assert blocks("a.txt", wrapped) == [("paragraph", wrapped.replace("\n", " "))]
    assert [words for _, words in blocks("b.txt", "甲方：某公司\n乙方：某集团\n")] == [
        "甲方：某公司",
        "乙方：某集团",
    ]


def test_numbering_levels_follow_the_customary_order():
    assert levels_of(["cn", "paren-cn", "chapter"]) == {"chapter": 1, "cn": 2, "paren-cn": 3}
    assert levels_of(["dotted-1", "dotted-3"]) == {"dotted-1": 1, "dotted-3": 3}
    assert levels_of(["chapter", "dotted-2", "dotted-3"]) == {"chapter": 1, "dotted-2": 2, "dotted-3": 3}


def test_prices_dates_and_sentences_are_not_headings():
    lines = [
        "3.5 万元",
        "2024.05 验收",
        "1.2 系统应支持断网续传。",
        "10.0.0.1 地址",
        "1.0 Purpose",
        "1.5倍冗余，",
    ]
    assert heading_styles(lines) == {4: "dotted-1"}


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("采用集群", "部署", "采用集群部署"),
        ("high avail-", "ability", "high availability"),
        ("型号 HY-", "AMR660", "型号 HY-AMR660"),
        ("two data", "centres", "two data centres"),
    ],
)
def test_lines_of_one_paragraph_join_as_running_text(first, second, joined):
    assert join_lines(first, second) == joined


def test_csv_keeps_quotes_row_numbers_and_any_delimiter():
    text = '型号;说明;单价\nA-1;"防水;\n加厚";100\n\nA-2;普通;80\n'
    document = read("价格.csv", text.encode("gb18030")).document
    tables = [block.table for block in document.blocks if block.table]
    rows = [[cell.of(document.text) for cell in row] for table in tables for row in table.rows]
    assert rows == [["型号", "说明", "单价"], ["A-1", "防水; 加厚", "100"], ["A-2", "普通", "80"]]
    assert [number for table in tables for number in table.row_numbers] == [1, 2, 4]


@given(
    st.lists(
        st.lists(
            st.text(alphabet='甲乙ab12,"\n ;', min_size=1, max_size=6).filter(str.strip),
            min_size=3,
            max_size=3,
        ),
        min_size=2,
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_csv_cell_comes_out_in_its_row(rows):
    import csv
    import io

    written = io.StringIO()
    csv.writer(written).writerows([["列一", "列二", "列三"], *rows])
    document = read("a.csv", written.getvalue().encode()).document
    for row in rows:
        for cell in row:
            assert " ".join(cell.split()) in document.text


@pytest.mark.parametrize(
    ("name", "content", "outcome"),
    [
        ("a.txt", b"", "empty"),
        ("a.md", b" \n\t", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.docx", b"plain words", "corrupt"),
        ("a.pdf", b"plain words", "corrupt"),
        ("a.html", b"<!DOCTYPE html><p>x", "unsupported"),
        ("a.txt", b"<!DOCTYPE html><p>x", "unsupported"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "unsupported"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.png", b"\x89PNG\r\n", "unsupported"),
        ("a.txt", bytes(range(32)) * 40, "corrupt"),
        ("a.xyz", b"words", "unsupported"),
    ],
)
def test_what_cannot_be_read_ends_in_a_named_outcome_in_both_languages(name, content, outcome):
    with pytest.raises(CannotRead) as caught:
        read(name, content)
    assert caught.value.outcome == outcome
    assert caught.value.zh.endswith(("。", "）")) and caught.value.en.endswith(".")


@pytest.mark.parametrize(
    "marks",
    [
        ("1、", "2、", "3、"),
        ("（1）", "（2）", "（3）"),
        ("①", "②", "③"),
        ("一、", "二、", "三、"),
        ("a)", "b)", "c)"),
        ("4)", "5)", "6)"),
        ("—", "—", "—"),
        ("•", "•", "•"),
    ],
)
def test_numbered_lines_below_a_heading_are_lines_of_their_own(marks):
    said = (
        "温度可达 -86℃，有效容积不小于 300 升",
        "断电报警可持续不少于 48 小时",
        "数据记录保存不少于 10 年，须能随时导出",
    )
    lines = [mark + words for mark, words in zip(marks, said, strict=True)]
    found = blocks("need.md", "# 样本库冰箱要求\n" + "\n".join(lines) + "\n")
    assert found[1:] == [("paragraph", "\n".join(lines))]


def test_a_numbered_line_goes_on_in_the_line_below_it():
    body = "# 要求\n1、断电报警可持续不少于 48 小时，并且应当\n能够远程通知到值班人员\n2、数据记录保存不少于 10 年\n"
    assert blocks("need.md", body)[1][1].split("\n") == [
        "1、断电报警可持续不少于 48 小时，并且应当能够远程通知到值班人员",
        "2、数据记录保存不少于 10 年",
    ]


def test_running_text_that_breaks_before_a_bracket_stays_one_line():
    body = "# Terms\n\nThe vendor delivers what is listed in item\n(2) of the annex and keeps it for\n-20 degrees at least.\n"
    assert "\n" not in blocks("terms.md", body)[1][1]
