"""Recorded bytes written to a file of their own: exactly, in pieces, and whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tcptui.journal.log import Log
from tcptui.journal.streams import Cursor
from tcptui.protocol.events import Direction

_PIECE = 1 << 20


class StoppedError(Exception):
    """The writing was stopped; the file is as it was before."""


def stream(log: Log, conn: int, direction: Direction, begin: int, end: int) -> Iterator[bytes]:
    """One direction's bytes from stream offset `begin` to `end`, or to where it ends by now, in pieces."""
    cursor = Cursor(log, conn, direction, begin)
    while cursor.offset < end and (piece := cursor.read(min(_PIECE, end - cursor.offset))):
        yield piece


def save(path: Path, pieces: Iterable[bytes], stop: threading.Event, written: Callable[[int], object]) -> int:
    """Write the pieces to a file, which takes its place when all of it is on the disk; gives how many bytes it has.

    stop: looked at after each piece; written: told how many bytes there are by then. Raises OSError, and StoppedError.
    """
    path = path.resolve()
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        count = _write(part, pieces, stop, written)
        if mode is not None:
            part.chmod(mode)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return count


def _write(part: Path, pieces: Iterable[bytes], stop: threading.Event, written: Callable[[int], object]) -> int:
    count = 0
    with part.open("wb") as file:
        for piece in pieces:
            if stop.is_set():
                raise StoppedError
            file.write(piece)
            count += len(piece)
            written(count)
        file.flush()
        os.fsync(file.fileno())
    return count
