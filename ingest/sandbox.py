"""Files are read in a child process with a clock and a memory limit; a hostile file takes only it down.

Parent: ``with Worker() as worker: worker.read(name, content).document``. Child: ``python -m ingest.sandbox``.
Frames over the pipes: four bytes of length, then that many bytes (JSON, or the file itself).
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ingest.admit import check_size
from ingest.read import Reading
from knowledge.errors import CannotRead
from knowledge.evidence import Document

CLOCK = 60.0
"""Seconds of wall clock one file may take."""
MEMORY = 900 * 1024 * 1024
"""Bytes the child may hold: private memory on Linux by the kernel, resident memory by the parent's watch."""
FILES_PER_CHILD = 200
_NEARLY = 0.7
"""A child that died this near its memory limit died of it: native code aborts where it gets no more."""
_TICK = 0.05
_LENGTH = struct.Struct(">I")


class Worker:
    """A child process that reads files one after another; replaced after a limit, a crash or 200 files.

    Not for several threads at once: give each its own.
    """

    def __init__(self, clock: float = CLOCK, memory: int = MEMORY, files: int = FILES_PER_CHILD) -> None:
        self._clock, self._memory, self._files = clock, memory, files
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._peak = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        return self._child.pid if self._child else None

    def read(self, name: str, content: bytes) -> Reading:
        """The document of ``content``, known as ``name``, and its front matter.

        Raises CannotRead with a named outcome.
        """
        check_size(len(content))
        answer = self._ask(name, content)
        if "outcome" in answer:
            if answer.get("spent"):
                self.close()
            raise CannotRead(answer["outcome"], answer["zh"], answer["en"])
        return Reading(Document.model_validate_json(answer["document"]), answer["front_matter"])

    def close(self) -> None:
        """End the child; the next read starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()

    def _ask(self, name: str, content: bytes) -> dict[str, Any]:
        """One exchange with the child, watched; every end but an answer becomes CannotRead."""
        child = self._ready_child()
        answers: list[bytes | None] = []
        exchange = threading.Thread(target=_exchange, args=(child, name, content, answers), daemon=True)
        exchange.start()
        refusal = self._watch(exchange, child)
        answer = answers[0] if answers else None
        if answer is None:
            self.close()
            exchange.join(5)
            raise refusal or (too_much_memory() if self._peak > _NEARLY * self._memory else _crashed())
        self._served += 1
        parsed: dict[str, Any] = json.loads(answer)
        return parsed

    def _watch(self, exchange: threading.Thread, child: subprocess.Popen[bytes]) -> CannotRead | None:
        """Wait for the exchange; kill the child at its clock or over its memory, and say which."""
        end, self._peak = time.monotonic() + self._clock, 0
        while True:
            exchange.join(_TICK)
            if not exchange.is_alive():
                return None
            if time.monotonic() > end:
                child.kill()
                return _timed_out(self._clock)
            resident = _resident(child.pid)
            self._peak = max(self._peak, resident)
            if resident > self._memory:
                child.kill()
                return too_much_memory()

    def _ready_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None or self._served >= self._files:
            self.close()
            self._child = _start(self._memory)
            self._served = 0
        return self._child


def _start(memory: int) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parent.parent)
    known = [root, *([os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else [])]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(known),
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "ingest.sandbox", str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _exchange(child: subprocess.Popen[bytes], name: str, content: bytes, answers: list[bytes | None]) -> None:
    """Runs beside the watch, since a pipe cannot be waited for with a clock on every platform."""
    if child.stdin is None or child.stdout is None:
        return
    try:
        write_frame(child.stdin, json.dumps({"name": name}).encode())
        write_frame(child.stdin, content)
        answers.append(read_frame(child.stdout))
    except (OSError, ValueError):
        answers.append(None)  # the child went away; the watch or the exit code says why


def write_frame(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next frame; ``None`` at the end of the pipe."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else None


def _resident(pid: int) -> int:
    """Bytes of memory the process holds, where the system tells (Linux); 0 elsewhere."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _timed_out(clock: float) -> CannotRead:
    return CannotRead(
        "timed out",
        f"读取超过 {clock:g} 秒，已停止。请另存一份更简单的版本（去掉嵌入对象和大图）再添加。",
        f"Reading took more than {clock:g} s and was stopped: save a simpler copy without embedded objects, then add it.",
    )


def too_much_memory() -> CannotRead:
    """Outcome ``too large``: the file unpacks to more than the child may hold."""
    return CannotRead(
        "too large",
        "读取所需内存过大，已停止。请把文件拆成几份再添加。",
        "Reading needs too much memory and was stopped: split the file and add the parts.",
    )


def _crashed() -> CannotRead:
    return CannotRead(
        "corrupt",
        "读取程序在这个文件上异常退出，文件可能已损坏。请用原来的软件打开，重新另存后再添加。",
        "The reader crashed on this file, which may be damaged: open it where it was made, save it again, then add it.",
    )


if __name__ == "__main__":
    from ingest.sandbox_child import serve

    serve(int(sys.argv[1]))
