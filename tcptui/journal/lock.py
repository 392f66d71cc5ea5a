"""`flock` marks a live run: its writer holds the log's lock as long as it lives, however it dies."""

from __future__ import annotations

import fcntl


def hold(fd: int) -> None:
    """Take the log's lock. It waits, because someone may just be asking `is_held`; nobody else writes a new log."""
    fcntl.flock(fd, fcntl.LOCK_EX)


def take(fd: int) -> bool:
    """Take the lock of a log that nobody writes; False where its run is live. It is given back when fd is closed."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(fd: int) -> bool:
    """Whether the run of the log open as fd is live. fd must not be the writer's own."""
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(fd, fcntl.LOCK_UN)
    return False
