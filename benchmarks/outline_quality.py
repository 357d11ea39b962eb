"""Outline quality against gold needs: requirements, evidence in the right section, gaps shown.

    python benchmarks/outline_quality.py GOLD --library examples=examples/library --library volcano=DIR …

GOLD is a folder of ``need-NN.gold.json`` beside its need: ``{"need", "library", "requirements": [{"text",
"value", "unit"}], "not_requirements", "evidence": [{"requirement", "section", "documents"}], "gaps":
[{"requirement"}], "forbidden": [{"document"}]}``; with ``source_case`` the need was written from that one
document and is answered by the library without it. Gold is written by somebody who has not read the code. Prints a row
per need and the totals; ``--points FILE`` writes every cited point for a blind reader; ``--misses`` lists
what was missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from assistant.workspace import Workspace
from knowledge.presales import Customer, Deal, Outline, Requirement

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Score:
    """Counts of one need (or their sum), and what was missed."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def miss(self, kind: str, what: object) -> None:
        self.misses.append(f"{kind}: {what}")


def plain(text: str | None) -> str:
    """Letters and digits, width and case folded."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(c for c in folded if c.isalnum() or c in "%℃°-")


def same(gold: dict[str, Any], found: Requirement) -> bool:
    """The same statement with the same value and unit (a unit may be written with the value)."""
    if not overlapping(gold["text"], found.text):
        return False
    if gold.get("value") is None:
        return True
    wanted = plain(gold["value"]) + plain(gold.get("unit"))
    given = plain(found.value) + plain(found.unit)
    return bool(given) and (
        wanted == given or wanted in given or (given in wanted and plain(found.value) == plain(gold["value"]))
    )


def overlapping(one: str, other: str) -> bool:
    """Slices of one text that share their better half: one holds the other, or they share a long run."""
    a, b = plain(one), plain(other)
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    shorter, longer = sorted((a, b), key=len)
    half = max(4, len(shorter) // 2)
    return any(shorter[i : i + half] in longer for i in range(len(shorter) - half + 1))


def score(gold: dict[str, Any], outline: Outline, need_text: str) -> Score:
    result = Score()
    matched = requirements(gold, outline, need_text, result)
    evidence(gold, outline, result)
    gaps(gold, outline, matched, result)
    return result


def requirements(gold: dict[str, Any], outline: Outline, need_text: str, result: Score) -> list[set[int]]:
    """Indexes of the outline's requirements that match each gold one."""
    matched = []
    for wanted in gold["requirements"]:
        hits = {i for i, found in enumerate(outline.requirements) if same(wanted, found)}
        matched.append(hits)
        result.counts["requirements"] += 1
        result.counts["found"] += bool(hits)
        if not hits:
            near = [
                f"{r.text} [{r.value} {r.unit}]"
                for r in outline.requirements
                if overlapping(wanted["text"], r.text)
            ]
            result.miss(
                "requirement",
                f"{wanted['text']} [{wanted.get('value')} {wanted.get('unit')}] near {near[:2]}",
            )
    good = set().union(*matched) if matched else set()
    for background in gold.get("not_requirements", ()):
        listed = [
            r.text
            for i, r in enumerate(outline.requirements)
            if i not in good and overlapping(background, r.text)
        ]
        result.counts["background"] += 1
        result.counts["listed_background"] += bool(listed)
        if listed:
            result.miss("background listed", listed[0])
    whole = plain(need_text)
    for found in outline.requirements:
        if plain(found.text) not in whole or plain(found.value) not in whole:
            result.counts["invented"] += 1
            result.miss("invented", found)
    return matched


SECTION_OF = {"risk": "risks"}
"""The gold's names of sections where the product's keys differ."""


def evidence(gold: dict[str, Any], outline: Outline, result: Score) -> None:
    cited = {section.key: cited_in(section) for section in outline.sections}
    result.counts["points"] += sum(
        point.basis == "source" for section in outline.sections for point in section.points
    )
    for wanted in gold["evidence"]:
        names = {Path(name).name for name in wanted["documents"]}
        hit = bool(names & cited.get(SECTION_OF.get(wanted["section"], wanted["section"]), set()))
        result.counts["evidence"] += 1
        result.counts["cited"] += hit
        if not hit:
            elsewhere = [key for key, found in cited.items() if names & found]
            result.miss(
                "evidence",
                f"{wanted['section']} ← {sorted(names)} ({wanted.get('why')}) elsewhere: {elsewhere}",
            )
    everywhere = set().union(*cited.values()) if cited else set()
    for unwanted in gold.get("forbidden", ()):
        if Path(unwanted["document"]).name in everywhere:
            result.counts["forbidden"] += 1
            result.miss("forbidden cited", f"{unwanted['document']} ({unwanted.get('why')})")


