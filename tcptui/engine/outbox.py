"""What waits to be written on one connection: bytes, and files that are read only as fast as the socket takes them."""

from __future__ import annotations

import os
import stat
from collections import deque
from pathlib import Path
from typing import BinaryIO

_PIECE = 256 * 1024  # larger reads and writes gain nothing, smaller ones cost twice the CPU


class Outbox:
    """A queue of bytes to send. `pending` is its length in bytes, files included."""

    __slots__ = ("_queue", "pending")

    def __init__(self) -> None:
        self._queue: deque[memoryview | _File] = deque()
        self.pending = 0

    def add(self, data: bytes) -> None:
        """Append bytes."""
        if data:
            self._queue.append(memoryview(data))
            self.pending += len(data)

    def add_file(self, path: Path) -> None:
        """Append a regular file's bytes, as long as it is now. Raises OSError where it can't be opened."""
        file = _File(path)
        if file.left:
            self._queue.append(file)
            self.pending += file.left
        else:
            file.close()

    def head(self) -> memoryview:
        """The next bytes to write, at most 256 KB; empty when nothing is pending.

        Raises OSError when a file can't be read on or has become shorter.
        """
        if not self._queue:
            return memoryview(b"")
        first = self._queue[0]
        if isinstance(first, _File):
            first = first.piece()
        return first[:_PIECE]

    def taken(self, size: int) -> None:
        """The kernel took the first `size` bytes of `head`."""
        self.pending -= size
        first = self._queue[0]
        if isinstance(first, _File):
            if first.taken(size):
                first.close()
                self._queue.popleft()
        elif size == len(first):
            self._queue.popleft()
        else:
            self._queue[0] = first[size:]

    def drop(self) -> int:
        """Forget all that is pending; how many bytes that were."""
        dropped, self.pending = self.pending, 0
        for item in self._queue:
            if isinstance(item, _File):
                item.close()
        self._queue.clear()
        return dropped


class _File:
    """A regular file on its way out, read piece by piece."""

    __slots__ = ("_piece", "_stream", "left", "path")

    def __init__(self, path: Path) -> None:
        # O_NONBLOCK: opening a named pipe must not hold the loop; what is not a regular file is refused below.
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            os.close(fd)
            raise OSError(None, f"{path} is no regular file")
        self._stream: BinaryIO = os.fdopen(fd, "rb", buffering=0)
        self._piece = memoryview(b"")
        self.path = path
        self.left = status.st_size

    def piece(self) -> memoryview:
        if not self._piece:
            data = self._stream.read(min(_PIECE, self.left))
            if not data:
                raise OSError(None, f"{self.path} became shorter while it was sent: {self.left} bytes are missing")
            self._piece = memoryview(data)
        return self._piece

    def taken(self, size: int) -> bool:
        """Whether the file is through."""
        self._piece = self._piece[size:]
        self.left -= size
        return self.left == 0

    def close(self) -> None:
        self._stream.close()
