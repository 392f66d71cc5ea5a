"""All that is known of the line under the cursor, a field a line."""

from __future__ import annotations

import textwrap

from tcptui.protocol.glyphs import visible
from tcptui.ui.eventview.details import Detail
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_LABEL = 18


class DetailBoard(Wheeled, Board):
    """What has no room is said to be below, and scrolled to."""

    def __init__(self) -> None:
        super().__init__(id="details")
        self.border_title = "details"
        self._details: list[Detail] = []
        self._top = 0

    def show(self, details: list[Detail]) -> None:
        """Show these, from the first on where they are others."""
        if details != self._details:
            self._top = 0
        self._details = details
        self.redraw()

    def board(self) -> list[Pieces]:
        """As many as fit."""
        lines = [line for detail in self._details for line in self._lines_of(*detail)]
        height = self.content_size.height
        self._top = max(0, min(self._top, len(lines) - height))
        below = len(lines) - self._top - height
        self.border_subtitle = f"▼ {below} more: {key_of('chronicle.details-down')}" if below > 0 else ""
        return lines[self._top : self._top + height]

    def scroll_lines(self, count: int) -> None:
        """Scroll by lines; negative is up."""
        self._top += count
        self.redraw()

    def wheel(self, direction: int) -> None:
        """Scroll."""
        self.scroll_lines(direction)

    def _lines_of(self, label: str, value: str) -> list[Pieces]:
        room = max(10, self.content_size.width - _LABEL)
        text = visible(value.encode("utf-8", "surrogateescape"))
        first, *rest = textwrap.wrap(text, room) or [""]
        return [
            ((f"{label:<{_LABEL}}", "muted"), (first, "")),
            *(((" " * _LABEL, ""), (line, "")) for line in rest),
        ]
