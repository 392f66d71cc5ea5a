"""Hides the values of well-known credential headers in what is exported as text; the record itself stays exact."""

from __future__ import annotations

import re

_HEADER = re.compile(
    rb"^((?:proxy-)?authorization|(?:set-)?cookie|[\w-]*(?:token|secret|password|api-?key)[\w-]*)"
    rb"([ \t]*:[ \t]*)([^\s][^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
# A header's name stands within its line's first bytes; more of a long line need not be kept to find it.
_LINE_KEPT = 4096


class Masker:
    """Masks one direction's stream, fed in any pieces: every byte of a credential's value becomes `*`."""

    def __init__(self) -> None:
        self._line = b""

    def mask(self, data: bytes) -> bytes:
        """The next bytes of the stream, as many of them, with credentials masked."""
        joined = self._line + data
        masked = _HEADER.sub(lambda found: found[1] + found[2] + b"*" * len(found[3]), joined)[len(self._line) :]
        self._line = joined[joined.rfind(b"\n") + 1 :][:_LINE_KEPT]
        return masked


class Unmasked(Masker):
    """Leaves everything as it is, for those who ask for it."""

    def mask(self, data: bytes) -> bytes:
        """The same bytes."""
        return data
