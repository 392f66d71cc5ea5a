"""What of a run's log the catalogue keeps: read from the records, written into the tables."""

from __future__ import annotations

import sqlite3

from tcptui.journal.layout import OUT, DamagedLogError, Record
from tcptui.journal.recorded import RecordedLog
from tcptui.protocol.events import Accepted, Connected, Event, Listening, Opened, VerdictReached


class Digest:
    """Takes a stretch of a run's log into the tables."""

    def __init__(self, db: sqlite3.Connection, run: str, log: RecordedLog) -> None:
        self._db = db
        self._run = run
        self._log = log
        started = log.started
        self._to_wall = started.wall - started.t if started is not None else 0
        self._bytes: dict[tuple[int, int], int] = {}
        self._stretches: dict[int, list[int]] = {}
        self._done: list[tuple[str, int, int, int, int]] = []

    def take(self, start: int, stop: int) -> str | None:
        """Index the records from log position start to stop; gives a sentence where some can't be read."""
        problem = None
        for record in self._log.walk(start, stop):
            if record.is_data:
                self._data(record)
            elif record.is_row and record.conn:
                self._end_stretch(record.conn)
                try:
                    self._event(self._log.event(record))
                except DamagedLogError as error:
                    problem = str(error)
        for conn in list(self._stretches):
            self._end_stretch(conn)
        self._db.executemany("INSERT INTO sent VALUES (?, ?, ?, ?, ?)", self._done)
        for (conn, direction), size in self._bytes.items():
            column = "sent" if direction == OUT else "received"
            self._row(conn)
            self._db.execute(
                f"UPDATE connections SET {column} = ? WHERE run = ? AND conn = ?",
                (size, self._run, conn),
            )
        return problem

    def _data(self, record: Record) -> None:
        self._bytes[record.conn, record.direction] = record.stream_end
        if record.direction != OUT:
            self._end_stretch(record.conn)
        elif (stretch := self._stretches.get(record.conn)) is not None:
            stretch[2] += record.length
        else:
            self._stretches[record.conn] = [record.pos, record.offset, record.length]

    def _end_stretch(self, conn: int) -> None:
        stretch = self._stretches.pop(conn, None)
        if stretch is not None:
            self._done.append((self._run, conn, stretch[0], stretch[1], stretch[2]))

    def _row(self, conn: int) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO connections (run, conn, sent, received) VALUES (?, ?, 0, 0)", (self._run, conn)
        )

    def _event(self, event: Event) -> None:
        match event:
            case Opened(target=target):
                self._set(event.conn, target=target, opened=event.t + self._to_wall)
            case Connected(address=address):
                self._set(event.conn, peer=str(address))
            case Listening(address=address):
                self._set(event.conn, target=f"listen {address}")  # the port is known by now
            case Accepted(address=address):
                peer = str(address)
                self._set(event.conn, target=f"from {peer}", peer=peer, opened=event.t + self._to_wall)
            case VerdictReached(verdict=verdict):
                self._set(event.conn, outcome=verdict.outcome, summary=verdict.summary)
            case _:
                pass

    def _set(self, conn: int, **values: str | int) -> None:
        self._row(conn)
        names = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(
            f"UPDATE connections SET {names} WHERE run = ? AND conn = ?",
            (*values.values(), self._run, conn),
        )
