"""Widgets that go through what they show by the mouse's wheel."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


class Wheeled(Widget):
    """A subclass says what a notch of the wheel does; nothing around it is scrolled by it."""

    def wheel(self, direction: int) -> None:
        """The wheel was turned by a notch. direction: -1 up, 1 down."""
        raise NotImplementedError

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.wheel(-1)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.wheel(1)
