"""What one connection sent, taken stretch by stretch from its records, and which answers belong to which stretch."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

_AWAITED: Final = 256
"""Stretches of a connection that are remembered while they have fewer answers than requests: the newest ones."""

_STATUSES: Final = 3
"""Statuses that are told of a stretch with several answers."""

_UPSERT = (
    "INSERT OR REPLACE INTO sent"
    " (run, conn, pos, offset, size, t, goes_on, ended, requests, answers, statuses, heard, concealed)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(slots=True)
class Stretch:
    """Bytes sent in one go. ended: something came or happened behind them; the rest as in the catalogue's table.

    heard_from: the received bytes when it began.
    """

    pos: int
    offset: int
    size: int
    t: int
    goes_on: bool = False
    ended: bool = False
    requests: int = 0
    answers: int = 0
    statuses: list[str] = field(default_factory=list)
    heard: int = 0
    heard_from: int = 0


class Sendings:
    """The stretches of one connection that may still change; `done` has the rows of the others."""

    def __init__(self, run: str, conn: int, concealed: Callable[[int, int], list[tuple[int, int]]]) -> None:
        """concealed: the stretches between two offsets of what was sent that are secrets."""
        self._run = run
        self._conn = conn
        self._concealed = concealed
        self._kept: deque[Stretch] = deque()
        self.done: list[tuple[str | int, ...]] = []
        """Rows for the table, to be written and cleared by the owner."""

    def load(self, db: sqlite3.Connection, received: int) -> None:
        """Go on with what the table has of it. received: bytes that had come by then."""
        query = (
            "SELECT pos, offset, size, t, goes_on, ended, requests, answers, statuses, heard FROM sent"
            " WHERE run = ? AND conn = ? ORDER BY pos DESC LIMIT ?"
        )
        for *plain, goes_on, ended, requests, answers, statuses, heard in db.execute(
            query, (self._run, self._conn, _AWAITED)
        ):
            pos, offset, size, t = plain
            told = statuses.split()
            self._kept.appendleft(Stretch(pos, offset, size, t, bool(goes_on), bool(ended), requests, answers, told))
            self._kept[0].heard = heard
        if self._kept:
            self._kept[-1].heard_from = received - self._kept[-1].heard

    @property
    def goes_on(self) -> bool:
        """Whether the next bytes belong to the newest stretch."""
        return bool(self._kept) and not self._kept[-1].ended

    def extend(self, size: int) -> None:
        """So many more bytes of the newest stretch."""
        self._kept[-1].size += size

    def begin(self, stretch: Stretch, received: int) -> None:
        """Another stretch begins, once so many bytes were received."""
        self._hear(received)
        stretch.heard_from = received
        self._kept.append(stretch)
        self._settle()

    def end(self) -> None:
        """The newest stretch is over."""
        if self._kept:
            self._kept[-1].ended = True

    def asked(self, offset: int) -> None:
        """A request begins at this byte of the stream."""
        for stretch in reversed(self._kept):
            if stretch.offset <= offset:
                stretch.requests += 1
                return

    def answered(self, status: int | None) -> None:
        """A final answer came: it belongs to the first request that has none, or to what was sent last."""
        if not self._kept:
            return
        owed = (stretch for stretch in self._kept if stretch.answers < stretch.requests)
        stretch = next(owed, self._kept[-1])
        stretch.answers += 1
        if status is not None and str(status) not in stretch.statuses and len(stretch.statuses) <= _STATUSES:
            stretch.statuses.append(str(status) if len(stretch.statuses) < _STATUSES else "…")

    def rows(self, received: int) -> list[tuple[str | int, ...]]:
        """Every row that may have changed, with those that are done."""
        self._hear(received)
        return [*self.done, *map(self._row, self._kept)]

    def _hear(self, received: int) -> None:
        if self._kept:
            self._kept[-1].heard = received - self._kept[-1].heard_from

    def _settle(self) -> None:
        """Let go of the oldest that can't change any more, or is too old to be waited for."""
        kept = self._kept
        while len(kept) > 1 and (kept[0].answers >= kept[0].requests or len(kept) > _AWAITED):
            self.done.append(self._row(kept.popleft()))

    def _row(self, one: Stretch) -> tuple[str | int, ...]:
        flags = (int(one.goes_on), int(one.ended), one.requests, one.answers)
        statuses = " ".join(one.statuses)
        concealed = " ".join(f"{start} {end}" for start, end in self._concealed(one.offset, one.offset + one.size))
        place = (self._run, self._conn, one.pos, one.offset, one.size, one.t)
        return (*place, *flags, statuses, one.heard, concealed)


def write(db: sqlite3.Connection, rows: list[tuple[str | int, ...]]) -> None:
    """Write rows into the table in their stretches' places."""
    db.executemany(_UPSERT, rows)
