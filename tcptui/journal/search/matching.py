"""Finding matches in a window of bytes: literal bytes here, regular expressions in a process of their own."""

from __future__ import annotations

from typing import Protocol

from tcptui.journal.search.query import Query, needle, pattern

Window = bytes | bytearray
Span = tuple[int, int]

_SAMPLE = 4 << 10
_TRIES = 256


class Matcher(Protocol):
    """Matches never overlap: the first is the leftmost one at or behind `start`, each next the leftmost behind it.

    reach: bytes that have to be in the window behind a match's first byte, its own included; behind: before it.
    """

    reach: int
    behind: int

    def count(self, window: Window, start: int, stop: int) -> tuple[int, int]:
        """How many matches begin in window[start:stop], and a place behind the last one before which none begins."""

    def spans(self, window: Window, start: int, stop: int) -> list[Span]:
        """Where they begin and end."""

    def stop(self) -> None:
        """Look for nothing more, from any thread: a call under way ends soon, and may raise StoppedError."""

    def close(self) -> None:
        """Give back what was started for it; for the thread that counts."""


class StoppedError(Exception):
    """The matcher was told to stop while it was looking."""


def matcher(query: Query) -> Matcher:
    """What finds this query. Raises QueryError."""
    if query.mode == "regex":
        from tcptui.journal.search.process import RegexMatcher

        return RegexMatcher(pattern(query).pattern, ignore_case=query.ignore_case)
    return LiteralMatcher(needle(query), fold=query.ignore_case and query.mode == "text")


class LiteralMatcher:
    """Finds these bytes. fold: ASCII letters match in either case."""

    behind = 0

    def __init__(self, wanted: bytes, *, fold: bool = False) -> None:
        self._fold = fold
        self._wanted = wanted.lower() if fold else wanted
        self.reach = len(wanted)
        self._rare = list({*self._wanted[:1], *self._wanted[:1].upper()} if fold else self._wanted[:1])
        # Only what begins as it ends can overlap itself; everything else may be counted by the C library's pace.
        self._overlaps = any(self._wanted.startswith(self._wanted[at:]) for at in range(1, self.reach))

    def count(self, window: Window, start: int, stop: int) -> tuple[int, int]:
        """See Matcher."""
        if self._is_absent(window, start, stop):
            return 0, start
        if self._fold:
            window = window.lower()
        end = stop + self.reach - 1
        if self._overlaps:
            return self._count_chained(window, start, end)
        found = window.count(self._wanted, start, end)
        return found, window.rfind(self._wanted, start, end) + self.reach if found else start

    def _count_chained(self, window: Window, start: int, end: int) -> tuple[int, int]:
        """Where matches may hang together in chains, only walking along a chain tells where its last one ends.

        So as little as possible is walked: from the last place on that no chain reaches over.
        """
        size, at = self.reach, end
        for _ in range(_TRIES):
            at -= size
            if at <= start:
                break
            if window.find(self._wanted, max(start, at - size + 1), at + size - 1) < 0:
                ends = [after for _, after in self._walked(window, at, end)]
                return window.count(self._wanted, start, at) + len(ends), ends[-1] if ends else at
        ends = [after for _, after in self._walked(window, start, end)]
        return len(ends), ends[-1] if ends else start

    def spans(self, window: Window, start: int, stop: int) -> list[Span]:
        """See Matcher."""
        if self._is_absent(window, start, stop):
            return []
        if self._fold:
            window = window.lower()
        return self._walked(window, start, stop + self.reach - 1)

    def _walked(self, window: Window, start: int, end: int) -> list[Span]:
        spans: list[Span] = []
        size = self.reach
        at = window.find(self._wanted, start, end)
        while at >= 0:
            spans.append((at, at + size))
            at = window.find(self._wanted, at + size, end)
        return spans

    def occurs(self, window: Window, start: int) -> bool:
        """Whether it is anywhere in window[start:]."""
        if self._is_absent(window, start, len(window)):
            return False
        return (window.lower() if self._fold else window).find(self._wanted, start) >= 0

    def _is_absent(self, window: Window, start: int, stop: int) -> bool:
        """Whether a byte that every match has is nowhere: one byte is looked for ten times as fast as several.

        The byte that is rarest at the window's beginning is tried, as long as that goes well.
        """
        end = stop + self.reach - 1
        if all(window.find(byte, start, end) < 0 for byte in self._rare):
            return True
        sample = window[start : start + _SAMPLE]
        forms = ({byte, *bytes((byte,)).upper()} if self._fold else {byte} for byte in set(self._wanted))
        self._rare = list(min(forms, key=lambda form: sum(map(sample.count, form))))
        return all(window.find(byte, start, end) < 0 for byte in self._rare)

    def stop(self) -> None:
        """See Matcher: a window takes no time that matters."""

    def close(self) -> None:
        """See Matcher: nothing was started."""
