"""The input line and the wire: what Enter, a paste and the keys of character mode send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.protocol.commands import Send, SendFile
from tcptui.protocol.units import exact
from tcptui.ui.input.mode import Submit
from tcptui.ui.input.wire import TypedError, Way
from tcptui.ui.inputline import InputActions
from tcptui.ui.telling import not_sent
from tcptui.ui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from tcptui.ui.sessions import Session


class SendActions(InputActions):
    """Sends what is typed; with no connection, connects to it."""

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        """Send what was typed; where that can't be, it stays and the notice above it says why."""
        session = self.sessions.current
        if session is None:
            if not self.connect_to(message.text):
                self.prompt.give_back(message.what)
            return
        if not session.can_send:
            self.say(not_sent(session))
            done = False
        elif self.prompt.names_file(message.what):
            done = self._send_file(session, message.text)
        else:
            done = self._send(session, message.what)
        if done:
            self.prompt.sent(message.what.entry)
        else:
            self.prompt.give_back(message.what)

    def _send(self, session: Session, what: Submit) -> bool:
        way = self._way(session, escapes=what.entry.escapes)
        try:
            data = way.block(what.entry.text)
        except TypedError as error:
            self.say(f"Nothing was sent: {error}")
            return False
        self.workbench.submit(Send(session.conn, data))
        self.follow()
        self.prompt.hint = ""
        return True

    def _send_file(self, session: Session, line: str) -> bool:
        from tcptui.ui.input.files import FileError, named_file

        try:
            path, size = named_file(line)
        except FileError as error:
            self.say(f"{error} Nothing was sent.")
            return False
        self.workbench.submit(SendFile(session.conn, path))
        self.follow()
        self.prompt.hint = ""
        self.say(f"sending {exact(size)} as they are: {path}")
        return True

    def on_prompt_lines_submitted(self, message: Prompt.LinesSubmitted) -> None:
        """Send pasted lines one by one; where that can't be, they go into the block editor."""
        session = self.sessions.current
        try:
            if session is None or not session.can_send:
                raise TypedError("There is no open connection that could get them.")
            lines = self._way(session, escapes=self.prompt.lines.way.escapes).lines(list(message.lines))
        except TypedError as error:
            self.prompt.editor.insert("\n".join(message.lines))
            self.prompt.changed()
            self.say(f"{error} They are in the block editor; nothing was sent.")
            return
        self.workbench.submit(*(Send(session.conn, line) for line in lines))
        for line in message.lines:
            self.prompt.sent_line(line)
        self.follow()
        self.say(f"sent {exact(len(lines), 'line')}, {exact(sum(map(len, lines)))}")

    def on_prompt_keyed(self, message: Prompt.Keyed) -> None:
        """A key of character mode."""
        session = self.sessions.current
        if session is not None and session.can_send:
            self.workbench.submit(Send(session.conn, message.data))
            if not self.front.follows:
                self.follow()

    def _way(self, session: Session, *, escapes: bool) -> Way:
        return Way(self.eol, session.encoding, escapes)