def cited_in(section: Any) -> set[str]:
    citations = [c for point in section.points for c in point.citations]
    citations += [c for table in section.tables for row in table.citations for c in row]
    return {Path(citation.source).name for citation in citations}


def gaps(gold: dict[str, Any], outline: Outline, matched: list[set[int]], result: Score) -> None:
    """A planted gap is shown when a gap names its requirement and no cited point claims to answer it."""
    shown = [(set(gap.answers), gap.text + gap.ask) for section in outline.sections for gap in section.gaps]
    answered = {i for s in outline.sections for p in s.points if p.basis == "source" for i in p.answers}
    for planted in gold["gaps"]:
        wanted = gold["requirements"][planted["requirement"]]
        hits = matched[planted["requirement"]] | {
            i for i, found in enumerate(outline.requirements) if overlapping(wanted["text"], found.text)
        }
        named = any(answers & hits or overlapping(wanted["text"], text) for answers, text in shown)
        claimed = bool(matched[planted["requirement"]]) and matched[planted["requirement"]] <= answered
        result.counts["gaps"] += 1
        result.counts["shown"] += named and not claimed
        if not named or claimed:
            result.miss("gap", f"{wanted['text']} {'claimed as answered' if claimed else 'not shown'}")


def without(folder: Path, name: str, into: Path) -> Path:
    """A copy of the library ``folder`` without the documents called ``name``, in whichever language."""
    copy = into / f"{folder.name} without {name}"
    if not copy.exists():
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(name))
    return copy


def home(library: str, folder: Path, root: Path) -> Workspace:
    """A library in a home of its own, with the sample company's customers and deals where it is theirs."""
    workspace = Workspace.open(Settings.from_environment(root / library))
    if library == "examples":
        for line in (ROOT / "examples" / "customers.jsonl").read_text(encoding="utf-8").splitlines():
            workspace.save_customer(Customer.model_validate_json(line))
        for line in (ROOT / "examples" / "deals.jsonl").read_text(encoding="utf-8").splitlines():
            workspace.save_deal(Deal.model_validate_json(line))
    list(workspace.intake.add([folder]))
    workspace.embedder(prepare=print)
    workspace.embed()
    return workspace


def point_lines(name: str, outline: Outline) -> list[str]:
    return [
        json.dumps(
            {
                "need": name,
                "section": section.heading,
                "requirements": [outline.requirements[i].text for i in point.answers],
                "point": point.text,
                "quotes": [f"{citation.label}: {citation.quote}" for citation in point.citations],
            },
            ensure_ascii=False,
        )
        for section in outline.sections
        for point in section.points
        if point.basis == "source"
    ]


def row(name: str, counts: Counter[str]) -> str:
    return (
        f"{name:12} requirements {counts['found']}/{counts['requirements']} "
        f"background listed {counts['listed_background']}/{counts['background']} invented {counts['invented']} "
        f"evidence {counts['cited']}/{counts['evidence']} gaps {counts['shown']}/{counts['gaps']} "
        f"forbidden {counts['forbidden']} points {counts['points']}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--library", action="append", required=True, metavar="NAME=FOLDER")
    arguments.add_argument("--home", type=Path, help="keep the homes here and reuse them")
    arguments.add_argument("--points", type=Path, help="write every cited point here, one JSON object a line")
    arguments.add_argument("--drafts", type=Path, help="write every outline as Markdown into this folder")
    arguments.add_argument("--misses", action="store_true")
    chosen = arguments.parse_args()
    folders = dict(entry.split("=", 1) for entry in chosen.library)
    lines: list[str] = []
    total = Score()
    with tempfile.TemporaryDirectory() as temporary:
        root = chosen.home or Path(temporary)
        workspaces: dict[str, Workspace] = {}
        for file in sorted(chosen.gold.glob("*.gold.json")):
            gold = json.loads(file.read_text(encoding="utf-8"))
            library, folder = gold["library"], Path(folders[gold["library"]])
            if gold.get("source_case"):
                name = Path(gold["source_case"]).name
                library, folder = f"{library}-{file.stem}", without(folder, name, Path(temporary))
            workspace = workspaces.get(library) or home(library, folder, root)
            workspaces[library] = workspace
            need = file.with_name(gold["need"])
            with workspace.reader() as worker:
                outline = workspace.desk.draft(worker, need.name, need.read_bytes())
            scored = score(gold, outline, outline.need)
            total.counts += scored.counts
            lines += point_lines(need.name, outline)
            print(row(need.stem, scored.counts), flush=True)
            if chosen.misses:
                print("\n".join(f"    {miss}" for miss in scored.misses))
            if chosen.drafts:
                chosen.drafts.mkdir(parents=True, exist_ok=True)
                (chosen.drafts / f"{need.stem}.md").write_bytes(workspace.desk.export(outline, "md"))
    print(row("all", total.counts))
    if chosen.points:
        chosen.points.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
