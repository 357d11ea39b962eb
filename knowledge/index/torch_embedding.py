"""Serving with sentence-transformers and torch: slower to start, for models that do not export to ONNX."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.index.manifest import read_prepared
from knowledge.index.windows import Window, WindowedEmbedder
from knowledge.ports import Vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

MODEL_FOLDER = "sentence-transformers"


class SentenceTransformerEmbedder(WindowedEmbedder):
    """The sentence-transformers model itself in float32; same windows and prefixes as the ONNX runtime."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        super().__init__(folder, read_prepared(folder).manifest, threads=1)
        import torch

        if threads is not None:
            torch.set_num_threads(threads)
        self._model = load_sentence_transformer(folder / MODEL_FOLDER)

    def _run(self, window: Window) -> Vectors:
        import torch

        with torch.inference_mode():
            ids = torch.tensor([window])
            row = sentence_embedding(self._model, ids, torch.ones_like(ids))[0]
        return np.asarray(row.numpy(), dtype=np.float32)


def load_sentence_transformer(folder: Path) -> SentenceTransformer:
    """The model of a local folder on the processor; nothing is fetched and no code of the folder is run."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(folder),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"attn_implementation": "eager"},
    )
    return model.eval()


def sentence_embedding(model: SentenceTransformer, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Transformer, pooling and normalisation on (rows, tokens) ids; unit rows, shape (rows, dimension)."""
    import torch

    output = model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]
    return torch.nn.functional.normalize(output, p=2.0, dim=1)
