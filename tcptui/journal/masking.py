"""Hides the values of well-known credential headers in what is exported as text; the record itself stays exact."""

from __future__ import annotations

import re
from enum import Enum, auto

from tcptui.protocol.credentials import CREDENTIAL, NAME_LIMIT

_CREDENTIAL = re.compile(CREDENTIAL + rb"[ \t]*\Z", re.IGNORECASE)
_STARS = bytes(byte if byte in b"\r\n" else ord("*") for byte in range(256))


class _At(Enum):
    """Where in its line a stream is."""

    NAME = auto()  # within the line's first bytes, no colon yet
    COLON = auto()  # behind a credential's colon: blanks are left as they are
    VALUE = auto()  # in a credential's value
    REST = auto()  # in what is of no interest


class Masker:
    """Masks one direction's stream, fed in any pieces: every byte of a credential's value becomes `*`.

    A value goes on in following lines that begin with a blank (RFC 9112, section 5.2, obs-fold).
    """

    def __init__(self) -> None:
        self._at = _At.NAME
        self._name = b""
        self._folds = False  # whether a line that begins with a blank now belongs to a credential

    def mask(self, data: bytes) -> bytes:
        """The next bytes of the stream, as many of them, with credentials masked."""
        *lines, last = data.split(b"\n")
        masked = []
        for line in lines:
            masked.append(self._part(line))
            self._folds = self._at in (_At.COLON, _At.VALUE)
            self._at, self._name = _At.NAME, b""
        masked.append(self._part(last))
        return b"\n".join(masked)

    def _part(self, part: bytes) -> bytes:
        """The next bytes of one line, without its LF."""
        plain = b""
        if self._at is _At.NAME:
            plain, part = self._find_colon(part)
        if self._at is _At.COLON:
            value = part.lstrip(b" \t")
            plain, part = plain + part[: len(part) - len(value)], value
            if part:
                self._at = _At.VALUE
        return plain + (part.translate(_STARS) if self._at is _At.VALUE else part)

    def _find_colon(self, part: bytes) -> tuple[bytes, bytes]:
        """What of a line's beginning belongs to its name and colon, and the rest."""
        if not self._name and self._folds and part[:1] in (b" ", b"\t"):
            self._at = _At.COLON
            return b"", part
        name, colon, rest = part.partition(b":")
        self._name += name[: NAME_LIMIT + 1]
        if colon:
            known = len(self._name) <= NAME_LIMIT and _CREDENTIAL.match(self._name)
            self._at = _At.COLON if known else _At.REST
        elif len(self._name) > NAME_LIMIT:
            self._at = _At.REST
        return name + colon, rest


class Unmasked(Masker):
    """Leaves everything as it is, for those who ask for it."""

    def mask(self, data: bytes) -> bytes:
        """The same bytes."""
        return data
