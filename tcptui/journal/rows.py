"""The rows of one connection, as the session pane reads them: a page from anywhere, at a page's cost.

A row is known by the log position of the record that holds its first byte, and that byte's stream offset: never by
an ordinal or a width. Rows are found from the record alone, through back links and the sparse index.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Final, NamedTuple

from tcptui.journal.cuts import FAR, LF, Cut
from tcptui.journal.layout import DIRECTIONS, Kind, Record
from tcptui.journal.log import Log
from tcptui.journal.places import TIMED, fraction, record_at_time, record_near
from tcptui.journal.streams import data_at
from tcptui.protocol.events import Direction, Event

_FIRST_READ: Final = 4 << 10
_LONGEST_READ: Final = 64 << 10
_ANCHORS: Final = 256


class Row(NamedTuple):
    """One row: a stretch of bytes of one direction, or one event.

    pos: of its record in the log; t: CLOCK_MONOTONIC, ns; offset, size: the bytes in the direction's stream, both 0
    for an event; first: it begins a line (hex: a stretch); ended: no byte will be added to it.
    """

    pos: int
    kind: Kind
    direction: Direction | None
    t: int
    offset: int
    size: int
    first: bool
    ended: bool

    @property
    def is_data(self) -> bool:
        """Whether it shows bytes, rather than an event."""
        return self.kind == Kind.DATA


class Rows:
    """The rows of a connection under one cut. Any thread; what one call sees, a later one sees too, and maybe more."""

    def __init__(self, log: Log, conn: int, cut: Cut) -> None:
        """Read `log`; cut is cuts.TEXT or cuts.HEX."""
        self.log = log
        self.conn = conn
        self.cut = cut
        # Rows that were placed: a record's position -> a row's start in it, and its line's. Without them a stream of
        # 1-byte records without an LF would be walked back by `cut.reach` records for every page.
        self._anchors: dict[int, tuple[int, int]] = {}

    def first(self) -> Row | None:
        """The connection's first row, None while there is none."""
        record = self.log.first_row(self.conn)
        return None if record is None else next(self.onward_from(record, record.offset, record.offset))

    def last(self, n: int) -> list[Row]:
        """The newest n rows, or fewer, oldest first."""
        record = self.log.last_row(self.conn)
        return [] if record is None else self._newest(n, record, record.stream_end)

    def before(self, row: Row, n: int) -> list[Row]:
        """The n rows before a row, or fewer at the beginning, oldest first."""
        record = self.log.record(row.pos)
        if record.is_data and row.offset > record.offset:
            return self._newest(n, record, row.offset)
        earlier = self.log.previous(record)
        return [] if earlier is None else self._newest(n, earlier, earlier.stream_end)

    def after(self, row: Row, n: int) -> list[Row]:
        """The n rows after a row, or fewer at the end, oldest first."""
        return list(islice(self.onward(row), 1, n + 1))

    def onward(self, row: Row) -> Iterator[Row]:
        """This row as it is by now, and all that follow."""
        record = self.log.record(row.pos)
        offset = row.offset if record.is_data else record.offset
        return self.onward_from(record, offset, offset if row.first else self._line(record, offset)[0])

    def onward_from(self, record: Record, offset: int, line: int) -> Iterator[Row]:
        """Rows from the one that begins at `offset` of `record`, in a line that began at `line`, to the newest."""
        following: Record | None = record
        while following is not None:
            record = following
            if record.is_data:
                stretch = _Stretch(self.log, record, offset)
                yield from stretch.rows(self.cut, line)
                following = stretch.follower
            else:
                yield Row(record.pos, Kind(record.kind), DIRECTIONS[record.direction], record.t, 0, 0, True, True)
                following = self.log.next(record)
            if following is not None:
                offset = line = following.offset

    def at(self, pos: int, offset: int = 0) -> Row:
        """The row that holds stream offset `offset`, which lies in the record at pos; an event's row: its pos."""
        record = self.log.record(pos)
        if not record.is_data:
            return next(self.onward_from(record, 0, 0))
        return next(self.onward_from(*self._place(record, offset)))

    def data(self, row: Row) -> bytes:
        """A row's bytes; empty for an event."""
        pieces = []
        record, offset, left = self.log.record(row.pos), row.offset, row.size
        while left:
            pieces.append(self.log.body(record, offset - record.offset, left))
            left -= len(pieces[-1])
            offset += len(pieces[-1])
            if left:
                follower = self.log.next(record)
                assert follower is not None, "a row's bytes are committed before the row is known"
                record = follower
        return b"".join(pieces)

    def event(self, row: Row) -> Event:
        """The event that a row stands for; Sent or Received, without bytes, where it shows bytes."""
        return self.log.event(self.log.record(row.pos))

    def fraction(self, row: Row) -> float:
        """How far into the connection a row lies, 0..1, by the bytes that its records take in the log."""
        record = self.log.record(row.pos)
        return fraction(self.log, self.conn, record, row.offset - record.offset if row.is_data else 0)

    def near(self, share: float) -> Row | None:
        """The row at a fraction, 0..1, of the connection: the way back from `fraction`. None while there is no row."""
        found = record_near(self.log, self.conn, share)
        return None if found is None else self.at(found[0].pos, found[0].offset + found[1])

    def at_time(self, t: int) -> Row | None:
        """The first row that begins at or after t (CLOCK_MONOTONIC, ns); None where there is none (yet).

        A message's row or a verdict's, which may be told late, is never the one.
        """
        record = record_at_time(self.log, self.conn, t)
        if record is None:
            return None
        row = self.at(record.pos, record.offset)
        if row.pos == record.pos:
            return row
        # It goes on with a row that began earlier: one of those that follow.
        return next((later for later in self.onward(row) if later.t >= t and later.kind in TIMED), None)

    def at_offset(self, direction: Direction, offset: int) -> Row | None:
        """The row that holds byte `offset` of a direction's stream; None where the stream isn't so long (yet)."""
        record = data_at(self.log, self.conn, direction, offset)
        return None if record is None else self.at(record.pos, offset)

    def _newest(self, n: int, record: Record, end: int) -> list[Row]:
        """The last n rows of those that end at or before stream offset `end` of `record` (or before an event)."""
        return list(islice(self._backward(record, end), n))[::-1]

    def _backward(self, record: Record | None, end: int) -> Iterator[Row]:
        """Rows from `end`, which is a row's start or the stretch's end, back to the first; newest first."""
        size = _FIRST_READ
        while record is not None:
            if not record.is_data:
                yield next(self.onward_from(record, record.offset, record.offset))
                first = record
            else:
                first, offset, line = self._place(record, max(0, end - size))
                yield from reversed(list(self._until(first, offset, line, record, end)))
                size = min(4 * size, _LONGEST_READ)
                if offset > first.offset:
                    record, end = first, offset
                    continue
            record = self.log.previous(first)
            end = record.stream_end if record is not None else 0

    def _until(self, first: Record, offset: int, line: int, last: Record, end: int) -> Iterator[Row]:
        """The rows from `offset` of `first` on that begin before `end` in `last` or an earlier record."""
        return takewhile(lambda row: row.pos <= last.pos and row.offset < end, self.onward_from(first, offset, line))

    def _place(self, record: Record, offset: int) -> tuple[Record, int, int]:
        """The record, start and line start of the row that holds `offset` of the stretch, or of the stretch's first.

        record: of the stretch, holding `offset` or later bytes.
        """
        while offset < record.offset and (earlier := self._earlier(record)) is not None:
            record = earlier
        offset = max(offset, record.offset)
        line, walked = self._line(record, offset)
        begin = self.cut.begin(line, offset)
        holder = next(holder for holder in walked if holder.offset <= begin)
        if len(self._anchors) >= _ANCHORS:
            self._anchors.clear()
        self._anchors[holder.pos] = (begin, line)
        return holder, begin, line

    def _line(self, record: Record, offset: int) -> tuple[int, list[Record]]:
        """Where the line of `offset`, in `record`, began (FAR: beyond reach), and the records passed, newest first."""
        walked = [record]
        end = offset
        nearest = offset - self.cut.reach
        while True:
            begin = max(record.offset, nearest)
            anchor, anchored = self._anchors.get(record.pos, (-1, FAR))
            if begin <= anchor <= end:
                begin = anchor
            if self.cut.lines and (found := self._last_newline(record, begin, end)) is not None:
                return found + 1, walked
            if begin == anchor:
                return anchored, walked
            if begin == nearest:
                return FAR, walked
            earlier = self._earlier(record)
            if earlier is None:
                return record.offset, walked
            record, end = earlier, earlier.stream_end
            walked.append(record)

    def _last_newline(self, record: Record, begin: int, end: int) -> int | None:
        """The offset of the last LF in begin..end (end excluded) of a record: looked for in growing pieces."""
        size = _FIRST_READ
        while end > begin:
            start = max(begin, end - size)
            found = self.log.body(record, start - record.offset, end - start).rfind(b"\n")
            if found >= 0:
                return start + found
            end, size = start, 4 * size
        return None

    def _earlier(self, record: Record) -> Record | None:
        """The record before this one in the same stretch, None where the stretch begins here."""
        earlier = self.log.previous(record)
        return earlier if earlier is not None and earlier.runs_on(record) else None


