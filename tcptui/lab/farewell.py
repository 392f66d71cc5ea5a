"""How a practice server leaves: its FIN first, then patience for the peer's."""

from __future__ import annotations

from tcptui.protocol.commands import Close, Command, HalfClose

LINGER = 5.0
"""Seconds for the peer to close its side after us. Closed at once, what it still sends would be answered by a RST, and
that may take the end of our answer from it (RFC 9112, section 9.6)."""


class Farewell:
    """The end of one connection. over: there was patience enough."""

    def __init__(self, conn: int) -> None:
        self._conn = conn
        self._sent_at: float | None = None
        self.over = False

    @property
    def sent(self) -> bool:
        """Whether our FIN is on the wire, whoever wanted it."""
        return self._sent_at is not None

    def say(self) -> Command:
        """Our FIN, behind all that is on its way."""
        return HalfClose(self._conn)

    def said(self, now: float) -> None:
        """Our FIN went out: from now on the peer has LINGER seconds. now: monotonic seconds."""
        self._sent_at = now

    def deadline(self) -> float | None:
        """The monotonic second at which patience ends."""
        return None if self._sent_at is None or self.over else self._sent_at + LINGER

    def tick(self, now: float) -> list[Command]:
        """Close where patience has ended."""
        due = self.deadline()
        if due is None or now < due:
            return []
        self.over = True
        return [Close(self._conn, flush=0.0)]
