"""What was sent to one target in earlier runs, read from their logs where the catalogue says that it lies."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from tcptui.journal.catalog import Catalog
from tcptui.journal.entries import SentStretch
from tcptui.journal.sentlog import SentLog

_LONGEST = 8192
"""Bytes of a line or block: what is longer was a file, and nobody types it."""

_STRETCH = 64 << 10
"""Bytes sent without an answer between: what is more was a flood of somebody's script."""

_LINE_ENDS = (b"\n", b"\r")


def said_to(target: str, most: int) -> list[bytes]:
    """The last lines and blocks that were sent to this target, the oldest first, each with its line end.

    They are as they were handed to the kernel, and joined where one did not end its line. most: how many stretches of
    the record are read. Raises OSError, sqlite3.Error.
    """
    with contextlib.closing(Catalog.open()) as catalog:
        stretches = catalog.sent_to(target, most)
    said: list[bytes] = []
    for stretch in reversed(stretches):
        if stretch.size > _STRETCH:
            continue
        with contextlib.suppress(FileNotFoundError):  # pruned meanwhile
            said += _lines(_told(stretch))
    return said


def _told(stretch: SentStretch) -> Iterator[bytes]:
    with SentLog(stretch.run) as log:
        yield from log.pieces(stretch)


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    line = b""
    for piece in pieces:
        line += piece
        if len(line) > _LONGEST:
            return
        if line.endswith(_LINE_ENDS):
            yield line
            line = b""
    if line:
        yield line
