"""What decoders share that look at some bytes and let others pass: one buffer, offsets into it, and bytes to skip."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from tcptui.protocol.framing.found import Data, Found

MORE: Final = -1
"""What a step gives when it needs bytes that have not come yet."""


class Buffered(ABC):
    """Half of a `Decoder`: it keeps what a step could not use yet, and counts what need not be seen.

    Nothing is moved but what is kept, so that the cost grows with the bytes and not with their square.
    """

    def __init__(self, start: int = 0) -> None:
        """start: the stream offset of the first byte that will be fed."""
        self._base = start  # the stream offset of the first byte that is not behind us
        self._kept = bytearray()  # bytes from there on that a step could not use yet
        self._left = 0  # bytes that come next and need not be seen; then nothing is kept
        self._found: list[Found] = []

    @property
    def skippable(self) -> int:
        """How many of the next bytes it need not see."""
        return self._left

    def feed(self, data: Data) -> list[Found]:
        """Take the next bytes and tell the messages that ended in them."""
        self._found = []
        passed = min(self._left, len(data))
        if passed:
            self._pass(passed)
            if passed == len(data):
                return self._found
            data = memoryview(data)[passed:]
        if self._kept:
            self._kept += data
            behind = self._parse(self._kept)
            del self._kept[:behind]
        else:
            fresh = bytes(data)
            behind = self._parse(fresh)
            if behind < len(fresh):
                self._kept += memoryview(fresh)[behind:]
        self._base += behind
        return self._found

    def skip(self, count: int) -> list[Found]:
        """Let `count` bytes pass unseen. Raises ValueError for more than `skippable`."""
        if not 0 <= count <= self._left:
            raise ValueError(f"{count} bytes can't be skipped where {self._left} can")
        self._found = []
        if count:
            self._pass(count)
        return self._found

    def _pass(self, count: int) -> None:
        self._base += count
        self._left -= count
        if not self._left:
            self._passed(self._base)

    def _parse(self, buffer: bytes | bytearray) -> int:
        """Go through the buffer as far as its bytes allow; give the position reached."""
        pos, size = 0, len(buffer)
        while pos < size:
            if self._left:
                count = min(self._left, size - pos)
                pos += count
                self._left -= count
                if not self._left:
                    self._passed(self._base + pos)
                continue
            after = self._step(buffer, pos)
            if after == MORE:
                break
            pos = after
        return pos

    @abstractmethod
    def _step(self, buffer: bytes | bytearray, pos: int) -> int:
        """Look at the bytes from `pos` on, of which there is one at least; give the position behind them, or MORE."""

    @abstractmethod
    def _passed(self, at: int) -> None:
        """All the bytes that need not be seen have passed, up to stream offset `at`."""
