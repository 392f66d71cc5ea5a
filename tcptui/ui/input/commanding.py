"""The telnet prompt: a line that is a command to tcptui, with a history of its own."""

from __future__ import annotations

from tcptui.ui.editor import Editor
from tcptui.ui.input.history import Entry, History
from tcptui.ui.input.mode import Act, Command, End, Face, Handled, Ignored, Mode, Page, one_line, typed
from tcptui.ui.keymap import edit_of

_HINT = "a command, ? for all of them · empty Enter goes back to the session"


class CommandLine:
    """Edits one command. It is kept while the keys are elsewhere: what was begun is there when one comes back."""

    def __init__(self) -> None:
        self.behind: Mode | None = None
        self.editor = Editor()
        self.history = History()

    def press(self, key: str, character: str | None) -> Act:
        """Take a key; Esc, and Enter on an empty line, go back to the session."""
        match key:
            case "enter":
                return self._enter()
            case "escape":
                return End()
            case "ctrl+c" | "ctrl+d" if not self.editor.text:
                return End()
            case "ctrl+d":
                self.editor.delete()
            case "ctrl+c":
                self.editor.set("")
            case "pageup" | "pagedown":
                return Page(-1 if key == "pageup" else 1)
            case "tab":
                from tcptui.ui.telnet.commands import complete

                text, remark = complete(self.editor.text)
                self.editor.set(text)
                return Handled(remark)
            case _:
                return self._edit(key, character)
        return Handled()

    def paste(self, text: str) -> Act:
        """A command is one line."""
        self.editor.insert(one_line(text))
        return Handled()

    def click(self, index: int) -> None:
        """The cursor goes there."""
        self.editor.cursor = index

    def takes_all(self) -> bool:
        """The screen's other keys work on."""
        return False

    def leave(self) -> bool:
        """A command is about whatever connection is in view."""
        return True

    def recall(self, entry: Entry | None) -> None:
        """Put an earlier command into the line."""
        if entry is not None:
            self.editor.set(entry.text)

    def _enter(self) -> Act:
        line = self.editor.text
        if not line.strip():
            return End()
        self.history.add(Entry(line))
        self.editor.set("")
        return Command(line)

    def _edit(self, key: str, character: str | None) -> Act:
        match edit_of(key):
            case "older":
                self.recall(self.history.older(Entry(self.editor.text)))
            case "newer":
                self.recall(self.history.newer())
            case str(method):
                getattr(self.editor, method)()
            case None:
                text = typed(key, character)
                if not text:
                    return Ignored()
                self.editor.insert(text)
        return Handled()

    def face(self) -> Face:
        """The prompt as telnet's."""
        return Face(lead="tcptui> ", lead_tone="warning", text=self.editor.text, cursor=self.editor.cursor, words=_HINT)
