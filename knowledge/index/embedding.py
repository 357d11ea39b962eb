"""Serving a prepared model: ONNX Runtime by default, torch where a model was prepared for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.errors import Misconfigured
from knowledge.index.manifest import find_prepared, read_prepared
from knowledge.index.windows import Window, WindowedEmbedder
from knowledge.ports import Vectors

if TYPE_CHECKING:
    import onnxruntime

MODEL = "model.onnx"


class OnnxEmbedder(WindowedEmbedder):
    """int8 ONNX on the processor; the vector of a text is the same bits whatever is embedded beside it.

    ``threads`` windows run at once, each on one core (default: the physical cores this process may use).
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        prepared = read_prepared(folder)
        super().__init__(folder, prepared.manifest, threads or physical_cores())
        try:
            self._session = open_session(folder / MODEL)
        except Exception as error:  # onnxruntime raises its own classes, all directly under Exception
            raise Misconfigured(
                f"ONNX Runtime 无法打开 {folder / MODEL}（{error}）。"
                "请删除该文件夹后运行 presales model prepare。",
                f"ONNX Runtime cannot open {folder / MODEL} ({error}). "
                "Delete the folder and run: presales model prepare.",
            ) from error

    def _run(self, window: Window) -> Vectors:
        return run_window(self._session, window)


def open_session(model: Path) -> onnxruntime.InferenceSession:
    """One thread per run, not spinning: several runs at once share no work, so none waits for another."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def run_window(session: onnxruntime.InferenceSession, window: Window) -> Vectors:
    """The unit vector of one window of token ids, shape (dimension,)."""
    ids = np.array([window], np.int64)
    row: Vectors = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
    return row


def open_embedder(
    models_root: Path, fingerprint: str | None = None, threads: int | None = None
) -> WindowedEmbedder:
    """The prepared model named by ``fingerprint``, else the default one, ready to serve.

    Raises Misconfigured, saying to run ``presales model prepare``, when none is there or a size differs.
    """
    prepared = find_prepared(models_root, fingerprint)
    if prepared.manifest.runtime == "torch":
        from knowledge.index.torch_embedding import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(prepared.folder, threads)
    return OnnxEmbedder(prepared.folder, threads)


def physical_cores() -> int:
    """Cores this process may run on, two hardware threads of one core counted once where Linux tells."""
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    siblings = set()
    for processor in os.sched_getaffinity(0):
        told = Path(f"/sys/devices/system/cpu/cpu{processor}/topology/thread_siblings_list")
        siblings.add(told.read_text() if told.is_file() else str(processor))
    return len(siblings)
