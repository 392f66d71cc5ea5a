"""A script's place, kept while the script itself is still being made on another thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tcptui.protocol.commands import Command
from tcptui.protocol.events import Event, Received, Sent
from tcptui.protocol.ports import Script

_LOOK_AGAIN = 0.005  # seconds between two looks for the script, while there is something to tell it


class LateScript:
    """A `ports.Script` that keeps its events until `provide` names the script that they are for."""

    def __init__(self) -> None:
        self._script: Script | None = None
        self._missed: list[tuple[Event, float]] = []
        self._look_at = 0.0

    def provide(self, script: Script) -> None:
        """The script is made. Any thread, once."""
        self._script = script

    def on(self, event: Event, now: float) -> Iterable[Command]:
        """Pass the event on, behind those that were missed; or keep it."""
        script = self._script
        if script is None:
            self._keep(event, now)
            return ()
        commands: list[Command] = []
        missed, self._missed = self._missed, []
        for earlier, then in missed:
            commands += script.on(earlier, then)
        commands += script.on(event, now)
        return commands

    def _keep(self, event: Event, now: float) -> None:
        self._look_at = now + _LOOK_AGAIN
        if event.name == "tick":
            return
        if isinstance(event, Sent | Received):
            event = replace(event, data=bytes(event.data))  # the view is valid for this call only
        self._missed.append((event, now))

    def deadline(self) -> float | None:
        """Soon, while events wait; the script's own afterwards."""
        if self._missed:
            return self._look_at
        return self._script.deadline() if self._script is not None else None
