"""The line that is being typed, as readline edits it: text, cursor and the killed text."""

from __future__ import annotations


class Editor:
    """Text with a cursor (an index into it) and readline's ways to move and kill. Newlines make it a block."""

    def __init__(self) -> None:
        self.text = ""
        self.cursor = 0
        self._killed = ""

    def set(self, text: str) -> None:
        """Replace everything; the cursor goes to the end."""
        self.text = text
        self.cursor = len(text)

    def insert(self, text: str) -> None:
        """Put text where the cursor is; CR LF and CR become newlines."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def _delete(self, start: int, end: int) -> str:
        start, end = min(start, end), max(start, end)
        gone = self.text[start:end]
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start
        return gone

    @property
    def _line_start(self) -> int:
        return self.text.rfind("\n", 0, self.cursor) + 1

    @property
    def _line_end(self) -> int:
        end = self.text.find("\n", self.cursor)
        return len(self.text) if end < 0 else end

    def _word_left(self) -> int:
        at = self.cursor
        while at and not self.text[at - 1].isalnum():
            at -= 1
        while at and self.text[at - 1].isalnum():
            at -= 1
        return at

    def _word_right(self) -> int:
        at = self.cursor
        while at < len(self.text) and not self.text[at].isalnum():
            at += 1
        while at < len(self.text) and self.text[at].isalnum():
            at += 1
        return at

    def _blank_left(self) -> int:
        at = self.cursor
        while at and self.text[at - 1].isspace():
            at -= 1
        while at and not self.text[at - 1].isspace():
            at -= 1
        return at

    def left(self) -> None:
        """One character back (ctrl+b)."""
        self.cursor = max(0, self.cursor - 1)

    def right(self) -> None:
        """One character on (ctrl+f)."""
        self.cursor = min(len(self.text), self.cursor + 1)

    def word_left(self) -> None:
        """To the beginning of the word (alt+b)."""
        self.cursor = self._word_left()

    def word_right(self) -> None:
        """To the end of the word (alt+f)."""
        self.cursor = self._word_right()

    def home(self) -> None:
        """To the beginning of the line (ctrl+a)."""
        self.cursor = self._line_start

    def end(self) -> None:
        """To the end of the line (ctrl+e)."""
        self.cursor = self._line_end

    def backspace(self) -> None:
        """Remove the character before the cursor."""
        self._delete(max(0, self.cursor - 1), self.cursor)

    def delete(self) -> None:
        """Remove the character at the cursor."""
        self._delete(self.cursor, min(len(self.text), self.cursor + 1))

    def kill_to_end(self) -> None:
        """Kill to the end of the line, or the newline where one is at the end (ctrl+k)."""
        self._killed = self._delete(self.cursor, max(self._line_end, min(self.cursor + 1, len(self.text))))

    def kill_to_start(self) -> None:
        """Kill to the beginning of the line (ctrl+u)."""
        self._killed = self._delete(self._line_start, self.cursor)

    def kill_word_left(self) -> None:
        """Kill back to a blank (ctrl+w)."""
        self._killed = self._delete(self._blank_left(), self.cursor)

    def kill_alnum_left(self) -> None:
        """Kill back to the beginning of the word (alt+backspace)."""
        self._killed = self._delete(self._word_left(), self.cursor)

    def kill_word_right(self) -> None:
        """Kill to the end of the word (alt+d)."""
        self._killed = self._delete(self.cursor, self._word_right())

    def yank(self) -> None:
        """Put back what was killed last (ctrl+y)."""
        self.insert(self._killed)

    def up(self) -> bool:
        """One line up within a block; False where the cursor is on the first line."""
        if not self._line_start:
            return False
        column = self.cursor - self._line_start
        self.cursor = self._line_start - 1
        self.cursor = min(self._line_start + column, self.cursor)
        return True

    def down(self) -> bool:
        """One line down within a block; False where the cursor is on the last line."""
        if self._line_end == len(self.text):
            return False
        column = self.cursor - self._line_start
        self.cursor = self._line_end + 1
        self.cursor = min(self.cursor + column, self._line_end)
        return True
