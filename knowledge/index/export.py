"""A sentence-transformers model as one int8 ONNX file: exported, quantised where that is harmless, checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.errors import Misconfigured
from knowledge.index.embedding import open_session, run_window
from knowledge.index.torch_embedding import sentence_embedding
from knowledge.index.windows import Window

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

LEAST_AGREEMENT = 0.99
"""Cosine int8 to float32 under which a conversion is refused."""

MOST_NOISE = 0.01
"""Power of the rounding noise over the signal's in a layer's 8-bit input; a noisier layer stays float32."""

PROBES = (
    "等级保护三级测评前需要完成哪些整改？",
    "某装备制造企业的私有云项目采用双活数据中心，核心数据库每日备份，恢复时间不超过四小时。",
    "项目总价 1,280,000 元，含三年 7×24 小时运维服务，交付周期 90 个自然日。",
    "Our warehouse management system supports 2,000 orders per hour with an uptime of 99.9 %.",
    "客户反馈: dashboard 加载需要 8 秒, 希望 P95 在 2 秒以内 (GB/T 28181-2016).",
    "报价",
    "".join(f"第{n}条 投标人应当在规定的时间内提交响应文件，并对条款 {n} 逐项应答。" for n in range(1, 14)),
)


def export(model: SentenceTransformer, path: Path) -> None:
    """Transformer, pooling and normalisation as float32 ONNX, rows and tokens free.

    Raises Misconfigured, naming the torch runtime, when the model cannot be traced.
    """
    import torch

    class Sentence(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            return sentence_embedding(self.model, input_ids, attention_mask)

    ids = torch.tensor([[0, 5, 6, 7, 2], [0, 5, 2, 1, 1]])
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    free = {0: "rows", 1: "tokens"}
    try:
        with torch.no_grad():
            torch.onnx.export(
                Sentence().eval(),  # else export hands the model back with its dropout on
                (ids, mask),
                str(path),
                input_names=["input_ids", "attention_mask"],
                output_names=["embedding"],
                dynamic_axes={"input_ids": free, "attention_mask": free, "embedding": {0: "rows"}},
                opset_version=17,
                dynamo=False,
            )
    except Exception as error:  # whatever the model's own code raises while it is traced
        raise Misconfigured(
            f"该模型无法导出为 ONNX（{type(error).__name__}: {error}）。请改用 --runtime torch。",
            f"This model does not export to ONNX ({type(error).__name__}: {error}). Use --runtime torch.",
        ) from error


def noisy_layers(model: SentenceTransformer, probes: Sequence[Window]) -> list[str]:
    """Names of the linear layers whose inputs 8 bits would spoil (outliers stretch the one scale of a run).

    Rounding to steps of (max - min) / 255 adds noise of power step² / 12 (uniform error); compared with the mean
    square of the input, averaged over the probes, against MOST_NOISE.
    """
    import torch

    noise: dict[str, list[float]] = {}

    def listen(name: str, module: torch.nn.Module) -> torch.utils.hooks.RemovableHandle:
        def hear(_: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            values = inputs[0]
            step = (max(values.max().item(), 0.0) - min(values.min().item(), 0.0)) / 255
            noise.setdefault(name, []).append(step**2 / 12 / values.square().mean().item())

        return module.register_forward_pre_hook(hear)

    linear = [(name, module) for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)]
    handles = [listen(name, module) for name, module in linear]
    for window in probes:
        _exact(model, window)
    for handle in handles:
        handle.remove()
    return [name for name, measured in noise.items() if float(np.mean(measured)) > MOST_NOISE]


def quantise(source: Path, target: Path, exact_layers: Sequence[str]) -> None:
    """int8 weights per channel and activations per run; ``exact_layers`` stay float32. Deletes ``source``.

    ``reduce_range`` keeps 7 bits in a weight, so that processors without VNNI do not saturate.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = onnx.load(source, load_external_data=False).graph
    excluded = [
        node.name
        for node in graph.node
        if node.op_type == "MatMul" and any(_is_layer(node.name, layer) for layer in exact_layers)
    ]
    del graph
    quantize_dynamic(
        source,
        target,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=excluded,
    )
    source.unlink()


def _is_layer(node: str, layer: str) -> bool:
    """Whether the ONNX node is that torch layer: export writes dots as slashes and leaves some outer names out."""
    node_path = node.removesuffix("/MatMul").replace("/", ".")
    parts = layer.split(".")
    return any(node_path.endswith("." + ".".join(parts[skip:])) for skip in range(min(3, len(parts) - 2)))


def checked_agreement(model: SentenceTransformer, converted: Path, probes: Sequence[Window]) -> float:
    """Least cosine of the converted model's vectors to torch's; raises Misconfigured under LEAST_AGREEMENT."""
    session = open_session(converted)
    least = min(float(np.dot(_exact(model, window), run_window(session, window))) for window in probes)
    if not least >= LEAST_AGREEMENT:
        raise Misconfigured(
            f"量化后的模型与原模型不一致（余弦 {least:.4f} < {LEAST_AGREEMENT}）。请改用 --runtime torch。",
            f"The quantised model disagrees with the original (cosine {least:.4f} < {LEAST_AGREEMENT}). "
            "Use --runtime torch.",
        )
    return least


def _exact(model: SentenceTransformer, window: Window) -> np.typing.NDArray[np.float32]:
    import torch

    with torch.inference_mode():
        ids = torch.tensor([window])
        return np.asarray(sentence_embedding(model, ids, torch.ones_like(ids))[0].numpy(), dtype=np.float32)
