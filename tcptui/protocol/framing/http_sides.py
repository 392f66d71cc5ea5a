"""The two directions of HTTP/1 as a client sees them, joined by the list of requests that are not answered yet."""

from __future__ import annotations

from collections import deque
from typing import ClassVar

from tcptui.protocol.framing.found import Found, Kind
from tcptui.protocol.framing.http_body import Body, Role, response_body
from tcptui.protocol.framing.http_decoder import HttpDecoder
from tcptui.protocol.framing.http_head import Head


class Unanswered:
    """The requests that wait for their answer, in order: RFC 9112, section 9.3.2.

    A request waits from its first byte on: a server may answer (and refuse) what is not all there.
    """

    def __init__(self) -> None:
        self.opened = False  # an exchange has begun: a request did, or an answer came that nobody asked for
        self._methods: deque[str | None] = deque()
        self._latest_waits = False

    def __len__(self) -> int:
        return len(self._methods)

    def begin(self) -> None:
        """A request's first byte was sent."""
        self.opened = self._latest_waits = True
        self._methods.append(None)

    def name(self, method: str | None) -> None:
        """The head of the request that began last was sent."""
        if self._latest_waits:
            self._methods[-1] = method

    def method(self) -> str | None:
        """What the next answer answers; None where that is not known."""
        return self._methods[0] if self._methods else None

    def answer(self) -> None:
        """The oldest has its answer."""
        self._methods.popleft()
        self._latest_waits = bool(self._methods)

    def drop(self) -> None:
        """Nothing is owed any more: the connection no longer speaks HTTP."""
        self._methods.clear()
        self._latest_waits = False


class RequestDecoder(HttpDecoder):
    """What we send. It need not be HTTP: a head without a request line is a request all the same, and noted."""

    role: ClassVar[Role] = "request"
    strict: ClassVar[bool] = False
    prefix: ClassVar[bytes] = b""

    def __init__(self, unanswered: Unanswered) -> None:
        """unanswered: where each request is written down."""
        self._unanswered = unanswered
        super().__init__()

    def to_tunnel(self) -> None:
        """The server has switched: no byte from the last complete request on is a request."""
        self._base += len(self._kept)
        self._kept.clear()
        self._stretch("tunnel", self._start)

    def _begin(self) -> None:
        self._unanswered.begin()

    def _may_begin(self, start: bytes, at: int) -> bool:  # noqa: ARG002
        return True

    def _body(self, head: Head) -> Body:
        self._unanswered.name(head.method)
        return head.body

    def _kind(self, status: int) -> Kind:  # noqa: ARG002
        return "request"

    def _is_final(self, kind: Kind) -> bool:  # noqa: ARG002
        return True

    def _finished(self, kind: Kind) -> None: ...


class ResponseDecoder(HttpDecoder):
    """What the server sends. Bytes that nobody asked for and that are no HTTP are `extra`, up to the next request."""

    role: ClassVar[Role] = "response"
    strict: ClassVar[bool] = True
    prefix: ClassVar[bytes] = b"HTTP/"

    def __init__(self, unanswered: Unanswered, start: int = 0) -> None:
        """unanswered: the requests as `RequestDecoder` writes them down."""
        self._unanswered = unanswered
        self._asked = False  # the message in progress began when an answer was owed
        super().__init__(start)

    @property
    def answering(self) -> bool:
        """An answer has begun and is not complete, or broke its framing."""
        return (self._begun or self.broken) and (self._asked or not self._unanswered.opened)

    @property
    def status(self) -> int | None:
        """The status of the answer in progress."""
        if self._head is None or not self.answering:
            return None
        return self._head.status if self._kind(self._head.status) == "response" else None

    @property
    def missing(self) -> int | None:
        """The bytes that the answer in progress still lacks, where its length is known."""
        return super().missing if self.answering else None

    def next_request(self) -> list[Found]:
        """A request is sent when no answer is owed: what lies here unasked is no part of its answer."""
        if self._part != "extra" or (self.broken and self._asked):
            return []
        self.broken = False
        self._found = []
        if self._base > self._start:
            self._found.append(Found(self._start, self._base, "extra", final=False))
        self._left = 0
        self._renew(self._base)
        return self._found

    def _begin(self) -> None:
        self._asked = len(self._unanswered) > 0

    def _may_begin(self, start: bytes, at: int) -> bool:
        if b"HTTP/".startswith(start):
            return True
        if self._asked or self._unanswered:
            self._asked = True  # a greeting cut in its first bytes by a request can't be told from its answer
            self._break(at, "it does not begin with a status line", at)
        else:
            self._stretch("extra", self._start)
        return False

    def _body(self, head: Head) -> Body:
        return response_body(head.body, head.status, self._unanswered.method() if self._asked else None)

    def _kind(self, status: int) -> Kind:
        # RFC 9110, section 15.2. 101 is final: what follows it is no HTTP.
        return "interim" if 100 <= status < 200 and status != 101 else "response"

    def _is_final(self, kind: Kind) -> bool:
        return kind == "response" and (self._asked or not self._unanswered.opened)

    def _finished(self, kind: Kind) -> None:
        if kind != "response":
            return
        if self._asked:
            self._unanswered.answer()
        self._unanswered.opened = True
