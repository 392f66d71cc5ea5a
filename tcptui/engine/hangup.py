"""Notices a RST on connections from which there is nothing left to read.

After the peer's FIN a socket is readable for ever, so it leaves the selector (KERNEL R7 still wants its end to be
seen). `selectors` can't watch for errors alone; epoll can, and an epoll object can itself be watched for reading.
Where there is no epoll, the sampling of the kernel's figures finds the end instead.
"""

from __future__ import annotations

import select


class HangupWatch:
    """A set of sockets watched for errors and hang-ups only."""

    def __init__(self) -> None:
        self._epoll = select.epoll() if hasattr(select, "epoll") else None
        self._watched: set[int] = set()

    def fileno(self) -> int:
        """The descriptor to register for reading; -1 where this platform has none."""
        return self._epoll.fileno() if self._epoll is not None else -1

    def add(self, fd: int) -> None:
        """Watch a socket; twice is once."""
        if self._epoll is not None and fd not in self._watched:
            self._epoll.register(fd, 0)
            self._watched.add(fd)

    def discard(self, fd: int) -> None:
        """Stop watching a socket; to be called before it is closed."""
        if self._epoll is not None and fd in self._watched:
            self._epoll.unregister(fd)
            self._watched.discard(fd)

    def ended(self) -> list[int]:
        """The sockets with an error or a hang-up, without waiting."""
        return [fd for fd, _ in self._epoll.poll(0)] if self._epoll is not None else []

    def close(self) -> None:
        """Close the epoll object."""
        if self._epoll is not None:
            self._epoll.close()
