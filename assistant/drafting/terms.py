"""What a text is about, without a dictionary: codes, content words, pairs of Chinese characters, grades."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.grounding.folding import fold

_GENERIC_ZH = """
系统|平台|项目|方案|建设|改造|升级|需求|要求|服务|工程|实施|部署|运维|设计|采购|管理|技术|功能|提供|支持|能力|实现|采用|进行|具备|满足|客户|用户
公司|企业|数据|信息|设备|产品|解决|整体|总体|内容|说明|目标|背景|现有|目前|时间|数量|人员|工作|业务|流程|标准|规范|验收|测试|上线|培训|质保|售后
响应|故障|维护|保障|预算|工期|报价|价格|费用|合同|安装|调试|供货|交付|包括|包含|以上|以下|以内|不少于|不低于|不超过|不高于|不大于|不小于|按照|根据
通过|相关|有关|各类|所有|智能|数字化|信息化|自动化|自动|需要|必须|应当|能够|可以|希望|我们|我司|我院|我方|贵方|贵司|甲方|乙方|供应商|厂家|统一|综合
应用|软件|硬件|集成|对接|接口|完成|保证|确保|使用|运行|建立|优化|提升|提高|降低|减少|情况|问题|主要|重点|方面|方式|环境|资源|架构|模块|组成|配置
配套|附件|期间|之间|之内|同时|以及|并且|或者|其中|以便|从而|如下|至少|达到|每年|每月|每天|每日|小时|分钟|工作日|万元|现场|范围|处理
销售|集团|负责|位置|同类|类型|案例|人工|控制|竞争|评估|组织|单位|部门|领导|总部|现在|大概|左右|之前|以前|以后|之后|特别|报告|记录|尽快|全称|名称
地址|联系|明年|去年|今年|年后|正常|异常|质量|效率|成本|规模|等级|级别|类别|分类|查询|查看|显示|展示|安全|计划|阶段|文件|资料|文档|版本|参数|指标|性能
不能|没有|可靠|稳定|先进|方便|简单|快速|及时|有效|全部|每个|多个|不同|保持|避免|考虑|结合|基于|针对|由于|因此|如果|例如|比如|特点|优势|效果|影响|变化
"""
GENERIC_ZH = "|".join(sorted(_GENERIC_ZH.replace("\n", "|").strip("|").split("|"), key=lambda w: (-len(w), w)))
_FUNCTION_ZH = (
    "的了和与及或在对为将等是有由从向并以其该此个各每可须需应不无非于至到把被让使按经所之也都而且则若如但能会要请我你他它们这那"
    "上下中内外前后新旧一二三四五六七八九十两几第多少大小高低长短年月日号时分秒次点过去来做想跟还再就才又很更最只仅均约达"
)
_RUN = re.compile("[\u3400-\u9fff]+")
_SPLIT = re.compile(f"{GENERIC_ZH}|[{_FUNCTION_ZH}]")
_SAME_AS = (("网络安全等级保护", "等保"), ("等级保护", "等保"))
_WORD = re.compile(r"(?<![a-z0-9])[a-z][a-z]+(?:[-'][a-z]+)*(?![a-z0-9])")
_CODE = re.compile(
    r"(?<![a-z0-9])(?:"
    r"(?:gb|gbz|ga|yd|dl|jb|jt|hj|gjb|sj|cj|qb)(?:/t|/z)?\s?\d{3,}(?:\.\d+)?(?:-\d{4})?"
    r"|(?:iso|iec|ieee|nist|rfc|en|ul|iso/iec)[\s-]?\d{3,}(?:[-:.]\d+)*"
    r"|[a-z]+(?:[-/.]?[a-z]*)*[-/.]?\d[a-z0-9]*(?:[-/.+][a-z0-9]+)*"
    r"|\d+[a-z]+\d*(?:-[a-z0-9]+)+"
    r")(?![a-z0-9])"
)
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)*(?![A-Za-z0-9])")
_MEASURE = re.compile(r"^(?:v?\d|q[1-4]$|phase|part|page|h\d$|u\d$|no\d|s\d$|p\d$|t\d$)")
_GRADE = re.compile(
    r"(?:第)?([一二三四五六七八九]|[1-9])\s*级(?!别|联)|\b(?:level|tier|class|grade)\s+([ivx]{1,3}|\d|[a-d])\b"
    r"|([甲乙丙丁])级|(?<![\w.])v(\d+(?:\.\d+)*)(?!\w)"
)
_HAN_DIGIT = {h: str(d) for d, h in enumerate("一二三四五六七八九", start=1)}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_STOP_EN = """
a an the and or of to in for on at by with from as is are was were be been being it its this that these those we our you your they their he she
which who whom what when where how why all any each every some such no not only own same so than too very can will shall must should would may might
could do does did done has have had having if then else also into over under up down out about above below between after before during again more most
less least other another new old one two three first second use used using uses provide provides provided providing include includes including included
need needs needed require requires required requirement requirements system systems solution solutions project projects service services support supports
supporting supported customer customers user users company companies team teams work works working time times day days week weeks month months year years
hour hours data information technical technology technologies based make makes made get within via per order able ability well good best better many
much high low large small different various several following example etc there here both through while because across without please ensure
contractor government vendor supplier offeror quotation contract task document documents section part parts number name date level process processes
management manage application applications software platform feature features function functions development develop design build building
implementation implement deliver delivery deliverable deliverables performance quality product products tool tools business access available current
existing future help run running set plan plans planning test testing review content page pages site list item items general public open source code
release version us them him his her my like just even still however therefore thus now currently want wants looking look seek seeks expect expected
way ways case cases respond response live warranty price pricing attachment submit award personnel key past experience responsible describe agreement
term terms condition conditions form request accordance approach address issue issues result results create created add added change changes
allow allows enable enables improve improved increase reduce cost costs effort resource resources environment environments agency agencies
"""
STOP_EN = frozenset(_STOP_EN.split())


def codes(text: str) -> frozenset[str]:
    """Model numbers, standards and acronyms, in one spelling (``GB/T 28181-2022`` → ``gb/t28181-2022``)."""
    folded = fold(text)
    found = {re.sub(r"\s+", "", match.group()) for match in _CODE.finditer(folded)}
    found |= {match.group().lower() for match in _ACRONYM.finditer(text) if len(match.group()) > 1}
    return frozenset(code for code in found if not _MEASURE.match(code) and len(code) > 1)


def model_codes(text: str) -> frozenset[str]:
    """The codes that carry a digit: model numbers and standards, where one character matters."""
    return frozenset(code for code in codes(text) if re.search(r"\d", code))


def same_code(wanted: str, offered: str) -> bool:
    """Equal, or a standard named without its year."""
    return wanted == offered or bool(re.fullmatch(re.escape(wanted) + r"[-:](?:19|20)\d{2}", offered))


def siblings(wanted: str, offered: str) -> bool:
    """Whether two codes differ but look like members of one family (HY-AMR600, HY-AMR600S; v1, v2)."""
    if same_code(wanted, offered) or same_code(offered, wanted):
        return False
    stem = re.match(r"[a-z/]+(?:-[a-z]+)*", wanted)
    other = re.match(r"[a-z/]+(?:-[a-z]+)*", offered)
    return bool(stem and other and len(stem.group()) > 1 and stem.group() == other.group())


def grades(text: str) -> frozenset[str]:
    """Grades and versions, comparable: 三级 and 第3级 are ``3``; Tier III is ``3``; 甲级 is ``甲``."""
    found = set()
    for match in _GRADE.finditer(fold(text)):
        written = next(group for group in match.groups() if group)
        found.add(_HAN_DIGIT.get(written, _ROMAN.get(written, written)))
    return frozenset(found)


def conflicts(wanted: str, offered: str) -> bool:
    """Whether ``offered`` speaks of a sibling only: another grade, another model of the family."""
    asked, given = grades(wanted), grades(offered)
    if asked and given and not asked & given:
        return True
    offered_codes = model_codes(offered)
    for code in model_codes(wanted):
        if any(same_code(code, other) for other in offered_codes):
            continue
        if any(siblings(code, other) for other in offered_codes):
            return True
    return False


@lru_cache(maxsize=4096)
def features(text: str) -> Mapping[str, int]:
    """Content features of ``text`` with their counts: codes, grades, English stems, pairs in Chinese content runs."""
    found: Counter[str] = Counter(feature for _, feature in _placed(text))
    return found


def _placed(text: str) -> list[tuple[int, str]]:
    """(place, feature) in ``text``; neighbouring Chinese pairs overlap in one character."""
    folded = fold(text)
    for long, short in _SAME_AS:
        folded = folded.replace(long, short)
    found = [(-1, code) for code in codes(text)] + [(-1, f"grade:{grade}") for grade in grades(text)]
    for match in _WORD.finditer(folded):
        word = match.group().removesuffix("'s")
        if word not in STOP_EN and len(word) > 2:
            found.append((match.start(), stem(word)))
    for match in _RUN.finditer(folded):
        start = match.start()
        for run in _pieces(match.group()):
            found += [(start + run[0] + i, run[1][i : i + 2]) for i in range(len(run[1]) - 1)]
    return found


def _pieces(run: str) -> list[tuple[int, str]]:
    """Content pieces of a run of Chinese characters, with their offsets."""
    pieces, position = [], 0
    for cut in _SPLIT.finditer(run):
        pieces.append((position, run[position : cut.start()]))
        position = cut.end()
    pieces.append((position, run[position:]))
    return [piece for piece in pieces if len(piece[1]) > 1]


@dataclass(frozen=True)
class Overlap:
    """How much of an object a text names. A unit is a word: two Chinese characters, an English word, a code."""

    shared: int
    total: int
    terms: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.shared / self.total if self.total else 0.0


def overlap(wanted: str, offered: Mapping[str, int]) -> Overlap:
    """The units of ``wanted`` that a text with the features ``offered`` names."""
    placed = _placed(wanted)
    common = [(place, term) for place, term in placed if term in offered]
    terms = tuple(dict.fromkeys(term for _, term in common))
    return Overlap(_units(common), _units(placed), terms)


def _units(placed: Iterable[tuple[int, str]]) -> int:
    """Words in placed features: a run of neighbouring pairs of n characters is n // 2 words; repeats count once."""
    pairs = sorted({place for place, term in placed if place >= 0 and _RUN.fullmatch(term)})
    words = {term for place, term in placed if place < 0 or not _RUN.fullmatch(term)}
    units, length = len(words), 0
    for previous, place in zip([-9, *pairs], [*pairs, -9], strict=True):
        if place == previous + 1:
            length += 1
        else:
            units += length // 2
            length = 2
    return units


def stem(word: str) -> str:
    """An English word without its inflection, roughly: scheduling, schedules, scheduled → schedul."""
    for suffix in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "er", "e", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)] + ("i" if suffix == "ies" else "")
    return word
