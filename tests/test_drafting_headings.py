"""What a heading says its blocks are: by most of its words, the first where two lead, the whole where one is exact."""

from __future__ import annotations

import pytest

from assistant.drafting.evidence.headings import section_of
from assistant.drafting.template import load_template
from ingest.read import read


@pytest.mark.parametrize(
    ("language", "heading", "section"),
    [
        ("en", "Hosting and security", "deployment"),
        ("en", "Security and hosting", "architecture"),
        ("en", "Support", "service"),
        ("en", "Support for vGPU scheduling", None),
        ("en", "5 Programme", "plan"),
        ("zh", "三、施工", "plan"),
        ("zh", "四、服务", "service"),
        ("zh", "服务器日志中心", None),
    ],
)
def test_a_heading_means_the_section_that_leads_in_it(
    language: str, heading: str, section: str | None
) -> None:
    document = read("a.md", f"# 某项目\n\n## {heading}\n正文说明一件事情，供引用。\n".encode()).document
    block = next(b for b in document.blocks if b.kind == "paragraph")
    assert section_of(document, block, load_template("default", language)) == section
