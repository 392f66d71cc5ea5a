"""The verdict of the connection in view: how much of it is shown, and that it is told once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tcptui.protocol.wording import PLAIN
from tcptui.ui.actions import ConnectionActions
from tcptui.ui.sessions import Card, Session
from tcptui.ui.widgets.session_pane import SessionPane
from tcptui.ui.widgets.verdict_card import VerdictCard

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.ui.messageview.list import MessageList
    from tcptui.workbench import Workbench


class VerdictActions(ConnectionActions):
    """The card and the pane above it, which tells the verdict while the card does not."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.pane = SessionPane()
        self.card = VerdictCard()

    @property
    def front(self) -> SessionPane | MessageList:
        """The view in the pane's place: the pane itself, or the messages."""
        return self.pane

    def show_bytes(self) -> None:
        """Have the pane in front, in the view that it had last."""
        raise NotImplementedError

    def follow(self) -> None:
        """Follow what comes, in every view."""
        self.pane.action_bottom()

    def show_card(self, session: Session | None) -> None:
        """The verdict as far as it is to be seen, and in the pane a mark alone while it is."""
        verdict = session.story.verdict if session else None
        shown = session.card if session and verdict else "hidden"
        self.card.verdict, self.card.whole = verdict, shown == "whole"
        self.card.display = shown != "hidden"
        manner = session.manner if session is not None else PLAIN
        self.pane.manner = replace(manner, brief=self.card.display)

    def action_verdict(self) -> None:
        """The verdict of the connection in view in short, then all of it where there is more, then not at all."""
        session = self.sessions.current
        if session is None or session.story.verdict is None:
            return
        match session.card:
            case "hidden":
                self._turn_card(session, "short")
            case "short" if self.card.cut:
                self._turn_card(session, "whole")
            case _:
                self._turn_card(session, "hidden")

    def hide_card(self) -> None:
        """Show no verdict of the connection in view until F6."""
        if self.sessions.current is not None:
            self._turn_card(self.sessions.current, "hidden")

    def _turn_card(self, session: Session, card: Card) -> None:
        session.card = card
        self.show_card(session)
