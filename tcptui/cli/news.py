"""How the main thread learns that there is something to print."""

from __future__ import annotations

import queue
import time

_GATHER = 0.1  # seconds: 10 `sent` and `received` a second under flood


class News:
    """Wakes the main thread: at most every 0.1 seconds, but at once when the connection is over."""

    def __init__(self) -> None:
        # Its `put` is reentrant, as no Event and no Condition is: signal handlers may tell too.
        self._told: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._ending = False
        self._first = True

    def tell(self) -> None:
        """Something was heard. Any thread."""
        self._told.put(None)

    def hurry(self) -> None:
        """The end is near: wait for no more to gather from now on. Any thread, and signal handlers."""
        self._ending = True
        self._told.put(None)

    def calm(self) -> None:
        """Another connection begins after the end of one: gather again. Main thread."""
        self._ending = False

    def wait(self, *, gather: bool = True) -> None:
        """Return when there is something to be drained. gather: let more of it come first."""
        told = False if self._first or not gather else self._gather()
        self._first = False
        if not told:
            self._told.get()

    def _gather(self) -> bool:
        """Let the time pass, or the end come; gives whether anything was told meanwhile."""
        told = False
        until = time.monotonic() + _GATHER
        while not self._ending and (left := until - time.monotonic()) > 0:
            try:
                self._told.get(timeout=left)
            except queue.Empty:
                break
            told = True
        return told
