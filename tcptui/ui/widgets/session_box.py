"""The frame around pane and input; its right edge is where the sidebar begins, and can be dragged."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.containers import Vertical
from textual.css.types import PointerShape
from textual.message import Message
from textual.widget import Widget

from tcptui.ui.keymap import key_in

_TITLE_FROM = 3
"""Cells of the frame before its title, and after its subtitle."""


class SessionBox(Vertical):
    """Posts `Dragged` while its right edge is being dragged, and at the end `Dropped`."""

    class Dragged(Message):
        """The edge is to be at this column of the screen."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    class Dropped(Message):
        """The edge was let go."""

    class TitleClicked(Message):
        """A word of the title was clicked."""

        def __init__(self, word: str) -> None:
            super().__init__()
            self.word = word

    def __init__(self, *parts: Widget) -> None:
        super().__init__(*parts, id="session")
        self._dragging = False

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if self._at_edge(event):
            event.stop()
            self._dragging = True
            self.capture_mouse()

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            event.stop()
            self.post_message(self.Dragged(event.screen_x))
        pointer: PointerShape = "ew-resize" if self._dragging or self._at_edge(event) else "default"
        if self.styles.pointer != pointer:
            self.styles.pointer = pointer

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()
            self.post_message(self.Dropped())

    async def _on_click(self, event: events.Click) -> None:
        """What stands in the frame can be clicked: a word of the title, a key of the hints below."""
        if event.y == 0:
            word = self._title_word(event.x - _TITLE_FROM)
            if word:
                event.stop()
                self.post_message(self.TitleClicked(word))
        elif event.y == self.outer_size.height - 1:
            hints = self._border_subtitle.plain if self._border_subtitle else ""
            key = key_in(hints, event.x - (self.outer_size.width - _TITLE_FROM - cell_len(hints)), letters=True)
            if key is not None:
                event.stop()
                self.app.simulate_key(key)

    def _title_word(self, x: int) -> str:
        title = self._border_title.plain if self._border_title else ""
        for word in title.split(" · "):
            if 0 <= x < cell_len(word):
                return word
            x -= cell_len(word) + len(" · ")
        return ""

    def _at_edge(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is on the right edge, with the sidebar beside it."""
        return event.x == self.outer_size.width - 1 and self.outer_size.width < self.screen.size.width
