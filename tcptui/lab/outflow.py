"""How much of what a script wanted sent is still on its way to the kernel: what keeps its memory bounded."""

from __future__ import annotations

from tcptui.protocol.commands import Send
from tcptui.protocol.events import Sent

HIGH = 1 << 20
"""Bytes waiting to be taken by the kernel from which on nothing more should be made or read."""

LOW = HIGH // 2
"""Bytes waiting below which to go on."""


class Outflow:
    """One connection's way out, counted in offsets of its stream."""

    def __init__(self, conn: int) -> None:
        self._conn = conn
        self._asked = 0
        self._taken = 0

    @property
    def pending(self) -> int:
        """Bytes that were asked for and that the kernel has not taken yet."""
        return max(0, self._asked - self._taken)

    def send(self, data: bytes) -> Send:
        """The command that sends these bytes; counts them."""
        self._asked = max(self._asked, self._taken) + len(data)
        return Send(self._conn, data)

    def took(self, event: Sent) -> None:
        """The kernel took bytes, whoever wanted them sent."""
        self._taken = event.offset + event.size

    def forget(self) -> None:
        """Begin to count from here: someone else has sent meanwhile."""
        self._asked = self._taken
