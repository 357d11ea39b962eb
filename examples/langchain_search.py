"""The library inside a LangChain program: ``python examples/langchain_search.py [QUESTION] [--home DIR]``.

Needs the home folder that ``examples/start.py`` leaves (``demo-home``), or your own. The retriever carries the
rights of the person the settings name; the embeddings are the prepared model's.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.langchain import LibraryEmbeddings, LibraryRetriever
from assistant.settings import Settings
from assistant.workspace import Workspace

DEMO = Path(__file__).resolve().parent.parent / "demo-home"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("question", nargs="?", default="断网后多久恢复")
    arguments.add_argument("--home", type=Path, default=DEMO)
    chosen = arguments.parse_args()
    workspace = Workspace.open(Settings.from_environment(chosen.home, "zh"))

    retriever = LibraryRetriever(library=workspace.library, limit=5)
    documents = retriever.invoke(chosen.question)
    for document in documents:
        print(f"[{document.metadata['source']}] {' '.join(document.page_content.split())[:80]}")

    embedder = workspace.embedder()
    if embedder is not None and documents:
        embeddings = LibraryEmbeddings(embedder)
        question = embeddings.embed_query(chosen.question)
        (passage,) = embeddings.embed_documents([documents[0].page_content])
        print(f"cosine to the first: {sum(a * b for a, b in zip(question, passage, strict=True)):.3f}")


if __name__ == "__main__":
    main()
