"""A composed message on its way out, on one connection or on several: how far it is, how it went, a way to stop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tcptui.protocol.commands import Attach, Command, Detach
from tcptui.protocol.units import exact
from tcptui.requests.delivery import Deliver, Delivered, Delivery

Went = Callable[["Outgoing", int, Delivered], None]
"""Told on the loop thread, by the number of the connection."""


class Outgoing:
    """The deliveries of one message, a script a connection."""

    def __init__(self, conns: Sequence[int], delivery: Delivery, went: Went) -> None:
        self.size = delivery.size
        self._ends: dict[int, Delivered] = {}
        self._scripts = {conn: Deliver(conn, delivery, self._done(conn, went)) for conn in conns}

    def _done(self, conn: int, went: Went) -> Callable[[Delivered], None]:
        def done(how: Delivered) -> None:
            went(self, conn, how)

        return done

    def begin(self) -> list[Command]:
        """The commands that begin it."""
        return [Attach(conn, script) for conn, script in self._scripts.items()]

    def stop(self) -> list[Command]:
        """The commands after which no further piece goes out."""
        return [Detach(conn, script) for conn, script in self._scripts.items() if conn not in self._ends]

    def ended(self, conn: int, how: Delivered) -> bool:
        """One has ended so; whether all of them have."""
        self._ends[conn] = how
        return len(self._ends) == len(self._scripts)

    @property
    def sent(self) -> int:
        """Bytes that the kernel has taken so far, of all connections together."""
        return sum(script.sent for script in self._scripts.values())

    def _where(self) -> str:
        return f" on {exact(len(self._scripts), 'connection')}" if len(self._scripts) > 1 else ""

    def progress(self) -> str:
        """How far it is."""
        return f"sending: {self.sent:,} of {exact(self.size * len(self._scripts))}{self._where()}"

    def stopped(self) -> str:
        """That it was stopped, and how far it was."""
        return f"stopped after {self.sent:,} of {exact(self.size * len(self._scripts))}{self._where()}"

    def outcome(self) -> tuple[str, bool]:
        """How it went, and whether all of it went out."""
        failed = [how for how in self._ends.values() if how.reason]
        if not failed:
            return f"sent {exact(self.sent)}{self._where()}", True
        which = f" on {len(failed)} of {len(self._scripts)} connections" if len(self._scripts) > 1 else ""
        return f"sent {self.sent:,} of {exact(self.size * len(self._scripts))}: {failed[0].reason}{which}", False
