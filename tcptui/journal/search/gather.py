"""Long stretches of one direction of a connection, read at the disk's pace whatever records they are cut into."""

from __future__ import annotations

from typing import Final

from tcptui.journal.index import SPACING
from tcptui.journal.layout import DATA, DIRECTIONS, HEADER, HEADER_SIZE
from tcptui.journal.log import Log
from tcptui.journal.streams import mark_of
from tcptui.protocol.events import Direction

_WIDE: Final = 256 << 10
_NARROW: Final = 4 << 10
_LARGE: Final = 16 << 10

_unpack_from = HEADER.unpack_from


class Gatherer:
    """Reads stretches of a stream into one buffer that is used again; for one thread.

    Small records are picked out of windows of the log; the bodies of large ones are read right where they belong.
    """

    def __init__(self, log: Log, conn: int, direction: Direction, overlap: int) -> None:
        """overlap: bytes of a stretch's end that the next one, where they are read in order, begins with."""
        self._log = log
        self._conn = conn
        self._name: Direction = direction
        self._direction = DIRECTIONS.index(direction)
        self._overlap = overlap
        self._view = memoryview(bytearray())
        # Bytes in the view, those that still find room there, and the stream offset that is to be read next.
        self._filled = self._room = self._next = 0
        # Where the next stretch is expected to begin: its offset, the mark it is under, its record's position.
        self._resume: tuple[int, int, int] = (-1, -1, -1)
        self._expected: int | None = None  # that offset, as long as it has not been passed
        self._wide = True

    def read(self, offset: int, size: int) -> bytes | bytearray:
        """`size` bytes of the stream from `offset` on, or as many of them as there are; good until the next call."""
        if len(self._view) != size:
            self._view = memoryview(bytearray(size))
        self._filled, self._next, self._room = 0, offset, size
        self._gather(offset + size - self._overlap)
        buffer = self._view.obj
        assert isinstance(buffer, bytearray)
        return buffer if self._filled == size else bytes(self._view[: self._filled])

    def _gather(self, expected: int) -> None:
        """Fill the view, from mark to mark. expected: the offset at which the stretch after this one may begin."""
        newest, mark = self._log.last_row(self._conn), mark_of(self._log, self._conn, self._name, self._next)
        if newest is None or mark is None:
            return
        offset, begin, pos = self._resume
        if not (begin == mark.pos and offset <= self._next):
            pos = mark.pos
        self._expected = expected
        while not self._walk(mark.pos, pos, min(mark.pos + SPACING, newest.pos + 1)):
            following = self._log.mark_after(self._conn, mark.pos)
            if following is None:
                return
            mark, pos = following, following.pos

    def _walk(self, mark: int, pos: int, stop: int) -> bool:
        """Take what is wanted from the records that begin in pos..stop; whether the view is full."""
        conn, direction = self._conn, self._direction
        while pos < stop:
            data = self._log.raw(pos, _WIDE if self._wide else _NARROW)
            at, last, until, length = 0, len(data) - HEADER_SIZE, stop - pos, 0
            pieces: list[bytes] = []
            while at <= last and at < until:
                _, kind, way, of, _, offset, length, _ = _unpack_from(data, at)
                begin = at + HEADER_SIZE
                at = begin + length
                if kind != DATA or of != conn or way != direction or offset + length <= self._next:
                    continue
                if self._expected is not None and offset + length > self._expected:
                    self._resume, self._expected = (self._expected, mark, pos + begin - HEADER_SIZE), None
                if offset == self._next and at <= len(data) and length <= self._room:
                    pieces.append(data[begin:at])
                    self._next += length
                    self._room -= length
                else:
                    self._put(pieces)
                    self._take(data, begin, pos, offset, length)
                if not self._room:
                    self._put(pieces)
                    return True
            self._put(pieces)
            self._wide = length < _LARGE
            pos += at
        return False

    def _put(self, pieces: list[bytes]) -> None:
        """Bodies of small records, one behind the other, into the view."""
        whole = b"".join(pieces)
        pieces.clear()
        self._view[self._filled : self._filled + len(whole)] = whole
        self._filled += len(whole)

    def _take(self, data: bytes, at: int, base: int, offset: int, length: int) -> None:
        """Put a body, which begins at data[at], into the view, from the wanted byte on.

        base: the log position of data[0]; offset: of the body's first byte.
        """
        skipped = self._next - offset
        size = min(length - skipped, self._room)
        begin, into = at + skipped, self._view[self._filled : self._filled + size]
        if begin + size <= len(data):
            into[:] = data[begin : begin + size]
        else:
            self._log.raw_into(into, base + begin)
        self._filled += size
        self._next += size
        self._room -= size
