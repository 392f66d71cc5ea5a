"""Bytes that every match of a pattern holds, so that stretches without them need no look at the pattern. Pure."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    rb"\\(?P<sign>[^0-9A-Za-z])|\\x[0-9A-Fa-f]{2}|\\[0-7]{1,3}|\\."  # escapes
    rb"|\[\^?\]?(?:\\.|[^\]\\])*\]"  # one of a set
    rb"|(?P<optional>[*?]|\{[^}]*\})|[.^$+]|(?P<plain>.)",
    re.DOTALL,
)


def required(pattern: bytes) -> bytes:
    """The longest run of bytes that stands in every match; empty where that can't be told from the pattern's face.

    Only patterns without groups and alternatives are read, and of those only what is plain.
    """
    if re.search(rb"[(|]", pattern):
        return b""
    runs = [bytearray()]
    for token in _TOKEN.finditer(pattern):
        if (byte := token["sign"] or token["plain"]) is not None:
            runs[-1] += byte
        else:
            if token["optional"]:
                del runs[-1][-1:]
            runs.append(bytearray())
    return bytes(max(runs, key=len))
