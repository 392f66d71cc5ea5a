"""One connection's story: its facts, and what follows from them; the verdict and the sidebar stand on it."""

from __future__ import annotations

from typing import Literal

from tcptui.diagnosis.facts import Facts
from tcptui.protocol.events import Address, KernelSample
from tcptui.protocol.frozen import frozen
from tcptui.protocol.tcpinfo import TcpInfo

Phase = Literal["new", "resolving", "connecting", "open", "over"]


@frozen
class Timings:
    """Seconds, None for what has not happened.

    resolve: the look-up; connect: from the first SYN to the standing connection, failed attempts included;
    first_byte, last_byte: of the last answer, from the last byte of ours that went out before it began.
    """

    resolve: float | None
    connect: float | None
    first_byte: float | None
    last_byte: float | None


class Story(Facts):
    """What is known of one connection so far. Counts are bytes; None means not known, or that it has not happened."""

    __slots__ = ("_figures", "_figures_of")

    def __init__(self, conn: int) -> None:
        super().__init__(conn)
        self._figures: TcpInfo | None = None
        self._figures_of: KernelSample | None = None

    @property
    def is_listener(self) -> bool:
        """Whether it is no connection but a listener; no host has a blank in its name."""
        return self.target.startswith("listen ")

    @property
    def phase(self) -> Phase:
        """How far the connection has come."""
        if self.closed:
            return "over"
        if self.connected or self.listening:
            return "open"
        if self.attempts:
            return "connecting"
        return "resolving" if self.resolving else "new"

    @property
    def figures(self) -> TcpInfo | None:
        """The kernel's last figures, None where there are none (unix sockets, other platforms)."""
        if self.sample is not self._figures_of:
            raw = self.sample.tcp_info if self.sample else b""
            self._figures = TcpInfo(raw) if raw else None
            self._figures_of = self.sample
        return self._figures

    @property
    def state(self) -> str | None:
        """The kernel's name for the state at the last sample, `CLOSED` once the socket is; None without figures."""
        if self.closed:
            return "CLOSED"
        return self.figures.state if self.figures else None

    @property
    def local(self) -> Address | None:
        """Our own address."""
        if self.listening:
            return self.listening.address
        return self.connected.local if self.connected else None

    @property
    def remote(self) -> Address | None:
        """The peer's address; while connecting, the one tried last."""
        if self.connected:
            return self.connected.address
        return self.attempts[-1].address if self.attempts else None

    @property
    def acked(self) -> int | None:
        """Bytes of ours that the peer's kernel acknowledged: a lower bound; None where the platform can't tell."""
        known = self.figures.acked(self.taken, accepted=self.accepted is not None) if self.figures else None
        return None if known is None else max(known, min(self.acked_total, self.taken))

    @property
    def unacked(self) -> int | None:
        """Bytes that our kernel took and the peer's has not acknowledged, sent or not; None where unknown."""
        return None if self.acked is None else self.taken - self.acked

    @property
    def pending(self) -> int:
        """Bytes of ours that our kernel had not taken, at the last sample or at the end."""
        if self.closed:
            return self.closed.pending
        return self.sample.pending if self.sample else 0

    @property
    def unread(self) -> int | None:
        """Bytes that wait in our kernel's receive queue, at the last sample or at the end; None where unknown."""
        if self.closed:
            return self.closed.unread
        return self.figures.unread(self.read, self.fin is not None) if self.figures else None

    @property
    def timings(self) -> Timings:
        """How long each stage took."""
        resolved = self.resolved.t if self.resolved else None
        first_syn = self.attempts[0].began if self.attempts else None
        return Timings(
            resolve=_seconds(self.resolving.t if self.resolving else None, resolved),
            connect=_seconds(first_syn, self.connected.t if self.connected else None),
            first_byte=_seconds(self.asked_t, self.first_in_t),
            last_byte=_seconds(self.asked_t, self.last_in_t),
        )


def _seconds(begin: int | None, end: int | None) -> float | None:
    return None if begin is None or end is None else (end - begin) / 1e9
