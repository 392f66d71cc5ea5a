"""What is in which run: an SQLite file beside the runs, derived from their logs and built anew whenever in doubt.

It holds targets, times, outcomes and references to what was sent, never the bytes themselves. Not for the loop thread.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Self

from tcptui.journal import runs
from tcptui.journal.catalogfile import IN_MEMORY, connect, discard
from tcptui.journal.digest import Digest
from tcptui.journal.entries import ConnectionEntry, RecentTarget, RunEntry, RunSummary, SentStretch
from tcptui.journal.layout import DamagedLogError
from tcptui.journal.log import Log
from tcptui.journal.sententry import SentEntry
from tcptui.journal.writer import LOG_NAME
from tcptui.protocol.events import RunStarted

_FIRST, _SOME = 200, 2_000
"""Entries of the history that are given at a time: the first are few, so that they are there at once."""

_CONNECTIONS = "SELECT run, conn, target, peer, opened, outcome, summary, sent, received, replayed FROM connections"


class Catalog:
    """The catalogue of the data directory. `refresh` first, then ask."""

    def __init__(self, path: Path) -> None:
        """Use the file at path. Use `open`."""
        self._path = path
        self._db = connect(path)

    @classmethod
    def open(cls) -> Self:
        """Open it, anew where it is missing, damaged or another version's. Raises OSError, sqlite3.Error."""
        folder = runs.data_dir()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "catalog.db"
        try:
            return cls(path)
        except sqlite3.DatabaseError as error:
            discard(path, error)
            return cls(path)

    @classmethod
    def in_memory(cls) -> Self:
        """One that no file keeps, for where none can be written (a full disk): `refresh` fills it from all logs."""
        return cls(IN_MEMORY)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def refresh(self, took: Callable[[str, float], object] = lambda _run, _share: None) -> set[str]:
        """Take in what is new in the logs, and drop runs that are gone; gives the runs of which it knows more or less.

        took: told of each run that was taken in, the newest first, and how much of all has been looked at, 0..1; it may
        ask the catalogue, and what it raises ends the refreshing: the next one goes on. Raises OSError, sqlite3.Error.
        """
        try:
            return self._refresh(took)
        except sqlite3.DatabaseError as error:
            self._db.close()
            discard(self._path, error)
            self._db = connect(self._path)
            return self._refresh(took)

    def _refresh(self, took: Callable[[str, float], object]) -> set[str]:
        known = dict(self._db.execute("SELECT id, indexed FROM runs"))
        there = runs.run_ids()
        changed = known.keys() - set(there)
        with self._db:
            self._db.executemany("DELETE FROM runs WHERE id = ?", [(run,) for run in changed])
        for looked, run in enumerate(reversed(there), 1):
            with contextlib.suppress(FileNotFoundError):  # pruned while we look
                size = (runs.runs_dir() / run / LOG_NAME).stat().st_size
                if known.get(run) != size:
                    self._index(run)
                    changed.add(run)
                    took(run, looked / len(there))
        return changed

    def runs(self) -> list[RunEntry]:
        """Every run, the newest first."""
        rows = self._db.execute("SELECT id, started, version, command, problem FROM runs ORDER BY id DESC").fetchall()
        return [entry for row in rows if (entry := _run_entry(*row)) is not None]

    def connections(self, run: str) -> list[ConnectionEntry]:
        """A run's connections in the order of their numbers."""
        query = f"{_CONNECTIONS} WHERE run = ? ORDER BY conn"
        return [ConnectionEntry(*row) for row in self._db.execute(query, (run,))]

    def newest_connections(self, most: int) -> list[ConnectionEntry]:
        """The last connections of all runs on which something was said, the newest first."""
        query = f"{_CONNECTIONS} WHERE sent + received > 0 ORDER BY run DESC, conn DESC LIMIT ?"
        return [ConnectionEntry(*row) for row in self._db.execute(query, (most,))]

    def replayed(self, run: str, conn: int) -> tuple[str, int] | None:
        """What was replayed on a connection, and `together`, as events.Replayed tells them; None for nothing."""
        query = "SELECT replayed, together FROM connections WHERE run = ? AND conn = ? AND replayed IS NOT NULL"
        row: tuple[str, int] | None = self._db.execute(query, (run, conn)).fetchone()
        return row

    def last_replay(self, source: str, run: str, conn: int) -> tuple[str, int, int] | None:
        """The last connection before another one on which this was replayed: its run, its number, its `together`."""
        query = (
            "SELECT run, conn, together FROM connections WHERE replayed = ? AND (run, conn) < (?, ?)"
            " ORDER BY run DESC, conn DESC LIMIT 1"
        )
        row: tuple[str, int, int] | None = self._db.execute(query, (source, run, conn)).fetchone()
        return row

    def replays_together(self, source: str, run: str, together: int) -> list[int]:
        """The connections on which this was begun at once, in order. together: the first of them."""
        query = "SELECT conn FROM connections WHERE replayed = ? AND run = ? AND together = ? ORDER BY conn"
        return [conn for (conn,) in self._db.execute(query, (source, run, together))]

    def summaries(self) -> list[RunSummary]:
        """Every run with what its connections come to, the newest first."""
        counts = {
            run: figures
            for run, *figures in self._db.execute(
                "SELECT run, count(*), sum(sent), sum(received) FROM connections GROUP BY run"
            )
        }
        kinds: dict[str, tuple[dict[str, None], dict[str | None, None]]] = {}
        query = "SELECT DISTINCT run, target, outcome FROM connections ORDER BY conn"
        for run, target, outcome in self._db.execute(query):
            targets, outcomes = kinds.setdefault(run, ({}, {}))
            if target is not None:
                targets[target] = None
            outcomes[outcome] = None
        return [
            _summary(entry, counts.get(entry.id, [0, 0, 0]), kinds.get(entry.id, ({}, {}))) for entry in self.runs()
        ]

    def recent(self, most: int) -> list[RecentTarget]:
        """The targets of the newest connections, each once, the newest first.

        Those that listened in the same run are left out, and the demo's: a practice server's port is another next time.
        """
        listened = set(
            self._db.execute("SELECT run, substr(target, 8) FROM connections WHERE target LIKE 'listen %'").fetchall()
        )
        query = (
            "SELECT run, target, opened, outcome FROM connections JOIN runs ON runs.id = run"
            " WHERE command <> 'demo' AND opened IS NOT NULL"
            " AND target NOT LIKE 'from %' AND target NOT LIKE 'listen %' ORDER BY opened DESC"
        )
        found: dict[str, RecentTarget] = {}
        for run, target, opened, outcome in self._db.execute(query):
            if target not in found and (run, target) not in listened:
                found[target] = RecentTarget(target, opened, outcome)
                if len(found) == most:
                    break
        return list(found.values())

    def sent(self, run: str, conn: int) -> list[SentStretch]:
        """What was sent on a connection, in order."""
        query = "SELECT run, conn, pos, offset, size FROM sent WHERE run = ? AND conn = ? ORDER BY pos"
        return [SentStretch(*row) for row in self._db.execute(query, (run, conn))]

    def sent_to(self, target: str, most: int) -> list[SentStretch]:
        """The last stretches that were sent to a target in any run, the newest first."""
        query = (
            "SELECT run, conn, pos, offset, size FROM sent JOIN connections USING (run, conn)"
            " WHERE target = ? ORDER BY run DESC, pos DESC LIMIT ?"
        )
        return [SentStretch(*row) for row in self._db.execute(query, (target, most))]

    def history(self, only: Collection[str] | None = None) -> Iterator[list[SentEntry]]:
        """All that was sent, the newest first, some at a time. only: in these runs, 500 at most; None for all."""
        where = "" if only is None else f" WHERE sent.run IN ({', '.join('?' * len(only))})"
        query = (
            "SELECT sent.run, sent.conn, pos, offset, size, t, goes_on, heard, statuses, coalesce(target, peer, ''),"
            " coalesce(framing, ''), outcome, offset + size >= connections.sent, concealed"
            f" FROM sent CROSS JOIN connections USING (run, conn){where} ORDER BY t DESC, pos DESC"
        )
        cursor = self._db.execute(query, sorted(only or ()))
        some = _FIRST
        while rows := cursor.fetchmany(some):
            yield [SentEntry(*row) for row in rows]
            some = _SOME

    def sent_count(self) -> int:
        """How many things were sent in all."""
        (count,) = self._db.execute("SELECT count(*) FROM sent").fetchone()
        return int(count)

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
            problem = Digest(self._db, run, log).take(indexed, end) or log.torn
            size = path.stat().st_size if log.torn else end
            self._db.execute("UPDATE runs SET indexed = ?, problem = ? WHERE id = ?", (size, problem, run))

    def _add_run(self, run: str, started: RunStarted | None, indexed: int, problem: str | None) -> None:
        values = (None, None, "") if started is None else (started.wall, started.version, " ".join(started.command))
        self._db.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?)", (run, *values, indexed, problem))


def _run_entry(
    run: str, started: int | None, version: str | None, command: str, problem: str | None
) -> RunEntry | None:
    path = runs.runs_dir() / run / LOG_NAME
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    return RunEntry(run, started, version, command, size, runs.is_live(run), problem)


def _summary(entry: RunEntry, figures: list[int], kinds: tuple[dict[str, None], dict[str | None, None]]) -> RunSummary:
    connections, sent, received = figures
    targets, outcomes = kinds
    return RunSummary(entry, connections, tuple(targets), tuple(outcomes), sent, received)


def total_size(entries: list[RunEntry]) -> int:
    """Bytes of disk that these runs hold."""
    return sum(entry.size for entry in entries)
