"""The catalogue's file: its tables, and how it is opened, given up and made anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

_VERSION = 5
_SCHEMA = f"""
CREATE TABLE runs (
    id TEXT PRIMARY KEY, started INTEGER, version TEXT, command TEXT, indexed INTEGER NOT NULL, problem TEXT
) STRICT;
CREATE TABLE connections (
    run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE, conn INTEGER NOT NULL, target TEXT, peer TEXT,
    opened INTEGER, outcome TEXT, summary TEXT, sent INTEGER NOT NULL, received INTEGER NOT NULL,
    framing TEXT, practice INTEGER NOT NULL DEFAULT 0, replayed TEXT, together INTEGER,
    PRIMARY KEY (run, conn)
) STRICT;
CREATE TABLE sent (
    run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE, conn INTEGER NOT NULL, pos INTEGER NOT NULL,
    offset INTEGER NOT NULL, size INTEGER NOT NULL, t INTEGER NOT NULL, goes_on INTEGER NOT NULL,
    ended INTEGER NOT NULL, requests INTEGER NOT NULL, answers INTEGER NOT NULL, statuses TEXT NOT NULL,
    heard INTEGER NOT NULL, concealed TEXT NOT NULL,
    PRIMARY KEY (run, conn, pos)
) STRICT;
CREATE INDEX sent_by_time ON sent (t, pos);
CREATE INDEX connections_by_replay ON connections (replayed);
PRAGMA user_version = {_VERSION};
"""
"""connections.practice: whether a practice server answers; replayed, together: as events.Replayed tells them; sent.t:
ns since the epoch; goes_on: whether it may begin within a line; ended: whether something came or happened behind it;
requests, answers: messages of its own, and final ones that answered them; statuses: of those; heard: bytes that came
before the next thing was sent; concealed: its stretches that are secrets, `START END …` of the stream."""


IN_MEMORY: Final = Path(":memory:")
"""A path that is no file: what is there is gone when it is closed."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file and make sure that it is of this version. Raises sqlite3.DatabaseError where it isn't."""
    db = sqlite3.connect(path, timeout=5.0)
    try:
        if path != IN_MEMORY:
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


def discard(path: Path, error: sqlite3.DatabaseError) -> None:
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
