"""Where a stretch of bytes is cut into rows: canonical, so that every way to a row finds the same row. Pure.

A stretch is what came in one direction with no other row of its connection between. Offsets are stream offsets.
"""

from __future__ import annotations

from typing import Final

from tcptui.protocol.frozen import frozen

FAR: Final = -(1 << 62)
"""A line start so far back that it need not be known."""

LF: Final = 0x0A


@frozen
class Cut:
    """How rows are cut: after LF where `lines` says so, and where a row would be longer than `step` bytes.

    Up to `settle` bytes from its start a line is cut every `step` bytes counted from there, so that an ordinary long
    line is cut evenly; after that at offsets that are multiples of `step`. So whoever comes from anywhere has to look
    back no farther than `reach` to know the cuts.
    """

    step: int
    settle: int
    lines: bool

    @property
    def reach(self) -> int:
        """A line that began more than this many bytes ago is FAR."""
        return self.settle + self.step

    def begin(self, line: int, offset: int) -> int:
        """Where the row that holds `offset` begins, in a line that began at `line`."""
        if offset - line <= self.settle:
            return offset - (offset - line) % self.step
        return max(line + self.settle, offset - offset % self.step)

    def limit(self, line: int, begin: int) -> int:
        """Where the row that begins at `begin` ends at the latest."""
        if begin - line < self.settle:
            return begin + self.step
        return begin - begin % self.step + self.step

    def end(self, data: bytes, at: int, base: int, line: int) -> int | None:
        """Where in `data` the row ends that begins at data[at]; None where data doesn't hold all of it.

        base: the stream offset of data[0]; line: that of the row's line.
        """
        longest = self.limit(line, base + at) - base
        if self.lines and (found := data.find(b"\n", at, longest)) >= 0:
            return found + 1
        return longest if longest <= len(data) else None


TEXT: Final = Cut(step=1024, settle=65536, lines=True)
"""A row ends behind an LF, or after 1,024 bytes."""
HEX: Final = Cut(step=16, settle=0, lines=False)
"""16 bytes a row, at stream offsets that are multiples of 16; the stretch counts as one line."""
