"""`length:KIND` and the protocols that are no more than that: a length, and as many bytes as it says."""

from __future__ import annotations

import struct
from typing import Final

from tcptui.protocol.framing.found import PEEK, PLAIN, TEXT_LIMIT, Found, beginning
from tcptui.protocol.framing.layouts import Layout
from tcptui.protocol.framing.sized import Broken, Head, SizedDecoder
from tcptui.protocol.integers import VARINT_LIMIT

_UNPACKED: Final = {"u8": "B", "u16be": ">H", "u16le": "<H", "u32be": ">I", "u32le": "<I", "u64be": ">Q", "u64le": "<Q"}
"""Lengths that `struct` reads at once."""

_found = tuple.__new__


class LengthDecoder(SizedDecoder):
    """One direction whose messages are laid out as `layout` says."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self._layout = layout
        code = _UNPACKED.get(layout.length.name)
        self._unpack = struct.Struct(code).unpack_from if code else None

    def _begin(self, buffer: bytes | bytearray, pos: int) -> int:
        after = self._whole_ones(buffer, pos)
        return after if after > pos else super()._begin(buffer, pos)

    def _whole_ones(self, buffer: bytes | bytearray, pos: int) -> int:
        """All the messages that lie whole in the buffer, in one loop: they come by the hundred in one read."""
        unpack, found = self._unpack, self._found
        if unpack is None:
            return pos
        offset, size, base = self._layout.offset, len(buffer), self._base
        head = offset + self._layout.length.width
        adjust, limit = head + self._layout.adjust, self._layout.limit
        texts = buffer.decode("latin-1")  # at once: a call of `beginning` for each would cost more than all the rest
        while pos + head <= size:
            (said,) = unpack(buffer, pos + offset)
            end = pos + adjust + said
            content = pos + head
            if end > size or said > limit or end < content:
                break
            text = texts[content:end]
            if end - content > TEXT_LIMIT or text[:1] not in PLAIN or "\n" in text or text[-1:] in "\r\0":
                text = beginning(buffer[content : end if end < content + PEEK else content + PEEK])
            found.append(_found(Found, (base + pos, base + end, "message", True, True, None, None, None, text, "", ())))
            pos = end
        if found:
            self._start = found[-1].end
        return pos

    def _read_head(self, buffer: bytes | bytearray, pos: int) -> Head | Broken | None:
        return read_length(self._layout, buffer, pos)


def read_length(layout: Layout, buffer: bytes | bytearray, pos: int) -> Head | Broken | None:
    """The head of the message at `pos`: what is before the length, and the length; None where more must come."""
    at = pos + layout.offset
    integer = layout.length
    size = integer.width or _varint_size(buffer, at)
    if not size or len(buffer) < at + size:
        return None
    head = layout.offset + size
    read = integer.read(bytes(buffer[at : at + size]))
    if read is None:
        return Broken(layout.offset, "its length is a varint of more than 64 bits", head)
    said = read[0]
    if said > layout.limit:
        return Broken(layout.offset, f"its length says {said:,}, which is over the limit of {layout.limit:,}", head)
    content = said + layout.adjust
    if content < 0:
        return Broken(layout.offset, f"its length says {said:,}, and at least {-layout.adjust:,} are counted", head)
    return Head(head, content)


def _varint_size(buffer: bytes | bytearray, at: int) -> int:
    """How many bytes the varint at `at` has, at most one more than it may have; 0 where its end has not come."""
    raw = buffer[at : at + VARINT_LIMIT]
    for number, byte in enumerate(raw, 1):
        if byte < 0x80:
            return number
    return VARINT_LIMIT if len(raw) == VARINT_LIMIT else 0
