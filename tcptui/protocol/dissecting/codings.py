"""Content codings undone within a limit: gzip (RFC 1952), deflate (zlib, RFC 1950, or raw, RFC 1951), br (RFC 7932)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Final, NamedTuple

from tcptui.protocol.units import exact

UNDONE_LIMIT: Final = 8 << 20
"""How much comes out of a coding at most, bytes: a few kilobytes can be made to become gigabytes."""

_PIECE = 16 << 10
_OUT = 64 << 10  # bytes that are asked for at one time
_MEMBERS_LIMIT = 1000  # of gzip: a peer can send millions that hold nothing
_GZIP_MAGIC = b"\x1f\x8b"


class Undone(NamedTuple):
    """What came out of a coding, and a phrase that says how it went. whole: all of it came out."""

    data: bytes
    note: str
    whole: bool


class _CodingError(ValueError):
    """The bytes break their coding; the message is the decoder's word."""


def undo(coding: str, data: bytes) -> Undone | None:
    """Undo one coding, by its name in lower case; None for one that is not known here. Never raises."""
    undoing = _UNDOINGS.get(coding)
    if undoing is None:
        return None
    out = bytearray()
    try:
        for piece in undoing(data):
            out += piece
            if len(out) >= UNDONE_LIMIT:
                return Undone(
                    bytes(out[:UNDONE_LIMIT]), f"{coding} undone: only its first {exact(UNDONE_LIMIT)}", False
                )
    except _CodingError as error:
        behind = f" behind its first {exact(len(out))}" if out else ""
        return Undone(bytes(out), f"{coding} can't be undone{behind}: {error}", False)
    return Undone(bytes(out), f"{coding} undone: {exact(len(data))} became {exact(len(out))}", True)


def _gzip(data: bytes) -> Iterator[bytes]:
    """One member behind the other; what is no member is padding, which RFC 1952 does not know and senders add."""
    at = 0
    for _ in range(_MEMBERS_LIMIT):
        at = yield from _inflated(zlib.decompressobj(zlib.MAX_WBITS | 16), data, at)
        if not data.startswith(_GZIP_MAGIC, at):
            return
    raise _CodingError(f"it has more than {exact(_MEMBERS_LIMIT, 'member')}")


def _deflate(data: bytes) -> Iterator[bytes]:
    """Some senders leave the wrapping of zlib out, which RFC 9110, section 8.4.1.2, notes."""
    wrapped = data[:1] and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    yield from _inflated(zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS), data, 0)


def _inflated(decoder: zlib._Decompress, data: bytes, at: int) -> Generator[bytes, None, int]:
    """What comes out of the bytes from `at` on; gives where it ended."""
    while at < len(data):
        rest = data[at : at + _PIECE]
        at += len(rest)
        while rest and not decoder.eof:
            try:
                yield decoder.decompress(rest, _OUT)
            except zlib.error as error:
                raise _CodingError(str(error).rpartition(": ")[2]) from None
            rest = decoder.unconsumed_tail
        if decoder.eof:
            return at - len(decoder.unused_data)
    # Where a piece of the output was just full, more of it may wait, and the end behind it.
    while piece := decoder.decompress(b"", _OUT):
        yield piece
    if not decoder.eof:
        raise _CodingError("it is cut short")
    return at - len(decoder.unused_data)


def _brotli(data: bytes) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]

    decoder = brotli.Decompressor()
    try:
        for at in range(0, len(data), _PIECE):
            if decoder.is_finished():
                return
            yield decoder.process(data[at : at + _PIECE], output_buffer_limit=_OUT)
            while not decoder.can_accept_more_data() and not decoder.is_finished():
                yield decoder.process(b"", output_buffer_limit=_OUT)
        # It takes more data while output still waits, so that is asked for to its end.
        while not decoder.is_finished() and (piece := decoder.process(b"", output_buffer_limit=_OUT)):
            yield piece
    except brotli.error:
        raise _CodingError("it is no brotli") from None
    if not decoder.is_finished():
        raise _CodingError("it is cut short")


_UNDOINGS: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
