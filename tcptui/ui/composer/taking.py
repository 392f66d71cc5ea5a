"""Bytes that are there already, taken into the composer to be changed and sent."""

from __future__ import annotations

from contextlib import suppress

from tcptui.protocol.composing import ContentError, Draft, Mode
from tcptui.protocol.composing.taking import draft_of
from tcptui.ui.composer.work import Work

_TEXT_SHARE = 0.9
"""The share of plain characters from which on bytes are composed as text rather than as hex."""


def take_bytes(work: Work, framing: str, data: bytes) -> None:
    """Compose exactly these bytes: in the framing's form where it can hold them, else without a framing around them.

    The content is text, or hex where most of it is none.
    """
    for draft in (draft_of(framing, data), Draft("none", data)):
        mode: Mode = "text" if _is_text(draft.content, work.encoding) else "hex"
        modes: tuple[Mode, ...] = ("json", mode) if draft.framing == "json-header" else (mode,)
        for each in modes:
            with suppress(ContentError):
                work.take(draft, each)
                if work.taken().made().composed.data == data:
                    return


def _is_text(data: bytes, encoding: str) -> bool:
    if not data.isascii() and encoding != "utf-8":
        return False
    text = data.decode("utf-8", "replace")
    plain = sum((one.isprintable() and one != "\ufffd") or one in "\r\n\t" for one in text)
    return plain >= _TEXT_SHARE * len(text)
