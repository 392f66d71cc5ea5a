"""What can be done with connections from the screen: each action is a command to the engine, or a question first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.screen import Screen

from tcptui.protocol import events as ev
from tcptui.protocol.commands import Abort, Close, HalfClose, Watch
from tcptui.protocol.endpoint import Endpoint, parse_target
from tcptui.protocol.units import exact
from tcptui.ui.keymap import key_of
from tcptui.ui.screens.ask import Ask
from tcptui.ui.sessions import Session, Sessions
from tcptui.ui.telling import NOT_EMPTY_TAB, nothing_open, nothing_to_remove

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.protocol.pasted.reader import Pasted
    from tcptui.workbench import Workbench


class ConnectionActions(Screen[None]):
    """Opens, closes and goes between connections. framing: as the command line writes it, for new ones."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self.workbench = workbench
        self.settings = settings
        self.framing = settings.framing
        self.sessions = Sessions(workbench.log, workbench.started, settings.encoding)

    def show_session(self) -> None:
        """Bring `sessions.current` into view."""
        raise NotImplementedError

    def say(self, remark: str) -> None:
        """Say something about the last key."""
        raise NotImplementedError

    def show_title(self) -> None:
        """Say in the border what is shown."""
        raise NotImplementedError

    def show_changes(self, touched: set[int]) -> None:
        """Draw what events changed. touched: the keys of the sessions that they were about."""
        raise NotImplementedError

    def let_go(self, session: Session) -> None:
        """This session's tab was closed. For mixins that keep something for it."""

    def told(self, events: Iterable[ev.Event]) -> None:
        """These events came, and are folded in; mere flow is left out. For mixins that wait for some."""

    def _live(self) -> Session | None:
        """The connection in view, where it is not over; otherwise it is said that there is nothing to be done."""
        session = self.sessions.current
        if session is None or session.over:
            self.say(nothing_open(session))
            return None
        return session

    def open(self, endpoint: Endpoint, framing: str | None = None) -> Session:
        """Connect, and bring the new connection into view."""
        framing = framing or self.framing
        session = self.sessions.get(
            self.workbench.open(endpoint, framing, connect_timeout=self.settings.connect_timeout)
        )
        # Known before its first event tells: whoever is quick with the next key means this one.
        session.story.target, session.story.framing = str(endpoint), framing
        return self.bring(session)

    def bring(self, session: Session) -> Session:
        """Bring a session into view."""
        self.sessions.current = session
        self.workbench.submit(Watch(0 if session.recording else session.conn))
        self.show_session()
        return session

    def connect(self, pasted: Pasted, framing: str | None = None) -> None:
        """Connect to what a person wrote."""
        raise NotImplementedError

    def action_new(self) -> None:
        """Ask for a target and connect to it."""
        from tcptui.ui.screens.new_connection import NewConnection, Wanted

        def answered(wanted: Wanted | None) -> None:
            if wanted is not None:
                self.connect(wanted.pasted, wanted.framing)

        self.app.push_screen(NewConnection(self.framing), answered)

    def action_set_framing(self, name: str) -> None:
        """Choose how the answers of connections to come are read."""
        self.framing = name
        self.say(f"new connections read their answers as {name}")

    def action_reconnect(self) -> None:
        """Connect again to the target in view; what is typed goes with us.

        One that failed before a byte went either way leaves its tab to the new one: there is nothing to come back to.
        """
        before = self.sessions.current
        if before is None or not before.story.target:
            return
        session = self.open(parse_target(before.story.target), before.story.framing)
        session.editor, before.editor = before.editor, session.editor
        session.encoding, session.name = before.encoding, before.name
        if before.silent:
            self.sessions.replace(before, session)
            self.let_go(before)
        self.show_session()

    def action_half_close(self) -> None:
        """Send a FIN after what is pending, and go on reading: asked first."""
        session = self._live()
        if session is None or session.story.half_closed is not None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.workbench.submit(HalfClose(session.conn))

        ask = Ask(
            "Close your side of the connection?", "A FIN goes out after what is pending; the peer may still talk."
        )
        ask.also_yes("connection.half-close")
        self.app.push_screen(ask, answered)

    def action_close(self) -> None:
        """Send what is pending, then close."""
        session = self._live()
        if session is not None:
            self.workbench.submit(Close(session.conn))

    def action_abort(self) -> None:
        """Close at once with a RST, asked first where bytes of ours would be lost; give up what does not stand yet."""
        session = self._live()
        if session is None:
            return
        lost = session.story.pending + (session.story.unacked or 0)
        if not lost or session.story.phase != "open":
            self.workbench.submit(Abort(session.conn))
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.workbench.submit(Abort(session.conn))

        ask = Ask(
            "Abort the connection?",
            f"A RST goes out; {exact(lost)} of yours may never arrive. {key_of('connection.close')} sends them first.",
        )
        ask.also_yes("connection.abort")
        self.app.push_screen(ask, answered)

    def action_remove(self) -> None:
        """Close the tab of a connection that is over; the record keeps what was said."""
        session = self.sessions.current
        if session is None:
            return
        if not session.over:
            self.say(nothing_to_remove())
            return
        if session.editor.text:
            self.say(NOT_EMPTY_TAB)
            return
        self.sessions.remove(session)
        self.let_go(session)
        if self.sessions.current is not None:
            self.bring(self.sessions.current)
        else:
            self.show_session()

    def action_switch(self, key: int) -> None:
        """Bring the connection with this key into view, where it is there; else the recording of that number."""
        session = self.sessions.find(key) or self.sessions.find(-abs(key))
        if session is not None:
            self.bring(session)

    def action_neighbour(self, step: int) -> None:
        """Bring the connection so many places further into view."""
        session = self.sessions.neighbour(step)
        if session is not None:
            self.bring(session)
