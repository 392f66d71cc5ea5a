"""What `tcptui replay` prints: a line a step and a summary, or JSON Lines with `step` and `summary` among them."""

from __future__ import annotations

import json
import sys
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from tcptui.cli.answer import Printer
from tcptui.cli.replay_runs import Run, Total
from tcptui.cli.usage import harmless
from tcptui.protocol.events import Event, StepDone
from tcptui.protocol.jsonlines import INTERNAL, as_json
from tcptui.protocol.units import exact, span
from tcptui.requests.describing import step_words
from tcptui.requests.replaying.replay import Replay

if TYPE_CHECKING:
    from tcptui.cli.comparison import Beside

_WORDS = 56  # columns of a step, so that the times behind them stand in a column


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
            "replays": total.asked,
            "passed": total.passed,
            "failed": total.failed,
            "stopped": total.stopped,
            "not_run": total.left,
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
                print(harmless(run.title))
                for result in run.report.results:
                    print("\n".join(_step_lines(result)))
            for line in _ending_lines(run):
                print(line)

    def _compared(self, run: Run, beside: Beside) -> None:
        if not self._live:
            print(harmless(run.title))
        for line in beside.lines():
            print(run.replay.mask(line))

    def _sum_up(self, total: Total) -> None:
        if total.begun > 1 and total.failures:
            print("\nfailed:")
            for failure in total.failures:
                print(harmless(f"  {failure}"))
            if total.failed > len(total.failures):
                print(f"  … and {total.failed - len(total.failures):,} more")
        counts = total.steps()
        steps = _counted(("ok", counts["passed"]), ("failed", counts["failed"]), ("not run", counts["not_run"]))
        replays = _counted(
            ("passed", total.passed), ("failed", total.failed), ("stopped", total.stopped), ("not run", total.left)
        )
        print(f"{exact(total.asked, 'replay')}: {replays} · steps: {steps} · {span(total.seconds)}")


def _counted(first: tuple[str, int], *others: tuple[str, int]) -> str:
    """Counts and what they count; the first one always."""
    return ", ".join(f"{count:,} {what}" for what, count in (first, *(one for one in others if one[1])))


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
