"""One request of the application protocol out of a connection's bytes, in whatever pieces they come.

A message is two bytes with the length of its header, big-endian; the header, a JSON object in UTF-8; and the content,
as many bytes as the header's `content-length` says, of the type and in the encoding that it names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tcptui.lab.app_table import SHOWN
from tcptui.protocol.encodings import EncodingError, canonical

LONGEST = 64 << 20
"""Longest content that is waited for, bytes: what framings take unless `max` is set."""

LONGEST_JSON = 4 << 20
"""Longest content that is kept and read as a whole, bytes."""

_MARKED = ("utf-16", "utf-32")
"""Encodings whose order of bytes the content's first character tells."""

_FIELDS = ("byteorder", "content-length", "content-type", "content-encoding")


class BrokenRequestError(ValueError):
    """What came is no message of this protocol, or none that can be read."""


@dataclass(frozen=True, slots=True)
class JsonRequest:
    """A request of `text/json`."""

    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BinaryRequest:
    """A request of any other type. first: its first bytes, at most SHOWN."""

    first: bytes


@dataclass(frozen=True, slots=True)
class _Header:
    """length: bytes of content; encoding: a codec's name, None where the content is not read as JSON."""

    length: int
    encoding: str | None

    @property
    def kept(self) -> int:
        """How much of the content is needed."""
        return min(self.length, SHOWN) if self.encoding is None else self.length


class RequestReader:
    """Feed it what came in, in any cutting, until it gives the one request of the connection."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._header: _Header | None = None
        self._arrived = 0  # bytes of the content

    def feed(self, data: bytes) -> JsonRequest | BinaryRequest | None:
        """Take the next bytes; gives the request once it is whole. What lies behind it counts for nothing.

        Raises BrokenRequestError.
        """
        if self._header is None:
            self._kept += data
            end = 2 + int.from_bytes(self._kept[:2], "big")
            if len(self._kept) < 2 or len(self._kept) < end:
                return None
            self._header = _read_header(bytes(self._kept[2:end]))
            data = bytes(self._kept[end:])
            self._kept.clear()
        return self._take(self._header, data)

    def _take(self, header: _Header, data: bytes) -> JsonRequest | BinaryRequest | None:
        self._arrived += len(data)
        self._kept += data[: header.kept - len(self._kept)]
        if self._arrived < header.length:
            return None
        if header.encoding is None:
            return BinaryRequest(bytes(self._kept))
        return JsonRequest(_read_object(bytes(self._kept), header.encoding))


def _read_header(raw: bytes) -> _Header:
    fields = _read_object(raw, "utf-8")
    for name in _FIELDS:
        if name not in fields:
            raise BrokenRequestError(f"the header has no {name}")
    length, kind, encoding = fields["content-length"], fields["content-type"], fields["content-encoding"]
    if not (isinstance(kind, str) and isinstance(encoding, str)):
        raise BrokenRequestError("content-type and content-encoding are strings")
    is_json = kind == "text/json"
    if type(length) is not int or not 0 <= length <= (LONGEST_JSON if is_json else LONGEST):
        raise BrokenRequestError(f"content-length can't be {length!r}")
    return _Header(length, _codec(encoding) if is_json else None)


def _codec(encoding: str) -> str:
    try:
        return encoding if encoding in _MARKED else canonical(encoding)
    except EncodingError as error:
        raise BrokenRequestError(str(error)) from None


def _read_object(raw: bytes, encoding: str) -> dict[str, Any]:
    """The JSON object that these bytes are."""
    try:
        value = json.loads(raw.decode(encoding))
    except (ValueError, RecursionError) as error:
        raise BrokenRequestError(f"no JSON: {error}") from None
    if not isinstance(value, dict):
        raise BrokenRequestError("JSON, but no object")
    return value
