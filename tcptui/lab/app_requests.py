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
from tcptui.protocol.framing.json_header import LENGTH_SIZE, HeaderFlaw, read_header

LONGEST_JSON = 4 << 20
"""Longest content that is kept and read as a whole, bytes."""

_MARKED = ("utf-16", "utf-32")
"""Encodings whose order of bytes the content's first character tells."""


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
            end = LENGTH_SIZE + int.from_bytes(self._kept[:LENGTH_SIZE], "big")
            if len(self._kept) < LENGTH_SIZE or len(self._kept) < end:
                return None
            self._header = _read_header(bytes(self._kept[LENGTH_SIZE:end]))
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
        return JsonRequest(_read_content(bytes(self._kept), header.encoding))


def _read_header(raw: bytes) -> _Header:
    fields = read_header(raw)
    if isinstance(fields, HeaderFlaw):
        raise BrokenRequestError(fields.what)
    length: int = fields["content-length"]
    if fields["content-type"] != "text/json":
        return _Header(length, None)
    if length > LONGEST_JSON:
        raise BrokenRequestError(f"{length:,} bytes of JSON are too many")
    return _Header(length, _codec(fields["content-encoding"]))


def _codec(encoding: str) -> str:
    try:
        return encoding if encoding in _MARKED else canonical(encoding)
    except EncodingError as error:
        raise BrokenRequestError(str(error)) from None


def _read_content(raw: bytes, encoding: str) -> dict[str, Any]:
    try:
        value = json.loads(raw.decode(encoding))
    except (ValueError, RecursionError) as error:
        raise BrokenRequestError(f"the content is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise BrokenRequestError("the content is JSON, but no object")
    return value
