"""What was sent, one thing a line: only the lines of the window are made."""

from __future__ import annotations

import time
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tcptui.protocol.glyphs import visible
from tcptui.protocol.units import size
from tcptui.ui.fitting import filled
from tcptui.ui.senthistory.line import SentLine
from tcptui.ui.when import when
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_WHEEL = 3
_WHEN, _SIZE, _END = 12, 8, 16
_ROOMY = 100
"""Cells from which on a line tells its size, too."""
_TARGETS = 60
"""Cells from which on it tells its target."""


class SentTable(Wheeled, Board, can_focus=True):
    """A window of the lines around the highlighted one. A click highlights; on the highlighted one it chooses."""

    BINDING_GROUP_TITLE = "In the list of what was sent"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "newer", id="history.up", tooltip="What was sent after it"),
        Binding("down,j", "move(1)", "older", id="history.down", tooltip="What was sent before it"),
        Binding("pageup,b", "page(-1)", "page up", id="history.page-up", tooltip="A page of newer ones"),
        Binding("pagedown,space", "page(1)", "page down", id="history.page-down", tooltip="A page of older ones"),
        Binding("home,g", "move(-1000000)", "newest", id="history.top", tooltip="The newest"),
        Binding("end,G", "move(1000000)", "oldest", id="history.bottom", tooltip="The oldest"),
    ]

    class Turned(Message):
        """Another line is highlighted, or none."""

    class Left(Message):
        """Up from the first line."""

    class Chosen(Message):
        """The highlighted line was clicked once more."""

    def __init__(self) -> None:
        super().__init__(id="history")
        self.lines: list[SentLine] = []
        self.at = 0
        self.empty = ""
        self._top = 0
        self._told: SentLine | None = None

    @property
    def line(self) -> SentLine | None:
        """The highlighted line."""
        return self.lines[self.at] if self.at < len(self.lines) else None

    def show(self, lines: list[SentLine], empty: str) -> None:
        """Show these; the highlight stays on its line, at the top it stays there. empty: said where there are none."""
        before = self.line if self.at else None
        if before is not None and (self.at >= len(lines) or lines[self.at] is not before):
            self.at = next((n for n, line in enumerate(lines) if line.key == before.key), 0)
        self.lines, self.empty = lines, empty
        self.redraw()
        self._tell()

    def _tell(self) -> None:
        """Say so where another line is highlighted."""
        if self.line is not self._told:
            self._told = self.line
            self.post_message(self.Turned())

    def board(self) -> list[Pieces]:
        """As many as fit."""
        if not self.lines:
            return [((self.empty, "muted"),)]
        height = max(1, self.content_size.height)
        self._top = max(0, min(max(self._top, self.at - height + 1), self.at, max(0, len(self.lines) - height)))
        now = time.time_ns()
        return [
            self._pieces(line, now, here=index == self.at)
            for index, line in enumerate(self.lines[self._top : self._top + height], self._top)
        ]

    def _pieces(self, line: SentLine, now: int, *, here: bool) -> Pieces:
        width, entry = self.content_size.width, line.entry
        sized = f"{size(entry.size):>{_SIZE}}  " if width >= _ROOMY else ""
        to = _target_room(width)
        ended = min(_END, width // 5)
        room = max(8, width - 2 - _WHEN - 1 - to - len(sized) - 2 - ended)
        first = f"{filled(when(entry.t, now), _WHEN)} {filled(_safe(entry.target), to - 2) + '  ' if to else ''}"
        text, end = filled(_safe(line.text), room), filled(line.end, ended)
        if here:
            return ((filled(f"› {first}{text}  {sized}{end}", width), "reverse "),)
        return ("  ", ""), (first, "muted"), (f"{text}  ", ""), (sized, "muted"), (end, line.tone)

    # Keys and mouse -------------------------------------------------------------------------------------------------

    def action_move(self, count: int) -> None:
        """Highlight a line so many further on; up from the first one leads out of the list."""
        if count == -1 and not self.at:
            self.post_message(self.Left())
            return
        self._go(self.at + count)

    def action_page(self, direction: int) -> None:
        """Go on by a page."""
        self._go(self.at + direction * max(1, self.content_size.height - 1))

    def _go(self, at: int) -> None:
        at = max(0, min(at, len(self.lines) - 1))
        if at != self.at:
            self.at = at
            self.redraw()
            self._tell()

    def wheel(self, direction: int) -> None:
        """Move the highlight."""
        self._go(self.at + direction * _WHEEL)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self._top + offset.y >= len(self.lines):
            return
        event.stop()
        at = self._top + offset.y
        if at == self.at and event.chain > 1:
            self.post_message(self.Chosen())
        else:
            self._go(at)


def _target_room(width: int) -> int:
    """Cells of the target and the gap behind it; in a narrow window only the preview tells it."""
    if width < _TARGETS:
        return 0
    return max(14, min(34, width // 4 + 2 if width >= _ROOMY else width // 5 + 2))


def _safe(text: str) -> str:
    return visible(text.encode("utf-8", "surrogateescape"))
