"""The steps of the replay on the connection in view: above the input, without taking a key from it."""

from __future__ import annotations

import time

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size

from tcptui.protocol.glyphs import visible_text
from tcptui.requests.replaying.replay import Replay
from tcptui.ui.keymap import key_in
from tcptui.ui.replaying.lines import Lines
from tcptui.ui.replaying.round import Round
from tcptui.ui.replaying.telling import keys, words
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled

_SHARE, _SHARE_LOW = 0.4, 0.3
"""The part of the session's height that it takes at most; on a screen of less than so many rows."""

_REASON, _REASON_LOW = 3, 1
"""Lines that each part of the reason has where a step was not met; on such a screen."""

_LOW = 30

_LEAST = 3
_TITLE_FROM = 3
_TONES = ("good", "event", "warning", "failure")


class ReplayPanel(Wheeled, Board):
    """Shows a window of the steps, the one under way in it; the wheel moves it until the next step."""

    def __init__(self) -> None:
        super().__init__(id="replay")
        self.display = False
        self._shown: tuple[Round, Replay] | None = None
        self._count = 1
        self._at = (0, 0)
        self._top = 0
        self._moved = False

    def show(self, one: Round | None, replay: Replay | None) -> None:
        """Show this replay; None for none."""
        self._shown = (one, replay) if one is not None and replay is not None and not one.hidden else None
        self.display = self._shown is not None
        if self._shown is not None:
            self._look(*self._shown)

    def _look(self, one: Round, replay: Replay) -> None:
        lines = self._lines_now(one, replay, self.content_size.width)
        if lines.at != self._at:
            self._at, self._moved = lines.at, False
        if lines.count != self._count:
            self._count = lines.count
            self.refresh(layout=True)
        told, tone = words(one, replay)
        for each in _TONES:
            self.set_class(each == tone, f"-{each}")
        title = Content(visible_text(f"replay · {one.source.title} · {told}{self._unseen(lines)}"))
        if title != self._border_title:
            self.border_title = title
        if keys(one) != self.border_subtitle:
            self.border_subtitle = keys(one)
        self.redraw()

    def _lines_now(self, one: Round, replay: Replay, width: int) -> Lines:
        rows = _REASON_LOW if self.app.size.height < _LOW else _REASON
        return Lines(one.steps, replay, time.monotonic(), width, rows)

    def get_content_height(self, container: Size, _viewport: Size, width: int) -> int:
        """A line each, as far as there is room."""
        share = _SHARE_LOW if self.app.size.height < _LOW else _SHARE
        count = self._lines_now(*self._shown, width).count if self._shown is not None else 1
        return max(1, min(count, max(_LEAST, int(container.height * share) - 2)))

    def board(self) -> list[Pieces]:
        """The lines in the window."""
        if self._shown is None:
            return []
        width, height = self.content_size.width, max(1, self.content_size.height)
        lines = self._lines_now(*self._shown, width)
        self._settle(lines, height)
        return lines.window(self._top, height)

    def _settle(self, lines: Lines, height: int) -> None:
        """Let the window begin where the step under way is in it, or where the wheel left it."""
        first, last = lines.at
        if not self._moved:
            self._top = min(max(self._top, last - height + 2), first)
        self._top = max(0, min(self._top, lines.count - height))

    def _unseen(self, lines: Lines) -> str:
        """How many lines are above the window and below it, for the title."""
        height = self.content_size.height
        if not height:  # not laid out yet
            return ""
        self._settle(lines, height)
        above, below = self._top, lines.count - self._top - height
        told = (f"{sign} {count:,}" for sign, count in (("▲", above), ("▼", below)) if count > 0)
        return "".join(f" · {one}" for one in told)

    def on_resize(self) -> None:
        """Other lines are in the window."""
        super().on_resize()
        if self._shown is not None:
            self._look(*self._shown)

    def page(self, direction: int) -> None:
        """Look at a page of the steps before or behind."""
        self.wheel(direction * max(1, self.content_size.height - 1))

    def wheel(self, direction: int) -> None:
        """Look at the steps before or behind."""
        self._moved = True
        self._top += direction
        if self._shown is not None:
            self._look(*self._shown)

    async def _on_click(self, event: events.Click) -> None:
        """A key that the border tells does what it does."""
        if event.y != self.outer_size.height - 1:
            return
        hints = str(self.border_subtitle or "")
        key = key_in(hints, event.x - (self.outer_size.width - _TITLE_FROM - cell_len(hints)))
        if key is not None:
            event.stop()
            self.app.simulate_key(key)
