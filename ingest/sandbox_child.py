"""The child's side of the sandbox: limits first, then one file after another until the pipe ends."""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from typing import IO, Any

from ingest.read import read
from ingest.sandbox import read_frame, too_much_memory, write_frame
from knowledge.errors import CannotRead

_ADDRESS_SPACE = 3
"""Times the memory limit: what may be mapped, since libraries map far more than they touch."""


def serve(memory: int) -> None:
    """Answer frames on stdin with frames on stdout; whatever libraries print goes nowhere."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    limit_memory(memory)
    _answer_all(sys.stdin.buffer, replies)


def limit_memory(memory: int) -> None:
    """On Linux the kernel refuses private memory over ``memory`` bytes; elsewhere the clock remains."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE * memory, _ADDRESS_SPACE * memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer_all(requests: IO[bytes], replies: IO[bytes]) -> None:
    while (header := read_frame(requests)) is not None:
        content = read_frame(requests)
        if content is None:
            return
        write_frame(replies, _answer(json.loads(header)["name"], content))


def _answer(name: str, content: bytes) -> bytes:
    """The document, or the outcome as data; no traceback leaves the child."""
    try:
        reading = read(name, content)
        answer: dict[str, Any] = {
            "document": reading.document.model_dump_json(),
            "front_matter": reading.front_matter,
        }
        return json.dumps(answer, default=str).encode()
    except CannotRead as error:
        return _refusal(error)
    except MemoryError:
        return _refusal(too_much_memory(), spent=True)
    except Exception:
        from ingest.admit import corrupt

        return _refusal(corrupt())


def _refusal(error: CannotRead, *, spent: bool = False) -> bytes:
    return json.dumps({"outcome": error.outcome, "zh": error.zh, "en": error.en, "spent": spent}).encode()
