"""Walking a log's headers from anywhere, forwards: small records a window at a time, large bodies skipped unread."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from tcptui.journal.layout import HEADER, HEADER_SIZE, MAGIC, Record

_SMALL: Final = 4 << 10
_LARGE: Final = 1 << 20


def walk(fd: int, start: int, stop: int) -> Iterator[Record]:
    """The records from `start`, where one must begin, as long as they are whole and end at or before `stop`.

    It ends early where no whole record begins: the caller compares the last record's end with `stop`.
    """
    unpack_from, make = HEADER.unpack_from, Record._make
    pos, window = start, _SMALL
    while pos + HEADER_SIZE <= stop:
        data = os.pread(fd, min(window, stop - pos), pos)
        last = len(data) - HEADER_SIZE
        if last < 0:
            return
        at = 0
        while at <= last:
            fields = unpack_from(data, at)
            end = at + HEADER_SIZE + fields[6]
            if fields[0] != MAGIC or pos + end > stop:
                return
            yield make((pos + at, *fields[1:]))
            at = end
        # A body that reaches far beyond the window: the next one will too, so don't read what is skipped.
        window = min(4 * window, _LARGE) if at < len(data) + window else _SMALL
        pos += at
