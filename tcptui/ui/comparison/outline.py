"""Which lines of a comparison are shown, and where the cursor is among them. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tcptui.requests.comparing import Comparison, Difference
from tcptui.ui.comparison.differing import differences
from tcptui.ui.comparison.lines import Layout, Line
from tcptui.ui.comparison.pairlines import events_line, inside, pair_line
from tcptui.ui.messageview.window import Spot, Window

OPEN_AT_FIRST: Final = 200
"""Pairs that differ which are open at first."""

_ABOVE: Final = 3
"""Lines above the first pair that differs which are in view at first."""


class Outline:
    """An entry is a pair's place among the pairs, or behind them what happened to the connections: a line each, and
    below it, where it is open, what differs.

    only: whether only entries that differ are shown.
    """

    def __init__(self) -> None:
        self.only = False
        self._comparison = Comparison((), ())
        self._entries: list[int] = []
        self._opened: set[int] = set()
        self._inside: dict[int, list[Line]] = {}
        self._layout = Layout(0)
        self.window = Window(lambda: range(len(self._entries)), self._lines_of)

    # What is shown --------------------------------------------------------------------------------------------------

    def show(self, comparison: Comparison) -> None:
        """Show it from the first entry on, those that differ open."""
        self._comparison = comparison
        self._inside.clear()
        differ = [entry for entry in range(self.last + 1) if self.differs(entry)]
        self._opened = set(differ[:OPEN_AT_FIRST])
        self.window.cursor = Spot(0)
        self.filter(only=self.only)

    def begin(self) -> None:
        """Put the cursor on the first difference that may not be, with what was said before it in view."""
        if self.jump(1) and self.window.cursor is not None:
            first = self.window.cursor
            self.window.bring(first.number, _ABOVE)
            self.window.cursor = first

    def judge(self, comparison: Comparison) -> None:
        """The same, judged by other rules: what was open stays so, and the cursor on its difference."""
        now = self.difference
        self._comparison = comparison
        self._inside.clear()
        self.filter(only=self.only)
        self._back_to(now)

    def lay_out(self, of: Layout) -> None:
        """Lines have this width from now on."""
        if of != self._layout:
            now = self.difference
            self._layout = of
            self._inside.clear()
            self._back_to(now)

    def filter(self, *, only: bool) -> None:
        """Show only entries that differ, or all; the cursor stays on its entry, or the nearest."""
        here, before = self.entry, self.window.here
        self.only = only
        self._entries = [entry for entry in range(self.last + 1) if not only or self.differs(entry)]
        if here is not None and before is not None and self._entries:
            near = min(range(len(self._entries)), key=lambda at: abs(self._entries[at] - here))
            self.window.cursor = Spot(near, before.line if self._entries[near] == here else 0)

    def _back_to(self, difference: Difference | None) -> None:
        """Put the cursor on the line that this difference has now."""
        here, entry = self.window.here, self.entry
        if difference is not None and here is not None and entry in self._opened:
            wanted = replace(difference, ignored="")
            found = [one.difference and replace(one.difference, ignored="") for one in self._below(entry)]
            self.window.cursor = Spot(here.number, found.index(wanted) + 1 if wanted in found else here.line)

    # Entries and their lines ----------------------------------------------------------------------------------------

    @property
    def last(self) -> int:
        """The entry of what happened to the connections."""
        return len(self._comparison.pairs)

    @property
    def count(self) -> int:
        """How many entries are shown."""
        return len(self._entries)

    def found(self, entry: int) -> tuple[Difference, ...]:
        """What differs in an entry, or may."""
        return self._comparison.events if entry == self.last else self._comparison.pairs[entry].differences

    def differs(self, entry: int) -> bool:
        """Whether something differs in it that may not."""
        return any(not one.ignored for one in self.found(entry))

    def _in_part(self, entry: int) -> bool:
        return entry != self.last and self._comparison.pairs[entry].in_part

    def is_open(self, entry: int) -> bool:
        """Whether what differs is shown below it."""
        return entry in self._opened

    def _below(self, entry: int) -> list[Line]:
        """The lines below an open entry."""
        found = self._inside.get(entry)
        if found is None:
            of, at_end = self._layout, entry == self.last
            found = differences(self._comparison.events, of) if at_end else inside(self._comparison.pairs[entry], of)
            self._inside[entry] = found
        return found

    def _lines_of(self, number: int) -> int:
        entry = self._entries[number]
        return 1 + len(self._below(entry)) if entry in self._opened else 1

    def line(self, spot: Spot) -> Line:
        """The line at a spot."""
        entry = self._entries[spot.number]
        if spot.line:
            return self._below(entry)[spot.line - 1]
        opened = entry in self._opened
        if entry == self.last:
            return events_line(self._comparison.events, opened=opened)
        return pair_line(self._comparison.pairs[entry], entry + 1, self._layout, opened=opened)

    # The cursor -----------------------------------------------------------------------------------------------------

    @property
    def entry(self) -> int | None:
        """The entry under the cursor."""
        here = self.window.here
        return None if here is None else self._entries[here.number]

    @property
    def difference(self) -> Difference | None:
        """The difference under the cursor."""
        here = self.window.here
        return None if here is None else self.line(here).difference

    def jump(self, step: int) -> bool:
        """Go to the next difference that may not be, or the one before; whether there is one."""
        here = self.window.here
        if here is None:
            return False
        number, line = here
        now = self.difference
        while 0 <= number < len(self._entries):
            found = self._next_in(number, line, step, now) if self.differs(self._entries[number]) else None
            if found is not None:
                self.window.cursor = Spot(number, found)
                return True
            number += step
            line, now = (0 if step > 0 else 1 << 30), None
        return False

    def _next_in(self, number: int, line: int, step: int, now: Difference | None) -> int | None:
        """The first line of the next difference of an entry after a line of it, or before it; the entry is opened."""
        entry = self._entries[number]
        self._opened.add(entry)
        every = [one.difference for one in self._below(entry)]
        places = range(line, len(every)) if step > 0 else range(min(line, len(every) + 1) - 2, -1, -1)
        for at in places:
            one = every[at]
            if one is not None and not one.ignored and one is not now:
                return next(first for first, each in enumerate(every, 1) if each is one)
        return None

    def open(self) -> bool:
        """Show what differs in the entry under the cursor; whether there is anything."""
        here, entry = self.window.here, self.entry
        if here is None or entry is None or not (self.found(entry) or self._in_part(entry)):
            return False
        self._opened.add(entry)
        self.window.cursor = Spot(here.number)
        self.window.reveal(here.number)
        return True

    def close(self) -> None:
        """Hide it."""
        here, entry = self.window.here, self.entry
        if here is not None and entry is not None:
            self._opened.discard(entry)
            self.window.cursor = Spot(here.number)

    def end(self) -> None:
        """Put the cursor on the last line."""
        if self._entries:
            number = len(self._entries) - 1
            self.window.cursor = Spot(number, self._lines_of(number) - 1)
