"""Looks through the bytes of everything in the history, in a thread, and tells how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from tcptui.journal.sententry import SentEntry
from tcptui.journal.senthunt import hunt
from tcptui.protocol.frozen import frozen
from tcptui.ui.senthistory.line import SentLine

_EVERY: Final = 0.1
"""Seconds between two tellings."""


@frozen
class Hunted:
    """What was found since the last telling. looked: how many things were looked at; of: so many."""

    hunting: Hunting
    found: list[SentLine]
    looked: int
    of: int

    @property
    def over(self) -> bool:
        """Whether all were looked at."""
        return self.looked == self.of


class Hunting:
    """One search: every word must occur in what is known of a thing, or in its bytes."""

    def __init__(self, lines: list[SentLine], words: list[str], tell: Callable[[Hunted], object]) -> None:
        """lines: in which not all words were found yet; tell: called on the thread."""
        self._lines = lines
        self._words = words
        self._tell = tell
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="history-search", daemon=True).start()

    def stop(self) -> None:
        """Look no further."""
        self._stopped.set()

    def _asked(self) -> Iterator[tuple[SentEntry, list[bytes]]]:
        for line in self._lines:
            missing = [word for word in self._words if word not in line.words]
            yield line.entry, [word.encode("utf-8", "surrogateescape") for word in missing]

    def _run(self) -> None:
        found: list[SentLine] = []
        due = time.monotonic() + _EVERY
        looked = 0
        for looked, (line, holds) in enumerate(zip(self._lines, hunt(self._asked()), strict=True), 1):
            if self._stopped.is_set():
                return
            if holds:
                found.append(line)
            if time.monotonic() > due:
                self._tell(Hunted(self, found, looked - 1, len(self._lines)))
                found, due = [], time.monotonic() + _EVERY
        self._tell(Hunted(self, found, looked, len(self._lines)))
