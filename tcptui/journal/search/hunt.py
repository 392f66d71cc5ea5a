"""From a place in the record to the next match or the one before, in the record's order, a block a step."""

from __future__ import annotations

from bisect import bisect_left
from operator import itemgetter
from typing import NamedTuple

from tcptui.journal.layout import DIRECTIONS
from tcptui.journal.log import Log
from tcptui.journal.search.blocks import BLOCK, Blocks
from tcptui.journal.search.matching import Span
from tcptui.journal.streams import data_at, offset_at
from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen

_begin_of = itemgetter(0)


class Match(NamedTuple):
    """pos: of the record that holds its first byte; offset, size: the bytes in their direction's stream."""

    pos: int
    offset: int
    size: int
    direction: Direction


@frozen
class Place:
    """Where to begin: at a stream offset in the record at pos (of an event: 0). itself: a match there counts too."""

    pos: int
    offset: int
    itself: bool = False


class Hunt:
    """One hunt. found: the match once `step` says that it is over, None where there is none that way."""

    def __init__(self, log: Log, conn: int, streams: list[Blocks], place: Place | None, *, backward: bool) -> None:
        """place: None for all of the record, from its beginning or its end."""
        self.found: Match | None = None
        self._ways = [
            _Way(log, conn, blocks, _start(log, conn, blocks.direction, place, backward), backward)
            for blocks in streams
        ]

    def step(self) -> bool:
        """Look at one block, that which lies nearest; whether it is over."""
        nearest = min(self._ways, key=lambda way: way.distance, default=None)
        if nearest is None or nearest.over:
            return True
        if nearest.hit is None:
            nearest.look()
            return False
        begin, end = nearest.hit
        self.found = Match(nearest.pos, begin, end - begin, nearest.blocks.direction)
        return True


def _start(log: Log, conn: int, direction: Direction, place: Place | None, backward: bool) -> int:
    """The first offset to look at; backwards, the one behind the last."""
    if place is None:
        return log.streamed(conn, direction) if backward else 0
    record = log.record(place.pos)
    if not record.is_data or DIRECTIONS[record.direction] != direction:
        return offset_at(log, conn, direction, place.pos)
    return place.offset + (place.itself == backward)


class _Way:
    """The hunt in one direction's stream.

    hit: the match that was found in it; pos: of the record that holds the hit, or else what is looked at next; over:
    there is nothing more in it.
    """

    def __init__(self, log: Log, conn: int, blocks: Blocks, at: int, backward: bool) -> None:
        """at: what is looked at begins here; backwards, it ends here."""
        self.blocks = blocks
        self._at = at
        self.hit: Span | None = None
        self.over = backward and not at
        self._log = log
        self._conn = conn
        self._backward = backward
        self.pos = self._next_position()

    @property
    def distance(self) -> float:
        """To compare ways by."""
        if self.over:
            return float("inf")
        return -self.pos if self._backward else self.pos

    def look(self) -> None:
        """Look at the next block."""
        number = max(0, self._at - 1) // BLOCK if self._backward else self._at // BLOCK
        block = self.blocks.count(number)
        if block.matches:
            spans = self.blocks.spans(number)
            nearest = bisect_left(spans, self._at, key=_begin_of) - self._backward
            if 0 <= nearest < len(spans):
                self.hit = spans[nearest]
                self._at = self.hit[0]
                self.pos = self._position(self._at)
                return
        self.over = number == 0 if self._backward else block.size < BLOCK
        self._at = number * BLOCK if self._backward else (number + 1) * BLOCK
        self.pos = self._next_position()

    def _next_position(self) -> int:
        return self._position(max(0, self._at - 1) if self._backward else self._at)

    def _position(self, offset: int) -> int:
        record = data_at(self._log, self._conn, self.blocks.direction, offset)
        return record.pos if record is not None else self._log.committed
