"""How quantities are written: patterns of folded text, each with its value and its unit as groups."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.grounding.composed import DEGREES, GROUPED, JOIN, composed
from assistant.grounding.currencies import CODE_BEHIND, CODES, SIGN, SYMBOLS, WORD_CODES
from assistant.grounding.spelled import (
    ENGLISH_COUNT,
    ENGLISH_FIGURE,
    HAN_CAPITALS,
    HAN_DECIMAL,
    HAN_DIGITS,
    HAN_FIGURE,
)
from assistant.grounding.units import CLASSIFIERS, KNOWN, TIMES, YUAN

DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE_ZH = "(?:十万|百万|千万|万|亿|千|百)"
_SHORT_UNITS = {
    "分": r"(?![钟区层期批析布别院支公局中部店厂子系级类段组管项])",
    "方": "(?![案面便法式向])",
    "成": "(?![立本员功果品为套长新熟])",
    "支": "(?![付持撑援出])",
    "包": "(?![括含装])",
    "点": "(?![击对])",
    "节": "(?![能点约省])",
    "排": "(?![队放查除名])",
    "处": "(?![理于置])",
    "次": "(?![日数序要])",
    "类": "(?![型似别])",
    "条": "(?![件款例])",
    "项": "(?![目])",
    "单": "(?![位独个次点])",
    "面": "(?![积板试向])",
    "所": "(?![有以需在属示])",
    "道": "(?![路闸])",
    "把": "(?![握关])",
    "架": "(?![构])",
    "例": "(?![如])",
}
"""Units of one character that also begin other words, with what must not follow."""


def _either(names: Iterable[str]) -> str:
    """An alternation, longest first; a name in Latin letters must end where its word ends."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(
        re.escape(n) + (r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", n) else _SHORT_UNITS.get(n, ""))
        for n in ordered
    )


