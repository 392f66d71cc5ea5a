"""The lines of the connections: put in order, and a window of them drawn."""

from __future__ import annotations

import time

from textual.geometry import Size
from textual.timer import Timer

from tcptui.ui.keymap import key_of
from tcptui.ui.ordering import MOVING, Order
from tcptui.ui.sessions import Session, Sessions
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.connection_row import MARK, connection_row, head

_LOW = 34
"""Rows of the screen below which the list is shown only while it has the keys."""

_SETTLE = 1.0
"""Seconds for which an order by what moves is kept: lines that change places faster can't be read."""


class ConnectionWindow(Board):
    """Without the focus, a window around the connection in view; with it, around a cursor.

    Its cost grows with its height; only putting in order grows with the number of connections.
    """

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
        live, waiting = self._sessions.census()
        look = f" · ! {waiting}" if waiting else ""
        marked = f" · {MARK} {len(self._sessions.marked)} marked" if self._sessions.marked else ""
        self.border_subtitle = f"{live} of {len(self._sessions)} open{look}{marked}"
        self.redraw()

    def _put_in_order(self, *, at_once: bool = False) -> None:
        """Sort anew; an order by what moves is kept for a while, and made good after it."""
        rest = self._ordered + _SETTLE - time.monotonic()
        moves = self._order.column in MOVING or self._order.filters
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
        if not shown and self._order.filters:
            way = key_of("connections.unfilter" if self._order.text else "connections.leave")
            return [head(self._order), ((f"nothing fits: {way}", "muted"),)]
        width, marked = self.content_size.width, self._sessions.marked
        lines = (connection_row(one, width, here=one is held, marked=one.key in marked) for one in shown)
        return [head(self._order), *lines]

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
