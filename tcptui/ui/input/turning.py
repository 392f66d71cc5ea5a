"""Who has the keys of the input: its lines, or a mode that stands before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.input.lines import Lines
from tcptui.ui.input.mode import Mode, Recalling
from tcptui.ui.keymap import key_of, keys_of

if TYPE_CHECKING:
    from tcptui.ui.input.commanding import CommandLine

_TURNS = ("input.telnet", "input.escapes", "input.characters", "input.search")
"""The actions that the input does itself: another key that is typed at once must already find the new mode."""

_NO_WAY_OUT = "give input.telnet a key first: without one nothing would leave character mode"
_UNDECIDED = "decide first what becomes of the pasted lines"
_NO_PEER = "there is no open connection that could get it"
_LEFT = "line mode again; the same key once more is the tcptui> prompt"


class Turning:
    """Gives the keys to one mode or another."""

    def __init__(self, lines: Lines) -> None:
        self.mode: Mode = lines
        self._lines = lines
        self._command_line: CommandLine | None = None
        self._question: Mode | None = None

    def turn_of(self, key: str) -> str:
        """The id of the action that this key is for, "" where it is the mode's."""
        turns = _TURNS[:1] if self.mode.takes_all() else _TURNS
        return next((name for name in turns if key in keys_of(name)), "")

    def turn(self, name: str) -> str:
        """Carry out one of these actions; gives what there is to say."""
        if self.mode is self._question:
            return _UNDECIDED
        match name:
            case "input.telnet":
                return self._telnet()
            case "input.escapes":
                return self.escapes(on=not self._lines.way.escapes)
            case "input.characters":
                return self.characters()
            case _:
                return self._search()

    def end(self) -> None:
        """Give the keys back to the mode behind this one."""
        self.mode = self.mode.behind or self._lines

    def ask(self, text: str) -> None:
        """Ask what is to become of several pasted lines."""
        from tcptui.ui.input.pasting import PasteQuestion

        self.mode = self._question = PasteQuestion(text, self._lines)

    def _telnet(self) -> str:
        """The telnet prompt; from it, and from character mode, back to the lines."""
        from tcptui.ui.input.commanding import CommandLine

        if self.mode.takes_all():
            self.end()
            return _LEFT
        if self.at_command:
            self.mode = self._lines
            return ""
        self._command_line = self._command_line or CommandLine()
        self._command_line.behind = self._lines
        self.mode = self._command_line
        return ""

    @property
    def at_command(self) -> bool:
        """Whether the keys are at the telnet prompt, or in a search that goes back to it."""
        line = self._command_line
        return line is not None and (self.mode is line or self.mode.behind is line)

    def escapes(self, *, on: bool) -> str:
        """Read what is typed with escapes from now on, or as it stands."""
        return self._lines.turn_escapes(on=on)

    def characters(self) -> str:
        """Every key to the wire."""
        from tcptui.ui.input.characters import Characters

        if not self._lines.to_peer:
            return _NO_PEER
        if not keys_of("input.telnet"):
            return _NO_WAY_OUT
        self.mode = Characters(self._lines, key_of("input.telnet"))
        return ""

    def _search(self) -> str:
        """Look back for what was sent, or for an earlier command; in the search, for the match before."""
        from tcptui.ui.input.searching import HistorySearch

        if isinstance(self.mode, HistorySearch):
            self.mode.older()
        elif isinstance(self.mode, Recalling):
            if not len(self.mode.history):
                return "nothing was sent to this target yet: there is nothing to look for"
            self.mode = HistorySearch(self.mode)
        return ""
