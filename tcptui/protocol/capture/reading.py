"""Packets out of a capture file, pcap (draft-ietf-opsawg-pcap) or pcapng (draft-ietf-opsawg-pcapng), one at a time."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from tcptui.protocol.capture.link import LINKS, ip_packet
from tcptui.protocol.capture.pcapng import BYTE_ORDER, INTERFACE, PACKET, RESOLUTION, SECTION, SIMPLE_PACKET
from tcptui.protocol.capture.tcpip import Segment, read_packet

_PCAP_MAGICS: Final = {
    b"\xa1\xb2\xc3\xd4": (">", 1000), b"\xd4\xc3\xb2\xa1": ("<", 1000),
    b"\xa1\xb2\x3c\x4d": (">", 1), b"\x4d\x3c\xb2\xa1": ("<", 1),
}  # fmt: skip
_SECTION_MAGIC: Final = SECTION.to_bytes(4, "big")  # the same in either byte order
_OFFSET: Final = 14
_PCAP_HEAD: Final = 24
_LARGEST: Final = 16 << 20
"""Bytes: no block or packet is larger in a capture of a network, so a greater length is damage."""


class CaptureError(ValueError):
    """What can't be read as a capture; the message is one sentence."""


class Timed(NamedTuple):
    """A segment and when it was seen, nanoseconds since the epoch (0 where the file doesn't say)."""

    t: int
    segment: Segment


class CaptureReader:
    """Iterates over a file's TCP segments, in the file's order.

    other_links: types of link layers that were passed over, as nobody here can read them; cut: packets of which the
    capture kept only the first bytes; torn: the file ends in the middle of a packet.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Read `file` from where it stands."""
        self._file = file
        self.other_links: set[int] = set()
        self.cut = 0
        self.torn = False

    def __iter__(self) -> Iterator[Timed]:
        """Raises CaptureError where the file is no capture or is damaged, and OSError."""
        magic = self._file.read(4)
        if magic in _PCAP_MAGICS:
            return self._pcap(*_PCAP_MAGICS[magic])
        if magic == _SECTION_MAGIC:
            return self._pcapng()
        if magic[:2] == b"\x1f\x8b":
            raise CaptureError("It is compressed: unpack it with gunzip first.")
        raise CaptureError("It is neither pcap nor pcapng: it begins with none of their magic numbers.")

    def _pcap(self, order: str, nanoseconds: int) -> Iterator[Timed]:
        """nanoseconds: of a unit of the packets' fractions of a second."""
        head = self._exactly(_PCAP_HEAD - 4)
        if head is None:
            return
        link = struct.unpack_from(order + "I", head, 16)[0] & 0xFFFF
        record = struct.Struct(order + "IIII")
        while (fixed := self._exactly(record.size, may_end=True)) is not None:
            seconds, fraction, kept, length = record.unpack(fixed)
            frame = self._exactly(_believed(kept))
            if frame is None:
                return
            yield from self._timed(seconds * 10**9 + fraction * nanoseconds, link, frame, length)

    def _pcapng(self) -> Iterator[Timed]:
        order, interfaces = "<", list[_Interface]()
        kind: bytes | None = _SECTION_MAGIC
        while kind is not None:
            read = 8
            size = self._exactly(4)
            if kind == _SECTION_MAGIC:  # the byte order, its size's too, comes behind the size
                mark = self._exactly(4)
                order, interfaces, read = _byte_order(mark or b""), [], 12
            body = None if size is None else self._exactly(_block_size(order, size) - read)
            if body is None:
                return
            yield from self._block(struct.unpack(order + "I", kind)[0], order, body[:-4], interfaces)
            kind = self._exactly(4, may_end=True)

    def _block(self, kind: int, order: str, body: bytes, interfaces: list[_Interface]) -> Iterator[Timed]:
        try:
            if kind == INTERFACE:
                interfaces.append(_Interface.read(order, body))
            elif kind == PACKET:
                number, high, low, kept, length = struct.unpack_from(order + "5I", body)
                interface = interfaces[number]
                time = interface.nanoseconds(high << 32 | low)
                yield from self._timed(time, interface.link, body[20 : 20 + kept], length)
            elif kind == SIMPLE_PACKET:
                (length,) = struct.unpack_from(order + "I", body)
                yield from self._timed(0, interfaces[0].link, body[4 : 4 + length], length)
        except (struct.error, IndexError):
            raise CaptureError(
                "It is damaged: a block of it is too short, or of an interface it doesn't name."
            ) from None

    def _timed(self, t: int, link: int, frame: bytes, length: int) -> Iterator[Timed]:
        if link not in LINKS:
            self.other_links.add(link)
            return
        segment = read_packet(ip_packet(link, frame))
        if segment is not None:
            self.cut += len(frame) < length
            yield Timed(t, segment)

    def _exactly(self, size: int, *, may_end: bool = False) -> bytes | None:
        """The next bytes; None at the end, which is told as `torn` unless the file may end here."""
        data = self._file.read(size)
        if len(data) == size:
            return data
        self.torn = self.torn or bool(data) or not may_end
        return None


class _Interface(NamedTuple):
    """An interface of a pcapng file. units: of its times, in a second; offset: seconds to add to them."""

    link: int
    units: int = 10**6
    offset: int = 0

    @classmethod
    def read(cls, order: str, body: bytes) -> _Interface:
        """Of an Interface Description Block's body. Raises struct.error."""
        (link,) = struct.unpack_from(order + "H", body)
        units, offset, at = 10**6, 0, 8
        while at + 4 <= len(body):
            code, size = struct.unpack_from(order + "HH", body, at)
            value = body[at + 4 : at + 4 + size]
            if code == RESOLUTION and value:
                exponent = value[0] & 0x7F
                units = (2 if value[0] & 0x80 else 10) ** min(exponent, 64)
            elif code == _OFFSET and len(value) == 8:
                (offset,) = struct.unpack(order + "q", value)
            at += 4 + size + -size % 4
        return cls(link, units, offset)

    def nanoseconds(self, time: int) -> int:
        """A packet's time, since the epoch."""
        return time * 10**9 // self.units + self.offset * 10**9


def _byte_order(mark: bytes) -> str:
    if mark == BYTE_ORDER.to_bytes(4, "little"):
        return "<"
    if mark == BYTE_ORDER.to_bytes(4, "big"):
        return ">"
    raise CaptureError("It is damaged: a section of it has no byte order.")


def _block_size(order: str, size: bytes) -> int:
    whole = int(struct.unpack(order + "I", size)[0])
    if whole < 12 or whole % 4:
        raise CaptureError(f"It is damaged: a block of {whole:,} bytes can't be.")
    return _believed(whole)


def _believed(size: int) -> int:
    if size > _LARGEST:
        raise CaptureError(f"It is damaged: a packet of {size:,} bytes can't be.")
    return size
