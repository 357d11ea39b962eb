"""Markdown as a person reads it: markup gone, headings, lists, tables and code kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.blocks import Assembler, ReadResult
from ingest.encoding import decode, encoding_warnings
from ingest.language import WIDE, join_lines
from ingest.readers import text

MEDIA_TYPE = "text/markdown"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_FRONT_MATTER = 20_000
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_TIGHT_HEADING = re.compile(r"^(#{1,6})(?=[^\s#!])")
_SHORT_LINE = 20
"""Nobody wraps Chinese prose this early: the writer meant a line of its own."""
_MARKUP = re.compile(
    r"(?m)\*\*\S|\]\(|`[^`\n]+`|<(?:/?[a-z]+(?:\s[^<>]*)?/?>|!--)|\\$|  $|^#{1,6}\S|^(?:=+|-+)$|^(?:[ \t]{2,}|\t)\S"
)
"""What people write in Markdown beside headings, tables and code: emphasis, links, rules, items within items."""
_ITEM = re.compile(
    r"\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-z])[)）]|[①-⑳㈠-㈩]|[•·●○■□◆▪➢✓]|[–—-]+\s*(?=[^\W\d])"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})、|\d{1,2}[．)）]|[一二三四五六七八九十]{1,3}[．.]|[a-zA-Z][)）、])"
)
"""What a writer puts before each line of a list: 1、 （1） ① 一、 2) a) — •"""
_SEVERAL_ITEMS = 2
_ENDED = (":", "：", ";", "；", "。")
_LABEL = re.compile(
    r"\s*(?:[\u3400-\u9fff]{1,8}|[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)?)\s?[:：]|\s*\[?\d{1,2}:\d{2}"
)
"""Who speaks, or what a line gives: 老陈：…, [09:12] Li Wei: …, Budget: …"""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def accepts(media_type: str) -> bool:
    return media_type == MEDIA_TYPE


def read(content: bytes, name: str) -> ReadResult:
    """Front matter goes to ``front_matter``, its ``title`` to ``title``; the rest becomes blocks."""
    decoded, encoding, replaced = decode(content)
    assembler = Assembler()
    for code in encoding_warnings(encoding, replaced):
        assembler.warn(code)
    body, metadata = split_front_matter(assembler.clean(decoded), assembler)
    feed(assembler, body)
    title = metadata.get("title") or metadata.get("标题")
    return assembler.result(
        title=str(title) if title else None, title_guessed=not title, front_matter=metadata
    )


def feed(assembler: Assembler, body: str) -> None:
    """Markdown ``body`` into ``assembler``; without any markup it is plain text, whose lines are lines."""
    if not _MARKUP.search(body) and not looks_like_markdown(body):
        text.feed(assembler, body)
        return
    parser = MarkdownIt("commonmark", {"maxNesting": 20}).enable(["table", "strikethrough"])
    _Walk(assembler).run(parser.parse(_spaced_headings(_COMMENT.sub("", body))))


def _spaced_headings(body: str) -> str:
    """``##标题`` written without its space is a heading to its writer; code is left alone."""
    lines, fenced, blank = [], False, True
    for line in body.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        tight = None if fenced else _TIGHT_HEADING.match(line)
        loose = tight and (len(tight.group(1)) > 1 or blank)
        lines.append(f"{tight.group(1)} {line[tight.end() :]}" if tight and loose else line)
        blank = not line.strip()
    return "\n".join(lines)


def split_front_matter(text: str, assembler: Assembler) -> tuple[str, dict[str, object]]:
    """(body, metadata): the YAML block at the top, read safely; a broken one is dropped with a warning."""
    import yaml

    found = _FRONT_MATTER.match(text)
    if not found:
        return text, {}
    block = found.group(1)
    try:
        if len(block) > _MAX_FRONT_MATTER or re.search(r"(?m)[:\-]\s*&\w", block):
            raise yaml.YAMLError("front matter too long, or with anchors")
        loaded = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        assembler.warn("front-matter-unreadable")
        return text[found.end() :], {}
    if not isinstance(loaded, dict):
        return (text if loaded else text[found.end() :]), {}
    return text[found.end() :], {str(key): value for key, value in loaded.items()}


