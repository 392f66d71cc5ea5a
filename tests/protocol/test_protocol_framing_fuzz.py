"""Whatever comes: nothing is raised, no byte is lost, the cut makes no difference, and the cost is linear."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.protocol.framing import NAMES, Exchange, parse_framing
from tcptui.protocol.framing.http_sides import RequestDecoder, ResponseDecoder, Unanswered
from tests.protocol.reading import assert_no_gap, line_decoder, pieces, requests, responses

SEEDS = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nA: b\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 204 No\r\nA: b\r\n c\r\n\r\n",
    b"HTTP/1.1 101 Up\r\n\r\nabc",
    b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET / HTTP/1.1\nA: b\n\n",
]
MORE_SEEDS = [
    b"\x00\x05hello\x00\x00\x00\x03abc",
    b'\x00\x57{"byteorder":"big","content-type":"text/json","content-encoding":"utf-8","content-length":2}{}',
    b"5:hello,0:,",
    b"*2\r\n$3\r\nGET\r\n$1\r\na\r\n",
    b"%1\r\n+a\r\n*?\r\n:1\r\n.\r\n$?\r\n;1\r\na\r\n;0\r\n",
    b"\x00\x00\x00\x08\x04\xd2\x16\x2f\x00\x00\x00\x0a\x00\x03\x00\x00a\x00Q\x00\x00\x00\x06a\x00",
    b"SR\x00\x00\x00\x08\x00\x00\x00\x00Z\x00\x00\x00\x05I",
]
# What parsers trip over: halves of line ends, signs, other scripts' digits, long numbers.
SHARDS = st.sampled_from(
    [b"\r", b"\n", b"\r\n", b"\n\n", b"\0", b" ", b":", b";", b"-", b"0", b"f" * 20, b"9" * 30, b"\xff", b"HTTP/", b",",
     b"Content-Length: ", b"Transfer-Encoding: chunked\r\n", b"200", b"\t", b"*", b"$", b"?", b",", b"\x80",
     b"\xff" * 8, b"{", b"[" * 20]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Good messages with a few bytes taken out or put in."""
    data = bytearray(b"".join(draw(st.lists(st.sampled_from(SEEDS + MORE_SEEDS), min_size=1, max_size=3))))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 3))] = draw(SHARDS)
    return bytes(data)


ANYTHING = st.one_of(st.binary(max_size=200), mutated(), st.lists(SHARDS, max_size=12).map(b"".join))


@settings(max_examples=400)
@given(ANYTHING, st.lists(st.sampled_from(["GET", "HEAD", "CONNECT"]), max_size=3))
def test_responses_of_any_bytes(data, methods):
    responses(data, *methods)


@settings(max_examples=400)
@given(ANYTHING)
def test_requests_of_any_bytes(data):
    requests(data)


TURNS = st.lists(st.tuples(st.sampled_from(["out", "in"]), ANYTHING, st.integers(1, 50)), max_size=6)


EVERY = (
    *NAMES,
    r"delimiter:\r\n",
    "fixed:7",
    "length:u8,adjust=-2,max=40",
    "length:u32le,offset=1",
    "length:u64be",
    "length:varint,offset=2",
)


@settings(max_examples=500)
@given(st.sampled_from(EVERY), TURNS)
def test_conversations_of_any_bytes(name, turns):
    """Both directions in turns, skipping whatever may be skipped: no gap, and the counts never disagree."""
    exchange = Exchange(parse_framing(name))
    came = []
    for direction, data, size in turns:
        for piece in pieces(data, size):
            unseen = min(exchange.skippable(direction), len(piece))
            feed = exchange.sent if direction == "out" else exchange.received
            seen = exchange.skip(direction, unseen) + (feed(piece[unseen:]) if piece[unseen:] else [])
            came += [one.found for one in seen if one.direction == "in"]
            assert exchange.awaited >= 0
            if exchange.response.complete:
                assert exchange.awaited == 0
                assert not exchange.answering
    came += [one.found for one in exchange.peer_fin()]
    if name not in ("auto", "none"):
        total = sum(len(data) for direction, data, _ in turns if direction == "in")
        assert_no_gap(came, total)


@settings(max_examples=500)
@given(st.sampled_from(EVERY), ANYTHING, st.integers(1, 9))
def test_what_is_found_does_not_depend_on_the_cut(name, data, size):
    """With a question first, so that encryption that is asked for and pushes are in it."""

    def found(parts):
        exchange = Exchange(parse_framing(name))
        exchange.sent(b"\x00\x00\x00\x08\x04\xd2\x16\x2f" if name == "postgresql" else b"?\r\n")
        return [one for part in parts for one in exchange.received(part)] + exchange.peer_fin(), exchange.response

    assert found([data]) == found(pieces(data, size))


