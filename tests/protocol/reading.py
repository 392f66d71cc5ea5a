"""Bytes fed to decoders in every cut, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tcptui.protocol.framing import Found
from tcptui.protocol.framing.delimited import DelimitedDecoder
from tcptui.protocol.framing.found import Decoder
from tcptui.protocol.framing.http_sides import RequestDecoder, ResponseDecoder, Unanswered

SIZES = (1 << 30, 1, 2, 7)
"""Whole, byte by byte, and in pieces that split every line end somewhere."""


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    """`data` in pieces of `size` bytes."""
    return (data[at : at + size] for at in range(0, len(data), size))


def found_in(decoder: Decoder, parts: Iterable[bytes], *, fin: bool = True) -> list[Found]:
    """What a decoder finds, with the last stretch that a FIN ends."""
    found = [one for part in parts for one in decoder.feed(part)]
    return found + (decoder.end() if fin else [])


def read(codec: Callable[[], Decoder], data: bytes, *, fin: bool = True) -> list[Found]:
    """What a codec finds in bytes, the same in every cut and without a gap."""
    results = [found_in(codec(), pieces(data, size), fin=fin) for size in SIZES]
    for other in results[1:]:
        assert other == results[0]
    assert_no_gap(results[0], len(data) if fin else None)
    return results[0]


def assert_no_gap(found: list[Found], size: int | None) -> None:
    """The stretches follow each other from byte 0 on, and up to `size` where that is given."""
    at = 0
    for one in found:
        assert one.start == at
        assert one.end >= one.start
        at = one.end
    if size is not None:
        assert at == size


def responses(data: bytes, *methods: str, fin: bool = True) -> list[Found]:
    """What comes in answer to requests of these methods; to one GET where none is named."""

    def codec() -> ResponseDecoder:
        unanswered = Unanswered()
        for method in methods or ("GET",):
            unanswered.begin()
            unanswered.name(method)
        return ResponseDecoder(unanswered)

    return read(codec, data, fin=fin)


def requests(data: bytes, *, fin: bool = True) -> list[Found]:
    """What is found in bytes that are sent."""
    return read(lambda: RequestDecoder(Unanswered()), data, fin=fin)


def line_decoder() -> DelimitedDecoder:
    """A decoder of lines."""
    return DelimitedDecoder(b"\n", "line")
