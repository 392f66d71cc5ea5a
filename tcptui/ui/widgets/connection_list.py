"""All connections one below the other, when there is more than one: sorted, filtered, and drawn by the window."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.timer import Timer

from tcptui.ui.keymap import key_of
from tcptui.ui.ordering import COLUMNS, MOVING, Column, Order
from tcptui.ui.sessions import Session, Sessions
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.connection_row import connection_row

_LOW = 34
"""Rows of the screen below which the list is shown only while it has the keys."""

_SETTLE = 1.0
"""Seconds for which an order by what moves is kept: lines that change places faster can't be read."""

_WHEEL = 3


class ConnectionList(Board, can_focus=True):
    """Without the focus, a window around the connection in view; with it, what is typed filters.

    Its cost grows with its height; only putting in order grows with the number of connections.
    """

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
        Binding("space", "reverse", "turn round", id="connections.reverse", tooltip="Turn the order round"),
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

    class Held(Message):
        """The list has the keys now, or has them no more: `held`."""

        def __init__(self, held: bool) -> None:
            super().__init__()
            self.held = held

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(id="connections")
        self._sessions = sessions
        self._order = Order()
        self._shown: list[Session] = []
        self._ordered = 0.0
        self._count = -1
        self._settling: Timer | None = None
        self._cursor: Session | None = None
        self._top = 0
        self._scrolled_from: Session | None = None
        """The connection in view when the wheel took the window elsewhere."""
        self.border_title = "connections"
        self.display = False

    def changed(self) -> None:
        """Show the connections as they are now: title and lines from the same moment."""
        self.display = len(self._sessions) > 1 and (self.has_focus or self.app.size.height >= _LOW)
        if not self.display:
            return
        self._put_in_order()
        waiting = sum(1 for session in self._sessions if session.pressing)
        look = f" · ! {waiting}" if waiting else ""
        self.border_subtitle = f"{len(self._sessions.open())} of {len(self._sessions)} open{look}"
        self.redraw()

    def reveal(self) -> None:
        """Be there for the keys, also where the screen is low."""
        self._cursor = self._sessions.current
        self.display = len(self._sessions) > 1

    def _put_in_order(self, *, at_once: bool = False) -> None:
        """Sort anew; an order by what moves is kept for a while, and made good after it."""
        rest = self._ordered + _SETTLE - time.monotonic()
        moves = self._order.column in MOVING or bool(self._order.text)
        if moves and rest > 0 and self._count == len(self._sessions) and not at_once:
            if self._settling is None:
                self._settling = self.set_timer(rest, self._settle)
            return
        if self._count != len(self._sessions):
            self.refresh(layout=True)  # its height is that of its lines, as far as there is room
        self._shown = self._order.of(self._sessions)
        self._ordered, self._count = time.monotonic(), len(self._sessions)

    def _settle(self) -> None:
        self._settling = None
        self.changed()

    # Drawing --------------------------------------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for the columns and one a connection."""
        return 1 + len(self._sessions)

    def board(self) -> list[Pieces]:
        """The columns, and a window of the list."""
        rows = max(0, self.content_size.height - 1)
        held = self._cursor if self.has_focus else self._sessions.current
        self._keep_in_sight(held, rows)
        shown = self._shown[self._top : self._top + rows]
        if not shown and self._order.text:
            return [self._head(), ((f"nothing fits: {key_of('connections.unfilter')}", "muted"),)]
        width = self.content_size.width
        return [self._head(), *(connection_row(one, width, here=one is held) for one in shown)]

    def _keep_in_sight(self, held: Session | None, rows: int) -> None:
        last = max(0, len(self._shown) - rows)
        self._top = min(self._top, last)
        if held is None or held not in self._shown:
            return
        at = self._shown.index(held)
        if not self.has_focus and held is not self._scrolled_from:
            self._scrolled_from = None
            self._top = max(0, min(at - rows // 2, last))
        elif self.has_focus and not self._top <= at < self._top + rows:
            self._top = max(0, min(at if at < self._top else at - rows + 1, last))

    def _head(self) -> Pieces:
        arrow = "▲" if self._order.backward else "▼"
        pieces: list[tuple[str, str]] = []
        for column in COLUMNS:
            chosen = column == self._order.column
            name = "#" if column == "number" else column
            pieces.append((f"{name}{arrow if chosen else ' '} ", "bold event" if chosen else "muted"))
        return tuple(pieces)

    def _column_at(self, x: int) -> Column | None:
        for column, (text, _) in zip(COLUMNS, self._head(), strict=True):
            x -= len(text)
            if x < 0:
                return column
        return None

    # Keys and mouse -------------------------------------------------------------------------------------------------

    def _rearrange(self, order: Order) -> None:
        """Another order begins at its top; a filter keeps the cursor where it can."""
        sorted_anew = (order.column, order.backward) != (self._order.column, self._order.backward)
        self._order = order
        self.border_title = f"connections · /{order.text}" if order.text else "connections"
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
        if self._order.text:
            self._rearrange(replace(self._order, text=""))
        else:
            self.post_message(self.Left())

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

    def _wheel(self, count: int) -> None:
        if self.has_focus:
            self.action_move(count)
            return
        self._top = max(0, self._top + count)
        self._scrolled_from = self._sessions.current
        self.redraw()

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._wheel(-_WHEEL)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._wheel(_WHEEL)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        column = self._column_at(offset.x)
        at = self._top + offset.y - 1
        if offset.y == 0 and column is not None:
            backward = column == self._order.column and not self._order.backward
            self._rearrange(replace(self._order, column=column, backward=backward))
        elif offset.y and at < len(self._shown):
            self.post_message(self.Chosen(self._shown[at]))
