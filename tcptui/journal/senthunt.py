"""Looks for words in all the bytes of things that were sent, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcptui.journal.sententry import SentEntry
from tcptui.journal.sentlog import SentLog


class OpenLog:
    """The log of the run that was read last: entries of one run mostly follow each other."""

    def __init__(self) -> None:
        self._run = ""
        self._log: SentLog | None = None

    def of(self, run: str) -> SentLog | None:
        """The run's log; None where it is gone."""
        if run != self._run:
            self.close()
            self._run = run
            try:
                self._log = SentLog(run)
            except OSError:
                self._log = None
        return self._log

    def close(self) -> None:
        """Close it."""
        if self._log is not None:
            self._log.close()
        self._run, self._log = "", None


def hunt(entries: Iterable[tuple[SentEntry, list[bytes]]]) -> Iterator[bool]:
    """Whether the bytes of each entry hold all of its words, in this order; A-Z and a-z are the same.

    words: in lower case. What can't be read any more holds none.
    """
    opened = OpenLog()
    try:
        for entry, words in entries:
            log = opened.of(entry.run)
            yield log is not None and _holds(log, entry, words)
    finally:
        opened.close()


def _holds(log: SentLog, entry: SentEntry, words: list[bytes]) -> bool:
    missing, overlap = set(words), max(map(len, words), default=1) - 1
    rest = b""
    for piece in log.pieces(entry.stretch):
        window = rest + piece.lower()
        missing = {word for word in missing if word not in window}
        if not missing:
            return True
        rest = window[len(window) - overlap :] if overlap else b""
    return not missing
