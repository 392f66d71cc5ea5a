"""Finds secrets in recorded streams, and hides them in what is told as text; the record itself stays exact.

Secrets are the values of well-known credential headers, and the stretches that the record itself says are some.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum, auto

from tcptui.journal.index import Stretches
from tcptui.protocol.credentials import CREDENTIAL, NAME_LIMIT

_CREDENTIAL = re.compile(CREDENTIAL + rb"[ \t]*\Z", re.IGNORECASE)
_STARS = bytes(byte if byte in b"\r\n" else ord("*") for byte in range(256))

Concealed = Callable[[int, int], Stretches]
"""Those among bytes start..end (end excluded) of a stream that the record says are secrets."""


class _At(Enum):
    """Where in its line a stream is."""

    NAME = auto()  # within the line's first bytes, no colon yet
    COLON = auto()  # behind a credential's colon: blanks are left as they are
    VALUE = auto()  # in a credential's value
    REST = auto()  # in what is of no interest


class Credentials:
    """Finds the values of credential headers in one stream, fed in any pieces.

    A value goes on in following lines that begin with a blank (RFC 9112, section 5.2, obs-fold).
    """

    def __init__(self, *, within_a_line: bool = False) -> None:
        """within_a_line: the first byte may not begin a line, so nothing is known of that one."""
        self._at = _At.REST if within_a_line else _At.NAME
        self._name = b""
        self._folds = False  # whether a line that begins with a blank now belongs to a credential

    def find(self, data: bytes) -> Stretches:
        """Where in the next bytes of the stream, from 0, such values are. A CR at a value's end is taken with it."""
        found: Stretches = []
        begin = 0
        while (end := data.find(b"\n", begin)) >= 0:
            self._part(data, begin, end, found)
            self._folds = self._at in (_At.COLON, _At.VALUE)
            self._at, self._name = _At.NAME, b""
            begin = end + 1
        self._part(data, begin, len(data), found)
        return found

    def _part(self, data: bytes, begin: int, end: int, found: Stretches) -> None:
        """The next bytes of one line, without its LF."""
        if self._at is _At.NAME:
            begin = self._find_colon(data, begin, end)
        if self._at is _At.COLON:
            begin = end - len(data[begin:end].lstrip(b" \t"))
            if begin < end:
                self._at = _At.VALUE
        if self._at is _At.VALUE and begin < end:
            found.append((begin, end))

    def _find_colon(self, data: bytes, begin: int, end: int) -> int:
        """Where in a line its name and colon end."""
        if not self._name and self._folds and data[begin:end][:1] in (b" ", b"\t"):
            self._at = _At.COLON
            return begin
        colon = data.find(b":", begin, end)
        self._name += data[begin : end if colon < 0 else colon][: NAME_LIMIT + 1]
        if colon >= 0:
            known = len(self._name) <= NAME_LIMIT and _CREDENTIAL.match(self._name)
            self._at = _At.COLON if known else _At.REST
        elif len(self._name) > NAME_LIMIT:
            self._at = _At.REST
        return end if colon < 0 else colon + 1


class Masker:
    """Masks one direction's stream, fed in any pieces: every byte of a secret but CR and LF becomes `*`.

    offset: of the first byte that it is fed; concealed: what the record says of the stream; within_a_line: as of
    Credentials.
    """

    def __init__(self, offset: int = 0, concealed: Concealed | None = None, *, within_a_line: bool = False) -> None:
        self._offset = offset
        self._concealed = concealed
        self._credentials = Credentials(within_a_line=within_a_line)

    def mask(self, data: bytes) -> bytes:
        """The next bytes of the stream, as many of them, with secrets masked."""
        secrets = self._credentials.find(data)
        begin, self._offset = self._offset, self._offset + len(data)
        if self._concealed is not None:
            secrets += [
                (max(0, start - begin), end - begin) for start, end in self._concealed(begin, begin + len(data))
            ]
        return starred(data, secrets)


def starred(data: bytes, secrets: Stretches) -> bytes:
    """The data with `*` for every byte of these stretches of it but CR and LF. They may reach beyond its end."""
    if not secrets:
        return data
    masked = bytearray(data)
    for start, end in secrets:
        masked[start:end] = masked[start:end].translate(_STARS)
    return bytes(masked)


class Unmasked(Masker):
    """Leaves everything as it is, for those who ask for it."""

    def mask(self, data: bytes) -> bytes:
        """The same bytes."""
        return data
