"""What became of many connections: counted as their events come, told in one summary. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Literal

from tcptui.protocol.events import Closed, Connected, Event, Message, Opened, Received, Sent, VerdictReached
from tcptui.protocol.frozen import frozen
from tcptui.protocol.verdict import Outcome, Verdict, exit_code

Cause = Outcome | Literal["not met"]
"""Why a connection failed: by how it ended, or by a step that was not met of what was replayed on it."""

HELD_UP = 1.0
"""Seconds from the first SYN to a second one (RFC 6298, section 2.1): who took as long had to send it again, as where
a listener's backlog is full and its kernel drops what comes (listen(2))."""


@frozen
class Times:
    """Seconds that something took: the shortest, the one in the middle, the longest."""

    fastest: float
    median: float
    slowest: float


@frozen
class Summary:
    """How many connections stand at one moment, from `connections` asked for.

    opening: on their way up; open: standing; done: ended as they should; failed: the others by their cause, the most
    frequent first; sent, received: bytes; connect: from the SYN until they stood, None where none did; answer: from
    the asking to the end of the answer (where none was owed, of the connection) of those that are done, None without
    any; where a person asks, from the request's end, the newest answer of each; held_up: how many took HELD_UP or more
    to stand; seconds: from the first asking to the newest event; broken: how many of those that stand got what breaks
    their framing.
    """

    connections: int
    opening: int
    open: int
    done: int
    failed: tuple[tuple[Cause, int], ...]
    sent: int
    received: int
    connect: Times | None
    answer: Times | None
    held_up: int
    seconds: float
    broken: int = 0

    @property
    def lost(self) -> int:
        """How many failed, whatever of."""
        return sum(count for _, count in self.failed)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.done + self.lost == self.connections

    @property
    def remark(self) -> str:
        """What the times don't say by themselves; "" where there is nothing to be said."""
        if not self.held_up:
            return ""
        return f"{self.held_up:,} took {HELD_UP:g} s or more to connect: SYN sent again (full backlog?)"

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` ends with; seconds to the microsecond."""
        return {
            "connections": self.connections,
            "open": self.opening + self.open,
            "done": self.done,
            "failed": dict(self.failed),
            "sent": self.sent,
            "received": self.received,
            "connect": _rounded(self.connect),
            "answer": _rounded(self.answer),
            "held_up": self.held_up,
            "seconds": round(self.seconds, 6),
        }


class _One:
    """One connection so far. began, ended: monotonic nanoseconds of the asking and of its answer's end."""

    __slots__ = ("began", "broken", "ended", "received", "sent", "standing")

    def __init__(self, t: int) -> None:
        self.began = self.ended = t
        self.sent = self.received = 0
        self.standing = self.broken = False


def by_outcome(conn: int, outcome: Outcome) -> Outcome | None:  # noqa: ARG001 - one is as another
    """Why a connection failed that ended so; None where it did not."""
    return outcome if exit_code(outcome) else None


class Tally:
    """Counts the events of a group of connections; Sent and Received may be gathered ones.

    asked: how many connections are asked for, those that are still to be opened included; by_hand: whether a person
    speaks on them, so that an answer's time begins with its request; failure: why one of them failed, by its number
    and its outcome, None where it ended as it should.
    """

    def __init__(
        self, asked: int, *, by_hand: bool = False, failure: Callable[[int, Outcome], Cause | None] = by_outcome
    ) -> None:
        self.asked = asked
        self._by_hand = by_hand
        self._failure = failure
        self._begun: int | None = None
        self.newest = 0
        """The moment of the newest event, monotonic nanoseconds."""
        self._ones: dict[int, _One] = {}
        self._standing = self._ended = self._broken = 0
        self._sent = self._received = 0
        self._done = 0
        self._failed: Counter[Cause] = Counter()
        self._connects: list[float] = []
        self._answers: list[float] = []
        self._newest_answers: dict[int, float] = {}
        self._held_up = 0
        self.first_failed: tuple[int, Verdict] | None = None
        """The first connection by its number that failed, and how."""

    def on(self, event: Event) -> None:
        """Count an event of one of the connections."""
        one = self._ones.get(event.conn)
        if one is None:
            one = self._ones[event.conn] = _One(event.t)
            self._begun = event.t if self._begun is None else self._begun
        self.newest = max(self.newest, event.t)
        match event:
            case Sent(offset=offset, size=size):
                self._sent += offset + size - one.sent
                one.sent = offset + size
            case Received(offset=offset, size=size):
                self._received += offset + size - one.received
                one.received = offset + size
            case Connected(seconds=seconds):
                self._stands(one, seconds)
            case Message(direction="in", final=True, complete=True, after=after, took=took):
                one.ended = event.t
                if after is not None:
                    self._newest_answers[event.conn] = after + took
            case Message(direction="in", problem=str()):
                self._broken += one.standing and not one.broken
                one.broken = True
            case Closed():
                self._closed(one, event.t)
            case VerdictReached(verdict=verdict):
                self._judged(event.conn, one, verdict)
            case Opened():
                one.began = event.t
            case _:
                pass

    def _stands(self, one: _One, seconds: float) -> None:
        one.standing = True
        self._standing += 1
        self._connects.append(seconds)
        self._held_up += seconds >= HELD_UP

    def _closed(self, one: _One, t: int) -> None:
        self._ended += 1
        self._standing -= one.standing
        self._broken -= one.standing and one.broken
        one.standing = False
        if one.ended == one.began:
            one.ended = t  # no answer told its end

    def _judged(self, conn: int, one: _One, verdict: Verdict) -> None:
        cause = self._failure(conn, verdict.outcome)
        if cause is None:
            self._done += 1
            self._answers.append((one.ended - one.began) / 1e9)
            return
        self._failed[cause] += 1
        if self.first_failed is None or conn < self.first_failed[0]:
            self.first_failed = conn, verdict

    @property
    def begun(self) -> int:
        """How many connections have told anything yet."""
        return len(self._ones)

    @property
    def status(self) -> int:
        """The exit status: that of the first connection, by its number, which is not 0."""
        return exit_code(self.first_failed[1].outcome) if self.first_failed else 0

    def summary(self) -> Summary:
        """How they stand now."""
        return Summary(
            connections=self.asked,
            opening=self.asked - self._standing - self._ended,
            open=self._standing,
            done=self._done,
            failed=tuple(self._failed.most_common()),
            sent=self._sent,
            received=self._received,
            connect=_times(self._connects),
            answer=_times(list(self._newest_answers.values()) if self._by_hand else self._answers),
            held_up=self._held_up,
            seconds=(self.newest - (self._begun or self.newest)) / 1e9,
            broken=self._broken,
        )


def _times(seconds: list[float]) -> Times | None:
    if not seconds:
        return None
    seconds.sort()  # in place: the next time most of it is in order
    return Times(seconds[0], seconds[len(seconds) // 2], seconds[-1])


def _rounded(times: Times | None) -> dict[str, float] | None:
    if times is None:
        return None
    return {name: round(getattr(times, name), 6) for name in ("fastest", "median", "slowest")}
