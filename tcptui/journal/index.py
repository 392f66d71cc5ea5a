"""The sparse index in memory: where a connection's records lie, without one entry a record.

One thread adds, any thread reads: the lists only grow, and `shown` moves on after the bytes are in the log.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import Final, NamedTuple

from tcptui.journal.layout import DATA, FAR, HEADER_SIZE, IN, OUT, Record

SPACING: Final = 256 << 10
"""A connection's record that begins this many bytes of log after its last mark gets a mark of its own."""


class Mark(NamedTuple):
    """One entry: a row-record of the connection, and what lay before it.

    pos: where it begins in the log; received, sent: stream bytes before it; own: log bytes of the connection's
    row-records before it; previous: where the row-record before it begins, -1 for none.
    """

    pos: int
    received: int
    sent: int
    own: int
    previous: int


Stretches = list[tuple[int, int]]
"""Stretches of a stream in rising order: the offsets of a first byte and of the one behind the last."""


def within(stretches: Stretches, start: int, end: int) -> Stretches:
    """Those of the stretches, which don't overlap, that touch bytes start..end (end excluded)."""
    first = bisect_right(stretches, start, key=itemgetter(1))
    return stretches[first : bisect_left(stretches, end, key=itemgetter(0))]


class Track:
    """One connection's part of the index. Positions are -1 before the first row-record.

    last: the newest row-record gathered; shown: the newest that readers may look at; concealed: the stretches of each
    direction (layout.IN, layout.OUT) that are secrets, in rising order.
    """

    __slots__ = ("_due", "concealed", "last", "marks", "own", "received", "sent", "shown")

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.concealed: dict[int, Stretches] = {}
        self.last = self.shown = -1
        self.received = self.sent = self.own = self._due = 0

    def add(self, pos: int, size: int) -> int:
        """Note a row-record of `size` bytes, header included, that begins at pos; returns its back link."""
        last = self.last
        if pos >= self._due:
            self.marks.append(Mark(pos, self.received, self.sent, self.own, last))
            self._due = pos + SPACING
        self.last = pos
        self.own += size
        if last < 0:
            return 0
        back = pos - last
        return back if back < FAR else FAR

    def add_record(self, record: Record) -> None:
        """Note a row-record that was read back, and show it."""
        pos, kind, direction, _, _, offset, length, _ = record
        self.add(pos, HEADER_SIZE + length)
        if kind == DATA and direction == IN:
            self.received = offset + length
        elif kind == DATA and direction == OUT:
            self.sent = offset + length
        self.shown = pos

    def conceal(self, direction: int, start: int, end: int) -> None:
        """Note that a stretch is a secret. Stretches that overlap become one."""
        known = self.concealed.setdefault(direction, [])
        first = bisect_left(known, start, key=itemgetter(1))
        behind = bisect_right(known, end, key=itemgetter(0))
        touched = known[first:behind]
        known[first:behind] = [(min(start, touched[0][0]), max(end, touched[-1][1])) if touched else (start, end)]

    @property
    def state(self) -> tuple[int, ...]:
        """Everything but the marks and what is concealed, as `restore` takes it."""
        return self.last, self.received, self.sent, self.own, self._due

    def restore(self, state: tuple[int, ...], marks: list[Mark], concealed: dict[int, Stretches]) -> None:
        """Become what a track was whose state, marks and secrets these are; all of it is shown."""
        self.last, self.received, self.sent, self.own, self._due = state
        self.shown, self.marks, self.concealed = self.last, marks, concealed


class Index(dict[int, Track]):
    """Every connection's track by its number."""

    def __missing__(self, conn: int) -> Track:
        track = self[conn] = Track()
        return track
