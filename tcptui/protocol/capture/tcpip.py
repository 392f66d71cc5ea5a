"""TCP segments in IP packets (RFC 9293, RFC 791, RFC 8200): written with right checksums, read with none trusted.

Our own page of `struct` rather than a library: those that are kept weigh more than the rest of tcptui together, and
the light ones are not kept.
"""

from __future__ import annotations

import struct
from enum import IntFlag
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Final

from tcptui.protocol.events import Address
from tcptui.protocol.frozen import frozen

_TCP: Final = struct.Struct("!HHIIBBHHH")
_IPV4: Final = struct.Struct("!BBHHHBBH4s4s")
_IPV6: Final = struct.Struct("!IHBB16s16s")
_PROTOCOL_TCP: Final = 6
_TTL: Final = 64
_DONT_FRAGMENT: Final = 0x4000
_FRAGMENT: Final = 0x3FFF  # More Fragments and the offset: anything but 0 is a piece of a packet
_HOP_BY_HOP, _ROUTING, _DESTINATION = 0, 43, 60
_WORDS: Final = 0xFFFF
SEQUENCES: Final = 1 << 32
"""Sequence numbers count modulo this."""


class Flag(IntFlag):
    """The control bits of a segment (RFC 9293, section 3.1)."""

    FIN = 1
    SYN = 2
    RST = 4
    PSH = 8
    ACK = 16


@frozen
class Segment:
    """One TCP segment as a capture holds it. seq, ack: modulo 2**32; data: its bytes, maybe cut by the capture."""

    source: Address
    target: Address
    seq: int
    ack: int
    flags: Flag
    data: bytes

    @property
    def begins(self) -> bool:
        """Whether it is a client's SYN."""
        return int(self.flags) & _OPENING == Flag.SYN.value


_OPENING: Final = int(Flag.SYN | Flag.ACK)  # as plain numbers: an enum's operators cost as much as all the rest


class Route:
    """The packets from one socket address to another; both are of the same family."""

    def __init__(self, source: Address, target: Address) -> None:
        """Raises ValueError where one is no IP address."""
        self._ports = (source.port, target.port)
        first, second = ip_address(source.host), ip_address(target.host)
        self._version = first.version
        if first.version != second.version:
            raise ValueError(f"{source} and {target} are of different families")
        self._addresses = (first.packed, second.packed)
        # The pseudo-header's part of every checksum but the length: addresses and the protocol's number.
        self._sum = sum(int.from_bytes(one.packed) for one in (first, second)) + _PROTOCOL_TCP
        self._ident = 0

    @property
    def mss(self) -> int:
        """The most bytes that a segment carries so that its packet fits Ethernet's 1,500."""
        return 1440 if self._version == 6 else 1460

    def packet(self, seq: int, ack: int, flags: Flag, window: int, data: bytes = b"", options: bytes = b"") -> bytes:
        """An IP packet with one segment. window: as the header holds it; options: a multiple of 4 bytes, at most 40."""
        size = _TCP.size + len(options) + len(data)
        words = (*self._ports, seq % SEQUENCES, ack % SEQUENCES, (_TCP.size + len(options)) // 4 << 4, flags, window)
        whole = _TCP.pack(*words, 0, 0) + options + data
        checksum = _complement(self._sum + size + _sum(whole))
        return self._ip_header(size) + _TCP.pack(*words, checksum, 0) + options + data

    def _ip_header(self, size: int) -> bytes:
        if self._version == 6:
            return _IPV6.pack(6 << 28, size, _PROTOCOL_TCP, _TTL, *self._addresses)
        self._ident = (self._ident + 1) & _WORDS
        words = (0x45, 0, _IPV4.size + size, self._ident, _DONT_FRAGMENT, _TTL, _PROTOCOL_TCP)
        checksum = _complement(_sum(_IPV4.pack(*words, 0, *self._addresses)))
        return _IPV4.pack(*words, checksum, *self._addresses)


def syn_options(mss: int, scale: int) -> bytes:
    """A SYN's options: the greatest segment, bytes, and by how many bits windows are shifted (RFC 7323)."""
    return struct.pack("!BBHBBBB", 2, 4, mss, 1, 3, 3, scale)


def _sum(data: bytes) -> int:
    """The sum of the 16-bit words (RFC 1071): 2**16 is 1 modulo 2**16 - 1, so the whole number's rest is that sum."""
    return int.from_bytes(data if len(data) % 2 == 0 else data + b"\0") % _WORDS


def _complement(total: int) -> int:
    rest = total % _WORDS
    return _WORDS - rest if rest else 0


def read_packet(packet: bytes) -> Segment | None:
    """The segment in an IP packet; None for anything else: another protocol, a fragment, a header that is cut short."""
    if not packet:
        return None
    match packet[0] >> 4:
        case 4:
            return _of_ipv4(packet)
        case 6:
            return _of_ipv6(packet)
        case _:
            return None


def _of_ipv4(packet: bytes) -> Segment | None:
    if len(packet) < _IPV4.size:
        return None
    first, _, total, _, fragment, _, protocol, _, source, target = _IPV4.unpack_from(packet)
    start = (first & 15) * 4
    # A length of 0 is segmentation left to the network card: the packet goes on to the capture's end.
    end = min(total or len(packet), len(packet))
    if protocol != _PROTOCOL_TCP or fragment & _FRAGMENT or start < _IPV4.size:
        return None
    return _of_tcp(packet[start:end], "ipv4", source, target)


def _of_ipv6(packet: bytes) -> Segment | None:
    if len(packet) < _IPV6.size:
        return None
    _, length, following, _, source, target = _IPV6.unpack_from(packet)
    start = _IPV6.size
    end = min(start + length if length else len(packet), len(packet))
    while following in (_HOP_BY_HOP, _ROUTING, _DESTINATION) and start + 8 <= end:
        following, start = packet[start], start + 8 + packet[start + 1] * 8
    return _of_tcp(packet[start:end], "ipv6", source, target) if following == _PROTOCOL_TCP else None


def _of_tcp(data: bytes, family: str, source: bytes, target: bytes) -> Segment | None:
    if len(data) < _TCP.size:
        return None
    from_port, to_port, seq, ack, offset, flags, _, _, _ = _TCP.unpack_from(data)
    start = (offset >> 4) * 4
    if start < _TCP.size or start > len(data):
        return None
    return Segment(
        _address(family, source, from_port), _address(family, target, to_port), seq, ack, Flag(flags & 31), data[start:]
    )


@lru_cache(maxsize=1024)
def _address(family: str, packed: bytes, port: int) -> Address:
    if family == "ipv6":
        return Address("ipv6", str(IPv6Address(packed)), port)
    return Address("ipv4", str(ip_address(packed)), port)
