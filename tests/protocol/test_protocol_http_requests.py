"""HTTP requests as they are sent: cut into messages, whatever they are."""

from __future__ import annotations

import pytest

from tests.protocol.reading import requests

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"

COMPLETE = {
    "GET": GET,
    "lower case method": b"get / HTTP/1.1\r\n\r\n",
    "a method of its own": b"M-SEARCH * HTTP/1.1\r\n\r\n",
    "HTTP/1.0": b"GET / HTTP/1.0\r\n\r\n",
    "POST with a length": b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
    "POST without a length": b"POST / HTTP/1.1\r\n\r\n",
    "POST chunked": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "bare LF": b"GET / HTTP/1.1\nHost: a\n\n",
}


@pytest.mark.parametrize("raw", COMPLETE.values(), ids=COMPLETE.keys())
def test_a_request_ends_at_its_last_byte(raw):
    first, second = requests(raw + GET, fin=False)
    assert (first.kind, first.end, first.complete, first.status) == ("request", len(raw), True, None)
    assert first.text == raw.split(b"\n")[0].decode().rstrip("\r")
    assert second.end == len(raw + GET)


@pytest.mark.parametrize(
    "rubbish",
    [b"asdf\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP\r\n\r\n", b"\x16\x03\x01\0\n\n", b"GET  HTTP/1.1\r\n\r\n"],
)
def test_rubbish_is_a_request_all_the_same_and_noted(rubbish):
    first, second = requests(rubbish + GET, fin=False)
    assert first.complete
    assert first.notes[0] == "it does not begin with a request line at byte 0"
    assert second.notes == ()


def test_a_coding_that_hides_the_end_is_a_problem():
    raw = b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n"
    found, rest = requests(raw + b"abc")
    assert found.problem == (
        "The request breaks its framing at byte 17: its Transfer-Encoding does not end with chunked."
    )
    assert (rest.kind, rest.start) == ("extra", len(raw))


def test_a_bad_length_is_a_problem():
    [found, rest] = requests(b"POST / HTTP/1.1\r\nContent-Length: five\r\n\r\nhello")
    assert found.problem == "The request breaks its framing at byte 17: its Content-Length is no number."
    assert rest.kind == "extra"


def test_empty_lines_before_a_request_belong_to_it():
    [found] = requests(b"\r\n\r\n" + GET, fin=False)
    assert (found.start, found.end) == (0, 4 + len(GET))
    assert found.notes == ("empty lines before the message at byte 0",)


def test_what_is_sent_in_part_is_cut_by_our_fin():
    [found] = requests(b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhe")
    assert (found.complete, found.where, found.missing) == (False, "in the body", 3)
