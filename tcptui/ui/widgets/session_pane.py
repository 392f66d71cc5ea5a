"""What went out and what came in, in order: the keys and the mouse in the window over the record."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from tcptui.journal.rows import Rows
from tcptui.protocol.events import RunStarted
from tcptui.ui.rowlayout import View
from tcptui.ui.selection import Spot
from tcptui.ui.widgets.pane_keys import PaneKeys
from tcptui.ui.widgets.row_window import SCROLLBAR
from tcptui.ui.widgets.selecting import SelectingWindow
from tcptui.ui.widgets.wheeled import Wheeled

_WHEEL = 3
_SCROLL_EVERY = 0.05
"""Seconds between two lines while the mouse drags beyond the window's edge."""
_RIGHT_BUTTON = 3


class SessionPane(Wheeled, PaneKeys, SelectingWindow, can_focus=True):
    """The window with its keys: single letters act here."""

    ALLOW_SELECT = False
    """Textual's own way to select knows cells, not bytes."""

    BINDING_GROUP_TITLE = "In the pane (Esc goes there)"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", "line up", id="pane.up", tooltip="Scroll one line up"),
        Binding("down,j", "scroll(1)", "line down", id="pane.down", tooltip="Scroll one line down"),
        Binding("pageup,b", "page(-1)", "page up", id="pane.page-up", tooltip="Scroll one page up"),
        Binding("pagedown,space", "page(1)", "page down", id="pane.page-down", tooltip="Scroll one page down"),
        Binding("home,g", "top", "beginning", id="pane.top", tooltip="Go to the beginning"),
        Binding("end,G", "bottom", "end", id="pane.bottom", tooltip="Go to the end and follow it"),
        Binding("h", "turn", "text or hex", id="pane.view", tooltip="Show the bytes as text or as hex"),
        Binding("shift+up", "extend(-1)", "select up", id="pane.select-up", tooltip="Select a line up"),
        Binding("shift+down", "extend(1)", "select down", id="pane.select-down", tooltip="Select a line down"),
        Binding(
            "shift+left,left", "extend(0,-1)", "select back", id="pane.select-left", tooltip="Select a character back"
        ),
        Binding(
            "shift+right,right", "extend(0,1)", "select on", id="pane.select-right", tooltip="Select a character on"
        ),
        Binding("escape", "unselect", "end selecting", id="pane.unselect", tooltip="While selecting: select nothing"),
        Binding("enter,i", "leave", "type", id="pane.leave", tooltip="Back to the input line"),
    ]

    class Turned(Message):
        """Another view was asked for."""

    class CopyAsked(Message):
        """The right button was pressed on the selection."""

    def __init__(self) -> None:
        super().__init__()
        self._on_bar = False
        self._pressed: Spot | None = None
        self._mouse = (0, 0)
        self._beyond: Timer | None = None

    def show(self, key: int, rows: dict[View, Rows], started: RunStarted | None) -> None:
        """Show this connection, at the place at which it was left; nothing is selected in another one."""
        if key != self._key:
            self.select(None)
        super().show(key, rows, started)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Esc is the pane's own only while something is selected."""
        return action != "unselect" or self.selection is not None

    # Keys -----------------------------------------------------------------------------------------------------------

    def _move(self, count: int) -> None:
        window = self.window()
        if window is None:
            return
        if self.selection is None:
            window.held = False
        if count < 0:
            window.up(-count, self.size.height)
        else:
            window.down(count, self.size.height)
        self.record_changed()

    def action_scroll(self, count: int) -> None:
        """Scroll by lines, negative is up; while selecting, move the selection's end."""
        if self.selection is None:
            self._move(count)
        else:
            self.move_lines(count)

    def action_page(self, direction: int) -> None:
        """Scroll by a page less one line."""
        self.action_scroll(direction * max(1, self.size.height - 1))

    def action_top(self) -> None:
        """Go to the beginning."""
        window = self.window()
        if self.selection is not None:
            self.move_to_end(last=False)
        elif window is not None:
            window.home()
            self.record_changed()

    def action_bottom(self) -> None:
        """Go to the end and follow it."""
        window = self.window()
        if self.selection is not None:
            self.move_to_end(last=True)
        elif window is not None:
            window.end()
            self.record_changed()

    def action_select(self) -> None:
        """Begin to select, or select nothing any more."""
        if self.selection is None:
            self.begin_selecting()
        else:
            self.select(None)

    def action_unselect(self) -> None:
        """Select nothing any more."""
        self.select(None)

    def action_extend(self, lines: int, characters: int = 0) -> None:
        """Move the selection's end, and begin one where there is none."""
        if self.selection is None and not self.begin_selecting():
            return
        if lines:
            self.move_lines(lines)
        if characters:
            self.move_characters(characters)

    def action_turn(self) -> None:
        """Ask for the other view."""
        self.post_message(self.Turned())

    def action_leave(self) -> None:
        """Ask for the keys to go back to the input line."""
        self.select(None)
        self.post_message(self.Left())

    # The mouse ------------------------------------------------------------------------------------------------------

    def wheel(self, direction: int) -> None:
        """Scroll."""
        self._move(direction * _WHEEL)

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == _RIGHT_BUTTON:
            self.post_message(self.CopyAsked())
        elif event.x >= self.size.width - SCROLLBAR and self.has_bar:
            self._on_bar = True
            self.capture_mouse()
            self._jump(event.y)
        elif event.y == self.size.height - 1 and not self.follows and self.selection is None:
            self.action_bottom()
        else:
            self.select(None)
            self._pressed = self.spot_at(event.x, event.y)
            self.capture_mouse()

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        if self._on_bar:
            self._jump(event.y)
        elif self._pressed is not None and (self.selection is not None or self._went_on(event)):
            self._mouse = (event.x, event.y)
            self.drag_to(self._pressed, *self._mouse)
            outside = not 0 <= event.y < self.size.height
            if outside and self._beyond is None:
                self._beyond = self.set_interval(_SCROLL_EVERY, self._drag_on)
            elif not outside:
                self._drag_no_more()

    def _went_on(self, event: events.MouseMove) -> bool:
        """Whether the mouse has left the character on which it was pressed: until then it is a click."""
        return self.spot_at(event.x, event.y) != self._pressed

    def _drag_on(self) -> None:
        if self._pressed is not None:
            self.drag_to(self._pressed, *self._mouse)

    def _drag_no_more(self) -> None:
        if self._beyond is not None:
            self._beyond.stop()
            self._beyond = None

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        if self._on_bar or self._pressed is not None:
            event.stop()
            self._on_bar, self._pressed = False, None
            self._drag_no_more()
            self.release_mouse()

    async def _on_click(self, event: events.Click) -> None:
        """A second click takes the whole row."""
        spot = self.spot_at(event.x, event.y)
        if event.button != _RIGHT_BUTTON and event.chain == 2 and spot is not None:
            self.select_line(spot)

    def _jump(self, y: int) -> None:
        window = self.window()
        if window is not None:
            window.jump(y / max(1, self.size.height - 1))
            self.record_changed()
