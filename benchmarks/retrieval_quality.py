"""How well questions find their documents, on public parallel texts.

    python benchmarks/retrieval_quality.py DATA [--json]

DATA holds ``xquad_half`` (120 paragraphs and 632 questions, the same in Chinese and English) and
``bilingual_case_volcano`` (posts in both languages under one file name). Everything goes through the product:
rows and files are added, embedded by the prepared model and asked by ``evaluate``. Nothing is tuned here.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.retrieval.evaluate import Gold, evaluate
from assistant.retrieval.search import Retrieval
from ingest.embed import embed_missing
from ingest.originals import Originals
from ingest.pipeline import Intake
from knowledge.evidence import Facets, Principal
from knowledge.index.embedding import open_embedder
from knowledge.index.manifest import default_models_root
from knowledge.ports import Embedder
from knowledge.store.record import Record

PRINCIPAL = Principal()
TARGETS = {
    "xquad zh→zh": {"hit1": 0.946},
    "xquad en→en": {"hit1": 0.965},
    "xquad zh→en": {"hit5": 0.92},
    "xquad en→zh": {"hit1": 0.75, "hit5": 0.95},
    "xquad both→all": {"hit1": 0.96},
    "volcano zh title→en": {"hit5": 0.95},
}
"""Wanted of ``both``; set before this was measured."""

LANGUAGES = ("zh", "en")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    embedder = open_embedder(default_models_root())
    for name, row in measured(asked.data, embedder):
        print(json.dumps({"set": name, **row}) if asked.json else line(name, row))


def measured(data: Path, embedder: Embedder) -> Iterator[tuple[str, dict[str, object]]]:
    with tempfile.TemporaryDirectory() as folder:
        yield from xquad(data / "xquad_half", Path(folder), embedder)
    with tempfile.TemporaryDirectory() as folder:
        yield from volcano(data / "bilingual_case_volcano", Path(folder), embedder)


def xquad(data: Path, home: Path, embedder: Embedder) -> Iterator[tuple[str, dict[str, object]]]:
    rows, questions = [], []
    for language in LANGUAGES:
        content = json.loads((data / f"xquad.{language}.json").read_text(encoding="utf-8"))
        paragraphs = [paragraph for article in content["data"] for paragraph in article["paragraphs"]]
        for at, paragraph in enumerate(paragraphs):
            name = f"{language}-{at:03d}"
            rows.append({"id": name, "title": name, "text": paragraph["context"], "language": language})
            questions += [(language, at, entry["question"]) for entry in paragraph["qas"]]
    path = home / "paragraphs.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    retrieval = library(home, [path], embedder)
    for asked, held in [("zh", "zh"), ("en", "en"), ("zh", "en"), ("en", "zh")]:
        gold: list[Gold] = [
            (question, (f"{held}-{at:03d}",), Facets(languages=(held,)))
            for language, at, question in questions
            if language == asked
        ]
        yield from told(f"xquad {asked}→{held}", retrieval, gold)
    everything: list[Gold] = [
        (question, tuple(f"{held}-{at:03d}" for held in LANGUAGES), Facets()) for _, at, question in questions
    ]
    yield from told("xquad both→all", retrieval, everything)


def volcano(data: Path, home: Path, embedder: Embedder) -> Iterator[tuple[str, dict[str, object]]]:
    english = data / "blog"
    chinese = data / "i18n" / "zh-Hans" / "docusaurus-plugin-content-blog"
    retrieval = library(home, [english], embedder)
    names = sorted(path.name for path in english.glob("*.md") if (chinese / path.name).is_file())
    gold: list[Gold] = []
    for name in names:
        title = re.search(
            r'^title:\s*"?(.+?)"?\s*$', (chinese / name).read_text(encoding="utf-8"), re.MULTILINE
        )
        if title:
            gold.append((title[1], (name,), Facets()))
    yield from told("volcano zh title→en", retrieval, gold)


def library(home: Path, paths: Sequence[Path], embedder: Embedder) -> Retrieval:
    """A library in ``home`` with these files, embedded."""
    record = Record(home / "record")
    for arrived in Intake(record, Originals(home / "originals"), PRINCIPAL).add(paths):
        if arrived.outcome not in ("indexed", "unchanged"):
            print("not read:", arrived.source, arrived.outcome)
    embed_missing(record, embedder)
    return Retrieval(record, lambda: embedder, home / "indexes")


def told(name: str, retrieval: Retrieval, gold: Sequence[Gold]) -> Iterator[tuple[str, dict[str, object]]]:
    for row in evaluate(retrieval, PRINCIPAL, gold):
        yield name, row


def line(name: str, row: dict[str, object]) -> str:
    wanted = TARGETS.get(name, {}) if row["mode"] == "both" else {}
    marks = [
        f"{measure} ≥ {target}: {'yes' if float(str(row[measure])) >= target else 'NO'}"
        for measure, target in wanted.items()
    ]
    figures = " ".join(f"{key} {row[key]:.3f}" for key in ("hit1", "hit5", "hit10", "mrr10", "ndcg10"))
    return f"{name:22} {row['mode']:8} n={row['questions']:<5} {figures}  {'; '.join(marks)}"


if __name__ == "__main__":
    main()
