"""Decoding messages: what a byte costs in a message of 50 MB and in small ones, beside the tutorial's `buffer[n:]`.

Nothing is sent: the decoders are fed from memory.
"""

from __future__ import annotations

import statistics
import struct
import time
from collections.abc import Callable, Iterator

from tcptui.protocol.framing import Exchange, Found, parse_framing
from tcptui.protocol.framing.found import PEEK, beginning
from tcptui.protocol.framing.layouts import read_layout
from tcptui.protocol.framing.length import LengthDecoder
from tests.benchmarks.report import Floor, table

SMALL, LARGE = 50_000, 50_000_000
PIECE = 1024
FEED = 64 * 1024
FRAME = 100
STREAM = 20_000_000
SLICED = 5_000_000
"""What the tutorial's way is given of one message: 50 MB would take it a hundred times as long."""

Feed = Callable[[bytes], object]


def measure(rounds: int) -> list[Floor]:
    """Both, `rounds` of each, interleaved."""
    return [*one_message(rounds), *many_messages(rounds)]


# One large message


def one_message(rounds: int) -> list[Floor]:
    """Seconds a megabyte of one message in pieces of 1 KB, by the message's size."""
    costs: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, make, head in _codecs():
            for size in (SMALL, LARGE):
                costs.setdefault(f"{name}, {size / 1e6:g} MB", []).append(_one_cost(make, head, size))
    for size in (SMALL, SLICED):
        costs[f"buffer[n:], {size / 1e6:g} MB"] = [_one_cost(lambda: _slicing(">I", None), _u32be, size)]
    print(table("one message in pieces of 1 KB", "ms/MB", costs, "length:u32be, 0.05 MB", scale=1e9), end="\n\n")
    return [
        Floor(
            f"{name}: 50 MB beside 50 KB, a byte",
            statistics.median(costs[f"{name}, 50 MB"]) / statistics.median(costs[f"{name}, 0.05 MB"]),
            2.0,
            unit="x",
        )
        for name, _, _ in _codecs()
    ]


def _codecs() -> Iterator[tuple[str, Callable[[], Feed], Callable[[int], bytes]]]:
    yield "length:u32be", lambda: _decoder("length:u32be"), _u32be
    yield "netstring", lambda: _decoder("netstring"), lambda size: b"%d:" % size
    yield "resp", lambda: _decoder("resp"), lambda size: b"$%d\r\n" % size
    yield r"delimiter:\0", lambda: _decoder(r"delimiter:\0"), lambda _: b""


def _u32be(size: int) -> bytes:
    return struct.pack(">I", size)


def _decoder(framing: str) -> Feed:
    return Exchange(parse_framing(framing)).received


def _one_cost(make: Callable[[], Feed], head: Callable[[int], bytes], size: int) -> float:
    """Seconds a byte; small messages are repeated, each with a new decoder, so that the clock can see them."""
    piece, ending = b"x" * PIECE, b"\r\n\0"
    repeated = max(1, 2_000_000 // size)
    began = time.process_time()
    for _ in range(repeated):
        feed = make()
        feed(head(size))
        for _ in range(size // PIECE):
            feed(piece)
        feed(piece[: size % PIECE] + ending)
    return (time.process_time() - began) / repeated / size


# Many small messages


def many_messages(rounds: int) -> list[Floor]:
    """Messages of 100 bytes in reads of 64 KB: found, counted and described, by our decoder and by slicing."""
    costs: dict[str, list[float]] = {}
    for _ in range(rounds):
        for kind, code in (("u16be", ">H"), ("u32be", ">I")):
            head = struct.pack(code, FRAME - struct.calcsize(code))
            stream = (head + b"x" * (FRAME - len(head))) * (STREAM // FRAME)
            layout = read_layout(kind)
            costs.setdefault(f"{kind}, the tutorial's contents", []).append(_many_cost(_slicing(code, None), stream))
            costs.setdefault(f"{kind}, the same by slicing", []).append(_many_cost(_slicing(code, _described), stream))
            costs.setdefault(f"{kind}, our decoder", []).append(_many_cost(LengthDecoder(layout).feed, stream))
            costs.setdefault(f"{kind}, with its conversation", []).append(
                _many_cost(_decoder(f"length:{kind}"), stream)
            )
    print(table("messages of 100 bytes in reads of 64 KB", "us", costs, "u32be, our decoder", scale=1e6), end="\n\n")
    medians = {name: statistics.median(values) for name, values in costs.items()}
    return [
        Floor(
            f"{kind}: our decoder beside slicing",
            medians[f"{kind}, the same by slicing"] / medians[f"{kind}, our decoder"],
            3,
            at_least=True,
            unit="x",
        )
        for kind in ("u16be", "u32be")
    ]


def _many_cost(feed: Feed, stream: bytes) -> float:
    """Seconds a message."""
    began = time.process_time()
    for at in range(0, len(stream), FEED):
        feed(stream[at : at + FEED])
    return (time.process_time() - began) / (len(stream) // FRAME)


def _described(start: int, content: bytes, size: int) -> Found:
    return Found(start, start + size, "message", text=beginning(content[:PEEK]))


def _slicing(code: str, describe: Callable[[int, bytes, int], object] | None) -> Feed:
    """What sockets courses teach: keep all in a buffer, and cut from its front what has been read.

    describe: makes of each message what our decoder makes; None keeps its content only.
    """
    head, buffer, start = struct.calcsize(code), b"", 0

    def feed(data: bytes) -> list[object]:
        nonlocal buffer, start
        buffer = buffer + data
        found: list[object] = []
        while len(buffer) >= head:
            size = head + struct.unpack(code, buffer[:head])[0]
            if len(buffer) < size:
                break
            content = buffer[head:size]
            found.append(content if describe is None else describe(start, content, size))
            buffer = buffer[size:]
            start += size
        return found

    return feed
