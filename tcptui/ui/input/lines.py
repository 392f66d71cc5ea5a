"""The input as one mostly sees it: a line, or a block of lines, that Enter sends."""

from __future__ import annotations

from tcptui.protocol.glyphs import visible
from tcptui.protocol.units import exact
from tcptui.ui.editor import Editor
from tcptui.ui.input.history import Entry, History
from tcptui.ui.input.mode import Act, Ask, Face, Handled, Ignored, Leave, Mode, Piece, Submit, typed
from tcptui.ui.input.wire import TypedError, Way
from tcptui.ui.keymap import edit_of, key_of, keys_of
from tcptui.ui.telling import not_empty

_TYPED_IN_ESCAPES = "escapes mode is on: this was typed in it"
_ONE_LINE_END = "the line end behind it was left out: Enter sends one"

FILE_SIGN = "< "
"""What a line begins with that sends a file."""

_PREVIEWED = 4096
"""Characters of which the bytes are shown while they are typed: more would slow the keys."""

_HEX_SHOWN = 160


class Lines:
    """Edits a text and looks back at what was sent. way: how text becomes bytes; to_peer: whether a peer gets it."""

    behind: Mode | None = None

    def __init__(self) -> None:
        self.editor = Editor()
        self.history = History()
        self.way = Way()
        self.to_peer = False
        self._remark = ""

    # Keys -----------------------------------------------------------------------------------------------------------

    def press(self, key: str, character: str | None) -> Act:
        """Take a key."""
        self._remark = ""
        if not self.editor.text and key in keys_of("connection.remove"):
            return Ignored()  # the screen closes a tab with it
        method = edit_of(key)
        if method is not None:
            self._edit(method)
            return Handled(self._remark)
        match key:
            case "enter":
                return self._submit()
            case "ctrl+j":
                self.editor.insert("\n")
            case "escape" | "pageup" | "pagedown":
                return Leave(key)
            case "ctrl+d" if self.editor.text:
                return self._delete()
            case _ if self.editor.text and key in keys_of("clear"):
                self.editor.set("")
            case "tab" if self.reads_file:
                from tcptui.ui.input.files import completed

                text, remark = completed(self.editor.text)
                self.editor.set(text)
                return Handled(remark)
            case _:
                text = typed(key, character)
                if not text:
                    return Ignored()
                self.editor.insert(text)
        return Handled()

    def paste(self, text: str) -> Act:
        """One line goes in as it is; of several it is asked first."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        line = text.removesuffix("\n")
        if self.to_peer and "\n" in line:
            return Ask(text)
        ended = self.to_peer and line != text
        self.editor.insert(line if ended else text)
        return Handled(_ONE_LINE_END if ended and line else "")

    def click(self, index: int) -> None:
        """The cursor goes there."""
        self.editor.cursor = index

    def takes_all(self) -> bool:
        """What no text needs is free for all that it is bound to."""
        return False

    def leave(self) -> bool:
        """Every connection has lines."""
        return True

    def _edit(self, method: str) -> None:
        if method == "older":
            if not self.editor.up():
                self.recall(self.history.older(self.entry))
        elif method == "newer":
            if not self.editor.down():
                self.recall(self.history.newer())
        else:
            getattr(self.editor, method)()

    def _submit(self) -> Act:
        """Take the text out now: the next key may come before anyone has sent it."""
        submitted = Submit(self.entry, self.editor.cursor)
        self.editor.set("")
        return submitted

    def give_back(self, submitted: Submit) -> None:
        """It could not be sent: it stands there again, with what was typed since behind it."""
        since = self.editor.text
        self.editor.set(submitted.entry.text + (f"\n{since}" if since else ""))
        if not since:
            self.editor.cursor = submitted.cursor

    def _delete(self) -> Act:
        """As in a shell; at the end of a text, where that does nothing, say why no side is closed."""
        at_end = self.editor.cursor == len(self.editor.text)
        self.editor.delete()
        return Handled(not_empty() if at_end else "")

    # What is typed --------------------------------------------------------------------------------------------------

    @property
    def entry(self) -> Entry:
        """What is typed, as the history keeps it."""
        return Entry(self.editor.text, self.way.escapes)

    @property
    def reads_file(self) -> bool:
        """Whether Enter sends a file."""
        return self.names_file(self.entry)

    def names_file(self, entry: Entry) -> bool:
        """Whether an entry sends a file: only one line that is read as it stands can name one."""
        return self.to_peer and not entry.escapes and entry.text.startswith(FILE_SIGN) and "\n" not in entry.text

    def recall(self, entry: Entry | None) -> None:
        """Put an entry into the line; one that can only be written with escapes turns their mode on."""
        if entry is None:
            return
        entry = entry.written(escapes=self.way.escapes)
        if entry.escapes and not self.way.escapes:
            self.way = Way(self.way.eol, self.way.encoding, escapes=True)
            self._remark = _TYPED_IN_ESCAPES
        self.editor.set(entry.text)

    def turn_escapes(self, *, on: bool) -> str:
        """Read escapes from now on, or no more; what is typed is rewritten so that its bytes stay.

        Gives a sentence where that can't be: then the mode stays as it is.
        """
        entry = self.entry.written(escapes=on)
        if entry.escapes != on:
            return f"what is typed holds escapes: clear it first ({key_of('clear')}), or send it"
        cursor = self.editor.cursor
        changed = entry.text != self.editor.text
        self.way = Way(self.way.eol, self.way.encoding, escapes=on)
        self.editor.set(entry.text)
        if not changed:
            self.editor.cursor = cursor
        return ""

    # Looks ----------------------------------------------------------------------------------------------------------

    def face(self) -> Face:
        """The text with its ends of line, and in escapes mode the bytes as they will go."""
        return Face(
            lead="\\› " if self.way.escapes else "› ",
            lead_tone="event",
            text=self.editor.text,
            cursor=self.editor.cursor,
            ends=visible(self.way.end) if self.to_peer and not self.reads_file else "",
            below=self._below(),
        )

    def _below(self) -> tuple[Piece, ...]:
        if self.reads_file:
            as_text = f"as text: {key_of('input.escapes')} and \\x3c path"
            return ((f"Enter sends this file as it is · Tab completes · {as_text}", "event"),)
        if not self.way.escapes or not self.to_peer:
            return ()
        if len(self.editor.text) > _PREVIEWED:
            return ((f"{exact(len(self.editor.text), 'character')}: too many to show their bytes", "muted"),)
        try:
            data = self.way.block(self.editor.text)
        except TypedError as error:
            return ((str(error), "warning"),)
        return ((f"{exact(len(data))}  {data[:_HEX_SHOWN].hex(' ')}", "muted"),)
