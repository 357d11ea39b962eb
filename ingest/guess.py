"""Guesses a person can check: what kind of document it is and which year, from its name and headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePath
from typing import get_args

from knowledge.evidence import DocumentKind

_ALIASES: dict[str, DocumentKind] = {
    **{kind: kind for kind in get_args(DocumentKind)},
    **dict.fromkeys(
        ("方案", "建议书", "技术方案", "解决方案", "方案书", "投标", "投标文件", "投标书", "标书", "bid"),
        "proposal",
    ),
    **dict.fromkeys(("案例", "客户案例", "成功案例", "case study", "cases"), "case"),
    **dict.fromkeys(("问答", "常见问题", "话术", "faqs", "q&a"), "faq"),
    **dict.fromkeys(("产品", "产品手册", "产品资料", "白皮书", "datasheet", "brochure", "manual"), "product"),
    **dict.fromkeys(("招标", "招标文件", "需求", "rfp", "rfq", "rfi", "技术规范"), "tender"),
    **dict.fromkeys(("会议", "会议纪要", "纪要", "minutes"), "meeting"),
    **dict.fromkeys(("复盘", "项目复盘", "retro", "postmortem"), "retrospective"),
    **dict.fromkeys(("合同", "协议", "agreement"), "contract"),
    **dict.fromkeys(
        ("报价", "价格", "报价单", "价格表", "价目表", "price list", "pricing", "quotation"), "price_list"
    ),
    **dict.fromkeys(("其他", "其它", "misc"), "other"),
}
_SIGNS: tuple[tuple[DocumentKind, str], ...] = (
    ("price_list", r"报价|价格|价目|price[ _-]?list|pricing|\bprices?\b|rate[ _-]?card|quotation"),
    ("faq", r"\bfaqs?\b|常见问题|问答|话术|q ?& ?a"),
    ("retrospective", r"复盘|retrospective|post[ _-]?mortem|lessons[ _-]learned"),
    ("meeting", r"会议纪要|会议记录|纪要|\bminutes\b"),
    ("contract", r"合同|协议书|\bcontract\b|\bagreement\b"),
    (
        "tender",
        r"招标|投标(?:须知|邀请)|技术规范|技术要求|采购需求|(?<!to )(?<!to the )(?<!to our )\b(?:rf[pqi]|tender)\b"
        r"|statement of work|work statement"
        r"|\b(sow|pws)\b",
    ),
    ("case", r"案例|case[ _-]?stud|customer[ _-]story|success[ _-]story|\bcases?\b"),
    (
        "proposal",
        r"方案|建议书|投标(?!须知|邀请)|标书|应答|点对点|响应文件|proposal|\bbids?\b"
        r"|\b(?:rf[pqi]|tender|bid)[ _-]?(?:response|reply|answer)|\b(?:response|reply) to (?:the |our )?(?:rf[pqi]|tender)",
    ),
    (
        "product",
        r"产品|手册|白皮书|参数[册表]|说明书|选型|\bproducts?\b"
        r"|data[ _-]?sheet|white[ _-]?paper|brochure|user[ _-]?guide|manual|规格书"
        r"|release[ _-]?notes?|\brelease\b|changelog|quick[ _-]?start|发布说明|版本说明|更新日志|快速入门",
    ),
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:(?!\d)|(?=(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)))")
_HEADINGS_READ = 6


def kind_from_alias(name: str) -> DocumentKind | None:
    """``案例`` → ``case``; English names and synonyms too; ``None`` for an unknown one."""
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    return _ALIASES.get(plain) or _ALIASES.get(plain.replace(" ", "_").replace("-", "_"))


def guess_kind(path: str, title: str, headings: Sequence[str]) -> DocumentKind:
    """By file name, else title, else the folders it lies in, else its first headings; else ``other``."""
    place = PurePath(path.replace("\\", "/"))
    folders = " ".join(reversed(place.parts[:-1]))
    for text in (place.stem, title, folders, " / ".join(headings[:_HEADINGS_READ])):
        kind = _kind_named_in(text)
        if kind:
            return kind
    return "other"


def _kind_named_in(text: str) -> DocumentKind | None:
    """The kind named last wins, as the head of a Chinese or English compound does: 报价方案 is a 方案."""
    plain = unicodedata.normalize("NFKC", text).replace("_", " ")
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower()  # FinalPWS says PWS
    ends = {kind: max((m.end() for m in re.finditer(pattern, plain)), default=0) for kind, pattern in _SIGNS}
    last = max(ends.values())
    return next((kind for kind, end in ends.items() if end == last), None) if last else None


def guess_year(path: str, title: str) -> int | None:
    """A year named in the file name or the title (2024, 20240315); never from the body."""
    for text in (PurePath(path.replace("\\", "/")).stem, title):
        years = [int(found) for found in _YEAR.findall(text.replace("_", " "))]
        if years:
            return max(years)
    return None
