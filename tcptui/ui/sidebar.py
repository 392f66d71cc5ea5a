"""The sidebar: the figures, events and list of connections beside the session, and what explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from tcptui.journal.cuts import TEXT
from tcptui.ui.sending import SendActions
from tcptui.ui.widgets.connection_list import ConnectionList
from tcptui.ui.widgets.connection_panel import ConnectionPanel
from tcptui.ui.widgets.event_list import EventList
from tcptui.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.journal.chronicle import Line
    from tcptui.journal.log import Log
    from tcptui.workbench import Workbench

_NO_TAB = "the tab of that connection is closed: its record has it"
_THE_RUN = "that is an event of the run: it has no place in a session"
_ONE = "there is one connection only: the list begins with two"


class SidebarActions(SendActions):
    """Shows, hides and explains what is beside the session; on a narrow screen it lies over it."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.panel = ConnectionPanel()
        self.events = EventList()
        self.connections = ConnectionList(self.sessions)
        self.status = StatusLine(self.sessions)
        self.sidebar = Vertical(self.panel, self.events, self.connections, id="sidebar")
        self.set_class(not settings.sidebar, "-no-sidebar")

    def show_sidebar(self) -> None:
        """The figures as they are now: of the connection in view, which so has been looked at, and of the others."""
        session = self.sessions.current
        if session is not None:
            session.attention.seen(session.story)
        self.panel.show(session)
        self.connections.changed()
        self.events.show(session, (session or self.workbench).started.t)
        self.status.show(session)

    def _leave_sidebar(self) -> None:
        self.remove_class("-overlay")
        self.prompt.focus()

    def action_sidebar(self) -> None:
        """Go to the sidebar, which so is shown; from there, hide it and come back."""
        if self.events.has_focus or self.connections.has_focus:
            self.set_class(not self.has_class("-narrow"), "-no-sidebar")
            self._leave_sidebar()
            return
        self.remove_class("-no-sidebar")
        self.add_class("-overlay")
        self.events.focus()

    def action_connections(self) -> None:
        """Go to the list of connections; from there, come back."""
        if self.connections.has_focus:
            self._leave_sidebar()
            return
        if len(self.sessions) < 2:
            self.say(_ONE)
            return
        self.remove_class("-no-sidebar")
        self.add_class("-overlay")
        self.connections.reveal()
        self.connections.focus()

    def on_connection_list_held(self, message: ConnectionList.Held) -> None:
        """With the keys, the list takes the room of the events."""
        self.set_class(message.held, "-listing")
        self.connections.changed()

    def on_connection_list_left(self) -> None:
        """Back to the input line."""
        self._leave_sidebar()

    def on_connection_list_chosen(self, message: ConnectionList.Chosen) -> None:
        """Bring a connection of the list into view, and type to it."""
        self._leave_sidebar()
        self.bring(message.session)

    def action_explain(self, topic: str = "") -> None:
        """Explain the figures of the connection in view, beginning with this one."""
        from tcptui.ui.screens.explanations import Explanations

        self.app.push_screen(Explanations(self.sessions.current, topic))

    def action_events(self) -> None:
        """Show every event of the connection in view, or of all; one of them can be gone to."""
        from tcptui.ui.screens.events import Events

        session = self.sessions.current
        log, started = (session.log, session.started) if session else (self.workbench.log, self.workbench.started)
        targets = {each.conn: each.story.target for each in self.sessions if each.log is log}

        def answered(line: Line | None) -> None:
            if line is not None:
                self._go_to(log, line)

        self.app.push_screen(Events(log, started, session.conn if session else None, targets), answered)

    def _go_to(self, log: Log, line: Line) -> None:
        """Show a line's place in its session, where that has a tab."""
        session = next((each for each in self.sessions if each.log is log and each.conn == line.conn), None)
        if session is None:
            self.say(_NO_TAB if line.conn else _THE_RUN)
            return
        if session is not self.sessions.current:
            self.bring(session)
        self.show_bytes()
        self.pane.focus()
        if line.what.has_row:
            self.pane.go_to(line.pos, line.offset, marked=None)
            return
        row = session.rows(TEXT).at_time(line.t)
        if row is not None:
            self.pane.go_to(row.pos, row.offset, marked=None)
