"""A connection that stands: reading, writing, half-closes, and the error that is remembered until all is read."""

from __future__ import annotations

import contextlib
import selectors
import socket
from enum import Flag, auto
from typing import Literal, Protocol

from tcptui.engine import faults, kernel
from tcptui.engine.gauge import Gauge
from tcptui.engine.outbox import Outbox
from tcptui.engine.reactor import Reactor
from tcptui.protocol.events import HalfClosed, Icmp, LocalError, NetworkError, PeerFin, PeerRst

During = Literal["recv", "send", "poll"]
_WRITES_A_TURN = 4  # a megabyte, then the others get their turn


class Can(Flag):
    """Which directions are open: a half-close takes one away."""

    NOTHING = 0
    READ = auto()
    WRITE = auto()


class StreamOwner(Protocol):
    """Whom a stream tells of its turning points."""

    def stream_broke(self) -> None:
        """A RST or an error ended it; all that had arrived is read."""

    def stream_torn(self) -> None:
        """What we were to send can't be sent whole."""

    def stream_ended(self) -> None:
        """Both sides have closed theirs."""

    def stream_wrote(self) -> None:
        """The kernel took bytes of ours."""


class Stream:
    """One standing socket on the loop thread. read: bytes read; taken: bytes of ours that the kernel took.

    accepted: whether the peer connected to us.
    """

    def __init__(
        self, reactor: Reactor, conn: int, sock: socket.socket, outbox: Outbox, owner: StreamOwner, *, accepted: bool
    ) -> None:
        self.can = Can.READ | Can.WRITE
        self.outbox = outbox
        self.gauge = Gauge(reactor, conn, sock, accepted=accepted)
        self.read = 0
        self.taken = 0
        self.fin_seen = False
        self.sock = sock
        self.paused = False
        self._reactor = reactor
        self._conn = conn
        self._owner = owner
        self._fault: tuple[faults.Failure, During, Icmp | None] | None = None
        self._over = False

    def sample(self) -> None:
        """Take the kernel's figures."""
        self.gauge.sample(self.taken, self.outbox.pending)

    def refresh_interest(self) -> None:
        """Be woken for just what can be acted on: write interest held for nothing burns a whole core."""
        if self._over:
            return
        reads = self._may_read and not self._reactor.record_full
        writes = Can.WRITE in self.can and self.outbox.pending > 0 and self._reactor.may_send
        mask = (selectors.EVENT_READ if reads else 0) | (selectors.EVENT_WRITE if writes else 0)
        self._reactor.watch(self.sock, mask, self._ready)
        if Can.READ not in self.can:
            self._reactor.watch_for_hangup(self.sock, self._hung_up)

    def _ready(self, mask: int) -> None:
        # Reading comes first, whatever the flags say: what arrived ahead of a RST is still there (KERNEL R3).
        if self._may_read:
            self.read_some()
        if not self._over and mask & selectors.EVENT_WRITE:
            self.write()

    # -- in

    @property
    def _may_read(self) -> bool:
        """Where reading is paused, an error that a write met ends that: what the kernel still has comes before it."""
        return Can.READ in self.can and (not self.paused or self._fault is not None)

    def read_some(self) -> bool:
        """One read. Whether more may be there at once."""
        if self._over or Can.READ not in self.can:
            return False
        room = self._reactor.room()
        if room is None:
            return False  # the record is full: the bytes stay with the kernel
        try:
            size = self.sock.recv_into(room)
        except BlockingIOError:
            self._look_for_error()
            return False
        except OSError as error:
            self._failed(faults.from_error(error), "recv")
            return False
        if not size:
            self._reading_ended()
            return False
        self._reactor.received(self._conn, self.read, size)
        self.read += size
        self.gauge.answered(self.taken, self.outbox.pending)
        return True

    def _reading_ended(self) -> None:
        """Recv said 0: a FIN, or what a RST looks like once its error was taken away (KERNEL facts 2 and 3)."""
        if self._fault is None or self._fault[0].errno_name == "EPIPE":
            self._tell_fin()
        if self._fault is None:
            self._look_for_error()  # a RST behind the FIN
        if self._over:
            return
        if self._fault is not None:
            self._conclude()
        elif Can.WRITE not in self.can:
            self._owner.stream_ended()
        else:
            self.refresh_interest()

    def _tell_fin(self) -> None:
        self.can &= ~Can.READ
        if not self.fin_seen:
            self.fin_seen = True
            self._reactor.emit(PeerFin(self._conn, self._reactor.now(), self.read))
            self.sample()

    def _look_for_error(self) -> bool:
        """Woken with nothing to read: an ICMP report, or an error that recv has not told. Whether there was one."""
        icmp = kernel.icmp_error(self.sock)
        code = kernel.pending_error(self.sock) or (icmp[0] if icmp else 0)
        if code:
            self._failed(faults.from_errno(code), "poll", icmp[1] if icmp else None)
        return bool(code)

    def _hung_up(self) -> None:
        """After the peer's FIN: a RST, an ICMP report, or both sides are done.

        A hang-up without an error lasts (a unix peer that closed): a write will tell, and watching on burns a core.
        """
        if self._look_for_error() and not self._over:
            self._reactor.watch_for_hangup(self.sock, self._hung_up)

    # -- out

    def write(self) -> None:
        """Give the kernel what it takes, up to a turn's share."""
        for _ in range(_WRITES_A_TURN):
            if not self._write_piece():
                break
        if not self._over:
            self.refresh_interest()
            self._owner.stream_wrote()

    def _write_piece(self) -> bool:
        """One send. Whether the kernel may take more."""
        if self._over or Can.WRITE not in self.can or not self._reactor.may_send:
            return False
        try:
            head = self.outbox.head()
        except OSError as error:  # a file that can't be read on: what went out is a torn message
            failure = faults.from_error(error)
            reason = f"A file could not be sent whole: {failure.reason}"
            self._reactor.emit(LocalError(self._conn, self._reactor.now(), failure.errno, failure.errno_name, reason))
            self._owner.stream_torn()
            return False
        if not head:
            return False
        try:
            size = self.sock.send(head)
        except BlockingIOError:
            return False
        except OSError as error:
            self._failed(faults.from_error(error), "send")
            return False
        self._reactor.sent(self._conn, self.taken, head[:size])
        self.taken += size
        self.outbox.taken(size)
        return size == len(head)

    def close_writing(self) -> None:
        """Send our FIN; the outbox must be empty."""
        if self._over or Can.WRITE not in self.can:
            return
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            # ENOTCONN: a RST was quicker. There is no more to write to; reading tells how it ended.
            self.can &= ~Can.WRITE
            self.refresh_interest()
            return
        self.can &= ~Can.WRITE
        self._reactor.emit(HalfClosed(self._conn, self._reactor.now(), self.taken))
        self.sample()
        if Can.READ in self.can:
            self.refresh_interest()
        else:
            self._owner.stream_ended()

    # -- errors and the end

    def _failed(self, failure: faults.Failure, during: During, icmp: Icmp | None = None) -> None:
        if failure.may_be_soft and self.gauge.stands():
            self._tell_network_error(failure, True, icmp or self._queued_icmp())
            return
        if self._fault is None:
            self._fault = (failure, during, icmp)
        if during == "send" and Can.READ in self.can:
            # A failed send never stops the reading (KERNEL R3): the selector shows the rest, then the end.
            self.can &= ~Can.WRITE
            self.refresh_interest()
        else:
            self._conclude()

    def broken_already(self, failure: faults.Failure) -> None:
        """Its error was taken before it came here: read what there is, then tell."""
        self._fault = (failure, "poll", None)
        self.can &= ~Can.WRITE
        self.refresh_interest()

    def _queued_icmp(self) -> Icmp | None:
        icmp = kernel.icmp_error(self.sock)
        return icmp[1] if icmp else None

    def _tell_network_error(self, failure: faults.Failure, soft: bool, icmp: Icmp | None) -> None:
        number, name = failure.errno or 0, failure.errno_name or ""
        self._reactor.emit(NetworkError(self._conn, self._reactor.now(), number, name, failure.reason, soft, icmp))

    def _conclude(self) -> None:
        """All is read: tell the remembered error."""
        if self._fault is None or self._over:
            return
        failure, during, icmp = self._fault
        if failure.is_reset:
            number, name = failure.errno or 0, failure.errno_name or ""
            self._reactor.emit(PeerRst(self._conn, self._reactor.now(), number, name, during))
        else:
            self._tell_network_error(failure, False, icmp)
        self.can = Can.NOTHING
        self._owner.stream_broke()

    @property
    def broken(self) -> bool:
        """Whether an error has ended it, and only what had arrived is still being read."""
        return self._fault is not None

    def unread(self) -> int | None:
        """Bytes that lie in the kernel's receive queue; None where it can't tell."""
        return kernel.unread(self.sock)

    def close(self, with_rst: bool) -> None:
        """Close the socket, with a RST if that is asked for."""
        self._over = True
        self._reactor.forget(self.sock)
        if with_rst:
            kernel.reset_on_close(self.sock)
        elif Can.WRITE in self.can:
            # The FIN goes first, so that our ending is one even if bytes that arrive now make `close` add a RST.
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_WR)
        self.sock.close()
