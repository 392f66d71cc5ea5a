"""The pairs of a comparison in a window: those that differ are open; the cursor goes from difference to difference."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tcptui.requests.comparing import Comparison, Difference, Pair
from tcptui.ui.comparison.lines import Layout
from tcptui.ui.comparison.outline import Outline
from tcptui.ui.comparison.pairlines import columns
from tcptui.ui.messageview.window import Spot
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_WHEEL = 3


class ComparisonBoard(Wheeled, Board, can_focus=True):
    """Draws the outline, and moves in it."""

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
        """The cursor may stand on another line."""

    class Wanted(Message):
        """A pair is to be shown whole. entry: its place in the conversation, from 0."""

        def __init__(self, pair: Pair, entry: int) -> None:
            super().__init__()
            self.pair = pair
            self.entry = entry

    def __init__(self) -> None:
        super().__init__(id="comparison")
        self._comparison = Comparison((), ())
        self._outline = Outline()
        self._spots: list[Spot] = []

    # What is shown --------------------------------------------------------------------------------------------------

    def show(self, comparison: Comparison) -> None:
        """Show it from its first difference on."""
        self._comparison = comparison
        self._outline.show(comparison)
        self._outline.begin()
        self._turned()

    def judge(self, comparison: Comparison) -> None:
        """The same, judged by other rules."""
        self._comparison = comparison
        self._outline.judge(comparison)
        self._turned()

    @property
    def only(self) -> bool:
        """Whether only pairs that differ are shown."""
        return self._outline.only

    def show_only(self, *, differences: bool) -> None:
        """Show only what differs, or all."""
        self._outline.filter(only=differences)
        self._turned()

    def board(self) -> list[Pieces]:
        """The names of the columns, and the window's lines."""
        of = Layout(self.content_size.width)
        self._outline.lay_out(of)
        self._spots = self._outline.window.shown(self.content_size.height - 1)
        if not self._spots:
            return [(("nothing differs" if self.only else "", "muted"),)]
        here = self._outline.window.here
        return [columns(of), *(self._drawn(spot, here=spot == here) for spot in self._spots)]

    def _drawn(self, spot: Spot, *, here: bool) -> Pieces:
        pieces = self._outline.line(spot).pieces
        if not here:
            return pieces
        text = "".join(text for text, _ in pieces)
        return ((text.ljust(self.content_size.width), "reverse "),)

    # The cursor -----------------------------------------------------------------------------------------------------

    @property
    def entry(self) -> int | None:
        """The pair under the cursor, or behind the last one what happened to the connections."""
        return self._outline.entry

    @property
    def difference(self) -> Difference | None:
        """The difference under the cursor."""
        return self._outline.difference

    def _turned(self) -> None:
        self.redraw()
        self.post_message(self.Turned())

    def jump(self, step: int) -> bool:
        """Go to the next difference that may not be, or the one before; whether there is one."""
        found = self._outline.jump(step)
        self._turned()
        return found

    def action_move(self, count: int) -> None:
        """Move the cursor by lines; negative is up."""
        self._outline.window.move(count)
        self._turned()

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.action_move(direction * max(1, self.content_size.height - 2))

    def action_top(self) -> None:
        """Go to the first pair."""
        self._outline.window.cursor = Spot(0)
        self._turned()

    def action_bottom(self) -> None:
        """Go to the last line."""
        self._outline.end()
        self._turned()

    def action_open(self) -> None:
        """Show what differs below the pair."""
        self._outline.open()
        self._turned()

    def action_close(self) -> None:
        """Hide what differs below the pair."""
        self._outline.close()
        self._turned()

    def _turn(self, entry: int) -> None:
        if self._outline.is_open(entry):
            self.action_close()
        else:
            self.action_open()

    def action_whole(self) -> None:
        """Ask for both messages whole; what happened to the connections is shown or hidden."""
        entry = self.entry
        if entry is not None and entry < self._outline.last:
            self.post_message(self.Wanted(self._comparison.pairs[entry], entry))
        elif entry is not None:
            self._turn(entry)

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
        self._outline.window.cursor = spot
        self._turned()
        if event.chain > 1:
            self.action_whole()
        elif not spot.line and self.entry is not None:
            self._turn(self.entry)