class _Stretch:
    """A stretch read forwards from `offset` of `record`. follower: the row-record behind it, once all is read."""

    def __init__(self, log: Log, record: Record, offset: int) -> None:
        self._log = log
        self._record = record
        self._offset = offset
        self.follower: Record | None = None

    def rows(self, cut: Cut, line: int) -> Iterator[Row]:
        """Cut it into rows; a row begins here, and its line began at `line`."""
        data, base, at = b"", self._offset, 0
        holders: deque[Record] = deque()
        for records, piece in self._pieces():
            data, base, at = data[at:] + piece, base + at, 0
            holders += records
            while (end := cut.end(data, at, base, line)) is not None:
                yield _data_row(holders, base + at, end - at, line, True)
                if cut.lines and data[end - 1] == LF:
                    line = base + end
                at = end
        if at < len(data):
            yield _data_row(holders, base + at, len(data) - at, line, self.follower is not None)

    def _pieces(self) -> Iterator[tuple[list[Record], bytes]]:
        """Its bytes in pieces that grow, with the records that each piece is from."""
        record, offset, size = self._record, self._offset, _FIRST_READ
        following: Record | None = record
        while following is not None:
            records, parts, left = [record], [], size
            while left > 0:
                parts.append(self._log.body(record, offset - record.offset, left))
                left -= len(parts[-1])
                offset += len(parts[-1])
                if offset < record.stream_end:
                    continue
                following = self._log.next(record)
                if following is None or not record.runs_on(following):
                    self.follower, following = following, None
                    break
                record = following
                records.append(record)
            yield records, b"".join(parts)
            size = min(2 * size, _LONGEST_READ)


def _data_row(holders: deque[Record], begin: int, size: int, line: int, ended: bool) -> Row:
    """The row of `size` bytes at `begin`. holders: records in order, one of which holds begin; passed ones go."""
    while holders[0].stream_end <= begin:
        holders.popleft()
    holder = holders[0]
    return Row(holder.pos, Kind.DATA, DIRECTIONS[holder.direction], holder.t, begin, size, begin == line, ended)
