"""`json-header`: two bytes big-endian length of a JSON header, the header, and as much content as it says.

The header is a JSON object (RFC 8259, in UTF-8) with four fields: `byteorder`, `content-type`, `content-encoding`, each
a string, and `content-length`, a whole number of bytes. Others may stand beside them.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from tcptui.protocol.framing.found import LENGTH_LIMIT, first_line
from tcptui.protocol.framing.sized import Broken, Head, SizedDecoder

LENGTH_SIZE: Final = 2
"""Bytes before the header that say how long it is."""

FIELDS: Final = ("byteorder", "content-length", "content-type", "content-encoding")
"""The fields that every header has."""

_OBJECT: Final = b"{ \t\r\n"
"""What a JSON object can begin with."""


class HeaderFlaw(NamedTuple):
    """Why a header can't be read. at: the offset in the header, bytes; what: a phrase."""

    at: int
    what: str


def read_header(raw: bytes, limit: int = LENGTH_LIMIT) -> dict[str, Any] | HeaderFlaw:
    """The header's fields, all that are needed and in their types, or what is wrong with them.

    limit: the greatest content-length that is believed.
    """
    fields = read_object(raw)
    if isinstance(fields, HeaderFlaw):
        return fields
    lacking = [name for name in FIELDS if name not in fields]
    if lacking:
        return HeaderFlaw(0, f"its JSON header lacks {', '.join(lacking)}")
    for name in FIELDS:
        if name != "content-length" and not isinstance(fields[name], str):
            return HeaderFlaw(0, f"{name} in its JSON header is no string")
    length = fields["content-length"]
    if type(length) is not int or length < 0:
        return HeaderFlaw(0, "content-length in its JSON header is no whole number of bytes")
    if length > limit:
        return HeaderFlaw(0, f"content-length says {_short(length)}, which is over the limit of {limit:,}")
    return fields


def _short(number: int) -> str:
    return f"{number:,}" if number < 1 << 64 else "more than any length has"


def read_object(raw: bytes) -> dict[str, Any] | HeaderFlaw:
    """A header's fields, whatever they are, or why it has none."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return HeaderFlaw(error.start, "its JSON header is no UTF-8")
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return HeaderFlaw(len(text[: error.pos].encode()), f"its header is no JSON ({error.msg})")
    except RecursionError:
        return HeaderFlaw(0, "its JSON header is nested too deeply")
    except ValueError:
        return HeaderFlaw(0, "its JSON header has a number of too many digits")
    if not isinstance(value, dict):
        return HeaderFlaw(0, "its JSON header is no object")
    return value


class JsonHeaderDecoder(SizedDecoder):
    """One direction of that protocol."""

    def __init__(self, limit: int = LENGTH_LIMIT) -> None:
        """limit: the greatest content-length that is believed."""
        super().__init__()
        self._limit = limit

    def _read_head(self, buffer: bytes | bytearray, pos: int) -> Head | Broken | None:
        come = len(buffer) - pos
        if come < LENGTH_SIZE:
            return None
        size = LENGTH_SIZE + int.from_bytes(buffer[pos : pos + LENGTH_SIZE], "big")
        if come > LENGTH_SIZE < size and buffer[pos + LENGTH_SIZE] not in _OBJECT:
            # Told at once: another protocol may never send as much as its first bytes seem to announce.
            return Broken(LENGTH_SIZE, "its JSON header does not begin as an object does", LENGTH_SIZE)
        if come < size:
            return None
        fields = read_header(bytes(buffer[pos + LENGTH_SIZE : pos + size]), self._limit)
        if isinstance(fields, HeaderFlaw):
            return Broken(LENGTH_SIZE + fields.at, fields.what, size)
        kind: str = fields["content-type"]
        if kind.startswith("text/") and fields["content-length"]:
            return Head(size, fields["content-length"])
        # What can't be read is told by its type.
        return Head(size, fields["content-length"], first_line(kind.encode("utf-8", "replace")), told=False)

    def _where(self) -> str:
        return "in the length" if len(self._kept) < LENGTH_SIZE else "in the JSON header"
