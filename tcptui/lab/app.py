"""The practice server `app`: one request with a JSON header, one answer, and it closes.

The protocol is that of a well-known tutorial on sockets, and any client of it can talk to this server: `app_requests`
tells what a message is, `app_table` what is answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

from tcptui.lab.app_requests import BrokenRequestError, JsonRequest, RequestReader
from tcptui.lab.app_table import answer_binary, answer_json
from tcptui.lab.farewell import Farewell
from tcptui.protocol.commands import Command, Send
from tcptui.protocol.events import AnsweredBy, Closed, Event, HalfClosed, PeerFin, Received, Tick


class _Stage(Enum):
    LISTENING = auto()
    LEAVING = auto()
    """All is said; what still comes counts for nothing."""
    SILENT = auto()
    """A person answers."""
    OVER = auto()


class AppServer:
    """A `ports.Script` for one accepted connection.

    A request that is broken (no such header, a field missing, a length that can't be, content that is no JSON, a FIN
    before its end) gets no answer: it closes, as servers of this protocol do. It waits for a request for ever.
    """

    def __init__(self, conn: int) -> None:
        self._conn = conn
        self._stage = _Stage.LISTENING
        self._reader = RequestReader()
        self._farewell = Farewell(conn)
        self._fin_seen = False

    def deadline(self) -> float | None:
        """Only for the peer's FIN it does not wait for ever."""
        return self._farewell.deadline() if self._stage is _Stage.LEAVING else None

    def on(self, event: Event, now: float) -> Iterable[Command]:
        """React to one event of the connection."""
        match event:
            case Received(data=data) if self._stage is _Stage.LISTENING:
                return self._read(bytes(data))
            case PeerFin():
                self._fin_seen = True
                return self._leave() if self._stage is _Stage.LISTENING else ()
            case HalfClosed():
                self._farewell.said(now)
            case Tick() if self._stage is _Stage.LEAVING:
                return self._farewell.tick(now)
            case AnsweredBy(who=who):
                return self._answered_by(person=who == "person")
            case Closed():
                self._stage = _Stage.OVER
            case _:
                pass
        return ()

    def _read(self, data: bytes) -> list[Command]:
        """Answer, once the request is whole, and leave."""
        try:
            request = self._reader.feed(data)
            if request is None:
                return []
            answer = answer_json(request.content) if isinstance(request, JsonRequest) else answer_binary(request.first)
        except (BrokenRequestError, RecursionError):  # the latter: a value nested too deep to be told
            return self._leave()
        return [Send(self._conn, answer), *self._leave()]

    def _leave(self) -> list[Command]:
        self._stage = _Stage.LEAVING
        return [self._farewell.say()]

    def _answered_by(self, *, person: bool) -> list[Command]:
        """Fall silent, or begin anew: what came of a request until now is forgotten."""
        if self._stage is _Stage.OVER:
            return []
        self._reader = RequestReader()
        if person:
            self._stage = _Stage.SILENT
            return []
        self._stage = _Stage.LEAVING if self._farewell.sent else _Stage.LISTENING
        return self._leave() if self._fin_seen and not self._farewell.sent else []
