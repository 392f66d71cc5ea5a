"""What was sent, oldest first, and where one stands in it while looking back."""

from __future__ import annotations

import re

from tcptui.protocol.frozen import frozen

_REMEMBERED = 1000

_IN_ESCAPES = r"[\\\x00-\x09\x0b-\x1f\x7f\udc80-\udcff]"
"""What can't stand as it is in a text that is read with escapes; a newline is the end of a line there, too."""


@frozen
class Entry:
    """One line or block as it was typed. escapes: whether it is written with escapes."""

    text: str
    escapes: bool = False

    def written(self, *, escapes: bool) -> Entry:
        """The same bytes as they are typed with escapes or without, where that can be."""
        if escapes and not self.escapes:
            from tcptui.protocol.escapes import escape

            text = re.sub(_IN_ESCAPES, lambda found: escape(found[0].encode("utf-8", "surrogateescape")), self.text)
            return Entry(text, escapes=True)
        if self.escapes and "\\" not in self.text:
            return Entry(self.text)
        return self


class History:
    """The lines and blocks that were sent to one target.

    The draft that one was typing when one began to look back is kept, and comes back at the end.
    """

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._position: int | None = None
        self._draft = Entry("")

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Remember what was sent; empty lines and repetitions of the last one are not kept."""
        self._position = None
        if entry.text and (not self._entries or self._entries[-1] != entry):
            self._entries.append(entry)
            del self._entries[:-_REMEMBERED]

    def add_older(self, entries: list[Entry]) -> None:
        """Put what was sent in earlier runs before all that is here, oldest first; looking back goes on undisturbed."""
        room = max(0, _REMEMBERED - len(self._entries))
        earlier: list[Entry] = []
        for entry in entries:
            if entry.text and (not earlier or earlier[-1] != entry):
                earlier.append(entry)
        earlier = earlier[len(earlier) - min(room, len(earlier)) :]
        self._entries[:0] = earlier
        if self._position is not None:
            self._position += len(earlier)

    def older(self, current: Entry) -> Entry | None:
        """The entry before; None where there is none. current: what is typed, kept as the draft."""
        if self._position is None:
            if not self._entries:
                return None
            self._draft = current
            self._position = len(self._entries)
        if self._position == 0:
            return None
        self._position -= 1
        return self._entries[self._position]

    def newer(self) -> Entry | None:
        """The entry after, in the end the draft; None where one is not looking back."""
        if self._position is None:
            return None
        self._position += 1
        if self._position < len(self._entries):
            return self._entries[self._position]
        self._position = None
        return self._draft

    def find(self, query: str, before: int | None = None) -> int | None:
        """The number of the newest entry that contains the query; before: only older ones than this number."""
        last = len(self._entries) if before is None else before
        return next((at for at in range(last - 1, -1, -1) if query in self._entries[at].text), None)

    def find_newer(self, query: str, after: int) -> int | None:
        """The number of the next newer entry that contains the query."""
        return next((at for at in range(after + 1, len(self._entries)) if query in self._entries[at].text), None)

    def entry(self, number: int) -> Entry:
        """The entry of this number, from 0 for the oldest."""
        return self._entries[number]
