"""The child process of preparation: it alone imports torch. Answers in JSON lines on stdout.

``{"step": name}`` as work goes on, ``{"error": [zh, en]}`` when it cannot be done; the result is a folder
with a manifest.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from knowledge.errors import Misconfigured, PresalesError
from knowledge.index import e5q4
from knowledge.index.e5folder import write_folder
from knowledge.index.embedding import MODEL
from knowledge.index.export import PROBES, checked_agreement, export, noisy_layers, quantise
from knowledge.index.fingerprint import embedder_fingerprint
from knowledge.index.manifest import Manifest, file_sha256, record_files, write_manifest
from knowledge.index.torch_embedding import MODEL_FOLDER, load_sentence_transformer, sentence_embedding
from knowledge.index.windows import TOKENIZER, Windows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MOST_TOKENS = 512


def say(step: str) -> None:
    """Tell the parent which step begins."""
    print(json.dumps({"step": step}), file=sys.__stdout__, flush=True)


def convert(work: Path, request: argparse.Namespace) -> None:
    """Fill ``work/model`` with the prepared model that ``request`` asks for."""
    folder, name, source_sha256 = _source(work, request)
    say("load")
    model = load_sentence_transformer(folder)
    result = work / "model"
    result.mkdir()
    _save_tokenizer(model, result)
    max_tokens = min(model.max_seq_length or MOST_TOKENS, MOST_TOKENS)
    prefixes = _prefixes(model, name, request)
    precision: Literal["int8", "fp32"] = "fp32" if request.runtime == "torch" else "int8"
    if request.runtime == "torch":
        model.save(str(result / MODEL_FOLDER))
        agreement = 1.0
    else:
        cut = Windows(result / TOKENIZER, max_tokens).cut(prefixes[1], PROBES)
        probes = [window for windows in cut for window in windows]
        say("export")
        export(model, work / "float32.onnx")
        say("quantise")
        quantise(work / "float32.onnx", result / MODEL, noisy_layers(model, probes))
        say("check")
        agreement = checked_agreement(model, result / MODEL, probes)
    say("record")
    manifest = Manifest(
        name=name,
        source_sha256=source_sha256,
        runtime=request.runtime,
        precision=precision,
        dimension=_dimension(model),
        query_prefix=prefixes[0],
        passage_prefix=prefixes[1],
        max_tokens=max_tokens,
        agreement=round(agreement, 6),
        files=record_files(result),
        fingerprint=embedder_fingerprint(source_sha256, request.runtime, precision, prefixes, max_tokens),
    )
    write_manifest(result, manifest)


def _source(work: Path, request: argparse.Namespace) -> tuple[Path, str, str]:
    """Folder to load, the model's name, sha256 of what it was made from."""
    if request.folder is not None:
        return request.folder, request.folder.name, folder_sha256(request.folder)
    if request.hub_name is not None:
        folder = _download(request.hub_name)
        return folder, request.hub_name, folder_sha256(folder)
    say("dequantise")
    folder = work / "source"
    write_folder(e5q4.read_weights(e5q4.find_data(request.archive)), folder)
    return folder, e5q4.NAME, e5q4.SHA256


def folder_sha256(folder: Path) -> str:
    """One sha256 over names and contents of all files but hidden ones."""
    import hashlib

    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        relative = path.relative_to(folder)
        if not any(part.startswith(".") for part in relative.parts):
            total.update(f"{relative.as_posix()}\0{file_sha256(path)}\n".encode())
    return total.hexdigest()


def _download(name: str) -> Path:
    say("download")
    from huggingface_hub import HfApi, snapshot_download

    try:
        revision = HfApi().model_info(name, timeout=10).sha
        patterns = ["*.json", "*.safetensors", "*.txt", "*.model"]
        return Path(snapshot_download(name, revision=revision, allow_patterns=patterns))
    except Exception as error:  # the hub's own, its HTTP client's (which changes) and the disk's
        raise Misconfigured(
            f"无法从模型站点取得 {name}（{type(error).__name__}）。请检查名称和网络，"
            "或在能联网的机器上下载后指定文件夹；内置模型无需联网：presales model prepare。",
            f"Cannot fetch {name} from the model hub ({type(error).__name__}). Check the name and the network, "
            "or download it elsewhere and pass its folder. "
            "The built-in model needs no network: presales model prepare.",
        ) from error


def _save_tokenizer(model: SentenceTransformer, result: Path) -> None:
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise Misconfigured(
            "该模型的分词器没有 tokenizers 格式（tokenizer.json），无法使用。请换一个模型。",
            "This model's tokenizer has no tokenizers form (tokenizer.json); choose another model.",
        )
    backend.no_truncation()
    backend.no_padding()
    backend.save(str(result / TOKENIZER), pretty=False)


def _prefixes(model: SentenceTransformer, name: str, request: argparse.Namespace) -> tuple[str, str]:
    """Given ones, else the model's own prompts, else those the e5 family needs (its model card)."""
    if request.query_prefix is not None:
        return request.query_prefix, request.passage_prefix
    prompts = model.prompts
    query = prompts.get("query") or ""
    passage = prompts.get("passage") or prompts.get("document") or ""
    if not query and not passage and "e5" in name.lower().replace("_", "-").split("/")[-1].split("-"):
        return "query: ", "passage: "
    return query, passage


def _dimension(model: SentenceTransformer) -> int:
    import torch

    ids = torch.tensor([[0, 1]])
    with torch.inference_mode():
        return int(sentence_embedding(model, ids, torch.ones_like(ids)).shape[1])


def _die_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


def main() -> int:
    """Entry of the child: exit 0 with a result, 1 with an ``error`` line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=Path)
    parser.add_argument("--runtime", choices=["onnx", "torch"], required=True)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--hub-name")
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--query-prefix")
    parser.add_argument("--passage-prefix")
    request = parser.parse_args()
    threading.Thread(target=_die_with_parent, daemon=True).start()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    sys.stdout = sys.stderr
    try:
        convert(request.work, request)
    except PresalesError as error:
        print(json.dumps({"error": [error.zh, error.en]}), file=sys.__stdout__, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
