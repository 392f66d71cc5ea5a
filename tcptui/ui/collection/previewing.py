"""The preview beside the tree."""

from __future__ import annotations

import asyncio
from typing import Final

from tcptui.requests.model import Frame
from tcptui.ui.collection.library import Item
from tcptui.ui.collection.preview import preview_lines
from tcptui.ui.widgets.board import Pieces
from tcptui.ui.widgets.scrolled_board import ScrolledBoard

_AT_ONCE: Final = 16 << 10
"""Bytes of a request's file that is looked at in a moment; for a larger one a thread is."""


class PreviewBoard(ScrolledBoard):
    """Shows a request, or a few words where none is highlighted."""

    def __init__(self) -> None:
        super().__init__("saved-preview", "saved.preview-down")
        self._item: Item | None = None
        self._words: list[Pieces] = []
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

    def whole(self) -> list[Pieces]:
        """Its lines, laid out for the width."""
        width = max(2, self.content_size.width)
        if self._width != width:
            self._lay_out(width)
        return self._shown


def _is_quick(item: Item) -> bool:
    """Whether it takes no time: it is small, and no other file is read for it."""
    steps = item.entry.read.request.steps if item.entry.read is not None else ()
    reads = any(isinstance(step, Frame) and step.mode == "file" for step in steps)
    return item.stamp.size <= _AT_ONCE and not reads
