"""The app's server: this machine only, nothing sent anywhere, no surprises in the page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import Misconfigured
from ui import serving

ROOT = Path(__file__).parents[1]


def test_the_app_listens_on_this_machine_and_sends_nothing() -> None:
    options = serving.options(8599, browser=False)
    assert options["server.address"] == "127.0.0.1"
    assert "*" not in options["server.allowedHosts"]
    assert options["browser.gatherUsageStats"] is False
    assert options["client.showErrorDetails"] == "none"
    assert options["server.enableStaticServing"] is False
    assert options["server.fileWatcherType"] == "none"
    assert options["server.maxUploadSize"] == 100


def test_streamlit_knows_every_option_we_set() -> None:
    from streamlit import config

    known = set(config.get_config_options())
    assert set(serving.options(8599, browser=True)) <= known


def test_a_taken_port_is_said_and_another_is_found_when_none_was_asked_for() -> None:
    with socket.socket() as held:
        held.bind((serving.ADDRESS, 0))
        held.listen()
        taken = held.getsockname()[1]
        with pytest.raises(Misconfigured) as refused:
            serving.free_port(taken)
        assert "--port" in refused.value.help("zh")
        assert serving.free_port(None) != taken


def test_help_of_the_app_needs_no_streamlit() -> None:
    code = (
        "import sys; from ui.cli import main\n"
        "try: main(['ui', '--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'streamlit', 'pandas', 'chromadb', 'torch'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "--port" in done.stdout
