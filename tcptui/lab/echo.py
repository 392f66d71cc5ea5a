"""The practice server `echo` (RFC 862): what comes in goes out again, in order, as fast as the peer takes it."""

from __future__ import annotations

from collections.abc import Iterable

from tcptui.lab.outflow import HIGH, LOW, Outflow
from tcptui.protocol.commands import Command, HalfClose, PauseReading, ResumeReading
from tcptui.protocol.events import AnsweredBy, Event, PeerFin, Received, Sent


class Echo:
    """A `ports.Script` for one accepted connection.

    A peer that sends and doesn't read is read no further once HIGH bytes wait for it: TCP's window then tells it so.
    After its FIN what is left is sent, then ours follows. While a person answers it is silent; what came in then is
    not sent back later.
    """

    def __init__(self, conn: int) -> None:
        self._conn = conn
        self._out = Outflow(conn)
        self._paused = False
        self._silent = False
        self._fin_seen = False

    def deadline(self) -> float | None:
        """It never waits for a moment."""
        return None

    def on(self, event: Event, now: float) -> Iterable[Command]:  # noqa: ARG002 - a Script is told the time
        """React to one event of the connection."""
        match event:
            case Received(data=data) if not self._silent:
                return [self._out.send(bytes(data)), *self._flow()]
            case Sent():
                self._out.took(event)
                return self._flow()
            case PeerFin():
                self._fin_seen = True
                return self._ending()
            case AnsweredBy(who=who):
                self._silent = who == "person"
                self._out.forget()
                return [*self._flow(), *self._ending()]
            case _:
                return ()

    def _flow(self) -> Iterable[Command]:
        """Stop reading, or read again, as what waits to go out demands."""
        pending = self._out.pending
        if self._paused and pending < LOW:
            self._paused = False
            return [ResumeReading(self._conn)]
        if not self._paused and pending >= HIGH:
            self._paused = True
            return [PauseReading(self._conn)]
        return ()

    def _ending(self) -> Iterable[Command]:
        return [HalfClose(self._conn)] if self._fin_seen and not self._silent else ()
