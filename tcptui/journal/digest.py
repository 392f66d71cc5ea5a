"""What the catalogue takes from a log: bytes, targets and outcomes of connections, and what was sent on them."""

from __future__ import annotations

import sqlite3
from functools import partial

from tcptui.journal import sendings
from tcptui.journal.layout import DATA, OUT, DamagedLogError, Kind, Record
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
    StepDone,
    VerdictReached,
)

_MESSAGES = (int(Kind.MESSAGE), int(Kind.ITEM))  # plain numbers: they are compared with every record's kind

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
        self._resumed = False
        self._sent: dict[int, int] = {}  # bytes, by connection
        self._received: dict[int, int] = {}
        self._sendings: dict[int, Sendings] = {}
        self._going_on: set[int] = set()  # connections whose newest stretch may get more bytes
        self._practice: set[int] = set()
        self._last_out: dict[int, Record] = {}

    def take(self, start: int, stop: int) -> str | None:
        """Index the records from log position start to stop; gives a sentence where some can't be read."""
        problem = None
        self._resumed = start > 0
        for record in self._log.walk(start, stop):
            if record.kind == DATA:  # not `is_data`: this passes over millions of records
                if record.direction == OUT:
                    self._data_out(record)
                else:
                    self._received[record.conn] = record.offset + record.length
                    if record.conn in self._going_on or (self._resumed and record.conn not in self._sendings):
                        self._end(record.conn)
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

    def _data_out(self, record: Record) -> None:
        conn = record.conn
        sent = self._of(conn)
        self._sent[conn] = record.stream_end
        if conn in self._practice:
            return
        if sent.goes_on:
            sent.extend(record.length)
        else:
            within = record.offset > 0 and not self._ended_line(conn)
            stretch = Stretch(record.pos, record.offset, record.length, record.t + self._to_wall, within)
            sent.begin(stretch, self._received.get(conn, 0))
        self._going_on.add(conn)
        self._last_out[conn] = record
        if len(sent.done) >= _BATCH:
            sendings.write(self._db, sent.done)
            sent.done.clear()

    def _end(self, conn: int) -> None:
        """What was being sent is over."""
        self._of(conn).end()
        self._going_on.discard(conn)

    def _ended_line(self, conn: int) -> bool:
        """Whether what was sent before ended with a line's end; False where that is not known."""
        before = self._last_out.get(conn)
        return before is not None and self._log.body(before, before.length - 1) == b"\n"

    def _of(self, conn: int) -> Sendings:
        """What the connection sent, going on with what is known of it from before."""
        sent = self._sendings.get(conn)
        if sent is None:
            sent = self._sendings[conn] = Sendings(self._run, conn, partial(self._log.concealed, conn, "out"))
            if self._resumed:
                query = "SELECT received, practice FROM connections WHERE run = ? AND conn = ?"
                received, practice = self._db.execute(query, (self._run, conn)).fetchone() or (0, 0)
                self._received.setdefault(conn, received)
                if practice:
                    self._practice.add(conn)
                sent.load(self._db, received)
                if sent.goes_on:
                    self._going_on.add(conn)
        return sent

    def _write(self) -> None:
        for conn, sent in self._sendings.items():
            sendings.write(self._db, sent.rows(self._received.get(conn, 0)))
        for column, sizes in (("sent", self._sent), ("received", self._received)):
            for conn, size in sizes.items():
                self._set(conn, **{column: size})

    # -- events

    def _event(self, event: Event) -> None:
        if isinstance(event, Message) and event.final:
            self._of(event.conn).answered(event.status)
        if not (isinstance(event, StepDone) and event.ok):  # a step is told of what was sent; nothing happened
            self._end(event.conn)
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
            case Replayed(source=source, together=together):
                self._set(event.conn, replayed=source, together=together)
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
