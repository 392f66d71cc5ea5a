"""Requests out of the bytes of one connection: HTTP/1.1 as h11 reads it (RFC 9112)."""

from __future__ import annotations

import re
import zlib
from collections import deque
from dataclasses import dataclass

import h11

HEAD_LIMIT = 16 * 1024
"""Longest request head that is taken, bytes."""

RAW_LIMIT = 1 << 20
"""Longest request of which the bytes themselves are kept, head and body together."""

_PIECE = 64 * 1024  # what h11 is given at a time: it is asked for the rest of it, a copy, after every request
_EVENTS_AT_ONCE = 512  # of h11: pieces of a body, or its chunks, of which a peer can make a million out of 6 MB
_FIRST_LINE_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Request:
    """One whole request. version: `1.1` or `1.0`; keep: whether the connection may go on after the answer.

    headers: in the order in which they came, names in lower case; raw: the request exactly as it came, None where it
    is longer than RAW_LIMIT; size: bytes of the body, without chunk framing; crc: their CRC-32; first_line: the body's,
    at most 80 bytes of it, empty where it is no text.
    """

    method: str
    target: str
    version: str
    headers: tuple[tuple[str, str], ...]
    keep: bool
    raw: bytes | None
    size: int = 0
    crc: int = 0
    first_line: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """What came is no request that can be answered. status: 400, 431 or 501; reason: one sentence."""

    status: int
    reason: str


class AwaitsContinue:
    """The client waits for `100 Continue` before it sends the body (RFC 9110, section 10.1.1)."""


class Underway:
    """There is more to be read at once; so much of it is read that others should have their turn first."""


class RequestReader:
    """Feed it what came in, in any cutting; `next` gives the requests one by one."""

    def __init__(self) -> None:
        self._waiting: deque[memoryview] = deque()
        self._fin = False
        self.held = 0
        """Bytes that were fed and not looked at yet."""
        self._begin(b"")

    def _begin(self, rest: bytes) -> None:
        """Be ready for the next request; rest: what has come of it. Empty lines before it count for nothing."""
        self._parser = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT)
        self._head: h11.Request | None = None
        self._raw = bytearray()
        self._given = 0
        self._body = _Body()
        self._give(rest)

    def feed(self, data: bytes) -> None:
        """Take what came in."""
        view = memoryview(data)
        self._waiting.extend(view[at : at + _PIECE] for at in range(0, len(view), _PIECE))
        self.held += len(view)

    def end(self) -> None:
        """The peer has closed its side: nothing more comes."""
        self._fin = True

    @property
    def begun(self) -> bool:
        """Whether a request has begun and is not whole yet."""
        return self._given > 0

    @property
    def ended(self) -> bool:
        """Whether the peer has closed its side and all that came before is read."""
        return self._fin and not self._waiting and not self.begun

    def next(self) -> Request | Refused | AwaitsContinue | Underway | None:
        """What comes next; None where more bytes are needed. After a refusal nothing more can be read."""
        try:
            for _ in range(_EVENTS_AT_ONCE):
                event = self._parser.next_event()
                if event is h11.NEED_DATA:
                    if not self._more():
                        return None
                elif isinstance(event, h11.Request):
                    self._head = event
                    if len(self._parser.trailing_data[0]) < self._given - HEAD_LIMIT:
                        return _TOO_LONG
                    if self._parser.they_are_waiting_for_100_continue and not self._parser.trailing_data[0]:
                        return AwaitsContinue()
                elif isinstance(event, h11.Data):
                    self._body.add(event.data)
                elif isinstance(event, h11.EndOfMessage):
                    return self._whole()
                else:
                    return None  # ConnectionClosed: the peer's side ended between two requests
        except h11.RemoteProtocolError as error:
            return _TOO_LONG if error.error_status_hint == 431 else Refused(error.error_status_hint, _sentence(error))
        return Underway()

    def _more(self) -> bool:
        """Give the parser the next piece; whether there was one."""
        if self._waiting:
            piece = self._waiting.popleft()
            self.held -= len(piece)
            self._give(bytes(piece))
            return True
        if self._fin and self.begun:
            self._parser.receive_data(b"")  # h11 then says what is missing
            return True
        return False

    def _give(self, piece: bytes) -> None:
        if not self._given:
            piece = piece.lstrip(b"\r\n")  # RFC 9112, section 2.2: people and old clients send them
        if piece:
            self._parser.receive_data(piece)
            self._given += len(piece)
            if len(self._raw) < RAW_LIMIT + _PIECE:
                self._raw += piece

    def _whole(self) -> Request:
        rest = self._parser.trailing_data[0]
        head, body, length = self._head, self._body, self._given - len(rest)
        assert head is not None, "h11 ends no request before it began"
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers)
        version = head.http_version.decode("ascii")
        request = Request(
            head.method.decode("ascii"), head.target.decode("latin-1"), version, headers, _keep(version, headers),
            bytes(self._raw[:length]) if length <= RAW_LIMIT else None,
            body.size, body.crc, body.first_line(),
        )  # fmt: skip
        self._begin(rest)
        return request


_TOO_LONG = Refused(431, f"The request's head, or a line between its chunks, is longer than {HEAD_LIMIT} bytes.")


class _Body:
    """What is remembered of a body that goes by."""

    def __init__(self) -> None:
        self.size = 0
        self.crc = 0
        self._first = b""

    def add(self, data: bytes) -> None:
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)
        if b"\n" not in self._first and len(self._first) < _FIRST_LINE_LIMIT:
            self._first += bytes(data[:_FIRST_LINE_LIMIT])

    def first_line(self) -> str:
        line = self._first.partition(b"\n")[0].removesuffix(b"\r")
        told = line[:_FIRST_LINE_LIMIT].decode("utf-8", "replace")
        return told if told.isprintable() and "\ufffd" not in told else ""


def _keep(version: str, headers: tuple[tuple[str, str], ...]) -> bool:
    """RFC 9112, section 9.3; for HTTP/1.0 as its appendix C.2.2 tells, where the client asks for it."""
    options = {option.strip().lower() for name, value in headers if name == "connection" for option in value.split(",")}
    return "close" not in options and (version >= "1.1" or "keep-alive" in options)


def _sentence(error: h11.RemoteProtocolError) -> str:
    reason = re.sub(r"bytearray\(b(.*)\)", r"\1", str(error)).removesuffix(".")  # the line in question, as h11 shows it
    return f"{reason[:1].upper()}{reason[1:]}."
