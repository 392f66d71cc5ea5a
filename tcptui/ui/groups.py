"""Connections that were opened together: what they are for, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.events import Event, VerdictReached
from tcptui.protocol.frozen import frozen
from tcptui.protocol.verdict import Outcome, exit_code

if TYPE_CHECKING:
    from tcptui.protocol.ports import Script
    from tcptui.requests.replaying.tally import Cause, Tally
    from tcptui.ui.sessions import Session

Part = Literal["", "opening", "open", "bad framing", "done", "failed", "not met"] | Outcome
"""Some of a group's connections: all of them, those that stand so (`bad framing`: open, but what came breaks theirs),
or those that failed in this way."""


class Errand(Protocol):
    """What each connection of a group does by itself: `requests.many.Errand`, or a replay."""

    @property
    def reading(self) -> str:
        """The framing by which what comes is read."""

    @property
    def timeout(self) -> float:
        """Seconds that it may take to connect."""

    def script(self, conn: int) -> Script:
        """What drives one of the connections."""

    def failure(self, conn: int, outcome: Outcome) -> Cause | None:
        """Why one that is over failed; None where it did its part."""


@frozen
class GroupWanted:
    """What was asked for: so many connections, `pause` seconds between two openings (0: as fast as they go).

    errand: what each of them does by itself, None where a person speaks; framing: for their answers then.
    """

    endpoint: Endpoint
    count: int
    framing: str
    errand: Errand | None = None
    pause: float = 0.0

    def failure(self, conn: int, outcome: Outcome) -> Cause | None:
        """Why one of them failed; None where it ended as it should."""
        if self.errand is not None:
            return self.errand.failure(conn, outcome)
        return outcome if exit_code(outcome) else None


@dataclass(slots=True, eq=False)
class Group:
    """Connections opened together. number: from 1, in the order of the asking; opened: how many of them so far."""

    number: int
    wanted: GroupWanted
    tally: Tally
    opened: int = 0

    @property
    def title(self) -> str:
        """What a list or a frame calls it. Not made safe to be drawn."""
        return f"{self.wanted.count:,} to {self.wanted.endpoint}"

    def foresaw(self, event: Event) -> bool:
        """Whether this is how a connection that does its part by itself was to end: no news."""
        return (
            self.wanted.errand is not None
            and isinstance(event, VerdictReached)
            and self.wanted.failure(event.conn, event.verdict.outcome) is None
        )


@frozen
class Share:
    """The connections of one group that stand in one way: what a list can be limited to."""

    group: Group
    part: Part = ""

    def holds(self, session: Session) -> bool:
        """Whether this one is among them."""
        return session.group is self.group and self.part in ("", *_parts(session, self.group.wanted))


def _parts(session: Session, wanted: GroupWanted) -> tuple[Part, ...]:
    verdict = session.story.verdict
    if verdict is None:
        if session.story.phase != "open":
            return ("opening",)
        return ("open", "bad framing") if any(answer.problem for answer in session.story.answers) else ("open",)
    cause = wanted.failure(session.conn, verdict.outcome)
    return ("done", verdict.outcome) if cause is None else ("failed", cause)
