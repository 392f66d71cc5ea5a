"""h11 as the oracle: whatever it can write, we cut at the same bytes as it does."""

from __future__ import annotations

from itertools import pairwise

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.reading import requests, responses

NAMES = st.from_regex(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}", fullmatch=True).filter(
    lambda name: name.lower() not in ("content-length", "transfer-encoding", "connection", "expect", "upgrade", "host")
)
VALUES = st.from_regex(r"([!-~]([ -~]{0,20}[!-~])?)?", fullmatch=True)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=5)
BODY = st.lists(st.binary(min_size=1, max_size=80), max_size=5)
METHODS = st.sampled_from(["GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS"])
STATUSES = st.sampled_from([200, 201, 204, 301, 304, 404, 500, 599])
TRAILERS = st.lists(st.tuples(NAMES, VALUES), max_size=2)
LENGTH = st.sampled_from(["chunked", "length"])


def written(events: list[h11.Event], connection: h11.Connection) -> bytes:
    return b"".join(connection.send(event) or b"" for event in events)


def body_events(body: list[bytes], trailers: list[tuple[str, str]]) -> list[h11.Event]:
    return [*(h11.Data(data=piece) for piece in body), h11.EndOfMessage(headers=trailers)]


def framed(fields, form, body, trailers):
    """Header fields and events for a body in the form that was drawn."""
    if form == "chunked":
        return [*fields, ("Transfer-Encoding", "chunked")], body_events(body, trailers)
    return [*fields, ("Content-Length", str(sum(map(len, body))))], body_events(body, [])


@st.composite
def request_bytes(draw: st.DrawFn) -> tuple[str, bytes]:
    method = draw(METHODS)
    fields, events = framed(draw(FIELDS), draw(LENGTH), draw(BODY), draw(TRAILERS))
    request = h11.Request(method=method, target="/" + draw(st.from_regex(r"[!-~]{0,9}", fullmatch=True)), headers=[
        ("Host", "a"), *fields,
    ])  # fmt: skip
    return method, written([request, *events], h11.Connection(h11.CLIENT))


@st.composite
def response_bytes(draw: st.DrawFn, method: str) -> bytes:
    """What a server answers to a request of this method, interim answers before it included."""
    server = h11.Connection(h11.SERVER)
    server.receive_data(f"{method} / HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    server.next_event()
    interim = [h11.InformationalResponse(status_code=103, headers=draw(FIELDS))] * draw(st.integers(0, 2))
    status = draw(STATUSES)
    fields, events = framed(draw(FIELDS), draw(LENGTH), draw(BODY), draw(TRAILERS))
    if method == "HEAD" or status in (204, 304):
        events = [h11.EndOfMessage()]
    response = h11.Response(status_code=status, headers=fields, reason=draw(VALUES))
    return written([*interim, response, *events], server)


def h11_ends(data: bytes, methods: list[str]) -> list[int]:
    """Where h11 sees each response end, fed byte by byte."""
    ends = []
    at = 0
    for method in methods:
        client = h11.Connection(h11.CLIENT)
        client.send(h11.Request(method=method, target="/", headers=[("Host", "a"), ("Content-Length", "0")]))
        client.send(h11.EndOfMessage())
        while client.their_state is not h11.DONE:
            event = client.next_event()
            if event is h11.NEED_DATA:
                client.receive_data(data[at : at + 1])
                at += 1
        ends.append(at)
    return ends


@settings(max_examples=150)
@given(st.lists(request_bytes(), min_size=1, max_size=3))
def test_requests_end_where_h11_ended_them(written_requests):
    data = b"".join(raw for _, raw in written_requests)
    found = requests(data, fin=False)
    assert [one.end - one.start for one in found] == [len(raw) for _, raw in written_requests]
    assert [one.text.split()[0] for one in found] == [method for method, _ in written_requests]
    assert all(one.complete and not one.notes for one in found)


@settings(max_examples=150)
@given(st.data())
def test_responses_end_where_h11_ends_them(draw):
    methods = draw.draw(st.lists(METHODS, min_size=1, max_size=3))
    data = b"".join(draw.draw(response_bytes(method)) for method in methods)
    found = responses(data, *methods, fin=False)
    final = [one for one in found if one.final]
    assert [one.end for one in final] == h11_ends(data, methods)
    assert all(one.complete and not one.notes and not one.problem for one in found)
    assert {one.status for one in found if not one.final} <= {103}
    assert all(one.end == other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "fields",
    [
        [b"Content-Length: 1", b"Content-Length: 2"],
        [b"Content-Length: x"],
        [b"Content-Length: -1"],
        [b"Content-Length: 1, 2"],
    ],
)
def test_what_h11_refuses_is_a_problem_here(fields):
    data = b"HTTP/1.1 200 OK\r\n" + b"".join(line + b"\r\n" for line in fields) + b"\r\n"
    client = h11.Connection(h11.CLIENT)
    client.send(h11.Request(method="GET", target="/", headers=[("Host", "a")]))
    client.receive_data(data)
    with pytest.raises(h11.RemoteProtocolError):
        client.next_event()
    assert responses(data)[0].problem
