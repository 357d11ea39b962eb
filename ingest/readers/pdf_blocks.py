"""Paragraphs and tables of a PDF become blocks: headings by number and size, lists, directory lines."""

from __future__ import annotations

from collections import Counter

from ingest.blocks import Assembler
from ingest.numbering import heading_styles, is_short_line, levels_of
from ingest.readers.pdf_flow import BULLET, DIRECTORY, Paragraph, is_item
from ingest.readers.pdf_tables import RuledTable, without_empty_columns
from knowledge.evidence import Place

_LARGER = 1.12
"""A heading's size over the body's: one step of a usual type scale (10.5 → 12, 12 → 14)."""


class PageBlocks:
    """Names each paragraph: heading, directory line, list item or paragraph."""

    def __init__(self, assembler: Assembler, paragraphs: list[Paragraph]) -> None:
        self._assembler = assembler
        sizes: Counter[float] = Counter()
        fonts: Counter[str] = Counter()
        for one in paragraphs:
            sizes[one.first.size] += len(one.text)
            fonts[one.first.font] += len(one.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        self._font = fonts.most_common(1)[0][0] if fonts else ""
        self._levels = self._heading_levels(paragraphs)
        self._items: list[str] = []
        self._place = Place()

    def feed(self, items: list[Paragraph | RuledTable]) -> None:
        for item in items:
            if isinstance(item, RuledTable):
                self._flush()
                self._assembler.table(
                    without_empty_columns(item.rows), item.header_rows, Place(page=item.page)
                )
            else:
                self._paragraph(item)
        self._flush()

    def _paragraph(self, item: Paragraph) -> None:
        place = Place(page=item.first.page)
        level = self._levels.get(id(item), 0)
        if is_item(item.text) and not level and not DIRECTORY.search(item.text):
            self._place = self._place if self._items else place
            self._items.append(BULLET.sub("• ", item.text, count=1))
            return
        self._flush()
        if DIRECTORY.search(item.text):
            self._assembler.block("note", item.text, place)
        elif level:
            self._assembler.heading(item.text, level, place)
        else:
            self._assembler.block("paragraph", item.text, place)

    def _flush(self) -> None:
        if self._items:
            self._assembler.block("list", "\n".join(self._items), self._place)
            self._items = []

    def _heading_levels(self, paragraphs: list[Paragraph]) -> dict[int, int]:
        """Headings by number and by size: ``id`` of paragraph → level.

        Numbered ones follow the customary order; larger unnumbered ones rank by their size, and a
        title above the first numbered one pushes all others down by one.
        """
        usable = [one for one in paragraphs if one.lines <= 3 and not DIRECTORY.search(one.text)]
        numbered = {
            id(usable[index]): style
            for index, style in heading_styles([one.text for one in usable]).items()
            if self._stands_out(usable[index], style)
        }
        large = [one for one in usable if id(one) not in numbered and self._is_large(one)]
        levels = levels_of(numbered.values())
        sizes = {id(one): one.first.size for one in usable}
        biggest = max((sizes[key] for key in numbered), default=0.0)
        offset = int(bool(numbered) and any(one.first.size > biggest for one in large))
        found = {key: levels[style] + offset for key, style in numbered.items()}
        ranks = sorted({one.first.size for one in large} | {sizes[key] for key in numbered}, reverse=True)
        for one in large:
            same = [found[key] for key in numbered if sizes[key] == one.first.size]
            found[id(one)] = min(same) if same else min(6, 1 + ranks.index(one.first.size))
        return found

    def _stands_out(self, one: Paragraph, style: str) -> bool:
        """A first-level number alone may be a list item: it must look different from the body too."""
        plain = one.first.size <= self._body and not one.first.bold and one.first.font == self._font
        return one.lines <= 2 and not (plain and style in ("dotted-1", "paren-cn"))

    def _is_large(self, one: Paragraph) -> bool:
        words = any(letter.isalpha() for letter in one.text)
        return one.first.size >= _LARGER * self._body and is_short_line(one.text) and words
