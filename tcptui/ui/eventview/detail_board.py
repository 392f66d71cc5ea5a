"""All that is known of the line under the cursor, a field a line."""

from __future__ import annotations

import textwrap

from tcptui.protocol.glyphs import visible
from tcptui.ui.eventview.details import Detail
from tcptui.ui.widgets.board import Board, Pieces

_LABEL = 18


class DetailBoard(Board):
    """What has no room is cut, and said to be."""

    def __init__(self) -> None:
        super().__init__(id="details")
        self.border_title = "details"
        self._details: list[Detail] = []

    def show(self, details: list[Detail]) -> None:
        """Show these."""
        self._details = details
        self.redraw()

    def board(self) -> list[Pieces]:
        """As many as fit."""
        lines = [line for detail in self._details for line in self._lines_of(*detail)]
        height = self.content_size.height
        self.border_subtitle = f"{len(lines) - height} more lines" if len(lines) > height else ""
        return lines[:height]

    def _lines_of(self, label: str, value: str) -> list[Pieces]:
        room = max(10, self.content_size.width - _LABEL)
        text = visible(value.encode("utf-8", "surrogateescape"))
        first, *rest = textwrap.wrap(text, room) or [""]
        return [
            ((f"{label:<{_LABEL}}", "muted"), (first, "")),
            *(((" " * _LABEL, ""), (line, "")) for line in rest),
        ]
