"""Choosing the framing under which a connection's messages are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.messages import MessageActions

if TYPE_CHECKING:
    from tcptui.ui.sessions import Session
    from tcptui.ui.widgets.session_box import SessionBox


class FramingActions(MessageActions):
    """Reads what was recorded once more, under whatever framing; record and verdict stay as they are."""

    def on_session_box_title_clicked(self, message: SessionBox.TitleClicked) -> None:
        """The word that tells the framing lets another one be chosen."""
        session, sources = self.sessions.current, self.sources
        here = self.front is not self.pane and session is not None
        if here and sources is not None and session is not None and message.word == sources.words(session):
            self.action_framing()

    def action_framing(self, name: str | None = None) -> None:
        """Look at the connection in view under another framing; without a name, ask for it."""
        self.say("")
        session = self.sessions.current
        if session is None:
            self.say("no connection yet")
        elif name is None:
            self._ask_framing(session)
        else:
            self._look_at(session, name)

    def _look_at(self, session: Session, name: str) -> None:
        from tcptui.protocol.framing.table import parse_framing

        framing = parse_framing(name)
        _, sources = self.made()
        sources.choose(session, framing)
        self.bring_to_front(messages=True)
        self.front.focus()
        recorded = framing.name == session.story.framing
        stays = "as it was recorded" if recorded else "the record and the verdict stay as they are"
        self.say(f"the messages are those of {framing.name}: {stays}")

    def _ask_framing(self, session: Session) -> None:
        from tcptui.ui.framingchoice import TOLD, choose_framing

        _, sources = self.made()
        title = "Look at this connection's messages as those of"
        told = {**TOLD, session.story.framing: "as it was recorded"}
        choose_framing(self.app, title, sources.framing_of(session), self.action_framing, told)
