"""Looking back for what was sent: each key narrows the search, as ctrl+r does in a shell."""

from __future__ import annotations

from rich.cells import cell_len

from tcptui.ui.input.history import Entry
from tcptui.ui.input.mode import Act, Choice, End, Face, Handled, Ignored, Leave, Recalling, one_line, typed
from tcptui.ui.keymap import edit_of, key_of

_QUERY_SHOWN = 24

_GIVEN_UP = ("escape", "ctrl+g", "ctrl+c")
_ACCEPTED = ("enter", "tab")

_CHOICES = (Choice("Enter takes it", "enter"), Choice("Esc gives up", "escape"))


class HistorySearch:
    """Shows the newest entry that contains what was typed; the mode behind it gets the one that is accepted."""

    def __init__(self, behind: Recalling) -> None:
        self.behind: Recalling = behind
        self._history = behind.history
        self._query = ""
        self._at: int | None = self._history.find("")
        self._missing = False

    def press(self, key: str, character: str | None) -> Act:
        """Take a key. Enter and the keys that move in a line accept; Esc, ctrl+g and ctrl+c give up."""
        if key in _GIVEN_UP:
            return End()
        if key in ("pageup", "pagedown"):
            return Leave(key)
        if key in _ACCEPTED:
            return self._accept("")
        match edit_of(key):
            case "backspace":
                return self._look_for(self._query[:-1])
            case "older":
                return self.older()
            case "newer":
                return self._newer()
            case str():
                return self._accept(key)
            case None:
                text = typed(key, character)
                return self._look_for(self._query + text) if text else Ignored()

    def paste(self, text: str) -> Act:
        """Look for what was pasted."""
        return self._look_for(self._query + one_line(text))

    def click(self, index: int) -> None:
        """Nothing: the text is not edited here."""

    def takes_all(self) -> bool:
        """The screen's other keys work on."""
        return False

    def leave(self) -> bool:
        """The search was in what the other one was sent."""
        return False

    def older(self) -> Act:
        """Go to the match before (ctrl+r again)."""
        return self._go(self._history.find(self._query, self._at))

    def _newer(self) -> Act:
        return self._go(None if self._at is None else self._history.find_newer(self._query, self._at))

    def _go(self, at: int | None) -> Act:
        self._missing = at is None
        self._at = self._at if at is None else at
        return Handled()

    def _look_for(self, query: str) -> Act:
        """Stay on the match while it holds the longer query; else look on from there, with a shorter one from anew."""
        begin = self._at + 1 if self._at is not None and query.startswith(self._query) else None
        self._query = query
        return self._go(self._history.find(query, begin))

    def _accept(self, key: str) -> Act:
        if self._at is not None:
            self.behind.recall(self._history.entry(self._at))
        return End(key)

    def face(self) -> Face:
        """The query, and the match with what was looked for marked."""
        entry = Entry("") if self._at is None else self._history.entry(self._at)
        begin = entry.text.find(self._query)
        query = self._query
        while cell_len(query) > _QUERY_SHOWN:
            query = query[1:]
        return Face(
            lead=f"({'no older match' if self._missing else 'search'}) {query}: ",
            lead_tone="warning" if self._missing else "event",
            text=entry.text,
            cursor=max(0, begin),
            marked=(begin, begin + len(self._query)) if begin >= 0 else (0, 0),
            below=((f"type a part of it · {key_of('input.search')} older · ", "muted"),),
            choices=_CHOICES,
        )
