"""The http server as transcripts: what one request gets."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

import tcptui
from tcptui.lab.http_requests import HEAD_LIMIT, RAW_LIMIT
from tcptui.lab.http_routes import ROUTES
from tests.lab.asking import HELLO, answered, asked, content, status, talk

HEAD = f"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: tcptui/{tcptui.__version__}\r\n".encode()
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n"


# One request


def test_a_get_to_the_byte():
    wire = answered("GET /hello HTTP/1.1")
    assert bytes(wire.sent) == b"HTTP/1.1 200 OK\r\n" + HEAD + PLAIN + b"Content-Length: 42\r\n\r\n" + HELLO
    assert not wire.fin


def test_a_head_is_the_get_without_its_body():
    for path in ("/hello", "/bytes/100", "/chunked/100", "/close/100", "/status/404", "/redirect/1", "/"):
        get, head = answered(f"GET {path} HTTP/1.1"), answered(f"HEAD {path} HTTP/1.1")
        assert bytes(head.sent) == bytes(get.sent).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        assert head.fin == get.fin


def test_lines_may_end_in_lf_alone_and_empty_lines_before_a_request_count_for_nothing():
    wire = talk()
    wire.receives(b"\n\r\n\r\nGET /hello HTTP/1.1\nHost: x\n\n")
    assert content(wire) == HELLO


def test_the_help_lists_every_route_in_lines_that_fit():
    page = content(answered("GET / HTTP/1.1")).decode()
    assert all(route.form in page for route in ROUTES)
    assert all(len(line) <= 62 for line in page.splitlines())  # in a pane of 80 columns, beside time and direction
    assert len(page.splitlines()) <= 20


def test_the_readme_shows_the_help_as_it_is():
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    assert content(answered("GET / HTTP/1.1")).decode() in readme


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000, 262144, 3_000_001])
def test_bytes_by_content_length(size):
    wire = answered(f"GET /bytes/{size} HTTP/1.1")
    assert b"\r\nContent-Length: %d\r\n" % size in wire.sent
    body = content(wire)
    assert len(body) == size
    assert body == (body[:64] * (size // 64 + 1))[:size]  # the same line over and over, whatever the pieces


def test_chunks_of_a_short_body_are_several():
    assert content(answered("GET /chunked/10 HTTP/1.1")) == b"3\r\nabc\r\n3\r\ndef\r\n3\r\nghi\r\n1\r\nj\r\n0\r\n\r\n"
    assert content(answered("GET /chunked/0 HTTP/1.1")) == b"0\r\n\r\n"


def test_a_body_that_only_the_fin_ends():
    wire = answered("GET /close/10 HTTP/1.1")
    assert bytes(wire.sent) == (
        b"HTTP/1.1 200 OK\r\n" + HEAD + b"Content-Type: text/plain; charset=us-ascii\r\nConnection: close\r\n\r\n"
        b"abcdefghij"
    )
    assert wire.fin


@pytest.mark.parametrize("code", [200, 201, 202, 206, 301, 400, 404, 418, 499, 500, 503, 599])
def test_a_status_by_its_number(code):
    wire = answered(f"GET /status/{code} HTTP/1.1")
    assert (status(wire), content(wire)) == (code, f"You asked for the status {code}.\n".encode())


@pytest.mark.parametrize("code", [204, 304])
def test_a_status_that_allows_no_body_has_none(code):
    wire = answered(f"GET /status/{code} HTTP/1.1")
    assert (status(wire), content(wire)) == (code, b"")
    assert b"Content-Length" not in wire.sent
    assert not wire.fin


def test_an_interim_status_goes_before_the_answer():
    wire = answered("GET /status/103 HTTP/1.1")
    assert wire.sent.startswith(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert answered("GET /status/103 HTTP/1.0").sent.startswith(b"HTTP/1.1 200 OK\r\n")  # which knows none


def test_redirects_count_down():
    wire = answered("GET /redirect/2 HTTP/1.1")
    assert status(wire) == 302
    assert b"\r\nLocation: /redirect/1\r\n" in wire.sent
    assert status(answered("GET /redirect/0 HTTP/1.1")) == 200


def test_echo_gives_the_request_as_it_came():
    request = b"PUT /echo HTTP/1.1\r\nHOST:x\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n"
    wire = talk()
    wire.receives(request + asked("GET /hello HTTP/1.1"))
    assert content(wire).startswith(request + b"HTTP/1.1 200 OK")


def test_echo_keeps_only_so_much():
    body = bytes(RAW_LIMIT)
    wire = answered(f"POST /echo HTTP/1.1\nContent-Length: {len(body)}", body=body)
    assert status(wire) == 413
    wire.receives(asked("GET /hello HTTP/1.1"))
    assert wire.sent.endswith(HELLO)


def test_headers_are_told_as_they_were_understood():
    wire = answered("POST /headers HTTP/1.1\nX-One:   1  \nX-ONE: 2")
    assert content(wire) == b"POST /headers HTTP/1.1\nx-one: 1\nx-one: 2\nhost: x\n"


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("path", ["/", "/anywhere?q=1", "/bytes/5"])
def test_a_body_is_counted_wherever_it_goes(method, path):
    body = b"first\r\nsecond"
    wire = answered(f"{method} {path} HTTP/1.1\nContent-Length: {len(body)}", body=body)
    assert content(wire) == f"{method} {path}: 13 bytes, CRC-32 {zlib.crc32(body):08x}, first line: first\n".encode()
    assert content(answered(f"{method} {path} HTTP/1.1")) == f"{method} {path}: no body\n".encode()


@pytest.mark.parametrize("body", [b"\x1b[2J", b"\xff\xfe", b"a\0b\nc"])
def test_a_first_line_that_is_no_text_is_not_told(body):
    wire = answered(f"PUT /x HTTP/1.1\nContent-Length: {len(body)}", body=body)
    assert content(wire).endswith(f"CRC-32 {zlib.crc32(body):08x}\n".encode())


def test_an_upload_of_any_size_is_counted_in_little_memory():
    piece, crc = bytes(range(256)) * 4096, 0
    wire = talk()
    wire.receives(asked(f"PUT /big HTTP/1.1\nContent-Length: {40 * len(piece)}"))
    for _ in range(40):
        wire.receives(piece)
        crc = zlib.crc32(piece, crc)
        assert not wire.paused
    assert f"PUT /big: {40 * len(piece)} bytes, CRC-32 {crc:08x}".encode() in content(wire)


# What can't be answered so


def test_an_unknown_path_says_where_to_look():
    wire = answered("GET /nope HTTP/1.1")
    assert (status(wire), content(wire)) == (404, b"There is nothing at /nope. GET / tells what there is.\n")
    assert not wire.fin


@pytest.mark.parametrize("method", ["DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"])
def test_a_method_that_is_known_but_not_allowed(method):
    wire = answered(f"{method} /hello HTTP/1.1")
    assert status(wire) == 405
    assert b"\r\nAllow: GET, HEAD, POST, PUT\r\n" in wire.sent
    wire.receives(asked("GET /hello HTTP/1.1"))
    assert wire.sent.endswith(HELLO)


def test_a_method_that_nobody_knows():
    wire = answered("BREW /pot HTTP/1.1")
    assert (status(wire), content(wire)) == (501, b"The method BREW is not known here.\n")


@pytest.mark.parametrize(
    "path", ["/bytes/x", "/bytes/-1", "/bytes/9999999999999", "/bytes/٣", "/status/99", "/status/600", "/status/101",
             "/redirect/1001", "/slow/x", "/slow/4000", "/slow/1e3", "/drip/5/nan", "/drip/x/1"],
)  # fmt: skip
def test_a_value_that_can_not_be_is_said(path):
    wire = answered(f"GET {path} HTTP/1.1")
    assert status(wire) == 400
    assert content(wire).endswith(b".\n")
    if path.isascii():  # else h11 refuses the line
        assert not wire.fin
        assert b" give " in content(wire)


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        ("rubbish", 400, b"Illegal request line: 'rubbish'.\n"),
        ("GET /", 400, b"Illegal request line: 'GET /'.\n"),
        ("GET / HTTP/1.1\nno colon", 400, b"Illegal header line: 'no colon'.\n"),
        ("POST / HTTP/1.1\nContent-Length: 1\nContent-Length: 2", 400, b"Conflicting Content-Length headers.\n"),
        ("POST / HTTP/1.1\nTransfer-Encoding: gzip", 501, b"Only Transfer-Encoding: chunked is supported.\n"),
    ],
)
def test_what_is_no_request_is_the_last(request_, code, words):
    wire = answered(request_)
    assert (status(wire), content(wire)) == (code, words)
    assert b"\r\nConnection: close\r\n" in wire.sent
    assert wire.fin


def test_a_request_without_host():
    wire = answered("GET / HTTP/1.1", host=False)
    assert (status(wire), content(wire)) == (400, b"Missing mandatory Host: header.\n")


@pytest.mark.parametrize("cut", [None, 1000, 5])
def test_a_giant_head(cut):
    wire = talk()
    wire.receives(asked("GET /hello HTTP/1.1\nX: " + "y" * HEAD_LIMIT), cut)
    assert status(wire) == 431
    assert wire.fin
    wire = talk()
    wire.receives(asked("GET /hello HTTP/1.1\nX: " + "y" * (HEAD_LIMIT - 100)), cut)
    assert status(wire) == 200


def test_a_fin_within_a_request_is_answered():
    wire = talk()
    wire.receives(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
    wire.ends()
    assert status(wire) == 400
    assert b"received 4 bytes, expected 9" in content(wire)
    assert wire.fin
