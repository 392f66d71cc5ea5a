"""From the loop thread to the screen: many events, one message a frame."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from tcptui.protocol.events import Event
from tcptui.tap import Tap

if TYPE_CHECKING:
    from tcptui.workbench import Workbench

_FRAME = 1 / 30
"""Seconds between two deliveries at least; the first after a pause comes at once."""

_BURST = 8
"""Deliveries one after the other that keep this pace, before it is asked what they cost."""

_SHARE = 12
_SLOWEST = 0.2
"""Then each is followed by so many times the processor time that it took, up to these seconds: with all cores busy,
what the screen takes it takes from the wire and from the keys."""


class Bridge(Widget):
    """Takes events from the workbench's tap and hands them on in batches. It has no place on the screen."""

    class Woken(Message):
        """There is something in the tap. Posted by the loop thread, once until the tap is drained."""

    def __init__(self, workbench: Workbench, deliver: Callable[[list[Event]], None]) -> None:
        super().__init__()
        self.display = False
        self._workbench = workbench
        self._deliver = deliver
        self._last = 0.0
        self._pause = _FRAME
        self._used = 0.0
        self._in_a_row = 0

    def listen(self) -> None:
        """Begin to listen, and deliver what happened before there was a screen."""
        self._tap = self._workbench.tap(self._wake)
        self._before = self._recorded()
        self._deliver(self._before)

    def _recorded(self) -> list[Event]:
        """What is in the record by now, gathered as a tap would."""
        log = self._workbench.log
        gathered = Tap(lambda: None)
        for record in log.walk():
            gathered.hear(log.event(record))
        return gathered.drain()

    def _wake(self) -> None:
        """Called on the loop thread."""
        self.post_message(self.Woken())

    def on_bridge_woken(self) -> None:
        """Deliver now, or when this frame's time is over: until then the loop thread stays quiet."""
        wait = self._last + self._pause - time.monotonic()
        if wait <= 0:
            self._in_a_row = 0
            self._drain()
        else:
            self._in_a_row += 1
            self.set_timer(wait, self._drain)

    def _drain(self) -> None:
        self._pace()
        events = self._tap.drain()
        if self._before:
            # The tap was there before the record was read: what both gave is told once.
            told = set(self._before)
            events = [event for event in events if event not in told]
            self._before = []
        self._deliver(events)

    def _pace(self) -> None:
        """Choose the pause after this delivery by what this thread used since the last."""
        self._last = time.monotonic()
        before, self._used = self._used, time.thread_time()
        paced = min(_SHARE * (self._used - before), _SLOWEST) if self._in_a_row > _BURST else 0.0
        self._pause = max(_FRAME, paced)
