"""`http`: HTTP/1.0 and 1.1 (RFC 9112), one final answer for each request sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.framing.found import Data, Found, Seen
from tcptui.protocol.framing.http_sides import RequestDecoder, ResponseDecoder, Unanswered
from tcptui.protocol.verdict import Response

if TYPE_CHECKING:
    from tcptui.protocol.events import Direction


class Http:
    """Requests out, responses in. A `Dialogue`.

    An answer is owed from the first byte of a request that is no empty line, whatever that byte is: a server answers
    rubbish too. Where nothing was sent at all, the first response that comes (a 408) is taken as the answer; a greeting
    that is no HTTP is `extra`, and the answer to a request is looked for behind it.
    """

    def __init__(self, received: int = 0) -> None:
        """received: bytes that came before HTTP began."""
        self._unanswered = Unanswered()
        self._out = RequestDecoder(self._unanswered)
        self._in = ResponseDecoder(self._unanswered, received)
        self._last: Found | None = None  # the last answer: complete, cut or broken

    @property
    def response(self) -> Response:
        """The last answer, or the one that is owed, as far as it has come."""
        last = self._last
        if last is not None and not (last.complete and self.awaited):
            return last.as_response("http")
        begun = self.answering or self._unanswered.opened
        return Response("http", False if begun else None, self._in.status, self._in.missing)

    @property
    def awaited(self) -> int:
        """Requests without a final answer."""
        return len(self._unanswered)

    @property
    def answering(self) -> bool:
        """An answer has begun and is not complete."""
        return self._in.answering

    def sent(self, data: Data) -> list[Seen]:
        """The next bytes of ours."""
        return self._sent(self.awaited, self._out.feed(data))

    def received(self, data: Data) -> list[Seen]:
        """The next bytes of the peer's."""
        return self._received(self.awaited, self._in.feed(data))

    def own_fin(self) -> list[Seen]:
        """Our FIN: a request that has begun is cut."""
        return self._sent(self.awaited, self._out.end())

    def peer_fin(self) -> list[Seen]:
        """The peer's FIN."""
        return self._received(self.awaited, self._in.end())

    def skippable(self, direction: Direction) -> int:
        """The rest of a body, a chunk, or a stretch without messages."""
        return self._decoder(direction).skippable

    def missing(self, direction: Direction) -> int | None:
        """The rest of a body whose length is known."""
        return self._decoder(direction).missing

    def skip(self, direction: Direction, count: int) -> list[Seen]:
        """Let bytes of a body pass unseen."""
        owed = self.awaited
        found = self._decoder(direction).skip(count)
        return self._received(owed, found) if direction == "in" else self._sent(owed, found)

    def _decoder(self, direction: Direction) -> RequestDecoder | ResponseDecoder:
        return self._in if direction == "in" else self._out

    def _sent(self, owed: int, found: list[Found]) -> list[Seen]:
        seen = [Seen("out", one, self.awaited) for one in found]
        if owed or not self.awaited:
            return seen
        self._last = None
        return [Seen("in", one, self.awaited) for one in self._in.next_request()] + seen

    def _received(self, owed: int, found: list[Found]) -> list[Seen]:
        seen = []
        for one in found:
            if one.final and one.kind == "response":
                self._last = one
                owed -= one.complete and owed > 0
            seen.append(Seen("in", one, owed))
        if self._in.tunnel and not self._out.tunnel:
            self._unanswered.drop()
            self._out.to_tunnel()
        return seen