FLOOD = 50_000
FLOODS = {
    "a length": b"\x03\xff\xff\xff" + b"x" * FLOOD,
    "digits": b"9" * FLOOD,
    "nested arrays": b"*1\r\n" * (FLOOD // 4),
    "arrays of a million": b"*1000000\r\n" * (FLOOD // 10),
    "empty elements": b"*67108864\r\n" + b"$0\r\n\r\n" * (FLOOD // 6),
    "nested JSON": b"\xff\xff" + b"[" * 65_535 + b"x" * FLOOD,
}
FLOODED = [name for name in EVERY if name not in ("auto", "none", "until-close", "http")]
WHERE = tracemalloc.Filter(inclusive=True, filename_pattern="*/protocol/framing/*")


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_no_more_is_kept_than_came(flood):
    """Whatever sizes are announced, and however deep or many the pieces are."""
    for name in FLOODED:
        exchange = Exchange(parse_framing(name))
        tracemalloc.start()
        for piece in pieces(flood, 16 * 1024):
            exchange.received(piece)  # what is found is let go at once
        kept = tracemalloc.take_snapshot().filter_traces([WHERE]).traces
        tracemalloc.stop()
        assert sum(trace.size for trace in kept) < FLOOD + 100_000, name


# Cost: each measured against itself, so that a slow or busy machine changes nothing.


def seconds_per_byte(codec, data: bytes, size: int) -> float:
    best = float("inf")
    for _ in range(5):
        decoder = codec()
        began = time.thread_time()
        for piece in pieces(data, size):
            decoder.feed(piece)
        best = min(best, time.thread_time() - began)
    return best / len(data)


def response_decoder() -> ResponseDecoder:
    unanswered = Unanswered()
    unanswered.begin()
    return ResponseDecoder(unanswered)


def chunked(size: int) -> bytes:
    chunk = b"400\r\n" + b"x" * 1024 + b"\r\n"
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * (size // len(chunk)) + b"0\r\n\r\n"


def one_head(size: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\nA: " + b"x" * size


def bare_lf_responses(size: int) -> bytes:
    one = b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"
    return one * (size // len(one))


def empty_lines(size: int) -> bytes:
    return b"\r\n" * (size // 2)


@pytest.mark.parametrize(
    ("make", "small", "large", "piece"),
    [
        (chunked, 1_000_000, 20_000_000, 1024),
        (chunked, 1_000_000, 20_000_000, 1 << 20),
        (one_head, 10_000, 200_000, 1),
        (bare_lf_responses, 50_000, 1_000_000, 1 << 30),
        (empty_lines, 100_000, 2_000_000, 1 << 20),
    ],
    ids=["chunks in small pieces", "chunks in large pieces", "a head byte by byte", "bare LF at once", "empty lines"],
)
def test_responses_cost_the_same_for_every_byte(make, small, large, piece):
    assert seconds_per_byte(response_decoder, make(large), piece) < 3 * seconds_per_byte(
        response_decoder, make(small), piece
    )


def test_requests_cost_the_same_for_every_byte():
    def cost(count: int) -> float:
        return seconds_per_byte(
            lambda: RequestDecoder(Unanswered()), b"GET / HTTP/1.1\r\nA: b\r\n\r\n" * count, 1 << 30
        )

    assert cost(40_000) < 3 * cost(2_000)


def test_a_line_without_an_end_costs_the_same_for_every_byte():
    def cost(size: int) -> float:
        return seconds_per_byte(line_decoder, b"x" * size, 64)

    assert cost(4_000_000) < 3 * cost(200_000)


@pytest.mark.parametrize(
    "head",
    [
        b"A:" + b" " * 200_000 + b"x\0\r\n",
        b"A" * 250_000 + b"\r\n",
        b"A" * 100_000 + b" " * 100_000 + b"\r\n",
        b"Content-Length: 1\r\n" + b" 1\r\n" * 60_000,
        b"Content-Length: " + b"1," * 100_000 + b"1\r\n",
        b"Transfer-Encoding: " + b"," * 200_000 + b"\r\n",
        b"nonsense\r\n" * 25_000,
    ],
    ids=["blanks", "a name", "a name and blanks", "folds", "lengths", "codings", "malformed lines"],
)
def test_a_head_made_to_be_slow_is_not(head):
    """A quarter of a megabyte of the worst is read within the time that a person does not notice."""
    decoder = response_decoder()
    began = time.process_time()
    decoder.feed(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
    assert time.process_time() - began < 2
