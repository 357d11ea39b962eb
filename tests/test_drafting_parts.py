"""A requirement of several things is answered when all of them are told; the gap names those that are not."""

from __future__ import annotations

import pytest
from small_library import library, need_of

from assistant.drafting.evidence.parts import parts_of
from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.template import load_template
from knowledge.presales import Outline


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("支持 OPC UA、Modbus 和 MQTT 协议", ("OPC UA", "Modbus", "MQTT")),
        ("支持 LDAP 登录和 Grafana 看板", ("LDAP", "Grafana")),
        ("Interfaces | OPC UA, Modbus and MQTT", ("OPC UA", "Modbus", "MQTT")),
        ("LDAP login and Grafana dashboards", ("LDAP", "Grafana")),
        ("支持人脸比对、布控报警和车牌识别功能", ("人脸比对", "布控报警", "车牌识别")),
    ],
)
def test_names_and_items_of_a_list_are_its_parts(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "支持 MySQL 或 Oracle",
        "Modbus or MQTT",
        "The platform runs in Rotterdam and uses Kubernetes",
        "Robots must stop at doors and lifts",
        "支持检索和回放",
        "支持 Modbus 协议",
    ],
)
def test_alternatives_places_and_single_things_are_no_list(text: str) -> None:
    assert parts_of(text) == ()


TEXT = "# 汇视通 接口说明\n\n## 接口\n平台支持 Modbus 协议接入。\n\n## 安全\n{more}\n"


def _outline(need: str, more: str = "平台登录采用本地账号。") -> Outline:
    about = {"kind": "product", "reusable": True, "products": ("汇视通",)}
    read = read_need(need_of(f"# 汇视通 视频平台需求\n\n## 要求\n- {need}\n"))
    files = {"p/汇视.md": (TEXT.format(more=more), about)}
    return draft(library(files), read, load_template("default", "zh"), made_at="2026-11-20T08:00:00")


def _answered(outline: Outline) -> bool:
    return any(0 in p.answers for s in outline.sections for p in s.points)


def test_a_part_of_a_list_is_no_whole_answer_and_the_gap_names_the_rest() -> None:
    outline = _outline("支持 OPC UA、Modbus 和 MQTT 协议")
    (gap,) = [g for s in outline.sections for g in s.gaps if 0 in g.answers]
    assert not _answered(outline)
    assert "没有依据的是：OPC UA、MQTT" in gap.text
    assert "OPC UA、MQTT" in gap.ask
    assert any("Modbus" in p.text for s in outline.sections for p in s.points if p.citations)


def test_a_name_in_latin_letters_must_be_told_in_chinese_evidence_too() -> None:
    assert not _answered(_outline("支持 LDAP 登录和 Grafana 看板", "平台登录支持 LDAP 与本地账号。"))


def test_two_places_that_tell_all_parts_together_answer() -> None:
    outline = _outline("支持 Modbus 和 MQTT 协议", "平台支持 MQTT 协议接入与转发。")
    assert _answered(outline)
    quoted = " ".join(p.text for s in outline.sections for p in s.points if 0 in p.answers)
    assert "Modbus" in quoted
    assert "MQTT" in quoted
