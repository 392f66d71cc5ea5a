"""When the same was replayed before: found in the catalogue, which knows what each connection replayed."""

from __future__ import annotations

import contextlib
import sqlite3

from tcptui.journal.catalog import Catalog

Place = tuple[str, int]
"""A run's ID and the number of a connection of it."""

_MOST = 1_000


def last_time(source: str, before: Place) -> Place | None:
    """The last replay of this before another one, else the recording that is replayed; None where there is none.

    source: of events.Replayed; before: the connection of the later one; of a run that is not kept, an ID that sorts
    behind all others. Raises OSError, sqlite3.Error.
    """
    with contextlib.closing(Catalog.open()) as catalog:
        catalog.refresh()
        found = [(one.run, one.conn) for one in catalog.replays(source, _MOST)]
    earlier = [place for place in found if place < before]
    return max(earlier) if earlier else _recording(source)


def _recording(source: str) -> Place | None:
    """The connection whose recording is replayed."""
    word, _, place = source.partition(" ")
    run, _, conn = place.partition("/")
    return (run, int(conn)) if word == "recording" and conn.isdecimal() else None


def replayed_on(place: Place) -> str | None:
    """The source of what was replayed on a connection; None for none, or where the catalogue can't be read."""
    run, conn = place
    try:
        with contextlib.closing(Catalog.open()) as catalog:
            catalog.refresh()
            return next((one.replayed for one in catalog.connections(run) if one.conn == conn), None)
    except (OSError, sqlite3.Error):
        return None
