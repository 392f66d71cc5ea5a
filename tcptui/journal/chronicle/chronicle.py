"""Reads a log's events in a thread of its own: the newest stretch first, then back to the first, then what comes.

So the end, which one looks at, is there at once however long the record is, and nothing waits for the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Final

from tcptui.journal.chronicle.chapter import Chapter, Line
from tcptui.journal.log import Log
from tcptui.journal.places import border

Place = tuple[int, int]
"""A line's chapter, negative for what is older than the first look, and its index there. Places are in order."""

STRETCH: Final = 16 << 20
"""Bytes of log that are read as one chapter, about: …"""

FIRST: Final = 1 << 18
"""… at most, for the first is small, so that it is there at once, and each older one twice as long."""

MOST: Final = 1_000_000
"""Lines that are kept, some 70 MB; older ones are left out, and `left_out` says so."""

_TURN: Final = 1000
"""Records, one or two milliseconds, after which the screen's thread gets its turn."""

_REST: Final = 0.0005
_POLL: Final = 0.1
_LONG: Final = 1 << 16
"""Lines of a chapter after which what comes goes into another one."""

END: Final[Place] = (1 << 62, 0)
"""Behind every line."""


class Chronicle:
    """From `start` to `stop`. version: changes whenever there may be more or other lines to show."""

    def __init__(self, log: Log, wanted: Callable[[Line], bool]) -> None:
        """wanted: asked in the thread of each line when it begins; it may read the log."""
        self._log = log
        self._wanted = wanted
        self._asked = self._answered = 0  # filters
        self._chapters: dict[int, Chapter] = {}
        self._oldest = self._newest = 0
        self._lines = 0
        self._stretch = FIRST
        self.version = 0
        self.share = 0.0
        """How much of what there was at the beginning has been read, 0..1."""
        self.left_out = False
        """Whether there are older lines than those that are kept."""
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tcptui-chronicle", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it: some milliseconds."""
        self._stop.set()
        self._wake.set()
        self._thread.join()

    def filter(self, wanted: Callable[[Line], bool]) -> None:
        """Show other lines from now on; `filtered` says when all that has been read has been asked for."""
        self._wanted = wanted
        self._asked += 1
        self._wake.set()

    @property
    def filtered(self) -> bool:
        """Whether all lines that have been read went through the present filter."""
        return self._asked == self._answered

    # What is shown, for any thread -----------------------------------------------------------------------------------

    def count(self) -> int:
        """How many lines are shown."""
        return sum(len(chapter.shown) for chapter in list(self._chapters.values()))

    def rank(self, place: Place) -> int:
        """How many shown lines come before this place."""
        number, index = place
        before = sum(len(chapter.shown) for at, chapter in list(self._chapters.items()) if at < number)
        chapter = self._chapters.get(number)
        return before + (chapter.rank(index) if chapter else 0)

    def before(self, place: Place, n: int) -> list[tuple[Place, Line]]:
        """The n shown lines before a place, or fewer, oldest first. `END` is behind the newest."""
        found: list[tuple[Place, Line]] = []
        number, index = place
        for at in range(min(number, self._newest), self._oldest - 1, -1):
            chapter = self._chapters.get(at)
            if chapter is None:
                continue
            shown = chapter.shown
            end = chapter.rank(index) if at == number else len(shown)
            found += [((at, i), chapter.line(i)) for i in reversed(shown[max(0, end - n + len(found)) : end])]
            if len(found) >= n:
                break
        return found[::-1]

    def after(self, place: Place, n: int) -> list[tuple[Place, Line]]:
        """The n shown lines from a place on, itself included, or fewer."""
        found: list[tuple[Place, Line]] = []
        number, index = place
        for at in range(max(number, self._oldest), self._newest + 1):
            chapter = self._chapters.get(at)
            if chapter is None:
                continue
            begin = chapter.rank(index) if at == number else 0
            found += [((at, i), chapter.line(i)) for i in chapter.shown[begin : begin + n - len(found)]]
            if len(found) >= n:
                break
        return found

    # The thread ------------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        begin = end = self._log.committed
        total = max(1, end)
        self._chapters[0] = Chapter(end)
        while not self._stop.is_set():
            if not self.filtered:
                self._filter_all()
            end = self._follow(end)
            if begin > 0 and not self.left_out:
                begin = self._read_back(begin)
                self.share = 1 - begin / total
                continue
            self.share = 1.0
            self._wake.wait(_POLL)
            self._wake.clear()

    def _follow(self, end: int) -> int:
        """Take in what was recorded since; where it ends."""
        stop = self._log.committed
        if stop <= end:
            return end
        if len(self._chapters[self._newest]) > _LONG:
            self._chapters[self._newest + 1] = Chapter(end)
            self._newest += 1
        self._feed(self._chapters[self._newest], end, stop)
        while self._lines > MOST and self._oldest < self._newest:
            self._lines -= len(self._chapters.pop(self._oldest, ()))
            self._oldest += 1
            self.left_out = True
        return stop

    def _read_back(self, end: int) -> int:
        """Read the stretch that ends here; where it began."""
        start = self._border(end)
        chapter = Chapter(start)
        self._feed(chapter, start, end)
        self._chapters[self._oldest - 1] = chapter
        self._oldest -= 1
        self.version += 1
        self.left_out = start > 0 and self._lines >= MOST
        return start

    def _border(self, end: int) -> int:
        """Where a record begins, about STRETCH before a record's end."""
        goal = end - self._stretch
        self._stretch = min(2 * self._stretch, STRETCH)
        return border(self._log, goal) if goal > 0 else 0

    def _feed(self, chapter: Chapter, start: int, stop: int) -> None:
        for number, record in enumerate(self._log.walk(start, stop)):
            index = chapter.feed(record)
            if index is not None:
                self._lines += 1
                if self._wanted(chapter.line(index)):
                    chapter.shown.append(index)
            if number % _TURN == _TURN - 1:
                self.version += 1
                if self._stop.wait(_REST):
                    return
        self.version += 1

    def _filter_all(self) -> None:
        """Ask for every line anew, the newest chapter first; a newer filter begins anew."""
        asked, wanted = self._asked, self._wanted
        for chapter in self._backward():
            for _ in chapter.filter(wanted):
                if self._stop.wait(_REST) or asked != self._asked:
                    return
            self.version += 1
        self._answered = asked
        self.version += 1

    def _backward(self) -> Iterator[Chapter]:
        return reversed([self._chapters[at] for at in range(self._oldest, self._newest + 1)])
