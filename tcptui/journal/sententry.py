"""One thing of the history of what was sent."""

from __future__ import annotations

import msgspec

from tcptui.journal.entries import SentStretch


class SentEntry(msgspec.Struct, frozen=True, gc=False):
    """One thing that was sent, and what came of it.

    pos, offset, size: as of SentStretch; t: when, ns since the epoch; goes_on: whether it may begin within a line;
    heard: bytes that came before the next thing was sent; statuses: of its answers, `200` or `200 404`, "" where
    they have none; target, framing: of its connection; outcome: how that ended, None while it has no verdict; last:
    whether nothing was sent after it; concealed: its secrets, `START END …` in the stream.

    There may be 100,000 of them, which the collector need not look at: they hold nothing that could lead back.
    """

    run: str
    conn: int
    pos: int
    offset: int
    size: int
    t: int
    goes_on: int
    heard: int
    statuses: str
    target: str
    framing: str
    outcome: str | None
    last: int
    concealed: str = ""

    @property
    def stretch(self) -> SentStretch:
        """Where it lies."""
        return SentStretch(self.run, self.conn, self.pos, self.offset, self.size)

    def secrets(self) -> list[tuple[int, int]]:
        """Its stretches that the record says are secrets, in the stream."""
        offsets = list(map(int, self.concealed.split()))
        return list(zip(offsets[::2], offsets[1::2], strict=True))
