"""A list with a highlighted line: only the lines of its window are drawn."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import events
from textual.message import Message

from tcptui.ui.widgets.board import Board
from tcptui.ui.widgets.wheeled import Wheeled

L = TypeVar("L")

_WHEEL = 3


class HighlightBoard(Wheeled, Board, Generic[L]):
    """A window of the lines around the highlighted one. A subclass says what its lines are and how each is drawn."""

    class Turned(Message):
        """Another line is highlighted, or none."""

    class Left(Message):
        """Up from the first line."""

    class Chosen(Message):
        """The highlighted line was clicked once more."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.lines: list[L] = []
        self.at = 0
        self._top = 0

    @property
    def line(self) -> L | None:
        """The highlighted line."""
        return self.lines[self.at] if self.at < len(self.lines) else None

    def turned(self) -> None:
        """Another line may be highlighted."""
        self.post_message(self.Turned())

    def window(self) -> range:
        """The places of the lines that fit, the highlighted one among them."""
        height = max(1, self.content_size.height)
        self._top = max(0, min(max(self._top, self.at - height + 1), self.at, max(0, len(self.lines) - height)))
        return range(self._top, min(self._top + height, len(self.lines)))

    def action_move(self, count: int) -> None:
        """Highlight a line so many further on; up from the first one leads out of the list."""
        if count == -1 and not self.at:
            self.post_message(self.Left())
            return
        self.go(self.at + count)

    def action_page(self, direction: int) -> None:
        """Go on by a page."""
        self.go(self.at + direction * max(1, self.content_size.height - 1))

    def go(self, at: int) -> None:
        """Highlight the line of this place, or the nearest."""
        at = max(0, min(at, len(self.lines) - 1))
        if at != self.at:
            self.at = at
            self.redraw()
            self.turned()

    def wheel(self, direction: int) -> None:
        """Move the highlight."""
        self.go(self.at + direction * _WHEEL)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and self._top + offset.y < len(self.lines):
            event.stop()
            self.clicked(self._top + offset.y, event.chain)

    def clicked(self, at: int, chain: int) -> None:
        """A line was clicked, for the chain-th time in a row: highlight it; on the highlighted one, choose."""
        if at == self.at and chain > 1:
            self.post_message(self.Chosen())
        else:
            self.go(at)
