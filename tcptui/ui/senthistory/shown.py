"""The history in memory: all of it, and what of it fits what is asked for. Pure."""

from __future__ import annotations

from tcptui.ui.senthistory.line import SentLine
from tcptui.ui.senthistory.loading import MOST, Some


class History:
    """shown: what fits, the newest first; words: what is asked for, in lower case; total: of all things there are;
    share, new: how much has been read of what was known, and of what is new; problem: why nothing can be, or ""."""

    def __init__(self) -> None:
        self.every: list[SentLine] = []
        self.shown: list[SentLine] = []
        self.words: list[str] = []
        self.total = 0
        self.share = self.new = 0.0
        self.problem = ""
        self._found: set[tuple[str, int]] = set()
        self._renewed = False  # whether lines were read anew since the words were asked for

    def take(self, some: Some) -> None:
        """More of it was read."""
        self.total, self.share, self.new, self.problem = some.total, some.share, some.new, some.problem
        if some.changed:
            self.every = [line for line in self.every if line.entry.run not in some.changed]
            self.every += some.lines
            self.every.sort(key=_newest_first)  # mostly sorted: nearly one pass
            self._renewed = True
            del self.every[MOST:]
            self._filter()
        else:
            self.every += some.lines
            self.shown += self._fitting(some.lines)

    def ask(self, text: str) -> None:
        """Show what holds all of these words; what was found in bytes was found for others."""
        self.words = text.lower().split()
        self._found, self._renewed = set(), False
        self._filter()

    @property
    def read(self) -> bool:
        """Whether all of it has been read."""
        return self.new == 1

    def found(self, lines: list[SentLine]) -> None:
        """The bytes of these hold the words, too."""
        self._found.update(line.key for line in lines)
        if self._renewed:  # some of them may be others by now
            self._filter()
        elif lines:
            self.shown = sorted([*self.shown, *lines], key=_newest_first)

    def unfitting(self) -> list[SentLine]:
        """Those in whose bytes the words are still to be looked for."""
        there = {line.key for line in self.shown}
        return [line for line in self.every if line.key not in there]

    def _filter(self) -> None:
        self.shown = self._fitting(self.every)

    def _fitting(self, lines: list[SentLine]) -> list[SentLine]:
        found = self._found
        if found:
            asked = self.words
            return [line for line in lines if all(word in line.words for word in asked) or line.key in found]
        for word in self.words:  # one after the other: a third of the time of all of them for each line
            lines = [line for line in lines if word in line.words]
        return list(lines)


def _newest_first(line: SentLine) -> int:
    return -line.entry.t
