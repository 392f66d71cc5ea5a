"""What `tcptui replay` prints: a line a step and a summary, or JSON Lines with `step` and `summary` among them."""

from __future__ import annotations

import json
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tcptui.cli.answer import Printer
from tcptui.cli.usage import harmless
from tcptui.protocol.events import Event, StepDone
from tcptui.protocol.jsonlines import INTERNAL, as_json
from tcptui.protocol.units import exact, span
from tcptui.protocol.verdict import Verdict, exit_code
from tcptui.requests.describing import step_words
from tcptui.requests.plan import Plan
from tcptui.requests.replay import Replay
from tcptui.requests.report import UNMET, Report, status

if TYPE_CHECKING:
    from tcptui.cli.comparison import Beside

_WORDS = 56  # columns of a step, so that the times behind them stand in a column


@dataclass(slots=True)
class Run:
    """One replay on one connection. turn: which of `turns` repetitions; verdict: None until the connection is over;
    beside: the last replay of the same, where that was asked for; interrupted: the run was asked to end before it was
    over."""

    conn: int
    plan: Plan
    replay: Replay
    turn: int
    turns: int
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
        return self.verdict.outcome, self.verdict.summary

    @property
    def title(self) -> str:
        """The file, its name, where it goes, and which time."""
        words = [self.plan.file, self.plan.request.name, str(self.plan.endpoint)]
        if self.turns > 1:
            words.append(f"{self.turn} of {self.turns}")
        return self.replay.mask(" · ".join(word for word in words if word))


@dataclass(slots=True)
class Total:
    """All replays of one command. started: the run's start, monotonic nanoseconds."""

    started: int
    runs: list[Run] = field(default_factory=list)
    ended: int = 0

    def add(self, runs: Iterable[Run]) -> None:
        """Replays that are over."""
        self.runs += runs

    @property
    def status(self) -> int:
        """The exit status: the first that is not 0."""
        return next((run.status for run in self.runs if run.status), 0)

    @property
    def failed(self) -> int:
        """Replays whose exit status is not 0, those that were stopped included."""
        return sum(run.status != 0 for run in self.runs)

    @property
    def stopped(self) -> int:
        """Replays that were interrupted before their last step, and in which nothing had failed."""
        return sum(run.stopped for run in self.runs)

    def steps(self) -> dict[str, int]:
        """How many steps were met, were not, and were never come to."""
        reports = [run.report for run in self.runs]
        return {
            "passed": sum(one.passed for one in reports),
            "failed": sum(one.failed for one in reports),
            "not_run": sum(one.left for one in reports),
        }

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended - self.started) / 1e9


class Teller(Printer, ABC):
    """Prints the replays of one round after the other."""

    def begin(self, runs: list[Run]) -> None:
        """A round begins."""
        if not self.stopped:
            with self._printing():
                self._begin(runs)

    def event(self, run: Run, event: Event) -> None:
        """Something happened to one of the round's connections."""
        if not self.stopped:
            with self._printing():
                self._event(run, event)

    def end(self) -> None:
        """The round is over: every verdict is there."""
        if not self.stopped:
            with self._printing():
                self._rounded()
                sys.stdout.flush()

    def compared(self, run: Run) -> None:
        """A replay was compared with the last one of the same."""
        if not self.stopped and run.beside is not None:
            with self._printing():
                self._compared(run, run.beside)
                sys.stdout.flush()

    def sum_up(self, total: Total) -> None:
        """What came of it all."""
        if not self.stopped:
            with self._printing():
                self._sum_up(total)
                sys.stdout.flush()

    @abstractmethod
    def _begin(self, runs: list[Run]) -> None: ...

    @abstractmethod
    def _event(self, run: Run, event: Event) -> None: ...

    @abstractmethod
    def _rounded(self) -> None: ...

    @abstractmethod
    def _compared(self, run: Run, beside: Beside) -> None: ...

    @abstractmethod
    def _sum_up(self, total: Total) -> None: ...


