"""The sparse index kept beside a long log, so that opening it costs nothing: derived, and never believed blindly.

FORMAT.md tells its bytes. What is missing, damaged, of another version or of another log is made anew by a walk.
"""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path
from typing import Final

from tcptui.journal.index import Index, Mark, Track
from tcptui.journal.layout import HEADER, HEADER_SIZE, IN, MAGIC, OUT

INDEX_NAME: Final = "index"
"""The file's name in its run's folder."""
WORTH: Final = 4 << 20
"""Bytes of log from which on it is kept: less is walked in no time."""

_MAGIC = b"tcptui\0i"
_VERSION = 2
_HEAD = struct.Struct("<8sIIQII32s")
_TRACK = struct.Struct("<IIII5q")
_MARK = struct.Struct("<5q")
_STRETCH = struct.Struct("<2q")


def save(log: Path, fd: int, index: Index, end: int) -> None:
    """Keep the index of a log's first `end` bytes. fd: the log's.

    Another process may read or write it at the same moment; where it can't be written it is left as it is.
    """
    import zlib

    tracks = b"".join(_packed(conn, track) for conn, track in index.items())
    made = log.with_name(f"{INDEX_NAME}.{os.getpid()}")
    with contextlib.suppress(OSError):
        head = _HEAD.pack(_MAGIC, _VERSION, zlib.crc32(tracks), end, len(index), 0, os.pread(fd, HEADER_SIZE, 0))
        try:
            with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(head + tracks)
            made.replace(log.with_name(INDEX_NAME))
        except OSError:
            made.unlink(missing_ok=True)


def load(log: Path, fd: int) -> tuple[Index, int] | None:
    """The index that is kept of the log open as fd, and how many bytes of the log it tells of; None: there is none."""
    try:
        data = log.with_name(INDEX_NAME).read_bytes()
    except OSError:
        return None
    if len(data) < _HEAD.size:
        return None
    magic, version, checksum, end, count, _, first = _HEAD.unpack_from(data)
    if (magic, version) != (_MAGIC, _VERSION) or end > os.fstat(fd).st_size or first != os.pread(fd, HEADER_SIZE, 0):
        return None
    import zlib

    if zlib.crc32(memoryview(data)[_HEAD.size :]) != checksum:
        return None
    index = _unpacked(data, count)
    return (index, end) if _fits(fd, index, end) else None


def _packed(conn: int, track: Track) -> bytes:
    concealed = [track.concealed.get(direction, []) for direction in (IN, OUT)]
    head = _TRACK.pack(conn, len(track.marks), *map(len, concealed), *track.state)
    marks = (_MARK.pack(*mark) for mark in track.marks)
    return b"".join((head, *marks, *(_STRETCH.pack(*one) for stretches in concealed for one in stretches)))


def _unpacked(data: bytes, count: int) -> Index:
    index, at = Index(), _HEAD.size
    for _ in range(count):
        conn, marks, received, sent, *state = _TRACK.unpack_from(data, at)
        known, at = _rows(_MARK, data, at + _TRACK.size, marks)
        of_in, at = _rows(_STRETCH, data, at, received)
        of_out, at = _rows(_STRETCH, data, at, sent)
        concealed = {IN: [(start, end) for start, end in of_in], OUT: [(start, end) for start, end in of_out]}
        index[conn].restore(tuple(state), list(map(Mark._make, known)), concealed)
    return index


def _rows(form: struct.Struct, data: bytes, at: int, count: int) -> tuple[list[tuple[int, ...]], int]:
    """So many rows of one form, and where what follows them begins."""
    end = at + form.size * count
    return list(form.iter_unpack(data[at:end])), end


def _fits(fd: int, index: Index, end: int) -> bool:
    """Whether the newest row-record is where the index says: a power cut may have taken the log's end and not it."""
    conn, newest = max(((conn, track.last) for conn, track in index.items()), key=lambda one: one[1], default=(0, -1))
    header = os.pread(fd, HEADER_SIZE, newest) if newest >= 0 else b""
    if len(header) < HEADER_SIZE:
        return False
    magic, _, _, found, _, _, length, _ = HEADER.unpack(header)
    return bool(magic == MAGIC and found == conn and newest + HEADER_SIZE + length <= end)
