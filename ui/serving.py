"""The app's server: Streamlit on this machine only, quiet, nothing sent anywhere."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.errors import Misconfigured

if TYPE_CHECKING:
    from assistant.settings import Settings

ADDRESS = "127.0.0.1"
FIRST_PORT = 8501
UPLOAD_MEGABYTES = 100

_FONT = (
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)
_THEME: dict[str, Any] = {
    "theme.base": "light",
    "theme.primaryColor": "#24598f",
    "theme.backgroundColor": "#fbfcfd",
    "theme.secondaryBackgroundColor": "#f1f4f8",
    "theme.textColor": "#1f2933",
    "theme.borderColor": "#dde4ec",
    "theme.font": _FONT,
    "theme.headingFont": _FONT,
    "theme.headingFontSizes": ["1.6rem", "1.3rem", "1.1rem", "1rem", "0.95rem", "0.9rem"],
    "theme.headingFontWeights": [600, 600, 600, 600, 600, 600],
    "theme.baseFontSize": 15,
    "theme.baseRadius": "6px",
    "theme.showWidgetBorder": True,
    "theme.showSidebarBorder": True,
    "theme.dataframeHeaderBackgroundColor": "#f5f7fa",
    "theme.sidebar.backgroundColor": "#f5f7fa",
}


def options(port: int, *, browser: bool) -> dict[str, Any]:
    """Streamlit's options: bound to this machine, no statistics, no tracebacks in the page."""
    return {
        "server.address": ADDRESS,
        "server.port": port,
        "server.allowedHosts": [ADDRESS, "localhost"],
        "server.headless": not browser,
        "server.showEmailPrompt": False,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": UPLOAD_MEGABYTES,
        "server.enableStaticServing": False,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "runner.magicEnabled": False,
        "logger.hideWelcomeMessage": True,
        **_THEME,
    }


def free_port(asked: int | None) -> int:
    """``asked`` when nobody listens there, else the first free one from 8501. ``Misconfigured`` if taken."""
    for port in [asked] if asked else range(FIRST_PORT, FIRST_PORT + 50):
        with socket.socket() as probe:
            if os.name != "nt":  # there the option would allow two servers on one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                continue
            return port
    raise Misconfigured(
        f"端口 {asked or FIRST_PORT} 已被占用。请用 --port 换一个端口。",
        f"Port {asked or FIRST_PORT} is taken. Choose another with --port.",
    )


def serve(settings: Settings, port: int, *, browser: bool) -> None:
    """Serves the app with ``settings`` until interrupted."""
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web import bootstrap

    _served.append(settings)
    # our ui/pages are modules that ui/app.py calls, not scripts for Streamlit to run by itself
    PagesManager.uses_pages_directory = False
    flags = {name.replace(".", "_"): value for name, value in options(port, browser=browser).items()}
    bootstrap.load_config_options(flags)
    bootstrap.run(str(Path(__file__).with_name("app.py")), False, [], flags)


_served: list[Settings] = []


def settings() -> Settings:
    """What this process serves the app with; the pages, which Streamlit runs in it, ask here."""
    from assistant.settings import Settings

    return _served[-1] if _served else Settings.from_environment()
