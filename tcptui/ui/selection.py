"""What is selected in the pane: from one character of the record to another, both directions and events between."""

from __future__ import annotations

from typing import NamedTuple

from tcptui.journal.rows import Row
from tcptui.protocol.events import Direction
from tcptui.protocol.frozen import frozen
from tcptui.ui.rowlayout import Mark

FAR = 1 << 62
"""A stream offset behind every other."""


class Spot(NamedTuple):
    """A character in the record, or an event. pos: its row's; offset, size: its bytes in their stream, 0 for an event.

    So it stays what it is when more arrives, and at any width.
    """

    pos: int
    direction: Direction | None
    offset: int
    size: int

    @property
    def end(self) -> int:
        """The stream offset behind it."""
        return self.offset + self.size

    def comes_before(self, other: Spot) -> bool:
        """Whether it comes before another one."""
        if self.direction is not None and self.direction == other.direction:
            return self.offset < other.offset
        return self.pos < other.pos


def edge_of(row: Row, *, last: bool) -> Spot:
    """A row's first byte or its last, or its event."""
    if not row.is_data:
        return Spot(row.pos, None, 0, 0)
    return Spot(row.pos, row.direction, row.offset + (row.size - 1 if last else 0), 1)


@frozen
class Selection:
    """All between two spots, both included. anchor: where it was begun; head: the end that moves."""

    anchor: Spot
    head: Spot

    @property
    def first(self) -> Spot:
        """The one of its two ends that comes first."""
        return self.head if self.head.comes_before(self.anchor) else self.anchor

    @property
    def last(self) -> Spot:
        """The one that comes last."""
        return self.anchor if self.head.comes_before(self.anchor) else self.head

    def to(self, head: Spot) -> Selection:
        """The same beginning, another end."""
        return Selection(self.anchor, head)

    def within(self, pos: int, direction: Direction | None) -> tuple[int, int] | None:
        """Which of the stream offsets of a row or record at log position pos are selected; an event: any or None."""
        first, last = self.first, self.last
        begin, end = 0, FAR
        if direction is not None and direction == first.direction:
            begin = first.offset
        elif pos < first.pos:
            return None
        if direction is not None and direction == last.direction:
            end = last.end
        elif pos > last.pos:
            return None
        return (begin, end) if begin < end else None

    def marks(self, row: Row) -> list[Mark]:
        """What of a row is to be highlighted."""
        part = self.within(row.pos, row.direction if row.is_data else None)
        if part is None or (row.is_data and (part[0] >= row.offset + row.size or part[1] <= row.offset)):
            return []
        found = [Mark(*part, "selected")]
        head = self.head
        if row.is_data and head.direction == row.direction and row.offset <= head.offset < row.offset + row.size:
            found.append(Mark(head.offset, head.end, "cursor"))
        return found
