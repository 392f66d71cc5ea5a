"""`netstring` (D. J. Bernstein, 1997): the length in decimal digits, a colon, the content, a comma."""

from __future__ import annotations

import re
from typing import Final

from tcptui.protocol.framing.found import LENGTH_LIMIT
from tcptui.protocol.framing.sized import Broken, Head, SizedDecoder

_DIGITS: Final = re.compile(rb"[0-9]*")


class NetstringDecoder(SizedDecoder):
    """One direction of netstrings. A length has no zeros before it."""

    terminator = b","

    def __init__(self, limit: int = LENGTH_LIMIT) -> None:
        """limit: the greatest length that is believed."""
        super().__init__()
        self._limit = limit
        self._digits = len(str(limit))

    def _read_head(self, buffer: bytes | bytearray, pos: int) -> Head | Broken | None:
        raw = bytes(buffer[pos : pos + self._digits + 1])
        found = _DIGITS.match(raw)
        digits = found[0] if found else b""
        size = len(digits)
        if size > 1 and digits.startswith(b"0"):
            return Broken(0, "its length has a zero before it", 1)
        if size > self._digits:
            return Broken(0, f"its length has too many digits: it is over the limit of {self._limit:,}", self._digits)
        if size == len(raw):
            return None
        if not digits:
            return Broken(0, "a length in decimal digits should begin it", 0)
        if raw[size] != ord(":"):
            return Broken(size, "a colon should stand behind the length", size)
        if int(digits) > self._limit:
            return Broken(0, f"its length says {int(digits):,}, which is over the limit of {self._limit:,}", size + 1)
        return Head(size + 1, int(digits))
