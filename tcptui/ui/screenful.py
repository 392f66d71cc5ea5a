"""Which lines of a record fill a window: it follows the end, or holds on to the row at its top.

The window reads only the rows that it shows, so its cost depends on its height, never on the size of the record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.strip import Strip

from tcptui.journal.rows import Row
from tcptui.protocol.frozen import frozen

_BATCH = 32
"""Rows read at once: a row of 1,024 bytes fills many lines, so the whole height at once would be too much."""

_COUNTED_AT_MOST = 100


class RowSource(Protocol):
    """What a window needs of `journal.rows.Rows`."""

    def last(self, n: int) -> list[Row]:
        """The last rows, oldest first."""

    def before(self, row: Row, n: int) -> list[Row]:
        """Rows before this one, oldest first."""

    def after(self, row: Row, n: int) -> list[Row]:
        """Rows after this one, oldest first."""

    def first(self) -> Row | None:
        """The first row."""

    def at(self, pos: int, offset: int = 0) -> Row:
        """The row that holds this place, as it is now."""

    def near(self, fraction: float) -> Row | None:
        """The row about this far (0..1) into the record."""

    def fraction(self, row: Row) -> float:
        """How far (0..1) into the record this row begins."""


@frozen
class Line:
    """One line of the window: the row that it belongs to, and the how-manieth of its lines it is, from 0."""

    row: Row
    index: int
    strip: Strip


class Screenful:
    """A window over rows. layout: a row's lines (it may have none) at the window's width.

    `top` is None while the window follows the end, else the row and line at its top.
    """

    def __init__(self, rows: RowSource, layout: Callable[[Row], list[Strip]]) -> None:
        self.rows = rows
        self._layout = layout
        self.top: tuple[Row, int] | None = None
        self.held = False
        """Whether it stays where it is even at the end: someone works on what it shows."""
        self.at_end = True
        """Whether there was nothing below the lines that were asked for last."""
        self._seen: Row | None = None
        """The last row that there was when the window left the end."""

    def lay_out_by(self, layout: Callable[[Row], list[Strip]]) -> None:
        """Have rows laid out otherwise, at the same width; the window stays where it is."""
        self._layout = layout

    @property
    def follows(self) -> bool:
        """Whether what arrives moves the window."""
        return self.top is None

    def lines(self, height: int) -> list[Line]:
        """The window's lines now, at most `height`. One that reaches the end follows it from now on."""
        if self.top is not None:
            lines = self._from_top(*self.top, height + 1)
            self.at_end = len(lines) <= height
            if self.held or not self.at_end:
                return lines[:height]
            self.end()
        return self._upward(None, height)[-height:]

    def up(self, count: int, height: int) -> None:
        """Move towards the beginning by this many lines; the window stops following."""
        shown = self.lines(height)
        if not shown:
            return
        first = shown[0]
        above = self._upward(first.row, count, upto=first.index)
        if self.follows:
            if not above:
                return
            self._seen = shown[-1].row
        target = above[-count:][0] if above else first
        self.top = (target.row, target.index)

    def down(self, count: int, height: int) -> None:
        """Move towards the end by this many lines, and follow it once it is reached."""
        if self.top is None:
            return
        lines = self._from_top(*self.top, count + height + 1)
        if len(lines) > count + height:
            self.top = (lines[count].row, lines[count].index)
        elif not self.held:
            self.end()
        elif len(lines) > height:
            self.top = (lines[-height].row, lines[-height].index)

    def home(self) -> None:
        """Go to the beginning."""
        self._leave(self.rows.first())

    def end(self) -> None:
        """Go to the end and follow it."""
        self.top = self._seen = None
        self.held = False

    def hold(self, height: int) -> None:
        """Stay where it is, whatever arrives."""
        if self.top is None and (lines := self.lines(height)):
            self._leave(lines[0].row)
            self.top = (lines[0].row, lines[0].index)
        self.held = self.top is not None

    def jump(self, fraction: float) -> None:
        """Go about this far into the record; 1 is the end."""
        if fraction >= 1:
            self.end()
        else:
            self._leave(self.rows.near(max(0.0, fraction)))

    def show(self, pos: int, offset: int) -> None:
        """Hold on to the row of this place, of whatever cut."""
        self._leave(self.rows.at(pos, offset))

    def bring(self, row: Row, index: int, above: int) -> None:
        """Hold on to this line of a row, with so many lines above it where there are so many."""
        self._leave(row)
        lines = self._upward(row, above, upto=index)[-above:] if above else []
        self.top = (lines[0].row, lines[0].index) if lines else (row, index)
        self.held = True

    def _leave(self, row: Row | None) -> None:
        if row is None:
            return
        if self._seen is None:
            newest = self.rows.last(1)
            self._seen = newest[-1] if newest else None
        self.top = (row, 0)

    def unseen(self) -> int:
        """How many rows came since the window left the end, 100 standing for "more"; 0 while it follows."""
        if self.top is None or self._seen is None:
            return 0
        return len(self.rows.after(self._seen, _COUNTED_AT_MOST))

    def extent(self, lines: list[Line]) -> tuple[float, float]:
        """Where the window begins and ends in the record, each 0..1."""
        if not lines:
            return 0.0, 1.0
        return self.rows.fraction(lines[0].row), 1.0 if self.follows else self.rows.fraction(lines[-1].row)

    def thumb(self, lines: list[Line], height: int) -> tuple[int, int]:
        """The scrollbar's thumb beside these lines: its first one and the one after its last; 0, 0 where it has none,
        for everything is shown."""
        if not lines or (self.follows and len(lines) < height):
            return 0, 0
        begin, end = self.extent(lines)
        length = max(1, round((end - begin) * height))
        top = min(round(begin * height), height - length)
        return (height - length, height) if self.follows else (min(top, height - length), top + length)

    def _of(self, row: Row) -> list[Line]:
        return [Line(row, index, strip) for index, strip in enumerate(self._layout(row))]

    def _from_top(self, row: Row, index: int, count: int) -> list[Line]:
        """As `_downward`, of the row as it is by now: more bytes of it may have come."""
        return self._downward(self.rows.at(row.pos, row.offset), index, count)

    def _downward(self, row: Row, index: int, count: int) -> list[Line]:
        """At least `count` lines from this one on, fewer at the end; never more than `count`."""
        lines = self._of(row)[index:]
        while len(lines) < count and (batch := self.rows.after(row, _BATCH)):
            row = batch[-1]
            for each in batch:
                lines += self._of(each)
                if len(lines) >= count:
                    break
        return lines[:count]

    def _upward(self, row: Row | None, count: int, upto: int = 0) -> list[Line]:
        """At least `count` lines before this row's line `upto` (None: before the end), fewer at the beginning."""
        pieces = [self._of(row)[:upto]] if row is not None else []
        found = len(pieces[0]) if pieces else 0
        while found < count:
            batch = self.rows.last(_BATCH) if row is None else self.rows.before(row, _BATCH)
            if not batch:
                break
            row = batch[0]
            for each in reversed(batch):
                piece = self._of(each)
                pieces.append(piece)
                found += len(piece)
                if found >= count:
                    break
        return [line for piece in reversed(pieces) for line in piece]
