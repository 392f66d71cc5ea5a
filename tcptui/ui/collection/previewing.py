"""The preview beside the tree: what has no room is said to be below, and scrolled to."""

from __future__ import annotations

import asyncio
from typing import Final

from tcptui.requests.model import Frame
from tcptui.ui.collection.library import Item
from tcptui.ui.collection.preview import preview_lines
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_AT_ONCE: Final = 16 << 10
"""Bytes of a request's file that is looked at in a moment; for a larger one a thread is."""


class PreviewBoard(Wheeled, Board):
    """Shows a request, or a few words where none is highlighted."""

    def __init__(self) -> None:
        super().__init__(id="saved-preview")
        self._item: Item | None = None
        self._words: list[Pieces] = []
        self._top = 0
        self._width = 0
        self._shown: list[Pieces] = []

    def show(self, item: Item | None, words: list[Pieces]) -> None:
        """Show this one, the same one anew where it stands. words: shown where there is none."""
        if item is None or self._item is None or item.path != self._item.path:
            self._top = 0
        self._item, self._words = item, words
        self._width = 0
        self.redraw()

    def _lay_out(self, width: int) -> None:
        self._width = width
        item = self._item
        if item is None:
            self._shown = self._words
        elif _is_quick(item):
            self._shown = preview_lines(item, width)
        else:
            self._shown = [(("reading …", "muted"),)]
            self.run_worker(self._read(item, width), group="preview", exclusive=True)

    async def _read(self, item: Item, width: int) -> None:
        lines = await asyncio.to_thread(preview_lines, item, width)
        if self._item is item and self._width == width:
            self._shown = lines
            self.redraw()

    def board(self) -> list[Pieces]:
        """As many lines as fit."""
        width = max(2, self.content_size.width)
        if self._width != width:
            self._lay_out(width)
        lines, height = self._shown, self.content_size.height
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


def _is_quick(item: Item) -> bool:
    """Whether it takes no time: it is small, and no other file is read for it."""
    steps = item.entry.read.request.steps if item.entry.read is not None else ()
    reads = any(isinstance(step, Frame) and step.mode == "file" for step in steps)
    return item.stamp.size <= _AT_ONCE and not reads
