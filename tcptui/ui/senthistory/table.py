"""What was sent, one thing a line: only the lines of the window are made."""

from __future__ import annotations

import time
from typing import ClassVar

from textual.binding import Binding, BindingType

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import size
from tcptui.ui.fitting import filled
from tcptui.ui.senthistory.line import SentLine
from tcptui.ui.when import when
from tcptui.ui.widgets.board import Pieces
from tcptui.ui.widgets.highlight_board import HighlightBoard

_WHEN, _SIZE, _END = 12, 8, 16
_ROOMY = 100
"""Cells from which on a line tells its size, too."""
_TARGETS = 60
"""Cells from which on it tells its target."""


class SentTable(HighlightBoard[SentLine], can_focus=True):
    """Each line with its time, its target, its beginning and what came of it."""

    BINDING_GROUP_TITLE = "In the list of what was sent"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "newer", id="history.up", tooltip="What was sent after it"),
        Binding("down,j", "move(1)", "older", id="history.down", tooltip="What was sent before it"),
        Binding("pageup,b", "page(-1)", "page up", id="history.page-up", tooltip="A page of newer ones"),
        Binding("pagedown,space", "page(1)", "page down", id="history.page-down", tooltip="A page of older ones"),
        Binding("home,g", "move(-1000000)", "newest", id="history.top", tooltip="The newest"),
        Binding("end,G", "move(1000000)", "oldest", id="history.bottom", tooltip="The oldest"),
    ]

    def __init__(self) -> None:
        super().__init__("history")
        self.empty = ""
        self._told: SentLine | None = None

    def show(self, lines: list[SentLine], empty: str) -> None:
        """Show these; the highlight stays on its line, at the top it stays there. empty: said where there are none."""
        before = self.line if self.at else None
        if before is not None and (self.at >= len(lines) or lines[self.at] is not before):
            self.at = next((n for n, line in enumerate(lines) if line.key == before.key), 0)
        self.lines, self.empty = lines, empty
        self.redraw()
        self.turned()

    def turned(self) -> None:
        """Say so where another line is highlighted."""
        if self.line is not self._told:
            self._told = self.line
            self.post_message(self.Turned())

    def board(self) -> list[Pieces]:
        """As many as fit."""
        if not self.lines:
            return [((self.empty, "muted"),)]
        now = time.time_ns()
        return [self._pieces(self.lines[at], now, here=at == self.at) for at in self.window()]

    def _pieces(self, line: SentLine, now: int, *, here: bool) -> Pieces:
        width, entry = self.content_size.width, line.entry
        sized = f"{size(entry.size):>{_SIZE}}  " if width >= _ROOMY else ""
        to = _target_room(width)
        ended = min(_END, width // 5)
        room = max(8, width - 2 - _WHEN - 1 - to - len(sized) - 2 - ended)
        first = f"{filled(when(entry.t, now), _WHEN)} {filled(visible_text(entry.target), to - 2) + '  ' if to else ''}"
        text, end = filled(visible_text(line.text), room), filled(line.end, ended)
        if here:
            return ((filled(f"› {first}{text}  {sized}{end}", width), "reverse "),)
        return ("  ", ""), (first, "muted"), (f"{text}  ", ""), (sized, "muted"), (end, line.tone)


def _target_room(width: int) -> int:
    """Cells of the target and the gap behind it; in a narrow window only the preview tells it."""
    if width < _TARGETS:
        return 0
    return max(14, min(34, width // 4 + 2 if width >= _ROOMY else width // 5 + 2))
