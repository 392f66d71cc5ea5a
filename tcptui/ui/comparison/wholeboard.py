"""Both messages of a pair whole, line beside line, in a window: only the lines in it are made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from textual.message import Message

from tcptui.ui.comparison.aligned import Row, drawn
from tcptui.ui.comparison.lines import Layout
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_WHEEL: Final = 3
_KEPT: Final = 500
"""Rows whose lines are kept once they were made."""

_Spot = tuple[int, int]
"""A row, and a line of it, both from 0."""


class WholeBoard(Wheeled, Board, can_focus=True):
    """Rows, each of one line or more, scrolled by lines."""

    def __init__(self) -> None:
        super().__init__(id="whole")
        self.rows: list[Row] | None = None
        self._drawn: dict[int, list[Pieces]] = {}
        self._width = -1
        self._top: _Spot = (0, 0)

    class Scrolled(Message):
        """Other lines are shown."""

    def show(self, rows: list[Row]) -> None:
        """Show these, from the first one on."""
        self.rows, self._top = rows, (0, 0)
        self._drawn.clear()
        self.redraw()

    def board(self) -> list[Pieces]:
        """As many lines as fit."""
        if self.rows is None:
            return [(("comparing …", "muted"),)]
        if self.content_size.width != self._width:
            self._width = self.content_size.width
            self._drawn.clear()
            self._top = self._top[0], 0
        self._top = min(self._top, self._last_top())
        return list(islice(self._from(*self._top), self.content_size.height))

    def _made(self, row: int) -> list[Pieces]:
        assert self.rows is not None, "there is such a row"
        found = self._drawn.get(row)
        if found is None:
            if len(self._drawn) >= _KEPT:
                self._drawn.clear()
            found = self._drawn[row] = drawn(self.rows[row], Layout(self._width))
        return found

    def _from(self, row: int, line: int) -> Iterator[Pieces]:
        for at in range(row, len(self.rows or ())):
            yield from self._made(at)[line:]
            line = 0

    def _last_top(self) -> _Spot:
        """What stands at the top where the last line stands at the bottom."""
        left = self.content_size.height
        for row in range(len(self.rows or ()) - 1, -1, -1):
            lines = len(self._made(row))
            if lines >= left:
                return row, lines - left
            left -= lines
        return 0, 0

    # Scrolling ------------------------------------------------------------------------------------------------------

    def scroll_lines(self, count: int) -> None:
        """Show what stands so many lines further down; negative is up."""
        if not self.rows or self._width < 0:
            return
        row, line = self._top
        line += count
        while line < 0 and row > 0:
            row -= 1
            line += len(self._made(row))
        while row < len(self.rows) - 1 and line >= len(self._made(row)):
            line -= len(self._made(row))
            row += 1
        self._go_to((row, max(0, line)))

    def scroll_to_end(self, direction: int) -> None:
        """Show the first lines, or the last ones where `direction` is above 0."""
        self._go_to(self._last_top() if direction > 0 else (0, 0))

    def _go_to(self, top: _Spot) -> None:
        self._top = top
        self.redraw()
        self.post_message(self.Scrolled())

    def jump(self, step: int) -> bool:
        """Go to the next stretch that differs, or the one before, with a line above it; whether there is one."""
        if not self.rows or self._width < 0:
            return False
        differ = [left != right for left, right in self.rows]
        starts = [at for at, one in enumerate(differ) if one and not (at and differ[at - 1])]
        last, top = self._last_top(), self._top
        for start in starts if step > 0 else reversed(starts):
            if (start - 1 < top[0]) if step > 0 else (start - 1 > top[0]):
                continue  # its lines need not be made
            found = min(last, (start - 1, len(self._made(start - 1)) - 1) if start else (0, 0))
            if found > top if step > 0 else found < top:
                self._go_to(found)
                return True
        return False

    def wheel(self, direction: int) -> None:
        """Scroll."""
        self.scroll_lines(_WHEEL * direction)
