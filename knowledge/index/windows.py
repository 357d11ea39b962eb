"""Texts of any length and content as token windows, their vectors averaged; a runtime runs one window."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.index.manifest import Manifest
from knowledge.ports import Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOKENIZER = "tokenizer.json"
OVERLAP = 64
"""Tokens that neighbouring windows of a long text share at least."""

Window = tuple[int, ...]
_SURROGATE = re.compile("[\ud800-\udfff]")


class Windows:
    """Cuts prefixed texts into windows of token ids that the model can take whole."""

    def __init__(self, tokenizer_file: Path, max_tokens: int) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._max_tokens = max_tokens
        probe = self._tokenizer.encode("a")
        content = [i for i, special in enumerate(probe.special_tokens_mask) if not special]
        self._opening = tuple(probe.ids[: content[0]])
        self._closing = tuple(probe.ids[content[-1] + 1 :])

    def cut(self, prefix: str, texts: Sequence[str]) -> list[list[Window]]:
        """For each text its windows of ≤ ``max_tokens`` ids, special tokens and prefix in every one."""
        whole = [prefix + _SURROGATE.sub("\ufffd", text) for text in texts]
        repeated = tuple(self._tokenizer.encode(prefix.rstrip(), add_special_tokens=False).ids)
        encodings = self._tokenizer.encode_batch_fast(whole, add_special_tokens=False)
        return [self._cut_one(tuple(encoding.ids), repeated) for encoding in encodings]

    def _cut_one(self, ids: Window, repeated: Window) -> list[Window]:
        repeated = repeated if ids[: len(repeated)] == repeated else ()
        body = ids[len(repeated) :]
        room = self._max_tokens - len(self._opening) - len(self._closing) - len(repeated)
        return [
            self._opening + repeated + body[start : start + room] + self._closing
            for start in window_starts(len(body), room)
        ]


def window_starts(length: int, room: int) -> list[int]:
    """Starts of the fewest windows of ``room`` covering ``length`` and sharing ≥ OVERLAP, evenly spread."""
    if length <= room:
        return [0]
    count = math.ceil((length - OVERLAP) / (room - OVERLAP))
    return [round(i * (length - room) / (count - 1)) for i in range(count)]


class WindowedEmbedder(ABC):
    """An ``Embedder`` over a runtime that turns one window into one unit vector.

    Windows are run one at a time: int8 activations are scaled over everything that runs together, so a vector
    would depend on its batch mates; alone it is the same in every run, and on passages it is the faster way.
    """

    def __init__(self, folder: Path, manifest: Manifest, threads: int) -> None:
        self._manifest = manifest
        self._threads = threads
        self._windows = Windows(folder / TOKENIZER, manifest.max_tokens)

    @property
    def fingerprint(self) -> str:
        return self._manifest.fingerprint

    @property
    def dimension(self) -> int:
        return self._manifest.dimension

    @property
    def max_tokens(self) -> int:
        """Tokens in one window, special tokens included."""
        return self._manifest.max_tokens

    @property
    def threads(self) -> int:
        """Windows run at once."""
        return self._threads

    @abstractmethod
    def _run(self, window: Window) -> Vectors:
        """The unit vector of one window, shape (dimension,); called from several threads at once."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (len(texts), dimension); windows of a long text averaged and normalised again."""
        return self._embed(self._manifest.passage_prefix, texts)

    def embed_query(self, text: str) -> Vectors:
        """A unit vector, shape (dimension,)."""
        row: Vectors = self._embed(self._manifest.query_prefix, [text])[0]
        return row

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        cut = self._windows.cut(prefix, texts)
        vectors = self._run_all({window for windows in cut for window in windows})
        rows = np.empty((len(cut), self.dimension), np.float32)
        for row, windows in zip(rows, cut, strict=True):
            row[:] = unit(np.mean([vectors[window] for window in windows], axis=0, dtype=np.float64))
        return rows

    def _run_all(self, windows: set[Window]) -> dict[Window, Vectors]:
        longest_first = sorted(windows, key=lambda window: (-len(window), window))
        if len(longest_first) < 2 or self._threads < 2:
            return {window: self._run(window) for window in longest_first}
        with ThreadPoolExecutor(min(self._threads, len(longest_first))) as pool:
            return dict(zip(longest_first, pool.map(self._run, longest_first), strict=True))


def unit(vector: np.typing.NDArray[np.float64]) -> Vectors:
    """The vector at length 1; for a zero vector the first axis, so that the result always is a unit."""
    length = float(np.linalg.norm(vector))
    if length == 0.0:
        vector = np.eye(1, len(vector))[0]
        length = 1.0
    return np.asarray(vector / length, dtype=np.float32)
