"""What the catalogue tells of runs, connections and targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run. started: ns since the epoch, None where the log doesn't say; size: of the log, bytes.

    live: still being recorded; problem: what is wrong with its log (a torn last record, another format), or None.
    """

    id: str
    started: int | None
    version: str | None
    command: str
    size: int
    live: bool
    problem: str | None


def ending(outcome: str | None, *, live: bool) -> str:
    """How a connection ended, in a word: its verdict's outcome; without one `open`, or `cut off` where its run is over.

    live: whether that is still being recorded.
    """
    return outcome or ("open" if live else "cut off")


_ORDERLY = ("complete", "closed", None)


def run_ending(outcomes: Iterable[str | None], *, live: bool) -> str:
    """How a run's connections ended, in a word or two: the first bad end, as `some …` where others ended otherwise.

    Where none is bad, how the first one ended; "" for a run without connections. outcomes: None for no verdict.
    """
    kinds = list(dict.fromkeys(outcomes))
    bad = next((one for one in kinds if one not in _ORDERLY), None)
    if bad is not None:
        return bad if len(kinds) == 1 else f"some {bad}"
    return ending(kinds[0], live=live) if kinds else ""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run with what its connections come to.

    connections: how many; targets, outcomes: each once, in the order of the connections, None for no verdict; sent,
    received: bytes of all of them together.
    """

    run: RunEntry
    connections: int
    targets: tuple[str, ...]
    outcomes: tuple[str | None, ...]
    sent: int
    received: int

    @property
    def words(self) -> str:
        """All that it can be found by, in lower case."""
        return " ".join([self.run.id, self.run.command, *self.targets, *(one or "" for one in self.outcomes)]).lower()


@dataclass(frozen=True, slots=True)
class ConnectionEntry:
    """One connection of a run. opened: ns since the epoch; outcome and summary: None while it has no verdict.

    replayed: the source of what was replayed on it (events.Replayed), None for no replay.
    """

    run: str
    conn: int
    target: str | None
    peer: str | None
    opened: int | None
    outcome: str | None
    summary: str | None
    sent: int
    received: int
    replayed: str | None = None


@dataclass(frozen=True, slots=True)
class RecentTarget:
    """Where someone connected to. last: when last, ns since the epoch; outcome: how that ended, None while unknown."""

    target: str
    last: int
    outcome: str | None


@dataclass(frozen=True, slots=True)
class SentStretch:
    """Bytes sent in one go: where their first record lies in the run's log, and their place in the stream."""

    run: str
    conn: int
    pos: int
    offset: int
    size: int
