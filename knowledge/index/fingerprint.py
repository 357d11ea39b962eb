"""Names for what makes vectors comparable: the embedder's and the index's fingerprint."""

from __future__ import annotations

import hashlib
import json

from knowledge.ports import Embedder

RECIPE = 2
"""Raised when export, quantisation or tokenisation changes the vectors."""

WINDOWING = 1
"""Raised when texts over the token limit are cut or averaged in another way."""


def embedder_fingerprint(
    source_sha256: str, runtime: str, precision: str, prefixes: tuple[str, str], max_tokens: int
) -> str:
    """16 hexadecimal digits: two vectors may be compared if and only if these agree.

    ``source_sha256`` is that of the weights as they came: every machine gives a model the same name.
    """
    parts = [source_sha256, runtime, precision, *prefixes, max_tokens, RECIPE, WINDOWING]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def index_fingerprint(embedder: Embedder, chunker_version: str) -> str:
    """Name of the index holding these vectors, e.g. ``passages-384-0123456789abcdef``.

    A valid Chroma collection name (3-512 characters of ``[a-zA-Z0-9._-]``) whatever the arguments are.
    """
    parts = [embedder.fingerprint, embedder.dimension, chunker_version]
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
    return f"passages-{embedder.dimension}-{digest}"
