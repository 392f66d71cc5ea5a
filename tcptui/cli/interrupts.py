"""ctrl+c, SIGTERM and SIGHUP: asked once, a run ends in order; asked again, at once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

from tcptui.cli.streams import Output
from tcptui.protocol.verdict import exit_code

_ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SAME_WISH = 0.1  # seconds: timeout(1) signals the process and then its group, which is not asking twice
_GRACE = 0.5  # seconds that a write to stdout may take after we were asked
_LOOK_AGAIN = 0.1  # seconds


class GivenUp(BaseException):
    """A write that nobody takes was broken off, for we were asked to end."""


class Interrupts:
    """While it is entered, signals that ask to end are noted, and whoever waits is told by `heard`.

    heard: called in a signal handler, so it must take no lock. A write to stdout or stderr that still blocks a moment
    later raises GivenUp. Main thread only.
    """

    def __init__(self, heard: Callable[[], None]) -> None:
        self._heard = heard
        self._asked_at: float | None = None
        self._untaken = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._before[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._look_at_write)
        for number in _ASKING:
            # Under nohup a terminal that is closed must not end us.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._asked)
        return self

    def __exit__(self, *exc: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def take(self) -> bool:
        """Whether we were asked to end since the last call."""
        taken, self._untaken = self._untaken, False
        return taken

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
            self._untaken = True
            signal.setitimer(signal.ITIMER_REAL, _GRACE, _LOOK_AGAIN)
            self._heard()
        elif now - self._asked_at > _SAME_WISH:
            os._exit(exit_code("cancelled"))

    def _look_at_write(self, _number: int, _frame: FrameType | None) -> None:
        if Output.writing:
            Output.writing = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise GivenUp
