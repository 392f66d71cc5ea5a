"""Bytes that are there already, taken into the composer to be changed and sent."""

from __future__ import annotations

from tcptui.protocol.composing import write_content
from tcptui.ui.composer.work import Work

_TEXT_SHARE = 0.9
"""The share of plain characters from which on bytes are composed as text rather than as hex."""


def take_bytes(work: Work, data: bytes) -> None:
    """Compose exactly these bytes, without a framing around them: as text, or as hex where most are no text."""
    work.set_framing("none")
    lone = data.replace(b"\r\n", b"")
    work.newline = b"\r\n" if b"\r\n" in data and b"\n" not in lone else b"\n"
    work.kind = "text" if _is_text(data, work.encoding) else "hex"
    work.typed = write_content(work.kind, data, newline=work.newline)
    work.marks = frozenset()


def _is_text(data: bytes, encoding: str) -> bool:
    if not data.isascii() and encoding != "utf-8":
        return False
    text = data.decode("utf-8", "replace")
    plain = sum((one.isprintable() and one != "\ufffd") or one in "\r\n\t" for one in text)
    return plain >= _TEXT_SHARE * len(text)
