"""Counts the rows of the connection in view, in a thread of its own, so that a row has a number and a number a row."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice, repeat, takewhile
from typing import Final

from tcptui.journal.cuts import Cut
from tcptui.journal.layout import Record
from tcptui.journal.rows import Row, Rows

_BLOCK: Final = 64 << 10
# What a record counts for, beside its bytes, until the next checkpoint: a connection may have nothing but events.
_ROW_COST: Final = 64
_POLL: Final = 0.1
"""Seconds between two looks at a log that has been counted to its end."""


class Tally:
    """Counts the rows of a connection's records, fed in order. Pure.

    done: rows that have ended; begin, line: where the row under work and its line began; end: what was fed so far
    (stream offsets of the present stretch).
    """

    __slots__ = ("_cut", "begin", "done", "end", "line")

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self.done = self.begin = self.line = self.end = 0

    @property
    def total(self) -> int:
        """All rows so far, the one that may still grow included."""
        return self.done + (self.begin < self.end)

    def stretch(self, offset: int) -> None:
        """A new stretch begins here; whatever row was open has ended."""
        self.done = self.total
        self.begin = self.line = self.end = offset

    def event(self) -> None:
        """An event's row; a stretch's beginning stands for its place."""
        self.done += 1

    def feed(self, data: bytes) -> None:
        """The stretch's next bytes."""
        if not self._cut.lines:
            self._feed_even(len(data))
        elif self._has_short_lines(data):
            self.done += data.count(b"\n")
            self.begin = self.line = self.end + data.rfind(b"\n") + 1
        else:
            self._feed_slowly(data)
        self.end += len(data)

    def _has_short_lines(self, data: bytes) -> bool:
        """Whether no line here is cut: each half of a longest row holds an LF, and the open row is short enough."""
        half = self._cut.step // 2
        first = data.find(b"\n")
        if first < 0 or self.begin != self.line or self.end + first + 1 - self.line > self._cut.step:
            return False
        wholes = range(0, len(data) - half + 1, half)
        return -1 not in map(data.find, repeat(b"\n"), wholes, range(half, len(data) + 1, half))

    def _feed_even(self, size: int) -> None:
        """Without lines, rows end at multiples of the step only."""
        step, end = self._cut.step, self.end + size
        if crossed := end // step - self.begin // step:
            self.done += crossed
            self.begin = end - end % step

    def _feed_slowly(self, data: bytes) -> None:
        at, base = 0, self.end
        while True:
            longest = self._cut.limit(self.line, self.begin) - base
            found = data.find(b"\n", at, longest)
            stop = found + 1 if found >= 0 else longest
            if stop > len(data):
                return
            self.done += 1
            self.begin = base + stop
            if found >= 0:
                self.line = self.begin
            at = stop


class LineCount:
    """The counting thread, from `start` to `stop`; it follows the log as it grows. Numbers count from 0.

    total: rows counted so far; caught_up: whether that was all there was at the last look. A checkpoint every 64 KB
    of the connection's data keeps numbers cheap, at 32 bytes each.
    """

    def __init__(self, rows: Rows) -> None:
        """Count `rows`, under its cut."""
        self._rows = rows
        self.total = 0
        self.caught_up = False
        self._tally = Tally(rows.cut)
        # Checkpoint i: row _numbers[i] begins at stream offset _offsets[i] of the record at _positions[i], in a line
        # that began at _lines[i]. _numbers grows last: where it ends, the others have an entry too.
        self._positions, self._offsets, self._lines, self._numbers = (array("q") for _ in range(4))
        self._holder = 0  # the position of the record that holds the tally's `begin`
        self._fed = _BLOCK  # bytes and events since the last checkpoint
        self._reached = -1  # the position of the newest record counted
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tcptui-line-count", daemon=True)

    def start(self) -> None:
        """Begin to count."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it: at most for one block."""
        self._stop.set()
        self._thread.join()

    def number(self, row: Row) -> int | None:
        """How many rows come before this one; None where it isn't counted yet."""
        key = (row.pos, row.offset)
        known = range(len(self._numbers))
        i = bisect_right(known, key, key=lambda at: (self._positions[at], self._offsets[at])) - 1
        if i < 0 or row.pos > self._reached:
            return None
        before = takewhile(lambda other: (other.pos, other.offset) < key, self._onward(i))
        return self._numbers[i] + sum(1 for _ in before)

    def row(self, number: int) -> Row | None:
        """The row of this number; None where it isn't counted yet."""
        if not 0 <= number < self.total:
            return None
        i = bisect_right(self._numbers, number) - 1
        return next(islice(self._onward(i), number - self._numbers[i], None))

    def _onward(self, i: int) -> Iterator[Row]:
        record = self._rows.log.record(self._positions[i])
        return self._rows.onward_from(record, self._offsets[i], self._lines[i])

    def _run(self) -> None:
        log, record = self._rows.log, None
        while not self._stop.is_set():
            follower = log.first_row(self._rows.conn) if record is None else log.next(record)
            self.caught_up = follower is None
            if follower is None:
                self._stop.wait(_POLL)
            else:
                self._count(record, follower)
                record = follower

    def _count(self, before: Record | None, record: Record) -> None:
        tally = self._tally
        if not record.is_data:
            tally.stretch(0)
            self._check(record)
            tally.event()
        else:
            if before is None or not before.runs_on(record):
                tally.stretch(record.offset)
            for start in range(0, record.length, _BLOCK):
                if self._stop.is_set():
                    return
                self._check(record)
                self._feed(record, self._rows.log.body(record, start, _BLOCK))
        self.total = tally.total
        self._reached = record.pos

    def _feed(self, record: Record, data: bytes) -> None:
        self._tally.feed(data)
        if self._tally.begin >= record.offset:
            self._holder = record.pos
        self._fed += len(data)
        self.total = self._tally.total

    def _check(self, record: Record) -> None:
        """Remember where the row under work, or else the record's first, begins."""
        tally = self._tally
        if tally.begin == tally.end:
            self._holder = record.pos
        self._fed += _ROW_COST
        if self._fed >= _BLOCK:
            self._fed = 0
            self._positions.append(self._holder)
            self._offsets.append(tally.begin)
            self._lines.append(tally.line)
            self._numbers.append(tally.done)
