"""Waiting for verdicts."""

from __future__ import annotations

import threading

from tcptui.protocol.events import VerdictReached
from tcptui.workbench import Workbench


class Verdicts:
    """Waits for verdicts; made before there can be any."""

    def __init__(self, workbench: Workbench) -> None:
        self._there = threading.Event()
        self._tap = workbench.tap(lambda: None, verdict=self._there.set)

    def next(self) -> VerdictReached:
        assert self._there.wait(20)
        return next(event for event in self._tap.drain() if isinstance(event, VerdictReached))
