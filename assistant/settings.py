"""Settings enter once, here; nobody else reads the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from knowledge.evidence import Principal
from knowledge.model import Value

APPLICATION = "presales-assistant"


class Settings(Value):
    """Where things live and who asks."""

    home: Path
    """Data folder: the record, originals, index caches, editable templates."""
    models: Path
    """Prepared embedding models, shared by every home of this user."""
    language: Literal["zh", "en"] = "zh"
    principal: Principal = Principal()
    threads: int | None = None
    """Threads for embedding; ``None`` is one per physical core."""

    @classmethod
    def from_environment(cls, home: Path | None = None, language: str | None = None) -> Settings:
        """Defaults, then ``PRESALES_HOME``, ``PRESALES_MODELS``, ``PRESALES_LANGUAGE``,
        ``PRESALES_THREADS``, then the arguments."""
        environment = os.environ
        chosen = home or Path(environment.get("PRESALES_HOME") or _data_folder() / "home")
        models = Path(environment.get("PRESALES_MODELS") or _data_folder() / "models")
        spoken = language or environment.get("PRESALES_LANGUAGE", "zh")
        threads = environment.get("PRESALES_THREADS", "")
        return cls(
            home=chosen.expanduser().absolute(),
            models=models.expanduser().absolute(),
            language="en" if spoken.lower().startswith("en") else "zh",
            threads=int(threads) if threads.isdigit() and int(threads) > 0 else None,
        )


def _data_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_path(APPLICATION, appauthor=False))
