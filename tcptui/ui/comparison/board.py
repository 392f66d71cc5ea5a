"""The pairs of a comparison in a window: those that differ are open; the cursor goes from difference to difference."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tcptui.requests.comparing import Comparison, Difference, Pair
from tcptui.ui.comparison.lines import Layout, Line, columns, differences, events_line, inside, pair_line
from tcptui.ui.messageview.window import Spot, Window
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_WHEEL = 3
_OPEN_AT_FIRST = 200
"""Pairs that differ which are open at first."""


class ComparisonBoard(Wheeled, Board, can_focus=True):
    """An entry is a pair's place among the pairs, or behind them what happened to the connections."""

    BINDING_GROUP_TITLE = "Among the compared messages"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="compared.up", tooltip="A line up"),
        Binding("down,j", "move(1)", "down", id="compared.down", tooltip="A line down"),
        Binding("pageup,b", "page(-1)", "page up", id="compared.page-up", tooltip="A page up"),
        Binding("pagedown,space", "page(1)", "page down", id="compared.page-down", tooltip="A page down"),
        Binding("home,g", "top", "first", id="compared.top", tooltip="The first pair"),
        Binding("end,G", "bottom", "last", id="compared.bottom", tooltip="The last line"),
        Binding("right,o", "open", "open", id="compared.open", tooltip="Show what differs in the pair"),
        Binding("left", "close", "close", id="compared.close", tooltip="Hide what differs in the pair"),
        Binding("enter", "whole", "whole", id="compared.whole", tooltip="Show both messages whole"),
    ]

    class Turned(Message):
        """The cursor stands on another line."""

    class Wanted(Message):
        """A pair is to be shown whole."""

        def __init__(self, pair: Pair) -> None:
            super().__init__()
            self.pair = pair

    def __init__(self) -> None:
        super().__init__(id="comparison")
        self.only = False
        """Whether only pairs that differ are shown."""
        self._comparison = Comparison((), ())
        self._entries: list[int] = []
        self._opened: set[int] = set()
        self._inside: dict[int, list[Line]] = {}
        self._spots: list[Spot] = []
        self._layout = Layout(0)
        self._window = Window(lambda: range(len(self._entries)), self._lines_of)

    # What is shown --------------------------------------------------------------------------------------------------

    def show(self, comparison: Comparison) -> None:
        """Show it, the pairs that differ open."""
        self._comparison = comparison
        self._inside.clear()
        differ = [entry for entry in range(self._last + 1) if self._differs(entry)]
        self._opened = set(differ[:_OPEN_AT_FIRST])
        self._window.cursor = Spot(0)
        self._filter()

    def judge(self, comparison: Comparison) -> None:
        """The same, judged by other rules: what was open stays so, and the cursor on its difference."""
        now = self.difference
        self._comparison = comparison
        self._inside.clear()
        self._filter()
        self._back_to(now)
        self.redraw()

    def _back_to(self, difference: Difference | None) -> None:
        """Put the cursor on the line that this difference has now."""
        here, entry = self._window.here, self.entry
        if difference is not None and here is not None and entry in self._opened:
            wanted = replace(difference, ignored="")
            found = [one.difference and replace(one.difference, ignored="") for one in self._below(entry)]
            self._window.cursor = Spot(here.number, found.index(wanted) + 1 if wanted in found else here.line)

    def show_only(self, *, differences: bool) -> None:
        """Show only what differs, or all."""
        self.only = differences
        self._filter()

    def _filter(self) -> None:
        here = self.entry
        self._entries = [entry for entry in range(self._last + 1) if not self.only or self._differs(entry)]
        if here is not None and self._entries:
            near = min(range(len(self._entries)), key=lambda at: abs(self._entries[at] - here))
            line = self._window.cursor.line if self._window.cursor is not None else 0
            self._window.cursor = Spot(near, line if self._entries[near] == here else 0)
        self.redraw()
        self.post_message(self.Turned())

    @property
    def _last(self) -> int:
        """The entry of what happened to the connections."""
        return len(self._comparison.pairs)

    def _found(self, entry: int) -> tuple[Difference, ...]:
        return self._comparison.events if entry == self._last else self._comparison.pairs[entry].differences

    def _differs(self, entry: int) -> bool:
        return any(not one.ignored for one in self._found(entry))

    def _below(self, entry: int) -> list[Line]:
        """The lines below an open entry."""
        found = self._inside.get(entry)
        if found is None:
            at_end = entry == self._last
            of = self._layout
            found = differences(self._comparison.events, of) if at_end else inside(self._comparison.pairs[entry], of)
            self._inside[entry] = found
        return found

    def _lines_of(self, number: int) -> int:
        entry = self._entries[number]
        return 1 + len(self._below(entry)) if entry in self._opened else 1

    def board(self) -> list[Pieces]:
        """The names of the columns, and the window's lines."""
        of = Layout(self.content_size.width)
        if of != self._layout:
            now = self.difference
            self._layout = of
            self._inside.clear()
            self._back_to(now)
        self._spots = self._window.shown(self.content_size.height - 1)
        if not self._spots:
            return [(("nothing differs" if self.only else "nothing was said on either side", "muted"),)]
        here = self._window.here
        return [columns(of), *(self._drawn(spot, here=spot == here) for spot in self._spots)]

    def _drawn(self, spot: Spot, *, here: bool) -> Pieces:
        line = self._line(spot)
        if not here:
            return line.pieces
        text = "".join(text for text, _ in line.pieces)
        return ((text.ljust(self.content_size.width), "reverse "),)

    def _line(self, spot: Spot) -> Line:
        entry = self._entries[spot.number]
        if spot.line:
            return self._below(entry)[spot.line - 1]
        opened = entry in self._opened
        if entry == self._last:
            return events_line(self._comparison.events, opened=opened)
        return pair_line(self._comparison.pairs[entry], entry + 1, self._layout, opened=opened)

    # The cursor -----------------------------------------------------------------------------------------------------

    @property
    def entry(self) -> int | None:
        """The entry under the cursor."""
        here = self._window.here
        return None if here is None else self._entries[here.number]

    @property
    def difference(self) -> Difference | None:
        """The difference under the cursor."""
        here = self._window.here
        return None if here is None else self._line(here).difference

    def _put(self, spot: Spot) -> None:
        self._window.cursor = spot
        self.redraw()
        self.post_message(self.Turned())

    def jump(self, step: int) -> bool:
        """Go to the next difference that may not be, or the one before; whether there is one."""
        here = self._window.here
        if here is None:
            return False
        number, line = here
        now = self._line(here).difference
        while 0 <= number < len(self._entries):
            entry = self._entries[number]
            if self._differs(entry):
                self._opened.add(entry)
                lines = self._below(entry)
                at = range(line, len(lines)) if step > 0 else range(min(line, len(lines) + 1) - 2, -1, -1)
                found = next((i for i in at if _other(lines[i].difference, now)), None)
                if found is not None:
                    first = next(i for i, one in enumerate(lines) if one.difference is lines[found].difference)
                    self._put(Spot(number, first + 1))
                    return True
            number += step
            line, now = (0 if step > 0 else 1 << 30), None
        return False

    def action_move(self, count: int) -> None:
        """Move the cursor by lines; negative is up."""
        self._window.move(count)
        self.redraw()
        self.post_message(self.Turned())

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.action_move(direction * max(1, self.content_size.height - 2))

    def action_top(self) -> None:
        """Go to the first pair."""
        if self._entries:
            self._put(Spot(0))

    def action_bottom(self) -> None:
        """Go to the last line."""
        if self._entries:
            last = len(self._entries) - 1
            self._put(Spot(last, self._lines_of(last) - 1))

    def action_open(self) -> None:
        """Show what differs below the pair."""
        here, entry = self._window.here, self.entry
        if here is not None and entry is not None and self._found(entry):
            self._opened.add(entry)
            self._window.put(Spot(here.number))
            self._window.hold()
            self._window.reveal(here.number)
            self.redraw()

    def action_close(self) -> None:
        """Hide it."""
        here, entry = self._window.here, self.entry
        if here is not None and entry is not None:
            self._opened.discard(entry)
            self._put(Spot(here.number))

    def action_whole(self) -> None:
        """Ask for both messages whole; of what happened to the connections, show or hide it."""
        entry = self.entry
        if entry is None:
            return
        if entry == self._last:
            (self.action_close if entry in self._opened else self.action_open)()
        else:
            self.post_message(self.Wanted(self._comparison.pairs[entry]))

    # The mouse ------------------------------------------------------------------------------------------------------

    def wheel(self, direction: int) -> None:
        """Move the cursor."""
        self.action_move(direction * _WHEEL)

    async def _on_click(self, event: events.Click) -> None:
        """A click puts the cursor; on a pair's own line it opens or closes it, twice shows it whole."""
        offset = event.get_content_offset(self)
        if offset is None or not 0 < offset.y <= len(self._spots):
            return
        event.stop()
        spot = self._spots[offset.y - 1]
        self._put(spot)
        if event.chain > 1:
            self.action_whole()
        elif not spot.line:
            (self.action_close if self._entries[spot.number] in self._opened else self.action_open)()


def _other(one: Difference | None, now: Difference | None) -> bool:
    """Whether it is a difference that may not be, and another one than this."""
    return one is not None and not one.ignored and one is not now
