"""One connection's packets, as they must have been: synthesised from what the record knows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from tcptui.journal.layout import DamagedLogError
from tcptui.protocol.capture.tcpip import Flag, Route, syn_options
from tcptui.protocol.events import (
    Accepted,
    Acked,
    Address,
    Closed,
    Connected,
    ConnectFailed,
    Connecting,
    Direction,
    Event,
    HalfClosed,
    KernelSample,
    PeerFin,
    PeerRst,
)
from tcptui.protocol.tcpinfo import TcpInfo

# Round numbers, so that whoever looks at them sees that they are made up.
_OURS: Final = 1_000_000
_THEIRS: Final = 2_000_000
# 1 GiB: the windows aren't recorded, and a small one would make Wireshark see a peer that takes nothing.
_WINDOW: Final = 0xFFFF
_SCALE: Final = 14
_SYN_ACK: Final = Flag.SYN | Flag.ACK
_FIN_ACK: Final = Flag.FIN | Flag.ACK
_RST_ACK: Final = Flag.RST | Flag.ACK
_UNNAMED: Final = "Our port of this attempt isn't in the record: it is made up."


class Emit(Protocol):
    """Takes one packet. t: monotonic nanoseconds."""

    def __call__(self, t: int, packet: bytes, direction: Direction, comment: str = "") -> None:
        """Write it."""


Fate = Connected | ConnectFailed
"""What became of an attempt to connect."""


class Wire:
    """Told one connection's events in order, it emits their segments. Nothing is sent before a handshake.

    next_out, next_in: the sequence number behind our, the peer's, last byte; peer_has: what the peer has acknowledged.
    """

    def __init__(self, conn: int, fates: dict[int, Fate], port: Callable[[], int], emit: Emit) -> None:
        """fates: of its attempts, by number; port: makes one up for an attempt whose port nobody knows."""
        self._name = f"tcptui connection {conn}"
        self._fates = fates
        self._port = port
        self._emit = emit
        self._routes: tuple[Route, Route] | None = None
        self._stands = False
        self._our_fin = False
        self._next_out = self._next_in = self._peer_has = 0

    def tell(self, event: Event) -> None:
        """The next event, but not Sent and Received. Raises DamagedLogError for addresses that are none."""
        match event:
            case Connecting():
                self._attempt(event)
            case ConnectFailed(errno_name="ECONNREFUSED", icmp=None) if self._routes is not None:
                self._refused(event.t)
            case Connected() if self._routes is not None:
                self._answered(event.t)
            case Accepted():
                self._accepted(event)
            case _ if self._stands:
                self._standing(event)
            case _:
                pass

    def carry(self, t: int, direction: Direction, data: bytes) -> None:
        """The next bytes of one direction, in segments; the peer's are acknowledged at once, as a kernel does."""
        if not self._stands or self._routes is None:
            return
        size = self._routes[0].mss
        for at in range(0, len(data), size):
            flags = Flag.ACK if at + size < len(data) else Flag.ACK | Flag.PSH
            self._segment(t, direction, flags, data[at : at + size])
        if direction == "in":
            self._segment(t, "out", Flag.ACK)

    def _standing(self, event: Event) -> None:
        match event:
            case Acked(t=t, total=total):
                self._acknowledged(t, _OURS + 1 + total)
            case KernelSample(t=t, tcp_info=figures) if self._our_fin and TcpInfo(figures).fin_acked:
                self._acknowledged(t, self._next_out)
            case HalfClosed(t=t):
                self._fin(t)
            case PeerFin(t=t):
                self._segment(t, "in", _FIN_ACK)
                self._segment(t, "out", Flag.ACK)
            case PeerRst(t=t):
                self._rst(t, "in")
            case Closed(t=t, how="rst"):
                self._rst(t, "out")
            case Closed(t=t, how="fin", unread=unread):
                # Bytes that nobody read make the kernel send a RST in the FIN's place (tcp_close in net/ipv4/tcp.c).
                if unread:
                    self._rst(t, "out")
                else:
                    self._fin(t)
            case _:
                pass

    # -- the handshake

    def _attempt(self, event: Connecting) -> None:
        fate = self._fates.get(event.attempt)
        local = fate.local if isinstance(fate, Connected) else self._made_up(event.address)
        self._begin(local, event.address)
        self._next_out = _OURS
        self._segment(event.t, "out", Flag.SYN, comment=f"{self._name}{_said_of(fate)}")

    def _answered(self, t: int) -> None:
        self._next_in = _THEIRS
        self._peer_has = self._next_out
        self._segment(t, "in", _SYN_ACK)
        self._segment(t, "out", Flag.ACK)
        self._stands = True

    def _refused(self, t: int) -> None:
        self._peer_has = self._next_out
        self._segment(t, "in", _RST_ACK)

    def _accepted(self, event: Accepted) -> None:
        self._begin(event.local, event.address)
        self._next_out, self._next_in = _OURS, _THEIRS
        self._segment(event.t, "in", Flag.SYN, comment=f"{self._name}, accepted; its handshake was a little earlier")
        self._segment(event.t, "out", _SYN_ACK)
        self._peer_has = self._next_out
        self._segment(event.t, "in", Flag.ACK)
        self._stands = True

    def _begin(self, local: Address, peer: Address) -> None:
        try:
            self._routes = Route(local, peer), Route(peer, local)
        except ValueError as error:  # a record may come from anywhere
            raise DamagedLogError(f"{error}.") from None
        self._stands = False
        self._next_in = self._peer_has = 0

    def _made_up(self, peer: Address) -> Address:
        return Address(peer.family, "::1" if peer.family == "ipv6" else "127.0.0.1", self._port())

    # -- the segments

    def _acknowledged(self, t: int, number: int) -> None:
        number = min(number, self._next_out)
        if number > self._peer_has:
            self._peer_has = number
            self._segment(t, "in", Flag.ACK)

    def _fin(self, t: int) -> None:
        if not self._our_fin:
            self._segment(t, "out", _FIN_ACK)
            self._our_fin = True

    def _rst(self, t: int, direction: Direction) -> None:
        self._segment(t, direction, _RST_ACK)
        self._stands = False

    def _segment(self, t: int, direction: Direction, flags: Flag, data: bytes = b"", comment: str = "") -> None:
        assert self._routes is not None, "an address is known before anything is sent to it"
        out, back = self._routes
        route = out if direction == "out" else back
        seq, ack = (self._next_out, self._next_in) if direction == "out" else (self._next_in, self._peer_has)
        options = syn_options(route.mss, _SCALE) if Flag.SYN in flags else b""
        window = 0 if Flag.RST in flags else _WINDOW
        packet = route.packet(seq, ack if Flag.ACK in flags else 0, flags, window, data, options)
        self._emit(t, packet, direction, comment)
        used = len(data) + bool(flags & (Flag.SYN | Flag.FIN))
        if direction == "out":
            self._next_out += used
        else:
            self._next_in += used


def _said_of(fate: Fate | None) -> str:
    """What the packets alone don't say about an attempt."""
    match fate:
        case Connected():
            return ""
        case None:
            return f", which had no answer yet. {_UNNAMED}"
        case ConnectFailed(why="error", icmp=None, errno_name="ECONNREFUSED"):
            return f", refused. {_UNNAMED}"
        case ConnectFailed(reason=reason, syns=syns):
            more = f" {syns} SYNs were sent, the first is shown." if syns and syns > 1 else ""
            return f": {reason}{more} {_UNNAMED}"