class ReplayJson(Teller):
    """One object an event, flushed line by line; secrets are masked in every text."""

    def __init__(self, started: int) -> None:
        """started: the run's start, monotonic nanoseconds."""
        super().__init__()
        self._started = started

    def _begin(self, runs: list[Run]) -> None: ...

    def _event(self, run: Run, event: Event) -> None:
        if event.name not in INTERNAL:
            print(json.dumps(_masked(as_json(event, self._started), run.replay)), flush=True)

    def _rounded(self) -> None: ...

    def _compared(self, run: Run, beside: Beside) -> None:
        t = round((time.monotonic_ns() - self._started) / 1e9, 6)
        told = {"event": "comparison", "conn": run.conn, "t": t, **beside.as_json()}
        print(json.dumps(_masked(told, run.replay)), flush=True)

    def _sum_up(self, total: Total) -> None:
        summary = {
            "event": "summary",
            "conn": 0,
            "t": round(total.seconds, 6),
            "replays": len(total.runs),
            "passed": len(total.runs) - total.failed,
            "failed": total.failed,
            "steps": total.steps(),
            "exit": total.status,
        }
        print(json.dumps(summary), flush=True)


def _masked(value: Any, replay: Replay) -> Any:
    match value:
        case str():
            return replay.mask(value)
        case list():
            return [_masked(one, replay) for one in value]
        case dict():
            return {key: _masked(one, replay) for key, one in value.items()}
        case _:
            return value


class ReplayLines(Teller):
    """A line a step. Of one connection they come as they happen, of several when all are over, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._first = True

    def _begin(self, runs: list[Run]) -> None:
        self._runs = runs
        self._live = len(runs) == 1
        if not self._first:
            print()
        self._first = False
        if self._live:
            print(harmless(runs[0].title), flush=True)

    def _event(self, run: Run, event: Event) -> None:  # noqa: ARG002 - the only one of its round
        if self._live and isinstance(event, StepDone):
            print("\n".join(_step_lines(event)), flush=True)

    def _rounded(self) -> None:
        for run in self._runs:
            if not self._live:
                print(harmless(f"{run.title} · connection {run.conn}"))
                for result in run.report.results:
                    print("\n".join(_step_lines(result)))
            for line in _ending_lines(run):
                print(line)

    def _compared(self, run: Run, beside: Beside) -> None:
        if not self._live:
            print(harmless(f"{run.title} · connection {run.conn}"))
        for line in beside.lines():
            print(run.replay.mask(line))

    def _sum_up(self, total: Total) -> None:
        counts = total.steps()
        steps = ", ".join(f"{count:,} {words}" for words, count in _told(counts))
        failed, stopped = total.failed - total.stopped, total.stopped
        replays = [f"{len(total.runs) - total.failed:,} passed"]
        replays += [f"{count:,} {what}" for count, what in ((failed, "failed"), (stopped, "stopped")) if count]
        print(f"{exact(len(total.runs), 'replay')}: {', '.join(replays)} · steps: {steps} · {span(total.seconds)}")


def _told(counts: dict[str, int]) -> list[tuple[str, int]]:
    words = {"passed": "ok", "failed": "failed", "not_run": "not run"}
    return [(words[key], count) for key, count in counts.items() if count or key == "passed"]


def _step_lines(result: StepDone) -> list[str]:
    """A step's line, and of a failed one what was expected and what there was."""
    mark = "ok  " if result.ok else "FAIL"
    size = "" if result.size is None else f" ({exact(result.size)})"
    took = span(result.seconds) if result.seconds else ""
    lines = [f"{result.step:>4} {mark}  {harmless(result.what + size):<{_WORDS}}  {took:>9}".rstrip()]
    if not result.ok:
        lines += [f"           expected  {harmless(result.expected)}", f"           got       {harmless(result.got)}"]
    return lines


def _ending_lines(run: Run) -> list[str]:
    """The steps that it never came to, and how the connection ended where that matters."""
    report = run.report
    steps = list(enumerate(run.plan.request.steps, 1))[len(report.results) :]
    lines = [f"{number:>4} -     {harmless(step_words(step, run.replay.mask))}  (not run)" for number, step in steps]
    if run.status and run.verdict is not None:
        lines.append(harmless(run.replay.mask(f"     exit {run.status}  {': '.join(run.how)}")))
    return lines
