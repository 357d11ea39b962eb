"""Bytes of a text file become characters, in the order that is safe for Chinese office files."""

from __future__ import annotations

import codecs
import logging

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "big5", "shift_jis", "euc_kr", "cp1252"]
_SAMPLE = 100_000


def decode(content: bytes) -> tuple[str, str, bool]:
    """(text, encoding, replaced): BOM, NUL pattern, strict UTF-8, Han pattern, detection among five, GB18030.

    ``replaced`` says that some bytes were not readable in that encoding and became U+FFFD.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace")
            return text, encoding, "\ufffd" in text
    nul_encoding = _by_nul_pattern(content)
    if nul_encoding:
        text = content.decode(nul_encoding, errors="replace")
        return text, nul_encoding, "\ufffd" in text
    try:
        return content.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        pass
    encoding = _by_high_bytes(content) or _detected(content) or "gb18030"
    text = content.decode(encoding, errors="replace")
    return text, encoding, "\ufffd" in text


def _by_nul_pattern(content: bytes) -> str | None:
    """UTF-16 without a BOM: in one byte position NULs keep recurring."""
    sample = content[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    zero_even, zero_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zero_odd > 0.2 and zero_even < zero_odd / 4:
        return "utf-16-le"
    if zero_even > 0.2 and zero_odd < zero_even / 4:
        return "utf-16-be"
    return None


def _by_high_bytes(content: bytes) -> str | None:
    """UTF-16 Chinese without a BOM: one byte of every pair is a Han block's (4E–9F), 30, FF or 00."""
    sample = content[:4096]
    if len(content) % 2 or len(sample) < 16:
        return None
    for high, encoding in ((sample[1::2], "utf-16-le"), (sample[0::2], "utf-16-be")):
        typical = sum(0x4E <= byte <= 0x9F or byte in (0x00, 0x30, 0xFF) for byte in high)
        if typical >= 0.95 * len(high):
            return encoding
    return None


def _detected(content: bytes) -> str | None:
    """charset-normalizer's choice among five encodings; GB18030 wins a tie."""
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    matches = list(from_bytes(content[:_SAMPLE], cp_isolation=_CANDIDATES, enable_fallback=False))
    if not matches:
        return None
    best = matches[0]
    for match in matches:
        tied = match.chaos <= best.chaos and match.coherence >= best.coherence
        if match.encoding == "gb18030" and tied:
            return "gb18030"
    return str(best.encoding)


def encoding_warnings(encoding: str, replaced: bool) -> tuple[str, ...]:
    """Codes for the document: a guessed encoding is named, unreadable bytes are reported."""
    guessed = () if encoding.startswith("utf") else (f"encoding-guessed:{encoding}",)
    return (*guessed, "undecodable-bytes") if replaced else guessed
