"""How long an HTTP/1 message's body is: the rules of RFC 9112, section 6.3, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tcptui.protocol.framing.http_head import Flaw, Head


@dataclass(frozen=True, slots=True)
class Body:
    """What follows a head.

    form: `length` (that many bytes), `chunked`, `close` (up to the FIN), `tunnel` (no HTTP any more), `unknown` (the
    head breaks the framing, problem says how).
    """

    form: Literal["length", "chunked", "close", "tunnel", "unknown"]
    length: int = 0
    problem: Flaw | None = None


_NOTHING = Body("length", 0)
_CHUNKED = Body("chunked")
_TO_THE_END = Body("close")
_TUNNEL = Body("tunnel")


def response_body(head: Head, method: str | None) -> Body:
    """The body of a response to `method` (None where the request is not known: as to a GET)."""
    status = head.status
    if status == 101 or (method == "CONNECT" and status is not None and 200 <= status < 300):
        return _TUNNEL
    if method == "HEAD" or status is None or status < 200 or status in (204, 304):
        return _NOTHING
    if head.coding is not None:
        return _CHUNKED if head.coding == "chunked" else _TO_THE_END
    return _by_length(head) or _TO_THE_END


def request_body(head: Head) -> Body:
    """The body of a request: without a length there is none, and a coding that does not end it is a problem."""
    if head.coding == "chunked":
        return _CHUNKED
    if head.coding is not None:
        return Body("unknown", problem=Flaw(head.coding_at, "its Transfer-Encoding does not end with chunked"))
    return _by_length(head) or _NOTHING


def _by_length(head: Head) -> Body | None:
    if head.bad_length is not None:
        return Body("unknown", problem=head.bad_length)
    return None if head.length is None else Body("length", head.length)
