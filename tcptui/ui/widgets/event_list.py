"""The connection's events in a few words each, the newest at the bottom."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import since
from tcptui.ui.fitting import cut
from tcptui.ui.sessions import Note, Session
from tcptui.ui.widgets.board import Board, Pieces
from tcptui.ui.widgets.wheeled import Wheeled


class EventList(Wheeled, Board, can_focus=True):
    """Follows the end; scrolled away, it holds still what it shows until it is scrolled back."""

    BINDING_GROUP_TITLE = "In the sidebar's events"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", "older", id="events.up", tooltip="Older events"),
        Binding("down,j", "scroll(1)", "newer", id="events.down", tooltip="Newer events"),
        Binding("pageup", "page(-1)", "page up", id="events.page-up", tooltip="A page of older events"),
        Binding("pagedown", "page(1)", "page down", id="events.page-down", tooltip="A page of newer events"),
        Binding("home,g", "oldest", "oldest", id="events.top", tooltip="The oldest events"),
        Binding("end,G", "newest", "newest", id="events.bottom", tooltip="The newest events"),
    ]

    def __init__(self) -> None:
        super().__init__(id="events")
        self.border_title = "events"
        self._session: Session | None = None
        self._start = 0
        self._below = 0
        self._held: list[Note] | None = None

    def show(self, session: Session | None, start: int) -> None:
        """Show this connection's events as they are now; times are told from `start`, ns."""
        if session is not self._session:
            self._held, self._below = None, 0
        self._session, self._start = session, start
        self.redraw()

    def _notes(self) -> list[Note]:
        if self._held is not None:
            return self._held
        return list(self._session.notes) if self._session else []

    def board(self) -> list[Pieces]:
        """As many events as fit."""
        notes = self._notes()
        if not notes:
            return [(("what happens is listed here", "muted"),)]
        end = len(notes) - self._below
        shown = notes[max(0, end - self.content_size.height) : end]
        return [self._line(note) for note in shown]

    def _line(self, note: Note) -> Pieces:
        width = max(0, self.content_size.width - 10)
        text = visible_text(note.text)
        return (f"{since(note.t, self._start):>9} ", "muted"), (cut(text, width), note.tone)

    def action_scroll(self, count: int) -> None:
        """Scroll by events; negative is towards older ones."""
        notes = self._notes()
        most = max(0, len(notes) - self.content_size.height)
        self._below = min(most, max(0, self._below - count))
        self._held = notes if self._below else None
        self.border_subtitle = f"▼ {self._below}" if self._below else ""
        self.redraw()

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.action_scroll(direction * max(1, self.content_size.height - 1))

    def action_oldest(self) -> None:
        """Go to the oldest that is kept."""
        self.action_scroll(-len(self._notes()))

    def action_newest(self) -> None:
        """Go to the newest."""
        self.action_scroll(len(self._notes()))

    def wheel(self, direction: int) -> None:
        """Scroll."""
        self.action_scroll(direction)
