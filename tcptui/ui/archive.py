"""The recorded runs for the screen, read and deleted in threads: the catalogue may be busy, the disk slow."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable

from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.journal.entries import ConnectionEntry, RunSummary


def _aside(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="past-runs", daemon=True).start()


def read_runs(tell: Callable[[list[RunSummary], str], object]) -> None:
    """Tell all runs, at once as the catalogue knows them, then with what is new in the logs; and a problem, or "".

    tell is called on a thread of its own.
    """

    def read() -> None:
        try:
            with contextlib.closing(Catalog.open()) as catalog:
                tell(catalog.summaries(), "reading what is new …")
                catalog.refresh()
                tell(catalog.summaries(), "")
        except (OSError, sqlite3.Error) as error:
            tell([], f"the catalogue of runs can't be read: {error}")

    _aside(read)


def read_connections(run: str, tell: Callable[[str, list[ConnectionEntry]], object]) -> None:
    """Tell the connections of a run, on a thread of its own; none where the catalogue can't be read."""

    def read() -> None:
        found: list[ConnectionEntry] = []
        with contextlib.suppress(OSError, sqlite3.Error), contextlib.closing(Catalog.open()) as catalog:
            found = catalog.connections(run)
        tell(run, found)

    _aside(read)


def delete_run(run: str, tell: Callable[[str], object]) -> None:
    """Delete a run for good, and tell what came of it in a sentence, on a thread of its own."""

    def delete() -> None:
        try:
            gone = runs.remove(run)
        except OSError as error:
            tell(f"{run} can't be deleted: {error.strerror}")
        else:
            tell(f"{run} is deleted" if gone else f"{run} is still being recorded: it stays")

    _aside(delete)
