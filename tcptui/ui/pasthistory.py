"""What was sent to each target: in this run as it was typed, and in earlier ones as their records have it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tcptui.ui.input.history import Entry, History
from tcptui.ui.input.lines import FILE_SIGN

if TYPE_CHECKING:
    from textual.screen import Screen

_WAIT = 0.4
"""Seconds after a connection comes into view: by then the screen stands, and nobody has looked back yet."""

_STRETCHES = 400
_LINE_ENDS = (b"\r\n", b"\n", b"\r")


class Histories:
    """One history a target; "" stands for the targets that were typed themselves."""

    def __init__(self) -> None:
        self._by_target: dict[str, History] = {}
        self._asked: set[str] = set()

    def of(self, target: str) -> History:
        """What was sent to this target."""
        return self._by_target.setdefault(target, History())

    def recall(self, screen: Screen[None], target: str) -> None:
        """Have what was sent to it in earlier runs put before all that is there, a moment later: once a target."""
        if target not in self._asked:
            self._asked.add(target)
            screen.set_timer(_WAIT, lambda: screen.run_worker(self._read(target)))

    async def _read(self, target: str) -> None:
        self.of(target).add_older(await asyncio.to_thread(_past, target))


def _past(target: str) -> list[Entry]:
    """The entries of earlier runs; none where their records can't be read: whoever lists the runs is told why."""
    import sqlite3

    from tcptui.journal.said import said_to

    try:
        return [entry for line in said_to(target, _STRETCHES) if (entry := entry_of(line)) is not None]
    except (OSError, sqlite3.Error):
        return []


def entry_of(data: bytes) -> Entry | None:
    """A line or block from the record as one types it, so that its bytes come out again; None for a single key's.

    What can't be typed as it stands is written with escapes.
    """
    from tcptui.protocol.escapes import escape

    end = next((end for end in _LINE_ENDS if data.endswith(end)), b"")
    body = data[: len(data) - len(end)]
    text = body.decode("utf-8", "surrogateescape")
    if not text or (not end and (len(text) == 1 or text.startswith("\x1b"))):
        return None
    lines = body.split(end) if end else [body]
    if any(b"\r" in line or b"\n" in line for line in lines) or (len(lines) == 1 and text.startswith(FILE_SIGN)):
        return Entry(escape(body).replace("<", "\\x3c", 1) if text.startswith(FILE_SIGN) else escape(body), True)
    return Entry("\n".join(line.decode("utf-8", "surrogateescape") for line in lines))
