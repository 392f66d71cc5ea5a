"""What a workbench tells, waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tcptui.protocol.events import Event
from tcptui.tap import Tap
from tcptui.workbench import Workbench

PATIENCE = 10.0
"""Seconds that anything may take."""


class Hearing:
    """The events of a workbench."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self._news = threading.Event()
        self._tap: Tap = workbench.tap(self._news.set)
        self.events: list[Event] = []

    def until(self, kind: type[Event], conn: int, count: int = 1) -> None:
        """Wait for so many events of a kind on a connection."""
        deadline = time.monotonic() + PATIENCE
        while sum(isinstance(one, kind) and one.conn == conn for one in self.events) < count:
            assert self._news.wait(deadline - time.monotonic()), f"no {kind.name}"
            self._news.clear()
            self.events += self._tap.drain()


@contextmanager
def at_work() -> Iterator[Hearing]:
    """A workbench that records nothing for later."""
    with Workbench(record=False) as workbench:
        yield Hearing(workbench)
