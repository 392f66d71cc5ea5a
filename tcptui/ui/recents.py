"""Recent targets for the start page and the dialog, read from the catalogue off the screen's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tcptui.journal.entries import RecentTarget

MOST = 9
"""How many are told."""


def read_recents(tell: Callable[[list[RecentTarget]], object]) -> None:
    """Tell recent targets: at once what the catalogue knows, and again when it has taken in what is new in the logs.

    tell is called on a thread of its own, which ends with the process; a catalogue that can't be read tells nothing.
    """
    threading.Thread(target=_read, args=(tell,), name="recents", daemon=True).start()


def _read(tell: Callable[[list[RecentTarget]], object]) -> None:
    import contextlib
    import sqlite3

    from tcptui.journal import runs
    from tcptui.journal.catalog import Catalog

    if not runs.runs_dir().is_dir():
        return  # nothing was ever recorded, and looking for it must not make the folder
    with contextlib.suppress(OSError, sqlite3.Error), contextlib.closing(Catalog.open()) as catalog:
        tell(known := catalog.recent(MOST))
        catalog.refresh()
        if (fresh := catalog.recent(MOST)) != known:
            tell(fresh)
