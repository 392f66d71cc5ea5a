"""The times beside rows: of the wall clock, since the run began, or since the row before."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from tcptui.journal.rows import Row
from tcptui.protocol.events import RunStarted
from tcptui.protocol.units import since

TimeMode = Literal["start", "last", "absolute"]
"""Seconds since the run began; seconds since the row before; this machine's wall clock."""

TIME_MODES: tuple[TimeMode, ...] = ("start", "last", "absolute")

TIME_WORDS: dict[TimeMode, str] = {"start": "since start", "last": "since last row", "absolute": "clock"}

TIME_WIDTHS: dict[TimeMode, int] = {"start": 9, "last": 9, "absolute": 12}
"""Cells of each mode's column."""


class RowTimes:
    """One mode's column. before: the row before one that is on the screen, None for the first."""

    def __init__(self, mode: TimeMode, started: RunStarted, before: Callable[[Row], Row | None]) -> None:
        self._mode = mode
        self._started = started
        self._before = before

    def of(self, row: Row) -> str:
        """A row's time, as wide as every other's."""
        width = TIME_WIDTHS[self._mode]
        match self._mode:
            case "start":
                return f"{since(row.t, self._started.t):>{width}}"
            case "last":
                before = self._before(row)
                return f"{since(row.t, row.t if before is None else before.t):>{width}}"
            case "absolute":
                return clock(row.t, self._started)


def clock(t: int, started: RunStarted) -> str:
    """A moment of a run (monotonic, ns) by this machine's clock and time zone: `14:27:30.123`."""
    wall = started.wall + t - started.t
    return f"{time.strftime('%H:%M:%S', time.localtime(wall // 1_000_000_000))}.{wall // 1_000_000 % 1000:03}"
