"""One folder of prepared models for every test and the processes tests start; never the user's own."""

from __future__ import annotations

import os

import platformdirs

os.environ.setdefault(
    "PRESALES_MODELS",
    str(platformdirs.user_cache_path("presales-assistant", appauthor=False) / "models"),
)
