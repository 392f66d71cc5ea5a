"""What a connection did in each of the last seconds: bytes both ways, and its round-trip time."""

from __future__ import annotations

from collections import deque

from tcptui.protocol.events import Direction

SECOND = 1_000_000_000
"""Nanoseconds."""

KEPT = 60
"""Seconds in which something happened that are remembered."""


class _Second:
    """One second. at: its number on the monotonic clock; rtt: the last one measured, µs, 0 for none."""

    __slots__ = ("at", "received", "rtt", "sent")

    def __init__(self, at: int) -> None:
        self.at = at
        self.received = self.sent = self.rtt = 0


class Pulse:
    """Counts by whole seconds of CLOCK_MONOTONIC; a second in which nothing happened takes no room.

    last_t: when the newest thing happened, ns; 0 before the first.
    """

    __slots__ = ("_seconds", "last_t")

    def __init__(self) -> None:
        self._seconds: deque[_Second] = deque(maxlen=KEPT)
        self.last_t = 0

    def happened(self, t: int) -> None:
        """Something happened at t, ns."""
        self.last_t = max(self.last_t, t)

    def moved(self, direction: Direction, t: int, count: int) -> None:
        """So many bytes moved this way at about t, ns."""
        second = self._second(t)
        if direction == "in":
            second.received += count
        else:
            second.sent += count

    def measured(self, t: int, rtt: int) -> None:
        """The round-trip time at t was so many µs."""
        self._second(t).rtt = rtt

    def _second(self, t: int) -> _Second:
        at = t // SECOND
        # Gathered events of the two ways may come a little out of order: what is late counts for the newest second.
        if not self._seconds or self._seconds[-1].at < at:
            self._seconds.append(_Second(at))
        return self._seconds[-1]

    def rates(self, direction: Direction, now: int, count: int) -> list[int]:
        """Bytes in each of the `count` whole seconds that are over at `now`, ns; the oldest first."""
        rates = [0] * count
        begin = now // SECOND - count
        for second in reversed(self._seconds):
            if second.at < begin:
                break
            if second.at - begin < count:
                rates[second.at - begin] = second.received if direction == "in" else second.sent
        return rates

    def rtts(self, now: int, count: int) -> list[int]:
        """The round-trip time as known in each of the last `count` seconds, this one included, µs; 0: unknown."""
        begin = now // SECOND - count + 1
        rtts = [0] * count
        for second in self._seconds:
            if second.rtt and second.at - begin < count:
                at = max(0, second.at - begin)
                rtts[at:] = [second.rtt] * (count - at)
        return rtts

    def moving(self, now: int, count: int) -> bool:
        """Whether bytes moved in the last `count` seconds, this one included: what is drawn of them changes by time."""
        begin = now // SECOND - count
        return any(second.received or second.sent for second in reversed(self._seconds) if second.at >= begin)
