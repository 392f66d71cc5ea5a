"""One direction's bytes of a connection, read from the log in order, wherever their records lie."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from tcptui.journal.index import Mark
from tcptui.journal.layout import DIRECTIONS, Record
from tcptui.protocol.events import Direction

if TYPE_CHECKING:
    from tcptui.journal.log import Log

# How many records of the connection to look at one by one before the index is asked.
_FEW: Final = 64

_received = attrgetter("received")
_sent = attrgetter("sent")


def mark_of(log: Log, conn: int, direction: Direction, offset: int) -> Mark | None:
    """The connection's last mark before byte `offset` of a stream."""
    return log.mark_before(conn, _sent if direction == "out" else _received, offset)


def data_at(log: Log, conn: int, direction: Direction, offset: int) -> Record | None:
    """The DATA record that holds byte `offset` of a stream, None where the stream isn't so long (yet)."""
    wanted = DIRECTIONS.index(direction)
    mark = mark_of(log, conn, direction, offset)
    if mark is None:
        return None
    for record in log.onward(conn, mark):
        if record.is_data and record.direction == wanted and offset < record.stream_end:
            return record
    return None


def offset_at(log: Log, conn: int, direction: Direction, pos: int) -> int:
    """How many bytes of a stream were recorded before log position pos."""
    mark = log.mark_before(conn, attrgetter("pos"), pos)
    if mark is None:
        return 0
    wanted = DIRECTIONS.index(direction)
    offset = mark.sent if direction == "out" else mark.received
    for record in log.onward(conn, mark):
        if record.pos >= pos:
            break
        if record.is_data and record.direction == wanted:
            offset = record.stream_end
    return offset


class Cursor:
    """Reads one direction of a connection in order and remembers its place: what a decoder needs.

    offset: the stream offset of the next byte that `read` gives.
    """

    def __init__(self, log: Log, conn: int, direction: Direction, offset: int = 0) -> None:
        """Begin at `offset`, which may lie beyond what there is by now."""
        self._log = log
        self._conn = conn
        self._direction: Direction = direction
        self._wanted = DIRECTIONS.index(direction)
        self.offset = offset
        # The connection's row-record that was looked at last; None: ask the index.
        self._record: Record | None = None

    def read(self, max_bytes: int) -> bytes:
        """The next bytes, at most `max_bytes`; empty where there are none yet."""
        pieces: list[bytes] = []
        left = max_bytes
        while left > 0 and (record := self._find()) is not None:
            piece = self._log.body(record, self.offset - record.offset, left)
            pieces.append(piece)
            left -= len(piece)
            self.offset += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _find(self) -> Record | None:
        """The record that holds the next byte."""
        record = self._record
        for _ in range(_FEW):
            if record is None:
                break
            if record.is_data and record.direction == self._wanted and self.offset < record.stream_end:
                return record
            follower = self._log.next(record)
            if follower is None:
                return None
            self._record = record = follower
        # At the start, or behind many records of the other direction: the index leaps over them.
        # Where even that finds nothing, go on behind what was the newest before the search.
        newest = self._log.last_row(self._conn)
        found = data_at(self._log, self._conn, self._direction, self.offset)
        self._record = found if found is not None else newest
        return found
