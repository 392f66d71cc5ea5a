"""A past run that is open on the screen: its log, the sessions of its connections, and the thread that reads it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tcptui.diagnosis.story import Story
from tcptui.journal.layout import DamagedLogError
from tcptui.journal.recorded import RecordedLog
from tcptui.protocol.events import Event, RunStarted
from tcptui.ui.gathering import Gather
from tcptui.ui.sessions import Session

_TELL: Final = 0.1
_PAUSE: Final = 0.005
"""Seconds between two tellings, and after each: the screen has other things to do."""

_RECORDS: Final = 500
"""Records between two looks at the clock."""

_FOLLOW: Final = 0.5
"""Seconds between two looks at a run that another process still records."""


@dataclass(slots=True, eq=False)
class Recording:
    """One run's log, shared by the sessions of its connections.

    run: its ID; sessions: of all its connections, by number, on the screen or not; share: how much of the log has been
    read into them, 0..1; live: whether another process still records it; problem: what can't be read of it, or "";
    whole: whether connections that come to a live one get tabs of their own.
    """

    run: str
    log: RecordedLog
    started: RunStarted
    sessions: dict[int, Session] = field(default_factory=dict)
    share: float = 0.0
    live: bool = False
    problem: str = ""
    whole: bool = False

    def session(self, conn: int) -> Session:
        """The session of a connection, made where it is new; it has no key while it has no tab."""
        session = self.sessions.get(conn)
        if session is None:
            session = self.sessions[conn] = Session(0, conn, self.log, self.started, Story(conn), self)
        return session

    @property
    def read(self) -> bool:
        """Whether all that it held when it was opened has been read."""
        return self.share >= 1.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was read in one go: events, gathered as a tap gathers them, and how the recording stands behind them."""

    events: list[Event]
    share: float
    live: bool
    problem: str


class Reader:
    """Reads a log's events in a thread of its own, and follows a live one until it is stopped."""

    def __init__(self, log: RecordedLog, tell: Callable[[Stretch], None]) -> None:
        """tell: called on the thread, with bounded stretches in order."""
        self._log = log
        self._tell = tell
        self._stopped = threading.Event()
        self._gather = Gather(log)
        self._problem = ""
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Read no more; what is being told may still come."""
        self._stopped.set()

    def _run(self) -> None:
        pos = 0
        while not self._stopped.is_set():
            live = self._log.live  # asked first: what is recorded until it ends is then read, too
            if pos:
                self._log.refresh()
            pos = self._read(pos, live)
            if not live or self._stopped.wait(_FOLLOW):
                return

    def _read(self, pos: int, live: bool) -> int:
        """Tell everything from `pos` to the end as it is now; gives the end."""
        begin, end = pos, self._log.committed
        due = time.monotonic() + _TELL
        for count, record in enumerate(self._log.walk(pos, end)):
            pos = record.end
            try:
                self._gather.take(record)
            except DamagedLogError as error:
                self._problem = str(error)
            if count % _RECORDS == 0 and time.monotonic() > due:
                self._tell(self._stretch(min(pos / end, 0.999), live))
                if self._stopped.wait(_PAUSE):
                    return pos
                due = time.monotonic() + _TELL
        if pos != begin or not begin or not live:
            self._tell(self._stretch(1.0, live))
        return pos

    def _stretch(self, share: float, live: bool) -> Stretch:
        return Stretch(self._gather.drain(), share, live, self._problem or self._log.torn or "")
