"""Word XML that python-docx has no call for: heading numbering, fields, cell shading, borders."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

SCHEMES = {
    "decimal": (("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")),
    "chapter": (("chineseCountingThousand", "第%1章"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")),
    "chinese": (
        ("chineseCountingThousand", "%1、"),
        ("chineseCountingThousand", "（%2）"),
        ("decimal", "%3．"),
    ),
}


def number_headings(document: Document, scheme: str) -> None:
    """Link Heading 1–3 to one multilevel list, as Word's own “List of headings” does."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Heading{i + 1}"/>'
        f"{'<w:isLgl/>' if scheme == 'chapter' and i else ''}"
        f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for i, (form, text) in enumerate(SCHEMES[scheme])
    )
    number = _add_list(document, 90, f'<w:multiLevelType w:val="multilevel"/>{levels}')
    for i in range(3):
        _numbered(document.styles[f"Heading {i + 1}"].element.get_or_add_pPr(), number, i)


def number_questions(document: Document, style: str) -> None:
    """Give the paragraph style ``style`` the automatic numbers Q1：, Q2：…"""
    level = (
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:suff w:val="nothing"/><w:lvlText w:val="Q%1："/><w:lvlJc w:val="left"/></w:lvl>'
    )
    _numbered(document.styles[style].element.get_or_add_pPr(), _add_list(document, 91, level), 0)


def _add_list(document: Document, number: int, inside: str) -> int:
    root = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inside}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
    )
    return number


def _numbered(properties: OxmlElement, number: int, level: int) -> None:
    for old in properties.findall(qn("w:numPr")):
        properties.remove(old)
    mark = parse_xml(
        f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )
    properties._insert_numPr(mark)


def restarted_list(document: Document, style: str) -> int:
    """A new list that begins at 1, on the numbering of the paragraph style ``style``."""
    root = document.part.numbering_part.element
    used = document.styles[style].element.pPr.numPr.numId.val
    abstract = next(n for n in root.num_lst if n.numId == used).abstractNumId.val
    number = root.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def field(paragraph: Paragraph, code: str, shown: str = "1") -> None:
    """A complex field with its last result ``shown``."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()
        if kind is None:
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {code} "
            run._r.append(words)
        elif kind == "text":
            run.text = shown
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def field_mark(paragraph: Paragraph, kind: str, code: str = "") -> None:
    """One end of a field that spans paragraphs (``begin`` with its code and ``separate``, or ``end``)."""
    kinds = ("begin", "code", "separate") if kind == "begin" else ("end",)
    for step in kinds:
        run = paragraph.add_run()
        if step == "code":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {code} "
            run._r.append(words)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), step)
            run._r.append(mark)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a table cell."""
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    )


def repeat_header(table: Table, rows: int) -> None:
    """Repeat the first rows on every page, and never break a row over two pages."""
    for index, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if index < rows:
            properties.append(OxmlElement("w:tblHeader"))


def line_under(paragraph: Paragraph, side: str = "bottom") -> None:
    """A thin rule under (or over) a paragraph."""
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="6" w:space="1" w:color="7F8FA6"/></w:pBdr>'
        )
    )
