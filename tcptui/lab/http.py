"""The practice server `http`: HTTP/1.1 on one connection, requests answered in their order, answers streamed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from enum import Enum, auto

from tcptui.lab.farewell import Farewell
from tcptui.lab.http_answers import interim, text
from tcptui.lab.http_reply import Reply
from tcptui.lab.http_requests import AwaitsContinue, Refused, Request, RequestReader, Underway
from tcptui.lab.http_routes import IDLE, answer
from tcptui.lab.outflow import HIGH, Outflow
from tcptui.protocol.commands import Command, PauseReading, ResumeReading
from tcptui.protocol.events import Accepted, AnsweredBy, Closed, Event, HalfClosed, PeerFin, Received, Sent, Tick

_STEPS_A_TURN = 64  # a flood of pipelined requests must not keep other connections waiting
_MOST_HELD = 256 * 1024  # bytes of requests that wait for their turn, from which on reading stops


class _Stage(Enum):
    TALKING = auto()
    LINGERING = auto()
    """Our FIN is on its way; what still comes counts for nothing."""
    SILENT = auto()
    """A person answers."""
    OVER = auto()


class HttpServer:
    """A `ports.Script` for one accepted connection. wall: seconds since the epoch, for the Date field."""

    def __init__(self, conn: int, wall: Callable[[], float] = time.time) -> None:
        self._conn = conn
        self._wall = wall
        self._out = Outflow(conn)
        self._stage = _Stage.TALKING
        self._reader = RequestReader()
        self._reply: Reply | None = None
        self._keep = True
        """Whether the connection goes on after the answers that were given."""
        self._more = False
        """Whether there is more to be done at once, in the next turn."""
        self._moved = 0.0
        """The second at which something happened last."""
        self._fin_seen = False
        self._farewell = Farewell(conn)
        self._paused = False

    def deadline(self) -> float | None:
        """When to go on without an event: the next piece of an answer is due, or there was patience enough."""
        match self._stage:
            case _Stage.TALKING:
                if self._more:
                    return self._moved
                if self._reply is None:
                    return self._moved + IDLE
                return self._reply.due() if self._out.pending < HIGH else None
            case _Stage.LINGERING:
                return self._farewell.deadline()
            case _:
                return None

    def on(self, event: Event, now: float) -> Iterable[Command]:
        """React to one event of the connection."""
        match event:
            case Tick():
                return self._tick(now)
            case Accepted():
                pass
            case Received(data=data):
                if self._stage is _Stage.TALKING:
                    self._reader.feed(bytes(data))
            case Sent():
                self._out.took(event)
            case PeerFin():
                self._fin_seen = True
                self._reader.end()
            case HalfClosed():
                self._farewell.said(now)
            case AnsweredBy(who=who):
                self._answered_by(who == "person")
            case Closed():
                self._stage = _Stage.OVER
            case _:
                return ()
        if self._stage is _Stage.TALKING:
            self._moved = now
        return self._go_on(now)

    def _answered_by(self, person: bool) -> None:
        """Fall silent, or begin anew: the request or the answer that was under way is forgotten."""
        if self._stage is _Stage.OVER:
            return
        self._out.forget()
        self._reply, self._keep, self._more = None, True, False
        self._reader = RequestReader()
        if self._fin_seen:
            self._reader.end()
        speaks = _Stage.LINGERING if self._farewell.sent else _Stage.TALKING
        self._stage = _Stage.SILENT if person else speaks

    def _tick(self, now: float) -> Iterable[Command]:
        """Go on with what is due; a connection on which nothing happened for too long is ended."""
        if self._stage is _Stage.LINGERING:
            return self._farewell.tick(now)
        late = not self._more and (due := self.deadline()) is not None and now >= due
        if late and self._reply is None and self._stage is _Stage.TALKING:
            if not self._reader.begun:
                return self._end()
            self._refuse(408, f"The request was not whole {IDLE} seconds after the last of it.", now)
        return self._go_on(now)

    def _go_on(self, now: float) -> list[Command]:
        """Answer what can be answered now, stop reading where more waits than may, and end what is at its end."""
        commands: list[Command] = []
        if self._stage is _Stage.TALKING:
            data = self._speak(now)
            if data:
                commands.append(self._out.send(data))
            if self._reply is None and (not self._keep or self._reader.ended):
                commands += self._end()
        full = self._stage is _Stage.TALKING and self._reader.held > _MOST_HELD
        if full != self._paused:
            self._paused = full
            commands.append(PauseReading(self._conn) if full else ResumeReading(self._conn))
        return commands

    def _end(self) -> list[Command]:
        self._stage = _Stage.LINGERING
        return [self._farewell.say()]

    # -- answering

    def _speak(self, now: float) -> bytes:
        """The bytes that can go out now, no more than the way out may hold."""
        parts: list[bytes] = []
        size = self._out.pending
        self._more = False
        for _ in range(_STEPS_A_TURN):
            data = self._next(now) if self._keep and size < HIGH else b""
            if not data:
                break
            parts.append(data)
            size += len(data)
        else:
            self._more = True
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _next(self, now: float) -> bytes:
        """The next bytes of the answer that is under way, or of the one to the next request."""
        if self._reply is None:
            match self._reader.next():
                case Request() as request:
                    told = answer(request)
                    self._reply = Reply(told, now, method=request.method, version=request.version, keep=request.keep)
                case Refused(status=status, reason=reason):
                    self._refuse(status, reason, now)
                case AwaitsContinue():
                    return interim(100)
                case Underway():
                    self._more = True
                    return b""
                case None:
                    return b""
        assert self._reply is not None
        data = self._reply.next(now, self._wall())
        if self._reply.done:
            self._keep, self._reply = self._reply.keep, None
        return data

    def _refuse(self, status: int, reason: str, now: float) -> None:
        """Answer what is no request; behind it nothing can be told apart, so it is the last answer."""
        self._reply = Reply(text(status, f"{reason}\n"), now, keep=False)
