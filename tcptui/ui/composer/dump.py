"""A message's bytes as lines, each of its parts beginning one: which line shows what, and in which cells. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from tcptui.protocol.framing.parts import Part

_NAME_MOST, _NAME_LEAST = (20, 16), 8
"""Cells of the column of names at most, the second where that gives room for more bytes; a longer name is cut."""

_PER_LINE = (16, 12, 8, 4)
_LESS_FOR_NOTES = (0, 2)
"""Bytes by which a line may be shorter so that notes are not cut; by more, the message would take too many lines."""

_NOTED, _NOTE_MOST = 32, 24
"""Parts whose notes are to stand whole, and the cells of a note for which that is worth shorter lines."""

NOTE_GAP = 2
"""Cells before a note."""

_GROUP = 8
_BAR = 3
"""Cells of the bar in the part's colour, with the blanks around it."""


class Shown(NamedTuple):
    """What one line shows: bytes begin..end of the message, of a part. first: the part's name stands before them."""

    part: Part
    begin: int
    end: int
    first: bool


class Columns(NamedTuple):
    """Where things stand in a line, in cells. offset_digits: of the offset; per_line: bytes in a full line."""

    name: int
    offset_digits: int
    per_line: int

    @property
    def hex_at(self) -> int:
        """The cell of the first byte's value."""
        return self.name + _BAR + self.offset_digits + 2

    @property
    def text_at(self) -> int:
        """The cell of the first byte's glyph."""
        return self.hex_at + hex_width(self.per_line) + 2

    @property
    def width(self) -> int:
        """Cells that a full line takes."""
        return self.text_at + self.per_line

    def value_at(self, index: int) -> int:
        """The cell at which the value of a line's byte stands."""
        return self.hex_at + 3 * index + index // _GROUP

    def index_at(self, x: int) -> int:
        """The byte of a line nearest to a cell, by its value or its glyph; it may lie behind the line's last."""
        if x >= self.text_at - 1:
            return min(max(0, x - self.text_at), self.per_line - 1)
        return max((index for index in range(self.per_line) if self.value_at(index) <= x), default=0)


def hex_width(count: int) -> int:
    """Cells of so many bytes' values, in groups of eight."""
    return 3 * count - 1 + (count - 1) // _GROUP


def columns(parts: Sequence[Part], size: int, width: int) -> Columns:
    """The columns for a message of so many bytes in so many cells: as many bytes a line as there is room for.

    They are a few less than that where only so the notes of its first parts stand beside them whole.
    """
    longest = max((len(part.name) for part in parts), default=0)
    digits = max(4, len(f"{size:x}"))
    each = (Columns(min(longest, most), digits, per_line) for per_line in _PER_LINE for most in _NAME_MOST)
    widest = next((one for one in each if one.width <= width), None)
    if widest is None:
        return Columns(min(longest, _NAME_LEAST), digits, _PER_LINE[-1])
    fewer = (widest._replace(per_line=widest.per_line - less) for less in _LESS_FOR_NOTES if widest.per_line > _GROUP)
    return next((one for one in fewer if _notes_fit(parts, one, width)), widest)


def _notes_fit(parts: Sequence[Part], places: Columns, width: int) -> bool:
    """Whether the notes of the first parts that have short ones stand whole behind their bytes."""
    room = width - places.text_at - NOTE_GAP
    noted = (part for part in parts[:_NOTED] if part.value and len(part.value) <= _NOTE_MOST)
    return all(min(part.end - part.start, places.per_line) + len(part.value) <= room for part in noted)


class Dump:
    """The lines of a message's parts. Finding a line takes the logarithm of the number of parts."""

    def __init__(self, parts: Sequence[Part], per_line: int) -> None:
        """per_line: bytes of a full line, > 0."""
        self.parts = parts
        self.per_line = per_line
        self._starts = [part.start for part in parts]
        self._ends = list(accumulate(self._lines_of(part) for part in parts))

    def _lines_of(self, part: Part) -> int:
        return max(1, -(-(part.end - part.start) // self.per_line))

    @property
    def height(self) -> int:
        """How many lines there are."""
        return self._ends[-1] if self._ends else 0

    def line(self, y: int) -> Shown:
        """What a line shows, 0 <= y < height."""
        at = bisect_right(self._ends, y)
        part = self.parts[at]
        within = y - (self._ends[at - 1] if at else 0)
        begin = part.start + within * self.per_line
        return Shown(part, begin, min(begin + self.per_line, part.end), not within)

    def line_of(self, offset: int) -> int:
        """The line that shows a byte of the message."""
        at = self._at(offset)
        if at < 0:
            return 0
        return (self._ends[at - 1] if at else 0) + max(0, offset - self._starts[at]) // self.per_line

    def part_of(self, offset: int) -> Part | None:
        """The part that a byte of the message belongs to; None where there are none."""
        at = self._at(offset)
        return self.parts[at] if at >= 0 else None

    def _at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1
