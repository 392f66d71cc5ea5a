"""All that is known of the line under the cursor, a field a line."""

from __future__ import annotations

import textwrap

from tcptui.protocol.glyphs import visible_text
from tcptui.ui.eventview.details import Detail
from tcptui.ui.widgets.board import Pieces
from tcptui.ui.widgets.scrolled_board import ScrolledBoard

_LABEL = 18


class DetailBoard(ScrolledBoard):
    """Shows the fields of one line of the events."""

    def __init__(self) -> None:
        super().__init__("details", "chronicle.details-down")
        self.border_title = "details"
        self._details: list[Detail] = []

    def show(self, details: list[Detail]) -> None:
        """Show these, from the first on where they are others."""
        if details != self._details:
            self._top = 0
        self._details = details
        self.redraw()

    def whole(self) -> list[Pieces]:
        """Every field, each over as many lines as it takes."""
        return [line for detail in self._details for line in self._lines_of(*detail)]

    def _lines_of(self, label: str, value: str) -> list[Pieces]:
        room = max(10, self.content_size.width - _LABEL)
        text = visible_text(value)
        first, *rest = textwrap.wrap(text, room) or [""]
        return [
            ((f"{label:<{_LABEL}}", "muted"), (first, "")),
            *(((" " * _LABEL, ""), (line, "")) for line in rest),
        ]
