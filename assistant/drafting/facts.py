"""What the need states about the project, for the sentences of a template; blanks stay blank."""

from __future__ import annotations

import re

from assistant.drafting.phrases import clipped
from assistant.drafting.words.topics import BY_KEY, topic_named
from assistant.grounding.folding import fold
from knowledge.presales import Customer, Need

_TAIL = re.compile(
    r"[\s_\-—:：]*(?:需求规格说明书?|需求说明书?|需求书|需求文档|技术需求|需求|技术要求|招标需求|采购需求|说明|询价书|征询书|"
    r"requirements?(?: document| specification)?|rfp|rfq|request for (?:proposals?|quotations?|quotes?)|statement of need)\s*$",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"[A-Za-z]+[-_ ]?\d*(?:\.\w+)?|(?:粘贴的|客户|新)?需求\d*|pasted need")
_MAIL_HEAD = re.compile(r"(?:from|to|sent|date|发件人|收件人|日期)\s*[:：]", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:您好|你好|各位|尊敬的|hi\b|hello\b|dear\b|good (?:morning|afternoon))|[好您]\s?[,，!！]?$",
    re.IGNORECASE,
)
_MAIL_SUBJECT = re.compile(r"^(?:subject|主题)\s*[:：]\s*(\S.{2,80})$", re.IGNORECASE | re.MULTILINE)
_BRACKETED = re.compile(r"[（(【\[][^）)】\]]*(?:[）)】\]]|$)")
_DEPLOYMENT = re.compile(
    r"部署|私有化|本地化|上云|云端|[公专私]有云|机房|saas|deploy|on[- ]premis|cloud|host(?:ed|ing)|data cent(?:er|re)|server"
)


def facts_of(need: Need, document_name: str | None, customer: Customer | None) -> dict[str, str | None]:
    """Values for ``$name`` in templates, zh and en names alike; ``None`` where the need says nothing."""
    subject = _titled(need) or (customer.name if customer else need.customer)
    budget, schedule = _stated(need, "budget"), _stated(need, "schedule")
    name = customer.name if customer else need.customer
    count = str(len(need.requirements)) if need.requirements else None
    document = document_name or need.title
    return {
        "主题": subject, "subject": subject, "预算": budget, "budget": budget, "工期": schedule, "schedule": schedule,
        "客户": name, "customer": name, "需求数": count, "count": count, "需求文件": document, "document": document,
    }  # fmt: skip


def subject_line(need: Need) -> str:
    """What the need is about in one line: its title without “需求说明书”, “RFQ” and the like, of a mail its subject,
    else the customer, else the words it begins with."""
    return _titled(need) or need.customer or _first_words(need.text) or need.title


def _titled(need: Need) -> str | None:
    """The need's title or a mail's subject without its tail; ``None`` of a mere file name."""
    title = need.title
    if _FILE_NAME.fullmatch(title.strip()) or _MAIL_HEAD.match(title):
        named = _MAIL_SUBJECT.search(need.text)
        if named is None:
            return None
        title = re.split(r"[，,;；。]", named.group(1))[0]
    bare = _TAIL.sub("", _BRACKETED.sub("", title)).strip(" -—_:：()（）") or title
    return None if _FILE_NAME.fullmatch(bare) or _MAIL_HEAD.match(bare) else bare


def _first_words(text: str) -> str:
    """The first clause of the first line that is no greeting, mail head or file name."""
    for line in map(str.strip, text.split("\n")):
        clause = re.split(r"[。！？!?；;]|\.(?:\s|$)|(?<=\S{6})[，,:：]", line)[0].strip()
        if len(clause) > 3 and not (
            _GREETING.search(line) or _MAIL_HEAD.match(line) or _FILE_NAME.fullmatch(line)
        ):
            return clipped(clause, 60 if clause.isascii() else 30)
    return ""


def _stated(need: Need, key: str) -> str | None:
    """The statement of an indicator in the need's own words."""
    topic = BY_KEY[key]
    texts = [r.text for r in need.requirements if topic_named(r.topic) is topic]
    whole = [text for text in texts if not any(text != other and text in other for other in texts)]
    said = list(dict.fromkeys(clipped(text.replace(" | ", " "), 60) for text in whole))
    separator = "；" if need.language == "zh" else "; "
    return separator.join(said[:3]) or None


def states(need: Need, key: str) -> bool:
    """Whether the need says anything of ``key``: ``pains``, ``deployment`` or an indicator."""
    if key == "pains":
        return bool(need.pains)
    if key == "deployment":
        return bool(_DEPLOYMENT.search(fold(need.text)))
    return key in BY_KEY and any(topic_named(r.topic) is BY_KEY[key] for r in need.requirements)
