"""`netstring`: `5:hello,` (D. J. Bernstein, "Netstrings")."""

from __future__ import annotations

import re

from tcptui.protocol.dissecting.parting import Message, Parting

_LENGTH = re.compile(rb"[0-9]{1,20}")


def dissect_netstring(parting: Parting, message: Message) -> None:  # noqa: ARG001 - a reader
    """Length, colon, content, comma."""
    digits = _LENGTH.match(parting.data)
    if digits is None:
        return
    said, end = int(digits[0]), digits.end()
    begun = parting.data.startswith(b":", end)
    size = min(said, parting.size - end - 1) if begun else said
    parting.take("length", "length", end, wrong=length_mismatch(digits[0].decode(), size))
    if begun:
        parting.take("colon", "delimiter", 1)
        parting.take("content", "content", size)
        if parting.data.startswith(b",", parting.at):
            parting.take("comma", "delimiter", 1)


def length_mismatch(digits: str, size: int) -> str:
    """Why a length that is written so is wrong where the content has `size` bytes; empty where it is right."""
    if not (digits.isascii() and digits.isdigit()):
        return f"says {digits!r}, which is no number"
    if len(digits) > 1 and digits.startswith("0"):
        return f"is written {digits}, with a zero in front"
    return "" if digits == str(size) else f"says {digits}, the content has {size}"
