"""One connection from Open to Closed: its phases, and what each command means in them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Literal

from tcptui.engine import faults
from tcptui.engine.closing import Closing
from tcptui.engine.opening import Opening
from tcptui.engine.outbox import Outbox
from tcptui.engine.reactor import Reactor
from tcptui.engine.resolver import Resolver
from tcptui.engine.stream import Can, Stream
from tcptui.protocol import commands
from tcptui.protocol.events import (
    Accepted,
    Address,
    AnsweredBy,
    Closed,
    Concealed,
    LocalError,
    ReadingPaused,
    ReadingResumed,
)
from tcptui.protocol.ports import Script

_LAST_READS = 4  # when the run ends: what one turn may still hold
Why = Literal["asked", "timeout", "cancelled", "peer", "failed", "stopped"]


class Phase(Enum):
    """Where a connection is in its life."""

    OPENING = auto()
    OPEN = auto()
    CLOSING = auto()
    CLOSED = auto()


_NEXT: dict[Phase, frozenset[Phase]] = {
    Phase.OPENING: frozenset({Phase.OPEN, Phase.CLOSED}),
    Phase.OPEN: frozenset({Phase.CLOSING, Phase.CLOSED}),
    Phase.CLOSING: frozenset({Phase.CLOSED}),
    Phase.CLOSED: frozenset(),
}


class Connection:
    """Lives on the loop thread, from the Open command to the Closed event."""

    def __init__(self, reactor: Reactor, conn: int, scripts: tuple[Script, ...]) -> None:
        self.id = conn
        self.scripts = scripts
        self.phase = Phase.OPENING
        self._reactor = reactor
        self._outbox = Outbox()
        self._opening: Opening | None = None
        self._stream: Stream | None = None
        self._closing: Closing | None = None
        self._closing_why: Why = "asked"
        self._half_close_wanted = False
        self._paused = False

    def open(self, resolver: Resolver, command: commands.Open) -> None:
        """Begin to connect."""
        self._opening = Opening(self._reactor, resolver, command, self._stood, self._never_stood)
        self._opening.start()

    def accepted(self, by: commands.Listen, sock: socket.socket, peer: Address, local: Address) -> None:
        """Begin with a socket that stands already: someone connected to a listener of ours."""
        self._reactor.emit(Accepted(self.id, self._reactor.now(), by.conn, peer, local, by.responder, by.framing))
        self._stood(sock, None)

    def _enter(self, phase: Phase) -> None:
        if phase not in _NEXT[self.phase]:
            raise RuntimeError(f"connection {self.id} can't go from {self.phase.name} to {phase.name}")
        self.phase = phase

    # -- commands

    def carry_out(self, command: commands.Command) -> None:
        """Do what a command asks. One that comes too late does nothing, but a send that can't be is told."""
        match command:
            case commands.Send(data=data, secrets=secrets):
                self._send(lambda: self._add(data, secrets))
            case commands.SendFile(path=path):
                self._send(lambda: self._add_file(path))
            case commands.HalfClose():
                self._half_close_wanted = True
                self.stream_wrote()
            case commands.Close(flush=flush, why=why):
                self._close(flush, why)
            case commands.Abort(why=why):
                self._abort(why)
            case commands.PauseReading():
                self._pause(True)
            case commands.ResumeReading():
                self._pause(False)
            case commands.Sample():
                self.sample()
            case commands.TakeOver():
                self._reactor.emit(AnsweredBy(self.id, self._reactor.now(), "person"))
            case commands.HandBack():
                self._reactor.emit(AnsweredBy(self.id, self._reactor.now(), "script"))
            case _:
                raise TypeError(f"{type(command).__name__} is no command to a connection")

    def _send(self, add: Callable[[], None]) -> None:
        if self._stream is not None and self._stream.broken and self.phase is Phase.OPEN:
            add()  # it was asked for before anyone could know: counted, and told as never sent
        elif self.phase in (Phase.CLOSING, Phase.CLOSED) or (self._stream and Can.WRITE not in self._stream.can):
            self._tell(faults.Failure(None, None, "Nothing was sent: the connection takes no more from us."))
        elif self._half_close_wanted:
            self._tell(faults.Failure(None, None, "Nothing was sent: our side is closed (FIN)."))
        else:
            add()
            if self._stream is not None:
                self._stream.write()

    def _add(self, data: bytes, secrets: tuple[tuple[int, int], ...]) -> None:
        """Put bytes into the outbox. Which of them are secrets is in the record before they are."""
        begin = self._outbox.pending + (self._stream.taken if self._stream is not None else 0)
        for start, end in secrets:
            self._reactor.emit(Concealed(self.id, self._reactor.now(), "out", begin + start, begin + end))
        self._outbox.add(data)

    def _add_file(self, path: Path) -> None:
        try:
            self._outbox.add_file(path)
        except OSError as error:
            self._tell(faults.with_subject(path, faults.from_error(error)))

    def _tell(self, failure: faults.Failure) -> None:
        t = self._reactor.now()
        self._reactor.emit(LocalError(self.id, t, failure.errno, failure.errno_name, failure.reason))

    def _pause(self, paused: bool) -> None:
        if paused != self._paused and self.phase is not Phase.CLOSED:
            self._paused = paused
            t = self._reactor.now()
            self._reactor.emit(ReadingPaused(self.id, t, "asked") if paused else ReadingResumed(self.id, t))
            self.refresh()

    def _close(self, flush: float, why: Why) -> None:
        if self.phase is Phase.OPENING:
            self._give_up("timeout" if why == "timeout" else "cancelled")
        elif self.phase is Phase.OPEN and self._stream is not None:
            self._enter(Phase.CLOSING)
            self._closing_why = why
            self._closing = Closing(self._reactor, self._stream, flush, self._close_now)
            self._closing.go_on()

    def _abort(self, why: Literal["asked", "timeout", "cancelled"]) -> None:
        if self.phase is Phase.OPENING:
            self._give_up("timeout" if why == "timeout" else "cancelled")
        elif self.phase is not Phase.CLOSED:
            self._finish("rst", why)

    def _give_up(self, why: Literal["timeout", "cancelled"]) -> None:
        if self._opening is not None:
            self._opening.give_up(why)

    def stop(self) -> None:
        """The run ends: read what has arrived and close, without waiting for anything."""
        if self.phase is Phase.OPENING:
            self._give_up("cancelled")
        elif self._stream is not None and self.phase is not Phase.CLOSED:
            self._closing_why = "stopped"
            for _ in range(_LAST_READS):
                if not self._stream.read_some():
                    break
            self._close_now()

    # -- the kernel's figures and the selector

    def sample(self) -> None:
        """Take the kernel's figures, if the connection stands."""
        if self._stream is not None and self.phase is not Phase.CLOSED:
            self._stream.sample()

    def refresh(self) -> None:
        """Watch for what can be acted on now: reading was paused or resumed, or the record filled or has room."""
        if self._stream is not None and self.phase is not Phase.CLOSED:
            self._stream.paused = self._paused
            self._stream.refresh_interest()

    # -- what Opening and Stream tell

    def _stood(self, sock: socket.socket, failure: faults.Failure | None) -> None:
        self._enter(Phase.OPEN)
        self._stream = Stream(self._reactor, self.id, sock, self._outbox, self, accepted=self._opening is None)
        self._stream.paused = self._paused
        self._stream.sample()
        if failure is None:
            self._stream.write()
        else:
            self._stream.broken_already(failure)

    def _never_stood(self, why: Literal["failed", "timeout", "cancelled"]) -> None:
        self._over("none", why, None)

    def stream_wrote(self) -> None:
        """The outbox became shorter: a half-close or a close may have waited for that."""
        if self._stream is None or self.phase is Phase.CLOSED:
            return
        if self._half_close_wanted and not self._outbox.pending:
            self._stream.close_writing()
        if self._closing is not None:
            self._closing.go_on()

    def stream_ended(self) -> None:
        """Both sides have closed theirs: nothing more can come."""
        self._close(0.0, "peer")

    def stream_broke(self) -> None:
        """A RST or an error ended it."""
        self._finish("none", "failed")

    def stream_torn(self) -> None:
        """A file could not be sent whole: only a RST tells the peer that what it has is not all."""
        self._finish("rst", "failed")

    # -- the end

    def _close_now(self) -> None:
        """Close the socket in order. Where bytes stay unread the kernel sends a RST behind our FIN (KERNEL fact 10)."""
        if self._stream is None or self.phase is Phase.CLOSED:
            return
        both_ended = self._stream.fin_seen and Can.WRITE not in self._stream.can
        self._finish("none" if both_ended else "fin", self._closing_why)

    def _finish(self, how: Literal["fin", "rst", "none"], why: Why) -> None:
        unread = None
        if self._stream is not None:
            self._stream.sample()  # the last look before the socket is gone
            unread = self._stream.unread()
            self._stream.close(with_rst=how == "rst")
        self._over(how, why, unread)

    def _over(self, how: Literal["fin", "rst", "none"], why: Why, unread: int | None) -> None:
        self._enter(Phase.CLOSED)
        if self._closing is not None:
            self._closing.cancel()
        self._reactor.emit(Closed(self.id, self._reactor.now(), how, why, unread, self._outbox.drop()))
