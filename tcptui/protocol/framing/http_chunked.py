"""The chunked transfer coding, RFC 9112, section 7.1: sizes and line ends are read, data is left to be counted."""

from __future__ import annotations

import re
from typing import Final

from tcptui.protocol.framing.buffered import MORE
from tcptui.protocol.framing.found import Flaw
from tcptui.protocol.framing.http_fields import trailer_flaws
from tcptui.protocol.framing.http_head import HEAD_LIMIT

EMPTY_LINE: Final = re.compile(rb"\n\r?\n")
"""The end of a head or trailer section: a line end with an empty line behind it."""

_LINE_LIMIT = 16 * 1024
_HEX = frozenset(b"0123456789abcdefABCDEF")
_PLAIN = re.compile(rb"([0-9A-Fa-f]{1,15})\r\n")
# With extensions (section 7.1.1), which say nothing about the length.
_SIZE_LINE = re.compile(rb"0*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")


class Chunks:
    """One chunked body in the making. Offsets are the stream's.

    left: bytes of chunk data that come next and need not be seen; done: the body's last line has been read;
    problem: why it can't be read on, with the offset where that begins; where: what a FIN would now cut;
    notes: oddities met since whoever drives it took the last ones away.
    """

    def __init__(self) -> None:
        self.left = 0
        self.done = False
        self.problem: Flaw | None = None
        self.where = "before the first chunk"
        self.notes: list[Flaw] = []
        self._scanned = 0
        self._part = self._size

    def step(self, buffer: bytes | bytearray, pos: int, base: int) -> int:
        """Read the next size, line end or trailer at buffer[pos], which is byte `base + pos` of the stream.

        Gives the position behind it, or MORE. With a problem the position does not move.
        """
        return self._part(buffer, pos, base)

    def _size(self, buffer: bytes | bytearray, pos: int, base: int) -> int:
        line = _PLAIN.match(buffer, pos)
        if line is None:
            if buffer[pos] not in _HEX:
                return self._break(base, pos, "its chunk size can't be read")
            feed = buffer.find(b"\n", max(pos, self._scanned - base), pos + _LINE_LIMIT)
            if feed < 0:
                if len(buffer) - pos >= _LINE_LIMIT:
                    return self._break(base, pos, "its chunk-size line is longer than 16 KB")
                self._scanned = base + len(buffer)
                return MORE
            line = _SIZE_LINE.fullmatch(buffer, pos, feed + 1)
            if line is None:
                return self._break(base, pos, "its chunk size can't be read")
            if buffer[feed - 1] != 0x0D:
                self._note(base + feed, "a chunk-size line that ends without CR")
        self.left = int(line[1], 16)
        if self.left:
            self.where = "in a chunk"
            self._part = self._data_end
        else:
            self.where = "in the trailer"
            self._part = self._trailer
        return line.end()

    def _data_end(self, buffer: bytes | bytearray, pos: int, base: int) -> int:
        self.left = 0
        end = bytes(buffer[pos : pos + 2])
        if end == b"\r":
            return MORE
        if end != b"\r\n":
            if end[:1] != b"\n":
                return self._break(base, pos, "its chunk is not followed by a line end")
            self._note(base + pos, "a chunk that ends without CR")
        self.where = "between chunks"
        self._part = self._size
        return pos + (2 if end == b"\r\n" else 1)

    def _trailer(self, buffer: bytes | bytearray, pos: int, base: int) -> int:
        start = bytes(buffer[pos : pos + 2])
        if start == b"\r":
            return MORE
        if start == b"\r\n" or start[:1] == b"\n":
            end = pos + (2 if start == b"\r\n" else 1)
        else:
            empty = EMPTY_LINE.search(buffer, max(pos, self._scanned - base))
            end = len(buffer) if empty is None else empty.end()
            if end - pos > HEAD_LIMIT:
                return self._break(base, pos, "its trailer is longer than 256 KB")
            if empty is None:
                self._scanned = base + len(buffer) - 2
                return MORE
        for flaw in trailer_flaws(bytes(buffer[pos:end])):
            self._note(base + pos + flaw.at, flaw.what)
        self.done = True
        return end

    def _break(self, base: int, pos: int, what: str) -> int:
        self.problem = Flaw(base + pos, what)
        return pos

    def _note(self, at: int, what: str) -> None:
        self.notes.append(Flaw(at, what))
