"""What the pane's keys do with a message, while the messages are in front: copy, save, search, select."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tcptui.ui.copying import COPIED_AT_MOST, CopyActions, Gathered
from tcptui.ui.messages import MessageActions
from tcptui.ui.saving import SaveActions
from tcptui.ui.searching import SearchActions

if TYPE_CHECKING:
    from tcptui.journal.search.hunt import Match, Place
    from tcptui.protocol.events import Message
    from tcptui.ui.copyforms import Form
    from tcptui.ui.sessions import Session

_NO_MESSAGE = "no message is under the cursor"
_WHOSE = {"in": "received", "out": "sent"}


class MessageByteActions(MessageActions, CopyActions, SaveActions, SearchActions):
    """The bytes of the message under the cursor; in the bytes' own views, all is as ever."""

    def action_copy(self, form: Form | None = None) -> None:
        """Copy the message; without a form, ask for it."""
        session = self.sessions.current
        if self.front is self.pane or session is None:
            super().action_copy(form)
            return
        self.say("")
        message = self._message()
        if message is not None:
            self.copy_from(_name(message), partial(_gathered, session, message), session.encoding, form)

    def action_save(self) -> None:
        """Save the message, all of it."""
        session = self.sessions.current
        if self.front is self.pane or session is None:
            super().action_save()
            return
        self.say("")
        message = self._message()
        if message is not None:
            from tcptui.journal.stretch import stream

            pieces = partial(stream, session.log, session.conn, message.direction, message.start, message.end)
            self.save_as(_name(message), message.end - message.start, pieces)

    def action_select(self) -> None:
        """Select bytes: from the message's first one on."""
        if self.front is not self.pane:
            self.action_messages()
            self.call_after_refresh(super().action_select)
        else:
            super().action_select()

    def _message(self) -> Message | None:
        """The message under the cursor; where there is none, that is said."""
        message = self.messages.message if self.messages is not None else None
        if message is None:
            self.say(_NO_MESSAGE)
        return message

    def pane_keys(self) -> str:
        """While there are matches among the messages, how to go on."""
        return SearchActions.pane_keys(self) if self.searching else super().pane_keys()

    # Search ---------------------------------------------------------------------------------------------------------

    def bring_match(self, match: Match) -> None:
        """The search is one of the bytes: bring the message that holds a match under the cursor."""
        if self.front is self.pane:
            super().bring_match(match)
        elif self.messages is not None:
            self.messages.go_to(match.direction, match.offset)

    def here(self, match: Match | None) -> Place | None:
        """Go on from the match in the message under the cursor, else from that message's first byte."""
        place = self.messages.place if self.messages is not None else None
        session = self.sessions.current
        if self.front is self.pane or place is None or session is None:
            return super().here(match)
        from tcptui.journal.search.hunt import Place
        from tcptui.journal.streams import data_at

        message = self.messages.message if self.messages is not None else None
        if match is not None and message is not None and _holds(message, match):
            return Place(match.pos, match.offset)
        record = data_at(session.log, session.conn, *place)
        return Place(record.pos, place[1], itself=True) if record is not None else super().here(match)


def _holds(message: Message, match: Match) -> bool:
    return match.direction == message.direction and message.start <= match.offset < message.end


def _name(message: Message) -> str:
    which = f"message {message.number:,}" if message.number else "the message under way"
    return f"{which} of what was {_WHOSE[message.direction]}"


def _gathered(session: Session, message: Message) -> Gathered | None:
    """The message's bytes; None where they are too many."""
    from tcptui.journal.veil import Veil
    from tcptui.ui.copyforms import Part

    size = message.end - message.start
    if size > COPIED_AT_MOST:
        return None
    data = session.log.read(session.conn, message.direction, message.start, size)
    hidden = Veil(session.log, session.conn).hidden(message.direction, message.start, message.end)
    return Gathered([Part(message.direction, data)], bool(hidden))
