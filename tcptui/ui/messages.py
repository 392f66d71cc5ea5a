"""The pane's third view, the messages: when it takes the pane's place, and the ways between a message and its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.choosing import ChoiceActions
from tcptui.ui.keymap import key_of
from tcptui.ui.reading import ReadActions
from tcptui.ui.rowtimes import TIME_MODES, TIME_WORDS
from tcptui.ui.widgets.session_pane import SessionPane

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.protocol.events import Direction, Message
    from tcptui.ui.messageview.list import MessageList
    from tcptui.ui.messageview.sources import Sources
    from tcptui.ui.sessions import Session
    from tcptui.workbench import Workbench

_KEYS = (
    ("messages.turn", "open"), ("messages.form", "raw"), ("pane.messages", "bytes"), ("pane.framing", "framing"),
    ("pane.search", "search"), ("pane.write-down", "keep"), ("messages.leave", "to type"),
)  # fmt: skip
_LESS = _KEYS[4:6]
"""What gives way to the key of secrets that are in view."""


class MessageActions(ReadActions, ChoiceActions):
    """Shows the messages of the connection in view in the pane's place; imports what that needs when it first does."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.messages: MessageList | None = None
        self._in_front = False
        self.sources: Sources | None = None

    # Which view -----------------------------------------------------------------------------------------------------

    @property
    def front(self) -> SessionPane | MessageList:
        """The messages, where they are asked for and a connection is in view; else the pane."""
        here = self._in_front and self.messages is not None and self.sessions.current is not None
        return self.messages if here and self.messages is not None else self.pane

    def show_bytes(self) -> None:
        """Have the pane in front, in the view that it had last."""
        self.bring_to_front(messages=False)

    def follow(self) -> None:
        """Follow what comes, in every view."""
        super().follow()
        if self.messages is not None:
            self.messages.action_bottom()

    def action_view(self) -> None:
        """Text, hex, the messages, and around again."""
        if self._in_front:
            self.pane.view = "text"
            self.bring_to_front(messages=False)
        elif self.pane.view == "text":
            self.pane.view = "hex"
        else:
            self.bring_to_front(messages=True)
        self.show_title()

    def on_session_pane_turned(self) -> None:
        """The pane asks for its other view."""
        self.action_set_view("hex" if self.pane.view == "text" else "text")

    def action_messages(self) -> None:
        """From the bytes that one stands on to their message, and from a message to its bytes."""
        self.say("")
        if self.sessions.current is None:
            self.say("no connection yet")
        elif self._in_front:
            message = self.messages.message if self.messages is not None else None
            self.show_bytes()
            self.pane.focus()
            if message is not None:
                self._to_bytes(message)
        else:
            place = self._place_in_pane()
            self.bring_to_front(messages=True)
            self.front.focus()
            if place is not None and self.messages is not None:
                self.messages.go_to(*place)
        self.show_title()

    def on_message_board_missing(self) -> None:
        """What was to be gone to is in no message."""
        self.say("these bytes are in no message")

    def bring_to_front(self, *, messages: bool) -> None:
        """Have the messages in front, or the pane; the keys stay with what is in front."""
        if self.sessions.current is None:
            return
        before = self.front
        had_keys = before.has_focus
        self._in_front = messages
        self.show_messages()
        if self.front is not before:
            before.display, self.front.display = False, True
            if had_keys:
                self.front.focus()
        self.show_title()

    def _place_in_pane(self) -> tuple[Direction, int] | None:
        """The byte that one stands on in the pane: the selection's end, where one went to, or the top while not at
        the end."""
        if self.pane.selection is not None:
            spot = self.pane.selection.head
            return None if spot.direction is None else (spot.direction, spot.offset)
        if self.pane.follows:
            return None
        rows, went_to = self.pane.rows, self.pane.went_to
        shown = [line.row for line in self.pane.shown()]
        if rows is not None and went_to is not None:
            row = rows.at(*went_to)
            if row in shown and row.direction is not None and row.is_data:
                return row.direction, went_to[1]
        return next(((row.direction, row.offset) for row in shown if row.is_data and row.direction is not None), None)

    def _to_bytes(self, message: Message) -> None:
        """Bring a message's first row into view, once the pane has its place again, and mark all of its bytes."""
        rows = self.pane.rows
        row = rows.at_offset(message.direction, message.start) if rows is not None else None
        if row is not None:
            self.call_after_refresh(self.pane.go_to, row.pos, message.start, message.end - message.start)

    # Secrets --------------------------------------------------------------------------------------------------------

    @property
    def hides(self) -> bool:
        """Whether secrets are in view that are not shown."""
        return self.front.hides

    def show_veil(self) -> None:
        """Hide what is secret in both views."""
        super().show_veil()
        if self.messages is not None:
            self.messages.secrets = self.pane.secrets

    def on_message_board_hides_turned(self) -> None:
        """The frame says so."""
        self.show_title()

    # What it shows --------------------------------------------------------------------------------------------------

    def show_messages(self) -> None:
        """The messages of the connection in view, where they are in front."""
        session = self.sessions.current
        if self.messages is not None and session is None:
            self.messages.display = False
        if not self._in_front or session is None:
            if self.sources is not None:
                self.sources.look_at(None)
            return
        shown, sources = self.made()
        self.pane.display, shown.display = False, True
        shown.time_mode, shown.secrets = self.pane.time_mode, self.pane.secrets
        source = sources.of(session)
        sources.look_at(source)
        shown.show(source, sources.problem)

    def made(self) -> tuple[MessageList, Sources]:
        """The view and what it stands on, made when it is first wanted."""
        if self.messages is None:
            from tcptui.ui.messageview.list import MessageList

            self.messages = MessageList()
            self.query_one("#session").mount(self.messages, before=self.pane)
        if self.sources is None:
            from tcptui.ui.messageview.sources import Sources

            self.sources = Sources()
        return self.messages, self.sources

    def let_go(self, session: Session) -> None:
        """Its tab was closed."""
        super().let_go(session)
        if self.sources is not None:
            self.sources.forget(session)

    def on_unmount(self) -> None:
        """Read no more."""
        if self.sources is not None:
            self.sources.stop()

    # Words ----------------------------------------------------------------------------------------------------------

    def action_times(self) -> None:
        """Tell times in the next way."""
        super().action_times()
        if self.messages is not None:
            self.messages.time_mode = self.pane.time_mode

    def pane_words(self) -> str:
        """The view, the framing, and the times where they are not the usual ones."""
        session = self.sessions.current
        if not self._in_front or session is None:
            return super().pane_words()
        words = ["messages", self.sources.words(session) if self.sources is not None else ""]
        if self.pane.time_mode != TIME_MODES[0]:
            words.append(TIME_WORDS[self.pane.time_mode])
        return " · ".join(filter(None, words))

    def pane_keys(self) -> str:
        """Among the messages, their keys."""
        if self.front is self.pane:
            return super().pane_keys()
        veil = self.veil_keys()
        keys = [*veil, *(key for key in _KEYS if not veil or key not in _LESS)]
        return " · ".join(f"{key_of(key)} {word}" for key, word in keys)
