"""Make the sample company's files: ``python examples/make/make.py [PART OF A NAME]``.

Needs Chromium and qpdf for two PDFs, Noto Sans CJK, and the Debian packages ``fonts-wqy-microhei``. The page numbers in the
Word contents are kept in ``toc_pages.json``; ``--pages`` measures them again with LibreOffice.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from blocks import read
from print_pdf import write_printed
from pypdf import PdfReader
from sheet import write_prices
from web import write_web
from word import Writer, numbered

HERE = Path(__file__).parent
LIBRARY = HERE.parent / "library"
PAGES = HERE / "toc_pages.json"

WORD = {
    "proposals/瑞谷医药智能仓储建设方案（V1.0）.docx": ("ruigu", 1),
    "proposals/瑞谷医药智能仓储建设方案（V2.0）.docx": ("ruigu", 2),
    "proposals/东塬化工园区视频监控联网平台建设方案.docx": ("dongyuan", 1),
    "proposals/Merivale_Goods-to-Person_Proposal_EN.docx": ("merivale", 1),
    "cases/明川广场消防物联网改造案例.docx": ("mingchuan", 1),
    "cases/沐岚酒店装修改造智能化案例.docx": ("mulan", 1),
    "faq/售前常见问题与答复口径.docx": ("faq", 1),
}
WEB = {
    "proposals/华澄轴承立体库及AMR技术方案.pdf": ("huacheng", 1),
    "products/HY-AMR600_Series_Datasheet_EN.pdf": ("datasheet", 1),
}
PRINTED = {
    "cases/临湖二院等保三级安全整改案例.pdf": ("linhu", 1),
    "products/HY-AMR系列产品手册.pdf": ("manual", 1),
}


def main(arguments: list[str]) -> None:
    """Make every file whose name holds one of the words given (all when none is given)."""
    measure = "--pages" in arguments
    words = [word for word in arguments if not word.startswith("--")]
    pages = json.loads(PAGES.read_text(encoding="utf-8")) if PAGES.exists() else {}
    for name, (content, version) in WORD.items():
        if wanted(name, words):
            write_word(name, content, version, pages, measure)
    for made, write in ((WEB, write_web), (PRINTED, write_printed)):
        for name, (content, version) in made.items():
            if wanted(name, words):
                write(read(content, version), LIBRARY / name)
    if wanted("prices", words):
        write_prices(LIBRARY / "prices" / "产品与服务价格表2026H2.xlsx")
    if measure:
        PAGES.write_text(
            json.dumps(pages, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )


def wanted(name: str, words: list[str]) -> bool:
    """Whether the file is to be made."""
    return not words or any(word in name for word in words)


def write_word(
    name: str, content: str, version: int, pages: dict[str, dict[str, int]], measure: bool
) -> None:
    """Write one Word file; with ``measure`` twice, the second time with the true pages in its contents."""
    key = f"{content}{version}"
    Writer(read(content, version), pages.get(key, {})).write(LIBRARY / name)
    if measure and read(content, version).meta.get("contents") == "yes":
        pages[key] = heading_pages(LIBRARY / name, content, version)
        Writer(read(content, version), pages[key]).write(LIBRARY / name)


def heading_pages(path: Path, content: str, version: int) -> dict[str, int]:
    """The page of each heading as LibreOffice sets the file, searched in order after the contents."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        texts = [
            "".join((page.extract_text() or "").split())
            for page in PdfReader(Path(folder) / f"{path.stem}.pdf").pages
        ]
    found: dict[str, int] = {}
    source = read(content, version)
    at = next(i for i, text in enumerate(texts) if "目录" in text or "Contents" in text) + 1
    while "....." in texts[at]:
        at += 1
    for _, label, text in numbered(source, source.meta.get("numbering", "")):
        words = "".join(text.split())
        at = next((i for i in range(at, len(texts)) if words in texts[i]), at)
        found[f"{label} {text}"] = at + 1
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
