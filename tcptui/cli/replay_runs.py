"""What came of the replays of one command: each on its connection, and all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcptui.protocol.verdict import Verdict, exit_code
from tcptui.requests.plan import Plan
from tcptui.requests.replaying.replay import Replay
from tcptui.requests.replaying.report import UNMET, Report, status

if TYPE_CHECKING:
    from tcptui.cli.comparison import Beside


@dataclass(slots=True)
class Run:
    """One replay on one connection.

    turn: which of `turns` repetitions; together: others go on at once; verdict: None until the connection is over;
    beside: the last replay of the same, where that was asked for; interrupted: the run was asked to end before it was
    over.
    """

    conn: int
    plan: Plan
    replay: Replay
    turn: int
    turns: int
    together: bool
    verdict: Verdict | None = None
    beside: Beside | None = None
    interrupted: bool = False

    @property
    def report(self) -> Report:
        """How its steps went."""
        return self.replay.report

    @property
    def status(self) -> int:
        """Its exit status; 1 where an error of ours ended the run before its verdict."""
        differs = self.beside is not None and self.beside.differs
        return self.ended or (UNMET if differs else 0)

    @property
    def ended(self) -> int:
        """Its exit status as far as its steps and its connection make it."""
        if self.verdict is None:
            return 1
        return exit_code("cancelled") if self.stopped else status(self.report, self.verdict.outcome)

    @property
    def stopped(self) -> bool:
        """Whether it was interrupted with steps still to be done, and nothing had failed: neither passed nor failed."""
        if not self.interrupted or self.verdict is None or not self.report.left:
            return False
        return status(self.report, self.verdict.outcome) in (0, exit_code("cancelled"))

    @property
    def how(self) -> tuple[str, str]:
        """An outcome and a sentence on an ending that was not as it should be."""
        if self.verdict is None:
            return "local-error", "It was not seen to its end."
        if self.stopped and self.verdict.outcome != "cancelled":
            return "cancelled", "You stopped it before its last steps were done."
        if self.report.late and not exit_code(self.verdict.outcome):
            return "timeout", f"The time of a step was up. {self.verdict.summary}"
        return self.verdict.outcome, self.verdict.summary

    @property
    def title(self) -> str:
        """The file, its name, where it goes, which time, and which of several connections."""
        words = _words(self.plan)
        if self.turns > 1:
            words.append(f"{self.turn} of {self.turns}")
        if self.together:
            words.append(f"connection {self.conn}")
        return self.replay.mask(" · ".join(words))

    @property
    def failure(self) -> str:
        """What failed in it, on a line."""
        last = self.report.results[-1] if self.report.failed else None
        what = self.how[0] if last is None else f"step {last.step} {last.what}"
        if last is None and not self.ended:
            what = "differs from the last time"
        return f"{self.title} · {what} · exit {self.status}"


def _words(plan: Plan) -> list[str]:
    return [word for word in (plan.file, plan.request.name, str(plan.endpoint)) if word]


@dataclass(frozen=True, slots=True)
class NotBegun:
    """Replays of one file that a run which ended early never began. plan: as it was checked."""

    plan: Plan
    count: int

    @property
    def title(self) -> str:
        """The file, its name, where it would have gone, and how many times."""
        return self.plan.filling.values.mask(" · ".join([*_words(self.plan), f"{self.count:,} not run"]))


TOLD = 20
"""Failed replays that a summary names."""


@dataclass(slots=True)
class Total:
    """All replays of one command.

    started, ended: monotonic nanoseconds; keeps: whether `runs` has them all, which a million need not; overruled: the
    exit status where something else than the replays decides it, such as an interruption; 0 where nothing does.
    """

    started: int
    keeps: bool = False
    runs: list[Run] = field(default_factory=list)
    not_begun: list[NotBegun] = field(default_factory=list)
    ended: int = 0
    overruled: int = 0
    begun: int = 0
    """Replays that were begun."""
    passed: int = 0
    """Of these, in which all was as it should be."""
    stopped: int = 0
    """Of these, that were interrupted before their last step, and in which nothing had failed."""
    failures: list[str] = field(default_factory=list)
    """How the first `TOLD` that failed did, each a line."""
    _first: int = 0  # the first exit status that is not 0
    _steps: Counter[str] = field(default_factory=Counter)

    def add(self, runs: Iterable[Run]) -> None:
        """Replays that are over."""
        for run in runs:
            status = run.status
            self.begun += 1
            self.passed += status == 0
            self.stopped += run.stopped
            self._first = self._first or status
            report = run.report
            self._steps.update(passed=report.passed, failed=report.failed, not_run=report.left)
            if status and not run.stopped and len(self.failures) < TOLD:
                self.failures.append(run.failure)
            if self.keeps:
                self.runs.append(run)

    @property
    def status(self) -> int:
        """The exit status: the first that is not 0."""
        return self.overruled or self._first

    @property
    def asked(self) -> int:
        """Replays that were asked for."""
        return self.begun + self.left

    @property
    def failed(self) -> int:
        """Those that were begun and neither passed nor were stopped."""
        return self.begun - self.passed - self.stopped

    @property
    def left(self) -> int:
        """Replays that were never begun."""
        return sum(one.count for one in self.not_begun)

    def steps(self) -> dict[str, int]:
        """How many steps were met, were not, and were never come to."""
        never = sum(one.count * len(one.plan.request.steps) for one in self.not_begun)
        return {
            name: self._steps[name] + (never if name == "not_run" else 0) for name in ("passed", "failed", "not_run")
        }

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended - self.started) / 1e9
