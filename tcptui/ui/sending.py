"""The input line and the wire: what Enter sends, and the end of line that goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from tcptui.protocol.commands import Send
from tcptui.protocol.endpoint import TargetError
from tcptui.ui.screens.new_connection import read_target
from tcptui.ui.sessions import EOLS, wire_bytes
from tcptui.ui.telling import HOW_TO_LEAVE, not_connected
from tcptui.ui.verdicts import VerdictActions
from tcptui.ui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from tcptui.workbench import Workbench


class SendActions(VerdictActions):
    """Sends what is typed; with no connection, connects to it."""

    eol: reactive[str] = reactive("crlf")

    def __init__(self, workbench: Workbench, framing: str) -> None:
        super().__init__(workbench, framing)
        self.prompt = Prompt()

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        """Send what was typed; where that can't be, it stays and the notice above it says why."""
        session = self.sessions.current
        if session is None:
            self._connect_to(message.text)
            return
        if not session.can_send:
            return
        self.workbench.submit(Send(session.conn, wire_bytes(message.text, self.eol)))
        self.prompt.sent()
        self.pane.action_bottom()

    def _connect_to(self, text: str) -> None:
        """With no connection, Enter takes the line for a target."""
        try:
            endpoint = read_target(text)
        except TargetError:
            self.say(not_connected(text))
            return
        self.prompt.sent()
        self.open(endpoint)

    def say(self, remark: str) -> None:
        """Say something about the last key, above the input."""
        self.prompt.remark = remark

    def action_clear(self) -> None:
        """Clear the input as a shell does; on an empty one, say how to leave."""
        if not self.prompt.clear():
            self.say(HOW_TO_LEAVE)

    def action_eol(self) -> None:
        """Switch to the next end of line."""
        names = list(EOLS)
        self.eol = names[(names.index(self.eol) + 1) % len(names)]

    def action_set_eol(self, name: str) -> None:
        """Choose the end of line."""
        self.eol = name

    def watch_eol(self, eol: str) -> None:
        """Show what Enter will send."""
        self.prompt.eol = eol
        self.show_title()
