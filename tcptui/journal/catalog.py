"""What is in which run: an SQLite file beside the runs, derived from their logs and built anew whenever in doubt.

It holds targets, times, outcomes and references to what was sent, never the bytes themselves. Not for the loop thread.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tcptui.journal import runs
from tcptui.journal.layout import OUT, DamagedLogError, Record
from tcptui.journal.log import Log, RecordedLog
from tcptui.journal.writer import LOG_NAME
from tcptui.protocol.events import Accepted, Connected, Event, Listening, Opened, RunStarted, VerdictReached

_VERSION = 1
_SCHEMA = f"""
CREATE TABLE runs (
    id TEXT PRIMARY KEY, started INTEGER, version TEXT, command TEXT, indexed INTEGER NOT NULL, problem TEXT
) STRICT;
CREATE TABLE connections (
    run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE, conn INTEGER NOT NULL, target TEXT, peer TEXT,
    opened INTEGER, outcome TEXT, summary TEXT, sent INTEGER NOT NULL, received INTEGER NOT NULL,
    PRIMARY KEY (run, conn)
) STRICT;
CREATE TABLE sent (
    run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE, conn INTEGER NOT NULL, pos INTEGER NOT NULL,
    offset INTEGER NOT NULL, size INTEGER NOT NULL
) STRICT;
CREATE INDEX sent_of ON sent (run, conn);
PRAGMA user_version = {_VERSION};
"""


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run. started: ns since the epoch, None where the log doesn't say; size: of the log, bytes.

    live: still being recorded; problem: what is wrong with its log (a torn last record, another format), or None.
    """

    id: str
    started: int | None
    version: str | None
    command: str
    size: int
    live: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class ConnectionEntry:
    """One connection of a run. opened: ns since the epoch; outcome and summary: None while it has no verdict."""

    run: str
    conn: int
    target: str | None
    peer: str | None
    opened: int | None
    outcome: str | None
    summary: str | None
    sent: int
    received: int


@dataclass(frozen=True, slots=True)
class SentStretch:
    """Bytes sent in one go: where their first record lies in the run's log, and their place in the stream."""

    run: str
    conn: int
    pos: int
    offset: int
    size: int


class Catalog:
    """The catalogue of the data directory. `refresh` first, then ask."""

    def __init__(self, path: Path) -> None:
        """Use the file at path. Use `open`."""
        self._path = path
        self._db = _connect(path)

    @classmethod
    def open(cls) -> Self:
        """Open it, anew where it is missing, damaged or another version's. Raises OSError, sqlite3.Error."""
        folder = runs.data_dir()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "catalog.db"
        try:
            return cls(path)
        except sqlite3.DatabaseError as error:
            _discard(path, error)
            return cls(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def refresh(self) -> None:
        """Take in what is new in the logs, and drop runs that are gone. Raises OSError, sqlite3.Error."""
        try:
            self._refresh()
        except sqlite3.DatabaseError as error:
            self._db.close()
            _discard(self._path, error)
            self._db = _connect(self._path)
            self._refresh()

    def _refresh(self) -> None:
        known = dict(self._db.execute("SELECT id, indexed FROM runs"))
        there = runs.run_ids()
        with self._db:
            self._db.executemany("DELETE FROM runs WHERE id = ?", [(run,) for run in known.keys() - set(there)])
        for run in there:
            with contextlib.suppress(FileNotFoundError):  # pruned while we look
                size = (runs.runs_dir() / run / LOG_NAME).stat().st_size
                if known.get(run) != size:
                    self._index(run)

    def runs(self) -> list[RunEntry]:
        """Every run, the newest first."""
        rows = self._db.execute("SELECT id, started, version, command, problem FROM runs ORDER BY id DESC").fetchall()
        return [entry for row in rows if (entry := _run_entry(*row)) is not None]

    def connections(self, run: str) -> list[ConnectionEntry]:
        """A run's connections in the order of their numbers."""
        query = (
            "SELECT run, conn, target, peer, opened, outcome, summary, sent, received"
            " FROM connections WHERE run = ? ORDER BY conn"
        )
        return [ConnectionEntry(*row) for row in self._db.execute(query, (run,))]

    def sent(self, run: str, conn: int) -> list[SentStretch]:
        """What was sent on a connection, in order."""
        query = "SELECT run, conn, pos, offset, size FROM sent WHERE run = ? AND conn = ? ORDER BY pos"
        return [SentStretch(*row) for row in self._db.execute(query, (run, conn))]

    # -- indexing

    def _index(self, run: str) -> None:
        path = runs.runs_dir() / run / LOG_NAME
        try:
            log = Log.open(path)
        except DamagedLogError as error:
            with self._db:
                self._db.execute("DELETE FROM runs WHERE id = ?", (run,))
                self._add_run(run, None, path.stat().st_size, str(error))
            return
        with log, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            # Another process may have taken it in since we looked.
            (indexed,) = self._db.execute("SELECT indexed FROM runs WHERE id = ?", (run,)).fetchone() or (0,)
            end = log.committed
            if indexed > path.stat().st_size:  # not the log that we knew
                indexed = 0
            if not indexed:
                self._db.execute("DELETE FROM runs WHERE id = ?", (run,))
                self._add_run(run, log.started, 0, None)
            problem = _Digest(self._db, run, log).take(indexed, end) or log.torn
            size = path.stat().st_size if log.torn else end
            self._db.execute("UPDATE runs SET indexed = ?, problem = ? WHERE id = ?", (size, problem, run))

    def _add_run(self, run: str, started: RunStarted | None, indexed: int, problem: str | None) -> None:
        values = (None, None, "") if started is None else (started.wall, started.version, " ".join(started.command))
        self._db.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?)", (run, *values, indexed, problem))


class _Digest:
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


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file and make sure that it is of this version. Raises sqlite3.DatabaseError where it isn't."""
    db = sqlite3.connect(path, timeout=5.0)
    try:
        path.chmod(0o600)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA foreign_keys = ON")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            _create(db)
        elif version != _VERSION:
            raise sqlite3.DatabaseError(f"catalogue version {version}")
    except BaseException:
        db.close()
        raise
    return db


def _discard(path: Path, error: sqlite3.DatabaseError) -> None:
    """Delete a catalogue that can't be read. Raises the error where that is no reason: it is busy, or the disk full."""
    if isinstance(error, sqlite3.OperationalError):
        raise error
    for leftover in path.parent.glob(path.name + "*"):
        leftover.unlink(missing_ok=True)


def _create(db: sqlite3.Connection) -> None:
    """Make the tables, unless another process has just done so."""
    with db:
        db.execute("BEGIN IMMEDIATE")
        if db.execute("PRAGMA user_version").fetchone() == (0,):
            for statement in _SCHEMA.split(";"):
                db.execute(statement)


def _run_entry(
    run: str, started: int | None, version: str | None, command: str, problem: str | None
) -> RunEntry | None:
    path = runs.runs_dir() / run / LOG_NAME
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    return RunEntry(run, started, version, command, size, runs.is_live(run), problem)


def total_size(entries: list[RunEntry]) -> int:
    """Bytes of disk that these runs hold."""
    return sum(entry.size for entry in entries)
