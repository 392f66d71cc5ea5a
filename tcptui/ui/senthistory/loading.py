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
"""Runs that are read anew by themselves; where more have changed, all is."""

_REST: Final = 0.001
"""Seconds after each chunk that belong to the screen."""


@frozen
class Some:
    """Some more of the history, older than all before. anew: all before is to be forgotten.

    changed: runs of which all before is forgotten, and these lines are all that there is. total: of all things; share:
    how much of them has been read, 0..1; problem: why nothing can be read, or "".
    """

    lines: list[SentLine]
    total: int
    share: float
    anew: bool = False
    changed: frozenset[str] = frozenset()
    problem: str = ""


class Loading:
    """Tells the history from its thread, in order, until it is stopped."""

    def __init__(self, tell: Callable[[Some], object]) -> None:
        self._tell = tell
        self._stopped = threading.Event()
        self._live: dict[str, bool] = {}
        self._opened = OpenLog()

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="history", daemon=True).start()

    def stop(self) -> None:
        """Tell no more."""
        self._stopped.set()

    def _run(self) -> None:
        try:
            with contextlib.closing(Catalog.open()) as catalog:
                self._read(catalog)
        except (OSError, sqlite3.Error) as error:
            self._tell(Some([], 0, 1.0, problem=f"the catalogue of runs can't be read: {error}"))
        finally:
            self._opened.close()

    def _read(self, catalog: Catalog) -> None:
        self._all(catalog, until=0.999)
        if self._stopped.is_set():
            return
        changed = catalog.refresh()
        if len(changed) > _RUNS_AT_ONCE:
            self._all(catalog, until=1.0)
            return
        lines = [line for some in catalog.history(changed) for line in self._lines(some)] if changed else []
        self._tell(Some(lines, catalog.sent_count(), 1.0, changed=frozenset(changed)))

    def _all(self, catalog: Catalog, until: float) -> None:
        """Tell everything. until: the share that is told at its end."""
        total, read, anew = catalog.sent_count(), 0, True
        for some in self._bounded(catalog.history()):
            read += len(some)
            done = read >= min(total, MOST)
            self._tell(Some(list(self._lines(some)), total, until if done else read / total, anew))
            anew = False
            if self._stopped.is_set():
                return
            time.sleep(_REST)
        if anew:
            self._tell(Some([], total, until, anew))

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
