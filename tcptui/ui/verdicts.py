"""The verdict of the connection in view: how much of it is shown, and that it is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.wording import Manner
from tcptui.ui.actions import ConnectionActions
from tcptui.ui.sessions import Card, Session
from tcptui.ui.widgets.session_pane import SessionPane
from tcptui.ui.widgets.verdict_card import VerdictCard

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.workbench import Workbench


class VerdictActions(ConnectionActions):
    """The card and the pane above it, which tells the verdict while the card does not."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.pane = SessionPane()
        self.card = VerdictCard()

    def show_card(self, session: Session | None) -> None:
        """The verdict as far as it is to be seen, and in the pane a mark alone while it is."""
        verdict = session.story.verdict if session else None
        shown = session.card if session and verdict else "hidden"
        self.card.verdict, self.card.whole = verdict, shown == "whole"
        self.card.display = shown != "hidden"
        self.pane.manner = Manner(unix=session is not None and session.unix, brief=self.card.display)

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
