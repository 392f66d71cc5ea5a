"""The log's reader: any record, any stretch of a stream, from any thread, never beyond what is committed."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from tcptui.journal.index import SPACING, Index, Mark, Stretches, within
from tcptui.journal.layout import (
    DIRECTIONS,
    FAR,
    HEADER_SIZE,
    DamagedLogError,
    Record,
    decode,
    header,
)
from tcptui.journal.streams import Cursor
from tcptui.journal.walk import walk
from tcptui.protocol.events import Direction, Event, RunStarted

if TYPE_CHECKING:
    from tcptui.journal.recorded import RecordedLog

_WINDOW: Final = 16 << 10
_LOOK_BEHIND: Final = 4 << 10
# How many records `next` looks at in one way before it tries the other: cheap, and enough for a page.
_FEW: Final = 64

_mark_pos = attrgetter("pos")


class Log:
    """A recorded run, or one that is being recorded by this process or another.

    torn: a sentence about what follows the last whole record of a run that was killed, None where nothing does.
    """

    def __init__(self, fd: int, index: Index, committed: Callable[[], int], path: Path | None) -> None:
        """Read the log open as fd, which `close` closes. Use `Log.open` or `Writer.log`."""
        self._fd = fd
        self._index = index
        self._committed = committed
        self.path = path
        self.torn: str | None = None
        # (position, bytes) of the last window of headers read: replaced whole, so that any thread may use it.
        self._window: tuple[int, bytes] = (0, b"")

    @classmethod
    def open(cls, path: Path) -> RecordedLog:
        """Open a run's log, by its index where one is kept, else by a walk over its headers.

        Raises OSError, and DamagedLogError for another format.
        """
        from tcptui.journal.recorded import RecordedLog

        return RecordedLog(os.open(path, os.O_RDONLY), path)

    def close(self) -> None:
        """Give the file descriptor back. Closing twice does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def committed(self) -> int:
        """How many bytes of the log may be read by now."""
        return self._committed()

    @property
    def started(self) -> RunStarted | None:
        """The run's first record; None where the run was killed before it wrote one."""
        if self.committed < HEADER_SIZE:
            return None
        event = self.event(self.record(0))
        return event if isinstance(event, RunStarted) else None

    def record(self, pos: int) -> Record:
        """The header of the record that begins at pos. Raises DamagedLogError where none does."""
        base, data = self._window
        at = pos - base
        if not 0 <= at <= len(data) - HEADER_SIZE:
            base = max(0, pos - _LOOK_BEHIND)
            data = os.pread(self._fd, min(_WINDOW, self.committed - base), base) if pos < self.committed else b""
            at = pos - base
            if at > len(data) - HEADER_SIZE:
                raise DamagedLogError(f"Byte {pos:,} is beyond the log's end.")
            self._window = (base, data)
        return header(data, at, pos)

    def body(self, record: Record, start: int = 0, size: int | None = None) -> bytes:
        """A record's body from byte `start` of it on: `size` bytes, or as many as it has. Raises as `raw` does."""
        rest = max(0, record.length - start)
        wanted = rest if size is None else min(size, rest)
        begin = record.pos + HEADER_SIZE + start
        base, data = self._window
        at = begin - base
        if at >= 0 and at + wanted <= len(data):
            return data[at : at + wanted]
        data = os.pread(self._fd, wanted, begin)
        if len(data) < wanted:
            raise DamagedLogError(_shrunk(begin))
        return data

    def raw(self, pos: int, size: int) -> bytes:
        """`size` bytes of the log as they are, or those that are committed. Raises DamagedLogError if they are gone."""
        wanted = min(size, self.committed - pos)
        data = os.pread(self._fd, wanted, pos)
        if len(data) < wanted:
            raise DamagedLogError(_shrunk(pos))
        return data

    def raw_into(self, view: memoryview, pos: int) -> None:
        """Fill the view with committed bytes of the log, copied but once. Raises as `raw` does."""
        while view:
            got = os.preadv(self._fd, [view], pos)
            if not got:
                raise DamagedLogError(_shrunk(pos))
            view, pos = view[got:], pos + got

    def event(self, record: Record) -> Event:
        """The event that a record holds; Sent and Received without their bytes. Raises DamagedLogError."""
        return decode(record, b"" if record.is_data else self.body(record))

    def walk(self, start: int = 0, stop: int | None = None) -> Iterator[Record]:
        """Every record, samples too, from position `start`, where one begins, to `stop` or what is committed now."""
        committed = self.committed
        return walk(self._fd, start, committed if stop is None else min(stop, committed))

    def connections(self) -> list[int]:
        """The numbers of the connections that have rows, 0 (the run itself) left out, in rising order."""
        return sorted(conn for conn, track in list(self._index.items()) if conn and track.shown >= 0)

    def first_row(self, conn: int) -> Record | None:
        """The connection's first row-record."""
        track = self._index.get(conn)
        return self.record(track.marks[0].pos) if track is not None and track.shown >= 0 else None

    def mark_before(self, conn: int, key: Callable[[Mark], int], value: int) -> Mark | None:
        """The connection's last mark that may be read and whose `key`, which never falls, is at most `value`."""
        track = self._index.get(conn)
        if track is None or track.shown < 0:
            return None
        end = bisect_right(track.marks, track.shown, key=_mark_pos)
        at = bisect_right(track.marks, value, 0, end, key=key)
        return track.marks[at - 1] if at else None

    def mark_after(self, conn: int, pos: int) -> Mark | None:
        """The connection's first mark that may be read and lies behind pos."""
        track = self._index.get(conn)
        if track is None:
            return None
        at = bisect_right(track.marks, pos, key=_mark_pos)
        return track.marks[at] if at < len(track.marks) and track.marks[at].pos <= track.shown else None

    def onward(self, conn: int, mark: Mark) -> Iterator[Record]:
        """The connection's row-records from one of its marks on, to the newest.

        What lies between two of them is leapt over where it is longer than SPACING.
        """
        following: Mark | None = mark
        while following is not None:
            mark, following = following, self.mark_after(conn, following.pos)
            stop = following.pos if following is not None else self.record(self._index[conn].shown).end
            for record in walk(self._fd, mark.pos, stop):
                if record.pos >= mark.pos + SPACING:
                    break
                if record.conn == conn and record.is_row:
                    yield record

    def last_row(self, conn: int) -> Record | None:
        """The connection's newest row-record."""
        track = self._index.get(conn)
        return self.record(track.shown) if track is not None and track.shown >= 0 else None

    def own(self, conn: int) -> int:
        """How many bytes of log the connection's row-records take, those that are just being written included."""
        track = self._index.get(conn)
        return track.own if track is not None else 0

    def streamed(self, conn: int, direction: Direction) -> int:
        """How many bytes went this way, those that are just being written included."""
        track = self._index.get(conn)
        if track is None:
            return 0
        return track.sent if direction == "out" else track.received

    def concealed(self, conn: int, direction: Direction, start: int, end: int) -> Stretches:
        """The stretches of a stream that are secrets and touch bytes start..end (end excluded), in rising order."""
        track = self._index.get(conn)
        known = track.concealed.get(DIRECTIONS.index(direction)) if track is not None else None
        return within(known, start, end) if known else []

    def previous(self, record: Record) -> Record | None:
        """The row-record of the same connection before this one, which must be a row-record too."""
        if not record.back:
            return None
        if record.back != FAR:
            return self.record(record.pos - record.back)
        # So far away, it has a mark of its own.
        marks = self._index[record.conn].marks
        return self.record(marks[bisect_left(marks, record.pos, key=_mark_pos)].previous)

    def next(self, record: Record) -> Record | None:
        """The row-record of the same connection after this one, None where there is none yet.

        At most SPACING bytes of other connections' records are walked for it, and mostly none.
        """
        conn = record.conn
        track = self._index.get(conn)
        if track is None or record.pos >= track.shown:
            return None
        follower = self.record(record.end)
        if follower.conn == conn and follower.is_row:
            return follower
        ahead = self._known_after(record, track.shown)
        pos = follower.end
        for _ in range(_FEW):
            if pos >= ahead:
                return self.record(ahead)
            follower = self.record(pos)
            if follower.conn == conn and follower.is_row:
                return follower
            pos = follower.end
        return self._chained(record, ahead) or self._walked(conn, pos, ahead)

    def _known_after(self, record: Record, shown: int) -> int:
        """Where a later row-record of the connection certainly begins: its next mark, or its newest."""
        marks = self._index[record.conn].marks
        i = bisect_right(marks, record.pos, key=_mark_pos)
        return min(marks[i].pos, shown) if i < len(marks) else shown

    def _chained(self, record: Record, ahead: int) -> Record | None:
        """The row-record after `record`, if few back links lead from `ahead` to it: a flood between is leapt over."""
        later = self.record(ahead)
        for _ in range(_FEW):
            earlier = self.previous(later)
            if earlier is None or earlier.pos <= record.pos:
                return later
            later = earlier
        return None

    def _walked(self, conn: int, start: int, ahead: int) -> Record:
        for record in walk(self._fd, start, ahead):
            if record.conn == conn and record.is_row:
                return record
        return self.record(ahead)

    def read(self, conn: int, direction: Direction, offset: int, size: int) -> bytes:
        """`size` bytes of a stream from `offset` on, or as many of them as there are."""
        return Cursor(self, conn, direction, offset).read(size)


def _shrunk(pos: int) -> str:
    return f"The log has become shorter: what was at byte {pos:,} is gone."
