"""A past run that is open on the screen: its log, and what was read of it so far."""

from __future__ import annotations

from dataclasses import dataclass

from tcptui.journal.log import RecordedLog
from tcptui.protocol.events import RunStarted


@dataclass(slots=True, eq=False)
class Recording:
    """One run's log, shared by the sessions of its connections. run: its ID."""

    run: str
    log: RecordedLog
    started: RunStarted
