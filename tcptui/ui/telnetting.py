"""The tcptui> prompt: carries its commands out and answers above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tcptui.protocol.commands import Abort, HalfClose, Send, SendFile
from tcptui.protocol.units import exact
from tcptui.ui.adjusting import Answer, SettingActions

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.protocol.wording import Tone
    from tcptui.ui.sessions import Session
    from tcptui.ui.telnet.requests import Open, Plain, Request
    from tcptui.ui.widgets.prompt import Prompt
    from tcptui.ui.widgets.telnet_answers import TelnetAnswers
    from tcptui.workbench import Workbench

_SHOWN = 32
"""Sent bytes that an answer shows."""

_NO_CONNECTION = "no connection is in view: `open HOST PORT` makes one"


class TelnetActions(SettingActions):
    """Has the commands of the prompt carried out."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self._answers: TelnetAnswers | None = None

    # The prompt -----------------------------------------------------------------------------------------------------

    def on_prompt_turned(self) -> None:
        """The answers stand there as long as the prompt does."""
        self.show_title()
        if self._answers is not None and not self.prompt.at_command:
            self._answers.display = False

    def on_prompt_paged(self, message: Prompt.Paged) -> None:
        """The page keys scroll the answers, and the session where there are none."""
        if self._answers is not None and self._answers.display:
            self._answers.page(message.direction)
        else:
            self.front.action_page(message.direction)

    def on_prompt_commanded(self, message: Prompt.Commanded) -> None:
        """Carry a command out and answer, for what is wrong in one sentence."""
        from tcptui.ui.telnet.commands import CommandError
        from tcptui.ui.telnet.requests import parse

        session = self.sessions.current
        try:
            lines, tone = self._carry_out(parse(message.line, session.encoding if session else "utf-8"))
        except CommandError as error:
            lines, tone = [str(error)], "warning"
        self._tell_answer(message.line, lines, tone)

    def _tell_answer(self, line: str, lines: list[str], tone: Tone | None) -> None:
        """Nothing to say, or a prompt that was left meanwhile: then the session itself shows what happened."""
        if not lines or not self.prompt.at_command:
            return
        if self._answers is None:
            from tcptui.ui.widgets.telnet_answers import TelnetAnswers

            self._answers = TelnetAnswers()
            self.query_one("#session").mount(self._answers, before=self.prompt)
        self._answers.tell(line, lines, tone)

    # Commands -------------------------------------------------------------------------------------------------------

    def _carry_out(self, request: Request) -> Answer:
        """Raises CommandError."""
        from tcptui.ui.telnet import requests as asked

        match request:
            case asked.Open():
                return self._open_target(request)
            case asked.Do(what=what):
                return self._do(what)
            case asked.SendBytes(data=data):
                return self._send_bytes(data)
            case asked.SendEnd():
                return self._send_bytes(self.prompt.lines.way.end)
            case asked.SendPath(path=path):
                return self._send_path(path)
            case asked.Change(setting=setting, value=value):
                return self.change(setting, value)
            case asked.Display(setting=setting):
                return self.display_settings(setting), None
            case asked.Help(lines=lines):
                return list(lines), None
            case _:
                assert_never(request)

    def _open_target(self, request: Open) -> Answer:
        from tcptui.protocol.endpoint import TargetError
        from tcptui.protocol.pasted.reader import read_pasted
        from tcptui.ui.telnet.commands import CommandError

        try:
            pasted = read_pasted(request.target)
        except TargetError as error:
            raise CommandError(str(error)) from None
        self.prompt.end()
        self.connect(pasted)
        return [], None

    def _do(self, what: Plain) -> Answer:
        match what:
            case "quit":
                self.run_worker(self.app.action_quit())
                return [], None
            case "status":
                from tcptui.ui.telnet.status import status_lines

                return status_lines(self._needed(live=False)), None
            case "half":
                self.workbench.submit(HalfClose(self._sending().conn))
                return ["our side closes behind what is pending (FIN); the peer may still talk"], "event"
            case "close" | "logout":
                session = self._needed(live=True)
                self.action_close()
                if session.story.is_listener:
                    return ["it listens no more; the connections that it took stay"], "event"
                return ["closing: what is pending goes out first, then a FIN"], "event"
            case "abort":
                self.workbench.submit(Abort(self._needed(live=True).conn))
                return ["aborted with a RST; what was pending is dropped"], "event"
            case _:
                assert_never(what)

    def _needed(self, *, live: bool) -> Session:
        """The connection in view. Raises CommandError where there is none; live: or where it is over."""
        from tcptui.ui.telnet.commands import CommandError

        session = self.sessions.current
        if session is None:
            raise CommandError(_NO_CONNECTION)
        if live and session.over:
            raise CommandError(f"connection {session.label} is over: `open {session.story.target}` connects anew")
        return session

    def _sending(self) -> Session:
        from tcptui.ui.telnet.commands import CommandError

        session = self._needed(live=True)
        if not session.can_send:
            raise CommandError("nothing can be sent on this connection: our side is closed, or it listens")
        return session

    def _send_bytes(self, data: bytes) -> Answer:
        session = self._sending()
        self.workbench.submit(Send(session.conn, data))
        self.follow()
        more = " …" if len(data) > _SHOWN else ""
        return [f"sent {exact(len(data))}: {data[:_SHOWN].hex(' ')}{more}"], "event"

    def _send_path(self, path: str) -> Answer:
        from tcptui.ui.input.files import FileError, readable_file
        from tcptui.ui.telnet.commands import CommandError

        session = self._sending()
        try:
            found, size = readable_file(path)
        except FileError as error:
            raise CommandError(f"{error} Nothing was sent.") from None
        self.workbench.submit(SendFile(session.conn, found))
        return [f"sending {exact(size)} as they are: {found}"], "event"
