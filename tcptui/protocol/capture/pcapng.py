"""The blocks of a pcapng file (draft-ietf-opsawg-pcapng), as Wireshark reads them, little-endian."""

from __future__ import annotations

import struct
from typing import Final, Literal

SECTION: Final = 0x0A0D0D0A
INTERFACE: Final = 1
SIMPLE_PACKET: Final = 3
PACKET: Final = 6
BYTE_ORDER: Final = 0x1A2B3C4D
RAW_IP: Final = 101
"""The link type of packets that begin with their IP header (LINKTYPE_RAW)."""

_COMMENT: Final = 1
_INTERFACE_NAME: Final = 2
_APPLICATION: Final = 4
_FLAGS: Final = 2
RESOLUTION: Final = 9
"""The option that says what an interface's times count: 9 in it means nanoseconds."""
_WAYS: Final = {"in": 1, "out": 2}
_END: Final = bytes(4)
_PACKET_HEAD: Final = struct.Struct("<7I")


def section(comment: str, application: str) -> bytes:
    """What the file begins with. comment: said to whoever opens it; application: who wrote it."""
    body = struct.pack("<IHHq", BYTE_ORDER, 1, 0, -1)
    return _block(SECTION, body + _text(_COMMENT, comment) + _text(_APPLICATION, application) + _END)


def interface(name: str) -> bytes:
    """The interface that all packets belong to: raw IP, of any length, times in nanoseconds."""
    options = _text(_INTERFACE_NAME, name) + _option(RESOLUTION, b"\x09") + _END
    return _block(INTERFACE, struct.pack("<HHI", RAW_IP, 0, 0) + options)


def packet(t: int, data: bytes, direction: Literal["in", "out"], comment: str = "") -> bytes:
    """One packet. t: nanoseconds since the epoch."""
    options = _option(_FLAGS, struct.pack("<I", _WAYS[direction])) + (_text(_COMMENT, comment) if comment else b"")
    padding = bytes(-len(data) % 4)
    total = _PACKET_HEAD.size + len(data) + len(padding) + len(options) + len(_END) + 4
    head = _PACKET_HEAD.pack(PACKET, total, 0, t >> 32, t & 0xFFFFFFFF, len(data), len(data))
    return b"".join((head, data, padding, options, _END, struct.pack("<I", total)))


def _block(kind: int, body: bytes) -> bytes:
    total = struct.pack("<I", 12 + len(body))
    return struct.pack("<I", kind) + total + body + total


def _option(code: int, value: bytes) -> bytes:
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def _text(code: int, text: str) -> bytes:
    return _option(code, text.encode("utf-8", "backslashreplace"))
