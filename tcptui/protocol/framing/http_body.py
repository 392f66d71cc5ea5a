"""How long an HTTP/1 message's body is: the rules of RFC 9112, section 6.3."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from tcptui.protocol.framing.found import Flaw

Role = Literal["request", "response"]
Coding = Literal["chunked", "other"]


class Body(NamedTuple):
    """What follows a head.

    form: `length` (that many bytes), `chunked`, `close` (up to the FIN), `tunnel` (no HTTP any more), `unknown` (the
    head breaks the framing, problem says how; its offset counts from the start of the head).
    """

    form: Literal["length", "chunked", "close", "tunnel", "unknown"]
    length: int = 0
    problem: Flaw | None = None


NOTHING: Final = Body("length", 0)
_CHUNKED = Body("chunked")
_TO_THE_END = Body("close")
_TUNNEL = Body("tunnel")


def body_by_fields(role: Role, length: int | None, bad_length: Flaw | None, coding: Coding | None, at: int) -> Body:
    """Rules 4 to 8: what the fields say, whatever was asked and answered.

    A Transfer-Encoding (at offset `at`) overrides a Content-Length, be it good or bad. A coding that doesn't end with
    chunked lasts to the FIN in a response and can't be read in a request.
    """
    if coding == "chunked":
        return _CHUNKED
    if coding == "other":
        if role == "response":
            return _TO_THE_END
        return Body("unknown", problem=Flaw(at, "its Transfer-Encoding does not end with chunked"))
    if bad_length is not None:
        return Body("unknown", problem=bad_length)
    if length is not None:
        return Body("length", length)
    return _TO_THE_END if role == "response" else NOTHING


def response_body(said: Body, status: int, method: str | None) -> Body:
    """Rules 1 to 3: what a response's body is, given what its fields say and which method it answers.

    method: None where the request is not known; then as to a GET.
    """
    if status == 101 or (method == "CONNECT" and 200 <= status < 300):
        return _TUNNEL
    if status < 200 or status in (204, 304) or method == "HEAD":
        return NOTHING
    return said
