"""The weights of the 4-bit file as a folder that sentence-transformers loads."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.index.e5q4 import Shape, Weights


def write_folder(weights: Weights, folder: Path) -> None:
    """A folder that sentence-transformers loads: BertModel, tokenizer, mean pooling, normalisation."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights.tensors, folder / "model.safetensors", metadata={"format": "pt"})
    for name, content in _configurations(weights.shape).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    write_tokenizer(weights, folder / "tokenizer.json")


def _configurations(shape: Shape) -> dict[str, object]:
    package = "sentence_transformers.models"
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
            "hidden_size": shape.hidden, "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads, "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions, "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon, "pad_token_id": 1, "position_embedding_type": "absolute",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.positions,
            "bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>",
            "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"{package}.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "}, "similarity_fn_name": "cosine",
        },
    }  # fmt: skip


def write_tokenizer(weights: Weights, path: Path) -> None:
    """The tokenizer as one JSON file: normaliser, Unigram over the pieces, ``<s> $A </s>``."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    dropped = [character for character, text in weights.replacements.items() if not text]
    spaces = [character for character, text in weights.replacements.items() if text == " "]
    tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Replace(Regex(_character_class(dropped)), ""),
        normalizers.Replace(Regex(_character_class(spaces)), " "),
        normalizers.NFKC(),
        normalizers.Strip(),
        normalizers.Replace(Regex(" {2,}"), " "),
    ])  # fmt: skip
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(path), pretty=False)


def _character_class(characters: list[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(character):X}}}" for character in characters) + "]"
