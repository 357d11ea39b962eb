"""A manuscript's blocks as WordprocessingML, in whatever styles the layout offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from assistant.drafting.export import docx_parts, docx_table, picture_word
from assistant.drafting.export.docx_styles import ACCENT, AMBER, MUTED, ROLES, direct
from assistant.drafting.export.manuscript import (
    Aside,
    Block,
    Grid,
    Heading,
    Manuscript,
    Missing,
    Picture,
    SourceEntry,
    Statement,
)
from assistant.drafting.export.word_xml import Element, W, run, tab, w, w_fragment
from assistant.drafting.export.word_xml import field as word_field

_SOURCE = "presales_source_"
"""Bookmarks of the source list begin so."""


@dataclass(frozen=True)
class Look:
    """What a layout offers: style ids by role (absent: formatted directly) and the room there is."""

    styles: dict[str, str] = field(default_factory=dict)
    table: str | None = None
    table_shades_header: bool = False
    width: int = docx_parts.TEXT_WIDTH
    """Twips."""
    own: bool = False
    """Our own layout: it numbers headings, has a table of contents and a watermark in the header."""
    first_id: int = 1
    """Bookmark and drawing ids below this one are taken."""


class Body:
    """Draws one manuscript; ``elements`` is what goes into ``w:body``."""

    def __init__(self, manuscript: Manuscript, look: Look, *, chinese: bool, titled: bool) -> None:
        self.manuscript = manuscript
        self.look = look
        self.chinese = chinese
        self.titled = titled
        self._ids = count(look.first_id)
        self._watermarks = count(1)
        self._sections = count(1)

    def elements(self) -> list[Element]:
        drawn = self._opening()
        for block in self.manuscript.blocks:
            drawn += self._block(block)
        return drawn

    def paragraph(self, role: str, *children: Element, extra: str = "") -> Element:
        """A paragraph in ``role``: by the layout's style, else formatted directly."""
        style = self.look.styles.get(role)
        if style:
            properties = w_fragment("pPr", f'<w:pStyle w:val="{style}"/>{extra}')
            return w("p", properties, *children)
        spacing, letters = direct(ROLES[role], chinese=self.chinese)
        for child in children:
            for one in child.iter(f"{{{W}}}r"):
                _look_like(one, letters)
        if role == "bullet":
            children = (run("•", *w_fragment("rPr", letters)), tab(), *children)
        return w("p", w_fragment("pPr", spacing), *children)

    def _opening(self) -> list[Element]:
        manuscript, words = self.manuscript, self.manuscript.words
        drawn = []
        if manuscript.internal and not self.look.own:
            drawn.append(self.paragraph("banner", self._mark(), run(words.internal_draft)))
        if self.titled:
            drawn.append(self.paragraph("title", run(manuscript.title)))
        if self.look.own or manuscript.internal:
            drawn += self._meta()
        return drawn + (self._contents() if self.look.own else [])

    def _meta(self) -> list[Element]:
        """The customer on a line of its own, what only we need under it."""
        pairs = [f"{name}{self.manuscript.words.colon}{value}" for name, value in self.manuscript.meta]
        named = bool(self.manuscript.customer)
        lines = [line for line in (pairs[:named], pairs[named:]) if line]
        runs = [run("    ".join(line)) for line in lines]
        separated = [one for shown in runs for one in (w("r", w("br")), shown)][1:]
        return [self.paragraph("meta", *separated)] if runs else []

    def _mark(self) -> Element:
        return w(
            "r",
            etree.fromstring(
                docx_parts.watermark(
                    self.manuscript.words, chinese=self.chinese, number=100 + next(self._watermarks)
                )
            ),
        )

    def _contents(self) -> list[Element]:
        """A contents field with its entries already in it, so that Word has nothing to ask."""
        headings = [block for block in self.manuscript.blocks if isinstance(block, Heading)]
        if len(headings) < 3:
            return []
        entries, number = [], 0
        for index, heading in enumerate(headings, start=1):
            number += heading.numbered
            runs = [run(str(number)), tab()] if heading.numbered else []
            link = w("hyperlink", *runs, run(heading.text), anchor=f"_Toc{index:08d}", history="1")
            entries.append(self.paragraph("toc1", link))
        before = word_field('TOC \\o "1-1" \\n \\h \\z', "")
        for position, one in enumerate(before[:3]):
            entries[0].insert(1 + position, one)
        entries[-1].append(before[-1])
        return [self.paragraph("contents", run(self.manuscript.words.contents)), *entries]

    def _block(self, block: Block) -> list[Element]:
        drawn: list[Element] = []
        match block:
            case Heading():
                drawn = [self._heading(block)]
            case Statement():
                drawn = [self._statement(block)]
            case Missing():
                drawn = [self._missing(block)]
            case Grid():
                drawn = self._grid(block)
            case Picture():
                drawn = self._picture(block)
            case Aside():
                drawn = [self.paragraph("aside", run(block.text))]
            case SourceEntry():
                drawn = self._source(block)
        return drawn

    def _heading(self, heading: Heading) -> Element:
        words = run(heading.text)
        children = [words]
        if self.look.own:
            children = self._bookmarked(f"_Toc{next(self._sections):08d}", words)
        elif self.manuscript.internal:
            children = [self._mark(), words]
        plain = (
            '<w:numPr><w:numId w:val="0"/></w:numPr>' + self.look.own * '<w:ind w:left="0" w:firstLine="0"/>'
        )
        return self.paragraph(f"heading{heading.level}", *children, extra="" if heading.numbered else plain)

    def _bookmarked(self, name: str, *children: Element) -> list[Element]:
        number = next(self._ids)
        return [w("bookmarkStart", id=number, name=name), *children, w("bookmarkEnd", id=number)]

    def _statement(self, statement: Statement) -> Element:
        children: list[Element] = []
        if statement.past_deal:
            shade = w("shd", val="clear", color="auto", fill="E8EDF4")
            children += [
                run(f" {statement.past_deal} ", w("color", val=ACCENT), w("sz", val=17), shade),
                run(" "),
            ]
        children += [run(statement.text), *self.citations(statement.references)]
        if statement.basis:
            children.append(run(f"\u00a0·\u00a0{statement.basis}", w("color", val=MUTED), w("sz", val=16)))
        return self.paragraph("body" if statement.opening else "bullet", *children)

    def citations(self, numbers: Sequence[int], *, raised: bool = True) -> list[Element]:
        """``[n]`` as links to the source list."""
        return [
            w(
                "hyperlink",
                run(f"[{number}]", *_reference_look(raised)),
                anchor=f"{_SOURCE}{number}",
                history="1",
            )
            for number in numbers
        ]

    def _missing(self, gap: Missing) -> Element:
        label = run(gap.label, w("b"), w("bCs"), w("color", val=AMBER))
        children = [label, run(f"{self.manuscript.words.colon}{gap.text}")]
        if gap.question:
            children += [w("r", w("br")), run(gap.question, w("color", val=MUTED))]
        return self.paragraph("gap", *children)

    def _grid(self, grid: Grid) -> list[Element]:
        caption = [self.paragraph("caption", run(grid.title))] if grid.title else []
        return [*caption, docx_table.table(grid, self), self.paragraph("spacer")]

    def _picture(self, picture: Picture) -> list[Element]:
        shape = picture_word.group(picture.drawing, self._ids, width=self.look.width)
        return [
            self.paragraph("figure", w("r", shape)),
            self.paragraph("figure caption", run(picture.caption)),
        ]

    def _source(self, entry: SourceEntry) -> list[Element]:
        number = run(f"[{entry.number}]", w("b"), w("bCs"), w("color", val=ACCENT))
        line = [
            *self._bookmarked(f"{_SOURCE}{entry.number}", number),
            tab(),
            run(entry.label),
            run(f"    {entry.file}", w("color", val=MUTED)),
        ]
        return [self.paragraph("source", *line), self.paragraph("quote", run(entry.quote))]


def _reference_look(raised: bool) -> list[Element]:
    return [w("color", val=ACCENT), *([w("vertAlign", val="superscript")] if raised else [])]


def _look_like(one: Element, letters: str) -> None:
    """Adds the role's run properties where the run has not set them itself."""
    properties = one.find(f"{{{W}}}rPr")
    if properties is None:
        properties = w("rPr")
        one.insert(0, properties)
    present = {child.tag for child in properties}
    added = [child for child in w_fragment("rPr", letters) if child.tag not in present]
    properties.extend(added)
    properties[:] = sorted(properties, key=lambda child: _RUN_ORDER.index(etree.QName(child).localname))


_RUN_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "shd", "vertAlign", "lang")
