"""How each kind of paragraph looks.

One table serves twice: as the named styles of our own layout, and as direct formatting where a
company's layout has no style for the role (its ``styles.xml`` is never touched).
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.drafting.export.word_xml import W

ACCENT = "24466F"
MUTED = "6B7686"
AMBER = "9A5B00"
LINE = "C9D4E2"

_CLEAR = '<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


@dataclass(frozen=True)
class Role:
    """A paragraph style: its ids, its properties as WordprocessingML, and its outline level."""

    style: str
    name: str
    paragraph: str = ""
    text: str = ""
    outline: int | None = None
    following: str = "Normal"
    numbering: str = ""


def _heading(level: int, size: int, before: int, after: int, border: str = "") -> Role:
    return Role(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{{numbering}}{border}<w:spacing w:before="{before}" w:after="{after}" '
        f'w:line="264" w:lineRule="auto"/>{{indent}}<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        numbering=f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>',
    )


def _border(side: str, size: int, color: str, space: int) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/></w:pBdr>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


ROLES: dict[str, Role] = {
    "body": Role("BodyText", "Body Text", '<w:spacing w:after="100"/>{first}', following="BodyText"),
    "bullet": Role(
        "ListBullet",
        "List Bullet",
        '{numbering}<w:spacing w:after="70"/>{indent}',
        following="ListBullet",
        numbering='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
    ),
    "title": Role(
        "Title",
        "Title",
        '<w:keepNext/><w:spacing w:before="120" w:after="120" w:line="264" w:lineRule="auto"/>',
        f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/>{_size(44)}',
    ),
    "meta": Role(
        "OutlineMeta",
        "Outline Meta",
        f'{_border("bottom", 12, ACCENT, 8)}<w:spacing w:after="240"/>',
        f'<w:color w:val="{MUTED}"/>{_size(18)}',
    ),
    "banner": Role(
        "OutlineBanner",
        "Outline Banner",
        '<w:keepNext/><w:spacing w:before="0" w:after="60"/>',
        f'<w:b/><w:bCs/><w:color w:val="B3261E"/>{_size(21)}',
    ),
    "heading1": _heading(1, 30, 400, 140, _border("bottom", 4, LINE, 4)),
    "heading2": _heading(2, 25, 280, 110),
    "heading3": _heading(3, 22, 220, 90),
    "contents": Role(
        "ContentsHeading",
        "Contents Heading",
        '<w:keepNext/><w:spacing w:before="120" w:after="80"/>',
        f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/>{_size(24)}',
    ),
    "toc1": Role(
        "TOC1",
        "toc 1",
        '<w:tabs><w:tab w:val="left" w:pos="510"/></w:tabs><w:spacing w:after="20"/>',
    ),
    "caption": Role(
        "Caption",
        "caption",
        '<w:keepNext/><w:spacing w:before="140" w:after="70"/>',
        f'<w:b/><w:bCs/><w:color w:val="{MUTED}"/>{_size(18)}',
    ),
    "figure": Role(
        "OutlineFigure",
        "Outline Figure",
        '<w:keepNext/><w:spacing w:before="200" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>',
    ),
    "figure caption": Role(
        "OutlineFigureCaption",
        "Outline Figure Caption",
        '<w:spacing w:before="80" w:after="160"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>',
        f'<w:b/><w:bCs/><w:color w:val="{MUTED}"/>{_size(18)}',
    ),
    "cell": Role(
        "OutlineCell",
        "Outline Cell",
        '<w:spacing w:before="40" w:after="40" w:line="264" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0" w:firstLineChars="0"/>',
        _size(18),
        following="OutlineCell",
    ),
    "spacer": Role(
        "OutlineSpacer",
        "Outline Spacer",
        '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>',
        _size(8),
    ),
    "gap": Role(
        "OutlineGap",
        "Outline Gap",
        f"<w:keepLines/>{_border('left', 24, 'E0A030', 8)}{_CLEAR.format(fill='FFF7E6')}"
        '<w:spacing w:before="80" w:after="80"/><w:ind w:left="227" w:firstLine="0" w:firstLineChars="0"/>',
        _size(20),
        following="OutlineGap",
    ),
    "aside": Role(
        "OutlineAside",
        "Outline Aside",
        '<w:keepNext/><w:spacing w:after="100"/>',
        f'<w:color w:val="{MUTED}"/>{_size(18)}',
    ),
    "source": Role(
        "OutlineSource",
        "Outline Source",
        '<w:keepNext/><w:tabs><w:tab w:val="left" w:pos="510"/></w:tabs><w:spacing w:before="100" w:after="20"/>'
        '<w:ind w:left="510" w:hanging="510"/>',
        _size(18),
        following="OutlineQuote",
    ),
    "quote": Role(
        "OutlineQuote",
        "Outline Quote",
        '<w:spacing w:after="40"/><w:ind w:left="510" w:firstLine="0" w:firstLineChars="0"/>',
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
        f'<w:color w:val="3C4654"/>{_size(18)}',
    ),
}


def styles(chinese: bool) -> str:
    """``word/styles.xml`` of our own layout (without the XML declaration)."""
    language = "zh-CN" if chinese else "en-US"
    hint = ' w:hint="eastAsia"' if chinese else ""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{hint} w:ascii="Calibri" w:hAnsi="Calibri" '
        f'w:eastAsia="微软雅黑" w:cs="Times New Roman"/>{_size(21)}'
        f'<w:lang w:val="{language if not chinese else "en-US"}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="0" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    listed = "".join(_style(role, chinese) for role in ROLES.values())
    return f'<w:styles xmlns:w="{W}">{defaults}{_BASE}{listed}{_TABLE}</w:styles>'


def direct(role: Role, *, chinese: bool) -> tuple[str, str]:
    """(paragraph, run) properties that make a plain paragraph look like ``role`` by themselves."""
    indent = '<w:ind w:left="397" w:hanging="284"/>' if role.style == "ListBullet" else ""
    return _filled(role.paragraph, chinese=chinese, indent=indent), _without_fonts(role.text)


def _filled(properties: str, *, chinese: bool, numbering: str = "", indent: str = "") -> str:
    first = '<w:ind w:firstLine="420" w:firstLineChars="200"/>' if chinese else ""
    for name, value in (("numbering", numbering), ("indent", indent), ("first", first)):
        properties = properties.replace(f"{{{name}}}", value)
    return properties


def _without_fonts(properties: str) -> str:
    start = properties.find("<w:rFonts")
    if start < 0:
        return properties
    return properties[:start] + properties[properties.index("/>", start) + 2 :]


def _style(role: Role, chinese: bool) -> str:
    paragraph = _filled(role.paragraph, chinese=chinese, numbering=role.numbering)
    return (
        f'<w:style w:type="paragraph" w:styleId="{role.style}"{_custom(role)}><w:name w:val="{role.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{role.following}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{role.text}</w:rPr></w:style>"
    )


def _custom(role: Role) -> str:
    return ' w:customStyle="1"' if role.name.startswith(("Outline", "Contents")) else ""


_BASE = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/>'
    f'<w:rPr><w:color w:val="{MUTED}"/>{_size(17)}</w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>'
    f"<w:pPr>{_border('top', 4, LINE, 6)}<w:tabs>"
    '<w:tab w:val="right" w:pos="9070"/></w:tabs></w:pPr>'
    f'<w:rPr><w:color w:val="{MUTED}"/>{_size(17)}</w:rPr></w:style>'
)

TABLE_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'
    for side, size, color in (
        ("top", 8, ACCENT),
        ("bottom", 8, ACCENT),
        ("insideH", 4, LINE),
    )
)
TABLE_MARGINS = '<w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>'
_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    f"{TABLE_MARGINS}</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="OutlineTable"><w:name w:val="Outline Table"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{TABLE_BORDERS}</w:tblBorders></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="E8EDF4"/></w:tcPr></w:tblStylePr></w:style>'
)
