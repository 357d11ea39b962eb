"""A file that hangs, swells or kills its reader takes only the child down; the next file is read."""

from __future__ import annotations

import io
import os
import signal
import struct
import sys
import threading
import time
from pathlib import Path

import pytest

from ingest import sandbox
from ingest.sandbox import Worker, read_frame, write_frame
from knowledge.errors import CannotRead
from knowledge.evidence import document_id_of

GOOD = "# 概述\n正文。\n".encode()
STALL = """
import sys, time
from ingest.sandbox import read_frame, write_frame
while (header := read_frame(sys.stdin.buffer)) is not None:
    content = read_frame(sys.stdin.buffer)
    if content == b"sleep": time.sleep(600)
    if content == b"swell": hoard = bytearray(300 * 1024 * 1024); hoard[::4096] = b"x" * len(hoard[::4096]); time.sleep(600)
    if content == b"die": sys.exit(3)
    write_frame(sys.stdout.buffer, b'{"outcome": "empty", "zh": "-", "en": "Empty."}')
"""


@pytest.fixture
def stalling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A child that speaks the protocol and misbehaves on request, started in the real one's place."""
    import subprocess

    program = tmp_path / "stall.py"
    program.write_text(STALL, encoding="utf-8")
    root = str(Path(sandbox.__file__).resolve().parent.parent)

    def start(memory: int) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": root}
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, str(program)], stdin=pipe, stdout=pipe, env=environment)

    monkeypatch.setattr(sandbox, "_start", start)
    return program


def test_a_document_comes_back_whole():
    with Worker() as worker:
        reading = worker.read("案例.md", b"---\ncustomer: X\n---\n" + GOOD)
    assert reading.document.id == document_id_of(b"---\ncustomer: X\n---\n" + GOOD)
    assert reading.document.text == "概述\n正文。" and reading.front_matter == {"customer": "X"}
    assert reading.document.blocks[1].headings[0].of(reading.document.text) == "概述"


def test_one_child_reads_many_files_and_is_replaced_after_its_share():
    with Worker(files=3) as worker:
        pids = []
        for _ in range(7):
            worker.read("a.md", GOOD)
            pids.append(worker.pid)
    assert len(set(pids)) == 3 and pids[0] == pids[2] != pids[3]


def test_a_refusal_keeps_the_child_and_its_words():
    with Worker() as worker:
        worker.read("a.md", GOOD)
        before = worker.pid
        with pytest.raises(CannotRead) as caught:
            worker.read("a.docx", b"not a zip")
        assert caught.value.outcome == "corrupt" and "另存" in caught.value.zh
        assert worker.pid == before
        assert worker.read("a.md", GOOD).document.text


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_killed_child_is_replaced_and_the_next_file_is_read():
    with Worker() as worker:
        worker.read("a.md", GOOD)
        os.kill(worker.pid, signal.SIGKILL)
        time.sleep(0.1)
        assert worker.read("b.md", GOOD).document.text == "概述\n正文。"


def test_a_child_that_sleeps_past_its_clock_is_killed(stalling):
    with Worker(clock=1.0) as worker:
        with pytest.raises(CannotRead, match="took more than 1 s") as caught:
            worker.read("a.md", b"sleep")
        assert caught.value.outcome == "timed out" and worker.pid is None
        with pytest.raises(CannotRead) as caught:
            worker.read("b.md", b"anything")
        assert caught.value.outcome == "empty"


def test_a_child_that_dies_is_reported_as_damage_and_replaced(stalling):
    with Worker() as worker:
        with pytest.raises(CannotRead) as caught:
            worker.read("a.md", b"die")
        assert caught.value.outcome == "corrupt" and "Traceback" not in str(caught.value)
        with pytest.raises(CannotRead) as caught:
            worker.read("b.md", b"anything")
        assert caught.value.outcome == "empty"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
def test_a_child_that_swells_is_killed_by_the_watch(stalling):
    with Worker(clock=20, memory=150 * 1024 * 1024) as worker, pytest.raises(CannotRead) as caught:
        worker.read("a.md", b"swell")
    assert caught.value.outcome == "too large"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_DATA counts private memory on Linux")
def test_the_kernel_limit_turns_into_a_named_outcome():
    with Worker(memory=120 * 1024 * 1024) as worker, pytest.raises(CannotRead) as caught:
        worker.read("a.txt", "测试一行文字。\n".encode() * 2_000_000)
    assert caught.value.outcome == "too large"


def test_whatever_a_library_prints_does_not_reach_the_pipe():
    with Worker() as worker:
        assert worker.read("a.csv", b"a,b\n1,2\n").document.text == "a | b\n1 | 2"
        for _ in range(3):
            with pytest.raises(CannotRead):
                worker.read("a.pdf", b"%PDF-1.4\ngarbage" * 50)
        assert worker.read("a.md", GOOD).document.text


def test_workers_in_threads_do_not_disturb_each_other():
    texts: dict[int, str] = {}

    def run(number: int) -> None:
        with Worker() as worker:
            for turn in range(3):
                texts[10 * number + turn] = worker.read("a.md", f"第{number}{turn}号".encode()).document.text

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {10 * n + t: f"第{n}{t}号" for n in range(2) for t in range(3)}


def test_frames_end_cleanly_when_the_pipe_does():
    pipe = io.BytesIO()
    write_frame(pipe, "内容".encode())
    pipe.write(struct.pack(">I", 10) + b"half")
    pipe.seek(0)
    assert read_frame(pipe) == "内容".encode()
    assert read_frame(pipe) is None and read_frame(pipe) is None
