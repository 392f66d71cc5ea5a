"""The kernel's figures of one connection: taken when asked, recorded when something in them changed."""

from __future__ import annotations

import socket

from tcptui.engine import kernel
from tcptui.engine.reactor import Reactor
from tcptui.protocol.events import Acked, KernelSample
from tcptui.protocol.tcpinfo import TcpInfo

_ACK_CHECK = 10_000_000  # nanoseconds between two looks at the acknowledgements while data comes in
# tcp_info's four "milliseconds ago" fields, which change without anything happening
_AGO_BEGIN, _AGO_END = 44, 60


class Gauge:
    """Reads TCP_INFO of one socket. acked: bytes of ours known to be acknowledged by the peer's kernel.

    accepted: whether the peer connected to us, for the figures count otherwise then.
    """

    __slots__ = ("_accepted", "_ask", "_checked", "_conn", "_last", "_reactor", "_sock", "acked")

    def __init__(self, reactor: Reactor, conn: int, sock: socket.socket, *, accepted: bool) -> None:
        self._reactor = reactor
        self._conn = conn
        self._sock = sock
        self._accepted = accepted
        self._ask = kernel.tcp_info_of(sock)
        self._last: tuple[int, bytes, bytes] | None = None
        self._checked = 0
        self.acked = 0

    def sample(self, taken: int, pending: int) -> None:
        """Take the figures now. taken: bytes of ours that the kernel took; pending: those that wait in our outbox."""
        try:
            raw = self._ask()
        except OSError:
            raw = b""
        # Idle connections pass here once a second each, so the usual "nothing new" comes before any decoding.
        signature = (pending, raw[:_AGO_BEGIN], raw[_AGO_END:])
        if signature == self._last:
            return
        self._last = signature
        self._reactor.emit(KernelSample(self._conn, self._reactor.now(), raw, pending))
        acked = TcpInfo(raw).acked(taken, accepted=self._accepted)
        if acked is not None and acked > self.acked:
            self.acked = acked
            self._reactor.emit(Acked(self._conn, self._reactor.now(), acked))

    def info(self) -> TcpInfo:
        """The figures of this moment, neither compared nor recorded."""
        return TcpInfo(kernel.tcp_info(self._sock))

    def answered(self, taken: int, pending: int) -> None:
        """Data has come, so what it answers is acknowledged: look, but seldom enough to cost nothing under flood."""
        if self.acked < taken:
            now = self._reactor.now()
            if now - self._checked > _ACK_CHECK:
                self._checked = now
                self.sample(taken, pending)

    def stands(self) -> bool:
        """Whether the kernel still holds the connection up, so that an error was only a report."""
        return self.info().state in ("ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT1", "FIN_WAIT2")
