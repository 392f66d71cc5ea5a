"""A connection, or a listener, with the scripts that act on it."""

from __future__ import annotations

from tcptui.engine.connection import Connection, Phase
from tcptui.engine.listener import Listener
from tcptui.engine.timers import Timer
from tcptui.protocol.commands import Command, Send, SendFile
from tcptui.protocol.events import Event
from tcptui.protocol.ports import Script


class Attached:
    """One number of the run and all that the loop knows by it.

    timer: for the first deadline of its scripts; end_told: whether they have been told that it is closed, which comes
    a moment after it is.
    """

    __slots__ = ("connection", "end_told", "timer")

    def __init__(self, connection: Connection | Listener) -> None:
        self.connection = connection
        self.timer: Timer | None = None
        self.end_told = False

    @property
    def over(self) -> bool:
        """Whether it is closed; its scripts may still have something to say."""
        return self.connection.phase is Phase.CLOSED

    def tell(self, event: Event) -> list[Command]:
        """Have its scripts hear an event; gives what they want done.

        What they wanted sent before they could hear that the connection is over is no failure to be told: left out.
        """
        wanted: list[Command] = []
        for script in self.connection.scripts:
            wanted += script.on(event, event.t / 1e9)
        return [one for one in wanted if not isinstance(one, Send | SendFile)] if wanted and self.over else wanted

    def join(self, script: Script) -> None:
        """Have a script hear from now on."""
        self.connection.scripts += (script,)

    def leave(self, script: Script) -> None:
        """Have it hear nothing more."""
        self.connection.scripts = tuple(one for one in self.connection.scripts if one is not script)

    def first_deadline(self) -> float | None:
        """Monotonic seconds; None where no script waits for a moment."""
        return min((due for script in self.connection.scripts if (due := script.deadline()) is not None), default=None)

    def cancel_timer(self) -> None:
        """Wake nobody."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
