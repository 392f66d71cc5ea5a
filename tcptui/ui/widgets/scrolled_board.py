"""A board with more lines than fit."""

from __future__ import annotations

from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled


class ScrolledBoard(Wheeled, Board):
    """What has no room is said to be below, and scrolled to. A subclass says what its lines are."""

    def __init__(self, id: str, down: str) -> None:  # noqa: A002 - Textual's name for it
        """down: the name of the key that scrolls down, to be told where more is below."""
        super().__init__(id=id)
        self._down = down
        self._top = 0

    def whole(self) -> list[Pieces]:
        """All its lines."""
        raise NotImplementedError

    def board(self) -> list[Pieces]:
        """As many lines as fit."""
        lines, height = self.whole(), self.content_size.height
        self._top = max(0, min(self._top, len(lines) - height))
        below = len(lines) - self._top - height
        self.border_subtitle = f"▼ {below} more: {key_of(self._down)}" if below > 0 else ""
        return lines[self._top : self._top + height]

    def scroll_lines(self, count: int) -> None:
        """Scroll by lines; negative is up."""
        self._top += count
        self.redraw()

    def wheel(self, direction: int) -> None:
        """Scroll."""
        self.scroll_lines(direction)
