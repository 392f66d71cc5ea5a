"""Listeners of our own on the screen: begin one, begin it again, and who answers what it accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.commands import HandBack, TakeOver
from tcptui.protocol.endpoint import Endpoint, parse_listen_address
from tcptui.ui.actions import ConnectionActions
from tcptui.ui.telling import still_listening

if TYPE_CHECKING:
    from tcptui.ui.screens.listen import ListenWanted

NO_SCRIPT = "nothing answers by itself here: what you type is the answer"
NOT_LISTENED = "it came to a listener: only its other side can connect again"


class ListenActions(ConnectionActions):
    """Takes connections; each one that comes is a session like any other."""

    def action_listen(self) -> None:
        """Ask where to listen and what answers, and take connections there."""
        from tcptui.ui.screens.listen import ListenDialog

        def answered(wanted: ListenWanted | None) -> None:
            if wanted is not None:
                self.listen(wanted.address, wanted.responder, wanted.framing)

        self.app.push_screen(ListenDialog(), answered)

    def listen(self, address: Endpoint, responder: str = "", framing: str = "") -> None:
        """Take connections, and bring the listener into view.

        responder: a practice server's name, "" for nobody; framing: how requests and answers are told apart, "" for the
        practice server's own, without one `auto`.
        """
        script = None
        if responder:
            from tcptui.lab.responders import parse_responder

            chosen = parse_responder(responder)
            script, framing = chosen.script, framing or chosen.framing
        framing = framing or "auto"
        listener = self.workbench.listen(address, respond=script, responder=responder, framing=framing)
        session = self.sessions.get(listener)
        # Known before its first event tells.
        session.story.target, session.story.framing = f"listen {address.host_port}", framing
        session.answers = responder
        self.bring(session)

    def action_reconnect(self) -> None:
        """Listen again where it was a listener."""
        session = self.sessions.current
        if session is not None and session.story.is_listener and not session.over:
            self.say(still_listening())
        elif session is not None and session.story.is_listener:
            address = parse_listen_address(session.story.target.removeprefix("listen "))
            self.listen(address, session.answers, session.story.framing)
        elif session is not None and session.story.accepted is not None:
            self.say(NOT_LISTENED)
        else:
            super().action_reconnect()

    def action_answer(self) -> None:
        """Let the person answer instead of the script, or the script again."""
        session = self.sessions.current
        if session is None or session.over or session.story.answered_by is None:
            self.say(NO_SCRIPT)
        elif session.story.answered_by == "script":
            self.workbench.submit(TakeOver(session.conn))
        else:
            self.workbench.submit(HandBack(session.conn))
