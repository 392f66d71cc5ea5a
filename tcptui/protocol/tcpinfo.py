"""Linux's `struct tcp_info` (include/uapi/linux/tcp.h), decoded from the bytes that getsockopt(TCP_INFO) gave.

The struct only ever grew at its end, so a shorter answer from an older kernel leaves the later fields None.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property

_STATES = {
    1: "ESTABLISHED", 2: "SYN_SENT", 3: "SYN_RECV", 4: "FIN_WAIT1", 5: "FIN_WAIT2", 6: "TIME_WAIT",
    7: "CLOSE", 8: "CLOSE_WAIT", 9: "LAST_ACK", 10: "LISTEN", 11: "CLOSING",
}  # fmt: skip
_FIN_ACKED = frozenset({"FIN_WAIT2", "TIME_WAIT"})

# Offsets into the struct, with its natural alignment on 64-bit Linux: eight bytes of u8 fields, then u32s, then u64s.
_U32 = {
    "rto": 8, "ato": 12, "snd_mss": 16, "rcv_mss": 20, "unacked": 24, "sacked": 28, "lost": 32, "retrans": 36,
    "last_data_sent": 44, "last_data_recv": 52, "pmtu": 60, "rtt": 68, "rttvar": 72, "snd_cwnd": 80, "rcv_space": 96,
    "total_retrans": 100, "segs_out": 136, "segs_in": 140, "notsent_bytes": 144, "min_rtt": 148, "rcv_ooopack": 224,
    "snd_wnd": 228,
}  # fmt: skip
_U64 = {"bytes_acked": 120, "bytes_received": 128, "delivery_rate": 160, "bytes_sent": 200, "bytes_retrans": 208}


@dataclass(frozen=True)
class TcpInfo:
    """One getsockopt(TCP_INFO), decoded only where it is looked at. Times in microseconds, sizes in bytes.

    Each property is None where this kernel does not give it.
    """

    raw: bytes

    def _field(self, name: str) -> int | None:
        at, code, size = (_U32[name], "=I", 4) if name in _U32 else (_U64[name], "=Q", 8)
        if len(self.raw) < at + size:
            return None
        return int(struct.unpack_from(code, self.raw, at)[0])

    @cached_property
    def state(self) -> str | None:
        """The state's name as netstat(8) and ss(8) write it, with underscores: `ESTABLISHED`, `CLOSE_WAIT`, …"""
        return _STATES.get(self.raw[0]) if self.raw else None

    @property
    def rtt(self) -> int | None:
        """Smoothed round-trip time, microseconds; 0 before the first measurement."""
        return self._field("rtt")

    @property
    def rttvar(self) -> int | None:
        """Mean deviation of the round-trip time, microseconds."""
        return self._field("rttvar")

    @property
    def min_rtt(self) -> int | None:
        """Least round-trip time seen, microseconds."""
        return self._field("min_rtt")

    @property
    def rto(self) -> int | None:
        """Retransmission time-out, microseconds."""
        return self._field("rto")

    @property
    def snd_cwnd(self) -> int | None:
        """Congestion window, in segments."""
        return self._field("snd_cwnd")

    @property
    def snd_mss(self) -> int | None:
        """Largest segment that we send, bytes."""
        return self._field("snd_mss")

    @property
    def snd_wnd(self) -> int | None:
        """The peer's advertised receive window, bytes; 0 means that it takes nothing (Linux >= 6.2 or backports)."""
        return self._field("snd_wnd")

    @property
    def total_retrans(self) -> int | None:
        """Segments retransmitted over the connection's life; while connecting, the SYNs after the first."""
        return self._field("total_retrans")

    @property
    def notsent_bytes(self) -> int | None:
        """Bytes that the kernel took from us and never put on the wire."""
        return self._field("notsent_bytes")

    @property
    def bytes_received(self) -> int | None:
        """Stream bytes received in order, our read and unread ones; the peer's FIN counts 1."""
        return self._field("bytes_received")

    @property
    def rcv_ooopack(self) -> int | None:
        """Segments that arrived out of order: beyond a gap, unreadable until it is filled."""
        return self._field("rcv_ooopack")

    @property
    def delivery_rate(self) -> int | None:
        """The most recent goodput, bytes a second."""
        return self._field("delivery_rate")

    @property
    def accept_queue(self) -> int | None:
        """Of a listener: connections that stand and wait to be accepted (tcp_get_info in net/ipv4/tcp.c)."""
        return self._field("unacked") if self.state == "LISTEN" else None

    @property
    def accept_backlog(self) -> int | None:
        """Of a listener: how many may wait, as the kernel granted it (listen(2), net.core.somaxconn)."""
        return self._field("sacked") if self.state == "LISTEN" else None

    def acked(self, taken: int, *, accepted: bool = False) -> int | None:
        """Bytes of ours that the peer's kernel acknowledged, of the `taken` that our kernel took from us.

        tcpi_bytes_acked counts our SYN, and our FIN once that is acknowledged (KERNEL fact 5). A FIN follows the last
        byte, so no more than `taken` can be bytes. accepted: whether the peer connected to us: the socket is then made
        after our SYN was acknowledged (tcp_create_openreq_child in net/ipv4/tcp_minisocks.c), which is not counted.
        """
        raw = self._field("bytes_acked")
        return None if raw is None else max(0, min(raw - (not accepted), taken))

    @property
    def fin_acked(self) -> bool:
        """Whether the state alone proves that our FIN is acknowledged."""
        return self.state in _FIN_ACKED

    def unread(self, read: int, fin_seen: bool) -> int | None:
        """Bytes that lie in our receive queue when `read` bytes have been read.

        fin_seen: recv said 0, so the extra 1 is the FIN and nothing is left. Otherwise a FIN that lies behind unread
        bytes is counted as one of them: only reading tells it from a byte.
        """
        received = self.bytes_received
        if received is None:
            return None
        return max(0, received - read - (1 if fin_seen else 0))
