"""The preview beside the tree: what has no room is said to be below, and scrolled to."""

from __future__ import annotations

from tcptui.ui.collection.library import Item
from tcptui.ui.collection.preview import preview_lines
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled


class PreviewBoard(Wheeled, Board):
    """Shows a request, or a few words where none is highlighted."""

    def __init__(self) -> None:
        super().__init__(id="saved-preview")
        self._item: Item | None = None
        self._words: list[Pieces] = []
        self._top = 0
        self._laid_out: tuple[int, list[Pieces]] = (0, [])

    def show(self, item: Item | None, words: list[Pieces]) -> None:
        """Show this one, the same one anew where it stands. words: shown where there is none."""
        if item is None or self._item is None or item.path != self._item.path:
            self._top = 0
        self._item, self._words = item, words
        self._laid_out = (0, [])
        self.redraw()

    def board(self) -> list[Pieces]:
        """As many lines as fit."""
        width = max(2, self.content_size.width)
        if self._laid_out[0] != width:
            lines = preview_lines(self._item, width) if self._item is not None else self._words
            self._laid_out = (width, lines)
        lines, height = self._laid_out[1], self.content_size.height
        self._top = max(0, min(self._top, len(lines) - height))
        below = len(lines) - self._top - height
        self.border_subtitle = f"▼ {below} more: {key_of('saved.preview-down')}" if below > 0 else ""
        return lines[self._top : self._top + height]

    def scroll_lines(self, count: int) -> None:
        """Scroll by lines; negative is up."""
        self._top += count
        self.redraw()

    def wheel(self, direction: int) -> None:
        """Scroll."""
        self.scroll_lines(direction)
