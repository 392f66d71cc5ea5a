"""A connection without a socket: tells a Script its events, and carries out what it asks for."""

from __future__ import annotations

from collections import deque

from tcptui.protocol.commands import Close, Command, HalfClose, PauseReading, ResumeReading, Send
from tcptui.protocol.events import (
    Accepted,
    Address,
    AnsweredBy,
    Closed,
    Event,
    HalfClosed,
    PeerFin,
    Received,
    Sent,
    Tick,
)
from tcptui.protocol.ports import Script

CONN = 7
_ADDRESS = Address("ipv4", "127.0.0.1", 80)


class Wire:
    """The peer's side of one accepted connection. now: monotonic seconds, moved by hand.

    sent: what the kernel took so far; takes: how many bytes it still takes, None for any number; fin: whether our FIN
    is sent; closed: the Close that ended it; paused: whether reading is stopped.
    """

    def __init__(self, script: Script, takes: int | None = None) -> None:
        self.script = script
        self.now = 100.0
        self.sent = bytearray()
        self.takes = takes
        self.paused = False
        self.fin = False
        self.closed: Close | None = None
        self._received = 0
        self._pending: deque[Send | HalfClose] = deque()
        self._tell(Accepted(CONN, self._t, 1, _ADDRESS, _ADDRESS))

    @property
    def _t(self) -> int:
        return int(self.now * 1e9)

    @property
    def waiting(self) -> int:
        """Bytes that the script wanted sent and the kernel did not take yet."""
        return sum(len(item.data) for item in self._pending if isinstance(item, Send))

    def receives(self, data: bytes, cut: int | None = None) -> None:
        """Bytes come in: all at once, or `cut` bytes at a time."""
        for at in range(0, len(data), cut or max(1, len(data))):
            piece = bytearray(data[at : at + cut] if cut else data)
            view = memoryview(piece)
            self._tell(Received(CONN, self._t, self._received, len(piece), view))
            self._received += len(piece)
            piece[:] = bytes(len(piece))  # the view was for the call only

    def ends(self) -> None:
        """The peer's FIN comes."""
        self._tell(PeerFin(CONN, self._t, self._received))

    def answered_by(self, who: str) -> None:
        """A person takes over, or gives back."""
        self._tell(AnsweredBy(CONN, self._t, who))  # type: ignore[arg-type]

    def resets(self) -> None:
        """It is over."""
        self._tell(Closed(CONN, self._t, "none", "failed"))

    def passes(self, seconds: float) -> None:
        """Time goes by; the script's deadlines are kept."""
        until = self.now + seconds
        while (due := self.script.deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            self.ticks()
        self.now = until

    def ticks(self) -> None:
        """The script is woken, once."""
        self._tell(Tick(CONN, self._t))

    def settles(self) -> None:
        """All that is due at once is done."""
        self.passes(0.0)

    def take(self, size: int | None) -> None:
        """The kernel takes that many bytes more; None for any number."""
        self.takes = size
        self._deliver()

    def _tell(self, event: Event) -> None:
        for command in self.script.on(event, event.t / 1e9):
            self._carry_out(command)
        self._deliver()

    def _carry_out(self, command: Command) -> None:
        assert command.conn == CONN
        assert self.closed is None, f"{command} comes after the end"
        match command:
            case Send(data=data):
                assert data, "an empty send"
                assert not self.fin, "a send behind our FIN"
                assert not any(isinstance(item, HalfClose) for item in self._pending), "a send behind our FIN"
                self._pending.append(command)
            case HalfClose():
                self._pending.append(command)
            case PauseReading():
                assert not self.paused
                self.paused = True
            case ResumeReading():
                assert self.paused
                self.paused = False
            case Close():
                self.closed = command
            case _:
                raise AssertionError(f"a practice server does not {command}")

    def _deliver(self) -> None:
        while self._pending:
            item = self._pending[0]
            if isinstance(item, HalfClose):
                self._pending.popleft()
                self.fin = True
                self._tell(HalfClosed(CONN, self._t, len(self.sent)))
                continue
            size = len(item.data) if self.takes is None else min(len(item.data), self.takes)
            if not size:
                return
            data, rest = item.data[:size], item.data[size:]
            self._pending.popleft()
            if rest:
                self._pending.appendleft(Send(CONN, rest))
            if self.takes is not None:
                self.takes -= size
            offset = len(self.sent)
            self.sent += data
            self._tell(Sent(CONN, self._t, offset, size, memoryview(data)))

    def person_sends(self, data: bytes) -> None:
        """Someone else's bytes go out on the connection."""
        self._pending.append(Send(CONN, data))
        self._deliver()