def plain_html(html: str) -> str:
    """The words of raw HTML inside Markdown."""
    from html import unescape

    return unescape(_TAG.sub("", _BREAK_TAG.sub("\n", _SILENT.sub("", html))))


def _inline(token: Token) -> str:
    """An inline token's words: links by their text, pictures by their alt text."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append("\n")
        elif child.type == "hardbreak":
            parts.append("\v")
        elif child.type == "image":
            parts.append(_inline(child) or child.content)
        elif child.type == "html_inline":
            parts.append("\v" if _BREAK_TAG.match(child.content) else "")
    return _unwrap("".join(parts))


def _unwrap(words: str) -> str:
    """Source line breaks are joined as running text; hard breaks, short Chinese lines and lines that begin with a
    label, where all do, stay lines; so do numbered lines, where there are several or the line before has ended.
    """
    lines: list[str] = []
    for hard in words.split("\v"):
        soft = hard.split("\n")
        several = sum(_ITEM.match(line) is not None for line in soft) >= _SEVERAL_ITEMS
        if len(soft) > 1 and all(map(_LABEL.match, soft)):
            lines += map(str.strip, soft)
            continue
        joined = ""
        for line in soft:
            short = len(joined) < _SHORT_LINE and re.search(f"[{WIDE}]", joined)
            if joined and (short or (_ITEM.match(line) and (several or joined.endswith(_ENDED)))):
                lines.append(joined)
                joined = line.strip()
            else:
                joined = join_lines(joined, line.strip())
        lines.append(joined)
    return "\n".join(lines)


class _Walk:
    """Walks markdown-it's flat token list and feeds the assembler."""

    def __init__(self, assembler: Assembler) -> None:
        self._assembler = assembler
        self._lists: list[dict[str, Any]] = []
        self._items: list[str] = []
        self._marker = ""

    def run(self, tokens: Sequence[Token]) -> None:
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.type == "table_open":
                position = self._table(tokens, position)
            elif token.type == "heading_open":
                self._heading(tokens[position + 1], int(token.tag[1]))
                position += 2
            else:
                self._one(token)
            position += 1
        self._flush()

    def _one(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            ordered = token.type.startswith("ordered")
            self._lists.append({"ordered": ordered, "next": int(token.attrGet("start") or 1)})
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
            if not self._lists:
                self._flush()
        elif token.type == "list_item_open":
            self._marker = self._next_marker()
        elif token.type == "inline":
            self._words(_inline(token))
        elif token.type in ("fence", "code_block"):
            self._code(token.content)
        elif token.type == "html_block":
            self._words(plain_html(token.content).strip())

    def _next_marker(self) -> str:
        current = self._lists[-1]
        number = current["next"]
        current["next"] = number + 1
        return f"{number}. " if current["ordered"] else "• "

    def _words(self, words: str) -> None:
        if not words.strip():
            return
        if not self._lists:
            self._assembler.block("paragraph", words)
            return
        indent = "  " * (len(self._lists) - 1)
        self._items.append(f"{indent}{self._marker or '  '}{words}")
        self._marker = ""

    def _code(self, code: str) -> None:
        self._flush()
        self._assembler.block("code", code)

    def _heading(self, token: Token, level: int) -> None:
        self._flush()
        if self._lists:
            self._words(_inline(token))
        else:
            self._assembler.heading(_inline(token), level)

    def _table(self, tokens: Sequence[Token], start: int) -> int:
        self._flush()
        end = next(i for i in range(start, len(tokens)) if tokens[i].type == "table_close")
        self._assembler.table(list(_rows(tokens[start:end])))
        return end

    def _flush(self) -> None:
        if self._items:
            self._assembler.block("list", "\n".join(self._items))
            self._items = []


def _rows(tokens: Sequence[Token]) -> Iterator[list[str]]:
    row: list[str] = []
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(_inline(token))
        elif token.type == "tr_close":
            yield row


def looks_like_markdown(text: str) -> bool:
    """Whether ``text`` has headings, a pipe table or fenced code as Markdown writes them."""
    return bool(re.search(r"(?m)^(#{1,6} \S|```|\|? ?:?-{3,}:? ?\|)", text))
