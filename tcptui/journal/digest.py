"""What the catalogue takes from a log: bytes, targets and outcomes of connections, and what was sent on them."""

from __future__ import annotations

import sqlite3

from tcptui.journal import sendings
from tcptui.journal.layout import IN, OUT, DamagedLogError, Kind, Record
from tcptui.journal.recorded import RecordedLog
from tcptui.journal.sendings import Sendings, Stretch
from tcptui.protocol.events import (
    Accepted,
    AnsweredBy,
    Connected,
    Event,
    Listening,
    Message,
    Opened,
    Replayed,
    VerdictReached,
)

_MESSAGES = (Kind.MESSAGE, Kind.ITEM)

_BATCH = 10_000
"""Rows of a connection that are held before they are written."""


class Digest:
    """Takes a stretch of a run's log into the tables.

    What a practice server answers is no row of `sent`: nobody looks back for it, and under load it would be millions.
    """

    def __init__(self, db: sqlite3.Connection, run: str, log: RecordedLog) -> None:
        self._db = db
        self._run = run
        self._log = log
        started = log.started
        self._to_wall = started.wall - started.t if started is not None else 0
        self._goes_on = False
        self._bytes: dict[tuple[int, int], int] = {}
        self._sendings: dict[int, Sendings] = {}
        self._practice: set[int] = set()
        self._last_out: dict[int, Record] = {}

    def take(self, start: int, stop: int) -> str | None:
        """Index the records from log position start to stop; gives a sentence where some can't be read."""
        problem = None
        self._goes_on = start > 0
        for record in self._log.walk(start, stop):
            if record.is_data:
                self._data(record)
            elif record.conn and record.kind in _MESSAGES and record.direction == OUT:
                self._of(record.conn).asked(record.offset)
            elif record.is_row and record.conn:
                try:
                    self._event(self._log.event(record))
                except DamagedLogError as error:
                    problem = str(error)
        self._write()
        return problem

    # -- bytes

    def _data(self, record: Record) -> None:
        sent = self._of(record.conn)
        self._bytes[record.conn, record.direction] = record.stream_end
        if record.direction != OUT:
            sent.end()
        elif record.conn not in self._practice:
            if sent.goes_on:
                sent.extend(record.length)
            else:
                within = record.offset > 0 and not self._ended_line(record.conn)
                stretch = Stretch(record.pos, record.offset, record.length, record.t + self._to_wall, within)
                sent.begin(stretch, self._received(record.conn))
            self._last_out[record.conn] = record
        if len(sent.done) >= _BATCH:
            sendings.write(self._db, sent.done)
            sent.done.clear()

    def _ended_line(self, conn: int) -> bool:
        """Whether what was sent before ended with a line's end; False where that is not known."""
        before = self._last_out.get(conn)
        return before is not None and self._log.body(before, before.length - 1) == b"\n"

    def _received(self, conn: int) -> int:
        return self._bytes.get((conn, IN), 0)

    def _of(self, conn: int) -> Sendings:
        """What the connection sent, going on with what is known of it from before."""
        sent = self._sendings.get(conn)
        if sent is None:
            sent = self._sendings[conn] = Sendings(self._run, conn)
            if self._goes_on:
                query = "SELECT received, practice FROM connections WHERE run = ? AND conn = ?"
                received, practice = self._db.execute(query, (self._run, conn)).fetchone() or (0, 0)
                self._bytes.setdefault((conn, IN), received)
                if practice:
                    self._practice.add(conn)
                sent.load(self._db, received)
        return sent

    def _write(self) -> None:
        for conn, sent in self._sendings.items():
            sendings.write(self._db, sent.rows(self._received(conn)))
        for (conn, direction), size in self._bytes.items():
            column = "sent" if direction == OUT else "received"
            self._row(conn)
            self._db.execute(
                f"UPDATE connections SET {column} = ? WHERE run = ? AND conn = ?",
                (size, self._run, conn),
            )

    # -- events

    def _event(self, event: Event) -> None:
        sent = self._of(event.conn)
        if isinstance(event, Message) and event.final:
            sent.answered(event.status)
        sent.end()
        match event:
            case Opened(target=target, framing=framing):
                self._set(event.conn, target=target, framing=framing, opened=event.t + self._to_wall)
            case Connected(address=address):
                self._set(event.conn, peer=str(address))
            case Listening(address=address):
                self._set(event.conn, target=f"listen {address}")  # the port is known by now
            case Accepted(address=address):
                self._accepted(event, str(address))
            case AnsweredBy(who=who):
                self._answered_by(event.conn, practice=who == "script")
            case Replayed(source=source):
                self._set(event.conn, replayed=source)
            case VerdictReached(verdict=verdict):
                self._set(event.conn, outcome=verdict.outcome, summary=verdict.summary)
            case _:
                pass

    def _accepted(self, event: Accepted, peer: str) -> None:
        opened = event.t + self._to_wall
        self._set(event.conn, target=f"from {peer}", peer=peer, framing=event.framing, opened=opened)
        self._answered_by(event.conn, practice=bool(event.responder))

    def _answered_by(self, conn: int, *, practice: bool) -> None:
        self._set(conn, practice=int(practice))
        (self._practice.add if practice else self._practice.discard)(conn)

    def _row(self, conn: int) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO connections (run, conn, sent, received) VALUES (?, ?, 0, 0)", (self._run, conn)
        )

    def _set(self, conn: int, **values: str | int) -> None:
        self._row(conn)
        names = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(
            f"UPDATE connections SET {names} WHERE run = ? AND conn = ?",
            (*values.values(), self._run, conn),
        )
