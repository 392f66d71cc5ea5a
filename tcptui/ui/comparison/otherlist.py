"""Connections that can be compared with, one a line."""

from __future__ import annotations

import time

from textual import events
from textual.message import Message

from tcptui.journal.entries import ConnectionEntry
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import size
from tcptui.ui.fitting import filled
from tcptui.ui.when import when
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_WHEN, _OUTCOME, _BYTES = 12, 14, 8
_ROOMY = 90
"""Cells from which on what was sent is told, too."""


class OtherList(Wheeled, Board):
    """A window of the connections around the highlighted one."""

    class Clicked(Message):
        """A connection was clicked. index: in `shown`."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__(id="others")
        self.shown: list[ConnectionEntry] = []
        self.at = 0
        self._empty = ""
        self._top = 0

    def show(self, shown: list[ConnectionEntry], at: int, empty: str) -> None:
        """Show these with one highlighted; empty: what is said where there are none."""
        self.shown, self.at, self._empty = shown, max(0, min(at, len(shown) - 1)), empty
        self.redraw()

    def board(self) -> list[Pieces]:
        """A line a connection, as many as fit."""
        if not self.shown:
            return [((self._empty, "muted"),)]
        height = max(1, self.content_size.height)
        self._top = max(0, min(max(self._top, self.at - height + 1), self.at, max(0, len(self.shown) - height)))
        now = time.time_ns()
        window = enumerate(self.shown[self._top : self._top + height], self._top)
        return [self._line(one, now, here=at == self.at) for at, one in window]

    def _line(self, one: ConnectionEntry, now: int, *, here: bool) -> Pieces:
        sent = f"→{size(one.sent):>{_BYTES}}  " if self.content_size.width >= _ROOMY else ""
        moved = f"{sent}←{size(one.received):>{_BYTES}}"
        first = filled(when(one.opened, now), _WHEN)
        room = self.content_size.width - _WHEN - _OUTCOME - len(moved) - 5
        what = f"{one.conn}  {one.target or one.peer or 'unknown'}"
        if one.replayed:
            what += f" · replay of {one.replayed.rpartition('/')[2]}"
        name, outcome = filled(visible_text(what), max(1, room)), filled(one.outcome or "no verdict", _OUTCOME)
        if here:
            return ((f"› {first} {name} {outcome} {moved}", "reverse "),)
        return (f"  {first} ", "muted"), (f"{name} ", ""), (f"{outcome} ", "muted"), (moved, "muted")

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and self._top + offset.y < len(self.shown):
            event.stop()
            self.post_message(self.Clicked(self._top + offset.y))

    def wheel(self, direction: int) -> None:
        """Move the highlight."""
        self.show(self.shown, self.at + direction, self._empty)
