"""Digits that name or date something rather than measure it, by the class of language they stand in."""

from __future__ import annotations

import re

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAYPART = r"(?:早上|上午|中午|下午|傍晚|晚上|夜里|夜间|凌晨|半夜|早|晚)"
_HAN_HOUR = (
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*[点时](?!钟?内)(?:\s*(?:半|\d{1,2}\s*分(?!钟))|钟|整)?"
)
_NEXT_DAY = r"(?:次日|第二天|翌日|隔天)?"

ADDRESSES = (
    r"https?://\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w+|(?<!\d)1[3-9]\d{9}(?!\d)|\d{3,4}-\d{7,8}"
)
"""Links, mail addresses, telephones."""
CHINESE_DATES = (
    r"(?:19|20)\d{2}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)?(?![限内])"
    r"|五一|六一|十一(?=长假|黄金|假期|前|期间)|\d{1,2}\s*月\s*\d{1,2}\s*[日号]|(?<!\d)\d{1,2}\s*月(?:底|"
    r"初|中旬|份|末)"
    r"|(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)|[今明后去前]年\s*\d{1,2}\s*月"
)
ENGLISH_DATES = (
    rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s*\d{{4}})?|\b{MONTH}\s+(?:19|20)\d{{2}}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:,?\s+\d{{4}})?"
    r"|\b(?:in|since|from|of|by|until|during|before|after)\s+(?:19\d|20[0-4])\d\b(?![.,]\d)(?!\s*(?:%|"
    r"people|users|units))"
)
CLOCKS = (
    r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?|(?<!\d)\d{1,2}\s*[ap]\.?m\b"
    rf"|{DAYPART}\s*{_HAN_HOUR}|(?<!\d)\d{{1,2}}\s*点\s*(?:到|至|-|~)\s*{_NEXT_DAY}\s*{DAYPART}?\s*\d{{1,2}}\s*点"
)
ORDINALS = (
    r"第\s*\d+\s*[页章节条款期版部步名位次类级]|(?<![\d.])\d+(?:st|nd|rd|th)\b|"
    r"(?<![\d.])\d{2}(?:\.\d)?\s*%?\s*分位"
)
PARTS_OF_TEXTS = (
    r"(?:section|phase|factor|sprint|figure|table|attachment|appendix|chapter|page|step|part|schedule|"
    r"pool|sin|far|version|no\.|q[1-4])"
    r"\s*#?\d[\d.\-]*|(?:(?<![\u3400-\u9fff])|(?<=[见如及和与按据]))(?:表|图|附件|附录)\s*\d+(?:[-.]\d+)*"
)
STANDARDS = (
    r"\b(?:gb|gbz|gb/t|ga/t|yd/t|dl/t|jb/t|hj|cj/t|iso|iec|iso/iec|ieee|en|din|bs|nist|rfc|tier|level|"
    r"class|type|model|bs en)"
    r"\s+\d[\w.:/-]*|(?<!\d)\d{1,2}\s+(?:cfr|usc)\b(?:\s+part)?(?:\s*\d+)?"
)
MODELS = (
    r"(?<![a-z0-9])[a-z][a-z/]*[-/]?\d[a-z0-9_./-]*+(?<![./-])|(?<![\d.])[2-6]g(?![a-z])|"
    r"(?<![\d.])[23]d(?![a-z])"
    r"|(?<![\d:-])\d{1,2}(?:[-:]\d{1,2}){2,4}(?![\d:-])"
)
"""Model numbers, 5G, 3D, payment in parts (3-3-3-1)."""
_ALSO = r"(?:\s*(?:/|,|、|或|和|及|and|or)\s*"
SOFTWARE = (
    r"(?<![a-z])(?:oracle|weblogic)(?:\s+(?:database|db))?\s*(?:数据库)?\s*\d{1,2}[gci](?:\s?r\d)?(?![a-z0-9])"
    rf"{_ALSO}(?:oracle\s*)?\d{{1,2}}[gci](?:\s?r\d)?(?![a-z0-9]))*|"
    r"(?<![a-z])(?:sql\s?server|windows(?:\s+server)?|office|exchange(?:\s+server)?|sharepoint(?:\s+server)?|"
    r"visual\s+studio|autocad|revit|solidworks|microsoft\s+project|visio)\s*(?:19|20)\d{2}(?:\s?r2)?(?![\d.,])"
    r"(?!\s*(?:[台套个人点份]|用户|终端|(?:users?|licen[cs]es?|seats?|pcs?|computers?|clients?|machines?)\b))"
    rf"{_ALSO}(?:19|20)\d{{2}}(?:\s?r2)?(?![\w.]))*"
)
"""Releases of software: Oracle 11g, SQL Server 2016."""

_CLASSED = "医疗器械|医疗设备|射线装置|放射源|压力容器|高层建筑|疫苗"
_CLASS = "(?:[一二三四五1-5ⅠⅡⅢⅣⅤⅰⅱⅲⅳⅴ]|i{1,3})"
KINDS = re.compile(
    r"(?<![a-z0-9.一二三四五六七八九十百千两几这那各至到])"
    rf"(?P<kind>{_CLASS})(?=\s?类?(?:\s?[、,和及与或/]\s?第?{_CLASS}\s?类?){{0,3}}(?<=类)\s?的?(?:体外)?(?:{_CLASSED}))"
    rf"|(?:{_CLASSED})(?:产品)?(?:注册证|备案)?\s?(?:为|属于?|是|按|[:(])\s?第?(?P<behind>{_CLASS})\s?类(?![型别似])"
)
"""三类医疗器械: classes by law, in folded text; elsewhere 三类 counts kinds."""

NAMING_DIGITS = re.compile(
    "|".join(
        (
            ADDRESSES,
            CHINESE_DATES,
            ENGLISH_DATES,
            CLOCKS,
            ORDINALS,
            PARTS_OF_TEXTS,
            STANDARDS,
            MODELS,
            SOFTWARE,
            re.sub(r"\?P<\w+>", "?:", KINDS.pattern),
        )
    )
)
