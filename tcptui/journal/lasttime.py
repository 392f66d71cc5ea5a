"""When the same was replayed before: found in the catalogue, which knows what each connection replayed."""

from __future__ import annotations

import contextlib

from tcptui.journal.catalog import Catalog

Place = tuple[str, int]
"""A run's ID and the number of a connection of it."""


def last_time(source: str, before: Place, at: int | None = None) -> Place | None:
    """The last replay of this before another one, else the recording that is replayed; None where there is none.

    source: of events.Replayed; before: the connection of the later one, of several that began at once the first one; of
    a run that is not kept, an ID that sorts behind all others; at: which one, from 0, where the last replay was on
    several connections at once; None, or where there are fewer: the last of them. Raises OSError, sqlite3.Error.
    """
    with contextlib.closing(Catalog.open()) as catalog:
        catalog.refresh()
        found = catalog.last_replay(source, *before)
        if found is None:
            return _recording(source)
        run, conn, together = found
        if at is not None and together:
            every = catalog.replays_together(source, run, together)
            conn = every[min(at, len(every) - 1)]
        return run, conn


def _recording(source: str) -> Place | None:
    """The connection whose recording is replayed."""
    word, _, place = source.partition(" ")
    run, _, conn = place.partition("/")
    return (run, int(conn)) if word == "recording" and conn.isdecimal() else None


def last_time_of(place: Place) -> Place | None:
    """What to compare a replay of a past run with: as `last_time`, those that began at once by their places.

    None where nothing was replayed there, or for the first time. Raises OSError, sqlite3.Error.
    """
    run, conn = place
    with contextlib.closing(Catalog.open()) as catalog:
        catalog.refresh()
        replayed = catalog.replayed(run, conn)
        if replayed is None:
            return None
        source, together = replayed
        at = catalog.replays_together(source, run, together).index(conn) if together else 0
    return last_time(source, (run, together or conn), at)
