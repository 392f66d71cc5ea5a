"""A stretch of the log as lines: an event is one, and what repeats within a moment is gathered into one."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import Final, NamedTuple

from tcptui.journal.layout import DATA, OUT, Kind, Record

TOGETHER: Final = 200_000_000
"""Nanoseconds: what repeats within this time of the last belongs to the same line …"""

LONGEST: Final = 1_000_000_000
"""… but no line gathers more than a second: under a flood, each second is one."""


class What(IntEnum):
    """What a line tells."""

    EVENT = 0
    """An event, a message or a verdict: one record."""
    RECEIVED = 1
    SENT = 2
    FIGURES = 3
    """The kernel's figures, as they were in the last of them."""
    ACKED = 4
    ITEMS = 5
    """Messages whose bytes say all."""

    @property
    def has_row(self) -> bool:
        """Whether a row of the session shows it."""
        return self in (What.EVENT, What.RECEIVED, What.SENT)


class Line(NamedTuple):
    """One line. pos, last_pos: where its first and its last record begin in the log; t, last_t: when they happened, ns;
    records: how many it gathers; offset: of the first byte in its stream; size: bytes, 0 for what has none."""

    what: What
    conn: int
    pos: int
    last_pos: int
    t: int
    last_t: int
    records: int
    offset: int
    size: int


_TURN: Final = 200
"""Lines between two pauses: to ask for one may mean to read and decode its record."""

_WHATS: Final = tuple(What)

# Plain numbers: an IntEnum member costs a look-up for every record that passes.
_EVENT: Final = int(What.EVENT)
_SAMPLE: Final = int(Kind.SAMPLE)
_ITEM: Final = int(Kind.ITEM)


def _what(record: Record) -> int:
    kind = record.kind
    if kind == DATA:
        return int(What.SENT) if record.direction == OUT else int(What.RECEIVED)
    if kind == _SAMPLE:
        return int(What.ACKED) if record.direction == OUT else int(What.FIGURES)
    return int(What.ITEMS) if kind == _ITEM else _EVENT


class Chapter:
    """Fed the records of its stretch in order; one thread feeds and filters, any thread reads what is shown.

    start: where it begins in the log, bytes; shown: the indices of the lines that the filter lets through.
    """

    __slots__ = ("_open", "_values", "_whats", "shown", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self._whats = bytearray()
        # The fields of Line but `what`, in its order, of one line after the other: 64 bytes a line.
        self._values = array("Q")
        self.shown = array("I")
        # By connection: the line that its records of a kind still go to, by what that tells.
        self._open: dict[int, dict[int, int]] = {}

    def __len__(self) -> int:
        return len(self._values) // 8

    def line(self, index: int) -> Line:
        """The line of this index."""
        return Line(_WHATS[self._whats[index]], *self._values[8 * index : 8 * index + 8])

    def feed(self, record: Record) -> int | None:
        """Take the stretch's next record; the index of the line that begins with it, None where it joined one."""
        what, conn = _what(record), record.conn
        size = record.length if record.kind == DATA else 0
        open_lines = self._open.get(conn)
        if open_lines is None:
            open_lines = self._open[conn] = {}
        at = open_lines.get(what)
        if at is not None and self._joins(at, record):
            self._join(at, record, size)
            return None
        if record.is_row:
            open_lines.clear()  # what else was said or happened ends what the connection was gathering
        index = len(self._whats)
        self._whats.append(what)
        self._values.extend((conn, record.pos, record.pos, record.t, record.t, 1, record.offset, size))
        if what != _EVENT:
            open_lines[what] = index
        return index

    def _joins(self, at: int, record: Record) -> bool:
        begun, last = self._values[8 * at + 3], self._values[8 * at + 4]
        return record.t - last < TOGETHER and record.t - begun < LONGEST

    def _join(self, at: int, record: Record, size: int) -> None:
        values, base = self._values, 8 * at
        values[base + 2] = record.pos
        values[base + 4] = max(values[base + 4], record.t)
        values[base + 5] += 1
        values[base + 7] += size

    def filter(self, wanted: Callable[[Line], bool]) -> Iterator[None]:
        """Show those lines only that are wanted, once all have been asked for; it pauses now and then."""
        shown = array("I")
        for index in range(len(self)):
            if wanted(self.line(index)):
                shown.append(index)
            if index % _TURN == _TURN - 1:
                yield
        self.shown = shown

    def rank(self, index: int) -> int:
        """How many shown lines come before this index."""
        return bisect_left(self.shown, index)
