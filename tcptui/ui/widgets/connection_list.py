"""All connections one below the other, when there is more than one: sorted, filtered, and drawn by the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from tcptui.protocol.glyphs import visible_text
from tcptui.ui.ordering import COLUMNS, Order
from tcptui.ui.sessions import Session
from tcptui.ui.widgets.connection_row import column_at
from tcptui.ui.widgets.connection_window import ConnectionWindow
from tcptui.ui.widgets.wheeled import Wheeled

if TYPE_CHECKING:
    from tcptui.ui.groups import Share

_WHEEL = 3

_MARKS = 2
"""Cells at the left of a line in which a click marks; anywhere else, one with ctrl does."""

What = Literal["close", "abort", "remove"]


class ConnectionList(Wheeled, ConnectionWindow, can_focus=True):
    """With the keys, what is typed filters, and the connections under the cursor or marked can be dealt with."""

    FOCUS_ON_CLICK = False
    """A click goes to a connection; with the keys the list would grow under the pointer."""

    BINDING_GROUP_TITLE = "In the list of connections"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", id="connections.up", tooltip="The connection above"),
        Binding("down", "move(1)", "down", id="connections.down", tooltip="The connection below"),
        Binding("pageup", "page(-1)", "page up", id="connections.page-up", tooltip="A page up"),
        Binding("pagedown", "page(1)", "page down", id="connections.page-down", tooltip="A page down"),
        Binding("home", "move(-1000000)", "first", id="connections.first", tooltip="The first connection"),
        Binding("end", "move(1000000)", "last", id="connections.last", tooltip="The last connection"),
        Binding("left", "sort(-1)", "sort", id="connections.sort-left", tooltip="Sort by the column to the left"),
        Binding("right", "sort(1)", "sort", id="connections.sort-right", tooltip="Sort by the column to the right"),
        Binding("alt+r", "reverse", "turn round", id="connections.reverse", tooltip="Turn the order round"),
        Binding("space", "mark", "mark", id="connections.mark", tooltip="Mark the connection, or mark it no more"),
        Binding(
            "ctrl+a", "mark_all", "mark all", id="connections.mark-all", tooltip="Mark all that are shown, or no more"
        ),
        Binding("f7", "ask('close')", "close", id="connections.close", tooltip="Close the marked ones, or this one"),
        Binding("f8", "ask('abort')", "abort", id="connections.abort", tooltip="Abort the marked ones, or this one"),
        Binding(
            "ctrl+w",
            "ask('remove')",
            "close tabs",
            id="connections.remove",
            tooltip="Close the tabs of the marked ones that are over, or of this one",
        ),
        Binding("backspace", "unfilter", "filter", id="connections.unfilter", tooltip="Shorten the filter"),
        Binding("escape", "leave", "back", id="connections.leave", tooltip="Show all again, or leave"),
        Binding("enter", "choose", "go there", id="connections.choose", tooltip="Go to the connection"),
    ]

    class Chosen(Message):
        """A connection is to come into view."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    class Left(Message):
        """The keys should go back to the input line."""

    class Asked(Message):
        """Something is to be done to several connections: to close, abort or forget them."""

        def __init__(self, what: What, sessions: list[Session]) -> None:
            super().__init__()
            self.what = what
            self.sessions = sessions

    class Held(Message):
        """The list has the keys now, or has them no more: `held`."""

        def __init__(self, held: bool) -> None:
            super().__init__()
            self.held = held

    def reveal(self) -> None:
        """Be there for the keys, also where the screen is low."""
        current = self._sessions.current
        kept = current in self._shown or not self._order.filters
        self._cursor = current if kept else next(iter(self._shown), None)
        self.display = len(self._sessions) > 1

    # Keys and mouse -------------------------------------------------------------------------------------------------

    def _rearrange(self, order: Order) -> None:
        """Another order begins at its top; a filter keeps the cursor where it can."""
        sorted_anew = (order.column, order.backward) != (self._order.column, self._order.backward)
        self._order = order
        limited = f" · {order.share.part or 'all'} of {order.share.group.title}" if order.share else ""
        title = f"connections{limited}" + (f" · /{order.text}" if order.text else "")
        self.border_title = Content(visible_text(title))
        self._put_in_order(at_once=True)
        if sorted_anew or self._cursor not in self._shown:
            self._cursor = self._shown[0] if self._shown else None
        self.redraw()

    def action_sort(self, step: int) -> None:
        """Sort by another column."""
        at = (COLUMNS.index(self._order.column) + step) % len(COLUMNS)
        self._rearrange(replace(self._order, column=COLUMNS[at], backward=False))

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._rearrange(replace(self._order, backward=not self._order.backward))

    def action_unfilter(self) -> None:
        """Take the filter's last character away."""
        self._rearrange(replace(self._order, text=self._order.text[:-1]))

    def action_leave(self) -> None:
        """Show all again; where all are shown, ask for the keys to go back."""
        if self._order.filters:
            self._rearrange(replace(self._order, text="", share=None))
        else:
            self.post_message(self.Left())

    def limit(self, share: Share) -> None:
        """Show only these."""
        self._rearrange(replace(self._order, text="", share=share))

    def action_mark(self) -> None:
        """Mark the connection under the cursor, or mark it no more, and go on to the next."""
        if self._cursor is not None:
            self._sessions.marked ^= {self._cursor.key}
            self.action_move(1)
            self.changed()

    def action_mark_all(self) -> None:
        """Mark all that are shown; where they are marked already, none of them."""
        shown = {session.key for session in self._shown}
        if shown <= self._sessions.marked:
            self._sessions.marked -= shown
        else:
            self._sessions.marked |= shown
        self.changed()

    def action_ask(self, what: What) -> None:
        """Have this done to those that are marked, else to the one under the cursor."""
        sessions = self._sessions.marked_ones() or ([self._cursor] if self._cursor is not None else [])
        if sessions:
            self.post_message(self.Asked(what, sessions))

    def action_move(self, count: int) -> None:
        """Move the cursor by lines."""
        if self._shown:
            at = self._shown.index(self._cursor) if self._cursor in self._shown else 0
            self._cursor = self._shown[max(0, min(at + count, len(self._shown) - 1))]
            self.redraw()

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.action_move(direction * max(1, self.content_size.height - 2))

    def action_choose(self) -> None:
        """Bring the connection under the cursor into view."""
        if self._cursor is not None:
            self.post_message(self.Chosen(self._cursor))

    def on_key(self, event: events.Key) -> None:
        """What is typed filters."""
        if event.is_printable and event.character and not event.character.isspace():
            event.stop()
            event.prevent_default()
            self._rearrange(replace(self._order, text=self._order.text + event.character.lower()))

    def on_focus(self) -> None:
        """Begin at the connection in view."""
        self._cursor = self._cursor or self._sessions.current
        self.post_message(self.Held(True))

    def on_blur(self) -> None:
        """Go back to the connection in view."""
        self._cursor = None
        self.post_message(self.Held(False))

    def wheel(self, direction: int) -> None:
        """Move the cursor; without the keys, the window."""
        count = direction * _WHEEL
        if self.has_focus:
            self.action_move(count)
            return
        self._top = max(0, self._top + count)
        self._scrolled_from = self._sessions.current
        self.redraw()

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        column = column_at(self._order, offset.x)
        at = self._top + offset.y - 1
        if offset.y == 0 and column is not None:
            backward = column == self._order.column and not self._order.backward
            self._rearrange(replace(self._order, column=column, backward=backward))
        elif offset.y and at < len(self._shown) and (offset.x < _MARKS or event.ctrl):
            self._sessions.marked ^= {self._shown[at].key}
            self.changed()
        elif offset.y and at < len(self._shown):
            self.post_message(self.Chosen(self._shown[at]))
