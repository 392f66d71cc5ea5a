"""Requests to the practice server `http`, and what comes of them."""

from __future__ import annotations

from tcptui.lab.http import HttpServer
from tests.lab.wire import CONN, Wire

WALL = 784111777.0  # RFC 9110's example: Sun, 06 Nov 1994 08:49:37 GMT
HELLO = b"Hello from the practice server of tcptui.\n"


def talk(takes: int | None = None) -> Wire:
    return Wire(HttpServer(CONN, lambda: WALL), takes)


def asked(request: str, *, body: bytes = b"", host: bool = True) -> bytes:
    """A request of these lines."""
    lines = [*request.split("\n"), *(["Host: x"] if host else [])]
    return "\r\n".join([*lines, "", ""]).encode() + body


def answered(request: str, *, body: bytes = b"", host: bool = True) -> Wire:
    """A connection on which this was asked, and its answer given."""
    wire = talk()
    wire.receives(asked(request, body=body, host=host))
    wire.settles()
    return wire


def status(wire: Wire) -> int:
    return int(wire.sent.split(b" ", 2)[1])


def content(wire: Wire) -> bytes:
    return bytes(wire.sent.partition(b"\r\n\r\n")[2])
