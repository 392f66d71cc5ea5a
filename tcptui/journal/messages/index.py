"""Where a connection's messages lie in a log: read in a thread, the newest stretch first, then back, then what comes.

So the end, which one looks at, is there at once however many messages there are. Only their places are kept, 16 bytes
a message; a message is read when it is asked for.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from typing import Final

from tcptui.journal.layout import DIRECTIONS, DamagedLogError, Kind, Record
from tcptui.journal.log import Log
from tcptui.journal.places import border
from tcptui.protocol.events import Direction, Message

_KINDS: Final = frozenset({int(Kind.MESSAGE), int(Kind.ITEM)})
_FIRST: Final = 1 << 18
_STRETCH: Final = 16 << 20
"""Bytes of log that are read back at once: few at first, so that they are there at once, then twice as many, …"""
_TURN: Final = 1000
"""Records, one or two milliseconds, after which the screen's thread gets its turn."""
_REST: Final = 0.0005
_POLL: Final = 0.05
_REMEMBERED: Final = 512


class _Places:
    """Log positions that grow at both ends, by numbers that stay: from 0 on what came after the first look, below 0
    what was there before. One thread adds, any thread reads."""

    __slots__ = ("_newer", "_older")

    def __init__(self) -> None:
        self._newer = array("Q")
        self._older = array("Q")

    @property
    def numbers(self) -> range:
        """The numbers there are by now."""
        return range(-len(self._older), len(self._newer))

    def __getitem__(self, number: int) -> int:
        return self._newer[number] if number >= 0 else self._older[~number]

    def append(self, places: array[int]) -> None:
        """Newer ones, in order."""
        self._newer.extend(places)

    def prepend(self, places: array[int]) -> None:
        """Older ones, in order."""
        self._older.extend(reversed(places))


class MessageIndex:
    """From `start` to `stop`. A message's number here is its place among those of both directions, and stays its own.

    version: changes whenever there are more; share: how much of what there was at first has been read, 0..1;
    caught_up: whether all there is by now has been read.
    """

    def __init__(self, log: Log, conn: int) -> None:
        self.log = log
        self.conn = conn
        self.version = 0
        self.share = 0.0
        self.caught_up = False
        self._begin = log.committed
        self._all = _Places()
        self._by: dict[Direction, _Places] = {"in": _Places(), "out": _Places()}
        self._known: OrderedDict[int, Message] = OrderedDict()
        self._stop = threading.Event()
        self._wanted = threading.Event()
        self._wanted.set()
        self._thread = threading.Thread(target=self._run, name="tcptui-messages", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it: some milliseconds."""
        self._stop.set()
        self._wanted.set()
        self._thread.join()

    def rest(self, *, resting: bool) -> None:
        """Read no more until it is wanted again: what nobody looks at shall cost nothing."""
        if resting:
            self._wanted.clear()
        else:
            self._wanted.set()

    # For the screen's thread ----------------------------------------------------------------------------------------

    @property
    def numbers(self) -> range:
        """The numbers of the messages known by now; it grows at both ends."""
        return self._all.numbers

    def message(self, number: int) -> Message:
        """The message of this number."""
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = self._read(self.log.record(self._all[number]))
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def _read(self, record: Record) -> Message:
        """The message that a record holds; one that says why, where it can't be read."""
        direction = DIRECTIONS[record.direction]
        assert direction is not None, "a message went one way"
        try:
            event = self.log.event(record)
        except DamagedLogError as error:
            at = record.offset
            return Message(self.conn, record.t, direction, 0, at, at, "extra", False, False, 0, problem=str(error))
        assert isinstance(event, Message), "only messages are in the index"
        return event

    def holding(self, direction: Direction, offset: int) -> int | None:
        """The number of the message that has byte `offset` of a stream; None where none (known by now) has."""
        places, record = self._by[direction], self.log.record
        numbers = places.numbers
        at = bisect_right(numbers, offset, key=lambda number: record(places[number]).offset) - 1
        if at < 0:
            return None
        # An empty message has its place, and no byte.
        pos = places[numbers[at]]
        every = self._all.numbers
        number = every[bisect_left(every, pos, key=self._all.__getitem__)]
        return number if offset < self.message(number).end else None

    # The thread -----------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        end = begin = total = self._begin
        first = self.log.first_row(self.conn)
        floor = first.pos if first is not None else begin
        stretch = _FIRST
        while self._wanted.wait() and not self._stop.is_set():
            end = self._follow(end)
            if begin > floor:
                start = border(self.log, begin - stretch) if begin - stretch > floor else floor
                stretch = min(2 * stretch, _STRETCH)
                self._read_back(start, begin)
                begin = start
                self.share = (total - begin) / max(1, total - floor)
                continue
            self.share = 1.0
            self.caught_up = end == self.log.committed
            self._stop.wait(_POLL)

    def _follow(self, end: int) -> int:
        """Take in what was recorded since; where it ends."""
        stop = self.log.committed
        if stop > end:
            every, by = self._places(end, stop)
            self._all.append(every)
            for direction, places in by.items():
                self._by[direction].append(places)
            self.version += bool(every)
        return max(end, stop)

    def _read_back(self, start: int, end: int) -> None:
        every, by = self._places(start, end)
        if self._stop.is_set():
            return  # and so not all of this stretch was read
        self._all.prepend(every)
        for direction, places in by.items():
            self._by[direction].prepend(places)
        self.version += 1

    def _places(self, start: int, stop: int) -> tuple[array[int], dict[Direction, array[int]]]:
        """Where the messages of a stretch of the log lie: all, and by their direction."""
        conn = self.conn
        every = array("Q")
        by: dict[Direction, array[int]] = {"in": array("Q"), "out": array("Q")}
        for count, record in enumerate(self.log.walk(start, stop)):
            if record.conn == conn and record.kind in _KINDS:
                direction = DIRECTIONS[record.direction]
                assert direction is not None, "a message went one way"
                every.append(record.pos)
                by[direction].append(record.pos)
            if count % _TURN == _TURN - 1 and self._stop.wait(_REST):
                break
        return every, by
