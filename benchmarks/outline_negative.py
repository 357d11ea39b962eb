"""The negative run: a tender the library has nothing for must stay mostly questions.

    python -m benchmarks.outline_negative ../shared/data

Loads the bilingual cases, drafts the FedRAMP dashboard RFQ, and prints requirements, gaps and every library
citation with its point, so that each can be defended.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.outline_quality import home

LIBRARY = "bilingual_case_volcano"
TENDER = "us_gov_rfq/18F_bpa-fedramp-dashboard/Posted-to-eBuy/RFQ.md"


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("data", type=Path)
    data = arguments.parse_args().data
    need = data / TENDER
    with tempfile.TemporaryDirectory() as temporary:
        workspace = home("volcano", data / LIBRARY, Path(temporary))
        with workspace.reader() as worker:
            outline = workspace.desk.draft(worker, need.name, need.read_bytes())
    points = [p for section in outline.sections for p in section.points if p.basis == "source"]
    gaps = sum(len(section.gaps) for section in outline.sections)
    print(f"{need.name}: {len(outline.requirements)} requirements, {gaps} gaps, "
          f"{sum(len(point.citations) for point in points)} library citations")  # fmt: skip
    for point in points:
        print(f"- {point.text}\n  {point.citations[0].label}")


if __name__ == "__main__":
    main()
