"""How a replay went, and the exit status that follows from it and from the connection's verdict."""

from __future__ import annotations

from dataclasses import dataclass

from tcptui.protocol.events import StepDone
from tcptui.protocol.verdict import Outcome, exit_code
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.replaying.tally import Cause

UNMET = 4
"""The exit status where an expectation was not met."""

_EXPECTED_ENDS: dict[cond.EventName, frozenset[Outcome]] = {
    "peer-rst": frozenset({"reset", "broken-pipe"}),
    "peer-fin": frozenset({"empty", "truncated"}),
    "network-error": frozenset({"timeout", "unreachable"}),
}
"""Which endings are as they should be where a step waited for this event."""


@dataclass(frozen=True, slots=True)
class Report:
    """One replay's results, in the order of the steps.

    count: how many steps the request has; stood: the connection did; ends: endings that a step waited for; unmet: an
    `expect` or a `capture` failed; late: the time of another step was up; all_done: every step was met; over: nothing
    more will happen.
    """

    results: tuple[StepDone, ...]
    count: int
    stood: bool
    ends: frozenset[Outcome]
    unmet: bool
    late: bool
    all_done: bool
    over: bool

    @property
    def passed(self) -> int:
        """Steps that were met."""
        return len(self.results) - self.failed

    @property
    def failed(self) -> int:
        """Steps that were not, one at most: it ended the replay."""
        return int(bool(self.results) and not self.results[-1].ok)

    @property
    def left(self) -> int:
        """Steps that it never came to."""
        return self.count - len(self.results)


def status(report: Report, outcome: Outcome) -> int:
    """The exit status of one replay: 4 where an expectation was not met, else the verdict's.

    A RST, a FIN or a failing network that a step waited for is 0, and so is what our own closing cut off. Where
    the time of a `wait` was up and the connection was well it is that of a timeout.
    """
    if report.unmet:
        return UNMET
    code = exit_code(outcome)
    if report.failed:
        return code or (exit_code("timeout") if report.late else UNMET)
    if outcome in report.ends or (report.all_done and outcome == "cancelled"):
        return 0
    return code


def failure(report: Report, outcome: Outcome) -> Cause | None:
    """Why one replay failed: its outcome, or `not met` for a step that was not and led to it; None where it did not.

    One that was stopped between two steps was cancelled, however well its connection ended.
    """
    if not status(report, outcome):
        return None if report.all_done else "cancelled"
    ours = outcome in report.ends or (report.failed and outcome == "cancelled")
    return outcome if exit_code(outcome) and not ours else "not met"


@dataclass(frozen=True, slots=True)
class At:
    """Where a replay stands. index: of the step at hand, from 0, behind the last one their number; began: since when,
    monotonic seconds, None before the connection stands; held: the step waits for a word; unsent: bytes of what it
    sends that the kernel has not taken."""

    index: int
    began: float | None
    held: bool
    unsent: int = 0


class Progress:
    """What a replay has done so far."""

    def __init__(self) -> None:
        self.stood = False
        self.over = False
        """The replay has ended, by its last step or otherwise."""
        self.unmet = False
        """An `expect` or a `capture` has failed."""
        self.late = False
        """The time of another step was up."""
        self.ends: set[Outcome] = set()
        self._results: list[StepDone] = []
        self._all_ok = True

    def add(self, step: model.Step, result: StepDone, *, late: bool) -> None:
        """A step is through. late: its time was up."""
        self._all_ok = self._all_ok and result.ok  # first: any thread may ask for a report
        self._results.append(result)
        checks = isinstance(step, model.Expect | model.Capture)
        self.unmet = self.unmet or (not result.ok and checks)
        self.late = self.late or (not result.ok and late and not checks)
        if result.ok:
            for event in _waited_for(step):
                self.ends |= _EXPECTED_ENDS.get(event, frozenset())

    def report(self, count: int) -> Report:
        """All of it. count: how many steps the request has."""
        results = tuple(self._results)
        all_done = len(results) == count and self._all_ok
        return Report(results, count, self.stood, frozenset(self.ends), self.unmet, self.late, all_done, self.over)


def _waited_for(step: model.Step) -> list[cond.EventName]:
    match step:
        case model.Wait(cond.Happened(event)):
            return [event]
        case model.Expect(conditions):
            return [one.event for one in conditions if isinstance(one, cond.Happened)]
        case _:
            return []
