"""The script of `tcptui send`: write what was given, wait for the whole answer, watch on for a moment, close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from pathlib import Path

from tcptui.protocol.commands import Abort, Close, Command, Send, SendFile
from tcptui.protocol.events import Closed, Connected, Event, LocalError, Message, PeerFin, Sent, Tick

TIMEOUT = 10.0
LINGER = 0.2


class _Phase(Enum):
    OPENING = auto()
    WAITING = auto()
    """For the answer."""
    LINGERING = auto()
    """The answer is whole: a RST right behind it would be seen now."""
    DONE = auto()


class OneShot:
    """A `ports.Script` for one connection.

    payloads: bytes as they are, and files that are streamed, written in this order;
    timeout: seconds from the first event to the end of the answer, > 0; linger: seconds to watch on after it, >= 0.
    The end of an answer comes as a Message; under a framing that finds none, only the peer's FIN or the timeout ends
    the waiting.
    """

    def __init__(
        self, conn: int, payloads: Sequence[bytes | Path], timeout: float = TIMEOUT, linger: float = LINGER
    ) -> None:
        self._conn = conn
        self._payloads = payloads
        self._timeout = timeout
        self._linger = linger
        self._phase = _Phase.OPENING
        self._give_up_at: float | None = None
        self._linger_until = 0.0

    def deadline(self) -> float | None:
        """The end of the waiting, or of the lingering."""
        match self._phase:
            case _Phase.OPENING | _Phase.WAITING:
                return self._give_up_at
            case _Phase.LINGERING:
                return self._linger_until
            case _Phase.DONE:
                return None

    def on(self, event: Event, now: float) -> Iterable[Command]:
        """React to one event of the connection."""
        if self._give_up_at is None:
            self._give_up_at = now + self._timeout
        if self._phase is _Phase.DONE:
            return ()
        match event:
            case Connected():
                self._phase = _Phase.WAITING
                return [self._payload(one) for one in self._payloads]
            case Message():
                return self._message(event, now)
            case Sent() if self._phase is _Phase.LINGERING:
                self._linger_until = now + self._linger  # the rest of what we were given still goes out
            case PeerFin():
                # The peer may still read: what we were given goes out as long as there is time (KERNEL R7).
                return self._end(Close(self._conn, flush=max(0.0, self._give_up_at - now), why="peer"))
            case LocalError():
                return self._end(Close(self._conn, flush=0.0))
            case Closed():
                self._phase = _Phase.DONE
            case Tick():
                return self._tick(now)
            case _:
                pass
        return ()

    def _payload(self, payload: bytes | Path) -> Command:
        return SendFile(self._conn, payload) if isinstance(payload, Path) else Send(self._conn, payload)

    def _message(self, message: Message, now: float) -> Iterable[Command]:
        if message.problem and message.direction == "in":
            return self._end(Close(self._conn, flush=0.0))  # nothing behind it can be told apart
        if message.awaited:
            self._phase = _Phase.WAITING  # a request went out after the answer to the one before it
        elif self._phase is _Phase.WAITING and message.direction == "in" and message.final and message.complete:
            # Only the answer begins the lingering: what follows unasked must not prolong it.
            self._phase = _Phase.LINGERING
            self._linger_until = now + self._linger
        return ()

    def _tick(self, now: float) -> Iterable[Command]:
        deadline = self.deadline()
        if deadline is None or now < deadline:
            return ()
        match self._phase:
            case _Phase.OPENING:
                return self._end(Abort(self._conn, why="timeout"))
            case _Phase.WAITING:
                return self._end(Close(self._conn, flush=0.0, why="timeout"))
            case _Phase.LINGERING | _Phase.DONE:
                return self._end(Close(self._conn))

    def _end(self, command: Command) -> Iterable[Command]:
        self._phase = _Phase.DONE
        return [command]