_MEASURED = _either(KNOWN.keys() - {*TIMES, *CODES, *WORD_CODES})
_UNIT = (
    rf"{CODE_BEHIND}|{_either(TIMES.keys() - {'月'})}|(?:{_SCALE_ZH}\s*)?(?:{_MEASURED})"
    rf"|{_SCALE_ZH}(?!\w)|万(?=[多余的够包含不全起]|以[内上下]|之[内间]|左右|上下|封顶|内(?![部容存])|年[底内末初])"
)
"""A month is written 个月; 3 月 is a date."""
_TIME = _either(TIMES)
_PER = rf"(?:\s*(?:/|每|per\s+|a\s+|an\s+|each\s+)\s*(?:{_TIME}|{_either(CLASSIFIERS)}))"
PLURAL = re.compile(
    r"^(?:[a-z-]+ ){0,2}?(?:[a-z-]*[a-rt-z]s|staff|people|personnel|fte|fps|support)(?![a-z])"
)
_NUMEROUS = (
    r"(?:(?:concurrent|active|registered|daily|monthly|annual|unique|customer|patient) )?"
    r"(?:users|customers|records|rows|transactions|messages|"
    r"requests|documents|subscribers|accounts|citizens|residents|visitors|members|patients|students|events|sessions|"
    r"invoices|images|files|calls|queries|people(?! count))\b"
)
MILLIONS = re.compile(
    r"(?<=\d)\s?(M)(?=\s(?!(?:cables?|wires?|cords?|hoses?|ropes?|pipes?|tapes?|leads|rolls|poles)\b)[a-z][a-z-]*"
    r"(?:\s[a-z][a-z-]+)?s\b)"
    rf"|(?<=\d)\s?(m)(?=\s{_NUMEROUS})"
)
"""A capital M before what is counted (1.5M records), or a small one before what has no length (1.5m users);
it stays a capital in folded text, where m is a metre."""
_SIGN = rf"(?:(?P<sign>{SIGN})\s{{0,2}})?"
_SCALE_EN = (
    rf"(?:\s*(?:thousand|million|billion)\b|(?(sign)(?:k|mn?|bn|M)\b|"
    rf"(?:k(?![a-z0-9/])|\s?M|(?:m|\s?(?:mn|bn))(?=\s{CODE_BEHIND}))))?"
)
_NUMBER = f"{DIGITS}{_SCALE_EN}"
_RANGE = (
    rf"(?:(?<=between )|(?<=between [a-z]{{3}} )|(?<=between [{SYMBOLS}])){_NUMBER}\s+and\s+(?:{SIGN}\s?)?{_NUMBER}"
    rf"|{_NUMBER}\s*[和与]\s*{_NUMBER}(?=\s*(?:{_UNIT})?\s*之间)"
)
"""between 40 and 60; 40 和 60 之间."""
_BEHIND = r"(?<![\w./-])(?<!\d,)"
_COMPOSED = composed(_UNIT, _TIME)
SPACED = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*+(?:[ \u00a0\u2009\u202f]{1,2}\d+(?:[.,]\d+)*+)+")
"""Figures side by side; unless they group thousands or the first is a year, no one can say what they count."""
SPACED_KNOWN = re.compile(rf"(?:19|20)\d\d\s|{GROUPED}\s*(?:{_UNIT})")
_MODEL = r"(?:[a-z]{1,8}\d[a-z0-9]*\s+(?=[a-z]))"
"""A model between a number and what it counts: sixteen arm64 nodes."""
QUANTITY = re.compile(
    rf"{_SIGN}(?:{_BEHIND}|(?<=[^\x00-\x7f])|(?<=[{SYMBOLS}]))"
    rf"(?P<value>(?P<degrees>{DEGREES})|{_COMPOSED}|{_RANGE}|5\s*[x×*]\s*(?:8|9|10|12|24)(?=\s*(?:小时|h\b|hours|support|service|服务|支持))|"
    rf"(?:8|9|10|12)\s*[x×*/]\s*5(?=\s*(?:小时|h\b|hours|support|service|服务|支持))|24\s*[x×*/]\s*7(?!\d)|7\s*[x×*]\s*24|"
    rf"{_NUMBER}(?:(?:{_UNIT})?{JOIN}(?:{SIGN}\s?)?{_NUMBER})?)"
    rf"(?![\d]|\s?个半[小钟月星工])(?:\s?[多余来]\s?(?=(?:{_UNIT}))|\s{{0,2}}\+?|\)\s)(?:-(?=day|month|year|week|hour))?"
    rf"(?:(?<=\d\s)(?<!(?:19|20)\d\d\s){_MODEL})?(?P<unit>(?(degrees)[cf]|(?!))|"
    rf"(?:{_UNIT}){_PER}?|{ENGLISH_COUNT}{_PER}?)?"
)
_HAN_MEASURES = (
    *(
        "公分",
        *(f"{length}每{time}" for length in ("米", "公里", "千米") for time in ("秒", "分钟", "小时")),
        "厘米",
        "毫米",
        "分米",
        "分贝",
        "公里",
        "米",
        "吨",
        "公斤",
        "千克",
        "平方米",
        "平米",
        "立方米",
        "亩",
        "公顷",
    ),
    *("千瓦", "兆瓦", "千帕", "兆帕", "摄氏度", "℃", "个百分点", "百分点"),
)
"""Measures that numerals of words stand before; others begin or end too many words (度, 升, 克, 瓦)."""
_HAN_UNITS = _either(
    name
    for name in {
        **TIMES,
        **YUAN,
        **dict.fromkeys((*CLASSIFIERS, *_HAN_MEASURES)),
        "倍": None,
        "成": None,
        "日内": None,
    }
    if not name.isascii()
    and name not in ("月", "日", "方", "点", "包", "班次", "分", "面", "所", "道", "把", "片")
)
HAN_DEGREES = "(?:摄氏度|℃|度(?!电))"
HAN_BELOW = f"(?:{HAN_DECIMAL}|[{HAN_DIGITS}十百]+)"
HAN_QUANTITY = re.compile(
    rf"(?<![第双{HAN_DIGITS}十百千万亿\d周])(?!(?<=每)[^半])(?!(?<=[{HAN_DIGITS}十]点)[^两])(?<!零下)(?<!星期)(?<!礼拜)(?<!最后)(?!(?<=[上下前后大多小])半)"
    rf"(?P<value>(?P<below>零下{HAN_BELOW}(?:[到至~](?:零下)?{HAN_BELOW})?(?={HAN_DEGREES}))|{HAN_FIGURE})[多余来]?"
    rf"(?P<unit>(?(below){HAN_DEGREES}|(?!))|(?<=个半)月|(?<=[俩仨])月|(?:万|亿)?(?:{_HAN_UNITS}))(?![级头体])(?!(?<=半年)[报刊度])"
)
AND_A_HALF = re.compile(
    rf"(?<![-~至到第每{HAN_DIGITS}十百千\d.])(?P<value>(?:[{HAN_DIGITS}十]{{1,3}}|\d{{1,2}}\s*)(?P<inner>年|天|周)半)(?![载年天导])"
)
"""一年半: the half belongs to the value."""
HAN_SPLIT = re.compile(
    rf"(?<![-~至到第每点{HAN_DIGITS}十百千\d.])(?P<value>(?:[{HAN_DIGITS}十百]{{1,5}}|\d{{1,3}})"
    rf"(?P<inner>公里|公斤|米|吨|(?<=[一二三四五六七八九])成)(?:[一二三四五六七八九\d]{{1,2}}|半))"
    rf"(?![{HAN_DIGITS}十百千万亿\d.]|\s*(?:{_UNIT}))"
)
"""两米五, 一吨三五, 九成五: the digits behind the unit are decimals of it, unless they count something else."""
HAN_CAPITAL = re.compile(
    rf"(?<![{HAN_CAPITALS}])(?P<value>(?![零万亿])[{HAN_CAPITALS}]{{1,24}}?)"
    rf"(?P<unit>[万亿][元圆]|(?<=[{HAN_CAPITALS}]{{2}})[元圆])"
)
"""叁佰万元, as contracts write amounts."""
HAN_AMOUNT = re.compile(
    rf"(?<![第\d点零一二两三四五六七八九十百千万亿])(?P<value>{HAN_DECIMAL}|[一二两三四五六七八九][一二三四五六七八九十百千]*|十[一二三四五六七八九]?)"
    r"[多余来]?(?P<unit>[万亿])"
    r"(?=[,。;:)\s多余上左元以封]|$)"
)
"""六十万 of money, without 元."""
HAN_VAGUE = re.compile(r"二次|[万千百亿]+.*|半个|半个多|十[个几]|三位|四处|三包")
"""With the half of any one thing, Han numerals that count nothing: 二次 is again, 万家 is everybody, 三包 a law."""
_PLACED = r"(?:spare|stand-?by|back-?up|on-?site|full-time|part-time|resident|dedicated)"
ONE_PLACED = re.compile(
    rf"{_PLACED} (?:[a-z-]+ )??(?:engineer|technician|manager|operator|trainer|specialist|expert|consultant|guard)"
    rf"(?![a-z])|{_PLACED} [a-z-]+"
)
"""What makes “one” a count and no article: how the one is placed or kept ready."""
_OFTEN = rf"(?:an?|per|every)\s+(?:{_TIME}|night)"
WORD_QUANTITY = re.compile(
    rf"(?<![a-z0-9-])(?P<value>half(?= an? )|once|twice|{ENGLISH_FIGURE})(?![a-z])(?:\s*\(\d+\))?[\s-]+{_MODEL}?"
    rf"(?P<unit>(?:(?:full|business|calendar|working)\s+)?(?:{_TIME})|(?:{_UNIT}){_PER}?|{_OFTEN}|"
    rf"{ENGLISH_COUNT}{_PER}?)"
)
EVERY = re.compile(rf"每({_TIME})\s*$")
THOUSANDS = re.compile(rf"(?<![\w.,]){GROUPED}(?=\s*(?:{_UNIT}))")
