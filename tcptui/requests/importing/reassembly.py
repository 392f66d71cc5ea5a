"""One direction of a TCP connection out of its segments: repeated, overlapping and out-of-order ones put right."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Final

from tcptui.protocol.capture.tcpip import SEQUENCES

_HALF: Final = SEQUENCES // 2


class Reassembly:
    """Fed one direction's segments in the order in which they were seen, it gives the bytes in the order of the stream.

    size: bytes given so far; missing: (offset, size) of what was never seen, once `finish` has been called.
    """

    def __init__(self) -> None:
        self.size = 0
        self.missing: list[tuple[int, int]] = []
        self._base: int | None = None
        self._next = 0  # bytes of the stream that are given or given up, from its first
        self._ahead: list[tuple[int, bytes]] = []

    def begin(self, seq: int) -> None:
        """The SYN was seen: the stream's first byte has the number behind `seq`."""
        if self._base is None:
            self._base = (seq + 1) % SEQUENCES

    def feed(self, seq: int, data: bytes) -> bytes:
        """A segment; gives the bytes that are in order by now."""
        if self._base is None:
            self._base = seq  # the capture begins in the middle of the connection
        # The number nearest to the next one that is expected: numbers come round again after 4 GB.
        place = self._next + (seq - self._base - self._next + _HALF) % SEQUENCES - _HALF
        if data and place + len(data) > self._next:
            heappush(self._ahead, (place, data))
        return self._in_order()

    def finish(self) -> bytes:
        """Nothing more comes: gives what lies beyond the gaps, which are told in `missing`."""
        pieces = []
        while self._ahead:
            place = self._ahead[0][0]
            self.missing.append((self.size, place - self._next))
            self._next = place
            pieces.append(self._in_order())
        return b"".join(pieces)

    def _in_order(self) -> bytes:
        pieces = []
        while self._ahead and self._ahead[0][0] <= self._next:
            place, data = heappop(self._ahead)
            fresh = data[self._next - place :]
            self._next += len(fresh)
            pieces.append(fresh)
        joined = b"".join(pieces)
        self.size += len(joined)
        return joined
