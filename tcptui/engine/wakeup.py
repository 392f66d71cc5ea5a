"""Wakes the loop from any thread: a byte through a socketpair, the one way that every selector understands."""

from __future__ import annotations

import socket


class Wakeup:
    """A socketpair whose reading end the selector watches."""

    def __init__(self) -> None:
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)

    def fileno(self) -> int:
        """The reading end, to be registered for reading."""
        return self._read.fileno()

    def wake(self) -> None:
        """Make the selector return. Any thread; after `close` it does nothing."""
        try:
            self._write.send(b"\0")
        except BlockingIOError:
            pass  # full: plenty of wake-ups are already on their way
        except OSError:
            pass  # closed: the loop has ended and there is nobody to wake

    def drain(self) -> None:
        """Take the waiting bytes, so that the next `select` sleeps. Loop thread only."""
        try:
            while len(self._read.recv(4096)) == 4096:
                pass
        except BlockingIOError:
            pass

    def close(self) -> None:
        """Close both ends."""
        self._read.close()
        self._write.close()
