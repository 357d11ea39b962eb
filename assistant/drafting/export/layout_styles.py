"""Which of a company's own styles plays which role in an exported outline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assistant.drafting.export.word_xml import Element, W

_NAMES: dict[str, tuple[str, ...]] = {
    "heading1": ("heading1", "标题1", "標題1"),
    "heading2": ("heading2", "标题2", "標題2"),
    "heading3": ("heading3", "标题3", "標題3"),
    "title": ("title", "标题", "標題"),
    "bullet": ("listbullet", "列表项目符号", "项目符号", "列表符号"),
    "caption": ("caption", "题注", "題注"),
}
_GRIDS = ("tablegrid", "网格型", "網格型", "表格网格", "普通表格")


@dataclass(frozen=True)
class Style:
    id: str
    name: str
    kind: str
    based_on: str | None
    outline: int | None
    """Heading level from 0, as Word counts; ``None`` when the style does not say."""
    numbered: bool
    default: bool
    custom: bool
    shades_header: bool


class StyleSheet:
    """A layout's styles, and how often its own body uses each."""

    def __init__(self, styles: Element | None, body: Element) -> None:
        found = [] if styles is None else [_style(one) for one in styles.iter(f"{{{W}}}style")]
        self._styles = {style.id: style for style in found}
        self._used = Counter(
            one.get(f"{{{W}}}val", "") for tag in ("pStyle", "tblStyle") for one in body.iter(f"{{{W}}}{tag}")
        )

    def roles(self, slot_style: str | None) -> dict[str, str]:
        """Style id by role; a role the layout has no style for is absent.

        Headings are the styles the layout itself uses at that outline level, then by name, then by
        outline level. The slot's own style shows how body text looks.
        """
        roles = {f"heading{level}": self._heading(level) for level in (1, 2, 3)}
        roles |= {role: self._named(role) for role in ("title", "caption")}
        bullet = self._named("bullet")
        roles["bullet"] = bullet if bullet and self._numbered(bullet) else None
        roles["figure caption"] = roles["caption"]
        roles["body"] = self._body(slot_style)
        return {role: style for role, style in roles.items() if style is not None}

    def table(self) -> Style | None:
        """The table style the layout uses most, else its plain grid, else one of its own making."""
        tables = [style for style in self._styles.values() if style.kind == "table" and not style.default]
        used = [style for style in tables if self._used[style.id]]
        grids = [style for style in tables if _plain(style.name) in _GRIDS]
        own = [style for style in tables if style.custom]
        if used:
            return max(used, key=lambda style: self._used[style.id])
        return next(iter([*grids, *own]), None)

    def name(self, style_id: str) -> str:
        return self._styles[style_id].name

    def _heading(self, level: int) -> str | None:
        at_level = [
            style.id
            for style in self._styles.values()
            if style.kind == "paragraph" and self._outline(style.id) == level - 1
        ]
        used = [one for one in at_level if self._used[one]]
        if used:
            return max(used, key=lambda one: self._used[one])
        return self._named(f"heading{level}") or next(iter(at_level), None)

    def _named(self, role: str) -> str | None:
        for name in _NAMES[role]:
            for style in self._styles.values():
                if style.kind == "paragraph" and _plain(style.name) == name:
                    return style.id
        return None

    def _body(self, slot_style: str | None) -> str | None:
        if slot_style in self._styles and self._outline(slot_style) is None:
            return slot_style
        return next(
            (style.id for style in self._styles.values() if style.kind == "paragraph" and style.default), None
        )

    def _chain(self, style_id: str) -> list[Style]:
        chain: list[Style] = []
        following: str | None = style_id
        while following in self._styles and len(chain) < 20:
            chain.append(self._styles[following])
            following = chain[-1].based_on
        return chain

    def _outline(self, style_id: str) -> int | None:
        levels = [style.outline for style in self._chain(style_id) if style.outline is not None]
        return levels[0] if levels and levels[0] < 9 else None

    def _numbered(self, style_id: str) -> bool:
        return any(style.numbered for style in self._chain(style_id))


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _style(element: Element) -> Style:
    def value(path: str) -> str | None:
        found = element.find("/".join(f"{{{W}}}{name}" for name in path.split("/")))
        return None if found is None else found.get(f"{{{W}}}val")

    outline = value("pPr/outlineLvl")
    return Style(
        id=element.get(f"{{{W}}}styleId", ""),
        name=value("name") or "",
        kind=element.get(f"{{{W}}}type", "paragraph"),
        based_on=value("basedOn"),
        outline=int(outline) if outline and outline.isdigit() else None,
        numbered=element.find(f"{{{W}}}pPr/{{{W}}}numPr") is not None,
        default=element.get(f"{{{W}}}default") in ("1", "true", "on"),
        custom=element.get(f"{{{W}}}customStyle") in ("1", "true", "on"),
        shades_header=any(
            one.get(f"{{{W}}}type") == "firstRow" and one.find(f".//{{{W}}}shd") is not None
            for one in element.iter(f"{{{W}}}tblStylePr")
        ),
    )
