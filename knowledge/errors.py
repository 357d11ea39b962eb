"""Errors, a tree by who must act. Each says what to do, in the reader's language."""

from __future__ import annotations


class PresalesError(Exception):
    """Base: ``zh`` and ``en`` are whole sentences that say what happened and what to do."""

    code = "error"
    retryable = False

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def help(self, language: str = "zh") -> str:
        """What happened and what to do, in ``language`` (``zh`` or ``en``)."""
        return self.zh if language == "zh" else self.en


class CannotRead(PresalesError):
    """A file cannot be read; whoever brought it acts. ``outcome`` is its named outcome."""

    code = "cannot_read"

    def __init__(self, outcome: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.outcome = outcome


class NotFound(PresalesError):
    """The named thing is not there, or the asker may not know that it is."""

    code = "not_found"


class NotAllowed(PresalesError):
    """The asker lacks the right; whoever grants it acts."""

    code = "not_allowed"


class Misconfigured(PresalesError):
    """The installation is incomplete; whoever runs it acts."""

    code = "misconfigured"


class ModelFailed(PresalesError):
    """A model was slow, absent or wrong; the job goes on without it."""

    code = "model_failed"
    retryable = True


class Conflict(PresalesError):
    """Somebody else changed it first; look again and retry."""

    code = "conflict"
    retryable = True


class Invariant(PresalesError):
    """Our bug: something that must always hold did not."""

    code = "invariant"
