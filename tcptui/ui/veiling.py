"""Hiding the secrets of the connection in view, and showing them for as long as this run lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcptui.ui.verdicts import VerdictActions

if TYPE_CHECKING:
    from tcptui.ui.sessions import Session
    from tcptui.ui.widgets.session_box import SessionBox

_HIDDEN: Final = "secrets hidden"
_SHOWN: Final = "secrets shown"


class VeilActions(VerdictActions):
    """Turns the veil of a connection, and says in the frame how it stands."""

    def veiled(self, session: Session) -> bool:
        """Whether a connection's secrets are hidden."""
        return not (self.settings.show_secrets if session.unveiled is None else session.unveiled)

    @property
    def hides(self) -> bool:
        """Whether secrets are in view that are not shown."""
        return self.pane.hides

    def show_veil(self) -> None:
        """Hide what is secret in the pane: the credentials that it finds, and what the record says by now."""
        session = self.sessions.current
        self.pane.secrets = session.secrets if session is not None and self.veiled(session) else None

    def veil_words(self) -> str:
        """How it stands, for the title: nothing where nothing is hidden and nothing was asked for."""
        session = self.sessions.current
        if session is None:
            return ""
        if not self.veiled(session):
            return _SHOWN
        return _HIDDEN if self.hides else ""

    def veil_keys(self) -> tuple[tuple[str, str], ...]:
        """The key that shows what is hidden in view, or that hides it again, with a word for it."""
        session = self.sessions.current
        if self.hides:
            return (("pane.secrets", "show secrets"),)
        return (("pane.secrets", "hide secrets"),) if session is not None and not self.veiled(session) else ()

    def action_secrets(self) -> None:
        """Show the secrets of the connection in view, or hide them again."""
        session = self.sessions.current
        if session is None:
            self.say("no connection yet")
            return
        session.unveiled = self.veiled(session)
        self.show_veil()
        self.show_title()
        self.say("its secrets are shown until you hide them or leave" if session.unveiled else "its secrets are hidden")

    def on_row_window_hides_turned(self) -> None:
        """The frame says so."""
        self.show_title()

    def on_session_box_title_clicked(self, message: SessionBox.TitleClicked) -> None:
        """The word that tells how it stands turns it."""
        if message.word in (_HIDDEN, _SHOWN):
            self.action_secrets()
