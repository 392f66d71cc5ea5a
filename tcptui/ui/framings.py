"""Choosing the framing under which a connection's messages are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.messages import MessageActions

if TYPE_CHECKING:
    from tcptui.ui.screens.choose import Choice
    from tcptui.ui.sessions import Session
    from tcptui.ui.widgets.session_box import SessionBox

_OTHER = "other"
_TOLD = {
    "auto": "http where a request line begins it, else none",
    "http": "HTTP/1.0 and 1.1",
    "line": "each ends with LF",
    "json-header": "a length, a JSON header, a content",
    "netstring": "12:hello world!,",
    "resp": "redis",
    "dns": "over TCP",
    "tls": "its records",
    "until-close": "all of it one message",
    "none": "no messages",
}
"""What each of them is, where its name doesn't say it."""


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
        from tcptui.ui.screens.choose import Choose

        def answered(name: str | None) -> None:
            if name == _OTHER:
                self._ask_framing_by_name()
            elif name is not None:
                self.action_framing(name)

        _, sources = self.made()
        title = "Look at this connection's messages as those of"
        self.app.push_screen(Choose(title, _choices(session.story.framing), sources.framing_of(session)), answered)

    def _ask_framing_by_name(self) -> None:
        from tcptui.protocol.framing.table import FORMS
        from tcptui.ui.screens.entry import Entry

        def answered(name: str | None) -> None:
            if name is not None:
                self.action_framing(name)

        forms = f"{', '.join(FORMS)}; for example length:u16be or delimiter:\\r\\n"
        self.app.push_screen(Entry("Framing", forms, "read so", _known), answered)


def _choices(recorded: str) -> list[Choice[str]]:
    from tcptui.protocol.framing.table import FORMS, NAMES
    from tcptui.ui.screens.choose import Choice

    choices = [
        Choice(chr(ord("a") + i), name, name, "as it was recorded" if name == recorded else _TOLD.get(name, ""))
        for i, name in enumerate(NAMES)
    ]
    return [*choices, Choice("z", _OTHER, "another", ", ".join(FORMS))]


def _known(text: str) -> str:
    """The name of a framing as it was typed. Raises FramingError."""
    from tcptui.protocol.framing.table import parse_framing

    return parse_framing(text).name
