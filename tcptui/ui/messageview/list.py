"""The list of messages: its keys, and the mouse."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from tcptui.ui.messageview.board import MessageBoard
from tcptui.ui.messageview.details import FORMS
from tcptui.ui.messageview.opened import Opened
from tcptui.ui.messageview.window import Spot
from tcptui.ui.widgets.wheeled import Wheeled

_OPEN_AT_MOST = 50
_WHEEL = 3
_RIGHT_BUTTON = 3


class MessageList(Wheeled, MessageBoard, can_focus=True):
    """Opens messages and closes them."""

    BINDING_GROUP_TITLE = "Among the messages"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="messages.up", tooltip="A line up"),
        Binding("down,j", "move(1)", "down", id="messages.down", tooltip="A line down"),
        Binding("pageup,b", "page(-1)", "page up", id="messages.page-up", tooltip="A page up"),
        Binding("pagedown,space", "page(1)", "page down", id="messages.page-down", tooltip="A page down"),
        Binding("home,g", "top", "first", id="messages.top", tooltip="The first message"),
        Binding("end,G", "bottom", "newest", id="messages.bottom", tooltip="The newest message, and follow what comes"),
        Binding("enter", "turn", "open", id="messages.turn", tooltip="Open the message, or close it"),
        Binding("right", "open", "open", id="messages.open", tooltip="Open the message"),
        Binding("left", "close", "close", id="messages.close", tooltip="Close the message"),
        Binding("r", "form", "raw", id="messages.form", tooltip="Its bytes decoded, raw as text, or in hex"),
        Binding("h", "screen.set_view('text')", "text", id="messages.text", tooltip="Back to the text"),
        Binding("i", "leave", "type", id="messages.leave", tooltip="Back to the input line"),
    ]

    def _open(self, number: int) -> None:
        source = self.source
        if source is None or source.at(number) is None or number in source.opened:
            return
        self.stay()
        while len(source.opened) >= _OPEN_AT_MOST:
            del source.opened[next(iter(source.opened))]
        source.opened[number] = Opened()
        self.lay_out(source, number, source.opened[number])
        source.window.put(Spot(number))
        source.window.hold()
        source.window.reveal(number)
        self.redraw()

    def _close(self, number: int) -> None:
        if self.source is not None and self.source.opened.pop(number, None) is not None:
            self.source.window.put(Spot(number))
            self.redraw()

    # Keys -----------------------------------------------------------------------------------------------------------

    def action_move(self, count: int) -> None:
        """Move the cursor by lines; negative is up."""
        self.stay()
        if self.source is not None:
            self.source.window.move(count)
            self.redraw()

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.action_move(direction * max(1, self.content_size.height - self.head - 1))

    def action_top(self) -> None:
        """Go to the first message; while older ones are being read, to each that is the first by then."""
        self.stay()
        if self.source is not None:
            self.homing = True
            self.source.window.first()
            self.redraw()

    def action_bottom(self) -> None:
        """Go to the newest, and follow what comes."""
        self.stay()
        if self.source is not None:
            self.source.window.put(None)
            self.redraw()

    def action_turn(self) -> None:
        """Open the message under the cursor, or close it."""
        here = self.source.window.here if self.source is not None else None
        if self.source is not None and here is not None:
            if here.number in self.source.opened:
                self._close(here.number)
            else:
                self._open(here.number)

    def action_open(self) -> None:
        """Open the message under the cursor."""
        here = self.source.window.here if self.source is not None else None
        if here is not None:
            self._open(here.number)

    def action_close(self) -> None:
        """Close the message under the cursor."""
        here = self.source.window.here if self.source is not None else None
        if here is not None:
            self._close(here.number)

    def action_form(self) -> None:
        """Show the bytes of the message under the cursor in the next form, and open it for that."""
        source = self.source
        here = source.window.here if source is not None else None
        if source is None or here is None:
            return
        opened = source.opened.get(here.number)
        if opened is None:
            self._open(here.number)
            return
        forms = list(FORMS)
        opened.form = forms[(forms.index(opened.form) + 1) % len(forms)]
        self.lay_out(source, here.number, opened)
        source.window.put(Spot(here.number))
        source.window.hold()
        self.redraw()

    def action_leave(self) -> None:
        """Ask for the keys to go back to the input line."""
        self.post_message(self.Left())

    # The mouse ------------------------------------------------------------------------------------------------------

    def wheel(self, direction: int) -> None:
        """Move the cursor."""
        self.action_move(direction * _WHEEL)

    async def _on_click(self, event: events.Click) -> None:
        """A click on a message opens or closes it, one below it puts the cursor there; the right button copies.

        Where there are none, it asks for another framing.
        """
        if self.source is not None and not self.spots and self.source.unframed:
            event.stop()
            await self.run_action("screen.framing")
            return
        y = event.y - self.head
        if not 0 <= y < len(self.spots) or self.source is None:
            return
        event.stop()
        self.stay()
        spot = self.spots[y]
        self.source.window.put(spot)
        self.source.window.hold()
        if event.button == _RIGHT_BUTTON:
            await self.run_action("screen.copy")
        elif not spot.line:
            self.action_turn()
        self.redraw()
