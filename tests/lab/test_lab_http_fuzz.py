"""The http server on any cutting, and on anything at all."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tcptui.lab.http import HttpServer
from tests.lab.wire import CONN, Wire

REQUESTS = (
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"HEAD /bytes/9 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\r\nGET /chunked/9 HTTP/1.1\nHost: x\n\n",
    b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
    b"PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    b"GET /status/418 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"GET /close/9 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
)


def answers(pieces: list[bytes]) -> tuple[bytes, bool]:
    wire = Wire(HttpServer(CONN, lambda: 0.0))
    for piece in pieces:
        wire.receives(piece)
    wire.ends()
    wire.settles()
    return bytes(wire.sent), wire.fin


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted({place % (len(data) + 1) for place in places}), len(data)]
    return [data[a:b] for a, b in pairwise(edges) if a < b]


@given(st.lists(st.sampled_from(REQUESTS), max_size=6), st.lists(st.integers(0, 10**6), max_size=12))
def test_any_cutting_gets_the_same_answers(requests, places):
    data = b"".join(requests)
    assert answers(cut(data, places)) == answers([data] if data else [])


@given(st.lists(st.one_of(st.sampled_from(REQUESTS), st.binary(min_size=1, max_size=60)), max_size=6))
def test_anything_at_all_is_answered_and_ended(pieces):
    sent, fin = answers(pieces)
    assert fin
    assert not sent or sent.startswith(b"HTTP/1.1 ")


@given(st.lists(st.sampled_from(REQUESTS), min_size=1, max_size=4), st.integers(0, 10**6), st.integers(0, 255))
def test_a_byte_that_is_wrong_breaks_nothing(requests, place, byte):
    data = bytearray(b"".join(requests))
    data[place % len(data)] = byte
    sent, fin = answers([bytes(data)])
    assert fin
    assert not sent or sent.startswith(b"HTTP/1.1 ")
