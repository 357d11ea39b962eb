"""Word layouts as companies have them, built part by part so that tests know every byte."""

from __future__ import annotations

from assistant.drafting.export.word_xml import R, W, archive

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONSHIP = '<Relationship Id="{id}" Type="{kind}" Target="{target}"{mode}/>'

COVER = (
    '<w:p><w:pPr><w:pStyle w:val="a3"/></w:pPr><w:bookmarkStart w:id="41" w:name="cover"/>'
    "<w:r><w:rPr><w:b/></w:rPr><w:t>{{ti</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>tle}}</w:t></w:r>"
    '<w:bookmarkEnd w:id="41"/></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">致：{{customer}} 项目组</w:t></w:r></w:p>'
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    '<w:p><w:pPr><w:pStyle w:val="10"/></w:pPr><w:r><w:t>关于我们</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:pStyle w:val="ad"/></w:pPr><w:r><w:t>远航智能是仓储与物流自动化的集成商。</w:t></w:r></w:p>'
    '<w:tbl><w:tblPr><w:tblStyle w:val="af"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>'
    '<w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>成立</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
)
SLOT = '<w:p><w:pPr><w:pStyle w:val="ad"/></w:pPr><w:r><w:t>{{outline}}</w:t></w:r></w:p>'
CLOSING = "<w:p><w:r><w:t>本方案有效期 90 天。</w:t></w:r></w:p>"
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1800" w:right="1700" w:bottom="1440" w:left="1700" '
    'w:header="800" w:footer="800" w:gutter="0"/></w:sectPr>'
)

# As Word writes it on a Chinese computer: ids "1", "a3"; here also a company's own heading.
_STYLES = f"""<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman"
 w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="标题 1"/><w:basedOn w:val="a"/><w:pPr>
<w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="10"><w:name w:val="远航一级标题"/><w:basedOn w:val="a"/>
<w:pPr><w:keepNext/><w:numPr><w:numId w:val="7"/></w:numPr><w:spacing w:before="300" w:after="150"/>
<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:color w:val="00694E"/><w:sz w:val="32"/>
</w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/>
</w:pPr><w:rPr><w:sz w:val="52"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="ad"><w:name w:val="远航正文"/><w:basedOn w:val="a"/><w:pPr>
<w:spacing w:line="400" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="480"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="ab"><w:name w:val="List Bullet"/><w:basedOn w:val="a"/><w:pPr><w:numPr>
<w:numId w:val="8"/></w:numPr></w:pPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/></w:style>
<w:style w:type="table" w:styleId="ae"><w:name w:val="Table Grid"/></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="af"><w:name w:val="远航表格"/><w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="12" w:color="00694E"/><w:bottom w:val="single" w:sz="12" w:color="00694E"/>
<w:insideH w:val="single" w:sz="4" w:color="BFD9D1"/></w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow">
<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="D9EBE5"/></w:tcPr></w:tblStylePr></w:style></w:styles>"""

_NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="◆"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="4"/></w:num>
</w:numbering>"""


def company(
    body: str = COVER + SLOT + CLOSING + SECTION,
    *,
    main: str = "document.main",
    extra: dict[str, bytes] | None = None,
    header: str = "远航智能 · 机密",
    relationships: str = "",
) -> bytes:
    """A company's layout: its own heading, list and table styles, header, footer and numbering."""
    kinds = {"styles": "styles", "numbering": "numbering", "header1": "header", "footer1": "footer"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    main_type = f"{_WORD}.{main}+xml" if "/" not in main else main
    links = "".join(
        _RELATIONSHIP.format(id=f"rId{number}", kind=f"{R}/{kind}", target=f"{name}.xml", mode="")
        for number, (name, kind) in enumerate(kinds.items(), start=2)
    )
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main_type}"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + _RELATIONSHIP.format(id="rId1", kind=f"{R}/officeDocument", target="word/document.xml", mode="")
        + "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:other="urn:other"><!-- kept -->'
        f"<w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}{relationships}'
        "</Relationships>",
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/header1.xml": f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>',
        "word/footer1.xml": f'<w:ftr xmlns:w="{W}"><w:p><w:r><w:t>www 远航</w:t></w:r></w:p></w:ftr>',
    }
    return archive({name: (_DECLARATION + text).encode() for name, text in texts.items()} | (extra or {}))
