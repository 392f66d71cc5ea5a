"""The input and the connection in view: what stands in it, how it takes keys, and the end of line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.reactive import reactive

from tcptui.ui.input.wire import EOLS
from tcptui.ui.keymap import key_of
from tcptui.ui.pasthistory import Histories
from tcptui.ui.starting import StartActions
from tcptui.ui.telling import how_to_leave, prompt_words
from tcptui.ui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.ui.keys import Standing
    from tcptui.ui.sessions import Session
    from tcptui.workbench import Workbench

_EOLS_TOLD = {
    "crlf": "Enter ends a line with CR LF",
    "lf": "Enter ends a line with LF",
    "cr": "Enter ends a line with CR",
    "none": "Enter adds no end of line",
}


class InputActions(StartActions):
    """Keeps the input with the connection in view."""

    eol: reactive[str] = reactive("crlf")

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.prompt = Prompt()
        self.histories = Histories()

    # The input and the connection in view ---------------------------------------------------------------------------

    def show_input(self) -> None:
        """What was begun for the connection in view, what was sent to its target before, and what Enter would do."""
        session = self.sessions.current
        encoding = session.encoding if session else "utf-8"
        history = self.histories.of(_whose_history(session))
        self.prompt.show(session.editor if session else self.draft, history, encoding)
        self.tell_input()

    def tell_input(self) -> None:
        """What Enter would do now; character mode ends with the connection."""
        session = self.sessions.current
        can_send = session is not None and session.can_send
        if not can_send and self.prompt.mode.takes_all():
            self.prompt.end()
        self.prompt.hint, self.prompt.notice = prompt_words(session)
        self.prompt.aim(to_peer=can_send)
        if can_send and _whose_history(session):
            self.prompt.lines.history = self.histories.of(_whose_history(session))
            self.histories.recall(self, _whose_history(session))

    def input_words(self) -> str:
        """How the input takes keys, for the border: the end of line, the encoding where it is not UTF-8, the mode."""
        way = self.prompt.lines.way
        words = [self.eol.upper() if self.eol != "none" else "no end of line"]
        words += [way.encoding] if way.encoding != "utf-8" else []
        words += ["escapes"] if way.escapes else []
        words += ["every key is sent"] if self.prompt.mode.takes_all() else []
        return " · ".join(words)

    def input_keys(self) -> str:
        """The keys of the input that are worth a place in the border."""
        if self.prompt.mode.takes_all():
            return f"{key_of('input.telnet')} leaves"
        if self.prompt.at_command:
            return "Tab completes · Esc: session"
        return f"{key_of('input.telnet')} command · ^j block · Esc to scroll"

    @property
    def standing(self) -> Standing:
        """What keys can do now."""
        session = self.sessions.current
        if self.prompt.mode.takes_all() and self.prompt.has_focus:
            return "characters"
        return session.standing if session else "none"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The start page's keys are its own only while the input takes lines."""
        if action == "choice" and self.prompt.mode is not self.prompt.lines:
            return False
        return super().check_action(action, parameters)

    # Actions --------------------------------------------------------------------------------------------------------

    def say(self, remark: str) -> None:
        """Say something about the last key, above the input."""
        self.prompt.remark = remark

    def action_turn(self, what: str) -> None:
        """Have the input take keys otherwise, by the action's id."""
        self.prompt.focus()
        self.prompt.turn(what)

    def action_clear(self) -> None:
        """Clear the input as a shell does; on an empty one, say how to leave."""
        if not self.prompt.clear():
            self.say(how_to_leave())

    def action_eol(self) -> None:
        """Switch to the next end of line."""
        names = list(EOLS)
        self.action_set_eol(names[(names.index(self.eol) + 1) % len(names)])

    def action_set_eol(self, name: str) -> None:
        """Choose the end of line."""
        self.eol = name
        self.say(_EOLS_TOLD[name])

    def watch_eol(self, eol: str) -> None:
        """Show what Enter will send."""
        self.prompt.lines.way = replace(self.prompt.lines.way, eol=eol)
        self.prompt.changed()
        self.show_title()


def _whose_history(session: Session | None) -> str:
    """The target whose history it is; what came to one listener of ours shares one."""
    if session is None:
        return ""
    accepted = session.story.accepted
    return session.story.target if accepted is None else f"accepted on {accepted.local}"
