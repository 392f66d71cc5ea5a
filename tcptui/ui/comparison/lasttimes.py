"""What a replay is compared with: the replay of the same before it, in this run or an earlier one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from tcptui.journal.lasttime import Place, last_time, last_time_of
from tcptui.protocol.events import Replayed
from tcptui.protocol.frozen import frozen
from tcptui.ui.comparison.sides import Side

_UNKEPT: Final = "this run"
"""In the source of what is replayed out of a run that is not kept."""

_LATER: Final = "~"
"""Sorts behind every run's ID."""


@frozen
class _Begun:
    """A replay of this run. nth: which one on its connection, from 0; together: as in events.Replayed."""

    conn: int
    nth: int
    source: str
    together: int

    def began_with(self, other: _Begun) -> bool:
        """Whether both were begun at once, on several connections."""
        return self is other or (self.together != 0 and self.together == other.together)


class LastTimes:
    """What was replayed in this run, in order. present: the run's ID, None where it is not kept."""

    def __init__(self, present: str | None) -> None:
        self._present = present
        self._begun: list[_Begun] = []
        self._last: dict[int, _Begun] = {}

    def told(self, event: Replayed) -> None:
        """Another one began."""
        before = self._last.get(event.conn)
        one = _Begun(event.conn, 0 if before is None else before.nth + 1, event.source, event.together)
        self._begun.append(one)
        self._last[event.conn] = one

    def before(self, conn: int) -> Side | None:
        """The replay of the same before the last one of this connection, else the recording that is replayed; of those
        on several connections at once the one in the same place. None where there is none. It reads the disk."""
        this = self._last.get(conn)
        if this is None:
            return None
        same = [one for one in self._begun if one.source == this.source]
        first = next(at for at, one in enumerate(same) if one.began_with(this))
        at = [one.conn for one in same if one.began_with(this)].index(conn)
        if first == 0:
            return _side(lambda: last_time(this.source, (self._present or _LATER, 0), at), self._present)
        last = same[first - 1]
        together = [one for one in same if one.began_with(last)]
        found = together[min(at, len(together) - 1)]
        return Side(None, found.conn, None if self._last[found.conn] is found else found.nth)


def of_the_past(side: Side, replays: Sequence[str], present: str | None) -> Side | None:
    """As `LastTimes.before`, for the last replay on a connection of a past run. replays: the sources of those on it;
    present: the present run's ID, None where it is not kept."""
    assert side.run is not None, "it is of a past run"
    before = [at for at, source in enumerate(replays[:-1]) if source == replays[-1]]
    if before:
        return replace(side, replay=before[-1])
    place = side.run, side.conn
    return _side(lambda: last_time_of(place), present)


def _side(look: Callable[[], Place | None], present: str | None) -> Side | None:
    try:
        place = look()
    except (OSError, sqlite3.Error):
        return None
    if place is None:
        return None
    run, conn = place
    return Side(None if run in (present, _UNKEPT) else run, conn)
