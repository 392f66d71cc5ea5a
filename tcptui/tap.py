"""Events out of the loop for one listener on another thread, gathered so that a flood costs no more than a trickle."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tcptui.protocol.events import Acked, Event, KernelSample, Received, Sent, VerdictReached


class Tap:
    """Collects events between two drains.

    Sent and Received that follow each other on a connection become one, without data; of figures and
    acknowledgements the last one stands. Everything else is kept as it came, and each connection's order with it.
    """

    def __init__(self, news: Callable[[], None], verdict: Callable[[], None] | None = None) -> None:
        """news: called on the loop thread at the first event after a drain; verdict: at every verdict.

        Both must return at once.
        """
        self._news = news
        self._verdict = verdict
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._places: dict[tuple[int, type[Event]], int] = {}

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
        match event:
            case Sent() | Received():
                at = self._places.get(place)
                before = self._events[at] if at is not None else None
                if at is not None and isinstance(before, type(event)):
                    self._events[at] = type(event)(event.conn, before.t, before.offset, before.size + event.size)
                    return
                event = type(event)(event.conn, event.t, event.offset, event.size)
            case Acked() | KernelSample():
                at = self._places.get(place)
                if at is not None:
                    self._events[at] = event
                    return
            case _:
                # Nothing may be gathered across it: the connection's order would be lost.
                for kind in (Sent, Received, Acked, KernelSample):
                    self._places.pop((event.conn, kind), None)
                self._events.append(event)
                return
        self._places[place] = len(self._events)
        self._events.append(event)

    def drain(self) -> list[Event]:
        """What came since the last drain, in order. Any one thread."""
        with self._lock:
            events, self._events = self._events, []
            self._places.clear()
        return events
