"""The loop's timers: a heap of moments, each with what is to be done then."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count


class Timer:
    """One thing to be done at one moment (monotonic seconds); `cancel` before it is due forgets it."""

    __slots__ = ("action", "when")

    def __init__(self, when: float, action: Callable[[], None]) -> None:
        self.when = when
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """Do nothing when the moment comes."""
        self.action = None


class Timers:
    """All timers of one loop. Loop thread only."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = count()  # equal moments run in the order in which they were set

    def at(self, when: float, action: Callable[[], None]) -> Timer:
        """Do `action` at the monotonic second `when`."""
        timer = Timer(when, action)
        heapq.heappush(self._heap, (when, next(self._order), timer))
        return timer

    def next(self) -> float | None:
        """The next moment at which something is due; None for never."""
        while self._heap and self._heap[0][2].action is None:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def run_due(self, now: float) -> None:
        """Do what is due at `now`. What that sets anew waits for the next call, so a turn stays bounded."""
        due: list[Timer] = []
        while self._heap and self._heap[0][0] <= now:
            due.append(heapq.heappop(self._heap)[2])
        for timer in due:
            if timer.action is not None:
                timer.action()
