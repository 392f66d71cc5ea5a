"""Events out of the loop for one listener on another thread, gathered so that a flood costs no more than a trickle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from tcptui.protocol.events import Acked, Event, KernelSample, Received, Sent, VerdictReached

_FLOOD: Final = 256
"""Events kept between two drains from which on Sent and Received are gathered out of turn."""
_DIALOGUE: Final = 16
"""Sent and Received of one connection between two drains that are still told in turn."""


class Tap:
    """Collects events between two drains.

    Sent and Received that follow each other on a connection become one, without data; of figures and
    acknowledgements the last one stands. Everything else is kept as it came, and each connection's order with it:
    only where Sent and Received take turns so quickly that they are a flood does their order give way.
    """

    def __init__(self, news: Callable[[], None], verdict: Callable[[], None] | None = None) -> None:
        """news: called on the loop thread at the first event after a drain; verdict: at every verdict.

        Both must return at once.
        """
        self._news = news
        self._verdict = verdict
        self._lock = threading.Lock()
        self._events: list[Event | None] = []
        self._last: dict[int, int] = {}
        self._places: dict[tuple[int, type[Event]], int] = {}
        self._turns: dict[int, int] = {}
        self._flooded: frozenset[int] = frozenset()  # connections that were flooded until the last drain

    def hear(self, event: Event) -> None:
        """Take one event. Loop thread only."""
        with self._lock:
            first = not self._events
            self._take(event)
        if first:
            self._news()
        if self._verdict is not None and isinstance(event, VerdictReached):
            self._verdict()

    def _take(self, event: Event) -> None:
        place = (event.conn, type(event))
        at = self._places.get(place)
        match event:
            case Sent() | Received():
                self._turns[event.conn] = self._turns.get(event.conn, 0) + 1
                if at is not None and (self._last.get(event.conn) == at or self._is_flooded(event.conn)):
                    before = self._events[at]
                    assert isinstance(before, Sent | Received)
                    self._events[at] = replace(before, size=before.size + event.size)
                    return
                event = replace(event, data=b"")
                self._last[event.conn] = len(self._events)
            case Acked() | KernelSample():
                if at is not None:
                    self._events[at] = None
            case _:
                for kind in (Sent, Received):
                    self._places.pop((event.conn, kind), None)
                self._last[event.conn] = len(self._events)
        self._places[place] = len(self._events)
        self._events.append(event)

    def _is_flooded(self, conn: int) -> bool:
        return self._turns[conn] > _DIALOGUE or conn in self._flooded or len(self._events) > _FLOOD

    def wake(self) -> None:
        """Have the listener look although nothing was heard. Any thread."""
        self._news()

    def drain(self) -> list[Event]:
        """What came since the last drain, in order. Any one thread."""
        with self._lock:
            events, self._events = self._events, []
            self._flooded = frozenset(conn for conn, turns in self._turns.items() if turns > _DIALOGUE)
            self._places.clear()
            self._last.clear()
            self._turns.clear()
        return [event for event in events if event is not None]
