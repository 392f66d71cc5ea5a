"""What is replayed, and how: what a person chooses before a replay begins."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from tcptui.journal.veil import told_secrets
from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.frozen import frozen
from tcptui.requests.collection import load
from tcptui.requests.functions import Surroundings
from tcptui.requests.model import SavedRequest
from tcptui.requests.plan import Plan, Preparation, prepare, recording_source
from tcptui.requests.reading import Read, RequestFileError
from tcptui.requests.replaying.pace import Pace
from tcptui.requests.retelling import APART, retold
from tcptui.requests.turns import Turn
from tcptui.ui.recordedturns import recorded_turns

if TYPE_CHECKING:
    from tcptui.ui.sessions import Session

Where = Literal["new", "current", "many"]
"""On a new connection, on the one in view, or on several new ones."""


@frozen
class Wanted:
    """How it is replayed. count: connections, where there are many; stepwise: each step waits for a key; target: where
    to, None for the request's own; given: variables, over the file's."""

    where: Where = "new"
    count: int = 10
    pace: Pace = "x1"
    stepwise: bool = False
    target: Endpoint | None = None
    given: tuple[tuple[str, str], ...] = ()

    @property
    def preparation(self) -> Preparation:
        """What the request is prepared with."""
        return Preparation(dict(self.given), surroundings(), self.target)


class Source(Protocol):
    """Something that can be replayed."""

    @property
    def title(self) -> str:
        """What people call it. Not made safe to be drawn."""

    @property
    def usual_pace(self) -> Pace:
        """The pace where nobody says otherwise."""

    def read(self, pace: Pace) -> Read:
        """The request as it is now. Raises RequestFileError."""

    def plan(self, read: Read, wanted: Wanted) -> Plan:
        """It, made ready for one replay. Raises RequestFileError."""


@frozen
class Saved:
    """A request's file. first: as it was read when the replay was asked for, for one that is not there (any more)."""

    path: Path
    first: Read

    @property
    def title(self) -> str:
        """Its name, else the file's."""
        return self.first.request.name or self.path.stem

    @property
    def usual_pace(self) -> Pace:
        """As it is written."""
        return "x1"

    def read(self, pace: Pace) -> Read:  # noqa: ARG002 - the file has its pauses, whatever becomes of them
        """The file as it is now."""
        return load(self.path) if self.path.exists() else self.first

    def plan(self, read: Read, wanted: Wanted) -> Plan:
        """Its plan."""
        return prepare(read, self.path, wanted.preparation)


@frozen
class Recorded:
    """What was sent on a connection before. by_answers, by_times: as requests; run, conn: of the record; name: of the
    connection, for people; secrets: values that its record says are some."""

    by_answers: Read
    by_times: Read
    run: str
    conn: int
    name: str
    secrets: frozenset[bytes]

    @property
    def title(self) -> str:
        """Which connection's."""
        return self.name

    @property
    def usual_pace(self) -> Pace:
        """Answer by answer: nobody wants to sit through the pauses of someone who typed."""
        return "wait"

    def read(self, pace: Pace) -> Read:
        """The request that says it again."""
        return self.by_answers if pace == "wait" else self.by_times

    def plan(self, read: Read, wanted: Wanted) -> Plan:
        """Its plan."""
        plan = prepare(read, Path(self.name), wanted.preparation, recording_source(self.run, self.conn))
        plan.filling.values.mask.add(*(secret.decode("utf-8", "surrogateescape") for secret in self.secrets))
        return plan


def surroundings() -> Surroundings:
    """The world as it is: its clock, its noise, this process's environment."""
    return Surroundings(time.time, os.urandom, dict(os.environ))


@frozen
class Ready:
    """A replay that can begin. read: the request as it is now; plan: for the first connection; remark: what is to be
    said of it, "" for nothing."""

    source: Source
    wanted: Wanted
    read: Read
    plan: Plan
    remark: str = ""


def prepared(source: Source, wanted: Wanted) -> Ready:
    """Read it and fill in its variables. It reads the disk, and long requests take a while.

    Raises RequestFileError for what can't be done.
    """
    read = source.read(wanted.pace)
    plan = source.plan(read, wanted)
    if plan.endpoint.transport == "tls":
        raise RequestFileError([f"{plan.endpoint}: this version speaks plain TCP only; TLS is still to come."])
    gone = isinstance(source, Saved) and not source.path.exists()
    return Ready(source, wanted, read, plan, "its file is gone: it is replayed as it was read" if gone else "")


def recorded(session: Session) -> Recorded | None:
    """What was sent on a connection of this run or of a past one; None for nothing. It reads the disk.

    Raises TooLongError, DamagedLogError and OSError.
    """
    turns = recorded_turns(session.log, session.conn, None, APART)
    if not any(isinstance(turn, Turn) and turn.direction == "out" for turn in turns):
        return None
    story = session.story
    stood = story.connected.t if story.connected is not None else turns[0].t
    recording = session.recording
    path = session.log.path
    run = path.parent.name if path is not None else "this run"
    name = f"connection {session.conn} of {run}" if recording is not None else f"connection {session.conn}"
    told = partial(retold, turns, stood, name, story.target, story.framing or "auto")
    by_answers, by_times = (_as_read(told(by_answers=way)) for way in (True, False))
    return Recorded(by_answers, by_times, run, session.conn, name, told_secrets(session.log, session.conn))


def _as_read(request: SavedRequest) -> Read:
    return Read(request, (0,) * len(request.steps))
