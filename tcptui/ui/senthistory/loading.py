"""Reads the history in a thread of its own: what the catalogue knows at once, the newest first, then what is new."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.journal.sententry import SentEntry
from tcptui.journal.senthunt import OpenLog
from tcptui.protocol.frozen import frozen
from tcptui.ui.senthistory.line import SentLine, sent_line

MOST: Final = 200_000
"""Things that are kept, some 100 MB; older ones are left out, and that is said."""

_RUNS_AT_ONCE: Final = 500
"""Runs of which the catalogue is asked at once."""

_EVERY: Final = 0.3
"""Seconds between two tellings while the catalogue takes in what is new."""

_REST: Final = 0.001
"""Seconds after each chunk that belong to the screen."""


@frozen
class Some:
    """Some more of the history, older than all before. anew: there was nothing before.

    changed: runs of which all before is forgotten, and these lines are all that there is. total: of all things; share:
    how much of what the catalogue knows has been read, 0..1; new: how much of what it did not know; problem: why
    nothing can be read, or "".
    """

    lines: list[SentLine]
    total: int
    share: float
    new: float = 0.0
    changed: frozenset[str] = frozenset()
    problem: str = ""


class _StoppedError(Exception):
    """Nobody wants to know any more."""


class Loading:
    """Tells the history from its thread, in order, until it is stopped."""

    def __init__(self, tell: Callable[[Some], object]) -> None:
        self._tell = tell
        self._stopped = threading.Event()
        self._live: dict[str, bool] = {}
        self._opened = OpenLog()
        self._untold: set[str] = set()  # runs that changed since they were told
        self._due = 0.0

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="history", daemon=True).start()

    def stop(self) -> None:
        """Tell no more."""
        self._stopped.set()

    def _run(self) -> None:
        try:
            with contextlib.closing(Catalog.open()) as catalog:
                self._known(catalog)
            while not self._take_new():
                self._rest()
        except _StoppedError:
            pass
        except (OSError, sqlite3.Error) as error:
            self._tell(Some([], 0, 1.0, 1.0, problem=f"the catalogue of runs can't be read: {error}"))
        finally:
            self._opened.close()

    def _take_new(self) -> bool:
        """Have what is new taken in, and tell it; False where another is at that, and takes longer than one waits."""
        try:
            with contextlib.closing(Catalog.open()) as catalog:
                self._refresh(catalog)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True

    def _refresh(self, catalog: Catalog) -> None:
        told: set[str] = set()

        def took(run: str, share: float) -> None:
            told.add(run)
            self._untold.add(run)
            if time.monotonic() > self._due:
                self._changed(catalog, min(share, 0.999))

        changed = catalog.refresh(took)
        self._untold |= changed - told
        self._changed(catalog, 1.0)

    def _known(self, catalog: Catalog) -> None:
        """Tell what the catalogue knows."""
        total, read = catalog.sent_count(), 0
        for some in self._bounded(catalog.history()):
            read += len(some)
            self._tell(Some(list(self._lines(some)), total, read / min(total, MOST)))
            self._rest()
        self._due = time.monotonic() + _EVERY

    def _changed(self, catalog: Catalog, new: float) -> None:
        """Tell what changed since the last time. new: how much of all that is new is told by then."""
        runs, self._untold = sorted(self._untold), set()
        lines: list[SentLine] = []
        for at in range(0, len(runs), _RUNS_AT_ONCE):
            for some in catalog.history(runs[at : at + _RUNS_AT_ONCE]):
                lines += self._lines(some)
                self._rest()
        self._tell(Some(lines, catalog.sent_count(), 1.0, new, frozenset(runs)))
        self._due = time.monotonic() + _EVERY

    def _rest(self) -> None:
        """Leave the screen its turn."""
        if self._stopped.is_set():
            raise _StoppedError
        time.sleep(_REST)

    def _bounded(self, history: Iterator[list[SentEntry]]) -> Iterator[list[SentEntry]]:
        left = MOST
        while left > 0 and (some := next(history, None)):
            yield some[:left]
            left -= len(some)

    def _lines(self, entries: list[SentEntry]) -> Iterator[SentLine]:
        for entry in entries:
            log = self._opened.of(entry.run)
            if log is not None:  # else it was deleted meanwhile
                yield sent_line(entry, log.first_line(entry), live=entry.outcome is None and self._is_live(entry.run))

    def _is_live(self, run: str) -> bool:
        if run not in self._live:
            try:
                self._live[run] = runs.is_live(run)
            except OSError:
                self._live[run] = False
        return self._live[run]
