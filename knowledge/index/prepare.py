"""Preparing a model once: converted in a child process, accepted whole, renamed into place."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from knowledge.errors import Invariant, Misconfigured
from knowledge.index import e5q4
from knowledge.index.fingerprint import embedder_fingerprint
from knowledge.index.manifest import (
    MANIFEST,
    PreparedModel,
    Runtime,
    choose_default,
    read_prepared,
)

STEPS = {
    "dequantise": ("读取内置模型的权重…", "reading the built-in model's weights…"),
    "download": ("从模型站点下载…", "fetching from the model hub…"),
    "load": ("由 sentence-transformers 载入…", "loading with sentence-transformers…"),
    "export": ("导出为 ONNX…", "exporting to ONNX…"),
    "quantise": ("量化为 int8…", "quantising to int8…"),
    "check": ("与原模型核对…", "checking against the original…"),
    "record": ("登记文件…", "recording the files…"),
}
_WORK = ".preparing-"
_ROOM_NEEDED = 1_500_000_000


def prepare(
    target_root: Path,
    model: str | Path | None = None,
    archive: Path | None = None,
    progress: Callable[[str], None] = lambda line: None,
    *,
    runtime: Runtime = "onnx",
    prefixes: tuple[str, str] | None = None,
    language: str = "zh",
) -> PreparedModel:
    """Prepare the built-in model, a folder, or a hub's model by name, and make it ``target_root``'s default.

    ``prefixes`` (query, passage) override the model's own. When it is already there it is only chosen.
    Processes that prepare at once wait for each other; one killed midway leaves nothing that opens.
    Raises Misconfigured when ``archive`` is not the one we know, when weights, hub, memory or room on the
    disk are missing, or the result disagrees.
    """
    root = target_root.resolve()
    if archive is not None:
        e5q4.find_data(archive)  # said now, also where the model is ready: nobody named it for nothing
    arguments = _arguments(model, archive, runtime, prefixes)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / ".lock"):
            prepared = _already(root, model, runtime, prefixes) or _prepare(
                root, arguments, progress, language
            )
            choose_default(root, prepared.manifest.fingerprint)
            return prepared
    except OSError as error:
        raise Misconfigured(
            f"无法写入模型文件夹 {root}：{error}。请检查权限和磁盘空间（准备时需要 1.5 GB）。",
            f"Cannot write the models folder {root}: {error}. "
            "Check its permissions and the room on the disk (1.5 GB while preparing).",
        ) from error


def _arguments(
    model: str | Path | None, archive: Path | None, runtime: Runtime, prefixes: tuple[str, str] | None
) -> list[str]:
    arguments = ["--runtime", runtime]
    if model is not None and Path(model).is_dir():
        arguments.append(f"--folder={Path(model).resolve()}")
    elif isinstance(model, Path):
        raise Misconfigured(
            f"找不到模型文件夹 {model}。请指定一个 sentence-transformers 文件夹。",
            f"There is no model folder {model}. Pass a sentence-transformers folder.",
        )
    elif model is not None:
        arguments.append(f"--hub-name={model}")
    if archive is not None:
        arguments.append(f"--archive={archive.resolve()}")
    if prefixes is not None:
        arguments += [f"--query-prefix={prefixes[0]}", f"--passage-prefix={prefixes[1]}"]
    return arguments


def _already(
    root: Path, model: str | Path | None, runtime: Runtime, prefixes: tuple[str, str] | None
) -> PreparedModel | None:
    """The same model prepared before by the same recipe and still whole."""
    if model is None:
        source = e5q4.SHA256
    elif Path(model).is_dir():
        from knowledge.index.conversion import folder_sha256

        source = folder_sha256(Path(model))
    else:
        return None
    for manifest_file in sorted(root.glob(f"[!.]*/{MANIFEST}")):
        try:
            prepared = read_prepared(manifest_file.parent, deep=True)
        except Misconfigured:
            continue
        found = prepared.manifest
        own = (found.query_prefix, found.passage_prefix)
        expected = embedder_fingerprint(source, runtime, found.precision, prefixes or own, found.max_tokens)
        if expected == found.fingerprint:
            return prepared
    return None


def _prepare(
    root: Path, arguments: list[str], progress: Callable[[str], None], language: str
) -> PreparedModel:
    for leftover in root.glob(f"{_WORK}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    free = shutil.disk_usage(root).free
    if free < _ROOM_NEEDED:
        raise Misconfigured(
            f"{root} 所在磁盘只剩 {free / 1e9:.1f} GB，准备模型需要 1.5 GB。请腾出空间后重试。",
            f"The disk of {root} has {free / 1e9:.1f} GB left; preparing needs 1.5 GB. Make room, try again.",
        )
    work = Path(tempfile.mkdtemp(prefix=_WORK, dir=root))
    try:
        _convert_in_child(work, arguments, progress, language)
        converted = read_prepared(work / "model", deep=True)
        folder = root / converted.manifest.fingerprint
        shutil.rmtree(folder, ignore_errors=True)
        (work / "model").rename(folder)
        return PreparedModel(folder, converted.manifest)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _convert_in_child(
    work: Path, arguments: list[str], progress: Callable[[str], None], language: str
) -> None:
    """Run the conversion where its 4 GB do not stay with the caller; its stdin closing ends it."""
    command = [sys.executable, "-m", "knowledge.index.conversion", str(work), *arguments]
    log = work / "log.txt"
    with (
        log.open("wb") as errors,
        subprocess.Popen(  # noqa: S603  our own interpreter and module, arguments as a list
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
        ) as child,
    ):
        if child.stdout is None:
            raise Invariant("子进程没有输出管道。", "The child process has no output pipe.")
        failure = None
        for line in child.stdout:
            message = json.loads(line)
            failure = message.get("error", failure)
            if "step" in message:
                progress(STEPS[message["step"]][0 if language == "zh" else 1])
        code = child.wait()
    if failure is not None:
        raise Misconfigured(*failure)
    if code != 0:
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise Misconfigured(
            f"准备模型的子进程意外结束（代码 {code}）：{said}。常见原因是内存不足（需要约 4 GB）。",
            f"The preparing process ended unexpectedly (code {code}): {said}. "
            "A frequent cause is too little memory (about 4 GB are needed).",
        )
