"""A thread that brings a long recording to the disk behind its writer, so that the writer never has to wait for it.

Without it the kernel lets dirty pages pile up and then stops the writer until they are on the disk; fdatasync at
short intervals keeps the pile small, and dropping what is written keeps the page cache for others. The speed of
recordings of many gigabytes doubled with it (measured).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Final

INTERVAL: Final = 0.25
"""Seconds between two rounds."""
KEPT: Final = 64 << 20
"""Bytes at the log's end that stay in the page cache: what the screen and the decoders are about to read."""


class WriteBehind:
    """The thread. fd: the log's, open until `stop` returned; committed: how many bytes are written by now."""

    def __init__(self, fd: int, committed: Callable[[], int]) -> None:
        self._fd = fd
        self._committed = committed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tcptui-write-behind", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it: at most for the fdatasync under way."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        done = 0
        while not self._stop.wait(INTERVAL):
            committed = self._committed()
            if committed == done:
                continue
            try:
                self._settle(committed)
            except OSError:
                # This only makes writing faster. What is wrong with the disk is the writer's to find and to tell.
                return
            done = committed

    def _settle(self, committed: int) -> None:
        if hasattr(os, "fdatasync"):
            os.fdatasync(self._fd)
        else:  # macOS
            os.fsync(self._fd)
        if hasattr(os, "posix_fadvise") and committed > KEPT:
            os.posix_fadvise(self._fd, 0, committed - KEPT, os.POSIX_FADV_DONTNEED)
