"""What of a document's text may be printed at all."""

from __future__ import annotations

import re

# XML 1.0 (fifth edition) §2.2 Char, less the C1 controls, noncharacters and the bidirectional
# marks, embeddings, overrides and isolates (they can make a line read as another one).
_UNPRINTABLE = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\u200d\u2010-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd\U000e0000-\U000efffd]"
)
_SPACE = re.compile("[ \t\n\r\u0085\u2028\u2029]+")


def printable(text: str) -> str:
    """``text`` on one line, without characters XML forbids or that reverse the reading order."""
    return _SPACE.sub(" ", _UNPRINTABLE.sub("", text)).strip()


def ems(text: str) -> float:
    """Rough width of ``text`` in ems: East Asian characters one, others over half."""
    return sum(1.0 if character >= "\u2e80" else 0.6 for character in text)
