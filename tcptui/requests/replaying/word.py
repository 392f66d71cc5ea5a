"""A person's word to a script that acts on a connection: it is carried to the loop thread, where scripts live."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tcptui.protocol.commands import Command, Detach
from tcptui.protocol.events import Event, Tick


class Word:
    """A `ports.Script` that does one thing at once, and leaves: `workbench.submit(Attach(conn, Word(conn, …)))`.

    So what a key asks of another script happens between two events, and its commands are carried out in order.
    """

    def __init__(self, conn: int, do: Callable[[float], Iterable[Command]]) -> None:
        """do: called on the loop thread with the moment, monotonic seconds; not where the connection is closed."""
        self._conn = conn
        self._do = do
        self._due: float | None = 0.0

    def deadline(self) -> float | None:
        """At once."""
        return self._due

    def on(self, event: Event, now: float) -> Iterable[Command]:
        """Do it at the first tick."""
        if self._due is None or not isinstance(event, Tick):
            return ()
        self._due = None
        return [*self._do(now), Detach(self._conn, self)]
